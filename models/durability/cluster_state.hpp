// Everything that a cluster remembers: nodes, vBuckets, streams, what is under way between them,
// and what is told of it in the end.
//
// Shape          a value: a copy goes on exactly as the original would
// Contention     none here: it is the members that queue, as their headers say
// Errors         none
// Checked by     tests/models/cluster_test.cpp, where copies go on like their originals
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "models/durability/clock_state.hpp"
#include "models/durability/cluster_parts.hpp"
#include "models/durability/events.hpp"
#include "models/durability/fault_state.hpp"
#include "models/durability/generator.hpp"
#include "models/durability/params.hpp"
#include "models/durability/promise.hpp"
#include "models/durability/write_progress.hpp"
#include "models/hardware/network.hpp"
#include "sim/digest.hpp"
#include "sim/pool.hpp"

namespace models::durability {

class ClusterState : protected ClusterParts {
 protected:
  /// Idle, without nodes: the cluster adds them.
  ClusterState(std::shared_ptr<const ClusterParams> params, Schedule& schedule);

  /// Whether the partition's copies are in memory only.
  [[nodiscard]] bool is_ephemeral(PartitionIndex partition) const {
    return has_ephemeral_ && ephemeral_[partition] != 0;
  }

  std::shared_ptr<const ClusterParams> params_;
  hardware::Network network_;
  std::vector<Node> nodes_;
  std::vector<Partition> partitions_;
  std::vector<Stream> streams_;  // by from * nodes + to
  std::vector<Generator> generators_;
  std::vector<std::optional<hardware::PlaceIndex>> generator_places_;
  sim::Pool<Task> tasks_;
  sim::Pool<Operation> operations_;
  std::vector<Watching> watches_;  // by WatchIndex; workloads' behind the script's
  std::vector<WatchIndex> free_watches_;
  sim::Pool<WatchedWrite> watched_writes_;
  std::vector<Written> written_;  // kept only if there are watches
  WriteProgress progress_;
  std::vector<SyncWrites> sync_writes_;   // by partition, if there are any
  Promises promises_;                     // on if anybody can be promised something
  std::vector<sim::LatencyId> timeouts_;  // of synchronous writes, by node
  std::vector<std::uint8_t> watched_;     // by KeyIndex: 1 if its changes are kept
  std::vector<std::uint8_t> ephemeral_;   // by partition: 1 if in memory only
  bool has_ephemeral_ = false;            // some bucket is
  bool has_quotas_ = false;               // some bucket's memory is limited
  bool has_sync_writes_ = false;          // some step or workload asks for a level
  bool has_faults_ = false;               // something may break
  FaultState faults_;
  bool has_expiries_ = false;  // some step stores what expires
  ClockState clocks_;
  sim::Digest digest_;
  Outcome outcome_;  // the lists and statistics, as they grow
};

}  // namespace models::durability
