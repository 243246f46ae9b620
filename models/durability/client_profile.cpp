#include "models/durability/client_profile.hpp"

#include <algorithm>

namespace models::durability {

namespace {

using namespace std::chrono_literals;

// clang-format off
constexpr std::array<ClientProfile, kClients> kProfiles = {{
    {.client = Client::kLibcouchbase2, .name = "libcouchbase-2",
     .of = "libcouchbase 2.x, and the clients built on it",
     .delays = {.first = 100ms, .least = 100ms, .most = 100ms},
     .timeout = 5s, .persist_timeout = 5s, .stands_alone = true,
     .counting = {.needs_master = true},
     .faults = {ClientFault::kForeignCasCounts, ClientFault::kGivesUpEarly}},
    {.client = Client::kLibcouchbase3, .name = "libcouchbase-3",
     .of = "libcouchbase 3.x, and the clients built on it",
     .asks_seqno = true, .delays = {.first = 100ms, .least = 100ms, .most = 100ms},
     .timeout = 5s, .persist_timeout = 5s,
     .counting = {.needs_master = true},
     .faults = {ClientFault::kGivesUpEarly}},
    {.client = Client::kJavaCore1, .name = "java-core-1",
     .of = "Java client 2.x as it is set up by default",
     .delays = {.first = 1us, .doubling = true, .least = 10us, .most = 100ms},
     .timeout = 2500ms, .persist_timeout = 2500ms, .counts_from_sending = true,
     .refuses_ephemeral = true,
     .counting = {.needs_equal_cas = true, .forgets_rounds = true, .has_persist_active = true},
     .asked_too_much = ClientVerdict::kReplicasNotConfigured,
     .faults = {ClientFault::kRefusesAfterStoring}},
    {.client = Client::kJavaCore1Tokens, .name = "java-core-1-tokens",
     .of = "Java client 2.x with mutation tokens enabled",
     .asks_seqno = true,
     .delays = {.first = 1us, .doubling = true, .least = 10us, .most = 100ms},
     .timeout = 2500ms, .persist_timeout = 2500ms, .counts_from_sending = true,
     .refuses_ephemeral = true,
     .counting = {.forgets_rounds = true, .has_persist_active = true},
     .asked_too_much = ClientVerdict::kReplicasNotConfigured,
     .faults = {ClientFault::kRefusesAfterStoring}},
    {.client = Client::kCxxCore1, .name = "cxx-core-1",
     .of = "C++ client 1.x, and Node, Python, PHP and Ruby 4.x",
     .asks_seqno = true, .delays = {.first = 500ms, .least = 500ms, .most = 500ms},
     .timeout = 5s, .persist_timeout = 5s,
     .counting = {.forgets_rounds = true, .has_persist_active = true},
     .at_deadline = ClientVerdict::kAmbiguousTimeout,
     .asked_too_much = ClientVerdict::kDurabilityImpossible,
     .faults = {ClientFault::kActiveIsSatisfied, ClientFault::kFourMeansThree,
                ClientFault::kImpossibleOffByOne, ClientFault::kRefusesAfterStoring,
                ClientFault::kIgnoresFailover, ClientFault::kIgnoresTimeout}},
    {.client = Client::kGocb2, .name = "gocb-2", .of = "Go client 2.x",
     .asks_seqno = true,
     .delays = {.first = 10us, .doubling = true, .least = 10us, .most = 100ms},
     .timeout = 2500ms, .persist_timeout = 10s, .counts_from_sending = true,
     .counting = {.asks_each_node_alone = true},
     .at_deadline = ClientVerdict::kAmbiguousTimeout,
     .asked_too_much = ClientVerdict::kDurabilityImpossible,
     .faults = {ClientFault::kRefusesAfterStoring, ClientFault::kIgnoresFailover,
                ClientFault::kActiveCountsAsReplica}},
}};

constexpr std::array<ClientFaultFacts, kClientFaults> kFaults = {{
    {ClientFault::kForeignCasCounts, "foreign-cas-counts",
     "A replica that holds the key with another CAS is counted."},
    {ClientFault::kGivesUpEarly, "gives-up-early",
     "When no further poll would fit before the deadline, it says timeout at once."},
    {ClientFault::kActiveIsSatisfied, "active-is-satisfied",
     "persist_to active is satisfied by the first answer, whatever it says."},
    {ClientFault::kFourMeansThree, "four-means-three",
     "persist_to 4 is satisfied by three disks."},
    {ClientFault::kImpossibleOffByOne, "impossible-off-by-one",
     "persist_to n needs n replicas, though the active node's disk counts too."},
    {ClientFault::kRefusesAfterStoring, "refuses-after-storing",
     "What can never hold is refused only after the value was stored."},
    {ClientFault::kIgnoresFailover, "ignores-failover",
     "The answer of a node that failed over counts, though the mutation may be lost."},
    {ClientFault::kIgnoresTimeout, "ignores-timeout",
     "It waits for 5 s, whatever the operation's timeout."},
    {ClientFault::kActiveCountsAsReplica, "active-counts-as-replica",
     "replicate_to counts the active node as if it were a replica."},
}};
// clang-format on

constexpr std::array<std::string_view, kClientVerdicts> kVerdicts = {"success",
                                                                     "timeout",
                                                                     "ambiguous_timeout",
                                                                     "key_exists",
                                                                     "not_found",
                                                                     "concurrently_modified",
                                                                     "mutation_lost",
                                                                     "too_many",
                                                                     "durability_impossible",
                                                                     "replicas_not_configured",
                                                                     "no_mutation_token",
                                                                     "store_failed",
                                                                     "service_not_available"};

}  // namespace

sim::Duration PollDelays::after(std::uint32_t poll) const {
  sim::Duration delay = first;
  if (doubling) {
    for (std::uint32_t i = 0; i < poll && delay < most; ++i) delay *= 2;
  }
  return std::clamp(delay, least, most);
}

std::span<const ClientProfile, kClients> client_profiles() { return kProfiles; }

const ClientProfile& profile_of(Client client) {
  return kProfiles[static_cast<std::size_t>(client)];
}

std::span<const ClientFaultFacts, kClientFaults> client_faults() { return kFaults; }

std::string_view name_of(ClientVerdict verdict) {
  return kVerdicts[static_cast<std::size_t>(verdict)];
}

std::string_view name_of(ClientFault fault) {
  return kFaults[static_cast<std::size_t>(fault)].name;
}

}  // namespace models::durability
