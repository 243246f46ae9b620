// What clients were promised, checked whenever a vBucket gets an active with another history and
// once more at the end; and whether everything has converged then.
#include <algorithm>

#include "models/durability/cluster.hpp"

namespace models::durability {

namespace {

constexpr std::size_t kMostDifferences = 10;

// Commands take copies away, and change them, at the script's will.
bool changed_by_command(const ClusterParams& params, KeyIndex key, sim::Instant now) {
  return std::any_of(params.steps.begin(), params.steps.end(), [&](const Step& step) {
    const auto* command = std::get_if<CommandStep>(&step.what);
    return command != nullptr && command->key == key && command->kind != CommandKind::kKeyinfo &&
           step.at <= now;
  });
}

}  // namespace

void Cluster::add_promises() {
  if (params_->dialect == Dialect::kMock) return;  // its deletes leave nothing to be told by
  const bool watched = std::any_of(params_->generators.begin(), params_->generators.end(),
                                   [](const GeneratorParams& one) { return !one.watch.empty(); });
  if (has_sync_writes_ || watched || !watches_.empty()) {
    promises_ = Promises(params_->keys.size(), nodes_.size(), partitions_.size());
  }
}

void Cluster::promise(const Mutation& mutation, std::uint64_t prepare, const Schedule& schedule) {
  Promise made;
  made.key = mutation.key;
  made.seqno = mutation.seqno;
  made.first = prepare;
  made.cas = mutation.cas;
  made.level = mutation.level;
  make_promise(made, schedule);
}

// What the client says, whether it has counted rightly or by one of its faults.
void Cluster::promise(WatchIndex watch, const Schedule& schedule) {
  const Watching& watching = watches_[watch];
  const DurabilityRequest& request = watching.request;
  Promise made;
  made.key = watching.key;
  made.seqno = watching.told.mutation.seqno;
  made.first = made.seqno;
  made.cas = watching.told.mutation.cas;
  made.persist_to = static_cast<std::uint8_t>(request.persist_to);
  made.replicate_to = static_cast<std::uint8_t>(request.replicate_to);
  const bool master_counts = profile_of(request.client).counting.needs_master;
  made.on_active_disk = request.persist_to_active || (request.persist_to > 0 && master_counts) ||
                        request.persist_to >= chain(watching.key).length;
  if (made.cas != 0 && promises_.on()) make_promise(made, schedule);
}

void Cluster::make_promise(Promise promise, const Schedule& schedule) {
  promise.partition = params_->keys.partition(promise.key);
  promise.chain = partitions_[promise.partition].chain;
  promise.copies =
      static_cast<std::uint8_t>(1 + params_->buckets[params_->keys.bucket(promise.key)].replicas);
  promise.at = schedule.now();
  promise.since = promise.at;
  promise.event = schedule.current();
  promise.hollow = promise.level == SyncLevel::kNone && !keeps(promise.chain.master(), promise);
  promises_.make(promise);
  ++outcome_.promises;
}

// A CAS only rises, also over histories, in which sequence numbers are used again.
bool Cluster::keeps(NodeIndex active, const Promise& promise) const {
  const KeyOnNode& stores = nodes_[active].keys[promise.key];
  if (stores.cache.cas >= promise.cas || stores.disk.cas >= promise.cas) return true;
  if (!has_sync_writes_) return false;
  const Mutation* prepare = nodes_[active].prepared[promise.partition].of(promise.key);
  return prepare != nullptr && prepare->cas >= promise.cas;
}

void Cluster::check_promises(NodeIndex active, PartitionIndex partition, const Schedule& schedule) {
  auto lost = promises_.check(partition, active, schedule.now(), [&](const Promise& promise) {
    return keeps(active, promise) || changed_by_command(*params_, promise.key, schedule.now());
  });
  for (LostPromise& one : lost) {
    one.event = schedule.current();
    digest_.add(one.promise.key, one.promise.seqno);
    outcome_.lost_promises.push_back(std::move(one));
  }
}

void Cluster::check_all_promises(const Schedule& schedule) {
  if (!promises_.on()) return;
  for (PartitionIndex partition = 0; partition < partitions_.size(); ++partition) {
    const NodeIndex active = partitions_[partition].chain.master();
    if (has_faults_ && !is_up(active)) continue;
    check_promises(active, partition, schedule);
  }
}

Unconverged Cluster::unconverged() const {
  Unconverged found;
  for (NodeIndex node = 0; node < nodes_.size(); ++node) {
    if (has_faults_ && !is_up(node)) found.down.push_back(node);
    found.queued += nodes_[node].queue.live();
  }
  for (KeyIndex key = 0; key < params_->keys.size(); ++key) {
    const Chain& nodes = chain(key);
    const KeyOnNode& master = nodes_[nodes.master()].keys[key];
    for (const NodeIndex replica : nodes.replicas()) {
      const KeyOnNode& copy = nodes_[replica].keys[key];
      for (const bool on_disk : {false, true}) {
        if (on_disk ? copy.disk.same_as(master.disk) : copy.cache.same_as(master.cache)) continue;
        ++found.different;
        if (found.differences.size() < kMostDifferences) {
          found.differences.push_back({key, replica, on_disk});
        }
      }
    }
  }
  found.unanswered = operations_.in_use();
  for (const SyncWrites& writes : sync_writes_) found.undecided += writes.writes().size();
  return found;
}

}  // namespace models::durability
