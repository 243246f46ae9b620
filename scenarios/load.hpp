// From a scenario file to a Scenario, or to every mistake in it at once.
//
// Profiles are looked for as profiles/NAME.yaml beside the scenario and beside each folder above
// it, then in the built-in library.
// Errors         throws InvalidInput with all problems of the file, its includes and profiles
// Checked by     tests/scenarios/load_*_test.cpp, load_fuzz.cpp, tests/library_test.cpp
#pragma once

#include <string>
#include <variant>

#include "scenarios/document.hpp"
#include "scenarios/file_source.hpp"
#include "scenarios/migration_scenario.hpp"
#include "scenarios/scenario.hpp"

namespace scenarios {

/// About a cluster's durability, or about moving a data set.
using AnyScenario = std::variant<Scenario, MigrationScenario>;

/// Whatever the file is about: a cluster or a data set.
[[nodiscard]] AnyScenario load_any_scenario(const std::string& path, const FileSource& files);

/// A scenario's file with those it includes, read once, to be loaded again and again with other
/// values in it.
struct ReadScenario {
  std::string path;
  FileSource files;  // with the library's
  Problems texts;    // no problem yet: only the files' texts, to show lines of
  Value root;
  bool migration = false;  // about a data set
};
/// Throws if one of the files is no document, or an included one has a mistake. REQUIRES: `files`
/// serves the library too.
[[nodiscard]] ReadScenario read_scenario(const std::string& path, const FileSource& files);

/// `root` instead of the document that was read, whose further values come from `texts`.
[[nodiscard]] AnyScenario load_any_scenario(const ReadScenario& scenario, const Value& root,
                                            Problems texts);

/// A scenario about a cluster; one about a data set is reported as a problem.
[[nodiscard]] Scenario load_scenario(const std::string& path, const FileSource& files);

/// Throws InvalidInput if a latency is left open and no draws are given: then there is no one run.
void check_runnable(const Scenario& scenario, const FileSource& files);

/// The same scenario on other luck.
[[nodiscard]] Scenario with_seed(const Scenario& scenario, std::uint64_t seed);
[[nodiscard]] MigrationScenario with_seed(const MigrationScenario& scenario, std::uint64_t seed);

/// The same scenario's replication of that number, and this one alone.
[[nodiscard]] Scenario with_replication(const Scenario& scenario, std::uint64_t number);
[[nodiscard]] MigrationScenario with_replication(const MigrationScenario& scenario,
                                                 std::uint64_t number);

}  // namespace scenarios
