// The words in which the tests of client watches speak: a client, what it wants, what it is told.
//
//   Watcher watcher(Client::kLibcouchbase2, {.persist_to = 1});
//   watcher.begin() == "asks 0"                       places of the chain; 0 is the master
//   watcher.state(0, ObserveStatus::kFound) == "polls in 100ms"
//
// The mutation that is waited for has CAS 7 and sequence number 5.
#pragma once

#include <fmt/format.h>

#include <array>
#include <string>

#include "models/durability/client_watch.hpp"
#include "sim/quantity_text.hpp"

namespace tests {

using models::durability::Client;
using models::durability::ClientFault;
using models::durability::ClientFaults;
using models::durability::ClientVerdict;
using models::durability::ClientWatch;
using models::durability::DurabilityRequest;
using models::durability::ObserveStatus;
using models::durability::PollStatus;
using models::durability::WatchedMutation;
using models::durability::WatchReaction;

struct Wanted {
  std::uint32_t persist_to = 0;
  bool active = false;
  std::uint32_t replicate_to = 0;
  ClientFaults without{};  // these are mended
};

inline DurabilityRequest request(Client client, const Wanted& wanted) {
  const ClientFaults faults = profile_of(client).faults.without(wanted.without);
  return {client, faults, wanted.persist_to, wanted.active, wanted.replicate_to, std::nullopt};
}

/// "success", "asks 0 1", "polls in 100ms", "node 1 polls in 10us", "waits".
inline std::string text_of(const WatchReaction& reaction, Client client) {
  if (reaction.verdict) return std::string(name_of(*reaction.verdict));
  if (reaction.ask != 0) {
    std::string text = "asks";
    for (unsigned place = 0; place < 4; ++place) {
      if ((reaction.ask >> place & 1) != 0) text += " " + std::to_string(place);
    }
    return text;
  }
  if (!reaction.delay) return "waits";
  std::string text;
  if (profile_of(client).counting.asks_each_node_alone) {
    text = "node " + std::to_string(reaction.loop) + " ";
  }
  return text + "polls in " + sim::to_text(*reaction.delay);
}

inline constexpr std::array kAllClients = {Client::kLibcouchbase2, Client::kLibcouchbase3,
                                           Client::kJavaCore1,     Client::kJavaCore1Tokens,
                                           Client::kCxxCore1,      Client::kGocb2};

/// One line a client: its name and what `says` says of it.
template <class Says>
std::string each_client(Says says) {
  std::string text;
  for (const Client client : kAllClients) {
    text += fmt::format("{}: {}\n", models::durability::profile_of(client).name, says(client));
  }
  return text;
}

class Watcher {
 public:
  Watcher(Client client, const Wanted& wanted, std::uint32_t replicas = 2,
          WatchedMutation mutation = {7, 5, false})
      : client_(client), watch_(request(client, wanted), replicas, mutation) {}

  std::string begin() { return text_of(watch_.begin(), client_); }
  std::string poll(std::uint32_t loop = 0) { return text_of(watch_.poll_due(loop), client_); }
  /// An answer to OBSERVE.
  std::string state(std::uint32_t place, ObserveStatus status, std::uint64_t cas = 7) {
    return told({place, PollStatus::kAnswered, {status, cas}, 0, 0, std::nullopt});
  }
  /// An answer to OBSERVE_SEQNO; with `ended`, of a node that failed over there.
  std::string seqnos(std::uint32_t place, std::uint64_t persisted, std::uint64_t current,
                     std::optional<std::uint64_t> ended = std::nullopt) {
    return told({place, PollStatus::kAnswered, {}, persisted, current, ended});
  }
  std::string refused(std::uint32_t place, PollStatus status) {
    return told({place, status, {}, 0, 0, std::nullopt});
  }
  /// The same by the client's own request: whether the node has it in memory, and on disk.
  std::string copy(std::uint32_t place, bool cached, bool persisted) {
    if (profile_of(client_).asks_seqno) return seqnos(place, persisted ? 5 : 4, cached ? 5 : 4);
    if (!cached) return state(place, ObserveStatus::kNotFound, 0);
    return state(place, persisted ? ObserveStatus::kPersisted : ObserveStatus::kFound);
  }
  std::string cached(std::uint32_t place) { return copy(place, true, false); }
  std::string persisted(std::uint32_t place) { return copy(place, true, true); }
  std::string nothing(std::uint32_t place) { return copy(place, false, false); }

  void last_call() { watch_.last_call(); }
  std::string deadline() { return std::string(name_of(watch_.deadline())); }

 private:
  std::string told(const models::durability::PollAnswer& answer) {
    return text_of(watch_.answered(answer), client_);
  }

  Client client_;
  ClientWatch watch_;
};

}  // namespace tests
