// One pending event as the queue's structures see it: 16 bytes that carry the whole order.
//
// Shape          time: int64 nanoseconds; rank: phase 2 bits | sequence | slot. Compared as one
//                128-bit number, so (time, phase, sequence) needs a single comparison without
//                branches. The slot is below the sequence, which is unique: it never decides.
// Checked by     tests/sim/event_queue_test.cpp, tests/sim/event_queue_agreement_test.cpp
#pragma once

#include <cstdint>
#include <limits>

namespace sim::detail {

/// No event is due here or later, so it can stand for "after everything".
inline constexpr std::int64_t kEndOfTime = std::numeric_limits<std::int64_t>::max();

struct Node {
  std::int64_t time;
  std::uint64_t rank;

  __extension__ typedef __int128 Wide;
  [[nodiscard]] Wide key() const { return (static_cast<Wide>(time) << 64) | rank; }
  [[nodiscard]] static Node of(Wide key) {
    return {static_cast<std::int64_t>(key >> 64), static_cast<std::uint64_t>(key)};
  }

  friend bool operator<(const Node& a, const Node& b) { return a.key() < b.key(); }
};

}  // namespace sim::detail
