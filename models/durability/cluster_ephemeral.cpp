// Ephemeral buckets: their copies are in memory only.
//
// Writing        nothing enters a disk queue, and backfill reads memory. OBSERVE answers found, of
//                a delete 0x81 with the tombstone's CAS for as long as it is remembered;
//                OBSERVE_SEQNO answers persisted 0. Synchronous writes may ask for majority only
// Memory         tombstones stay; a full bucket answers temporary_failure to stores (noEviction)
// Crash          such vBuckets come back empty and know none of their histories. If one has a
//                replica that is up, the replica takes over, so that it is not emptied after the
//                master (auto-reprovision): for so many nodes until the next rebalance. The node
//                stays out of these vBuckets until then. Otherwise the empty copy goes on
// Going back     a replica whose history parts from its master's is emptied and sent all anew
// Not modelled   nruEviction (auto_delete), the purge of tombstones, the time that ns_server's
//                janitor takes: it decides in the instant in which the node is up again
// Source         kv_engine: EphemeralVBucket (getPublicPersistenceSeqno, isValidDurabilityLevel,
//                createDCPBackfill), EphemeralBucket::doRollback, VBucket::getKeyStats; ns_server:
//                auto_reprovision.erl, ns_janitor:data_loss_possible, ns_config_default (enabled,
//                max_nodes 1), ns_orchestrator (a rebalance that ends well resets the count)
// Checked by     tests/models/ephemeral_test.cpp
#include <algorithm>

#include "models/durability/cluster.hpp"

namespace models::durability {

void Cluster::add_ephemeral() {
  has_ephemeral_ = std::any_of(ephemeral_.begin(), ephemeral_.end(),
                               [](std::uint8_t ephemeral) { return ephemeral != 0; });
  if (!has_ephemeral_) return;
  SIM_CHECK(params_->replicate_from == ReplicateFrom::kCache);
  SIM_CHECK(params_->dialect == Dialect::kReal);
}

// Whoever asks such a vBucket for its history hears of none that was before.
void Cluster::forget_ephemeral(NodeIndex node) {
  for (PartitionIndex p = 0; p < partitions_.size(); ++p) {
    if (!is_ephemeral(p)) continue;
    SIM_CHECK(nodes_[node].high[p] == 0);
    faults_.nodes[node].logs[p] = {{++faults_.last_uuid, 0}};
    faults_.nodes[node].snapshots[p] = {};
  }
}

// As a failover, but of these vBuckets only. The node serves nothing of them before it is decided,
// so it knows of the new map at once.
void Cluster::reprovision(NodeIndex node, Schedule& schedule) {
  std::vector<PartitionIndex> endangered;
  for (PartitionIndex p = 0; p < partitions_.size(); ++p) {
    const Chain& chain = partitions_[p].chain;
    if (!is_ephemeral(p) || chain.master() != node) continue;
    const auto replicas = chain.replicas();
    const bool left = std::any_of(replicas.begin(), replicas.end(),
                                  [&](NodeIndex replica) { return is_up(replica); });
    if (left) endangered.push_back(p);
  }
  if (!endangered.empty()) {
    const bool enough = faults_.reprovisions >= params_->failover.reprovisions;
    outcome_.incidents.push_back(
        {schedule.now(), enough ? IncidentKind::kCameBackEmpty : IncidentKind::kReprovisioned,
         kNoFault, node, 0, 0, endangered.size()});
    if (!enough) {
      ++faults_.reprovisions;
      faults_.moves.clear();
      faults_.moving = false;
      for (const PartitionIndex p : endangered) take_out(node, p, schedule);
      publish_map(schedule);
      faults_.nodes[node].map = static_cast<std::uint32_t>(faults_.maps.size() - 1);
    }
  }
  forget_ephemeral(node);
}

}  // namespace models::durability
