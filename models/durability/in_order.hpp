// A gate that lets numbered things pass in order, however they arrive.
//
// What comes early waits until all before it have passed, as bytes do in a TCP connection.
// Shape          memory is what waits
// Checked by     tests/models/in_order_test.cpp
#pragma once

#include <cstdint>
#include <optional>

#include "sim/check.hpp"
#include "sim/ring.hpp"

namespace models::durability {

class InOrder {
 public:
  /// Number `number` arrives, carrying `what`; `pass(what)` is called for all that may go now.
  /// REQUIRES: each number from 0, or from where it was restarted, arrives once.
  template <class Pass>
  void arrive(std::uint64_t number, std::uint32_t what, Pass pass) {
    SIM_CHECK(number >= next_);
    if (number != next_) return wait(number, what);
    ++next_;
    if (!waiting_.empty()) waiting_.pop_front();
    for (;;) {
      pass(what);
      if (waiting_.empty() || !waiting_.front().here) return;
      what = waiting_.pop_front().what;
      ++next_;
    }
  }

  /// From now on `number` is the next to pass; `drop(what)` is told of all that waits.
  template <class Drop>
  void restart(std::uint64_t number, Drop drop) {
    next_ = number;
    for (; !waiting_.empty(); waiting_.pop_front()) {
      if (waiting_.front().here) drop(waiting_.front().what);
    }
  }

  struct Place {
    std::uint32_t what = 0;
    bool here = false;
  };
  /// The number that must come next.
  [[nodiscard]] std::uint64_t next() const { return next_; }
  /// What came early, and the gaps before it; the first place is that of next().
  [[nodiscard]] const sim::Ring<Place>& waiting() const { return waiting_; }

 private:
  [[gnu::noinline]] void wait(std::uint64_t number, std::uint32_t what) {
    while (waiting_.size() <= number - next_) waiting_.push_back({});
    waiting_[number - next_] = {what, true};
  }

  std::uint64_t next_ = 0;
  sim::Ring<Place> waiting_;  // from next_ on
};

}  // namespace models::durability
