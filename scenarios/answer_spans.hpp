// When which OBSERVE answers are possible, over all orderings: collected solution by solution.
//
// Formula        between two changes of an ordering a node answers one thing; the instants at which
//                it can are all from the earliest the first change can happen to the latest the
//                second can, if the two can be apart at all. The union over all orderings is exact
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
  AnswerSpans(models::durability::KeyIndex key, models::durability::Chain chain,
              models::durability::Dialect dialect)
      : key_(key), chain_(chain), dialect_(dialect), nodes_(chain.length) {}

  /// Adds what the solutions of `bounds` allow, in all of which the events follow one another like
  /// this.
  void add(const models::analysis::TraceMoments& moments,
           const std::vector<models::analysis::EventNumber>& sequence,
           const models::analysis::DifferenceBounds& bounds);

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

  struct Stay {
    JointAnswer answers;
    models::analysis::EventNumber since;
  };
  static void add_stay(Spans& spans, const Stay& stay, models::analysis::EventNumber until,
                       const models::analysis::DifferenceBounds& bounds);
  static std::vector<Possible> listed(const Spans& spans);

  models::durability::KeyIndex key_;
  models::durability::Chain chain_;
  models::durability::Dialect dialect_;
  Spans together_;
  std::vector<Spans> nodes_;
};

}  // namespace scenarios
