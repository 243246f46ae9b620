// The library of migrations: every file loads, says what it shows, and ends the same twice. What it
// expects, and its recorded report, the test `check` holds it to.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "scenarios/load.hpp"
#include "scenarios/migration_run.hpp"

using namespace scenarios;
namespace fs = std::filesystem;

namespace {

fs::path migration_library() {
  const char* root = std::getenv("DURASIM_SOURCE_ROOT");
  return fs::path(root == nullptr ? "." : root) / "scenarios" / "migration";
}

std::vector<fs::path> migration_files() {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(migration_library())) {
    if (entry.path().extension() == ".yaml") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

MigrationScenario load(const fs::path& path) {
  return std::get<MigrationScenario>(load_any_scenario(path.string(), disk_files()));
}

std::uint64_t rows_of(const MigrationScenario& scenario) {
  std::uint64_t rows = 0;
  for (const auto& table : scenario.inventory.tables) rows += table.rows;
  return rows;
}

}  // namespace

TEST_CASE("every migration of the library says what it shows and expects something") {
  REQUIRE(migration_files().size() >= 30);
  for (const fs::path& path : migration_files()) {
    const std::string name = path.stem().string();
    CAPTURE(name);
    const MigrationScenario scenario = load(path);
    CHECK(scenario.name == name);
    CHECK(scenario.about.ends_with("."));
    CHECK(scenario.expectations.size() >= 3);
  }
}

TEST_CASE("a migration ends with the same digest again, and records of causes change none") {
  constexpr std::uint64_t kQuick = 10'000;
  std::size_t tried = 0;
  for (const fs::path& path : migration_files()) {
    const std::string name = path.stem().string();
    CAPTURE(name);
    const MigrationScenario scenario = load(path);
    if (rows_of(scenario) > kQuick) continue;
    ++tried;
    auto options = scenario.options;
    const auto once = models::migration::run(scenario.params, options).outcome;
    options.causes = !options.causes;
    const auto again = models::migration::run(scenario.params, options).outcome;
    CHECK(once.digest == again.digest);
    CHECK(once.events == again.events);
  }
  CHECK(tried >= 10);
}

TEST_CASE("the folder's README has one line for each migration") {
  std::ostringstream readme;
  readme << std::ifstream(migration_library() / "README.md").rdbuf();
  for (const fs::path& path : migration_files()) {
    const std::string name = path.stem().string();
    CAPTURE(name);
    CHECK(readme.str().find(fmt::format("| `{}` |", name)) != std::string::npos);
  }
}
