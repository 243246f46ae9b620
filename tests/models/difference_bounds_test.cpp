#include "models/analysis/difference_bounds.hpp"

#include <doctest/doctest.h>

#include "models/analysis/negative_cycle.hpp"
#include "sim/random.hpp"

namespace tests {

using namespace models::analysis;

namespace {

constexpr std::int64_t kMost = 4;

// Whether instants from 0 to kMost for all unknowns but the start fulfil the bounds, by trying all.
bool can_hold(const std::vector<Bound>& bounds, std::vector<std::int64_t>& instants,
              std::size_t next) {
  if (next < instants.size()) {
    for (instants[next] = 0; instants[next] <= kMost; ++instants[next]) {
      if (can_hold(bounds, instants, next + 1)) return true;
    }
    return false;
  }
  for (const Bound& bound : bounds) {
    if (instants[bound.a] - instants[bound.b] > bound.limit) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("a bound is refused exactly when no whole instants fulfil it with those before it") {
  sim::Stream luck(1, "bounds", "limits");
  const auto below = [&](std::int64_t limit) {
    return static_cast<std::int64_t>(luck.uniform() * static_cast<double>(limit));
  };
  std::size_t refused = 0;
  for (int round = 0; round < 300; ++round) {
    DifferenceBounds bounds;
    std::vector<Bound> taken;
    for (Unknown added = 1; added <= 3; ++added) {
      const auto earlier = static_cast<Unknown>(below(added));
      const std::int64_t low = below(2);
      CHECK(bounds.add(earlier, low, kMost) == added);
      taken.push_back({added, earlier, kMost});
      taken.push_back({earlier, added, -low});
      // Only instants from 0 to kMost are tried.
      CHECK(bounds.restrict(added, 0, kMost));
      taken.push_back({added, 0, kMost});
    }
    for (int i = 0; i < 6; ++i) {
      const Bound bound{static_cast<Unknown>(below(4)), static_cast<Unknown>(below(4)),
                        below(7) - 4};
      std::vector<Bound> with = taken;
      with.push_back(bound);
      std::vector<std::int64_t> instants(4, 0);
      const bool possible = can_hold(with, instants, 1);
      CHECK(bounds.restrict(bound.a, bound.b, bound.limit) == possible);
      const std::vector<std::size_t> cycle = contradiction_in(4, with);
      CHECK(cycle.empty() == possible);
      std::int64_t sum = 0;
      for (std::size_t k = 0; k < cycle.size(); ++k) {
        sum += with[cycle[k]].limit;
        CHECK(with[cycle[k]].b == with[cycle[(k + 1) % cycle.size()]].a);
      }
      CHECK((cycle.empty() || sum < 0));
      if (possible) {
        taken = with;
      } else {
        ++refused;
      }
    }
  }
  CHECK(refused > 100);
}

TEST_CASE("an unknown without a limit is as late as you like") {
  DifferenceBounds bounds;
  const Unknown one = bounds.add(0, 5, DifferenceBounds::kNone);
  const Unknown other = bounds.add(one, 2, 3);
  CHECK(bounds.earliest(other) == 7);
  CHECK(bounds.latest(other) == DifferenceBounds::kNone);
  CHECK(bounds.restrict(other, 0, 10));
  CHECK(bounds.latest(one) == 8);
  CHECK_FALSE(bounds.restrict(0, one, -9));
  CHECK(bounds.earliest(one) == 5);
}

}  // namespace tests
