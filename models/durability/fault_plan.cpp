#include "models/durability/fault_plan.hpp"

#include <algorithm>

#include "sim/random.hpp"

namespace models::durability {

namespace {

void draw(const RandomFault& random, const std::string& entity, std::uint64_t seed,
          const SwarmParams& swarm, const std::vector<std::string>& names,
          std::vector<Fault>& drawn) {
  sim::Stream every(seed, entity, "every");
  sim::Stream lasts(seed, entity, "lasts");
  sim::Stream where(seed, entity, "where");
  sim::Instant at = swarm.from;
  for (;;) {
    // An interval of nothing would never get anywhere.
    at = sim::later(at, sim::Duration(std::max<std::int64_t>(random.every.draw(every), 1)));
    if (at >= swarm.until) return;
    Fault fault;
    fault.kind = random.kind;
    fault.nodes = {random.nodes[where.below(random.nodes.size())]};
    fault.words = std::string(name_of(random.kind)) + " of " + names[fault.nodes.front()];
    fault.from = at;
    fault.until =
        sim::later(at, sim::Duration(std::max<std::int64_t>(random.lasts.draw(lasts), 1)));
    drawn.push_back(std::move(fault));
  }
}

}  // namespace

std::vector<Fault> planned_faults(const SwarmParams& swarm, std::uint64_t seed,
                                  const std::vector<std::string>& names) {
  std::vector<Fault> drawn;
  for (std::size_t i = 0; i < swarm.faults.size(); ++i) {
    draw(swarm.faults[i], "swarm/" + std::to_string(i), seed, swarm, names, drawn);
  }
  std::stable_sort(drawn.begin(), drawn.end(),
                   [](const Fault& a, const Fault& b) { return a.from < b.from; });
  std::vector<Fault> planned;
  for (Fault& fault : drawn) {
    std::uint32_t down = 0;
    bool same = false;
    for (const Fault& before : planned) {
      if (before.until < fault.from) continue;
      down += before.kind == FaultKind::kCrash ? 1 : 0;
      const bool crashed = before.kind == fault.kind || before.kind == FaultKind::kCrash;
      same = same || (crashed && before.nodes == fault.nodes);
    }
    if (same || (fault.kind == FaultKind::kCrash && down >= swarm.most_down)) continue;
    planned.push_back(std::move(fault));
  }
  return planned;
}

}  // namespace models::durability
