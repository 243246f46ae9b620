// Why bounds on differences have no solution: a cycle of them that sums to less than nothing.
//
// Formula        each bound t[a] - t[b] <= limit is an edge from b to a of that length;
//                Bellman-Ford finds a cycle of negative length if there is one. Adding the bounds
//                of the cycle gives 0 <= sum < 0, which anyone can check by hand
// Checked by     tests/models/difference_bounds_test.cpp
#pragma once

#include <vector>

#include "models/analysis/difference_bounds.hpp"

namespace models::analysis {

/// t[a] - t[b] <= limit.
struct Bound {
  Unknown a = 0;
  Unknown b = 0;
  std::int64_t limit = 0;
};

/// The numbers of bounds that contradict one another, each ending where the next begins (the b of
/// one is the a of the next); empty if all can hold.
[[nodiscard]] std::vector<std::size_t> contradiction_in(std::size_t unknowns,
                                                        const std::vector<Bound>& bounds);

}  // namespace models::analysis
