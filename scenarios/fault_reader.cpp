#include "scenarios/fault_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "sim/quantity_text.hpp"

namespace scenarios {

namespace durability = models::durability;
using durability::Fault;
using durability::FaultKind;

namespace {

std::optional<FaultKind> kind_named(std::string_view name) {
  for (std::size_t i = 0; i < durability::kFaultKinds; ++i) {
    const auto kind = static_cast<FaultKind>(i);
    if (durability::name_of(kind) == name) return kind;
  }
  return std::nullopt;
}

std::string_view name_of(const Fields& fields) { return fields.table().fields[0].name; }

bool may_have(const Fields& fields, std::string_view name) {
  return find_field(fields.table(), name) != nullptr;
}

}  // namespace

bool is_fault(const Fields& step) { return kind_named(name_of(step)).has_value(); }

std::int64_t read_slowness(const Fields& fields, Problems& problems) {
  const double times = fields.number("times").value_or(1);
  if (!(times >= 0.001 && times <= 1e6)) {
    problems.report(fields.place("times"), "times is at least 0.001 and at most 1000000",
                    "10 is ten times as long");
    return 1000;
  }
  return std::llround(times * 1000);
}

double read_loss(const Fields& fields, Problems& problems) {
  const double loss = fields.percent("loss").value_or(0);
  if (loss >= 1) {
    problems.report(fields.place("loss"), "what is always lost never passes",
                    "network_cut says so");
  }
  return loss;
}

void FaultReader::read(const Fields& scenario, std::optional<durability::KeyIndex> key,
                       std::optional<sim::Duration> until) {
  key_ = key;
  until_ = until;
  all_stop_ = scenario.has("liveness");
  for (const Chosen& form : scenario.chosen_list("faults")) {
    if (form.fields) read_fault(*form.fields);
  }
  for (const Chosen& form : scenario.chosen_list("script")) {
    if (form.fields && is_fault(*form.fields)) read_fault(*form.fields);
  }
  read_rules(scenario);
  std::stable_sort(drafts_.begin(), drafts_.end(),
                   [](const Draft& a, const Draft& b) { return a.fault.from < b.fault.from; });
  check_health();
  check_replicas();
  check_pauses();
  check_clocks();
  for (Draft& draft : drafts_) params_.faults.push_back(std::move(draft.fault));
}

void FaultReader::read_rules(const Fields& scenario) {
  if (const auto failover = scenario.mapping("auto_failover")) {
    durability::FailoverParams& params = params_.failover;
    params.after = failover->duration("after");
    params.most = static_cast<std::uint32_t>(failover->count("most").value_or(params.most));
    params.heartbeat = failover->duration("heartbeat").value_or(params.heartbeat);
  }
  if (const auto reprovision = scenario.mapping("auto_reprovision")) {
    const std::int64_t most = reprovision->count("most").value_or(1);
    params_.failover.reprovisions = static_cast<std::uint32_t>(most);
  }
  if (const auto patience = scenario.mapping("patience")) {
    durability::PatienceParams& params = params_.patience;
    params.timeout = patience->duration("timeout").value_or(params.timeout);
    params.map_poll = patience->duration("map_poll").value_or(params.map_poll);
  }
}

void FaultReader::read_fault(const Fields& fields) {
  Fault fault;
  fault.kind = *kind_named(name_of(fields));
  bool right = false;
  if (is_of_network(fault.kind)) {
    right = read_sides(fields, fault);
  } else if (fault.kind == FaultKind::kRebalance) {
    right = read_members(fields, fault);
  } else if (fault.kind == FaultKind::kTimeTravel) {
    right = read_travel(fields, fault);
  } else {
    right = read_node(fields, fault);
  }
  read_times(fields, fault);
  read_figures(fields, fault);
  if (fault.kind == FaultKind::kClockSkew) read_skew(fields, fault);
  if (right) drafts_.push_back({std::move(fault), fields.place(name_of(fields))});
}

bool FaultReader::read_node(const Fields& fields, Fault& fault) {
  const std::string_view name = name_of(fields);
  const auto where = fields.identifier(name);
  if (!where) return false;
  fault.words = fmt::format("{} of {}", name, *where);
  if (*where == "any" && may_have(fields, "every")) {
    fault.any_one = true;
    for (durability::NodeIndex i = 0; i < params_.nodes.size(); ++i) fault.nodes.push_back(i);
    if (fields.raw("every") == nullptr) {
      problems_.report(fields.place(name), "any node is drawn by a random process only",
                       "write every: {exponential: 10s} and lasts: 1s, or a node's name");
    }
    return true;
  }
  const auto node = names_.node({*where, fields.place(name)}, key_);
  if (node) fault.nodes = {*node};
  return node.has_value();
}

std::optional<std::string> FaultReader::place_named(const Text& name) {
  const auto& places = params_.topology.places;
  if (std::find(places.begin(), places.end(), name.text) != places.end()) return name.text;
  const auto node = names_.node(name, key_);
  if (!node) return std::nullopt;
  return params_.nodes[*node].name;
}

bool FaultReader::read_sides(const Fields& fields, Fault& fault) {
  const std::string_view name = name_of(fields);
  bool right = true;
  std::vector<std::string> all;
  for (const Chosen& side : fields.chosen_list(name)) {
    std::vector<Text> names;
    if (side.index == 0) {
      names.push_back({side.value->text(), side.value->place()});
    } else {
      for (const Value& item : side.value->items()) names.push_back({item.text(), item.place()});
    }
    std::vector<std::string> places;
    for (const Text& text : names) {
      const auto place = place_named(text);
      right = right && place.has_value();
      if (!place) continue;
      if (std::find(all.begin(), all.end(), *place) != all.end()) {
        problems_.report(text.place, fmt::format("{} is on a side already", *place),
                         "a place is on one side of a fault");
      }
      all.push_back(*place);
      places.push_back(*place);
    }
    fault.words += fmt::format(
        "{}{}", fault.words.empty() ? fmt::format("{} between ", name) : std::string(" and "),
        fmt::join(places, ", "));
    fault.sides.push_back(std::move(places));
  }
  fault.one_way = fields.boolean("one_way").value_or(false);
  const std::size_t sides = fault.sides.size();
  if (sides < 2 || (fault.one_way && sides > 2)) {
    problems_.report(fields.place(name),
                     fault.one_way ? "one way goes from one side to one other"
                                   : "there must be two sides at least",
                     fmt::format("write {}: [node0, [node1, node2]]", name));
    return false;
  }
  return right;
}

bool FaultReader::read_members(const Fields& fields, Fault& fault) {
  bool right = true;
  for (const Text& name : fields.texts("rebalance")) {
    const auto node = names_.node(name, key_);
    right = right && node.has_value();
    if (!node) continue;
    if (std::find(fault.nodes.begin(), fault.nodes.end(), *node) != fault.nodes.end()) {
      problems_.report(name.place, fmt::format("{} is named twice", params_.nodes[*node].name),
                       "each node of the new map once");
    }
    fault.nodes.push_back(*node);
  }
  std::sort(fault.nodes.begin(), fault.nodes.end());
  const std::size_t count = fault.nodes.size();
  fault.words = fmt::format("rebalance to {} {}", count, count == 1 ? "node" : "nodes");
  const auto replicas = fields.count("replicas");
  if (replicas) fault.count = static_cast<std::uint64_t>(*replicas) + 1;
  if (replicas && *replicas >= static_cast<std::int64_t>(fault.nodes.size())) {
    problems_.report(fields.place("replicas"),
                     fmt::format("{} replicas need {} nodes, there are {}", *replicas,
                                 *replicas + 1, fault.nodes.size()),
                     "a node holds one copy of a key");
    right = false;
  }
  return right && !fault.nodes.empty();
}

void FaultReader::read_times(const Fields& fields, Fault& fault) {
  const std::string_view name = name_of(fields);
  const auto at = fields.duration("at");
  fault.from = sim::at(at.value_or(sim::Duration(0)));
  if (until_ && at && *at > *until_) {
    problems_.report(
        fields.place("at"),
        fmt::format("the {} comes after the run's end at {}", name, sim::to_text(*until_)),
        "move it, or write a later until");
  }
  if (!may_have(fields, "until")) return;
  if (const auto end = fields.duration("until")) {
    fault.until = sim::at(*end);
    if (fault.until <= fault.from) {
      problems_.report(fields.place("until"), fmt::format("the {} must end after it begins", name),
                       "until is an instant, as at is");
    }
  }
  read_process(fields, fault);
  const bool ends = until_ || all_stop_ || fault.until != sim::kNever;
  if (fault.kind == FaultKind::kDiskFails && !ends && !fields.raw("every")) {
    problems_.report(fields.place(name), "what fails for ever is tried again for ever",
                     "give it until: 10s, or the scenario until: 1min");
  }
}

void FaultReader::read_process(const Fields& fields, Fault& fault) {
  const auto every = fields.latency("every");
  const auto lasts = fields.latency("lasts");
  if (lasts && !fields.raw("every")) {
    problems_.report(fields.place("lasts"), "what comes once lasts until its end",
                     "write until, or every as well");
  }
  if (!every) return;
  if (!lasts) {
    if (!fields.raw("lasts")) {
      problems_.report(fields.place("every"), "a random process needs a length",
                       "write lasts: 1s beside every");
    }
    return;
  }
  if (every->distribution.mean() <= 0) {
    problems_.report(fields.place("every"), "faults at intervals of nothing never end",
                     "write an interval: 10s");
  }
  if (!until_ && !all_stop_ && fault.until == sim::kNever) {
    problems_.report(fields.place("every"), "these faults come for ever",
                     "give them until: 1min, or the scenario until: 1min");
  }
  fault.process = durability::FaultProcess{every->distribution, lasts->distribution};
}

void FaultReader::read_figures(const Fields& fields, Fault& fault) {
  switch (fault.kind) {
    case FaultKind::kDiskSlow:
      fault.times = read_slowness(fields, problems_);
      break;
    case FaultKind::kDiskLosesSyncs:
      fault.count = static_cast<std::uint64_t>(fields.count("flushes").value_or(1));
      break;
    case FaultKind::kNetworkLossy:
      fault.probability = read_loss(fields, problems_);
      break;
    case FaultKind::kNetworkSlow:
    case FaultKind::kHiccup:
      if (const auto by = fields.latency("by")) fault.by = by->distribution;
      break;
    case FaultKind::kTruncate:
      fault.count = static_cast<std::uint64_t>(fields.size("limit").value_or(sim::Bytes{}).count);
      break;
    case FaultKind::kOperationsFail: {
      constexpr std::array kStatuses = {durability::ReplyStatus::kNotFound,
                                        durability::ReplyStatus::kExists,
                                        durability::ReplyStatus::kTemporaryFailure};
      fault.status = kStatuses[fields.choice("answer").value_or(2)];
      fault.count = static_cast<std::uint64_t>(fields.count("count").value_or(INT64_MAX));
      break;
    }
    default:
      break;
  }
}

// Walks through the script's crashes and restarts as they will happen.
void FaultReader::check_health() {
  for (durability::NodeIndex node = 0; node < params_.nodes.size(); ++node) check_node(node);
}

void FaultReader::check_node(durability::NodeIndex node) {
  const std::string& name = params_.nodes[node].name;
  bool down = false;
  bool out = false;
  sim::Instant up_again = sim::kNever;
  std::optional<sim::Instant> goes_on;  // after a pause
  for (const Draft& draft : drafts_) {
    const Fault& fault = draft.fault;
    const bool dealt_in =
        fault.kind == FaultKind::kRebalance &&
        std::find(fault.nodes.begin(), fault.nodes.end(), node) != fault.nodes.end();
    if (dealt_in) out = false;
    // What random faults break is not known beforehand.
    if (fault.process && fault.kind == FaultKind::kCrash) return;
    if (fault.nodes != std::vector{node} || fault.process) continue;
    // At the very instant it is not up yet.
    if (fault.from > up_again) down = false;
    if (fault.kind == FaultKind::kCrash && down) {
      problems_.report(draft.place, fmt::format("{} is down already", name),
                       "it can go down again once it is up: give the earlier crash an until");
    } else if (fault.kind == FaultKind::kPause && down) {
      problems_.report(draft.place, fmt::format("{} is down then", name),
                       "only a process that runs can stand still");
    } else if (fault.kind == FaultKind::kPause && goes_on && fault.from <= *goes_on) {
      problems_.report(draft.place, fmt::format("{} stands still already", name),
                       "it can again once that is over: give the earlier pause an earlier until");
    } else if (fault.kind == FaultKind::kPause) {
      goes_on = fault.until;
    } else if (fault.kind == FaultKind::kCrash) {
      down = true;
      up_again = fault.until;
      goes_on.reset();
    } else if (fault.kind == FaultKind::kRestart && !down) {
      problems_.report(draft.place, fmt::format("{} is not down then", name),
                       "a restart ends a crash that has no until");
    } else if (fault.kind == FaultKind::kRestart) {
      down = false;
      up_again = sim::kNever;
    } else if (fault.kind == FaultKind::kFailover && out) {
      problems_.report(draft.place, fmt::format("{} is failed over already", name),
                       "a rebalance deals it in again");
    } else if (fault.kind == FaultKind::kFailover) {
      out = true;
    }
  }
}

void FaultReader::check_replicas() {
  bool added = false;
  for (const Draft& draft : drafts_) {
    if (draft.fault.kind == FaultKind::kRebalance) added = added || draft.fault.count > 1;
    if (draft.fault.kind != FaultKind::kFailover || added) continue;
    for (const durability::BucketParams& bucket : params_.buckets) {
      if (bucket.replicas > 0) continue;
      problems_.report(
          draft.place,
          fmt::format("the bucket '{}' has no replica that could take over", bucket.name),
          "give the cluster replicas: 1");
    }
  }
}

void FaultReader::check_pauses() {
  for (const Draft& draft : drafts_) {
    if (draft.fault.kind != FaultKind::kPause) continue;
    for (const durability::NodeIndex node : draft.fault.nodes) {
      if (params_.nodes[node].cpu.discipline != models::hardware::Discipline::kFair) continue;
      problems_.report(draft.place,
                       fmt::format("{}'s processor is shared fairly, and cannot be paused",
                                   params_.nodes[node].name),
                       "write service: fifo");
      break;
    }
  }
}

}  // namespace scenarios
