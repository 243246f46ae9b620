// Gives one text to the loader as a scenario and as the profile and the file that it includes, or
// as a package of a scenario that is right.
#pragma once

#include <string>

#include "scenarios/load.hpp"

namespace tests {

/// What scenarios about data sets include; short, so that much of it stays right.
inline const std::string kMachines =
    "hardware: {db: {cpu: {cores: 4}, disk: gp3}, app: {cpu: {cores: 2}}, network: lan-10g}\n"
    "source: {node: db}\ntarget: {store: postgres-kv, node: db}\n"
    "procedure: {kind: dump-and-import}\n";

/// Whether `text` is a right scenario. Its includes, its profile and its package `mine` are the
/// text itself, unless `package` is another.
inline bool loads_anything(const std::string& text, const std::string* package = nullptr) {
  const scenarios::FileSource files = [&](const std::string& path) -> scenarios::FileText {
    if (path == "a.yaml" || path == "profiles/mine.yaml" || path == "common/three-nodes.yml") {
      return {text, {}};
    }
    if (path == "common/machines.yml") return {kMachines, {}};
    if (path == "mine.yaml") return {package == nullptr ? text : *package, {}};
    return {{}, "no such file"};
  };
  try {
    static_cast<void>(scenarios::load_any_scenario("a.yaml", files));
    return true;
  } catch (const scenarios::InvalidInput& invalid) {
    return invalid.what()[0] == '\0';  // never: there is always something to say
  }
}

/// Whether `text` is a right package.
inline bool loads_package(const std::string& text) {
  return loads_anything(
      "scenario: a\ndataset: {package: mine.yaml}\nsource: {node: db}\n"
      "target: {store: lsm, node: db}\nprocedure: {kind: batched-copy}\n"
      "hardware: {db: {disk: gp3}}\n",
      &text);
}

}  // namespace tests
