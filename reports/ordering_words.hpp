// The words of orderings: moments, latencies by role, conditions, draws.
//
// Words          "replica0.persisted"; with several keys "replica0.persisted k2", with several
//                revisions "... revision 2"; "network/master-replica0 latency + replica0/disk write
//                < master/disk write"
// Shape          pure functions of values; roles are those for the scenario's key
// Checked by     tests/docs_test.py (README.md shows them)
#pragma once

#include <map>
#include <string>

#include "scenarios/orderings.hpp"

namespace reports {

class OrderingWords {
 public:
  OrderingWords(const scenarios::Scenario& scenario, const scenarios::Orderings& orderings);

  /// "master.cached, replica0.cached, ..."; answers that say nothing new are left out.
  [[nodiscard]] std::string ordering(const models::analysis::Ordering& ordering) const;
  /// What the script's observations and the clients were told: "observe k at 5ms: master found",
  /// "checkout: timeout".
  [[nodiscard]] std::string told(const models::analysis::Ordering& ordering) const;
  /// "a + b < c, d <= e"; "always" if there is nothing to compare. "a <* b": or a = b, if what led
  /// to a came first.
  [[nodiscard]] std::string conditions(const scenarios::FoundOrdering& found) const;
  [[nodiscard]] std::string condition(const models::analysis::Condition& condition) const;
  /// What the conditions with "<*" come to where both sides are equal: "a = b and c <= d".
  [[nodiscard]] std::string ties(const scenarios::FoundOrdering& found) const;
  /// "node0/disk write 5ms, node1/disk write 1ms and 2ms".
  [[nodiscard]] static std::string draws(const std::vector<models::durability::GivenDraws>& draws);
  [[nodiscard]] std::string role(models::durability::NodeIndex node) const;

 private:
  [[nodiscard]] std::string tie(const models::analysis::Condition& condition) const;
  [[nodiscard]] std::string moment(const models::analysis::Moment& moment) const;
  [[nodiscard]] std::string latency(sim::LatencyId id) const;
  [[nodiscard]] std::string sum(const models::analysis::Sum& sum) const;
  [[nodiscard]] std::string of_key(models::durability::KeyIndex key) const;
  [[nodiscard]] std::string key_and_revision(models::durability::KeyIndex key,
                                             std::uint64_t seqno) const;

  const scenarios::Scenario& scenario_;
  const scenarios::Orderings& orderings_;
  std::vector<std::string> roles_;  // by node
  bool several_keys_ = false;
  std::map<models::durability::KeyIndex, std::vector<std::uint64_t>> seqnos_;  // by key, rising
};

}  // namespace reports
