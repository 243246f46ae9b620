// What the clocks of nodes say, and which items expire when by them.
//
// Formula        a clock shows whole seconds; one that is right shows 0 as the run begins. A store
//                at second s of its master's clock that lives for t seconds expires at second
//                s + t. By a clock the item has expired once it shows a later second (real), or
//                that one (mock)
// Shape          a value; empty in a run in which nothing expires. Memory grows with the stores of
//                the script that expire; finding one is logarithmic in them
// Source         kv_engine's mc_time.cc and StoredValue::isExpired; CouchbaseMock's VBucketStore
// Checked by     tests/models/clock_state_test.cpp
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/durability/copy.hpp"
#include "models/durability/params.hpp"
#include "sim/event_queue.hpp"
#include "sim/time.hpp"

namespace models::durability {

/// A version of a key that expires, wherever it is copied to.
struct Expiry {
  KeyIndex key = 0;
  std::uint64_t cas = 0;
  std::int64_t second = 0;  // of a clock
};

/// A node's clock, and what its server makes of it.
struct NodeClock {
  sim::Duration system{0};    // by how much it is ahead; less than 0: behind
  sim::Duration read{0};      // the same when its server looked at it last
  sim::Duration ahead{0};     // what its server goes by
  sim::Instant started{};     // its server
  sim::Ticket over{};         // when the next of its items will have expired
  sim::Ticket pager{};        // when it will look for items that have
  sim::Ticket look{};         // when its server will look at the clock
  bool missed_pager = false;  // while it stood still
  bool missed_look = false;
  std::vector<Expiry> told{};  // what was told to have expired by it
};

/// Whether anything in the run expires.
[[nodiscard]] bool has_expiries(const ClusterParams& params);

/// Which second a clock shows that is so much ahead. REQUIRES: |ahead| < 100 years.
[[nodiscard]] std::int64_t second_at(sim::Instant now, sim::Duration ahead);

/// From when on an item that expires at `second` has expired by a clock that is so much ahead.
/// REQUIRES: as above, and second of a clock.
[[nodiscard]] sim::Instant over_from(std::int64_t second, sim::Duration ahead, Dialect dialect);

class ClockState {
 public:
  /// Without nodes nothing expires.
  void add_nodes(std::size_t count) { nodes_.resize(count); }

  /// REQUIRES: the version is not there yet.
  void add(const Expiry& expiry);
  /// Null if the version does not expire.
  [[nodiscard]] const Expiry* find(KeyIndex key, std::uint64_t cas) const;
  /// Whether any version of the key does.
  [[nodiscard]] bool has(KeyIndex key) const;
  /// By key and CAS.
  [[nodiscard]] std::span<const Expiry> expiries() const { return expiries_; }

  [[nodiscard]] NodeClock& of(NodeIndex node) { return nodes_[node]; }
  [[nodiscard]] const NodeClock& of(NodeIndex node) const { return nodes_[node]; }

 private:
  std::vector<Expiry> expiries_;
  std::vector<NodeClock> nodes_;
};

}  // namespace models::durability
