// All of a cluster that can matter to what will be seen of some keys, as a row of words: two
// clusters with equal rows go on alike.
//
// Left out are what no handler reads: what was recorded, statistics, fingerprints of the past, the
// numbers that tasks, operations and messages happen to have. What is in flight is written where it
// is mentioned: with its event, in a line, behind a gate. Of objects that nothing can touch any
// more only what is seen counts: the copies of the keys that are looked at.
// Formula        with a renaming of nodes the row is that of the cluster in which node i is called
//                renamed[i]
// Shape          a pass over nodes, keys and partitions; for explorations, not for handlers
// Errors         REQUIRES a cluster that unfit_for_orderings() (models/analysis) finds fit
// Checked by     tests/models/glimpses_test.cpp (equal rows that go on differently lose answers)
#pragma once

#include <span>
#include <vector>

#include "models/durability/footprint.hpp"

namespace models::durability {

class WorldWords {
 public:
  /// Looks at a cluster, which must live and stay as it is meanwhile.
  WorldWords(const Cluster& cluster, const Renaming& renaming);

  /// What a pending event will do. Events first, in an order that does not hang on the past, then
  /// the cluster: operations are told from one another by their first mention.
  void add(const Happening& what);
  void add_cluster(const Footprint& reached, std::span<const KeyIndex> looked_at);
  void add(std::uint64_t word) { words_.push_back(word); }

  [[nodiscard]] const std::vector<std::uint64_t>& words() const { return words_; }

  /// Whose work a pending event is part of, if it is a node's.
  [[nodiscard]] static std::optional<NodeIndex> node_of(const Cluster& cluster,
                                                        const Happening& what);

 private:
  void add_event(const CpuDone& e);
  void add_event(const DiskDone& e);
  void add_event(const hardware::Landed& e);
  void add_event(const hardware::Transmitted& e);
  void add_event(const GeneratorDue& e) { add(e.generator); }
  void add_event(const ThoughtOver& e);
  void add_event(const StepDue& e) { add(e.step); }
  void add_event(const Turned& e) { add(e.turn); }
  void add_event(const WarmupOver&) {}
  void add_event(const WatchDue&) { SIM_CHECK(false); }
  void add_event(const SyncTimeout&) { SIM_CHECK(false); }
  void add_event(const FaultDue&) { SIM_CHECK(false); }
  void add_event(const ClockDue&) { SIM_CHECK(false); }

  void add_seen(const Copy& copy);
  void add_copy(const Copy& copy);
  void add_mutation(const Mutation& mutation);
  void add_operation(Cluster::OperationId id);
  void add_task(TaskId id);
  void add_message(hardware::MessageId id);
  void add_server(const hardware::Server& server, bool of_messages);
  void add_queue(const Cluster::Node& node);
  void add_work(const Cluster::Node& node);
  void add_streams_to(NodeIndex to, const std::vector<NodeIndex>& called);
  void add_gate(const InOrder& gate);

  const Cluster& cluster_;
  const Renaming& renaming_;
  std::vector<PartitionIndex> partitions_;  // that have keys
  std::vector<Cluster::OperationId> mentioned_;
  std::vector<std::uint64_t> words_;
};

}  // namespace models::durability
