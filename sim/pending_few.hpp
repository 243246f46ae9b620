// Up to sixteen nodes in the order of pop(): the fastest structure while few events are pending.
//
// Where a new node belongs is unpredictable, so nothing branches on it: a node stays where it was
// put, and what is sorted is one word of place numbers.
// Formula        order_ holds the places of the nodes, the earliest in its lowest four bits. A new
//                node's rank is how many of the others are earlier; its place enters order_ there.
// Shape          a value of 280 bytes; unused places hold a node later than all
// Checked by     tests/sim/event_queue_test.cpp, tests/sim/event_queue_agreement_test.cpp
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "sim/pending_node.hpp"

namespace sim::detail {

class PendingFew {
 public:
  static constexpr std::size_t kRoom = 16;

  PendingFew() { times_.fill(kLatest); }

  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::size_t size() const { return size_; }

  /// The earliest node. REQUIRES: not empty.
  [[nodiscard]] const Node& front() const { return front_; }

  /// Removes and returns the earliest node. REQUIRES: not empty.
  Node pop() {
    const Node earliest = front_;
    if (--size_ == 0) return earliest;
    const std::size_t place = order_ % kRoom;
    order_ >>= kPlaceBits;
    front_ = nodes_[place];
    times_[place] = kLatest;
    free_ |= 1U << place;
    return earliest;
  }

  /// REQUIRES: size() <= kRoom, node.time < kEndOfTime.
  void push(Node node) {
    if (++size_ == 1) {
      front_ = node;
      newest_ = node.rank;
      return;
    }
    Node::Wide behind = node.key();
    const Node::Wide front = front_.key();
    const bool first = behind < front;
    front_ = Node::of(first ? behind : front);
    behind = first ? front : behind;
    push_behind(Node::of(behind));
  }

  void clear() { *this = PendingFew(); }

  /// Calls `visit` with every node, in no particular order.
  template <class Visit>
  void for_each(Visit&& visit) const {
    if (!empty()) visit(front_);
    for (std::uint32_t used = ~free_ % (1U << kRoom); used != 0; used &= used - 1) {
      visit(nodes_[static_cast<std::size_t>(std::countr_zero(used))]);
    }
  }

 private:
  static constexpr std::size_t kPlaceBits = 4;
  static constexpr std::size_t kHalf = kRoom / 2;
  static constexpr std::uint64_t kLatest = ~std::uint64_t{0};

  void push_behind(Node node) {
    const auto place = static_cast<std::uint64_t>(std::countr_zero(free_));
    const std::size_t shift = kPlaceBits * rank(node);
    const std::uint64_t later = order_ & (~std::uint64_t{0} << shift);
    order_ = (order_ ^ later) | later << kPlaceBits | place << shift;
    nodes_[place] = node;
    times_[place] = unsigned_time(node);
    free_ &= free_ - 1;
  }

  static std::uint64_t unsigned_time(const Node& node) {
    return static_cast<std::uint64_t>(node.time) ^ (std::uint64_t{1} << 63);
  }

  [[nodiscard]] std::size_t rank(const Node& node) const {
    const std::uint64_t time = unsigned_time(node);
    std::size_t earlier = count_earlier(0, time);
    if (free_ >> kHalf != (1U << kHalf) - 1) earlier += count_earlier(kHalf, time);
    return earlier;
  }

  [[nodiscard]] std::size_t count_earlier(std::size_t begin, std::uint64_t time) const {
    const auto earlier = [this, time, begin](std::size_t i) {
      return std::size_t{times_[begin + i] <= time ? 1U : 0U};
    };
    return earlier(0) + earlier(1) + earlier(2) + earlier(3) + earlier(4) + earlier(5) +
           earlier(6) + earlier(7);
  }

  Node front_{};
  std::uint64_t order_ = 0;
  std::uint32_t free_ = (1U << kRoom) - 1;  // by place
  std::uint32_t size_ = 0;
  std::uint64_t newest_ = 0;
  std::array<std::uint64_t, kRoom> times_;
  std::array<Node, kRoom> nodes_;
};

}  // namespace sim::detail
