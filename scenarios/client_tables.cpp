// Field tables of clients that wait for durability, and of what they are expected to conclude.
#include "scenarios/tables.hpp"

namespace scenarios {
namespace {

// Laid out by hand: one paragraph a field.
// clang-format off
constexpr std::string_view kClientsOrAll[] = {
    "libcouchbase-2", "libcouchbase-3", "java-core-1", "java-core-1-tokens",
    "cxx-core-1",     "gocb-2",         "all"};
constexpr std::string_view kClientFaults[] = {
    "foreign-cas-counts",    "gives-up-early",   "active-is-satisfied", "four-means-three",
    "impossible-off-by-one", "refuses-after-storing", "ignores-failover", "ignores-timeout",
    "active-counts-as-replica", "all"};
constexpr std::string_view kActive[] = {"active"};

constexpr Field kPersistForms[] = {
    {.name = "1 to 4 disks", .kind = Kind::kCount, .about = "On so many disks.", .example = "2",
     .least = 1, .most = 4},
    {.name = "active", .kind = Kind::kChoice, .about = "On the master's disk.",
     .example = "active", .choices = kActive}};
constexpr Field kPersistTo{.name = "persist_to", .kind = Kind::kOneOf,
                           .about = "On how many disks; each client counts by its own rules.",
                           .fallback = "not asked", .example = "2",
                           .alternatives = kPersistForms};
constexpr Field kReplicateTo{.name = "replicate_to", .kind = Kind::kCount,
                             .about = "In how many replicas' memories.", .fallback = "not asked",
                             .example = "1", .least = 1, .most = 3};
constexpr Field kTimeout{.name = "timeout", .kind = Kind::kDuration,
                         .about = "The operation's; libcouchbase's durability timeout.",
                         .fallback = "the client's own", .example = "100ms", .least = 1};
constexpr Field kMendedElement{.name = "fault", .kind = Kind::kChoice,
                               .about = "A known fault.", .example = "gives-up-early",
                               .choices = kClientFaults};
constexpr Field kMended{.name = "mended", .kind = Kind::kList,
                        .about = "Known faults that the client does not have here.",
                        .fallback = "none", .example = "[gives-up-early]",
                        .element = &kMendedElement};
constexpr Field kPlace{.name = "place", .kind = Kind::kIdentifier,
                       .about = "Where the client is: a place of the network, so that requests "
                                "and answers travel.",
                       .fallback = "at each node's door", .example = "office"};
constexpr Field kName{.name = "name", .kind = Kind::kText,
                      .about = "What reports and expectations call it.", .fallback = "the key",
                      .example = "checkout"};

constexpr std::string_view kWanted[] = {"persist_to", "replicate_to"};
constexpr Group kGroups[] = {{Rule::kAtLeastOne, kWanted}};
constexpr Field kWatchFields[] = {
    {.name = "client", .kind = Kind::kChoice, .need = Need::kRequired,
     .about = "Which client library; all: one of each, side by side.",
     .example = "libcouchbase-2", .choices = kClientsOrAll},
    {.name = "key", .kind = Kind::kText, .need = Need::kRequired,
     .about = "The key; its newest mutation that the script was answered is waited for.",
     .example = "invoice-17"},
    kName, kPersistTo, kReplicateTo, kTimeout, kMended, kPlace,
    {.name = "bucket", .kind = Kind::kIdentifier, .about = "The key's bucket.",
     .fallback = "the first", .example = "default"},
    {.name = "vbucket", .kind = Kind::kCount, .about = "The key's vBucket, against the map.",
     .fallback = "by the key's CRC-32", .example = "14"}};
constexpr Field kDurabilityFields[] = {
    {.name = "client", .kind = Kind::kChoice, .need = Need::kRequired,
     .about = "Which client library.", .example = "gocb-2", .choices = kClientNames},
    kName, kPersistTo, kReplicateTo, kTimeout, kMended, kPlace};

constexpr Field kWorkloadWatchFields[] = {
    {.name = "client", .kind = Kind::kChoice, .need = Need::kRequired,
     .about = "Which client library; all: one of each watches every write.",
     .example = "gocb-2", .choices = kClientsOrAll},
    kPersistTo, kReplicateTo, kTimeout, kMended,
    {.name = "share", .kind = Kind::kPercent,
     .about = "So many of the stores and deletes are watched, at random.", .fallback = "100%",
     .example = "10%"}};

constexpr std::string_view kLevels[] = {"majority", "majorityAndPersistToActive",
                                        "persistToMajority"};
constexpr Field kSyncFields[] = {
    {.name = "level", .kind = Kind::kChoice, .need = Need::kRequired,
     .about = "What a majority of the key's copies must have: the write in memory, in memory and "
              "on the master's disk, or on their disks.",
     .example = "majority", .choices = kLevels},
    {.name = "timeout", .kind = Kind::kDuration,
     .about = "After which the master aborts a write that no majority has.", .fallback = "30s",
     .example = "10s", .least = 1}};

constexpr std::string_view kWhen[] = {"at", "by"};
constexpr Group kVerdictGroups[] = {{Rule::kAtMostOne, kWhen}};
constexpr Field kVerdictFields[] = {
    {.name = "client", .kind = Kind::kText, .need = Need::kRequired,
     .about = "A watch by its name; with client: all its name, a slash, and the client.",
     .example = "invoice-17"},
    {.name = "verdict", .kind = Kind::kChoice, .need = Need::kRequired,
     .about = "What the client concludes.", .example = "timeout", .choices = kVerdictNames},
    {.name = "at", .kind = Kind::kDuration, .about = "At which instant.", .fallback = "any time",
     .example = "106ms"},
    {.name = "by", .kind = Kind::kDuration, .about = "At the latest then.",
     .fallback = "any time", .example = "200ms"}};

}  // namespace

// The models' order.
constexpr std::string_view kClientNames[6] = {"libcouchbase-2",     "libcouchbase-3",
                                              "java-core-1",        "java-core-1-tokens",
                                              "cxx-core-1",         "gocb-2"};
constexpr std::string_view kVerdictNames[13] = {
    "success",       "timeout",  "ambiguous_timeout",     "key_exists",              "not_found",
    "concurrently_modified", "mutation_lost", "too_many", "durability_impossible",
    "replicas_not_configured", "no_mutation_token", "store_failed", "service_not_available"};
constexpr Table kWorkloadWatchTable{.name = "workload's watch",
                                    .about = "A client that waits until each write is durable.",
                                    .fields = kWorkloadWatchFields, .groups = kGroups};
constexpr Table kWatchTable{.name = "watch",
                            .about = "A client that waits until a key is durable.",
                            .fields = kWatchFields, .groups = kGroups};
constexpr Table kDurabilityTable{.name = "durability",
                                 .about = "The client that sends the operation, and what it then "
                                          "waits for.",
                                 .fields = kDurabilityFields, .groups = kGroups};
constexpr Table kSyncTable{.name = "synchronous durability",
                           .about = "The server commits the write once a majority has it.",
                           .fields = kSyncFields};
constexpr Field kSyncForms[2] = {
    {.name = "a level", .kind = Kind::kChoice, .about = "The level alone.",
     .example = "majority", .choices = kLevels},
    {.name = "a level and timeout", .kind = Kind::kMapping, .about = "The level, and for how long.",
     .example = "{level: majority, timeout: 10s}", .inner = &kSyncTable}};
constexpr Field kDurabilityForms[3] = {
    kSyncForms[0], kSyncForms[1],
    {.name = "a client", .kind = Kind::kMapping,
     .about = "The client that sends it, and what it then polls for.",
     .example = "{client: gocb-2, persist_to: 1}", .inner = &kDurabilityTable}};
constexpr Table kVerdictTable{.name = "expected verdict",
                              .about = "What a client that watches concludes.",
                              .fields = kVerdictFields, .groups = kVerdictGroups};
// clang-format on

}  // namespace scenarios
