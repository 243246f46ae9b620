// All pending nodes, each in the structure that is fastest for the number there is.
//
// Nodes before `horizon_` are near: they lie in a sorted run or, if the run is too long to insert
// into, in a heap. Everything else lies in the ladder, which hands out run after run. While there
// are not many nodes the horizon is the end of time, and the ladder is empty.
// Formula        run to heap beyond Limits::kInsertMax nodes; heap to ladder beyond kHeapMax;
//                ladder to heap when the near nodes are used up and the ladder has fewer than
//                kLadderMin; heap to run when the heap is as good as empty
// Shape          a value without pointers; the order of pop() depends on the nodes alone
// Checked by     tests/sim/event_queue_test.cpp, tests/sim/event_queue_agreement_test.cpp
#pragma once

#include <cstddef>
#include <cstdint>

#include "sim/check.hpp"
#include "sim/pending_heap.hpp"
#include "sim/pending_ladder.hpp"
#include "sim/pending_node.hpp"
#include "sim/pending_run.hpp"

namespace sim::detail {

template <class Limits>
class PendingSet {
 public:
  /// REQUIRES: node.time < kEndOfTime.
  void push(Node node) {
    if (node.time >= horizon_) {  // so is kEndOfTime, always: the ladder refuses it
      ladder_.push(node);
    } else if (heap_.empty() && run_.size() < Limits::kInsertMax) {
      run_.insert(node);
    } else {
      push_near(node);
    }
  }

  [[nodiscard]] std::size_t size() const { return run_.size() + heap_.size() + ladder_.size(); }

  /// The time of the earliest node; kEndOfTime when empty.
  [[nodiscard]] std::int64_t next_time() {
    if (in_run()) return run_.front().time;
    return size() == 0 ? kEndOfTime : front_of_many().time;
  }

  /// The earliest node. REQUIRES: not empty.
  [[nodiscard]] const Node& front() { return in_run() ? run_.front() : front_of_many(); }

  /// Removes and returns the earliest node. REQUIRES: not empty.
  Node pop() { return in_run() ? run_.pop() : pop_of_many(); }

  /// The earliest node is the run's: it is not empty, and nothing comes in between.
  [[nodiscard]] bool in_run() const { return heap_.empty() && !run_.empty(); }

  /// What is known of the order to come; see PendingRun.
  [[nodiscard]] PendingRun& run() { return run_; }

  /// Calls `visit` with every node, in no particular order.
  template <class Visit>
  void for_each(Visit&& visit) const {
    heap_.for_each(visit);
    run_.for_each(visit);
    ladder_.for_each(visit);
  }

  void clear() {
    heap_.clear();
    run_.clear();
    ladder_.clear();
    horizon_ = kEndOfTime;
    heap_limit_ = Limits::kHeapMax;
  }

 private:
  [[gnu::noinline]] void push_near(Node node) {
    if (!run_.empty() && run_.back() < node) {
      run_.append(node);  // a flood at one instant extends the run and never burdens the heap
      return;
    }
    heap_.push(node);
    if (heap_.size() > heap_limit_) spread();
  }

  [[gnu::noinline]] const Node& front_of_many() {
    if (run_.empty() && heap_.empty()) refill();
    return run_is_first() ? run_.front() : heap_.front();
  }

  [[gnu::noinline]] Node pop_of_many() {
    SIM_CHECK(size() > 0);
    if (run_.empty() && heap_.empty()) refill();
    return run_is_first() ? run_.pop() : heap_.pop();
  }

  [[nodiscard]] bool run_is_first() {
    return !run_.empty() && (heap_.empty() || run_.front() < heap_.front());
  }

  // The near nodes are used up: takes the next ones from the ladder.
  void refill() {
    heap_limit_ = Limits::kHeapMax;
    if (ladder_.size() >= Limits::kLadderMin) {
      horizon_ = ladder_.take(run_);
      return;
    }
    run_.clear();
    ladder_.for_each([this](const Node& node) { heap_.push(node); });
    ladder_.clear();
    horizon_ = kEndOfTime;
  }

  // The heap has grown too large: gives all near nodes to the ladder, which hands them back in
  // smaller portions. A single instant cannot be divided; then the heap has to grow.
  [[gnu::noinline]] void spread() {
    const std::int64_t begin = run_is_first() ? run_.front().time : heap_.front().time;
    if (begin == horizon_ - 1) {
      heap_limit_ *= 2;
      return;
    }
    ladder_.open_below(begin, horizon_);
    horizon_ = begin;
    const auto give = [this](const Node& node) { ladder_.push(node); };
    heap_.for_each(give);
    run_.for_each(give);
    heap_.clear();
    run_.clear();
  }

  PendingHeap heap_;
  PendingRun run_;
  PendingLadder ladder_;
  std::int64_t horizon_ = kEndOfTime;
  std::size_t heap_limit_ = Limits::kHeapMax;
};

}  // namespace sim::detail
