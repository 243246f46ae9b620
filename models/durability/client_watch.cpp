#include "models/durability/client_watch.hpp"

#include <algorithm>
#include <bit>

#include "sim/check.hpp"

namespace models::durability {

namespace {

constexpr ChainPlaces kMaster = 1;

ChainPlaces bit(ChainPlace place) { return static_cast<ChainPlaces>(1U << place); }

bool waits_for_disks(const DurabilityRequest& request) {
  return request.persist_to > 0 || request.persist_to_active;
}

// Disks that a request waits for by number; the C++ core knows no more than three.
std::uint32_t disks_of(const DurabilityRequest& request) {
  const bool three = request.faults.has(ClientFault::kFourMeansThree);
  return three ? std::min(request.persist_to, 3U) : request.persist_to;
}

}  // namespace

// The Java core looks at the bucket first.
std::optional<ClientVerdict> refusal(const DurabilityRequest& request, std::uint32_t replicas,
                                     BucketType bucket) {
  const bool in_vain = bucket == BucketType::kEphemeral && waits_for_disks(request);
  if (in_vain && profile_of(request.client).refuses_ephemeral) {
    return ClientVerdict::kServiceNotAvailable;
  }
  const bool off_by_one = request.faults.has(ClientFault::kImpossibleOffByOne);
  const std::uint32_t most_disks = off_by_one ? replicas : replicas + 1;
  if (disks_of(request) <= most_disks && request.replicate_to <= replicas) return std::nullopt;
  return profile_of(request.client).asked_too_much;
}

bool may_matter(ClientFault fault, const DurabilityRequest& request, std::uint32_t replicas,
                BucketType bucket) {
  const bool refused = refusal(request, replicas, bucket).has_value();
  if (!request.faults.has(fault)) return false;
  switch (fault) {
    case ClientFault::kRefusesAfterStoring:
      return refused;
    case ClientFault::kImpossibleOffByOne:
      return disks_of(request) == replicas + 1;
    case ClientFault::kActiveIsSatisfied:
      return !refused && request.persist_to_active;
    case ClientFault::kFourMeansThree:
      return !refused && request.persist_to == 4;
    case ClientFault::kIgnoresTimeout:
      return !refused && request.timeout.has_value();
    case ClientFault::kActiveCountsAsReplica:
      return !refused && request.replicate_to > 0;
    case ClientFault::kForeignCasCounts:
    case ClientFault::kGivesUpEarly:
    case ClientFault::kIgnoresFailover:
      break;
  }
  return !refused;
}

sim::Duration timeout_of(const DurabilityRequest& request) {
  const ClientProfile& profile = profile_of(request.client);
  if (request.timeout && !request.faults.has(ClientFault::kIgnoresTimeout)) return *request.timeout;
  return waits_for_disks(request) ? profile.persist_timeout : profile.timeout;
}

std::optional<sim::Duration> last_call_of(const DurabilityRequest& request) {
  if (!request.faults.has(ClientFault::kGivesUpEarly)) return std::nullopt;
  const sim::Duration left = timeout_of(request) - profile_of(request.client).delays.first;
  return std::max(left, sim::Duration(0));
}

ClientWatch::ClientWatch(const DurabilityRequest& request, std::uint32_t replicas,
                         const WatchedMutation& mutation, BucketType bucket)
    : request_(request),
      mutation_(mutation),
      bucket_(bucket),
      all_(static_cast<ChainPlaces>((1U << (replicas + 1)) - 1)) {
  SIM_CHECK(replicas + 1 <= held_.size());
}

WatchReaction ClientWatch::begin() {
  const auto replicas = static_cast<std::uint32_t>(std::popcount(all_)) - 1;
  if (const auto refused = refusal(request_, replicas, bucket_)) {
    return {refused, 0, std::nullopt, 0};
  }
  const bool known = profile().asks_seqno ? mutation_.seqno != 0 : mutation_.cas != 0;
  if (!known && !profile().stands_alone) {
    return {ClientVerdict::kNoMutationToken, 0, std::nullopt, 0};
  }
  return ask(places_to_ask());
}

// libcouchbase asks the master alone if only its disk is waited for, the C++ core asks it only if a
// disk is waited for, and both cores ask replicas only if one of them could count.
ChainPlaces ClientWatch::places_to_ask() const {
  const bool replicas_count = request_.persist_to > 0 || request_.replicate_to > 0;
  switch (request_.client) {
    case Client::kLibcouchbase2:
    case Client::kLibcouchbase3:
      return request_.persist_to == 1 && request_.replicate_to == 0 ? kMaster : all_;
    case Client::kJavaCore1:
    case Client::kJavaCore1Tokens:
      return replicas_count ? all_ : kMaster;
    case Client::kCxxCore1: {
      const ChainPlaces master = waits_for_disks(request_) ? kMaster : ChainPlaces{0};
      const ChainPlaces replicas = replicas_count ? all_ & ~kMaster : 0;
      return static_cast<ChainPlaces>(master | replicas);
    }
    case Client::kGocb2:
      break;
  }
  return all_;
}

// Whether libcouchbase keeps what it counted and leaves the node alone.
bool ClientWatch::satisfied(ChainPlace place) const {
  const Held& held = held_[place];
  if (!held.cache || held.disk) return held.cache;
  return request_.persist_to == 0 || (request_.persist_to == 1 && place != 0);
}

WatchReaction ClientWatch::ask(ChainPlaces places) {
  awaited_ |= places;
  return {std::nullopt, places, std::nullopt, 0};
}

WatchReaction ClientWatch::poll_due(std::uint32_t loop) {
  if (profile().counting.asks_each_node_alone) return ask(bit(loop));
  history_unknown_ = false;
  ChainPlaces places = places_to_ask();
  for (ChainPlace place = 0; place < held_.size(); ++place) {
    const bool keeps = !profile().counting.forgets_rounds && satisfied(place);
    if (keeps) {
      places &= static_cast<ChainPlaces>(~bit(place));
    } else {
      held_[place] = {};
    }
  }
  return ask(places);
}

WatchReaction ClientWatch::answered(const PollAnswer& answer) {
  SIM_CHECK((awaited_ & bit(answer.place)) != 0);
  awaited_ &= static_cast<ChainPlaces>(~bit(answer.place));
  if (const auto verdict = count(answer)) return {verdict, 0, std::nullopt, 0};
  if (holds()) return {ClientVerdict::kSuccess, 0, std::nullopt, 0};
  if (profile().counting.asks_each_node_alone) {
    const Held& held = held_[answer.place];
    if (held.cache && held.disk) return {};
    return after_round(answer.place);
  }
  return awaited_ == 0 ? after_round(0) : WatchReaction{};
}

WatchReaction ClientWatch::after_round(std::uint32_t loop) {
  if (last_call_over_ && has(ClientFault::kGivesUpEarly)) {
    return {deadline(), 0, std::nullopt, loop};
  }
  return {std::nullopt, 0, profile().delays.after(polls_done_[loop]++), loop};
}

// libcouchbase tells the trouble of its last round rather than that its time is up.
ClientVerdict ClientWatch::deadline() const {
  const bool tells = profile().counting.needs_master && history_unknown_;
  return tells ? ClientVerdict::kNotFound : profile().at_deadline;
}

bool ClientWatch::holds() const {
  std::uint32_t replicas = 0;
  std::uint32_t disks = 0;
  for (ChainPlace place = 0; place < held_.size(); ++place) {
    const bool counts = place != 0 || has(ClientFault::kActiveCountsAsReplica);
    if (held_[place].cache && counts) ++replicas;
    if (held_[place].disk) ++disks;
  }
  const Held& master = held_[0];
  bool persisted = disks >= disks_of(request_);
  if (request_.persist_to_active && !has(ClientFault::kActiveIsSatisfied)) persisted = master.disk;
  if (profile().counting.needs_master) {
    const bool on_its_disk = request_.persist_to == 0 || master.disk;
    persisted = persisted && master.cache && on_its_disk;
  }
  return persisted && replicas >= request_.replicate_to;
}

std::optional<ClientVerdict> ClientWatch::count(const PollAnswer& answer) {
  if (answer.status == PollStatus::kUnknownHistory) history_unknown_ = true;
  if (answer.status != PollStatus::kAnswered) return std::nullopt;
  if (profile().asks_seqno) return count_seqnos(answer);
  return profile().counting.needs_equal_cas ? count_state_like_java(answer) : count_state(answer);
}

// Of libcouchbase 2. A CAS that is not known fits any.
std::optional<ClientVerdict> ClientWatch::count_state(const PollAnswer& answer) {
  const auto [status, cas] = answer.observe;
  const bool master = answer.place == 0;
  const bool other = cas != 0 && mutation_.cas != 0 && cas != mutation_.cas;
  if (other && master) return ClientVerdict::kKeyExists;
  if (other && !has(ClientFault::kForeignCasCounts)) return std::nullopt;
  const bool item = status == ObserveStatus::kFound || status == ObserveStatus::kPersisted;
  if (mutation_.deletes) {
    if (!item) held_[answer.place] = {true, status == ObserveStatus::kNotFound};
  } else if (item) {
    held_[answer.place] = {true, status == ObserveStatus::kPersisted};
  } else if (master) {
    return ClientVerdict::kNotFound;
  }
  return std::nullopt;
}

// The CAS must be the mutation's everywhere; only a delete that is done may say 0.
std::optional<ClientVerdict> ClientWatch::count_state_like_java(const PollAnswer& answer) {
  const auto [status, cas] = answer.observe;
  const ObserveStatus cached =
      mutation_.deletes ? ObserveStatus::kLogicallyDeleted : ObserveStatus::kFound;
  const ObserveStatus persisted =
      mutation_.deletes ? ObserveStatus::kNotFound : ObserveStatus::kPersisted;
  const bool done = mutation_.deletes && cas == 0 && status == persisted;
  if (cas != mutation_.cas && !done) {
    if (answer.place == 0) return ClientVerdict::kConcurrentlyModified;
    return std::nullopt;
  }
  held_[answer.place] = {status == cached || status == persisted, status == persisted};
  return std::nullopt;
}

// What a failover left of the token's history decides; libcouchbase takes it for both numbers.
std::optional<ClientVerdict> ClientWatch::count_seqnos(const PollAnswer& answer) {
  std::uint64_t in_memory = answer.current_seqno;
  std::uint64_t on_disk = answer.persisted_seqno;
  if (answer.failover_seqno && !has(ClientFault::kIgnoresFailover)) {
    if (*answer.failover_seqno < mutation_.seqno) return ClientVerdict::kMutationLost;
    if (profile().counting.needs_master) in_memory = on_disk = *answer.failover_seqno;
  }
  const bool cached = in_memory >= mutation_.seqno;
  const bool persisted = on_disk >= mutation_.seqno;
  const bool believes_disk_alone = !profile().counting.needs_master;
  held_[answer.place].cache |= cached;
  held_[answer.place].disk |= persisted && (cached || believes_disk_alone);
  return std::nullopt;
}

}  // namespace models::durability
