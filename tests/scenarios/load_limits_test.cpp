// Files that nobody writes by hand: they end quickly, with an error, and without a crash.
#include <fmt/format.h>

#include "scenario_language.hpp"

using namespace scenarios;
using tests::Files;
using tests::wrong;

namespace {

constexpr std::size_t kTenMegabytes = 10'000'000;

/// The first error alone.
std::string first(const std::string& errors) { return errors.substr(0, errors.find('\n')); }

std::string repeated(const std::string& piece, std::size_t times) {
  std::string text;
  text.reserve(piece.size() * times);
  for (std::size_t i = 0; i < times; ++i) text += piece;
  return text;
}

}  // namespace

TEST_CASE("files that include the next one twice are not read a thousand times") {
  // Without a limit the forty files would be read 2^40 times.
  Files files;
  for (int i = 0; i < 40; ++i) {
    files[fmt::format("f{}.yml", i)] = fmt::format("include: [f{0}.yml, f{0}.yml]\n", i + 1);
  }
  files["f40.yml"] = "seed: 3\n";
  CHECK(wrong("scenario: x\ncluster: {nodes: 1}\ninclude: [f0.yml]\n", files) ==
        "f39.yml:1:20: error: more than 64 files are included\n"
        "    1 | include: [f40.yml, f40.yml]\n"
        "      |                    ^\n"
        "      = include each file once\n");
}

TEST_CASE("ten megabytes of nesting are refused") {
  const std::string head = "scenario: x\ncluster: ";
  CHECK(first(wrong(head + std::string(kTenMegabytes, '['))) ==
        "a.yaml:2:2000008: error: the file has more than two million brackets, commas and colons");
  CHECK(first(wrong(head + repeated("{a: ", 40) + repeated("}", 40))) ==
        "a.yaml:2:134: error: nested deeper than 32 levels");
}

TEST_CASE("ten megabytes of one list are read to the end, and fifty errors are shown of them") {
  const std::string errors =
      wrong("scenario: x\ncluster: {nodes: 1}\nscript:\n" + repeated("  - {at: 1}\n", 100'000));
  CHECK(first(errors).find("a.yaml:4:5: error: the step has none of the fields store") == 0);
  CHECK(errors.size() < 20'000);
  CHECK(errors.find("and 199950 more") != std::string::npos);
}

TEST_CASE("a script of fifty thousand steps is loaded") {
  const auto long_script = tests::scenario("scenario: x\ncluster: {nodes: 1}\nscript:\n" +
                                           repeated("  - {at: 1ms, get: k}\n", 50'000));
  CHECK(long_script.params->steps.size() == 50'000);
}

TEST_CASE("a thousand nodes are loaded, and no more") {
  const std::string text =
      "scenario: x\ncluster: {nodes: 1000, replicas: 3, network: {latency: "
      "1ms, bandwidth: 10Gbit/s}}\n";
  CHECK(tests::scenario(text).params->nodes.size() == 1000);
  CHECK(first(wrong("scenario: x\ncluster: {nodes: 1001}\n")) ==
        "a.yaml:2:18: error: 1001 is too large");
}

TEST_CASE("a scenario that is not there, or is a directory") {
  const auto trouble = [](const std::string& path) -> std::string {
    try {
      static_cast<void>(load_scenario(path, disk_files()));
    } catch (const InvalidInput& invalid) {
      return invalid.what();
    }
    return "nothing wrong";
  };
  CHECK(trouble("scenarios/no-such-file.yaml") ==
        "scenarios/no-such-file.yaml: error: no such file\n");
  CHECK(trouble("scenarios") == "scenarios: error: this is a directory, not a file\n");
}
