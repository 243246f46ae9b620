#include "scenarios/coverage_stub.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/load.hpp"
#include "sim/quantity_text.hpp"

namespace scenarios {

namespace durability = models::durability;

namespace {

/// What a stub is for; all requirements of it come in one run.
struct Stage {
  std::string_view ordering;
  std::string_view fault;
  std::string_view command;
  std::string_view level;  // of a synchronous write; empty: it is none
  friend bool operator==(const Stage&, const Stage&) = default;
};

std::string_view value_in(const Situation& situation, Dimension dimension) {
  return values_of(dimension)[situation[static_cast<std::size_t>(dimension)]];
}

Stage stage_of(const Situation& situation) {
  const std::string_view requirement = value_in(situation, Dimension::kRequirement);
  const bool counts = requirement.find(' ') != std::string_view::npos;
  return {value_in(situation, Dimension::kOrdering), value_in(situation, Dimension::kFault),
          value_in(situation, Dimension::kCommand), counts ? "" : requirement};
}

// Latencies that lead to an ordering, with room for disks that are twice as slow.
struct Times {
  std::string_view write;
  std::string_view network;
  std::string_view overrides;
};

Times times_for(std::string_view ordering) {
  if (ordering == "master-first") return {"1ms", "20ms", ""};
  if (ordering == "replicated-first") return {"5ms", "1ms", ""};
  if (ordering == "replicas-first") return {"1ms", "1ms", "    master: {disk: {write: 50ms}}\n"};
  return {"30ms", "1ms",
          "    master: {disk: {write: 10ms}}\n"
          "    replica0: {disk: {write: 1ms}}\n"};
}

std::string cluster_of(const Stage& stage) {
  const Times times = times_for(stage.ordering);
  std::string disk = fmt::format("write: {}", times.write);
  if (stage.fault == "slow") disk += ", slow: [{from: 0ms, to: 300ms, times: 2}]";
  if (stage.fault == "cap") disk += ", caps: {iops: 1000}";
  std::string text = fmt::format(
      "cluster:\n"
      "  nodes: {}\n"
      "  replicas: {}\n"
      "  node: {{disk: {{{}}}}}\n"
      "  network: {{latency: {}}}\n",
      stage.level.empty() ? 4 : 3, stage.level.empty() ? 3 : 2, disk, times.network);
  if (!times.overrides.empty()) text += fmt::format("  override:\n{}", times.overrides);
  // Room for one value and a half: the second one makes the first leave.
  if (stage.fault == "memory") text += "  buckets: [{name: default, memory: 1100B}]\n";
  return text;
}

// How each kind of fault is written; all are over before the command is sent.
struct Breaking {
  std::string_view kind;
  std::string_view lines;
};
constexpr std::array<Breaking, durability::kFaultKinds> kBreakings{{
    {"crash", "  - {crash: replica1, at: 400ms, until: 450ms}\n"},
    {"restart", "  - {crash: replica1, at: 400ms}\n  - {restart: replica1, at: 450ms}\n"},
    {"pause", "  - {pause: replica1, at: 400ms, until: 450ms}\n"},
    {"disk_slow", "  - {disk_slow: replica1, times: 10, at: 400ms, until: 450ms}\n"},
    {"disk_stalled", "  - {disk_stalled: replica1, at: 400ms, until: 450ms}\n"},
    {"disk_full", "  - {disk_full: replica1, at: 400ms, until: 450ms}\n"},
    {"disk_fails", "  - {disk_fails: replica1, at: 400ms, until: 450ms}\n"},
    {"loses_syncs", "  - {loses_syncs: replica1, flushes: 1, at: 400ms, until: 450ms}\n"},
    {"network_slow", "  - {network_slow: [master, replica1], by: 10ms, at: 400ms, until: 450ms}\n"},
    {"network_cut", "  - {network_cut: [master, replica1], at: 400ms, until: 450ms}\n"},
    {"network_lossy",
     "  - {network_lossy: [master, replica1], loss: 10%, at: 400ms, until: 450ms}\n"},
    {"failover", "  - {failover: replica1, at: 400ms}\n"},
    {"rebalance", "  - {rebalance: [node0, node1, node2], at: 400ms}\n"},
    {"opfail", "  - {opfail: replica1, count: 1, at: 400ms, until: 450ms}\n"},
    {"hiccup", "  - {hiccup: replica1, by: 10ms, at: 400ms, until: 450ms}\n"},
    {"truncate", "  - {truncate: replica1, limit: 1KiB, at: 400ms, until: 450ms}\n"},
    {"clock_skew", "  - {clock_skew: replica1, ahead: 5s, at: 400ms, until: 450ms}\n"},
    {"time_travel", "  - {time_travel: 5s, at: 400ms}\n"},
}};

std::string breaking_of(const Stage& stage) {
  for (const Breaking& breaking : kBreakings) {
    if (breaking.kind == stage.fault) return "faults:\n" + std::string(breaking.lines);
  }
  return "";
}

std::string script_of(const Stage& stage) {
  const auto command = [](std::string_view at, std::string_view kind) {
    const std::string_view nodes = kind == "keyinfo" ? "" : ", OnMaster: true, OnReplicas: 1";
    return fmt::format("  - {{at: {}, {}: {{Key: k{}}}}}\n", at, kind, nodes);
  };
  const bool removes =
      stage.command == "unpersist" || stage.command == "uncache" || stage.command == "purge";
  std::string text = "script:\n";
  const std::string level = stage.level.empty() ? "" : fmt::format(", durability: {}", stage.level);
  if (stage.fault == "memory") {
    text += fmt::format(
        "  - {{at: 0ms, store: {{key: in-the-way, size: 600B}}}}\n"
        "  - {{at: 200ms, store: {{key: k, size: 600B{}}}}}\n",
        level);
  } else {
    // A clock is looked at only where something expires.
    const bool of_clocks = stage.fault == "clock_skew" || stage.fault == "time_travel";
    text += fmt::format("  - {{at: 0ms, store: {{key: k, value: v{}{}}}}}\n",
                        of_clocks ? ", expires: 1h" : "", level);
  }
  if (stage.fault == "removal" && !removes) text += command("500ms", "unpersist");
  if (stage.command != "none") text += command("600ms", stage.command);
  return text;
}

Scenario loaded(const std::string& name, const std::string& text) {
  return load_scenario(name + ".yaml", memory_files({{name + ".yaml", text}}));
}

std::string role_of(const Scenario& scenario, durability::NodeIndex node) {
  for (const NodeRole& role : roles_of(*scenario.params, *scenario.key)) {
    if (role.node == node) return role.role;
  }
  SIM_CHECK(false);
  return "";
}

// What the run showed: the order of the milestones, when the strongest requirements held, and what
// each node answers when nothing is left to happen.
std::string expectations_of(const Scenario& scenario, const durability::Run& run) {
  const durability::KeyStory story(run.outcome, *scenario.key,
                                   chain_of_key(*scenario.params, *scenario.key),
                                   scenario.params->dialect);
  std::string text = "expect:\n  - order:\n";
  for (const durability::Milestone& milestone : story.milestones(1)) {
    const bool cached = milestone.kind == durability::MilestoneKind::kCached;
    text += fmt::format("      - {}.{}\n", role_of(scenario, milestone.node),
                        cached ? "cached" : "persisted");
  }
  for (const durability::Requirement& requirement : story.requirements(1)) {
    SIM_CHECK(requirement.since.has_value());
    text += fmt::format("  - {{by: {}, {}: {}}}\n", sim::to_text(*requirement.since),
                        requirement.persist ? "persist_to" : "replicate_to", requirement.nodes);
  }
  text += fmt::format("  - {{at: {}, observe: k", sim::to_text(run.outcome.end));
  for (const durability::NodeIndex node : story.chain().all()) {
    text += fmt::format(", {}: {}", role_of(scenario, node),
                        durability::name_of(story.answer_at(node, run.outcome.end).status));
  }
  return text + "}\n";
}

Stub stub_for(const Stage& stage) {
  std::string name =
      fmt::format("{}-fault-{}-command-{}", stage.ordering, stage.fault, stage.command);
  if (!stage.level.empty()) name += fmt::format("-{}", stage.level);
  std::string text = fmt::format(
      "scenario: {}\n"
      "about: To be reviewed; its expectations were read from its own run.\n"
      "key: k\n",
      name);
  text += cluster_of(stage) + script_of(stage) + breaking_of(stage);
  const Scenario silent = loaded(name, text);
  text += expectations_of(silent, durability::run(silent.params, silent.options));
  return {name, std::move(text)};
}

// A stub that is not what it is said to be must not leave this house.
void prove(const Stub& stub, const std::vector<Situation>& missing, const Stage& stage) {
  const Scenario scenario = loaded(stub.name, stub.text);
  const durability::Run run = durability::run(scenario.params, scenario.options);
  const std::vector<Verdict> verdicts = judge(scenario, run);
  SIM_CHECK(std::all_of(verdicts.begin(), verdicts.end(),
                        [](const Verdict& verdict) { return verdict.result == Result::kPassed; }));
  const std::vector<Situation> situations = situations_of(scenario, run);
  for (const Situation& situation : missing) {
    if (!(stage_of(situation) == stage)) continue;
    SIM_CHECK(std::binary_search(situations.begin(), situations.end(), situation));
  }
}

}  // namespace

std::vector<Stub> stubs_for(const std::vector<Situation>& missing) {
  std::vector<Stage> stages;
  std::vector<Stub> stubs;
  for (const Situation& situation : missing) {
    const Stage stage = stage_of(situation);
    if (std::find(stages.begin(), stages.end(), stage) != stages.end()) continue;
    stages.push_back(stage);
    stubs.push_back(stub_for(stage));
    prove(stubs.back(), missing, stage);
  }
  return stubs;
}

}  // namespace scenarios
