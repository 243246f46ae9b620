#include "studies/estimate.hpp"

#include <algorithm>

namespace studies {

namespace {

constexpr double kEventsPerRow = 9;
constexpr double kEventsPerBatch = 13;
constexpr double kEventsPerChunk = 9;
constexpr double kEventsPerProcedure = 1000;
constexpr double kEventsPerUserCall = 9;
constexpr double kEventsPerOperation = 3;
constexpr double kEventsPerReplica = 3;
constexpr double kEventsPerStep = 12;
constexpr double kHandledWhereItRepeats = 1e5;
// Sixty windows of some ten thousand events, several times: a table that is exported and imported.
constexpr double kHandledWhereSampled = 2.5e6;
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
    const double waits = generator.sync.level == durability::SyncLevel::kNone ? 1 : 2;
    events += operations_of<durability::GeneratorParams, durability::OpenArrivals>(
        generator, scenario.options.until,
        burst * (kEventsPerOperation + waits * stores * replicas * kEventsPerReplica));
  }
  return events;
}

namespace migration = models::migration;

bool constant(const models::hardware::Latency& latency) {
  return latency.turns.empty() && latency.distribution.as_constant().has_value();
}

// Whether the same will happen again and again, as far as that can be seen from the costs.
bool repeats(const migration::MigrationParams& params) {
  const migration::ProgramCosts& costs = params.costs;
  for (const auto* cost : {&costs.statement, &costs.encode, &costs.decode, &costs.dump_write}) {
    if (!constant(*cost)) return false;
  }
  for (const migration::HostParams& host : params.hosts) {
    if (!constant(host.cpu.per_operation)) return false;
    if (!host.disk) continue;
    for (const auto* cost : {&host.disk->write, &host.disk->sync, &host.disk->read}) {
      if (!constant(*cost)) return false;
    }
  }
  for (const models::hardware::LinkParams& link : params.topology.links) {
    if (!constant(link.latency)) return false;
  }
  return params.traffic.empty() && params.faults.empty() &&
         std::holds_alternative<migration::PostgresKvTarget>(params.target);
}

// Whether windows may stand for the rest, as far as that can be seen from the parameters.
bool samples(const migration::MigrationParams& params) {
  if (const auto* dynamo = std::get_if<migration::DynamoDbTarget>(&params.target)) {
    if (!std::holds_alternative<migration::DynamoProvisioned>(dynamo->table.mode)) return false;
  }
  return params.traffic.empty() && !std::holds_alternative<migration::LsmTarget>(params.target);
}

const migration::CopyParams* copy_of(const migration::Procedure& procedure) {
  if (const auto* batched = std::get_if<migration::BatchedCopy>(&procedure)) return &batched->copy;
  if (const auto* online = std::get_if<migration::OnlineCopy>(&procedure)) return &online->copy;
  const auto* capture = std::get_if<migration::ChangeCapture>(&procedure);
  return capture == nullptr ? nullptr : &capture->copy;
}

double events_per_row(const migration::Procedure& procedure) {
  if (std::holds_alternative<migration::Standing>(procedure)) return 0;
  const migration::CopyParams* copy = copy_of(procedure);
  if (copy == nullptr || copy->form == migration::BatchForm::kStatementEach) return kEventsPerRow;
  return kEventsPerBatch / copy->batch + kEventsPerChunk / copy->page;
}

double events_of_rows(const scenarios::MigrationScenario& scenario) {
  const double each = events_per_row(scenario.params->procedure);
  if (each == 0) return 0;  // nothing is moved
  const bool skips = scenario.options.way == migration::Way::kExact && repeats(*scenario.params);
  const bool sampled =
      scenario.options.way == migration::Way::kSampled && samples(*scenario.params);
  double events = kEventsPerProcedure;
  for (migration::TableIndex i = 0; i < scenario.inventory.tables.size(); ++i) {
    double handled = each * static_cast<double>(scenario.inventory.tables[i].rows);
    if (skips) {
      const auto pattern = scenario.params->dataset->pattern(i);
      const double period = each * static_cast<double>(pattern.value_or(1));
      if (pattern) handled = std::min(handled, kHandledWhereItRepeats + 3 * period);
    }
    if (sampled) handled = std::min(handled, kHandledWhereSampled);
    events += handled;
  }
  return events;
}

double events_of(const scenarios::MigrationScenario& scenario) {
  double events = events_of_rows(scenario);
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
