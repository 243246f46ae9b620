// What a scenario's expectations ask about, by the names of measures.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "models/migration/names.hpp"
#include "studies/precision.hpp"

namespace studies {

namespace migration = models::migration;

namespace {

using Names = std::vector<std::string>;

void add(Names& names, std::string name) {
  if (name.empty() || std::find(names.begin(), names.end(), name) != names.end()) return;
  names.push_back(std::move(name));
}

std::string name_of_call(const scenarios::MigrationExpectation& expected,
                         const migration::Layout& layout, std::string_view statistic) {
  const migration::Package& package = layout.packages[*expected.package];
  std::string name = fmt::format("call.{}.{}", package.name, package.calls[*expected.call].name);
  if (expected.on) name += fmt::format(".{}", migration::name_of(*expected.on));
  return fmt::format("{}.{}", name, statistic);
}

std::string name_of_demand(const scenarios::MigrationExpectation& expected,
                           const migration::Layout& layout) {
  using scenarios::Demand;
  const bool several = layout.packages.size() > 1;
  const std::string package =
      expected.package && several ? layout.packages[*expected.package].name : "";
  switch (expected.demand) {
    case Demand::kDowntime:
      return package.empty() ? "downtime" : "downtime." + package;
    case Demand::kDuration:
      return "duration";
    case Demand::kPhaseTakes:
      return fmt::format("phase.{}{}", package.empty() ? "" : package + ".",
                         migration::name_of(expected.phase));
    case Demand::kSpacePeak:
      return "space_peak";
    case Demand::kDumpPeak:
      return "dump_peak";
    case Demand::kCost:
      return "cost";
    case Demand::kP50:
      return name_of_call(expected, layout, "p50");
    case Demand::kP99:
      return name_of_call(expected, layout, "p99");
    case Demand::kMean:
      return name_of_call(expected, layout, "mean");
    case Demand::kKvOverTable:
      return name_of_call(expected, layout, "kv_over_table");
    default:
      return "";  // counts of rows and events: what is right is one number, no mean
  }
}

Names gated(const scenarios::MigrationScenario& scenario) {
  Names names;
  for (const scenarios::MigrationExpectation& expected : scenario.expectations) {
    add(names, name_of_demand(expected, scenario.params->dataset->layout()));
  }
  return names;
}

// Times only: a verdict that was never given has no count among the measures.
void add_watched(Names& names, const scenarios::ExpectMeasure& expected,
                 const models::durability::ClusterParams& params, std::string_view statistic) {
  if (expected.statistic > scenarios::Statistic::kMost) return;
  for (std::size_t i = 0; i < params.generators.size(); ++i) {
    if (expected.workload.value_or(i) != i || params.generators[i].watch.empty()) continue;
    std::string name = fmt::format("{}.watch.{}", params.generators[i].name,
                                   models::durability::profile_of(*expected.watch).name);
    if (expected.verdict) {
      name += fmt::format(".{}", models::durability::name_of(*expected.verdict));
    }
    add(names, fmt::format("{}.{}", name, statistic));
  }
}

void add_measure(Names& names, const scenarios::ExpectMeasure& expected,
                 const models::durability::ClusterParams& params) {
  constexpr std::array<std::string_view, 9> kStatistics{"mean", "p50",   "p90",  "p99",  "p999",
                                                        "most", "count", "rate", "share"};
  constexpr std::array<std::string_view, models::durability::kOperationKinds> kOperations{
      "store", "delete", "get", "observe", "observe_seqno"};
  const std::string_view statistic = kStatistics[static_cast<std::size_t>(expected.statistic)];
  if (expected.persist_to)
    add(names, fmt::format("persist_to.{}.{}", *expected.persist_to, statistic));
  if (expected.replicate_to) {
    add(names, fmt::format("replicate_to.{}.{}", *expected.replicate_to, statistic));
  }
  if (expected.watch) add_watched(names, expected, params, statistic);
  if (!expected.operation) return;
  for (std::size_t i = 0; i < params.generators.size(); ++i) {
    if (expected.workload && *expected.workload != i) continue;
    add(names, fmt::format("{}.{}.{}", params.generators[i].name,
                           kOperations[static_cast<std::size_t>(*expected.operation)], statistic));
  }
}

Names gated(const scenarios::Scenario& scenario) {
  Names names;
  for (const scenarios::Expectation& expected : scenario.expectations) {
    if (const auto* measure = std::get_if<scenarios::ExpectMeasure>(&expected.what)) {
      add_measure(names, *measure, *scenario.params);
    } else if (const auto* use = std::get_if<scenarios::ExpectUtilisation>(&expected.what)) {
      add(names, "utilisation." + use->resource);
    }
  }
  return names;
}

}  // namespace

Names gated_measures(const scenarios::AnyScenario& scenario) {
  Names names = std::visit([](const auto& one) { return gated(one); }, scenario);
  if (names.empty()) names.emplace_back("duration");
  return names;
}

}  // namespace studies
