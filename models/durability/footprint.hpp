// What an event touches, and what it and all that follows from it may touch.
//
// A cluster consists of objects: each node's processor, each node's stores (cache, disk queue, disk
// and all that belongs to the partitions it masters), each link with a queue or a latency that
// turns, each workload. Two pending events whose footprints are disjoint commute: either order
// leaves the same cluster and the same new events.
// Shape          conservative: a footprint may name more than is touched, never less. reach()
//                contains of() and the reach of everything the event brings about
// Errors         REQUIRES a cluster of at most kMostObjects objects, without fair shares,
//                watches, synchronous writes and faults
// Checked by     tests/models/footprint_test.cpp (both orders of pairs leave one world),
//                tests/models/explorer_test.cpp (a footprint that is too small loses orderings)
#pragma once

#include <bitset>

#include "models/durability/cluster.hpp"
#include "models/durability/renaming.hpp"

namespace models::durability {

inline constexpr std::size_t kMostObjects = 256;
using Footprint = std::bitset<kMostObjects>;

/// How many objects a cluster of these params has.
[[nodiscard]] std::size_t count_objects(const ClusterParams& params);

/// The numbers of objects: processors and stores of nodes, then links, then workloads.
[[nodiscard]] constexpr std::size_t processor_of(NodeIndex node) { return 2 * std::size_t{node}; }
[[nodiscard]] constexpr std::size_t stores_of(NodeIndex node) { return 2 * std::size_t{node} + 1; }
[[nodiscard]] inline std::size_t link_of(const ClusterParams& params, hardware::LinkIndex link) {
  return 2 * params.nodes.size() + link;
}
[[nodiscard]] inline std::size_t workload_of(const ClusterParams& params, std::uint32_t generator) {
  return 2 * params.nodes.size() + params.topology.links.size() + generator;
}

/// What each object is called after a renaming.
[[nodiscard]] std::vector<std::size_t> renamed_objects(const ClusterParams& params,
                                                       const Renaming& renaming);

class Footprints {
 public:
  /// Looks at a cluster, which must live and stay as it is meanwhile.
  Footprints(const Cluster& cluster, const Schedule& schedule);

  [[nodiscard]] Footprint of(const Happening& what) const;
  [[nodiscard]] Footprint reach(const Happening& what) const;

 private:
  using Links = std::span<const hardware::LinkIndex>;
  using Edges = std::vector<Footprint>;  // by object: what its activity may lead to

  [[nodiscard]] std::size_t processor(NodeIndex node) const { return processor_of(node); }
  [[nodiscard]] std::size_t stores(NodeIndex node) const { return stores_of(node); }
  [[nodiscard]] std::size_t link(hardware::LinkIndex link) const {
    return link_of(*cluster_.params_, link);
  }
  [[nodiscard]] std::size_t generator(std::uint32_t generator) const {
    return workload_of(*cluster_.params_, generator);
  }
  [[nodiscard]] Links route(hardware::PlaceIndex from, hardware::PlaceIndex to) const {
    return cluster_.network_.routes().route(from, to);
  }
  [[nodiscard]] const hardware::LinkParams& link_params(hardware::LinkIndex link) const {
    return cluster_.params_->topology.links[link];
  }
  [[nodiscard]] bool is_object(hardware::LinkIndex link) const;

  void add(const CpuDone& e, Footprint& touched) const;
  void add(const DiskDone& e, Footprint& touched) const;
  void add(const hardware::Landed& e, Footprint& touched) const;
  void add(const hardware::Transmitted& e, Footprint& touched) const;
  void add(const GeneratorDue& e, Footprint& touched) const;
  void add(const ThoughtOver& e, Footprint& touched) const;
  void add(const StepDue& e, Footprint& touched) const;
  void add(const Turned& e, Footprint& touched) const;
  void add(const WarmupOver&, Footprint&) const {}
  void add(const WatchDue&, Footprint&) const { SIM_CHECK(false); }
  void add(const SyncTimeout&, Footprint&) const { SIM_CHECK(false); }
  void add(const FaultDue&, Footprint&) const { SIM_CHECK(false); }
  void add(const ClockDue&, Footprint&) const { SIM_CHECK(false); }

  // Sending over these links; true if the message is there at once.
  bool add_way(Links links, Footprint& touched) const;
  void add_arrival(TaskId task, Footprint& touched) const;
  void add_finish(const Cluster::Operation& operation, Footprint& touched) const;
  void add_answer(NodeIndex node, const Cluster::Operation& operation, Footprint& touched) const;
  void add_replication(NodeIndex master, Footprint& touched) const;
  void add_requests(std::uint32_t generator, Footprint& touched) const;
  void add_service(TaskId task, Footprint& touched) const;

  // All that a message may touch on links and in processors, until it is there.
  void add_whole_way(Links links, Footprint& reached) const;
  void add_message(hardware::MessageId message, Footprint& reached) const;
  void add_all_replication(NodeIndex master, Footprint& reached) const;
  void add_all_requests(std::uint32_t generator, Footprint& reached) const;
  [[nodiscard]] Edges edges() const;
  void add_task_edges(const Cluster::Task& task, Edges& edges) const;
  void add_generator_edges(Edges& edges) const;
  [[nodiscard]] bool writes(std::uint32_t generator) const;
  [[nodiscard]] std::vector<NodeIndex> nodes_of(std::uint32_t generator) const;

  const Cluster& cluster_;
  const Schedule& schedule_;
  Edges edges_;
};

}  // namespace models::durability
