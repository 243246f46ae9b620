#include "scenarios/swarm_reader.hpp"

#include <algorithm>

#include "scenarios/swarm.hpp"

namespace scenarios {

namespace durability = models::durability;

namespace {

std::optional<durability::RandomFault> read_random_fault(const Fields& fields,
                                                         durability::ClusterParams& params,
                                                         std::optional<durability::KeyIndex> key,
                                                         Problems& problems) {
  const std::string_view name = fields.table().fields[0].name;
  const auto where = fields.identifier(name);
  const auto every = fields.latency("every");
  const auto lasts = fields.latency("lasts");
  if (!where || !every || !lasts) return std::nullopt;
  durability::RandomFault fault{
      durability::FaultKind::kCrash, {}, every->distribution, lasts->distribution};
  for (const auto kind : {durability::FaultKind::kPause, durability::FaultKind::kDiskStalled,
                          durability::FaultKind::kDiskFull, durability::FaultKind::kDiskFails}) {
    if (durability::name_of(kind) == name) fault.kind = kind;
  }
  if (every->distribution.mean() <= 0) {
    problems.report(fields.place("every"), "faults at intervals of nothing never end",
                    "write an interval: {exponential: 5s}");
  }
  if (*where == "any") {
    for (durability::NodeIndex i = 0; i < params.nodes.size(); ++i) fault.nodes.push_back(i);
  } else if (const auto node = Names(params, problems).node({*where, fields.place(name)}, key)) {
    fault.nodes.push_back(*node);
  }
  return fault;
}

}  // namespace

std::optional<durability::SwarmParams> read_swarm(const Fields& scenario,
                                                  durability::ClusterParams& params,
                                                  std::optional<durability::KeyIndex> key,
                                                  Problems& problems) {
  const auto fields = scenario.mapping("swarm");
  if (!fields) return std::nullopt;
  durability::SwarmParams swarm;
  swarm.most_down = static_cast<std::uint32_t>(fields->count("most_down").value_or(1));
  swarm.from = sim::at(fields->duration("from").value_or(sim::Duration(0)));
  const auto until = fields->duration("until");
  if (!until) return std::nullopt;
  swarm.until = sim::at(*until);
  if (swarm.until <= swarm.from) {
    problems.report(fields->place("until"), "the swarm must end after it begins");
  }
  for (const Chosen& form : fields->chosen_list("faults")) {
    if (!form.fields) continue;
    if (auto fault = read_random_fault(*form.fields, params, key, problems)) {
      swarm.faults.push_back(std::move(*fault));
    }
  }
  return swarm;
}

void read_liveness(const Fields& scenario, durability::ClusterParams& params,
                   durability::RunOptions& options, Problems& problems) {
  const auto fields = scenario.mapping("liveness");
  if (!fields) return;
  const auto stop = fields->duration("faults_stop");
  const auto within = fields->duration("within");
  if (!stop || !within) return;
  if (scenario.has("until")) {
    problems.report(scenario.place("until"), "liveness says when the run ends",
                    "leave out until, or liveness");
  }
  params.liveness = durability::LivenessParams{sim::at(*stop), *within};
  options.until = sim::later(sim::at(*stop), *within);
  end_by(sim::at(*stop), params.faults);
  for (durability::GeneratorParams& generator : params.generators) {
    generator.until = std::min(generator.until, sim::at(*stop));
  }
  for (std::size_t i = 0; i < params.steps.size(); ++i) {
    if (params.steps[i].at < sim::at(*stop)) continue;
    problems.report(fields->place("faults_stop"), "a step of the script comes after faults stop",
                    "let them stop later");
    return;
  }
}

}  // namespace scenarios
