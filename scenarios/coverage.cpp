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

/// replicate_to 1 to 3, then persist_to 1 to 4.
std::uint8_t index_of(bool persist, std::uint32_t nodes) {
  return static_cast<std::uint8_t>(nodes - 1 + (persist ? durability::kMostReplicas : 0));
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

struct Fault {
  std::string_view name;
  bool (*happened)(const Seen& seen);
};

// A further fault is a line here and a way to stage it in coverage_stub.cpp.
constexpr std::array<Fault, 4> kFaults{{
    {"slow", slow},
    {"cap", capped},
    {"memory", short_of_memory},
    {"removal", removed},
}};

// ---- the values a key's story has in each dimension

Values faults_of(const Seen& seen) {
  Values faults;
  for (std::size_t i = 0; i < kFaults.size(); ++i) {
    if (kFaults[i].happened(seen)) faults.push_back(static_cast<std::uint8_t>(i + 1));
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

Values requirements_of(const Scenario& scenario, const durability::KeyStory& story,
                       std::uint32_t revision) {
  Values requirements;
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
    if (watch.key != story.key()) continue;
    if (watch.request.persist_to > 0) {
      requirements.push_back(index_of(true, watch.request.persist_to));
    }
    if (watch.request.replicate_to > 0) {
      requirements.push_back(index_of(false, watch.request.replicate_to));
    }
  }
  return requirements;
}

bool is_possible(const Situation& situation) {
  const auto fault = situation[static_cast<std::size_t>(Dimension::kFault)];
  const auto command = situation[static_cast<std::size_t>(Dimension::kCommand)];
  const bool by_removal = command != kNone && removes(static_cast<CommandKind>(command - 1));
  const bool removal = fault != kNone && kFaults[fault - 1U].happened == removed;
  return !(fault == kNone && by_removal) && !(removal && command == kNone);
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
  for (const Fault& fault : kFaults) names.push_back(fault.name);
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
       "persist_to 3", "persist_to 4"},
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
      const auto more =
          product({Values{index_of(story.ordering(revision))},
                   requirements_of(scenario, story, revision), faults_of(seen), commands_of(seen)});
      situations.insert(situations.end(), more.begin(), more.end());
    }
  }
  std::sort(situations.begin(), situations.end());
  situations.erase(std::unique(situations.begin(), situations.end()), situations.end());
  return situations;
}

}  // namespace scenarios
