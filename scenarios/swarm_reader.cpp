#include "scenarios/swarm_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/fault_reader.hpp"
#include "scenarios/swarm.hpp"

namespace scenarios {

namespace durability = models::durability;

namespace {

using durability::FaultKind;
using durability::RandomFault;

constexpr std::string_view kPartition = "partition";  // a cut that splits all nodes in two

std::optional<FaultKind> kind_of(std::string_view name) {
  if (name == kPartition) return FaultKind::kNetworkCut;
  for (std::size_t i = 0; i < durability::kFaultKinds; ++i) {
    const auto kind = static_cast<FaultKind>(i);
    if (durability::name_of(kind) == name) return kind;
  }
  return std::nullopt;
}

class RandomFaultReader {
 public:
  RandomFaultReader(durability::ClusterParams& params, Problems& problems)
      : params_(params), problems_(problems) {}

  std::optional<RandomFault> read(const Fields& fields, std::optional<durability::KeyIndex> key) {
    const std::string_view name = fields.table().fields[0].name;
    const auto every = fields.latency("every");
    const auto lasts = fields.latency("lasts");
    const auto kind = kind_of(name);
    SIM_CHECK(kind.has_value());
    const bool right =
        durability::is_of_network(*kind) ? read_any(fields, name) : read_nodes(fields, name, key);
    if (!right || !every || !lasts) return std::nullopt;
    RandomFault fault{*kind, nodes_, every->distribution, lasts->distribution};
    fault.splits = name == kPartition;
    if (every->distribution.mean() <= 0) {
      problems_.report(fields.place("every"), "faults at intervals of nothing never end",
                       "write an interval: {exponential: 5s}");
    }
    read_figures(fields, fault);
    if (*kind == FaultKind::kPause) check_processors(fields.place(name));
    return fault;
  }

 private:
  void add_all_nodes() {
    for (durability::NodeIndex i = 0; i < params_.nodes.size(); ++i) nodes_.push_back(i);
  }

  bool read_any(const Fields& fields, std::string_view name) {
    if (!fields.choice(name)) return false;
    add_all_nodes();
    if (nodes_.size() > 1) return true;
    problems_.report(fields.place(name), "one node has no network to others",
                     "give the cluster nodes: 2 or more");
    return false;
  }

  bool read_nodes(const Fields& fields, std::string_view name,
                  std::optional<durability::KeyIndex> key) {
    const auto where = fields.identifier(name);
    if (!where) return false;
    if (*where == "any") {
      add_all_nodes();
    } else if (const auto node =
                   Names(params_, problems_).node({*where, fields.place(name)}, key)) {
      nodes_.push_back(*node);
    }
    return !nodes_.empty();
  }

  void read_figures(const Fields& fields, RandomFault& fault) {
    durability::Fault& figures = fault.figures;
    if (fault.kind == FaultKind::kDiskSlow) figures.times = read_slowness(fields, problems_);
    if (fault.kind == FaultKind::kNetworkLossy) figures.probability = read_loss(fields, problems_);
    if (fault.kind == FaultKind::kDiskLosesSyncs) {
      figures.count = static_cast<std::uint64_t>(fields.count("flushes").value_or(1));
    }
    if (fault.kind == FaultKind::kNetworkSlow) {
      if (const auto by = fields.latency("by")) figures.by = by->distribution;
    }
    if (durability::is_of_network(fault.kind) && !fault.splits) {
      figures.one_way = fields.boolean("one_way").value_or(false);
    }
  }

  void check_processors(const Place& place) {
    for (const durability::NodeIndex node : nodes_) {
      if (params_.nodes[node].cpu.discipline != models::hardware::Discipline::kFair) continue;
      problems_.report(
          place, params_.nodes[node].name + "'s processor is shared fairly, and cannot be paused",
          "write service: fifo");
      return;
    }
  }

  durability::ClusterParams& params_;
  Problems& problems_;
  std::vector<durability::NodeIndex> nodes_;
};

}  // namespace

std::optional<durability::SwarmParams> read_swarm(const Fields& scenario,
                                                  durability::ClusterParams& params,
                                                  std::optional<durability::KeyIndex> key,
                                                  Problems& problems) {
  const auto fields = scenario.mapping("swarm");
  if (!fields) return std::nullopt;
  durability::SwarmParams swarm;
  swarm.most_down = static_cast<std::uint32_t>(fields->count("most_down").value_or(1));
  swarm.most_cut = static_cast<std::uint32_t>(fields->count("most_cut").value_or(1));
  swarm.from = sim::at(fields->duration("from").value_or(sim::Duration(0)));
  const auto until = fields->duration("until");
  if (!until) return std::nullopt;
  swarm.until = sim::at(*until);
  if (swarm.until <= swarm.from) {
    problems.report(fields->place("until"), "the swarm must end after it begins");
  }
  for (const Chosen& form : fields->chosen_list("faults")) {
    if (!form.fields) continue;
    if (auto fault = RandomFaultReader(params, problems).read(*form.fields, key)) {
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
  for (const durability::Fault& fault : params.faults) {
    if (fault.from < sim::at(*stop)) continue;
    problems.report(fields->place("faults_stop"),
                    fmt::format("{} comes after faults stop", fault.words), "let them stop later");
    break;
  }
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
