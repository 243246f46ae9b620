// A 4-ary heap of nodes whose root may be a hole.
//
// Most handlers schedule one event for the one they handle. pop() therefore leaves a hole at the
// root, and the push that follows fills it by sifting down: one walk through the heap, not two.
// Formula        children of i are 4i+1 .. 4i+4; no child comes before its parent
// Checked by     tests/sim/event_queue_test.cpp, tests/sim/event_queue_agreement_test.cpp
#pragma once

#include <cstddef>
#include <vector>

#include "sim/pending_node.hpp"

namespace sim::detail {

class PendingHeap {
 public:
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }

  void push(Node node) {
    ++size_;
    if (hole_) {
      hole_ = false;
      sift_down(node);
    } else {
      nodes_.push_back(node);
      sift_up(nodes_.size() - 1, node);
    }
  }

  /// The earliest node. REQUIRES: not empty.
  [[nodiscard]] const Node& front() {
    close_hole();
    return nodes_.front();
  }

  /// Removes and returns the earliest node. REQUIRES: not empty.
  Node pop() {
    close_hole();
    hole_ = true;
    --size_;
    return nodes_.front();
  }

  void clear() {
    nodes_.clear();
    hole_ = false;
    size_ = 0;
  }

  /// Calls `visit` with every node, in no particular order.
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (std::size_t i = hole_ ? 1 : 0; i < nodes_.size(); ++i) visit(nodes_[i]);
  }

 private:
  void close_hole() {
    if (!hole_) return;
    hole_ = false;
    const Node last = nodes_.back();
    nodes_.pop_back();
    if (!nodes_.empty()) sift_down(last);
  }

  void sift_up(std::size_t i, Node node) {
    Node* const nodes = nodes_.data();
    while (i > 0) {
      const std::size_t parent = (i - 1) / 4;
      if (!(node < nodes[parent])) break;
      nodes[i] = nodes[parent];
      i = parent;
    }
    nodes[i] = node;
  }

  // Puts `node` into the subtree of the root, whose content is spare.
  void sift_down(Node node) {
    Node* const nodes = nodes_.data();
    const std::size_t size = nodes_.size();
    std::size_t i = 0;
    for (;;) {
      const std::size_t child = 4 * i + 1;
      std::size_t least = child;
      if (child + 4 <= size) {
        // A tournament of additions: no branch depends on which child is the earliest.
        const std::size_t left = child + (nodes[child + 1] < nodes[child] ? 1 : 0);
        const std::size_t right = child + 2 + (nodes[child + 3] < nodes[child + 2] ? 1 : 0);
        least = nodes[right] < nodes[left] ? right : left;
      } else {
        if (child >= size) break;
        for (std::size_t other = child + 1; other < size; ++other) {
          if (nodes[other] < nodes[least]) least = other;
        }
      }
      if (!(nodes[least] < node)) break;
      nodes[i] = nodes[least];
      i = least;
    }
    nodes[i] = node;
  }

  std::vector<Node> nodes_;  // the root first, if it is a hole too
  std::size_t size_ = 0;     // without the hole
  bool hole_ = false;
};

}  // namespace sim::detail
