#include "studies/estimate.hpp"

#include "scenarios/migration_run.hpp"
#include "tests/studies/study_language.hpp"

using namespace tests;  // NOLINT(google-build-using-namespace)
using studies::estimated_events;

namespace {

// Constant costs, so that what repeats is skipped.
const std::string kConstant = R"(scenario: constant
dataset:
  package: gateway/multiparts
  rows: 1000
source:
  {store: postgres-table, node: db, buffers: 1TiB, max_wal_size: 9TiB, checkpoint_timeout: 999h}
target: {store: postgres-kv, node: db}
procedure: {kind: batched-copy, readers: 1, page: 128, batch: 128, checkpoint: 0}
hardware:
  db: {cpu: {cores: 4}, disk: {write: 0ms, sync: 400us}, memory: 2TiB}
  app: {cpu: {cores: 2}}
  network: {latency: 50us}
)";

double handled(const scenarios::AnyScenario& any) {
  if (const auto* cluster = std::get_if<scenarios::Scenario>(&any)) {
    return static_cast<double>(
        models::durability::run(cluster->params, cluster->options).outcome.events);
  }
  const auto runs = run_migration(std::get<scenarios::MigrationScenario>(any), 1);
  const auto& outcome = runs.run.outcome;
  return static_cast<double>(outcome.events - outcome.obtained.events_skipped);
}

// The estimate over what is handled.
double ratio(const studies::Source& from, const std::vector<studies::Variation>& variations) {
  const scenarios::AnyScenario any = from.load(variations);
  return estimated_events(any) / handled(any);
}

}  // namespace

TEST_CASE("an estimate grows as the rows do, and with an open workload's rate and time") {
  const studies::Source move = source(kMove);
  const auto rows = [&](const std::string& count) {
    return estimated_events(move.load(std::vector<studies::Variation>{{"dataset.rows", count}}));
  };
  CHECK(rows("200") == 2800);
  CHECK(rows("2M") == 18'001'000);
  const auto sampled = [&](const std::string& count) {
    return estimated_events(
        move.load(std::vector<studies::Variation>{{"dataset.rows", count}, {"way", "sampled"}}));
  };
  CHECK(sampled("200") == 2800);
  CHECK(sampled("1000G") == 2'501'000);
  // A table on demand is not sampled.
  const auto on_demand = [&](const std::string& way) {
    return estimated_events(
        move.load(std::vector<studies::Variation>{{"dataset.rows", "20M"},
                                                  {"way", way},
                                                  {"target", "{store: dynamodb, latency: 5ms}"},
                                                  {"procedure", "{kind: batched-copy}"}}));
  };
  CHECK(on_demand("sampled") > 3e6);
  CHECK(on_demand("sampled") == on_demand("exact"));
  const studies::Source office = source(kCluster);
  CHECK(estimated_events(office.load({})) == doctest::Approx(312));
  CHECK(estimated_events(office.load(std::vector<studies::Variation>{{"until", "1s"}})) ==
        doctest::Approx(3012));
}

TEST_CASE("an estimate is within a factor of three of the events that are handled") {
  const studies::Source move = source(kMove);
  const studies::Source office = source(kCluster);
  const studies::Source constant = source(kConstant);
  using Variations = std::vector<studies::Variation>;
  struct Case {
    const studies::Source& from;
    Variations variations;
  };
  const std::vector<Case> cases{
      {move, {}},
      {move, {{"dataset.rows", "10k"}}},
      {move, {{"dataset.rows", "10k"}, {"procedure", "{kind: batched-copy}"}}},
      {move, {{"dataset.rows", "10k"}, {"procedure", "{kind: batched-copy, batch: 500}"}}},
      {move, {{"dataset.rows", "10k"}, {"procedure", "{kind: online}"}}},
      {move, {{"dataset.rows", "10k"}, {"procedure", "{kind: change-capture}"}}},
      {move, {{"dataset.rows", "10k"}, {"procedure", "{kind: none}"}}},
      {office, {}},
      {office, {{"until", "5s"}}},
      {office, {{"until", "1s"}, {"workload.0.operations", "{store: 1}"}}},
      {constant, {{"dataset.rows", "10k"}}},
      {constant, {{"dataset.rows", "1M"}}}};
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const double over = ratio(cases[i].from, cases[i].variations);
    INFO("case " << i << " is estimated " << over << " times too high");
    CHECK(over > 1.0 / 3);
    CHECK(over < 3);
  }
}
