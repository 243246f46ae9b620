#include "models/durability/fault_plan.hpp"

#include <algorithm>

#include "sim/random.hpp"

namespace models::durability {

namespace {

using Names = std::vector<std::string>;

std::string listed(const Names& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

// Every node on the one side or the other by a coin of its own, one at least on each.
void split(const RandomFault& random, const Names& names, sim::Stream& where, Fault& fault) {
  fault.sides.resize(2);
  for (const NodeIndex node : random.nodes) fault.sides[where.below(2)].push_back(names[node]);
  for (std::size_t side = 0; side < 2; ++side) {
    Names& others = fault.sides[1 - side];
    if (!fault.sides[side].empty()) continue;
    const auto alone = others.begin() + static_cast<std::ptrdiff_t>(where.below(others.size()));
    fault.sides[side] = {*alone};
    others.erase(alone);
  }
}

void draw_where(const RandomFault& random, const Names& names, sim::Stream& where, Fault& fault) {
  fault.words = std::string(name_of(random.kind));
  if (!is_of_network(random.kind)) {
    fault.nodes = {random.nodes[where.below(random.nodes.size())]};
    fault.words += " of " + names[fault.nodes.front()];
    return;
  }
  if (random.splits) {
    split(random, names, where, fault);
  } else {
    const std::size_t count = random.nodes.size();
    const std::size_t one = where.below(count);
    const std::size_t other = (one + 1 + where.below(count - 1)) % count;
    fault.sides = {{names[random.nodes[one]]}, {names[random.nodes[other]]}};
  }
  fault.words += " between " + listed(fault.sides[0]) + " and " + listed(fault.sides[1]);
}

void draw(const RandomFault& random, std::size_t number, std::uint64_t seed,
          const SwarmParams& swarm, const Names& names, std::vector<PlannedFault>& drawn) {
  const std::string entity = "swarm/" + std::to_string(number);
  sim::Stream every(seed, entity, "every");
  sim::Stream lasts(seed, entity, "lasts");
  sim::Stream where(seed, entity, "where");
  sim::Instant at = swarm.from;
  for (;;) {
    // An interval of nothing would never get anywhere.
    at = sim::later(at, sim::Duration(std::max<std::int64_t>(random.every.draw(every), 1)));
    if (at >= swarm.until) return;
    Fault fault = random.figures;
    fault.kind = random.kind;
    draw_where(random, names, where, fault);
    fault.from = at;
    fault.until =
        sim::later(at, sim::Duration(std::max<std::int64_t>(random.lasts.draw(lasts), 1)));
    drawn.push_back({std::move(fault), number});
  }
}

// Whether the swarm's limits leave room for it among those that were taken.
bool has_room(const Fault& fault, const SwarmParams& swarm,
              const std::vector<PlannedFault>& taken) {
  std::uint32_t down = 0;
  std::uint32_t cut = 0;
  for (const auto& [before, of] : taken) {
    if (before.until < fault.from) continue;
    down += before.kind == FaultKind::kCrash ? 1 : 0;
    cut += is_of_network(before.kind) ? 1 : 0;
    const bool crashed = before.kind == fault.kind || before.kind == FaultKind::kCrash;
    if (crashed && !before.nodes.empty() && before.nodes == fault.nodes) return false;
  }
  if (fault.kind == FaultKind::kCrash) return down < swarm.most_down;
  return !is_of_network(fault.kind) || cut < swarm.most_cut;
}

}  // namespace

std::vector<PlannedFault> planned(const SwarmParams& swarm, std::uint64_t seed,
                                  const std::vector<std::string>& names) {
  std::vector<PlannedFault> drawn;
  for (std::size_t i = 0; i < swarm.faults.size(); ++i) {
    draw(swarm.faults[i], i, seed, swarm, names, drawn);
  }
  std::stable_sort(drawn.begin(), drawn.end(), [](const PlannedFault& a, const PlannedFault& b) {
    return a.fault.from < b.fault.from;
  });
  std::vector<PlannedFault> taken;
  for (PlannedFault& one : drawn) {
    if (has_room(one.fault, swarm, taken)) taken.push_back(std::move(one));
  }
  return taken;
}

std::vector<Fault> planned_faults(const SwarmParams& swarm, std::uint64_t seed,
                                  const std::vector<std::string>& names) {
  std::vector<Fault> faults;
  for (PlannedFault& one : planned(swarm, seed, names)) faults.push_back(std::move(one.fault));
  return faults;
}

}  // namespace models::durability
