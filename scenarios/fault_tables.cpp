// Field tables of what breaks: faults of a cluster, and how the cluster and its clients deal with
// them.
#include "scenarios/tables.hpp"

namespace scenarios {
namespace {

// Laid out by hand: one paragraph a field.
// clang-format off
constexpr Field kAt{.name = "at", .kind = Kind::kDuration, .need = Need::kRequired,
                    .about = "When it begins.", .example = "10ms"};
constexpr Field kUntil{.name = "until", .kind = Kind::kDuration, .about = "When it ends.",
                       .fallback = "never", .example = "2s"};

constexpr Field node_of(std::string_view name, std::string_view about) {
  return {.name = name, .kind = Kind::kIdentifier, .need = Need::kRequired, .about = about,
          .example = "node1"};
}

constexpr Field kCrashFields[] = {
    node_of("crash", "A node, by name or role, goes down: its memory is lost, its disk is kept. At "
                     "the end it comes up and reads its disk back."),
    kAt, kUntil};
constexpr Table kCrash{.name = "crash", .about = "Something that breaks.", .fields = kCrashFields};
constexpr Field kRestartFields[] = {
    node_of("restart", "A node that went down comes up and reads its disk back."), kAt};
constexpr Table kRestart{.name = "restart", .about = "Something that is mended.",
                         .fields = kRestartFields};

constexpr Field form(const Table& table, std::string_view example) {
  return {.name = "fault", .kind = Kind::kMapping, .about = "A fault.", .example = example,
          .inner = &table};
}

constexpr Field kFaultForms[] = {form(kCrash, "{crash: node1, at: 10ms, until: 2s}"),
                                 form(kRestart, "{restart: node1, at: 2s}")};

constexpr Field kCrashStepFields[] = {
    node_of("crash", "A node, by name or role, goes down: its memory is lost, its disk is kept."),
    kAt};
constexpr Field kRestartStepFields[] = {
    node_of("restart", "A node that went down comes up and reads its disk back."), kAt};

constexpr Field kPatienceFields[] = {
    {.name = "timeout", .kind = Kind::kDuration,
     .about = "How long a client waits for an operation, with all tries.", .fallback = "2.5s",
     .example = "1s", .least = 1},
    {.name = "map_poll", .kind = Kind::kDuration,
     .about = "How often a client asks for a newer vBucket map.", .fallback = "2.5s",
     .example = "1s", .least = 1}};

}  // namespace

constexpr Field kClusterFaultElement{.name = "fault", .kind = Kind::kOneOf,
                                     .about = "What breaks, and when.",
                                     .example = "{crash: node1, at: 10ms, until: 2s}",
                                     .alternatives = kFaultForms};
constexpr Table kCrashStep{.name = "crash step", .about = "A step of the script.",
                           .fields = kCrashStepFields};
constexpr Table kRestartStep{.name = "restart step", .about = "A step of the script.",
                             .fields = kRestartStepFields};
constexpr Table kPatienceTable{.name = "patience",
                               .about = "What clients do when something breaks.",
                               .fields = kPatienceFields};
// clang-format on

}  // namespace scenarios
