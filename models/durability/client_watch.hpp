// One client that waits until a mutation is as durable as it was asked for, as a value: it is told
// what nodes answer and which timer ran out, and says whom to ask, when to poll, or its verdict.
//
// Formula        held(place) = what that node was last counted for, cache and disk. Success when
//                the replicas that hold it in cache are replicate_to, and the disks persist_to
//                (libcouchbase: and the master holds it, on disk too for persist_to)
// Order          an answer counts when it comes; a round ends with its last answer, and the delay
//                to the next poll starts there. gocb has a loop for each node, the others one
// Time           none: the client does not look at a clock. Deadline and last call (the instant
//                from which no further poll would fit) are events that it is told of
// Randomness     none
// Shape          a value of a few bytes
// Source         as client_profile.hpp
// Checked by     tests/models/client_watch_test.cpp, tests/models/client_answers_test.cpp: every
//                row of the clients' table for every client
#pragma once

#include <array>
#include <optional>

#include "models/durability/bucket_type.hpp"
#include "models/durability/client_profile.hpp"
#include "models/durability/observe.hpp"

namespace models::durability {

/// A node's place in the key's chain: 0 is the master, n replica n - 1.
using ChainPlace = std::uint32_t;
/// Places of a chain, a bit each.
using ChainPlaces = std::uint8_t;

/// What a client is asked to wait for. At least one of the three is asked for.
struct DurabilityRequest {
  Client client = Client::kLibcouchbase2;
  ClientFaults faults;             // those it has: the profile's, or fewer
  std::uint32_t persist_to = 0;    // 0 to 4 disks
  bool persist_to_active = false;  // the master's disk, by that name; then persist_to is 0
  std::uint32_t replicate_to = 0;  // 0 to 3 replicas
  std::optional<sim::Duration> timeout;
};

/// What the client knows of the mutation it waits for; 0 is not known.
struct WatchedMutation {
  std::uint64_t cas = 0;
  std::uint64_t seqno = 0;
  bool deletes = false;
  std::uint64_t uuid = 0;  // of the vBucket's history in which it was made
};

enum class PollStatus : std::uint8_t {
  kAnswered,
  kNotMyVbucket,    // 0x07: the node does not hold the vBucket
  kUnanswered,      // the node is down, or not ready
  kUnknownHistory,  // 0x01 to OBSERVE_SEQNO: it does not know the token's vBucket uuid
};

/// What one node answered to a poll.
struct PollAnswer {
  ChainPlace place = 0;
  PollStatus status = PollStatus::kAnswered;
  ObserveAnswer observe{};            // to OBSERVE
  std::uint64_t persisted_seqno = 0;  // to OBSERVE_SEQNO
  std::uint64_t current_seqno = 0;
  std::optional<std::uint64_t> failover_seqno;  // format 1: where the token's history ended
};

/// What the client does now.
struct WatchReaction {
  std::optional<ClientVerdict> verdict;  // the end
  ChainPlaces ask = 0;                   // these nodes, at once
  std::optional<sim::Duration> delay;    // then poll_due(loop)
  std::uint32_t loop = 0;
};

/// The answer to a request that can never hold with so many replicas, or in such a bucket; nothing
/// if it can, or if the client does not see that it cannot.
[[nodiscard]] std::optional<ClientVerdict> refusal(const DurabilityRequest& request,
                                                   std::uint32_t replicas,
                                                   BucketType bucket = BucketType::kCouchbase);

/// Whether the client has the fault, and what it was asked for can bring it out.
[[nodiscard]] bool may_matter(ClientFault fault, const DurabilityRequest& request,
                              std::uint32_t replicas, BucketType bucket = BucketType::kCouchbase);

/// How long the client waits: the user's timeout, or its own.
[[nodiscard]] sim::Duration timeout_of(const DurabilityRequest& request);

/// From the watch's beginning to its last call; nothing if the client has none.
[[nodiscard]] std::optional<sim::Duration> last_call_of(const DurabilityRequest& request);

class ClientWatch {
 public:
  /// REQUIRES: replicas <= 3.
  ClientWatch(const DurabilityRequest& request, std::uint32_t replicas,
              const WatchedMutation& mutation, BucketType bucket = BucketType::kCouchbase);

  /// The first polls, or a verdict without any.
  [[nodiscard]] WatchReaction begin();
  /// The delay of a loop is over. REQUIRES: it asked for one.
  [[nodiscard]] WatchReaction poll_due(std::uint32_t loop);
  /// REQUIRES: that node was asked and had not answered.
  [[nodiscard]] WatchReaction answered(const PollAnswer& answer);
  /// From now on no further poll would fit before the deadline.
  void last_call() { last_call_over_ = true; }
  [[nodiscard]] ClientVerdict deadline() const;

 private:
  struct Held {
    bool cache = false;
    bool disk = false;
  };

  [[nodiscard]] const ClientProfile& profile() const { return profile_of(request_.client); }
  [[nodiscard]] bool has(ClientFault fault) const { return request_.faults.has(fault); }
  [[nodiscard]] ChainPlaces places_to_ask() const;
  [[nodiscard]] bool satisfied(ChainPlace place) const;
  [[nodiscard]] WatchReaction ask(ChainPlaces places);
  [[nodiscard]] WatchReaction after_round(std::uint32_t loop);
  [[nodiscard]] bool holds() const;

  // Each counts the answer, and may end the watch.
  [[nodiscard]] std::optional<ClientVerdict> count(const PollAnswer& answer);
  [[nodiscard]] std::optional<ClientVerdict> count_state(const PollAnswer& answer);
  [[nodiscard]] std::optional<ClientVerdict> count_state_like_java(const PollAnswer& answer);
  [[nodiscard]] std::optional<ClientVerdict> count_seqnos(const PollAnswer& answer);

  DurabilityRequest request_;
  WatchedMutation mutation_;
  BucketType bucket_;
  ChainPlaces all_;
  ChainPlaces awaited_ = 0;
  bool last_call_over_ = false;
  bool history_unknown_ = false;               // to some node, in this round
  std::array<Held, 4> held_{};                 // by place
  std::array<std::uint32_t, 4> polls_done_{};  // by loop
};

}  // namespace models::durability
