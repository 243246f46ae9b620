// Gives one text to the loader as a scenario and as the profile and the file that it includes.
#pragma once

#include <string>

#include "scenarios/load.hpp"

namespace tests {

/// Whether `text` is a right scenario. Its includes, its profile and its package `mine` are the
/// text itself, unless `package` is another.
inline bool loads_anything(const std::string& text, const std::string* package = nullptr) {
  const scenarios::FileSource files = [&](const std::string& path) -> scenarios::FileText {
    if (path == "a.yaml" || path == "profiles/mine.yaml" || path == "common/three-nodes.yml") {
      return {text, {}};
    }
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

}  // namespace tests
