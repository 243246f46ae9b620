#include "studies/growth.hpp"

#include "tests/studies/study_language.hpp"
#include "tests/studies/synthetic.hpp"

using namespace tests;  // NOLINT(google-build-using-namespace)

namespace {

// The move with an expectation of growth in its last line.
std::string move_with(const std::string& growth) {
  return kMove + "  - {growth: {" + growth + "}}\n";
}

const std::string kDoubles =
    R"(of: downtime, over: dataset.rows, sizes: [1k, 2k, 4k, 8k], per_doubling: "<= 2.1")";

std::string wrong_growth(const std::string& growth) {
  try {
    static_cast<void>(studies::growth_expected(source(move_with(growth))));
  } catch (const scenarios::InvalidInput& invalid) {
    return invalid.what();
  }
  return "nothing wrong";
}

studies::ExpectedGrowth expected(const std::string& growth) {
  return studies::growth_expected(source(move_with(growth))).front();
}

// Downtime as a function of rows alone.
template <class Downtime>
studies::JudgedGrowth judged(const std::string& growth, Downtime downtime) {
  Synthetic synthetic([&](const studies::TrialJob& job) {
    studies::Trial trial;
    const double rows = field_of(job, "dataset.rows");
    if (const auto seen = downtime(rows)) trial.measures = {time_measure("downtime", *seen)};
    return trial;
  });
  return studies::judge(expected(growth), synthetic.runner());
}

}  // namespace

TEST_CASE("a file says how a measure may grow") {
  const studies::ExpectedGrowth one = expected(
      R"(of: downtime, over: dataset.rows, sizes: 1k..4k:log3, per_doubling: "<= 2.1",
                replications: 3)");
  CHECK(one.text == "downtime grows <= 2.1 times per doubling of dataset.rows, from 1k to 4k");
  CHECK(one.place == scenarios::Place{"a.yaml", 9, 14});
  CHECK(one.question.measure == "downtime");
  CHECK(one.question.path == "dataset.rows");
  CHECK(one.question.sizes == std::vector<studies::Quantity>{{{}, 1000}, {{}, 2000}, {{}, 4000}});
  CHECK(one.question.replications == 3);
  CHECK(studies::growth_expected(source(kMove)).empty());
}

TEST_CASE("growth that keeps its limit everywhere passes, and what breaks it is told") {
  using Seen = std::optional<double>;
  const auto linear = judged(kDoubles, [](double rows) { return Seen(1e6 * rows); });
  CHECK(linear.verdict.result == scenarios::Result::kPassed);
  CHECK(linear.verdict.expectation ==
        "downtime grows <= 2.1 times per doubling of dataset.rows, from 1k to 8k");
  CHECK(linear.curve.growth.size() == 3);
  const auto steep = judged(
      kDoubles, [](double rows) { return Seen(rows > 4000 ? 2e3 * rows * rows : 1e6 * rows); });
  CHECK(steep.verdict.result == scenarios::Result::kFailed);
  CHECK(steep.verdict.seen == "it grew 32.000 times per doubling from 4k to 8k");
}

TEST_CASE("growth of what is not there at a size, or is nothing, is never evaluated") {
  using Seen = std::optional<double>;
  const auto fails =
      judged(kDoubles, [](double rows) { return rows > 4000 ? Seen() : Seen(1e6 * rows); });
  CHECK(fails.verdict.result == scenarios::Result::kNeverEvaluated);
  CHECK(fails.verdict.seen == "there is no downtime at 8k");
  const auto rarely =
      judged(kDoubles, [](double rows) { return rows > 1000 ? Seen() : Seen(1e6 * rows); });
  CHECK(rarely.verdict.result == scenarios::Result::kNeverEvaluated);
  CHECK(rarely.curve.samples.empty());
  const auto nothing = judged(kDoubles, [](double rows) { return Seen(rows > 1000 ? 1e6 : 0.0); });
  CHECK(nothing.verdict.result == scenarios::Result::kNeverEvaluated);
  CHECK(nothing.verdict.seen == "downtime is not above 0 at 1k");
}

TEST_CASE("a measure that no run has is refused where it stands") {
  const studies::Source from = source(
      move_with(R"(of: downtme, over: dataset.rows, sizes: [1k, 2k, 4k], per_doubling: "<= 2.1")"));
  Synthetic synthetic([](const studies::TrialJob&) {
    studies::Trial trial;
    trial.measures = {time_measure("downtime", 1e9)};
    return trial;
  });
  try {
    static_cast<void>(studies::judge(studies::growth_expected(from).front(), synthetic.runner()));
    FAIL("not refused");
  } catch (const scenarios::InvalidInput& invalid) {
    CHECK(std::string(invalid.what()) ==
          R"(a.yaml:9:19: error: the run has no measure 'downtme'
    9 |   - {growth: {of: downtme, over: dataset.rows, sizes: [1k, 2k, 4k], per_doubling: "<= 2.1"}}
      |                   ^
      = did you mean 'downtime'?
)");
  }
}

TEST_CASE("what is wrong with growth is shown where it stands, all at once") {
  CHECK(wrong_growth(R"(of: downtime, over: dataset.row, sizes: [1k, 2k], per_doubling: "<= 0")") ==
        R"(a.yaml:9:43: error: unknown field 'row'
    9 |   - {growth: {of: downtime, over: dataset.row, sizes: [1k, 2k], per_doubling: "<= 0"}}
      |                                           ^
      = did you mean 'rows'?
a.yaml:9:79: error: what grows so would be nothing at once
    9 | ...downtime, over: dataset.row, sizes: [1k, 2k], per_doubling: "<= 0"}}
      |                                                                ^
      = write how many times it may become per doubling: "<= 2.1"
)");
  CHECK(wrong_growth(
            R"(of: downtime, over: dataset.rows, sizes: [0, 2k, 2k], per_doubling: "<= 2")") ==
        R"(a.yaml:9:57: error: '0' is not a size above 0
    9 |   - {growth: {of: downtime, over: dataset.rows, sizes: [0, 2k, 2k], per_doubling: "<= 2"}}
      |                                                         ^
      = write a count (20k), a duration (5ms) or a size (10GiB)
a.yaml:9:64: error: the size 2k is there twice
    9 | ... {growth: {of: downtime, over: dataset.rows, sizes: [0, 2k, 2k], per_doubling: "<= 2"}}
      |                                                                ^
      = write each size once
)");
  CHECK(wrong_growth(R"(of: downtime, over: dataset.rows, sizes: "1k,2k", per_doubling: "<= 2")") ==
        R"(a.yaml:9:56: error: 2 sizes are too few to see growth
    9 |   - {growth: {of: downtime, over: dataset.rows, sizes: "1k,2k", per_doubling: "<= 2"}}
      |                                                        ^
      = give three or more, better seven: 1k..64k:log7
)");
  CHECK(wrong_growth(R"(of: downtime, over: dataset.rows, per_doubling: much)").find("error") !=
        std::string::npos);
}
