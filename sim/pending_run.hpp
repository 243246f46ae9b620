// A sorted run of nodes: taken from its front, short ones also inserted into.
//
// While few events are pending this is the fastest structure there is; when many are, the ladder
// hands out one run after the other.
// Shape          nodes_[next_ .. end_) are pending, in ascending order
// Checked by     tests/sim/event_queue_test.cpp, tests/sim/event_queue_agreement_test.cpp
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "sim/pending_node.hpp"

namespace sim::detail {

class PendingRun {
 public:
  [[nodiscard]] bool empty() const { return next_ == end_; }
  [[nodiscard]] std::size_t size() const { return end_ - next_; }

  /// The earliest and the latest node. REQUIRES: not empty.
  [[nodiscard]] const Node& front() const { return nodes_[next_]; }
  [[nodiscard]] const Node& back() const { return nodes_[end_ - 1]; }

  /// Removes and returns the earliest node. REQUIRES: not empty.
  Node pop() { return nodes_[next_++]; }

  /// Inserts a node; costs one step for each node there is.
  void insert(Node node) {
    if (end_ == room_) make_room();
    Node* place = nodes_.data() + next_;
    Node* const last = nodes_.data() + end_++;
    if (last - place <= 1) {
      // With one other node a branch pays: its outcome foretells what is handled next.
      if (last != place && node < *place) std::swap(node, *place);
      *last = node;
      return;
    }
    // Each place keeps the earlier of what it has and what is carried. Where the node belongs is
    // unpredictable; in this form nothing branches on it.
    Node::Wide carried = node.key();
    for (; place != last; ++place) {
      const Node::Wide here = place->key();
      const bool earlier = carried < here;
      *place = Node::of(earlier ? carried : here);
      carried = earlier ? here : carried;
    }
    *last = Node::of(carried);
  }

  /// Adds a node at the end. REQUIRES: it is later than all others.
  void append(Node node) {
    if (end_ == room_) make_room();
    nodes_[end_++] = node;
  }

  void clear() {
    next_ = 0;
    end_ = 0;
    seen_ = 0;
  }

  /// Room for `count` nodes in place of the present ones. REQUIRES: the caller fills and sorts it.
  [[nodiscard]] Node* replace(std::size_t count) {
    if (room_ < count) resize(count);
    clear();
    end_ = count;
    return nodes_.data();
  }

  template <class Visit>
  void for_each(Visit&& visit) const {
    for (std::size_t i = next_; i < end_; ++i) visit(nodes_[i]);
  }

  /// Calls `visit` once with each node that is at most `distance` pops away.
  template <class Visit>
  void look_ahead(std::size_t distance, Visit&& visit) {
    const std::size_t end = std::min(next_ + distance, end_);
    for (seen_ = std::max(seen_, next_); seen_ < end; ++seen_) visit(nodes_[seen_]);
  }

  /// The node that is `distance` pops away; nullptr if there is none.
  [[nodiscard]] const Node* ahead(std::size_t distance) const {
    return distance < size() ? &nodes_[next_ + distance] : nullptr;
  }

 private:
  // Room is made at the front before more memory is taken: an endless flood takes a bounded run.
  [[gnu::noinline]] void make_room() {
    if (next_ > end_ / 2) {
      std::copy(nodes_.begin() + static_cast<std::ptrdiff_t>(next_), nodes_.end(), nodes_.begin());
      seen_ -= std::min(seen_, next_);
      end_ -= next_;
      next_ = 0;
    } else {
      resize(std::max<std::size_t>(2 * room_, kSmallest));
    }
  }

  void resize(std::size_t room) {
    nodes_.resize(room);
    room_ = room;
  }

  static constexpr std::size_t kSmallest = 64;

  std::vector<Node> nodes_;
  std::size_t room_ = 0;  // nodes_.size()
  std::size_t next_ = 0;
  std::size_t end_ = 0;
  std::size_t seen_ = 0;  // look_ahead() goes on here
};

}  // namespace sim::detail
