#include "scenarios/swarm.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "scenarios/load.hpp"
#include "scenarios/shrink.hpp"
#include "sim/digest.hpp"
#include "sim/quantity_text.hpp"

namespace scenarios {

namespace durability = models::durability;

namespace {

// What one run leaves.
struct OneSeed {
  std::uint64_t digest = 0;
  std::uint64_t writes = 0;
  std::uint64_t faults = 0;
  std::uint64_t promises = 0;
  std::uint64_t excused = 0;
  std::optional<Violation> violation;
};

std::vector<std::string> names_of_nodes(const durability::ClusterParams& params) {
  std::vector<std::string> names;
  for (const durability::NodeParams& node : params.nodes) names.push_back(node.name);
  return names;
}

Scenario with_params(const Scenario& scenario, durability::ClusterParams params) {
  Scenario other = scenario;
  other.params = std::make_shared<const durability::ClusterParams>(std::move(params));
  return other;
}

std::optional<Violation> violation_of(const Scenario& scenario, const durability::Run& run) {
  for (const Verdict& verdict : judge_whole(scenario, run)) {
    if (verdict.result != Result::kFailed) continue;
    return Violation{scenario.params->seed, verdict.expectation, verdict.seen};
  }
  return std::nullopt;
}

OneSeed run_seed(const Scenario& scenario, std::uint64_t seed, const SwarmOptions& options) {
  durability::ClusterParams params = *scenario.params;
  params.seed = seed;
  std::vector<durability::Fault> faults =
      durability::planned_faults(*scenario.swarm, seed, names_of_nodes(params));
  if (params.liveness) end_by(params.liveness->faults_stop, faults);
  OneSeed one;
  one.faults = faults.size();
  params.faults.insert(params.faults.end(), faults.begin(), faults.end());
  // As a file would have them, so that each keeps its number and its luck when it is spelt out.
  std::stable_sort(params.faults.begin(), params.faults.end(),
                   [](const auto& a, const auto& b) { return a.from < b.from; });
  options.alter(params);
  const Scenario seeded = with_params(scenario, std::move(params));
  const durability::Run run = durability::run(seeded.params, seeded.options);
  one.digest = run.outcome.digest;
  one.writes = run.outcome.writes;
  one.promises = run.outcome.promises;
  for (const durability::LostPromise& lost : run.outcome.lost_promises) {
    if (lost.excused) ++one.excused;
  }
  one.violation = violation_of(seeded, run);
  return one;
}

Editable list_of(const std::vector<std::string>& names) {
  Editable list;
  list.kind = Editable::Kind::kList;
  for (const std::string& name : names) list.items.push_back(Editable::scalar(name));
  return list;
}

// The fault as the language has it: {crash: node1, at: 10ms, until: 2s}; its figures are those of
// the swarm's field that it was drawn by.
Editable fault_field(const durability::Fault& fault, const Editable& random,
                     const std::vector<std::string>& names) {
  Editable field;
  field.kind = Editable::Kind::kMapping;
  Editable& where = field.field(durability::name_of(fault.kind));
  if (fault.sides.empty()) {
    where = Editable::scalar(names[fault.nodes.front()]);
  } else {
    where.kind = Editable::Kind::kList;
    for (const auto& side : fault.sides) where.items.push_back(list_of(side));
  }
  field.field("at") = Editable::scalar(sim::to_text(fault.from));
  if (fault.until != sim::kNever) {
    field.field("until") = Editable::scalar(sim::to_text(fault.until));
  }
  for (const std::string_view figure : {"times", "flushes", "by", "loss", "one_way"}) {
    const auto given = std::find_if(random.fields.begin(), random.fields.end(),
                                    [&](const auto& one) { return one.first == figure; });
    if (given != random.fields.end()) field.field(figure) = given->second;
  }
  return field;
}

// The scenario's file with a seed's faults spelt out.
Editable with_faults_of(Editable file, const Scenario& scenario, std::uint64_t seed) {
  const auto names = names_of_nodes(*scenario.params);
  std::vector<Editable> drawn;
  const Editable random = file.field("swarm").field("faults");
  for (durability::PlannedFault& one : durability::planned(*scenario.swarm, seed, names)) {
    std::vector<durability::Fault> kept{std::move(one.fault)};
    if (scenario.params->liveness) end_by(scenario.params->liveness->faults_stop, kept);
    if (!kept.empty()) drawn.push_back(fault_field(kept.front(), random.items[one.of], names));
  }
  file.remove("swarm");
  file.field("seed", "cluster") = Editable::scalar(fmt::format("{}", seed));
  if (drawn.empty()) return file;
  Editable& list = file.field("faults", "expect");
  list.kind = Editable::Kind::kList;
  list.items.insert(list.items.end(), drawn.begin(), drawn.end());
  return file;
}

std::optional<Scenario> loaded(const std::string& path, const Editable& file,
                               const FileSource& files) {
  const std::string text = to_yaml(file);
  const auto with_this = [&](const std::string& asked) {
    return asked == path ? FileText{text, {}} : files(asked);
  };
  try {
    return load_scenario(path, with_this);
  } catch (const InvalidInput&) {
    return std::nullopt;
  }
}

// How the file's run fails by that expectation; empty if it does not.
std::string seen_in(const std::string& path, const Editable& file, const std::string& expectation,
                    const FileSource& files, const SwarmOptions& options) {
  const std::optional<Scenario> scenario = loaded(path, file, files);
  if (!scenario) return "";
  durability::ClusterParams params = *scenario->params;
  options.alter(params);
  const Scenario altered = with_params(*scenario, std::move(params));
  const durability::Run run = durability::run(altered.params, altered.options);
  for (const Verdict& verdict : judge_whole(altered, run)) {
    const bool fails = verdict.result == Result::kFailed && verdict.expectation == expectation;
    if (fails) return verdict.seen;
  }
  return "";
}

}  // namespace

SwarmRuns run_swarm(const Scenario& scenario, const SwarmOptions& options) {
  SIM_CHECK(scenario.swarm.has_value() && options.seeds.last >= options.seeds.first);
  const std::size_t count = options.seeds.last - options.seeds.first + 1;
  std::vector<OneSeed> all(count);
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      all[i] = run_seed(scenario, options.seeds.first + i, options);
      options.done_one();
    }
  };
  {
    std::vector<std::jthread> threads;
    for (unsigned i = 1; i < options.threads; ++i) threads.emplace_back(work);
    work();
  }
  SwarmRuns runs;
  runs.runs = count;
  sim::Digest digest;
  for (OneSeed& one : all) {
    digest.add(one.digest);
    runs.writes += one.writes;
    runs.faults += one.faults;
    runs.promises += one.promises;
    runs.excused += one.excused;
    if (one.violation) runs.violations.push_back(std::move(*one.violation));
  }
  runs.digest = digest.value();
  return runs;
}

std::optional<SmallestSwarm> smallest_violation(const Scenario& scenario,
                                                const Violation& violation, const FileSource& files,
                                                const SwarmOptions& options) {
  Problems unread;
  Editable file = with_faults_of(editable(read_document(scenario.file, files, unread)), scenario,
                                 violation.seed);
  const auto seen = [&](const Editable& attempt) {
    return seen_in(scenario.file, attempt, violation.expectation, files, options);
  };
  const auto holds_without_faults = [&](Editable attempt) {
    attempt.remove("faults");
    return seen(attempt).empty();
  };
  if (seen(file).empty()) return std::nullopt;
  // What faults brought about must not shrink to what fails without any.
  const bool due_to_faults = holds_without_faults(file);
  const auto fails = [&](const Editable& attempt) {
    return !seen(attempt).empty() && (!due_to_faults || holds_without_faults(attempt));
  };
  file = shrink(std::move(file),
                {{"faults", "workload", "script", "expect"}, true, fails, options.interrupted});
  const std::optional<Scenario> written = loaded(scenario.file, file, files);
  SIM_CHECK(written.has_value());
  SmallestSwarm smallest;
  smallest.text = to_yaml(file);
  smallest.seen = seen(file);
  smallest.faults = written->params->faults.size();
  smallest.nodes = written->params->nodes.size();
  smallest.operations = written->params->steps.size();
  for (const durability::GeneratorParams& generator : written->params->generators) {
    smallest.operations += generator.count;
  }
  return smallest;
}

void end_by(sim::Instant stop, std::vector<durability::Fault>& faults) {
  faults.erase(std::remove_if(faults.begin(), faults.end(),
                              [stop](const auto& fault) { return fault.from >= stop; }),
               faults.end());
  for (durability::Fault& fault : faults) {
    if (!durability::is_instant(fault.kind)) fault.until = std::min(fault.until, stop);
  }
}

}  // namespace scenarios
