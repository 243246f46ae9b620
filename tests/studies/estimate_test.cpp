#include "studies/estimate.hpp"

#include "tests/studies/study_language.hpp"

using namespace tests;  // NOLINT(google-build-using-namespace)
using studies::estimated_events;

TEST_CASE("an estimate grows as the rows do, and with an open workload's rate and time") {
  const studies::Source move = source(kMove);
  const auto rows = [&](const std::string& count) {
    return estimated_events(move.load(std::vector<studies::Variation>{{"dataset.rows", count}}));
  };
  CHECK(rows("200") == 1800);
  CHECK(rows("2M") == 18e6);
  const studies::Source office = source(kCluster);
  CHECK(estimated_events(office.load({})) == doctest::Approx(620));
  CHECK(estimated_events(office.load(std::vector<studies::Variation>{{"until", "1s"}})) ==
        doctest::Approx(6020));
}
