// When which OBSERVE answers are possible, over all orderings: collected glimpse by glimpse.
//
// Formula        the union of all stretches in which an answer was seen
// Shape          whole nanoseconds; spans of one answer in order, neither touching nor overlapping
// Checked by     tests/scenarios/over_orderings_test.cpp (against brute force, instant by instant)
#pragma once

#include <map>
#include <vector>

#include "models/analysis/orderings.hpp"
#include "models/durability/observe.hpp"

namespace scenarios {

/// [from, until).
struct Span {
  sim::Instant from;
  sim::Instant until;
  friend bool operator==(const Span&, const Span&) = default;
};

/// What the moment's node answers for its key from then on. REQUIRES: it changed a copy.
[[nodiscard]] models::durability::ObserveAnswer answer_after(const models::analysis::Moment& moment,
                                                             models::durability::Dialect dialect);

/// What all nodes of a key's chain answer at one instant, in chain order.
using JointAnswer = std::vector<models::durability::ObserveAnswer>;

class AnswerSpans {
 public:
  /// Of a key with so many copies.
  explicit AnswerSpans(std::size_t copies) : nodes_(copies) {}

  /// Adds that all nodes of the chain, in its order, can answer this in the whole stretch.
  void add(const JointAnswer& answers, Span when);

  struct Possible {
    JointAnswer answers;  // one for each node, or just one
    std::vector<Span> spans;
  };
  /// Every combination that can be observed, by the earliest instant.
  [[nodiscard]] std::vector<Possible> together() const;
  /// The same of one node, by its place in the chain.
  [[nodiscard]] std::vector<Possible> of_node(std::uint32_t place) const;

 private:
  struct Less {
    bool operator()(const JointAnswer& a, const JointAnswer& b) const;
  };
  using Spans = std::map<JointAnswer, std::vector<Span>, Less>;

  static std::vector<Possible> listed(const Spans& spans);

  Spans together_;
  std::vector<Spans> nodes_;
};

}  // namespace scenarios
