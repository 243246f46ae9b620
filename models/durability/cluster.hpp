// The cluster: nodes with cache, disk queue and streams; the world of a durability run.
//
// The write path is the documentation's. On the master: store in memory; put into the disk queue
// and the replication queue together; the two drain on their own. On a replica: take from the
// stream, store in memory, put into the disk queue. With replicate_from: disk the stream is fed
// when the disk is done instead.
// Time           a request costs the node's CPU, a message the network, a flush or a background
//                fetch the disk; what happens inside a handler takes no time
// Contention     CPU, disk and links queue as their headers say; a node has one flusher
// Order          each pair of nodes has one ordered stream (a mutation waits for those before it)
// Randomness     only through the schedule's named latencies and the generators' streams
// Shape          a value: a copy of cluster and schedule continues exactly as the originals would.
//                Memory: 56 bytes a key and node, and what is in flight
// Checked by     tests/models/cluster_test.cpp, tests/models/theory_test.cpp
#pragma once

#include <memory>
#include <vector>

#include "models/durability/cluster_state.hpp"
#include "models/durability/events.hpp"
#include "models/durability/params.hpp"

namespace models::durability {

class Cluster : private ClusterState {
 public:
  /// Builds the cluster and schedules what the script, the generators and the turns begin with.
  Cluster(std::shared_ptr<const ClusterParams> params, Schedule& schedule);

  void on(const StepDue& e, Schedule& schedule);
  void on(const GeneratorDue& e, Schedule& schedule);
  void on(const ThoughtOver& e, Schedule& schedule);
  void on(const CpuDone& e, Schedule& schedule);
  void on(const DiskDone& e, Schedule& schedule);
  void on(const hardware::Transmitted& e, Schedule& schedule);
  void on(const hardware::Landed& e, Schedule& schedule);
  void on(const Turned& e, Schedule& schedule);
  void on(const WarmupOver& e, Schedule& schedule);
  void on(const WatchDue& e, Schedule& schedule);
  void on(const SyncTimeout& e, Schedule& schedule);
  void on(const FaultDue& e, Schedule& schedule);
  void on(const ClockDue& e, Schedule& schedule);

  /// What OBSERVE answers for a key on a node at this moment.
  [[nodiscard]] ObserveAnswer observe(NodeIndex node, KeyIndex key) const;
  /// The two stores of a key on a node.
  [[nodiscard]] const KeyOnNode& stores(NodeIndex node, KeyIndex key) const {
    return nodes_[node].keys[key];
  }
  /// The nodes of the key by the present map.
  [[nodiscard]] const Chain& chain(KeyIndex key) const {
    return partitions_[params_->keys.partition(key)].chain;
  }
  /// OBSERVE_SEQNO: the newest sequence number on disk with all before it, and in memory.
  [[nodiscard]] NodeAnswer observe_seqno(NodeIndex node, PartitionIndex partition) const;

  /// Requests, answers and replicated mutations that are under way or being worked on.
  [[nodiscard]] std::size_t in_flight() const;

  /// Everything that copies of keys went through so far, as a fingerprint.
  [[nodiscard]] std::uint64_t digest() const { return digest_.value(); }

  /// The recorded lists as they are so far, and what the script's watches came to.
  [[nodiscard]] const Outcome& outcome_so_far() const { return outcome_; }
  [[nodiscard]] std::vector<std::optional<ClientVerdict>> verdicts_so_far() const;

  /// Watches of workloads' writes that there is memory for: the most that were under way at once.
  [[nodiscard]] std::size_t watches_held() const;

  /// The outcome so far, at instant `end`; moves the recorded lists out.
  [[nodiscard]] Outcome take_outcome(sim::Instant end, const Schedule& schedule);

 private:
  friend class Footprints;
  friend class WorldWords;

  // cluster.cpp
  void add_nodes(Schedule& schedule);
  void schedule_turns(const hardware::Latency& latency, sim::LatencyId id, Schedule& schedule);
  void schedule_first_events(Schedule& schedule);
  // Every change of every key enters the digest; those of watched keys are kept.
  void note(ChangeKind kind, NodeIndex node, KeyIndex key, sim::EventId brought_by,
            const Schedule& schedule, std::uint32_t step = 0);
  // The same by copies at hand: what was only just stored is waited for if it is read back.
  void note_as(ChangeKind kind, NodeIndex node, KeyIndex key, const Copy& cache, const Copy& disk,
               sim::EventId brought_by, const Schedule& schedule, std::uint32_t step = 0) {
    const auto where = std::uint64_t{node} << 40 ^ static_cast<std::uint64_t>(kind) << 36 ^ key;
    digest_.add(where ^ (cache.fingerprint() << 1), disk.fingerprint());
    if (watched_[key] != 0) keep_change(kind, node, key, brought_by, schedule, step);
  }
  void keep_change(ChangeKind kind, NodeIndex node, KeyIndex key, sim::EventId brought_by,
                   const Schedule& schedule, std::uint32_t step);
  [[nodiscard]] std::vector<ResourceLevels> levels() const;
  [[nodiscard]] std::vector<sim::Total> totals(sim::Instant now) const;
  [[nodiscard]] bool measured(sim::Instant now) const { return now >= params_->warmup; }

  // cluster_requests.cpp: operations of scripts and generators
  void schedule_arrival(std::uint32_t generator, sim::Instant after, Schedule& schedule);
  void send_from(std::uint32_t generator, std::uint32_t client, Schedule& schedule);
  void think(std::uint32_t generator, std::uint32_t client, Schedule& schedule);
  void send(const Operation& operation, Schedule& schedule);
  void arrived(TaskId task, Schedule& schedule);
  void enter_cpu(TaskId task, Schedule& schedule);
  void serve(TaskId task, Schedule& schedule);
  void serve_write(TaskId task, Schedule& schedule);
  void serve_get(TaskId task, Schedule& schedule);
  void serve_observe(TaskId task, Schedule& schedule);
  void answer(TaskId task, ReplyStatus status, Schedule& schedule);
  void finish(TaskId task, Schedule& schedule);
  void conclude(OperationId operation, Schedule& schedule);
  void count_response(std::uint32_t generator, const Operation& operation, sim::Instant now);
  void pause_client(std::uint32_t generator, std::uint32_t client, Schedule& schedule);
  [[nodiscard]] bool must_fetch(const Task& task) const;
  [[nodiscard]] std::optional<hardware::PlaceIndex> place_of(const Operation& operation) const {
    return operation.generator < kWatchedWrite ? generator_places_[operation.generator]
                                               : place_of_client(operation);
  }

  // cluster_replication.cpp: from the master's mutation to the replicas' caches
  std::uint64_t next_seqno(NodeIndex node, PartitionIndex partition) {
    if (has_faults_) return next_seqno_despite_faults(node, partition);
    return ++partitions_[partition].high_seqno;
  }
  void take_mutation(NodeIndex node, const Mutation& mutation, Schedule& schedule);
  void put_mutation(NodeIndex node, const Mutation& mutation, Schedule& schedule);
  void take_mock_delete(NodeIndex node, const Mutation& mutation, Schedule& schedule);
  void replicate(NodeIndex master, const Mutation& mutation, Schedule& schedule);
  void landed_in_order(TaskId task, Schedule& schedule);
  void worked_in_order(TaskId task, Schedule& schedule);

  // cluster_persistence.cpp: disk queue, flush, eviction, background fetch
  void enqueue(NodeIndex node, const Mutation& mutation, Schedule& schedule);
  void flush_if_ready(NodeIndex node, Schedule& schedule);
  void flushed(NodeIndex node, Schedule& schedule);
  void report_watermark(NodeIndex node, PartitionIndex partition, Schedule& schedule);
  void set_cache(NodeIndex node, KeyIndex key, Copy copy) {
    Copy& cache = nodes_[node].keys[key].cache;
    if (has_quotas_) count_memory(node, params_->keys.bucket(key), cache, copy);
    cache = copy;
  }
  void count_memory(NodeIndex node, BucketIndex bucket, Copy before, Copy after);
  void persisted_copy(NodeIndex node, const Mutation& mutation, sim::EventId brought_by,
                      const Schedule& schedule);
  [[nodiscard]] bool make_room(NodeIndex node, BucketIndex bucket, std::int64_t bytes) {
    return !has_quotas_ || !params_->buckets[bucket].memory || evict_for(node, bucket, bytes);
  }
  [[nodiscard]] bool evict_for(NodeIndex node, BucketIndex bucket, std::int64_t bytes);
  [[nodiscard]] std::int64_t memory_of(const Copy& copy, BucketIndex bucket) const;
  [[nodiscard]] std::uint32_t milliseconds_to_persist(NodeIndex node) const;

  // cluster_watch.cpp: the script's operations answered, and clients that watch
  [[nodiscard]] std::optional<hardware::PlaceIndex> place_of_client(
      const Operation& operation) const;
  void add_watches();
  void finish_for_script(TaskId task, Schedule& schedule);
  void conclude_for_script(const Operation& operation, const Mutation& mutation,
                           Schedule& schedule);
  [[nodiscard]] const Chain& chain_for_watch(WatchIndex watch) const;
  void no_such_replica(WatchIndex watch, ChainPlace place, Schedule& schedule);
  void unanswered(const Operation& operation, Schedule& schedule);
  [[nodiscard]] bool may_send(WatchIndex watch, Schedule& schedule);
  void written(const Operation& operation, const Mutation& mutation, Schedule& schedule);
  void begin_watches(const WatchStep& step, Schedule& schedule);
  void begin_watch(WatchIndex watch, const WatchedMutation& mutation, Schedule& schedule);
  void react(WatchIndex watch, const WatchReaction& reaction, Schedule& schedule);
  void poll(WatchIndex watch, ChainPlace place, Schedule& schedule);
  void add_unanswered_polls();
  void polled(const Operation& operation, Schedule& schedule);
  void set_timer(WatchIndex watch, std::uint32_t timer, sim::Duration delay, Schedule& schedule);
  void end_watch(WatchIndex watch, ClientVerdict verdict, Schedule& schedule);

  // cluster_watched_writes.cpp: workloads' writes that clients watch
  void add_watched_writes(Outcome& outcome) const;
  [[nodiscard]] WatchIndex take_watch(WatchedWriteId write, std::uint32_t client, KeyIndex key);
  void send_watched(std::uint32_t generator, std::uint32_t client, const Generator::Draft& draft,
                    Schedule& schedule);
  void watched_write_answered(const Operation& operation, const Mutation& mutation, Schedule&);
  void watched_write_ended(WatchIndex watch, Schedule& schedule);
  void finish_part(WatchedWriteId write, Schedule& schedule);
  [[nodiscard]] bool is_of_script(WatchIndex i) const { return i < params_->watches.size(); }
  void end_operation(OperationId operation);
  void forget(const Operation& operation);
  void forget_watch(WatchIndex watch);
  void forget_write(WatchedWriteId write);

  // cluster_sync_writes.cpp: writes that are prepared, and committed once a majority has them
  void add_sync_writes(Schedule& schedule);
  [[nodiscard]] std::optional<ReplyStatus> refusal_of(const Operation& operation) const;
  [[nodiscard]] sim::Duration sync_timeout_of(const Operation& operation) const;
  void begin_sync_write(TaskId task, Mutation mutation, Schedule& schedule);
  void take_invisible(NodeIndex node, const Mutation& mutation, Schedule& schedule);
  void persisted_invisible(NodeIndex node, const Mutation& mutation, sim::EventId brought_by,
                           const Schedule& schedule);
  void acknowledge_all(NodeIndex node, Schedule& schedule);
  void acknowledge(NodeIndex node, PartitionIndex partition, Schedule& schedule);
  void acknowledged(TaskId task, Schedule& schedule);
  void count_acknowledged(NodeIndex node, PartitionIndex partition, std::uint64_t seqno,
                          Schedule& schedule);
  void complete_sync_writes(PartitionIndex partition, Schedule& schedule);
  void decide(const SyncWrites::Write& write, Phase phase, Schedule& schedule);
  [[nodiscard]] std::vector<Mutation> pending_of(KeyIndex key) const;
  void settle_on_disk(NodeIndex node, const Mutation& mutation);
  void note_sync(SyncChangeKind kind, NodeIndex node, const Mutation& prepare, std::uint64_t seqno,
                 sim::EventId brought_by, const Schedule& schedule);

  // cluster_sync_recovery.cpp: synchronous writes where nodes crash and come back
  void crash_sync_writes(NodeIndex node, Schedule& schedule);
  void warm_up_sync_writes(NodeIndex node);
  void take_over_sync_writes(NodeIndex active, PartitionIndex partition, Schedule& schedule);
  void promote_furthest(NodeIndex master, Chain& chain, PartitionIndex partition) const;
  void recount_sync_writes(PartitionIndex partition, Schedule& schedule);
  void add_missed_prepares(NodeIndex active, NodeIndex replica, PartitionIndex partition,
                           std::vector<Mutation>& behind, Schedule& schedule);
  [[nodiscard]] const Mutation* there_prepared(NodeIndex node, const Mutation& prepare) const;
  void send_acknowledgement(NodeIndex node, PartitionIndex partition, Schedule& schedule);

  // cluster_promises.cpp: what clients were promised, and whether all converges in the end
  void add_promises();
  void promise(const Mutation& mutation, std::uint64_t prepare, const Schedule& schedule);
  void promise(WatchIndex watch, const Schedule& schedule);
  void make_promise(Promise promise, const Schedule& schedule);
  void check_promises(NodeIndex active, PartitionIndex partition, const Schedule& schedule);
  [[nodiscard]] bool keeps(NodeIndex active, const Promise& promise) const;
  void check_all_promises(const Schedule& schedule);
  [[nodiscard]] Unconverged unconverged() const;

  // cluster_commands.cpp: the seed's seven commands
  [[nodiscard]] bool exists(std::optional<std::int64_t> vbucket) const;
  void carry_out(std::uint32_t step, const CommandStep& command, Schedule& schedule);
  [[nodiscard]] std::vector<NodeIndex> targets(const CommandStep& command,
                                               std::string& error) const;
  [[nodiscard]] Copy copy_to_store(const CommandStep& command);
  void apply(const CommandStep& command, NodeIndex node, const Copy& copy);
  void admit(const CommandStep& command, NodeIndex node, const Copy& copy);
  void hold(NodeIndex node, KeyIndex key, const Copy& removed, bool on_disk);
  void release(NodeIndex node, KeyIndex key, bool on_disk) {
    if (!nodes_[node].holds.empty()) end_hold(node, key, on_disk);
  }
  void end_hold(NodeIndex node, KeyIndex key, bool on_disk);

  // cluster_faults.cpp: what breaks, and what the operations under way come to
  void add_faults(Schedule& schedule);
  void begin_fault(std::uint32_t fault, Schedule& schedule);
  void end_fault(std::uint32_t fault, Schedule& schedule);
  void tell(IncidentKind kind, const Schedule& schedule, std::uint32_t fault, NodeIndex node = 0);
  [[nodiscard]] std::vector<NodeIndex> nodes_of_fault(std::uint32_t fault) const;
  [[nodiscard]] bool can_begin(const Fault& fault, NodeIndex node) const;
  void begin_on_node(std::uint32_t fault, NodeIndex node, Schedule& schedule);
  void end_on_node(std::uint32_t fault, NodeIndex node, Schedule& schedule);
  void schedule_process(std::uint32_t fault, Schedule& schedule);
  void refuse(TaskId task, ReplyStatus status, Schedule& schedule);
  [[nodiscard]] const std::vector<KeyIndex>& keys_of(PartitionIndex partition) const;
  [[nodiscard]] bool admits(TaskId task, Schedule& schedule);
  void lose(TaskId task);
  void watch_over(OperationId operation, std::uint32_t requests, Schedule& schedule);
  void give_up(OperationId operation, Schedule& schedule);
  [[nodiscard]] bool goes_elsewhere(TaskId task, Schedule& schedule);
  [[nodiscard]] bool still_awaited(TaskId task, Schedule& schedule);  // or it ends here
  void try_again(OperationId operation, Schedule& schedule);
  bool release(OperationId operation);                          // true: it has ended
  [[nodiscard]] bool refuses(TaskId task, Schedule& schedule);  // true: it is answered so

  // cluster_network_faults.cpp: messages that may be late or lost; true: it is there already
  [[nodiscard]] bool carry(TaskId task, hardware::PlaceIndex from, hardware::PlaceIndex to,
                           sim::Bytes size, Schedule& schedule) {
    if (has_faults_) return carry_despite_faults(task, from, to, size, true, schedule);
    return network_.send(task, from, to, size, schedule);
  }
  [[nodiscard]] bool carry_despite_faults(TaskId task, hardware::PlaceIndex from,
                                          hardware::PlaceIndex to, sim::Bytes size, bool anew,
                                          Schedule& schedule);
  void carry_again(TaskId task, bool anew, Schedule& schedule);
  [[nodiscard]] bool meets(std::uint32_t fault, hardware::PlaceIndex from,
                           hardware::PlaceIndex to) const;
  [[nodiscard]] sim::Instant cut_until(hardware::PlaceIndex from, hardware::PlaceIndex to) const;
  [[nodiscard]] sim::Bytes size_of(const Task& task) const;
  [[nodiscard]] std::optional<sim::Duration> answer_late_by(NodeIndex node, sim::Bytes size);
  [[nodiscard]] sim::Duration late_by(hardware::PlaceIndex from, hardware::PlaceIndex to,
                                      sim::Instant now);
  void hold_message(TaskId task, sim::Duration time, FaultMoment then, Schedule& schedule);
  void set_network_fault(std::uint32_t fault, bool on, Schedule& schedule);

  // cluster_node_faults.cpp: nodes that stand still, disks that fail
  void pause(NodeIndex node, Schedule& schedule);
  void resume(NodeIndex node, Schedule& schedule);
  void slow_disk(NodeIndex node, Schedule& schedule);
  void stall_disk(NodeIndex node, sim::Instant until, Schedule& schedule);
  [[nodiscard]] bool may_flush(NodeIndex node) const;
  [[nodiscard]] bool flush_failed(NodeIndex node, Schedule& schedule);
  void remember_flush(NodeIndex node);
  void remember(NodeIndex node, const Mutation& mutation);
  void lose_syncs(NodeIndex node);

  // cluster_failover.cpp: another map
  [[nodiscard]] const Chain& chain_for_node(NodeIndex node, PartitionIndex partition) const;
  [[nodiscard]] std::uint32_t client_of(const Operation& operation) const;
  [[nodiscard]] std::uint32_t client_of_watch(WatchIndex watch) const;
  [[nodiscard]] const Chain& chain_for(const Operation& operation) const {
    const PartitionIndex partition = params_->keys.partition(operation.key);
    if (!has_faults_) return partitions_[partition].chain;
    return (*faults_.maps[faults_.map_of_client[client_of(operation)]])[partition];
  }
  [[nodiscard]] bool is_master(NodeIndex node, PartitionIndex partition) const;
  // Whether what the node has of the vBucket is of the history that its master goes on with.
  [[nodiscard]] bool in_step(NodeIndex node, PartitionIndex partition) const;
  bool fail_over(NodeIndex node, std::uint32_t fault, Schedule& schedule);
  void take_out(NodeIndex node, PartitionIndex partition, Schedule& schedule);
  void publish_map(Schedule& schedule);
  void learn_maps();
  void poll_map_later(Schedule& schedule);
  void poll_map(Schedule& schedule);
  void learn(std::uint32_t client, std::uint32_t map, Schedule& schedule);
  [[nodiscard]] bool hear_each_other(NodeIndex a, NodeIndex b) const;
  [[nodiscard]] bool may_decide(NodeIndex node) const;
  [[nodiscard]] std::vector<NodeIndex> heard_by(NodeIndex first) const;
  [[nodiscard]] std::vector<NodeIndex> majority() const;
  void look_for_missing(Schedule& schedule);
  void missed(NodeIndex node, Schedule& schedule);
  void close_stream(NodeIndex from, NodeIndex to);
  void follow_now(NodeIndex master, NodeIndex replica, PartitionIndex p, Schedule& schedule);

  // cluster_rebalance.cpp: vBuckets move
  void rebalance(const Fault& fault, Schedule& schedule);
  void next_move(Schedule& schedule);
  void move_if_ready(PartitionIndex partition, Schedule& schedule);
  void drop_vbucket(NodeIndex node, PartitionIndex partition, Schedule& schedule);
  [[nodiscard]] std::vector<NodeIndex> followers(NodeIndex master, PartitionIndex partition) const;

  // cluster_crash.cpp: a node goes down and comes back
  void crash(NodeIndex node, Schedule& schedule);
  void lose_tasks_of(NodeIndex node);
  void take_off_the_way(TaskId task);
  void forget_memory(NodeIndex node, Schedule& schedule);
  void restart(NodeIndex node, Schedule& schedule);
  void read_back(NodeIndex node, Schedule& schedule);
  void warmed_up(NodeIndex node, Schedule& schedule);
  [[nodiscard]] bool is_up(NodeIndex node) const;

  // cluster_histories.cpp: which writes a vBucket still has, and how replicas follow
  [[nodiscard]] std::uint64_t next_seqno_despite_faults(NodeIndex node, PartitionIndex partition);
  [[nodiscard]] std::uint32_t history_of(NodeIndex node, PartitionIndex partition) const {
    return has_faults_ ? faults_.nodes[node].logs[partition].front().uuid : 0;
  }
  // Whether the write is one of the vBucket's master; another's is lost as it is made.
  [[nodiscard]] bool noted_as_newest(NodeIndex node, const Mutation& mutation,
                                     const Schedule& schedule);
  // What the node's failover log says of the history that is asked with.
  void add_history(const Operation& operation, NodeAnswer& seen) const;
  void begin_history(NodeIndex master, PartitionIndex partition, Schedule& schedule);
  void give_up_above(PartitionIndex p, std::uint64_t seqno, NodeIndex master, const Schedule&);
  void join(NodeIndex master, NodeIndex replica, Schedule& schedule);
  void follow(NodeIndex master, NodeIndex replica, PartitionIndex partition, Schedule& schedule);
  void disconnect(NodeIndex from, NodeIndex to);
  void replicate_despite_faults(NodeIndex master, const Mutation& mutation, Schedule& schedule);
  void send_to_replica(NodeIndex master, NodeIndex replica, const Mutation& mutation,
                       Schedule& schedule);
  void send_backfilled(NodeIndex master, NodeIndex replica, const Mutation& mutation,
                       Schedule& schedule);
  void report_persisted(NodeIndex node, PartitionIndex p, std::uint64_t to, const Schedule&);
  void report_cached(NodeIndex node, const Mutation& mutation, Schedule& schedule);
  void catch_up(NodeIndex master, NodeIndex replica, Schedule& schedule);
  void backfill_read(TaskId task, Schedule& schedule);
  [[nodiscard]] FaultState::OfStream& stream_state(NodeIndex from, NodeIndex to);

  // cluster_clocks.cpp: items that expire, by clocks that may be wrong
  void add_clocks();
  void move_clock(NodeIndex node, sim::Duration by, Schedule& schedule);
  void look_at_clock(NodeIndex node, Schedule& schedule);
  void go_by_clock(NodeIndex node, Schedule& schedule);
  void restart_clock(NodeIndex node, Schedule& schedule);
  void resume_clock(NodeIndex node, Schedule& schedule);
  [[nodiscard]] bool judges(NodeIndex node, KeyIndex key) const;
  [[nodiscard]] bool is_over(NodeIndex node, KeyIndex key, sim::Instant now) const;
  void will_expire(TaskId task, const Mutation& mutation, sim::Instant now);
  void look_for_expired(TaskId task, Schedule& schedule);
  [[nodiscard]] bool was_expired(TaskId task, Schedule& schedule);
  void expire(NodeIndex node, KeyIndex key, Schedule& schedule);
  void drop_expired(NodeIndex node, KeyIndex key, Schedule& schedule);
  [[nodiscard]] bool is_in_memory(NodeIndex node, KeyIndex key) const;
  void page(NodeIndex node, Schedule& schedule);
  void judge_items(NodeIndex node, Schedule& schedule);

  // cluster_ephemeral.cpp: buckets that are in memory only
  void add_ephemeral();
  void forget_ephemeral(NodeIndex node);
  void reprovision(NodeIndex node, Schedule& schedule);

  // cluster_rollback.cpp: a copy goes back to a number that it shares with its master
  void log_version(const Mutation& mutation);
  void roll_back(NodeIndex node, PartitionIndex partition, std::uint64_t seqno, Schedule& schedule);
  void roll_back_prepares(NodeIndex node, PartitionIndex partition, std::uint64_t seqno,
                          const VersionLog::Then& then);
};

}  // namespace models::durability
