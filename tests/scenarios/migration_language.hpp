// The words in which the tests of migration scenarios speak: a text is a scenario, or all that is
// wrong with it.
#pragma once

#include <doctest/doctest.h>

#include <map>
#include <string>

#include "scenarios/load.hpp"

namespace tests {

/// A small scenario that is right, for tests to add to.
inline const std::string kMove = R"(scenario: move
dataset: {package: gateway/multiparts, rows: 1000}
source: {node: db}
target: {store: postgres-kv, node: db}
procedure: {kind: dump-and-import}
hardware: {db: {cpu: {cores: 4}, disk: gp3}, app: {cpu: {cores: 2}}, network: lan-10g}
)";

/// The same with another text in place of one of its lines, which begins with the field's name.
inline std::string move_with(const std::string& field, const std::string& line) {
  const std::size_t begin = kMove.find("\n" + field + ":") + 1;
  const std::size_t end = kMove.find('\n', begin);
  return kMove.substr(0, begin) + line + kMove.substr(end);
}

using Files = std::map<std::string, std::string>;

inline scenarios::AnyScenario load_text(const std::string& text, Files files = {}) {
  files["a.yaml"] = text;
  return scenarios::load_any_scenario("a.yaml", scenarios::memory_files(std::move(files)));
}

/// The migration scenario a.yaml. The other files are served beside it.
inline scenarios::MigrationScenario migration(const std::string& text, Files files = {}) {
  try {
    return std::get<scenarios::MigrationScenario>(load_text(text, std::move(files)));
  } catch (const scenarios::InvalidInput& invalid) {
    FAIL(std::string(invalid.what()));
  }
  return {};
}

/// All that is wrong with it: places and messages, a line each, hints after a semicolon.
inline std::string wrong_move(const std::string& text, Files files = {}) {
  try {
    static_cast<void>(load_text(text, std::move(files)));
  } catch (const scenarios::InvalidInput& invalid) {
    std::string found;
    for (const scenarios::Problem& problem : invalid.problems().sorted()) {
      if (problem.place.file != "a.yaml") found += problem.place.file + ":";
      found += std::to_string(problem.place.line) + ":" + std::to_string(problem.place.column) +
               ": " + problem.message;
      found += (problem.hint.empty() ? "" : "; " + problem.hint) + "\n";
    }
    return found;
  }
  return "nothing wrong";
}

}  // namespace tests
