// The words in which the tests of the cluster speak: a cluster, what is done to it, what is seen.
//
//   Story story(nodes({8ms, 9ms}), 2ms);       two disks; 2 ms from each node to each other
//   story.at(0ms).store("k", "v");
//   story.seen("k", 10ms) == "persisted found" OBSERVE on the master, then the replicas in order
//
// Every key of a script lives in vBucket 0, whose chain is node 0, 1, 2 ...; another vBucket can
// be given. Processors take no time unless a test says otherwise.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/durability/run.hpp"

namespace tests {

using models::durability::ClusterParams;
using models::durability::CommandKind;
using models::durability::CommandStep;
using models::durability::KeyIndex;
using models::durability::OnReplicas;
using models::durability::OperationKind;
using models::durability::OperationStep;

models::hardware::Latency constant(sim::Duration latency);
models::hardware::Latency exponential(sim::Duration mean);

/// One node for each disk; a write takes that long and nothing else takes time. As many replicas
/// as the other nodes allow, at most 3.
ClusterParams nodes(const std::vector<sim::Duration>& disks, sim::Duration network);

/// The fields of the seed's commands.
struct Payload {
  std::string key;
  bool on_master = true;
  OnReplicas on_replicas = std::int64_t{0};
  std::uint64_t cas = 0;
  std::optional<std::string> value = std::nullopt;
  std::optional<std::uint32_t> vbucket = std::nullopt;
};

class Story {
 public:
  explicit Story(ClusterParams params) : params(std::move(params)) {}
  Story(const std::vector<sim::Duration>& disks, sim::Duration network)
      : params(nodes(disks, network)) {}

  /// What follows is done at this instant.
  Story& at(sim::Duration instant);

  Story& store(std::string_view key, std::string_view value, std::uint64_t cas = 0);
  /// The last store or delete is synchronous.
  Story& with(models::durability::SyncLevel level,
              sim::Duration timeout = std::chrono::seconds(30));
  /// The last store expires.
  Story& living(std::chrono::seconds time);
  Story& remove(std::string_view key, std::uint64_t cas = 0);
  Story& get(std::string_view key);
  Story& observe(std::string_view key);
  Story& observe_seqno(std::string_view key);
  Story& command(CommandKind kind, const Payload& payload);

  /// What OBSERVE answers on each node of the key's chain once all of that instant is over.
  [[nodiscard]] std::string seen(std::string_view key, sim::Duration instant);
  /// The same just before the instant.
  [[nodiscard]] std::string before(std::string_view key, sim::Duration instant);
  /// The key's copies on each node: "cas:value/cas:value" is cache and disk, "-" absent, "x" a
  /// tombstone.
  [[nodiscard]] std::string copies(std::string_view key, sim::Duration instant);
  /// OBSERVE_SEQNO on each node: "persisted/current".
  [[nodiscard]] std::string seqnos(std::string_view key, sim::Duration instant);
  /// Every change of the key's copies: "node cached|persisted|commanded @microseconds".
  [[nodiscard]] std::string changes(std::string_view key);
  /// What the steps were answered: "ok", "not_found", "sync_write_in_progress" ... with the
  /// microsecond; for a command "ok" or its error.
  [[nodiscard]] std::string replies();
  [[nodiscard]] std::string command_replies();
  /// What each node answered to each OBSERVE of the script, in the order in which they answered:
  /// "logically_deleted 2, persisted 1 | not_found 0, not_found 0".
  [[nodiscard]] std::string observed();
  /// Every step of synchronous writes: "node prepared|persisted|counted prepare @microseconds", and
  /// "node committed|aborted prepare->seqno @microseconds".
  [[nodiscard]] std::string sync_changes();

  /// Runs to the end, or to an instant.
  [[nodiscard]] models::durability::Run run(models::durability::RunOptions options = {}) const;

  /// The number of a key in a bucket, made known if it is not.
  KeyIndex key(std::string_view name, std::optional<std::uint32_t> vbucket = 0);

  ClusterParams params;

 private:
  [[nodiscard]] models::durability::Cluster stop(sim::Instant until) const;
  models::durability::ValueId value(std::string_view text);
  Story& operate(OperationKind kind, std::string_view key, std::string_view value,
                 std::uint64_t cas);

  sim::Instant now_ = sim::kStart;
};

/// The instant of each change, by node and kind, as text.
[[nodiscard]] std::string text_of(const models::durability::Change& change);
/// Microseconds, without superfluous digits.
[[nodiscard]] std::string microseconds(sim::Duration duration);

/// Everything in an outcome that two equal runs must share, as text.
[[nodiscard]] std::string fingerprint(const models::durability::Outcome& outcome);

}  // namespace tests
