#include "studies/variation.hpp"

#include "tests/studies/study_language.hpp"

using namespace tests;  // NOLINT(google-build-using-namespace)
using studies::Variation;

namespace {

const scenarios::MigrationScenario& moved(const scenarios::AnyScenario& scenario) {
  return std::get<scenarios::MigrationScenario>(scenario);
}

std::uint64_t rows(const scenarios::AnyScenario& scenario) {
  std::uint64_t sum = 0;
  for (const auto& table : moved(scenario).inventory.tables) sum += table.rows;
  return sum;
}

}  // namespace

TEST_CASE("a field of a data set's scenario takes the value it is varied to") {
  const studies::Source move = source(kMove);
  CHECK(move.migration());
  CHECK(rows(move.load({})) == 200);
  CHECK(rows(move.load(std::vector<Variation>{{"dataset.rows", "3k"}})) == 3000);
  CHECK(rows(move.load({})) == 200);
}

TEST_CASE("an element of a list is named by its number, counted from 0") {
  const studies::Source office = source(kCluster);
  const auto scenario =
      office.load(std::vector<Variation>{{"workload.0.name", "till"}, {"seed", "7"}});
  const auto& params = *std::get<scenarios::Scenario>(scenario).params;
  CHECK(params.generators[0].name == "till");
  CHECK(params.seed == 7);
}

TEST_CASE("a field that the file leaves out is made on the way") {
  const auto scenario =
      source(kCluster).load(std::vector<Variation>{{"cluster.override.node1.disk.write", "9ms"}});
  CHECK(std::holds_alternative<scenarios::Scenario>(scenario));
}

TEST_CASE("a mapping in braces takes a mapping's place") {
  const auto scenario = source(kMove).load(
      std::vector<Variation>{{"procedure", "{kind: batched-copy, readers: 2, batch: 25}"}});
  CHECK(std::holds_alternative<models::migration::BatchedCopy>(moved(scenario).params->procedure));
}

TEST_CASE("fields of an included file vary as the file's own") {
  const studies::Source move = source("include: [b.yaml]\n" + kMove.substr(0, kMove.find("exp")),
                                      {{"b.yaml", "servers: {node: app, instances: 2}\n"}});
  const auto scenario = move.load(std::vector<Variation>{{"servers.instances", "5"}});
  CHECK(moved(scenario).params->servers.instances == 5);
}

TEST_CASE("what is wrong with variations is told at once, each with its text") {
  CHECK(wrong(source(kMove), {{"procedure.wrokers", "3"}, {"dataset.rows", "12MB"}}) ==
        R"((procedure.wrokers):1:11: error: unknown field 'wrokers'
    1 | procedure.wrokers=3
      |           ^
      = did you mean 'workers'?
(dataset.rows):1:14: error: '12MB' has no unit of count: 'MB'
    1 | dataset.rows=12MB
      |              ^
      = did you mean 'M'?
)");
}

TEST_CASE("a path that leads nowhere is told where it ends") {
  const studies::Source office = source(kCluster);
  CHECK(wrong(office, {{"workload.1.poisson", "5/s"}}) ==
        R"((workload.1.poisson):1:10: error: 'workload' is a list of 1, so '1' names none of them
    1 | workload.1.poisson=5/s
      |          ^
      = count from 0: 0 to 0
)");
  CHECK(wrong(office, {{"until.x", "5"}}) ==
        R"((until.x):1:7: error: 'until' is '100ms', which has no fields
    1 | until.x=5
      |       ^
      = if it names a profile, vary it to a mapping: {profile: NAME, ...}
)");
  CHECK(wrong(office, {{"cluster..nodes", "5"}}) ==
        R"((cluster..nodes):1:9: error: a field's name is missing here
    1 | cluster..nodes=5
      |         ^
      = write the way to a field: dataset.rows, workload.0.poisson
)");
}

TEST_CASE("a variation that was written on the command line is shown as it was written") {
  const studies::Written path{{"--vary", 1, 1}, "seed=1,x"};
  const studies::Written value{{"--vary", 1, 8}, "seed=1,x"};
  CHECK(wrong(source(kMove), {{"seed", "x", path, value}}) ==
        R"(--vary:1:8: error: 'x' is not a count
    1 | seed=1,x
      |        ^
      = write a whole number: 1500, 10k, 2M
)");
}

TEST_CASE("a value that is no YAML is told at its own column") {
  CHECK(wrong(source(kMove), {{"procedure", "{kind: online"}}) ==
        R"((procedure):1:24: error: '{' is not closed before here
    1 | procedure={kind: online
      |                        ^
      = add '}', or the ',' before
)");
}

TEST_CASE("the same variations are loaded once, and others anew") {
  const studies::Source move = source(kMove);
  const auto rows = [](const std::string& count) {
    return std::vector<studies::Variation>{{"dataset.rows", count}};
  };
  const auto first = move.loaded(rows("100"));
  CHECK(move.loaded(rows("100")) == first);
  CHECK(move.loaded(rows("200")) != first);
  for (int i = 1; i <= 20; ++i) static_cast<void>(move.loaded(rows(std::to_string(i))));
  const auto again = move.loaded(rows("100"));
  CHECK(again != first);
  CHECK(std::get<scenarios::MigrationScenario>(*again).inventory.tables.front().rows == 100);
  CHECK_THROWS_AS(static_cast<void>(move.loaded(rows("none"))), scenarios::InvalidInput);
}
