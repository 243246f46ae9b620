// What clients were promised about durable writes, and whether it is kept.
//
// A promise is made when a client is told that a durable write succeeded: the server's answer to a
// synchronous write, or a client's own verdict after polling. For each key the newest promise is
// kept; a newer write of the key that succeeds replaces it, since the older one is then history.
// Formula        a promise is kept while the vBucket's active has the write, a newer one of the
//                key, or (after a failover) the write's prepare. Whenever a vBucket's active has
//                another history (a promoted replica, a master back from its disk), each of its
//                promises is checked; it is lost if the new active does not have it
// Survives       n copies, m = n / 2 + 1. "Fails" counts the nodes of the key's chain since the
//                promise; a crash loses memory, and its disk only where a fault says so. A
//                rebalance hands the promise on to the new chain, and counts anew. At every level a
//                node has failed too whose copy had to go back behind the write (its prepare) with
//                its master's history
//                majority                    a promotion, while at most m - 1 nodes have crashed,
//                                            lost their disks' last writes, or been failed over.
//                                            Not a master that comes back from its own disk: its
//                                            replicas follow it back
//                majorityAndPersistToActive  the same, and a master that comes back from a disk
//                                            that has lost nothing
//                persistToMajority           any number of crashes, while at most m - 1 nodes have
//                                            lost their disks' last writes or been failed over
//                persist_to n, replicate_to n
//                                            a master that comes back, if the client counted its
//                                            disk; a promotion only if every copy was waited for,
//                                            since nobody asks a client's votes who is promoted
//                A loss that is not among these is excused. So is one of a write that was gone
//                before the client spoke: then it has taken another write's copies for it
// Going back     how far a copy has to is reckoned here, from both failover logs and the replica's
//                last snapshot as they were when it met its master, and not asked of the one who
//                carries it out: a copy that goes back further is not excused. Nor is one that
//                follows a master whose disk has the write, but whose history ends before it
// Memory         4 bytes a key, and one promise for each key with one; nothing without any
// Source         Couchbase's documentation of durability (what a failover keeps); kv_engine's
//                docs/dcp/documentation/rollback.md (partial history match, cases b and c); facts
//                of the client profiles
// Checked by     tests/models/promise_test.cpp
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/durability/failover_log.hpp"
#include "models/durability/promised.hpp"

namespace models::durability {

/// What a replica has of a vBucket when it meets its master.
struct Meeting {
  const FailoverLog& master;
  const FailoverLog& replica;
  const Snapshot& snapshot;  // that it was sent last
  std::uint64_t high = 0;    // its newest number
  bool ephemeral = false;    // there is no older state: it goes back to nothing at all

  /// The last number that both histories share.
  [[nodiscard]] std::uint64_t shares() const;
  /// The number to which it has to go back; nothing if its history is its master's.
  [[nodiscard]] std::optional<std::uint64_t> goes_back_to() const;
};

class Promises {
 public:
  Promises() = default;
  Promises(std::size_t keys, std::size_t nodes, std::size_t partitions)
      : place_(keys), nodes_(nodes), went_back_(nodes * partitions) {}

  [[nodiscard]] bool on() const { return !place_.empty(); }

  /// A client is told so. A key's older promise is replaced.
  void make(const Promise& promise);

  /// What happens to nodes, for telling which losses a promise survives.
  void memory_lost(NodeIndex node, sim::Instant now) { nodes_[node].memory = now; }
  void disk_lost(NodeIndex node, sim::Instant now) { nodes_[node].disk = now; }
  void failed_over(NodeIndex node, sim::Instant now) { nodes_[node].removed = now; }
  /// The node, a replica of the partition, meets its master, whose history it has yet to follow.
  void meets(NodeIndex node, NodeIndex master, PartitionIndex partition, const Meeting& meeting,
             sim::Instant now) {
    const auto to = meeting.goes_back_to();
    if (to) went_back_[partition * nodes_.size() + node] = {*to, meeting.shares(), master, now};
  }
  /// A rebalance has moved the partition: its new nodes have all of it.
  void moved(PartitionIndex partition, const Chain& chain, sim::Instant now);

  /// `active` has become the partition's active. Lists each promise of which `has(promise)` is
  /// false, and forgets it.
  template <class Has>
  [[nodiscard]] std::vector<LostPromise> check(PartitionIndex partition, NodeIndex active,
                                               sim::Instant now, Has has) {
    std::vector<LostPromise> lost;
    for (std::size_t i = 0; i < made_.size();) {
      if (made_[i].partition != partition || has(made_[i])) {
        ++i;
        continue;
      }
      lost.push_back(lose(i, active, now));
    }
    return lost;
  }

  [[nodiscard]] const std::vector<Promise>& made() const { return made_; }

 private:
  static constexpr sim::Instant kNotYet = sim::kStart - sim::Duration(1);
  struct Losses {
    sim::Instant memory = kNotYet;
    sim::Instant disk = kNotYet;
    sim::Instant removed = kNotYet;
  };
  struct Return {
    std::uint64_t to = 0;
    std::uint64_t shared = 0;
    NodeIndex master = 0;
    sim::Instant at = kNotYet;
  };

  [[nodiscard]] LostPromise lose(std::size_t place, NodeIndex active, sim::Instant now);
  [[nodiscard]] bool behind(const Promise& promise, NodeIndex node) const;
  [[nodiscard]] bool has_on_disk(const Promise& promise, NodeIndex node) const;
  [[nodiscard]] bool must_survive(const Promise& promise, NodeIndex active) const;

  std::vector<std::uint32_t> place_;  // by key: 1 + its place in made_; 0: none
  std::vector<Promise> made_;
  std::vector<Losses> nodes_;
  std::vector<Return> went_back_;  // by partition and node
};

/// "majority", "persist_to 2 and replicate_to 1".
[[nodiscard]] std::string words_for(const Promise& promise);

}  // namespace models::durability
