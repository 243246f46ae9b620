#include "studies/estimate.hpp"

#include <algorithm>

namespace studies {

namespace {

constexpr double kEventsPerRow = 9;
constexpr double kEventsPerUserCall = 9;
constexpr double kEventsPerOperation = 6;
constexpr double kEventsPerReplica = 6;
constexpr double kEventsPerStep = 20;
// A closed client's operation takes about so long besides its thinking, where nobody knows.
constexpr double kGuessedResponse = 1e6;

// How many operations generated traffic sends until it ends, by its arrivals alone.
template <class Traffic, class Open>
double operations_of(const Traffic& traffic, sim::Instant end, double per_arrival) {
  const sim::Instant until = std::min(traffic.until, end);
  double operations = static_cast<double>(traffic.count);
  if (until != sim::kNever) {
    const double during =
        static_cast<double>(std::max<std::int64_t>(0, (until - traffic.from).count()));
    double each = 1;
    double clients = 1;
    if (const auto* open = std::get_if<Open>(&traffic.arrivals)) {
      each = open->interval.distribution.mean();
    } else {
      const auto& closed = std::get<1>(traffic.arrivals);
      each = closed.think.distribution.mean() + kGuessedResponse;
      clients = static_cast<double>(closed.clients);
    }
    operations = std::min(operations, during * clients / std::max(each, 1.0));
  }
  return operations * per_arrival;
}

double events_of(const scenarios::Scenario& scenario) {
  namespace durability = models::durability;
  const durability::ClusterParams& params = *scenario.params;
  double events = kEventsPerStep * static_cast<double>(params.steps.size());
  for (const durability::GeneratorParams& generator : params.generators) {
    double all = 0;
    for (const double weight : generator.mix) all += weight;
    const double stores = (generator.mix[0] + generator.mix[1]) / all;
    const auto* open = std::get_if<durability::OpenArrivals>(&generator.arrivals);
    const double burst = open == nullptr ? 1 : open->burst;
    const double replicas = params.buckets.front().replicas;
    events += operations_of<durability::GeneratorParams, durability::OpenArrivals>(
        generator, scenario.options.until,
        burst * (kEventsPerOperation + stores * replicas * kEventsPerReplica));
  }
  return events;
}

double events_of(const scenarios::MigrationScenario& scenario) {
  namespace migration = models::migration;
  double events = 0;
  if (!std::holds_alternative<migration::Standing>(scenario.params->procedure)) {
    for (const migration::TableInventory& table : scenario.inventory.tables) {
      events += kEventsPerRow * static_cast<double>(table.rows);
    }
  }
  for (const migration::TrafficParams& traffic : scenario.params->traffic) {
    double calls = 0;
    for (const migration::Flow& flow : traffic.flows) {
      double flow_calls = 0;
      for (const migration::FlowStep& step : flow.steps) flow_calls += step.times;
      calls = std::max(calls, flow_calls);
    }
    events += operations_of<migration::TrafficParams, migration::OpenArrivals>(
        traffic, scenario.options.until, calls * kEventsPerUserCall);
  }
  return events;
}

}  // namespace

double estimated_events(const scenarios::AnyScenario& scenario) {
  return std::max(1.0, std::visit([](const auto& one) { return events_of(one); }, scenario));
}

}  // namespace studies
