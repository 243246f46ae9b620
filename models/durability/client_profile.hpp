// How client libraries wait for durability: what they ask, how often, what they count, and their
// known faults. One profile each; the rules are data, client_watch.hpp carries them out.
//
//                libcouchbase 2  libcouchbase 3  Java core 1     C++ core 1      gocb 2
// Asks           OBSERVE         OBSERVE_SEQNO   either          OBSERVE_SEQNO   OBSERVE_SEQNO
// Polls          every 100 ms    every 100 ms    10 us..100 ms   every 500 ms    10 us..100 ms
//                                                doubling        (all nodes      doubling, each
//                                                                together)       node alone
// Deadline       5 s             5 s             operation's     5 s fixed       operation's
// persist_to n   the master's    the master's    any n disks     any n disks     any n disks
//                and n disks     and n disks
// Delays         an interval runs from the last answer of a round (of a node for gocb) to the
//                next poll. Java's doubling starts at 1 us and is raised to 10 us: 10, 10, 10,
//                10, 16, 32 us ...; gocb's starts at 10 us: 10, 20, 40 us ...
// Ephemeral      the Java core asks no disk of an ephemeral bucket: it refuses persist_to (after
//                the store, before it looks at replicas). The others do not look at the bucket's
//                type: they poll until their deadline, since nothing is ever persisted there
// Faults         each has a name and can be switched off, to see what a mended client would say
// Source         libcouchbase 2.x and 3.x: src/operations/durability*.c*; couchbase-jvm-core 1.x:
//                message/observe/ObserveVia*.java; couchbase-cxx-client 1.x (in the Node, Python,
//                PHP and Ruby clients): core/impl/observe_poll.cxx; gocb 2.x: collection_dura.go
// Checked by     tests/models/client_profile_test.cpp, tests/models/client_watch_test.cpp
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "sim/time.hpp"

namespace models::durability {

/// Java core by CAS (OBSERVE) unless mutation tokens are enabled, then by OBSERVE_SEQNO.
enum class Client : std::uint8_t {
  kLibcouchbase2,
  kLibcouchbase3,
  kJavaCore1,
  kJavaCore1Tokens,
  kCxxCore1,
  kGocb2
};
inline constexpr std::size_t kClients = 6;

enum class ClientFault : std::uint8_t {
  kForeignCasCounts,       // a replica with another CAS is counted
  kGivesUpEarly,           // ends before its deadline when no further poll would fit
  kActiveIsSatisfied,      // persist_to active holds at the first answer, whatever it says
  kFourMeansThree,         // persist_to four waits for three disks
  kImpossibleOffByOne,     // persist_to n is refused though replicas and active are n nodes
  kRefusesAfterStoring,    // what can never hold is refused only once the value is stored
  kIgnoresFailover,        // a node that failed over is believed though the mutation is lost
  kIgnoresTimeout,         // waits 5 s, whatever the operation's timeout
  kActiveCountsAsReplica,  // replicate_to counts the active node too
};
inline constexpr std::size_t kClientFaults = 9;

/// A set of faults.
class ClientFaults {
 public:
  constexpr ClientFaults() = default;
  constexpr ClientFaults(std::initializer_list<ClientFault> faults) {
    for (const ClientFault fault : faults) bits_ |= bit(fault);
  }

  [[nodiscard]] constexpr bool has(ClientFault fault) const { return (bits_ & bit(fault)) != 0; }
  [[nodiscard]] constexpr ClientFaults without(ClientFaults others) const {
    ClientFaults rest;
    rest.bits_ = static_cast<std::uint16_t>(bits_ & ~others.bits_);
    return rest;
  }
  constexpr void add(ClientFault fault) { bits_ |= bit(fault); }
  friend bool operator==(const ClientFaults&, const ClientFaults&) = default;

 private:
  static constexpr std::uint16_t bit(ClientFault fault) {
    return static_cast<std::uint16_t>(1U << static_cast<unsigned>(fault));
  }

  std::uint16_t bits_ = 0;
};

/// How a watch can end.
enum class ClientVerdict : std::uint8_t {
  kSuccess,
  kTimeout,
  kAmbiguousTimeout,
  kKeyExists,             // the master has another CAS
  kNotFound,              // the master does not have the key, or the vBucket's history is unknown
  kConcurrentlyModified,  // the master has another CAS, or not the key
  kMutationLost,          // a failover dropped it
  kTooMany,               // more nodes were asked for than there are
  kDurabilityImpossible,
  kReplicasNotConfigured,
  kNoMutationToken,      // no store or delete of the key was answered before
  kStoreFailed,          // the store or delete itself was refused
  kServiceNotAvailable,  // disks were asked for, and the bucket is ephemeral
};
inline constexpr std::size_t kClientVerdicts = 13;

/// From one poll to the next: `first`, then the same again or twice as long each time, within
/// [least, most].
struct PollDelays {
  sim::Duration first;
  bool doubling = false;
  sim::Duration least{};
  sim::Duration most{};

  /// How long after the answers of poll number `poll`, counted from 0.
  [[nodiscard]] sim::Duration after(std::uint32_t poll) const;
};

/// What a client counts, and whom it asks.
struct CountingRules {
  bool needs_master = false;     // nothing holds before the master has it (on disk, for disks)
  bool needs_equal_cas = false;  // a replica with another CAS does not count
  bool forgets_rounds = false;   // counts each round anew and asks satisfied nodes again
  bool asks_each_node_alone = false;
  bool has_persist_active = false;
};

struct ClientProfile {
  Client client;
  std::string_view name;
  std::string_view of;  // which libraries it stands for
  bool asks_seqno = false;
  PollDelays delays;
  sim::Duration timeout;             // unless the user gives one
  sim::Duration persist_timeout;     // the same, if disks are waited for
  bool counts_from_sending = false;  // the deadline is the operation's, the store's time included
  bool stands_alone = false;         // may watch a key without having stored it
  bool refuses_ephemeral = false;    // to wait for disks of an ephemeral bucket; others wait
  CountingRules counting;
  ClientVerdict at_deadline = ClientVerdict::kTimeout;
  ClientVerdict asked_too_much = ClientVerdict::kTooMany;
  ClientFaults faults;
};

/// The profiles, in the order of Client.
[[nodiscard]] std::span<const ClientProfile, kClients> client_profiles();
[[nodiscard]] const ClientProfile& profile_of(Client client);

struct ClientFaultFacts {
  ClientFault fault;
  std::string_view name;
  std::string_view about;  // what the client does, in a sentence
};

/// The faults, in the order of ClientFault.
[[nodiscard]] std::span<const ClientFaultFacts, kClientFaults> client_faults();

/// success, timeout, ambiguous_timeout, key_exists ...
[[nodiscard]] std::string_view name_of(ClientVerdict verdict);
[[nodiscard]] std::string_view name_of(ClientFault fault);

}  // namespace models::durability
