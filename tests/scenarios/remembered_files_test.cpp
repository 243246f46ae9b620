#include "scenarios/remembered_files.hpp"

#include <doctest/doctest.h>

using scenarios::FileSource;
using scenarios::FileText;

TEST_CASE("a remembered file is asked for once, and a right document is parsed once") {
  int asked = 0;
  const FileSource files = scenarios::remembered_files([&](const std::string& path) -> FileText {
    ++asked;
    if (path == "a.yaml") return {"a: 1\n", {}};
    if (path == "wrong.yaml") return {"a: [1\n", {}};
    return {{}, "no such file"};
  });
  CHECK(files("a.yaml").text == "a: 1\n");
  CHECK(files("a.yaml").document == files("a.yaml").document);
  CHECK(files("a.yaml").document != nullptr);
  CHECK(files("wrong.yaml").document == nullptr);
  CHECK(files("wrong.yaml").text == "a: [1\n");
  CHECK(files("none.yaml").trouble == "no such file");
  CHECK(files("none.yaml").trouble == "no such file");
  CHECK(asked == 3);
}
