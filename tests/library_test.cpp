// The library of scenarios: every file loads, says what it shows, passes, and ends the same twice.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "scenarios/load.hpp"

using namespace scenarios;
namespace fs = std::filesystem;

namespace {

fs::path library(const std::string& folder = "observe") {
  const char* root = std::getenv("DURASIM_SOURCE_ROOT");
  return fs::path(root == nullptr ? "." : root) / "scenarios" / folder;
}

/// The scenarios of the library, in the order of their names.
std::vector<fs::path> files(const std::vector<std::string>& folders = {"clients", "durable",
                                                                       "faults", "observe"}) {
  std::vector<fs::path> found;
  for (const std::string& folder : folders) {
    for (const auto& entry : fs::recursive_directory_iterator(library(folder))) {
      if (entry.path().extension() == ".yaml") found.push_back(entry.path());
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::string text_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

/// What did not pass, a line each.
std::string not_passed(const Scenario& scenario, const models::durability::Run& run) {
  std::string text;
  for (const Verdict& verdict : judge(scenario, run)) {
    if (verdict.result == Result::kPassed) continue;
    text += fmt::format("{}:{}: {}: {}: {}\n", verdict.place.file, verdict.place.line,
                        name_of(verdict.result), verdict.expectation, verdict.seen);
  }
  return text;
}

}  // namespace

TEST_CASE("every scenario of the library passes, and ends with the same digest again") {
  const auto all = files();
  REQUIRE(all.size() >= 60);
  for (const fs::path& path : all) {
    const std::string name = path.stem().string();
    CAPTURE(name);
    const Scenario scenario = load_scenario(path.string(), disk_files());
    const auto once = models::durability::run(scenario.params, scenario.options);
    const auto again = models::durability::run(scenario.params, scenario.options);
    CHECK(not_passed(scenario, once) == "");
    CHECK(once.outcome.digest == again.outcome.digest);
    CHECK(once.outcome.events == again.outcome.events);
    CHECK(scenario.name == name);
    CHECK(scenario.about.ends_with("."));
    CHECK(scenario.expectations.size() >= 3);
  }
}

TEST_CASE("the digest of a scenario does not depend on what is recorded beside it") {
  for (const char* name : {"slow-disk", "key-under-load"}) {
    const Scenario scenario =
        load_scenario((library() / (std::string(name) + ".yaml")).string(), disk_files());
    auto options = scenario.options;
    options.causes = !options.causes;
    CHECK(models::durability::run(scenario.params, scenario.options).outcome.digest ==
          models::durability::run(scenario.params, options).outcome.digest);
  }
}

TEST_CASE("a scenario with randomness ends otherwise on other luck, one without does not") {
  const auto digest = [](const std::string& name, std::uint64_t seed) {
    const Scenario scenario = load_scenario((library() / name).string(), disk_files());
    const Scenario other = with_seed(scenario, seed);
    return models::durability::run(other.params, other.options).outcome.digest;
  };
  CHECK(digest("measured-disk.yaml", 1) != digest("measured-disk.yaml", 2));
  CHECK(digest("master-first.yaml", 1) == digest("master-first.yaml", 2));
}

TEST_CASE("the scenario that the guide begins with passes as it stands there") {
  const std::string guide = text_of(library().parent_path() / "README.md");
  const std::size_t begin = guide.find("```yaml\n") + 8;
  const std::string text = guide.substr(begin, guide.find("```", begin) - begin);
  const Scenario scenario = load_scenario("first.yaml", memory_files({{"first.yaml", text}}));
  CHECK(scenario.expectations.size() == 3);
  const auto run = models::durability::run(scenario.params, scenario.options);
  CHECK(not_passed(scenario, run) == "");
}

TEST_CASE("the folder's README has one line for each scenario") {
  for (const std::string folder : {"clients", "durable", "faults", "observe"}) {
    const std::string readme = text_of(library(folder) / "README.md");
    for (const fs::path& path : files({folder})) {
      std::string name = path.stem().string();
      constexpr std::string_view kMended = "-mended";  // told in the line of the fault
      if (name.ends_with(kMended)) name.resize(name.size() - kMended.size());
      CAPTURE(name);
      CHECK(readme.find(fmt::format("| `{}` |", name)) != std::string::npos);
    }
  }
}
