#include "models/migration/critical_chain.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "outcome_text.hpp"
#include "random_migration.hpp"
#include "sim/quantity_text.hpp"
#include "world_language.hpp"

using namespace std::chrono_literals;
using models::migration::causal_run;
using models::migration::CausalRun;
using models::migration::ChainLink;
using models::migration::critical_chain;
using models::migration::DumpAndImport;
using models::migration::MigrationParams;
using models::migration::PhaseKind;
using models::migration::PhaseOutcome;

namespace {

CausalRun caused(const MigrationParams& params) {
  return causal_run(std::make_shared<const MigrationParams>(params), sim::kNever);
}

// "import 3us app/cpu (migrator: statement) + ...": the links of a phase, one after the other.
std::string chain_text(const MigrationParams& params, PhaseKind kind) {
  const CausalRun run = caused(params);
  const PhaseOutcome& asked = tests::phase(run.outcome, kind);
  std::string text;
  for (const ChainLink& link : critical_chain(run, params, asked.ended_by)) {
    if (link.at <= asked.began) continue;
    text += fmt::format("{}: ", link.resource);
    if (link.waited().count() > 0) text += fmt::format("{} + ", sim::to_text(link.waited()));
    text += sim::to_text(link.served());
    text += link.what.empty() ? "\n" : fmt::format(" {}\n", link.what);
  }
  return text;
}

// Whether all its parts follow one another without a gap, from the start to the instant.
bool is_whole(const std::vector<ChainLink>& chain, sim::Instant until) {
  sim::Instant now = sim::kStart;
  for (const ChainLink& link : chain) {
    if (link.from != now || link.waited().count() < 0 || link.served().count() < 0) return false;
    now += link.waited() + link.served();
    if (now != link.at) return false;
  }
  return now == until;
}

MigrationParams rows(std::uint64_t count, std::uint32_t workers, const tests::Costs& costs) {
  DumpAndImport procedure;
  procedure.workers = workers;
  return tests::params(tests::uploads(count), costs, procedure);
}

MigrationParams one_row() { return rows(1, 1, tests::kFewMicroseconds); }

}  // namespace

TEST_CASE("the import of one row is a decode, a statement there, its work, its flush, and back") {
  CHECK(chain_text(one_row(), PhaseKind::kImport) ==
        "app/cpu: 2us migrator: decode\n"
        "app/cpu: 3us migrator: statement\n"
        "network/app-db: 13us\n"
        "db/cpu: 23us the tables' database\n"
        "db/cpu: 0ms the tables' database\n"
        "db/disk: 100us the tables' database\n"
        "network/db-app: 13us\n");
}

// The first row's flush needs the core that has begun the second row's statement meanwhile.
TEST_CASE("what waits for a core has its wait in its own link") {
  tests::Costs costs = tests::kFewMicroseconds;
  costs.db_cores = 1;
  const MigrationParams params = rows(2, 2, costs);
  const CausalRun run = caused(params);
  sim::Duration waited{0};
  const PhaseOutcome& import = tests::phase(run.outcome, PhaseKind::kImport);
  for (const ChainLink& link : critical_chain(run, params, import.ended_by)) {
    waited += link.waited();
    CHECK((link.released_by == sim::kNoEvent) == (link.waited().count() == 0));
  }
  CHECK(waited == 23us);
}

TEST_CASE("the chain of every phase of random migrations sums exactly to the instant it ended") {
  std::size_t phases = 0;
  for (std::uint64_t number = 0; number < 60; ++number) {
    CAPTURE(number);
    const MigrationParams params = tests::random_migration(number, 40);
    const CausalRun run = caused(params);
    for (const PhaseOutcome& phase : run.outcome.phases) {
      if (phase.ended_by == sim::kNoEvent) continue;
      ++phases;
      CHECK(is_whole(critical_chain(run, params, phase.ended_by), phase.ended));
    }
  }
  CHECK(phases > 300);
}

TEST_CASE("keeping what caused what changes nothing of the run") {
  for (std::uint64_t number = 0; number < 30; ++number) {
    CAPTURE(number);
    const MigrationParams params = tests::random_migration(number, 60);
    const CausalRun run = caused(params);
    const models::migration::Outcome other = tests::run(params);
    CHECK(tests::outcome_text(run.outcome) == tests::outcome_text(other));
    CHECK(run.outcome.digest == other.digest);
  }
}

TEST_CASE("a downtime ends with the phase in which the servers come back") {
  const MigrationParams params = one_row();
  const CausalRun run = caused(params);
  REQUIRE(run.outcome.downtimes.size() == 1);
  const auto event = models::migration::end_of_downtime(run, run.outcome.downtimes[0].until);
  REQUIRE(event.has_value());
  CHECK(*event == tests::phase(run.outcome, PhaseKind::kStartServers).ended_by);
}

TEST_CASE("a downtime that lasts until the run is over has no end to explain") {
  MigrationParams params = one_row();
  params.patience = sim::Duration(0);
  params.faults.push_back(models::migration::StoreFailure{false, sim::kStart, sim::kNever});
  const CausalRun run = caused(params);
  REQUIRE(!run.outcome.downtimes.empty());
  CHECK(!models::migration::end_of_downtime(run, run.outcome.downtimes.back().until));
}
