#include "scenarios/coverage.hpp"

#include <algorithm>

namespace scenarios {

namespace durability = models::durability;
namespace hardware = models::hardware;

using durability::ClusterParams;
using durability::CommandKind;
using durability::KeyIndex;
using durability::Outcome;
using Values = std::vector<std::uint8_t>;

namespace {

constexpr std::uint8_t kNone = 0;  // of faults and commands

std::uint8_t index_of(durability::SeedOrdering ordering) {
  return static_cast<std::uint8_t>(ordering);
}

std::uint8_t index_of(CommandKind kind) { return static_cast<std::uint8_t>(kind) + 1; }

/// replicate_to 1 to 3, then persist_to 1 to 4, then the levels of synchronous writes.
std::uint8_t index_of(bool persist, std::uint32_t nodes) {
  return static_cast<std::uint8_t>(nodes - 1 + (persist ? durability::kMostReplicas : 0));
}

constexpr std::uint8_t kFirstLevel = 2 * durability::kMostReplicas + 1;

std::uint8_t index_of(durability::SyncLevel level) {
  return static_cast<std::uint8_t>(kFirstLevel + static_cast<std::uint8_t>(level) - 1);
}

// ---- faults

/// What a fault is looked for in.
struct Seen {
  const ClusterParams& params;
  const Outcome& outcome;
  KeyIndex key;
};

bool turns(const hardware::Latency& latency, sim::Instant end) {
  return std::any_of(latency.turns.begin(), latency.turns.end(),
                     [&](const hardware::LatencyTurn& turn) { return turn.at <= end; });
}

bool slow(const Seen& seen) {
  const sim::Instant end = seen.outcome.end;
  const auto& nodes = seen.params.nodes;
  const auto& links = seen.params.topology.links;
  return std::any_of(nodes.begin(), nodes.end(),
                     [&](const durability::NodeParams& node) {
                       return turns(node.cpu.per_operation, end) || turns(node.disk.write, end) ||
                              turns(node.disk.sync, end) || turns(node.disk.read, end);
                     }) ||
         std::any_of(links.begin(), links.end(), [&](const hardware::LinkParams& link) {
           return turns(link.latency, end) || (link.jitter && turns(*link.jitter, end));
         });
}

bool capped(const Seen& seen) {
  const durability::Chain chain = chain_of_key(seen.params, seen.key);
  return std::any_of(chain.all().begin(), chain.all().end(), [&](durability::NodeIndex node) {
    const hardware::DiskParams& disk = seen.params.nodes[node].disk;
    return disk.requests || disk.bytes;
  });
}

bool short_of_memory(const Seen& seen) {
  constexpr auto kRefused = durability::ReplyStatus::kTemporaryFailure;
  const auto& replies = seen.outcome.replies;
  if (seen.outcome.evictions > 0) return true;
  for (const durability::GeneratorOutcome& generator : seen.outcome.generators) {
    for (const durability::OperationTimes& times : generator.operations) {
      if (times.by_status[static_cast<std::size_t>(kRefused)] > 0) return true;
    }
  }
  return std::any_of(replies.begin(), replies.end(), [](const durability::Reply& reply) {
    return reply.at != sim::kNever && reply.status == kRefused;
  });
}

bool removes(CommandKind kind) {
  return kind == CommandKind::kUnpersist || kind == CommandKind::kUncache ||
         kind == CommandKind::kPurge;
}

const durability::CommandStep& command_of(const Seen& seen, const durability::CommandReply& reply) {
  return std::get<durability::CommandStep>(seen.params.steps[reply.step].what);
}

bool removed(const Seen& seen) {
  const auto& commands = seen.outcome.commands;
  return std::any_of(commands.begin(), commands.end(), [&](const durability::CommandReply& reply) {
    const durability::CommandStep& command = command_of(seen, reply);
    return command.key == seen.key && reply.error.empty() && removes(command.kind);
  });
}

struct Trouble {
  std::string_view name;
  bool (*happened)(const Seen& seen);
};

// What hardware, quotas and commands do; what breaks follows, a kind each. A further one is a line
// here, or a kind, and a way to stage it in coverage_stub.cpp.
constexpr std::array<Trouble, 4> kTroubles{{
    {"slow", slow},
    {"cap", capped},
    {"memory", short_of_memory},
    {"removal", removed},
}};
constexpr std::uint8_t kRemoval = 4;

bool began(const Seen& seen, durability::FaultKind kind) {
  const auto& incidents = seen.outcome.incidents;
  return std::any_of(incidents.begin(), incidents.end(), [&](const durability::Incident& one) {
    return one.kind == durability::IncidentKind::kBegan &&
           seen.params.faults[one.fault].kind == kind;
  });
}

// ---- the values a key's story has in each dimension

Values faults_of(const Seen& seen) {
  Values faults;
  for (std::size_t i = 0; i < kTroubles.size(); ++i) {
    if (kTroubles[i].happened(seen)) faults.push_back(static_cast<std::uint8_t>(i + 1));
  }
  for (std::size_t i = 0; i < durability::kFaultKinds; ++i) {
    if (!began(seen, static_cast<durability::FaultKind>(i))) continue;
    faults.push_back(static_cast<std::uint8_t>(kTroubles.size() + i + 1));
  }
  if (faults.empty()) faults.push_back(kNone);
  return faults;
}

Values commands_of(const Seen& seen) {
  Values commands;
  for (const durability::CommandReply& reply : seen.outcome.commands) {
    const durability::CommandStep& command = command_of(seen, reply);
    // A removal that was refused removed nothing.
    if (command.key != seen.key || (removes(command.kind) && !reply.error.empty())) continue;
    commands.push_back(index_of(command.kind));
  }
  if (commands.empty()) commands.push_back(kNone);
  return commands;
}

void add_asked(const durability::DurabilityRequest& request, Values& requirements) {
  if (request.persist_to > 0) requirements.push_back(index_of(true, request.persist_to));
  if (request.replicate_to > 0) requirements.push_back(index_of(false, request.replicate_to));
}

// The level at which the revision was committed, if it was a synchronous write.
void add_level(const Outcome& outcome, const durability::KeyStory& story, std::uint32_t revision,
               Values& requirements) {
  const auto cached =
      story.milestone(durability::MilestoneKind::kCached, story.chain().master(), revision);
  if (!cached) return;
  const durability::Change& change = outcome.changes[cached->change];
  for (const durability::SyncChange& sync : outcome.sync_changes) {
    const bool is_it = sync.kind == durability::SyncChangeKind::kCommitted &&
                       sync.key == story.key() && sync.at == change.at;
    if (is_it) requirements.push_back(index_of(sync.level));
  }
}

Values requirements_of(const Scenario& scenario, const Outcome& outcome,
                       const durability::KeyStory& story, std::uint32_t revision) {
  Values requirements;
  add_level(outcome, story, revision, requirements);
  for (const durability::Requirement& requirement : story.requirements(revision)) {
    if (requirement.since) requirements.push_back(index_of(requirement.persist, requirement.nodes));
  }
  for (const Expectation& expectation : scenario.expectations) {
    const auto* by = std::get_if<ExpectBy>(&expectation.what);
    if (by == nullptr || by->key != story.key() || by->revision != revision) continue;
    if (by->persist_to) requirements.push_back(index_of(true, *by->persist_to));
    if (by->replicate_to) requirements.push_back(index_of(false, *by->replicate_to));
  }
  for (const durability::WatchParams& watch : scenario.params->watches) {
    if (watch.key == story.key()) add_asked(watch.request, requirements);
  }
  for (const durability::GeneratorParams& workload : scenario.params->generators) {
    const bool its_key = story.key() >= workload.keys.first &&
                         story.key() - workload.keys.first < workload.keys.count;
    if (!its_key) continue;
    for (const durability::DurabilityRequest& request : workload.watch)
      add_asked(request, requirements);
  }
  return requirements;
}

bool is_possible(const Situation& situation) {
  const auto fault = situation[static_cast<std::size_t>(Dimension::kFault)];
  const auto command = situation[static_cast<std::size_t>(Dimension::kCommand)];
  const bool by_removal = command != kNone && removes(static_cast<CommandKind>(command - 1));
  return !(fault == kNone && by_removal) && !(fault == kRemoval && command == kNone);
}

std::vector<Situation> product(const std::array<Values, kDimensions>& values) {
  std::vector<Situation> situations;
  for (const std::uint8_t ordering : values[0]) {
    for (const std::uint8_t requirement : values[1]) {
      for (const std::uint8_t fault : values[2]) {
        for (const std::uint8_t command : values[3]) {
          situations.push_back({ordering, requirement, fault, command});
        }
      }
    }
  }
  return situations;
}

std::vector<Situation> all_possible() {
  std::array<Values, kDimensions> values;
  for (std::size_t d = 0; d < kDimensions; ++d) {
    for (std::size_t i = 0; i < values_of(static_cast<Dimension>(d)).size(); ++i) {
      values[d].push_back(static_cast<std::uint8_t>(i));
    }
  }
  std::vector<Situation> situations = product(values);
  situations.erase(
      std::remove_if(situations.begin(), situations.end(),
                     [](const Situation& situation) { return !is_possible(situation); }),
      situations.end());
  return situations;
}

std::vector<std::string_view> fault_names() {
  std::vector<std::string_view> names{"none"};
  for (const Trouble& trouble : kTroubles) names.push_back(trouble.name);
  for (std::size_t i = 0; i < durability::kFaultKinds; ++i) {
    names.push_back(durability::name_of(static_cast<durability::FaultKind>(i)));
  }
  return names;
}

}  // namespace

std::string_view name_of(Dimension dimension) {
  constexpr std::array<std::string_view, kDimensions> kNames{"ordering", "requirement", "fault",
                                                             "command"};
  return kNames[static_cast<std::size_t>(dimension)];
}

const std::vector<std::string_view>& values_of(Dimension dimension) {
  static const std::array<std::vector<std::string_view>, kDimensions> kValues{{
      {"master-first", "replicated-first", "replicas-first", "other"},
      {"replicate_to 1", "replicate_to 2", "replicate_to 3", "persist_to 1", "persist_to 2",
       "persist_to 3", "persist_to 4", "majority", "majorityAndPersistToActive",
       "persistToMajority"},
      fault_names(),
      {"none", "persist", "unpersist", "cache", "uncache", "endure", "purge", "keyinfo"},
  }};
  return kValues[static_cast<std::size_t>(dimension)];
}

const std::vector<Situation>& possible_situations() {
  static const std::vector<Situation> kSituations = all_possible();
  return kSituations;
}

std::vector<Situation> situations_of(const Scenario& scenario, const durability::Run& run) {
  const ClusterParams& params = *scenario.params;
  std::vector<Situation> situations;
  for (const KeyIndex key : params.watched) {
    const durability::Chain chain = chain_of_key(params, key);
    if (chain.replicas().empty()) continue;
    const durability::KeyStory story(run.outcome, key, chain, params.dialect);
    const Seen seen{params, run.outcome, key};
    for (std::uint32_t revision = 1; revision <= story.revisions(); ++revision) {
      const auto more = product({Values{index_of(story.ordering(revision))},
                                 requirements_of(scenario, run.outcome, story, revision),
                                 faults_of(seen), commands_of(seen)});
      situations.insert(situations.end(), more.begin(), more.end());
    }
  }
  std::sort(situations.begin(), situations.end());
  situations.erase(std::unique(situations.begin(), situations.end()), situations.end());
  return situations;
}

}  // namespace scenarios
