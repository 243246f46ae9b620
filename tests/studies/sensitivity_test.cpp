#include "studies/sensitivity.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/studies/synthetic.hpp"

using studies::Knob;
using studies::scaled;
using tests::Synthetic;

namespace {

Knob knob(const std::string& path, const std::string& written) {
  return {path, "stated", "", path, written, "", ""};
}

}  // namespace

TEST_CASE("figures are scaled with their units, distributions as a whole") {
  CHECK(scaled("700us", 2) == "1.4ms");
  CHECK(scaled("700us", 0.5) == "350us");
  CHECK(scaled("4GiB", 0.5) == "2GiB");
  CHECK(scaled("3", 0.1) == "1");
  CHECK(scaled("0ms", 2) == "0ms");
  CHECK(scaled("{lognormal: {median: 700us, p99: 3ms}}", 2) ==
        "{lognormal: {median: 1.4ms, p99: 6ms}}");
  CHECK(scaled("{uniform: [1ms, 5ms]}", 0.5) == "{uniform: [500us, 2.5ms]}");
  CHECK_FALSE(scaled("gp3", 2));
}

TEST_CASE("elasticities are the known partial derivatives of a power law, ranked by swing") {
  // took = write^0.5 * link^2, and the pause makes no difference.
  Synthetic synthetic([](const studies::TrialJob& job) {
    const auto field = [&](const std::string& path) {
      const double number = tests::field_of(job, path);
      return number == 1 ? 1e6 : number;
    };
    studies::Trial trial;
    trial.measures = {tests::time_measure(
        "took", std::sqrt(field("write")) * field("link") * field("link") * 1e-6)};
    return trial;
  });
  const auto result = studies::sensitivity(
      {{knob("write", "1ms"), knob("pause", "1ms"), knob("link", "1ms")}, "took", 2},
      synthetic.runner());
  CHECK(synthetic.runs() == 7);
  CHECK(result.base == doctest::Approx(1e9));
  REQUIRE(result.influences.size() == 3);
  CHECK(result.influences[0].knob.name == "link");
  CHECK(*result.influences[0].elasticity == doctest::Approx(2));
  CHECK(*result.influences[0].down == doctest::Approx(0.25e9));
  CHECK(*result.influences[0].up == doctest::Approx(4e9));
  CHECK(result.influences[1].knob.name == "write");
  CHECK(*result.influences[1].elasticity == doctest::Approx(0.5));
  CHECK(result.influences[2].knob.name == "pause");
  CHECK(*result.influences[2].elasticity == 0);
}

TEST_CASE("a figure without which there is no answer stands first") {
  Synthetic synthetic([](const studies::TrialJob& job) {
    studies::Trial trial;
    if (tests::field_of(job, "patience") != 500'000) {
      trial.measures = {tests::time_measure("took", 1e9 + 1e3 * tests::field_of(job, "write"))};
    }
    return trial;
  });
  const auto result = studies::sensitivity(
      {{knob("write", "1ms"), knob("patience", "1ms")}, "took", 2}, synthetic.runner());
  CHECK(result.influences[0].knob.name == "patience");
  CHECK_FALSE(result.influences[0].down);
  CHECK_FALSE(result.influences[0].elasticity);
}
