#include "tests/models/small_worlds.hpp"

#include <algorithm>
#include <array>

namespace tests {

using namespace models::durability;
using models::hardware::Latency;
namespace hardware = models::hardware;

namespace {

class Maker {
 public:
  explicit Maker(sim::Stream& luck) : luck_(luck) {}

  SmallWorld world();
  SmallWorld equal_replicas();
  SmallWorld with_faults();
  SmallWorld with_watches();
  SmallWorld with_sync_writes();
  SmallWorld in_memory();

 private:
  std::uint32_t below(std::uint32_t limit) {
    return static_cast<std::uint32_t>(luck_.uniform() * limit);
  }
  bool one_in(std::uint32_t many) { return below(many) == 0; }

  // Ranges cost runs, so few latencies have one.
  Latency latency(std::uint32_t one_range_in) {
    const std::int64_t low = below(3);
    if (!one_in(one_range_in)) return {sim::Distribution::constant(low), {}};
    return {sim::Distribution::uniform(low, low + 1 + below(2)), {}};
  }
  void add_turn(Latency& latency) {
    models::hardware::LatencyTurn turn{sim::at(sim::Duration(1 + below(4))), 1.0, std::nullopt};
    turn.distribution = sim::Distribution::constant(below(4));
    latency.turns.push_back(turn);
  }
  void add_nodes(ClusterParams& params, std::uint32_t count);
  void add_network(ClusterParams& params, std::uint32_t count);
  void add_step(ClusterParams& params);
  void add_workload(ClusterParams& params);
  Fault fault(const ClusterParams& params);

  sim::Stream& luck_;
};

void Maker::add_nodes(ClusterParams& params, std::uint32_t count) {
  for (std::uint32_t i = 0; i < count; ++i) {
    NodeParams node;
    node.name = "n" + std::to_string(i);
    node.cpu.cores = 1 + static_cast<std::int32_t>(below(2));
    if (one_in(2)) node.cpu.per_operation = latency(4);
    node.disk.write = latency(2);
    if (one_in(4)) node.disk.sync = latency(6);
    node.disk.read = latency(4);
    node.disk.batch = 1 + below(2);
    if (one_in(6)) add_turn(node.disk.write);
    params.nodes.push_back(node);
  }
}

void Maker::add_network(ClusterParams& params, std::uint32_t count) {
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < count; ++i) names.push_back("n" + std::to_string(i));
  names.emplace_back("office");
  if (one_in(3)) {
    const auto jitter = one_in(2) ? std::optional(latency(2)) : std::nullopt;
    const sim::ByteRate bandwidth{one_in(2) ? 1'000'000'000 : 60'000'000'000};
    const Latency way = latency(4);  // not within the call: its order is the compiler's
    params.topology = models::hardware::star(names, way, jitter, bandwidth);
    return;
  }
  params.topology = models::hardware::full_mesh(names, latency(8), std::nullopt);
  for (models::hardware::LinkParams& link : params.topology.links) {
    if (one_in(3)) link.latency = latency(2);
    if (one_in(12)) add_turn(link.latency);
  }
}

void Maker::add_step(ClusterParams& params) {
  const std::int64_t vbucket = one_in(2) ? 0 : 1;
  const auto key = params.keys.key(0, one_in(2) ? "a" : "b", vbucket);
  if (std::find(params.watched.begin(), params.watched.end(), key) == params.watched.end()) {
    params.watched.push_back(key);
  }
  const sim::Instant at = sim::at(sim::Duration(params.steps.empty() ? 0 : below(5)));
  if (!params.steps.empty() && one_in(4)) {
    CommandStep command;
    command.kind = static_cast<CommandKind>(below(7));
    command.key = key;
    command.on_master = one_in(2);
    command.on_replicas = std::int64_t{below(3)};
    params.steps.push_back({at, command});
    return;
  }
  OperationStep operation;
  operation.kind = params.steps.empty() ? OperationKind::kStore
                                        : static_cast<OperationKind>(below(kOperationKinds));
  operation.key = key;
  params.steps.push_back({at, operation});
}

void Maker::add_workload(ClusterParams& params) {
  GeneratorParams generator;
  generator.name = "w";
  if (one_in(2)) {
    generator.arrivals = ClosedArrivals{1 + below(2), latency(2)};
  } else {
    generator.arrivals = OpenArrivals{latency(2), 1 + below(2)};
  }
  generator.mix[0] = 1;
  generator.mix[2] = below(2);
  generator.mix[3] = below(2);
  generator.keys = params.keys.range(0, "w", 2);
  generator.popularity = Uniform{};
  generator.count = 1 + below(2);
  if (one_in(2)) generator.place = "office";
  for (KeyIndex i = 0; i < generator.keys.count; ++i) {
    params.watched.push_back(generator.keys.first + i);
  }
  params.generators.push_back(generator);
}

SmallWorld Maker::world() {
  auto params = std::make_shared<ClusterParams>();
  const std::uint32_t count = 2 + below(2);
  params->seed = 1 + below(1000);
  add_nodes(*params, count);
  add_network(*params, count);
  params->buckets = {{"default", 1 + below(count - 1), std::nullopt, Eviction::kValue}};
  if (one_in(6)) params->buckets[0].memory = sim::Bytes{81};
  params->keys = Keys(1, 4);
  params->replicate_from = one_in(4) ? ReplicateFrom::kDisk : ReplicateFrom::kCache;
  params->dialect = one_in(6) ? Dialect::kMock : Dialect::kReal;
  params->supersede = !one_in(4);
  for (std::uint32_t steps = 1 + below(3); steps > 0; --steps) add_step(*params);
  std::stable_sort(params->steps.begin(), params->steps.end(),
                   [](const Step& a, const Step& b) { return a.at < b.at; });
  if (one_in(4)) add_workload(*params);
  SmallWorld world{params, sim::kNever};
  if (one_in(6)) world.until = sim::at(sim::Duration(3 + below(6)));
  return world;
}

SmallWorld Maker::equal_replicas() {
  auto params = std::make_shared<ClusterParams>();
  const std::uint32_t count = 3 + below(2);
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < count; ++i) {
    NodeParams node;
    node.name = names.emplace_back("n" + std::to_string(i));
    if (i > 1) {
      node.cpu = params->nodes[1].cpu;
      node.disk = params->nodes[1].disk;
    } else {
      if (one_in(2)) node.cpu.per_operation = latency(3);
      node.disk.write = latency(2);
      node.disk.batch = 1 + below(2);
    }
    params->nodes.push_back(node);
  }
  params->topology = models::hardware::full_mesh(names, latency(2), std::nullopt);
  params->buckets = {{"default", count - 1, std::nullopt, Eviction::kValue}};
  params->replicate_from = one_in(4) ? ReplicateFrom::kDisk : ReplicateFrom::kCache;
  params->supersede = !one_in(4);
  for (std::uint32_t steps = 1 + below(3); steps > 0; --steps) {
    OperationStep operation;
    const bool first = params->steps.empty();
    operation.kind = first ? OperationKind::kStore : static_cast<OperationKind>(below(4));
    operation.key = params->keys.key(0, one_in(3) ? "b" : "a");
    const auto known = std::find(params->watched.begin(), params->watched.end(), operation.key);
    if (known == params->watched.end()) params->watched.push_back(operation.key);
    params->steps.push_back({sim::at(sim::Duration(first ? 0 : below(4))), operation});
  }
  std::stable_sort(params->steps.begin(), params->steps.end(),
                   [](const Step& a, const Step& b) { return a.at < b.at; });
  return {params, sim::kNever};
}

// What the nodes' disks draw is constant where a fault may stretch it.
Fault Maker::fault(const ClusterParams& params) {
  constexpr std::array kKinds{
      FaultKind::kCrash,          FaultKind::kCrash,     FaultKind::kCrash,
      FaultKind::kDiskFull,       FaultKind::kDiskFails, FaultKind::kDiskLosesSyncs,
      FaultKind::kOperationsFail, FaultKind::kHiccup,    FaultKind::kNetworkSlow,
      FaultKind::kNetworkCut,     FaultKind::kFailover};
  Fault fault;
  fault.kind = kKinds[below(kKinds.size())];
  fault.words = std::string(name_of(fault.kind));
  const auto count = static_cast<std::uint32_t>(params.nodes.size());
  fault.nodes = {below(count)};
  fault.from = sim::at(sim::Duration(1 + below(8)));
  // A disk that fails for ever is tried for ever.
  if (fault.kind == FaultKind::kDiskFails || !one_in(3))
    fault.until = fault.from + sim::Duration(1 + below(6));
  fault.by = sim::Distribution::constant(1 + below(3));
  fault.count = 1 + below(2);
  const bool of_network =
      fault.kind == FaultKind::kNetworkSlow || fault.kind == FaultKind::kNetworkCut;
  if (of_network) fault.sides = {{params.nodes[0].name}, {params.nodes[1].name}};
  if (of_network || fault.kind == FaultKind::kFailover) {
    fault.nodes.resize(of_network ? 0 : 1);
  }
  if (fault.kind == FaultKind::kNetworkCut || is_instant(fault.kind)) fault.until = sim::kNever;
  return fault;
}

SmallWorld Maker::with_faults() {
  SmallWorld made = world();
  auto params = std::make_shared<ClusterParams>(*made.params);
  for (std::uint32_t faults = 1 + below(2); faults > 0; --faults) {
    params->faults.push_back(fault(*params));
  }
  if (one_in(2)) params->patience.timeout = sim::Duration(4 + below(12));
  params->patience.map_poll = sim::Duration(3 + below(9));
  return {params, made.until};
}

// Their polls come long after everything else, but for the first ones and the deadline.
SmallWorld Maker::with_watches() {
  SmallWorld made = world();
  auto params = std::make_shared<ClusterParams>(*made.params);
  for (std::uint32_t i = 0; i < 1 + below(2); ++i) {
    WatchParams watch;
    watch.name = "client" + std::to_string(i);
    watch.key = params->watched.front();
    watch.request.client = static_cast<Client>(below(6));
    watch.request.faults = profile_of(watch.request.client).faults;
    watch.request.persist_to = below(3);
    watch.request.replicate_to = watch.request.persist_to == 0 ? 1 : below(2);
    watch.request.timeout = sim::Duration(3 + below(15));
    if (one_in(3)) watch.place = "office";
    params->watches.push_back(watch);
    params->steps.push_back({sim::at(sim::Duration(below(6))), WatchStep{watch.key, i, 1}});
  }
  std::stable_sort(params->steps.begin(), params->steps.end(),
                   [](const Step& a, const Step& b) { return a.at < b.at; });
  return {params, made.until};
}

SmallWorld Maker::with_sync_writes() {
  SmallWorld made = world();
  auto params = std::make_shared<ClusterParams>(*made.params);
  params->dialect = Dialect::kReal;
  for (Step& step : params->steps) {
    auto* operation = std::get_if<OperationStep>(&step.what);
    if (operation == nullptr) continue;
    const bool writes =
        operation->kind == OperationKind::kStore || operation->kind == OperationKind::kDelete;
    if (!writes || one_in(4)) continue;
    operation->sync.level = static_cast<SyncLevel>(1 + below(3));
    operation->sync.timeout = sim::Duration(2 + below(14));
  }
  return {params, made.until};
}

SmallWorld Maker::in_memory() {
  constexpr std::array kMade = {&Maker::world, &Maker::with_faults, &Maker::with_watches,
                                &Maker::with_sync_writes};
  SmallWorld made = (this->*kMade[below(kMade.size())])();
  auto params = std::make_shared<ClusterParams>(*made.params);
  params->dialect = Dialect::kReal;
  params->replicate_from = ReplicateFrom::kCache;
  params->buckets[0].type = BucketType::kEphemeral;
  params->failover.reprovisions = below(3);
  for (Step& step : params->steps) {
    auto* command = std::get_if<CommandStep>(&step.what);
    if (command == nullptr || command->kind == CommandKind::kKeyinfo) continue;
    const bool removes = command->kind == CommandKind::kUnpersist ||
                         command->kind == CommandKind::kUncache ||
                         command->kind == CommandKind::kPurge;
    command->kind = removes ? CommandKind::kUncache : CommandKind::kCache;
  }
  return {params, made.until};
}

struct Drawn {
  sim::LatencyId latency;
  std::int64_t value;
  sim::Instant at;
};

std::vector<Drawn> draws_in(const Run& run) {
  std::vector<Drawn> draws;
  for (sim::EventId event = 1; event <= run.causes.size(); ++event) {
    const sim::CauseLink& link = run.causes.of(event);
    const sim::EventId by = link.released_by;
    const sim::Instant at = by == sim::kNoEvent ? sim::kStart : run.causes.of(by).at;
    for (const sim::Term& term : run.causes.terms(link)) {
      draws.push_back({term.latency, term.took.count(), at});
    }
  }
  return draws;
}

// What stands in the params under the name that the run gives to a latency.
const Latency& latency_named(const ClusterParams& params, const sim::LatencyName& name) {
  static const Latency nothing;  // what a timeout takes besides itself
  for (const NodeParams& node : params.nodes) {
    if (name.entity == node.name + "/sync writes") return nothing;
    if (name.entity == node.name + "/cpu") return node.cpu.per_operation;
    if (name.entity != node.name + "/disk") continue;
    if (name.purpose == "write") return node.disk.write;
    return name.purpose == "sync" ? node.disk.sync : node.disk.read;
  }
  for (hardware::LinkIndex i = 0; i < params.topology.links.size(); ++i) {
    const hardware::LinkParams& link = params.topology.links[i];
    if (name.entity != "network/" + hardware::link_name(params.topology, i)) continue;
    return name.purpose == "jitter" ? *link.jitter : link.latency;
  }
  return pause_of(params.generators.front());
}

sim::Support support_at(const Latency& latency, sim::Instant at) {
  sim::Support support = latency.distribution.support();
  for (const hardware::LatencyTurn& turn : latency.turns) {
    if (at >= turn.at) support = turn.distribution->support();
  }
  return support;
}

std::vector<GivenDraws> as_given(const std::vector<Drawn>& draws,
                                 const std::vector<sim::LatencyName>& names) {
  std::vector<GivenDraws> given;
  for (sim::LatencyId id = 0; id < names.size(); ++id) {
    GivenDraws of_latency{names[id].entity, names[id].purpose, {}};
    for (const Drawn& drawn : draws) {
      if (drawn.latency == id) of_latency.draws.emplace_back(drawn.value);
    }
    given.push_back(std::move(of_latency));
  }
  return given;
}

class AllRuns {
 public:
  AllRuns(const SmallWorld& world, std::size_t most, const std::function<void(const Run&)>& visit)
      : world_(world), left_(most), visit_(visit) {}

  // All runs that begin with these draws, of which `first` is one.
  bool from(const std::vector<Drawn>& begin, const Run& first) {
    std::vector<Drawn> draws = draws_in(first);
    std::size_t open = begin.size();
    sim::Support support;
    for (; open < draws.size(); ++open) {
      const sim::LatencyName& name = first.latency_names[draws[open].latency];
      support = support_at(latency_named(*world_.params, name), draws[open].at);
      if (support.low != support.high) break;
    }
    if (open >= draws.size()) {
      visit_(first);
      return true;
    }
    draws.resize(open + 1);
    for (std::int64_t value = support.low; value <= *support.high; ++value) {
      if (left_-- == 0) return false;
      draws.back().value = value;
      if (!from(draws, run_with(world_, as_given(draws, first.latency_names)))) return false;
    }
    return true;
  }

 private:
  const SmallWorld& world_;
  std::size_t left_;
  const std::function<void(const Run&)>& visit_;
};

}  // namespace

bool for_each_run(const SmallWorld& world, std::size_t most,
                  const std::function<void(const Run&)>& visit) {
  return AllRuns(world, most, visit).from({}, run_with(world, {}));
}

SmallWorld small_world(sim::Stream& luck) { return Maker(luck).world(); }

SmallWorld world_of_equal_replicas(sim::Stream& luck) { return Maker(luck).equal_replicas(); }

SmallWorld world_with_faults(sim::Stream& luck) { return Maker(luck).with_faults(); }

SmallWorld world_with_watches(sim::Stream& luck) { return Maker(luck).with_watches(); }

SmallWorld world_with_sync_writes(sim::Stream& luck) { return Maker(luck).with_sync_writes(); }

SmallWorld world_in_memory(sim::Stream& luck) { return Maker(luck).in_memory(); }

Run run_with(const SmallWorld& world, std::vector<GivenDraws> draws) {
  auto params = std::make_shared<ClusterParams>(*world.params);
  params->draws = std::move(draws);
  return run(params, {world.until, true});
}

}  // namespace tests
