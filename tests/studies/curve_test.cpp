#include "studies/curve.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/studies/synthetic.hpp"

using studies::ParameterKind;
using studies::Quantity;
using tests::Synthetic;

namespace {

// 10 s and 125 us a row; above 90,000 rows the disk is slower than the processor.
studies::Trial moved(const studies::TrialJob& job) {
  const double rows = tests::field_of(job, "dataset.rows");
  studies::Trial trial;
  trial.measures = {tests::time_measure(
      "downtime", 10e9 + 125'000 * rows + 375'000 * std::max(0.0, rows - 90'000))};
  trial.bottleneck = rows > 90'000 ? "db/disk" : "app/cpu";
  return trial;
}

std::vector<Quantity> doublings(int count) {
  std::vector<Quantity> sizes;
  for (int i = 0; i < count; ++i) {
    sizes.push_back({ParameterKind::kCount, 1000 * (std::int64_t{1} << i)});
  }
  return sizes;
}

}  // namespace

TEST_CASE("a curve's breakpoint comes with the resource that holds it up from there") {
  Synthetic synthetic(moved);
  const auto curve =
      studies::measure_curve({"dataset.rows", doublings(12), "downtime"}, synthetic.runner());
  CHECK(synthetic.runs() == 12);
  CHECK(curve.curve.chosen().shape == models::analysis::CurveShape::kPiecewise);
  REQUIRE(curve.bends.size() == 1);
  CHECK(curve.bends[0].size == doctest::Approx(90'000).epsilon(1e-3));
  CHECK(curve.bends[0].before == "app/cpu");
  CHECK(curve.bends[0].after == "db/disk");
  REQUIRE(curve.bottlenecks.size() == 1);
  CHECK(curve.bottlenecks[0].size == 128'000);
  CHECK_FALSE(curve.curve.value(3e6));
}

TEST_CASE("a gate on growth holds up to the breakpoint and not beyond") {
  Synthetic synthetic(moved);
  const auto gate = studies::read_growth_gate("<= 2.1", "--per-doubling");
  const auto runner = synthetic.runner();
  CHECK(keeps(studies::measure_curve({"dataset.rows", doublings(7), "downtime"}, runner), gate));
  const auto beyond = studies::measure_curve({"dataset.rows", doublings(12), "downtime"}, runner);
  CHECK_FALSE(keeps(beyond, gate));
  CHECK_THROWS_AS(std::ignore = studies::read_growth_gate("<= slow", "--per-doubling"),
                  scenarios::InvalidInput);
}

TEST_CASE("replications make a mean of each size") {
  Synthetic synthetic([](const studies::TrialJob& job) {
    studies::Trial trial = moved(job);
    trial.measures = {
        tests::time_measure("downtime", 1e9 + static_cast<double>(job.replication) * 1e8)};
    return trial;
  });
  const auto curve =
      studies::measure_curve({"dataset.rows", doublings(4), "downtime", 3}, synthetic.runner());
  CHECK(synthetic.runs() == 12);
  CHECK(curve.samples[2].mean.mean == 1.1e9);
  CHECK(curve.samples[2].mean.count == 3);
}

TEST_CASE("sizes without a value are named; too few or equal ones are refused") {
  Synthetic synthetic([](const studies::TrialJob& job) {
    studies::Trial trial = moved(job);
    if (tests::field_of(job, "dataset.rows") > 20'000) trial.measures.clear();
    return trial;
  });
  const auto curve =
      studies::measure_curve({"dataset.rows", doublings(6), "downtime"}, synthetic.runner());
  CHECK(curve.samples.size() == 5);
  REQUIRE(curve.missing.size() == 1);
  CHECK(curve.missing[0].number == 32'000);
  CHECK_THROWS_AS(std::ignore = studies::measure_curve({"dataset.rows", doublings(2), "downtime"},
                                                       synthetic.runner()),
                  scenarios::InvalidInput);
  auto twice = doublings(4);
  twice.push_back(twice.front());
  CHECK_THROWS_AS(
      std::ignore = studies::measure_curve({"dataset.rows", twice, "downtime"}, synthetic.runner()),
      scenarios::InvalidInput);
}
