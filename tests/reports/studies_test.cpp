#include "reports/studies.hpp"

#include <doctest/doctest.h>

#include "tests/reports/fixture.hpp"

using studies::Estimate;
using studies::Unit;

namespace {

studies::Trial trial_of(double seconds, double cost) {
  studies::Trial trial;
  trial.measures = {{"downtime", static_cast<std::int64_t>(seconds * 1e9), Unit::kNanoseconds},
                    {"cost", static_cast<std::int64_t>(cost * 1e9), Unit::kBillionths}};
  trial.bottleneck = "db/disk";
  return trial;
}

}  // namespace

TEST_CASE("replications are told with their means and what is not known yet") {
  studies::Precision precision;
  precision.replications = 20;
  precision.estimates = {
      Estimate{"downtime", Unit::kNanoseconds, {20, 100e9, 3e9}, {104e9, {}, {}}, true, false},
      Estimate{"space_peak", Unit::kBytes, {20, 3 << 20, 0}, {3 << 20, {}, {}}, false, true}};
  CHECK(fixture::text_of(reports::section_of(precision, 0.01)) ==
        "Over replications\n"
        "20 replications are not enough: downtime is not known to 1%.\n"
        "  measure     mean        +/-  of the mean  p95         asked for\n"
        "  downtime    1 min 40 s  3s          3.0%  1 min 44 s  not yet\n"
        "  space_peak  3.0 MiB     0 B         0.0%  3.0 MiB\n"
        "The mean lies within +/- 19 times in 20, by Student's t over independent replications. It "
        "is looked\n"
        "at after whole rounds only, so the number of processors changes nothing.\n");
}

TEST_CASE("two scenarios are told by what differs") {
  std::vector<studies::Trial> a;
  std::vector<studies::Trial> b;
  for (int i = 0; i < 4; ++i) {
    a.push_back(trial_of(100 + i, 3));
    b.push_back(trial_of(90 + i + 0.01 * i, 3));
  }
  CHECK(fixture::text_of(reports::section_of(studies::compare(a, b), "a.yaml", "b.yaml")) ==
        "Two scenarios on the same luck\n"
        "downtime differs most: 1 min 42 s with a.yaml, 1 min 32 s with b.yaml.\n"
        "  measure   a.yaml      b.yaml      difference  +/-      of the first  says\n"
        "  downtime  1 min 42 s  1 min 32 s  -9.985s     20.54ms          9.8%  less\n"
        "4 pairs of replications; the interval of a difference holds the true one 19 times in 20.\n"
        "1 measure is the same in every pair.\n");
}

TEST_CASE("configurations stand in their order, with what each breaks") {
  const studies::RankQuestion question{{{"workers", {"1", "2"}}},
                                       {studies::read_limit("downtime <= 1min", "--subject-to")},
                                       {"cost", "downtime"}};
  const studies::Runner runner = [](std::span<const studies::TrialJob> jobs) {
    std::vector<studies::Trial> trials;
    for (const studies::TrialJob& job : jobs) {
      const bool one = job.variations.front().value == "1";
      trials.push_back(one ? trial_of(90, 3) : trial_of(50, 5.5));
    }
    return trials;
  };
  CHECK(fixture::text_of(reports::section_of(studies::rank(question, runner), question)) ==
        "Configurations by what they cost\n"
        "1 of 2 configurations keep the limits; the least cost has workers 2: 5.50.\n"
        "  workers  cost  downtime    says\n"
        "  2        5.50  50s         none is better in all\n"
        "  1        3.00  1 min 30 s  breaks downtime <= 1min\n");
}

TEST_CASE("a limit that nothing keeps is said in one sentence") {
  studies::SolveQuestion question;
  question.path = "workers";
  question.search = {false, 4, 1, 8};
  question.limits = {studies::read_limit("downtime <= 1s", "--subject-to")};
  const studies::Runner runner = [](std::span<const studies::TrialJob>) {
    return std::vector<studies::Trial>{trial_of(90, 3)};
  };
  CHECK(fixture::text_of(reports::section_of(studies::solve(question, runner), false)) ==
        "What is possible\n"
        "downtime <= 1s does not hold, not even with workers 8.\n"
        "\n"
        "The runs it took\n"
        "  workers  downtime  holds  held up by\n"
        "  4        90s       no     db/disk\n"
        "  8        90s       no     db/disk\n");
}
