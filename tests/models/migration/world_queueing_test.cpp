// Several connections against the theory of closed queueing networks, which knows nothing of us.
#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "world_language.hpp"

using namespace std::chrono_literals;
using models::hardware::Discipline;
using models::migration::DumpAndImport;
using models::migration::MigrationParams;
using models::migration::PhaseKind;
using tests::Costs;
using tests::length;
using tests::params;
using tests::phase;
using tests::run;
using tests::uploads;

namespace {

// A station where a customer needs `demand` seconds of one of `servers`.
struct Station {
  double demand;
  std::size_t servers;
};

// Customers a second that go round, by exact mean value analysis with load-dependent stations
// (M. Reiser, S. Lavenberg, Journal of the ACM 27 (1980)): p(j|n) is the chance of j at a station
// when n go round.
double throughput(const std::vector<Station>& stations, double delay, std::size_t customers) {
  std::vector<std::vector<double>> here(stations.size(), {1.0});
  double rate = 0;
  for (std::size_t n = 1; n <= customers; ++n) {
    double round = delay;
    const auto pace = [](const Station& station, std::size_t j) {
      return static_cast<double>(std::min(j, station.servers)) / station.demand;
    };
    for (std::size_t i = 0; i < stations.size(); ++i) {
      for (std::size_t j = 1; j <= n; ++j) {
        round += static_cast<double>(j) / pace(stations[i], j) * here[i][j - 1];
      }
    }
    rate = static_cast<double>(n) / round;
    for (std::size_t i = 0; i < stations.size(); ++i) {
      std::vector<double> next(n + 1);
      double others = 0;
      for (std::size_t j = 1; j <= n; ++j) {
        next[j] = rate / pace(stations[i], j) * here[i][j - 1];
        others += next[j];
      }
      next[0] = std::max(0.0, 1 - others);
      here[i] = std::move(next);
    }
  }
  return rate;
}

// An import whose processors all share fairly; the client's work has any length, the database's
// one length.
double imported(std::uint32_t workers, std::int32_t db_cores, std::int32_t app_cores) {
  const Costs costs{.server_statement = 60us,
                    .row_changed = 70us,
                    .commit = 80us,
                    .network = 150us,
                    .db_cores = db_cores,
                    .app_cores = app_cores};
  DumpAndImport procedure;
  procedure.workers = workers;
  MigrationParams made = params(uploads(20'000), costs, procedure);
  for (auto& host : made.hosts) host.cpu.discipline = Discipline::kFair;
  made.costs.statement.distribution = sim::Distribution::exponential(100'000);
  const auto took = tests::length(tests::phase(run(made), PhaseKind::kImport));
  return 20'000 / std::chrono::duration<double>(took).count();
}

}  // namespace

TEST_CASE("the theory itself: one station is M/M/c's machine repair, to the last digit") {
  // One mechanic, two machines that run 1 s and take 1 s: 0.8 repairs a second.
  CHECK(throughput({{1.0, 1}}, 1.0, 2) == doctest::Approx(0.8));
  CHECK(throughput({{1.0, 2}}, 1.0, 2) == doctest::Approx(1.0));
  CHECK(throughput({{0.5, 1}, {0.5, 1}}, 0, 3) == doctest::Approx(2 * 3 / 4.0));
}

TEST_CASE("W connections copy as many rows a second as a closed network of W customers does") {
  for (const std::uint32_t workers : {1U, 2U, 4U, 8U, 16U, 25U}) {
    CAPTURE(workers);
    CHECK(imported(workers, 2, 1) ==
          doctest::Approx(throughput({{210e-6, 2}, {100e-6, 1}}, 300e-6, workers)).epsilon(0.015));
    CHECK(imported(workers, 4, 2) ==
          doctest::Approx(throughput({{210e-6, 4}, {100e-6, 2}}, 300e-6, workers)).epsilon(0.015));
  }
}
