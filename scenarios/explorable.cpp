// Which scenarios can be explored: what reads the clock is refused, with what to change.
#include <fmt/format.h>

#include "models/analysis/explorer.hpp"
#include "models/analysis/fitness.hpp"
#include "models/analysis/orderings.hpp"
#include "models/durability/clock_state.hpp"
#include "models/durability/latencies.hpp"
#include "scenarios/builtin.hpp"
#include "scenarios/document.hpp"
#include "scenarios/orderings.hpp"

namespace scenarios {

namespace analysis = models::analysis;
namespace durability = models::durability;

namespace {

// The first field of that name, as one reads.
const Value* find_anywhere(const Value& value, std::string_view key) {
  if (const Value* here = value.find(key)) return here;
  for (const Entry& entry : value.entries()) {
    if (const Value* below = find_anywhere(entry.value, key)) return below;
  }
  for (const Value& item : value.items()) {
    if (const Value* below = find_anywhere(item, key)) return below;
  }
  return nullptr;
}

constexpr std::string_view kReadsClock =
    "whether an item has expired depends on the clock, and not on the order of events alone";

struct Refusal {
  std::string_view field;
  std::string message;
  std::string hint;
};

Refusal refusal_of(const analysis::Reason& reason) {
  switch (reason.what) {
    case analysis::Unfit::kRateCap:
      return {"caps",
              fmt::format("{} has rate caps, whose waits depend on the clock and not on the order "
                          "of events alone",
                          reason.where),
              "leave out caps, and let write be the range that a capped volume shows"};
    case analysis::Unfit::kFairShare:
      return {"service",
              fmt::format("{} is shared fairly, so an operation's end depends on the clock",
                          reason.where),
              "write service: fifo"};
    case analysis::Unfit::kEndlessLoad:
      return {
          "workload",
          fmt::format("{} ends by the clock, so it has no bounded set of orderings", reason.where),
          "give it a count, a small one, and no until"};
    case analysis::Unfit::kStretchedRange:
      return {"slow",
              fmt::format("{} is a range that is slowed for a while, which leaves gaps in it",
                          reason.where),
              "write piecewise, with the slow range spelt out"};
    case analysis::Unfit::kWatch:
      return {"watch",
              fmt::format("{} has clients that poll, one for each write, which are not explored",
                          reason.where),
              "leave out watch, or let a step of the script watch"};
    case analysis::Unfit::kFault:
      return {reason.where,
              fmt::format("{} goes by the clock or by luck, which is not explored", reason.where),
              "crash, restart, disk_full, disk_fails, opfail, truncate, a cut without an end and "
              "constant delays are; run tells what this one does"};
    case analysis::Unfit::kExpiry:
      return {"expires", std::string(kReadsClock),
              "leave out expires, or let a delete stand for it"};
    case analysis::Unfit::kReprovision:
      return {
          reason.where,
          "a node that comes back may find its ephemeral buckets taken over, at an instant that "
          "hangs on how long it reads its other buckets from its disk",
          "write auto_reprovision: {most: 0}, or leave out until and restart"};
    case analysis::Unfit::kRules:
      return {"auto_failover", "an automatic failover goes by heartbeats, which are not explored",
              "leave out auto_failover, and fail over by script: {failover: node1, at: 2s}"};
    case analysis::Unfit::kTooManyObjects:
      break;
  }
  return {"cluster", "the cluster has too many nodes, links and workloads together",
          "256 of nodes (twice), directed links and workloads is the most"};
}

// The fault of that number among those of its kind.
const Value* find_fault(const Value& root, const durability::ClusterParams& params,
                        const analysis::Reason& reason) {
  std::size_t before = 0;
  for (std::size_t i = 0; i < reason.number; ++i) {
    if (params.faults[i].kind == params.faults[reason.number].kind) ++before;
  }
  for (const std::string_view list : {"script", "faults"}) {
    const Value* items = root.find(list);
    if (items == nullptr) continue;
    for (const Value& item : items->items()) {
      const Value* kind = item.find(reason.where);
      if (kind != nullptr && before-- == 0) return kind;
    }
  }
  return nullptr;
}

}  // namespace

void check_explorable(const Scenario& scenario, const FileSource& files) {
  const std::vector<analysis::Reason> reasons = analysis::unfit_for_orderings(*scenario.params);
  if (reasons.empty()) return;
  Problems problems;
  Problems unread;
  const Value root = read_document(scenario.file, files, unread);
  if (const FileText file = files(scenario.file); file.trouble.empty()) {
    problems.add_source(scenario.file, file.text);
  }
  for (const analysis::Reason& reason : reasons) {
    const Refusal refusal = refusal_of(reason);
    const bool of_fault =
        reason.what == analysis::Unfit::kFault || reason.what == analysis::Unfit::kReprovision;
    const Value* place =
        of_fault ? find_fault(root, *scenario.params, reason) : find_anywhere(root, refusal.field);
    if (place == nullptr) place = find_anywhere(root, "cluster");
    problems.report(place == nullptr ? Place{scenario.file, 0, 0} : place->place(), refusal.message,
                    refusal.hint);
  }
  throw InvalidInput(std::move(problems));
}

void check_without_faults(const Scenario& scenario, const FileSource& files, std::string_view who) {
  const bool expires = durability::has_expiries(*scenario.params);
  if (scenario.params->faults.empty() && !expires) return;
  Problems problems;
  Problems unread;
  const Value root = read_document(scenario.file, files, unread);
  if (const FileText file = files(scenario.file); file.trouble.empty()) {
    problems.add_source(scenario.file, file.text);
  }
  if (const Value* place = expires ? find_anywhere(root, "expires") : nullptr) {
    problems.report(place->place(), std::string(kReadsClock), "leave out expires");
  }
  const Value* place = find_anywhere(root, "faults");
  if (place == nullptr) place = find_anywhere(root, "script");
  if (!scenario.params->faults.empty()) {
    problems.report(place == nullptr ? Place{scenario.file, 0, 0} : place->place(),
                    fmt::format("{} follows latencies, and something breaks here", who),
                    "leave out what breaks; run tells what it does");
  }
  throw InvalidInput(std::move(problems));
}

namespace {

constexpr double kFarMore = 5;

// About how many orderings the first way has that the search comes to.
double orderings_of_first_way(const Scenario& scenario, const OrderingsBudget& budget) {
  constexpr std::size_t kProbes = 64;
  double estimate = 0;
  const auto first_way = [&](const analysis::Trace& trace, const analysis::Recorded& recorded) {
    const std::vector<analysis::EventNumber> events =
        analysis::moments_of(recorded, *scenario.params).events();
    sim::Stream luck(1, "orderings", "estimate");
    estimate = analysis::estimate_sequences(trace, events, kProbes, luck);
    return false;
  };
  const auto stop = [&](const analysis::Exploration& exploration) {
    return exploration.states > budget.states || budget.interrupted();
  };
  analysis::explore(scenario.params, {scenario.options.until, false}, first_way, stop);
  return estimate;
}

std::string ranges_of(const Scenario& scenario) {
  constexpr std::size_t kMostLetters = 200;
  std::string ranges;
  for (const durability::NamedLatency& named : durability::latencies_of(*scenario.params)) {
    if (named.latency->distribution.as_constant()) continue;
    ranges +=
        fmt::format("{}{} {}", ranges.empty() ? "" : ", ", named.name.entity, named.name.purpose);
    if (ranges.size() > kMostLetters) break;
  }
  return ranges;
}

[[noreturn]] void refuse(const Scenario& scenario, const FileSource& files, std::string message,
                         std::string_view option) {
  Problems problems;
  Problems unread;
  const Value root = read_document(scenario.file, files, unread);
  if (const FileText file = files(scenario.file); file.trouble.empty()) {
    problems.add_source(scenario.file, file.text);
  }
  const Value* place = find_anywhere(root, "script");
  problems.report(place == nullptr ? Place{scenario.file, 0, 0} : place->place(),
                  std::move(message),
                  fmt::format("leave out steps or replicas, bound some of {}, or raise {}; "
                              "--answers tells what can be observed without listing orderings",
                              ranges_of(scenario), option));
  throw InvalidInput(std::move(problems));
}

}  // namespace

void check_size(const Scenario& scenario, const OrderingsBudget& budget, const FileSource& files) {
  constexpr std::uint64_t kStatesLookedAt = 3000;
  sim::Stream luck(1, "orderings", "size");
  const analysis::SizeEstimate size = analysis::estimate_size(
      scenario.params, {scenario.options.until, false}, kStatesLookedAt, luck);
  if (size.states > kFarMore * static_cast<double>(budget.states)) {
    refuse(scenario, files,
           fmt::format("the run can go about {:.2g} ways, through about {:.2g} states, and the "
                       "budget is {} states",
                       size.ways, size.states, budget.states),
           "--states");
  }
  const double orderings = orderings_of_first_way(scenario, budget);
  if (orderings > kFarMore * static_cast<double>(budget.orderings)) {
    refuse(scenario, files,
           fmt::format("one way of the run alone has about {:.2g} orderings, and the budget is {}",
                       orderings, budget.orderings),
           "--orderings");
  }
}

}  // namespace scenarios
