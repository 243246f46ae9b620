#include "scenarios/reference.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "example_tables.hpp"

using namespace scenarios;

TEST_CASE("the page of a table has a row for every field") {
  CHECK(reference_markdown(kStore) == R"(## store step

Stores a value.

| field | kind | need | what | example |
|---|---|---|---|---|
| `store` | text | required | The key. | `invoice-17` |
| `value` | text | default: nothing | What is stored. | `paid` |
)");
}

TEST_CASE("tables that are mentioned follow, and groups are said in words") {
  const std::string page = reference_markdown(kExample);
  for (const Table* table : reachable_tables(kExample)) {
    CHECK(page.find(fmt::format("## {}\n", table->name)) != std::string::npos);
  }
  CHECK(page.find("| `script` | list of [store step](#store-step) or [wait step](#wait-step) or "
                  "duration | optional | What happens. |") != std::string::npos);
  CHECK(page.find("| any name | [disk](#disk) | optional | The disk of that node. |") !=
        std::string::npos);
  CHECK(page.find("| `state` | `found, persisted or not-found` |") != std::string::npos);
  CHECK(page.find("\nAt most one of: reads, skew.\n") != std::string::npos);
  CHECK(page.find("\nAll or none of: link, load.\n") != std::string::npos);
}
