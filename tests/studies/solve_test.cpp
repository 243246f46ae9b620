#include "studies/solve.hpp"

#include <doctest/doctest.h>

#include "tests/studies/synthetic.hpp"

using studies::read_limit;
using tests::Synthetic;

namespace {

// 10 s and 125 us a row, shared by workers; each worker costs 2.
studies::Trial moved_by_workers(const studies::TrialJob& job) {
  const double rows = tests::field_of(job, "rows");
  const double workers = tests::field_of(job, "workers");
  studies::Trial trial;
  trial.measures = {tests::time_measure("downtime", 10e9 + 125'000 * rows / workers),
                    {"space_peak", static_cast<std::int64_t>(300 * rows), studies::Unit::kBytes},
                    tests::money_measure("cost", 5 + 2 * workers)};
  return trial;
}

std::string rows_within(const std::vector<std::string>& limits) {
  Synthetic synthetic(moved_by_workers);
  studies::SolveQuestion question;
  question.path = "rows";
  question.search = {true, 20'000, 1, 1'000'000'000'000};
  for (const std::string& limit : limits) question.limits.push_back(read_limit(limit, "limit"));
  const studies::Solution solution = studies::solve(question, synthetic.runner());
  if (!solution.threshold.answer) return "none";
  const studies::SolveRun& beyond = solution.run_at(*solution.threshold.refused);
  return std::to_string(*solution.threshold.answer) + ", for " +
         solution.limits[beyond.leading].measure;
}

// "workers 2 front, ..." in the order of the ranking.
std::string ranked(const std::vector<studies::Configuration>& all) {
  std::string text;
  for (const studies::Configuration& one : all) {
    text += (text.empty() ? "" : ", ") + one.values.front().value +
            (one.on_front ? " front"
             : one.meets  ? " meets"
                          : " not");
  }
  return text;
}

}  // namespace

TEST_CASE("the most rows within a limit are those of the formula, to the row") {
  // (7200 - 10) s / 125 us = 57,520,000; 1 GB / 300 B = 3,333,333.
  CHECK(rows_within({"downtime <= 2h"}) == "57520000, for downtime");
  CHECK(rows_within({"downtime < 2h"}) == "57519999, for downtime");
  CHECK(rows_within({"downtime <= 2h", "space_peak <= 1GB"}) == "3333333, for space_peak");
}

TEST_CASE("the fewest workers are found as well") {
  Synthetic synthetic(moved_by_workers);
  studies::SolveQuestion question;
  question.path = "workers";
  question.search = {false, 1, 1, 1000};
  question.besides = {{"rows", "1M"}};
  question.limits = {read_limit("downtime <= 15s", "limit")};
  const studies::Solution solution = studies::solve(question, synthetic.runner());
  CHECK(solution.threshold.answer == 25);  // 125 s / 5 s
  CHECK(solution.run_at(25).holds);
  CHECK_FALSE(solution.run_at(24).holds);
}

TEST_CASE("a search for each configuration tells what each allows, the best first") {
  Synthetic synthetic(moved_by_workers);
  studies::SolveQuestion question;
  question.path = "rows";
  question.search = {true, 20'000, 1, 1'000'000'000'000};
  question.search.tolerance = 0;
  question.limits = {read_limit("downtime <= 20s", "limit"), read_limit("cost <= 20", "limit")};
  const auto all =
      studies::solve_each(question, {{"workers", {"1", "5", "9"}}}, synthetic.runner());
  REQUIRE(all.size() == 3);
  // 10 s / 125 us a row and worker; nine workers cost 23.
  CHECK(all[0].values.front().value == "5");
  CHECK(all[0].solution.threshold.answer == 400'000);
  CHECK(all[1].values.front().value == "1");
  CHECK(all[1].solution.threshold.answer == 80'000);
  CHECK(all[2].values.front().value == "9");
  CHECK_FALSE(all[2].solution.threshold.answer);
}

TEST_CASE("configurations are ranked by what they cost, dominated ones behind the front") {
  Synthetic synthetic([](const studies::TrialJob& job) {
    studies::Trial trial = moved_by_workers(job);
    // More than 8 workers wait for each other.
    if (tests::field_of(job, "workers") > 8) {
      trial.measures[0] = tests::time_measure("downtime", 60e9);
    }
    return trial;
  });
  const studies::RankQuestion question{{{"workers", {"1", "2", "4", "8", "10"}}, {"rows", {"1M"}}},
                                       {read_limit("downtime <= 80s", "--subject-to")},
                                       {"cost", "downtime"}};
  // Downtimes: 135 s, 72.5 s, 41.25 s, 25.6 s and 60 s.
  CHECK(ranked(studies::rank(question, synthetic.runner())) ==
        "2 front, 4 front, 8 front, 10 meets, 1 not");
}

TEST_CASE("what a run is judged by unless one says: cost and downtime") {
  CHECK(studies::usual_objectives(moved_by_workers({})) ==
        std::vector<std::string>{"cost", "downtime"});
  CHECK(studies::usual_objectives({}) == std::vector<std::string>{"duration"});
}
