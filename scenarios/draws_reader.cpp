#include "scenarios/draws_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/durability/latencies.hpp"
#include "scenarios/did_you_mean.hpp"
#include "scenarios/quantity.hpp"
#include "sim/quantity_text.hpp"

namespace scenarios {

namespace durability = models::durability;

namespace {

std::string name_of(const sim::LatencyName& name) { return name.entity + " " + name.purpose; }

// The ranges that a latency has at one time or another, as one.
sim::Support support_of(const models::hardware::Latency& latency) {
  sim::Support support = latency.distribution.support();
  for (const models::hardware::LatencyTurn& turn : latency.turns) {
    if (!turn.distribution) continue;
    const sim::Support other = turn.distribution->support();
    support.low = std::min(support.low, other.low);
    support.high = support.high && other.high ? std::optional(std::max(*support.high, *other.high))
                                              : std::nullopt;
  }
  return support;
}

std::string range_text(const sim::Support& support) {
  const std::string low = sim::to_text(sim::Duration(support.low));
  if (!support.high) return fmt::format("it takes {} or longer", low);
  if (*support.high == support.low) return fmt::format("it always takes {}", low);
  return fmt::format("it takes {} to {}", low, sim::to_text(sim::Duration(*support.high)));
}

}  // namespace

void read_draws(const Fields& scenario, durability::ClusterParams& params, Problems& problems) {
  const auto known = durability::latencies_of(params);
  std::vector<std::string> names;
  for (const durability::NamedLatency& named : known) names.push_back(name_of(named.name));
  for (const Fields& fields : scenario.list("draws")) {
    const auto name = fields.text("latency");
    if (!name) continue;
    const auto found = std::find(names.begin(), names.end(), *name);
    if (found == names.end()) {
      problems.report(fields.place("latency"), fmt::format("there is no latency '{}'", *name),
                      did_you_mean(*name, names));
      continue;
    }
    const durability::NamedLatency& named = known[static_cast<std::size_t>(found - names.begin())];
    durability::GivenDraws given{named.name.entity, named.name.purpose, {}};
    const bool twice = std::any_of(params.draws.begin(), params.draws.end(), [&](const auto& one) {
      return one.entity == given.entity && one.purpose == given.purpose;
    });
    if (twice) {
      problems.report(fields.place("latency"), fmt::format("'{}' has draws already", *name),
                      "write all of them in one list");
      continue;
    }
    const sim::Support support = support_of(*named.latency);
    for (const Text& text : fields.texts("take")) {
      const auto draw = read_duration(text.text);
      if (!draw.value) continue;
      if (draw.value->count() < support.low ||
          draw.value->count() > support.high.value_or(INT64_MAX)) {
        problems.report(text.place, fmt::format("'{}' cannot take {}", *name, text.text),
                        range_text(support));
        continue;
      }
      given.draws.push_back(*draw.value);
    }
    params.draws.push_back(std::move(given));
  }
}

}  // namespace scenarios
