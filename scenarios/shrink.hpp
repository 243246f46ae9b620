// Makes a scenario file that fails smaller, as long as it fails the same way.
//
// Formula        leave out elements of lists, many at once and then one at a time; then fewer
//                replicas, fewer nodes, shorter workloads; again until nothing goes
// Shape          the result fails, by the judgement that was given
// Errors         none; what the judgement refuses is not taken
// Checked by     tests/scenarios/wanted_test.cpp, tests/scenarios/swarm_test.cpp
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "scenarios/editable.hpp"

namespace scenarios {

struct Shrinking {
  std::vector<std::string_view> lists;  // fields whose elements can go
  bool much = false;  // many elements can go at once, and workloads can have fewer operations
  std::function<bool(const Editable&)> fails;
  std::function<bool()> interrupted;
};

/// REQUIRES: `file` fails.
[[nodiscard]] Editable shrink(Editable file, const Shrinking& shrinking);

}  // namespace scenarios
