#include "studies/limit.hpp"

#include <doctest/doctest.h>

#include "tests/studies/synthetic.hpp"

using studies::Limit;
using studies::read_limit;

namespace {

studies::Trial some_trial() {
  studies::Trial trial;
  trial.measures = {tests::time_measure("downtime", 90e9),
                    {"space_peak", std::int64_t{5'000'000}, studies::Unit::kBytes},
                    {"utilisation.db/disk", 0.83, studies::Unit::kShare},
                    tests::money_measure("cost", 12.5),
                    {"rows_lost", std::int64_t{0}, studies::Unit::kNumber}};
  return trial;
}

bool holds(const std::string& text) {
  const studies::Trial trial = some_trial();
  const Limit limit = read_limit(text, "--subject-to");
  studies::check_limit(limit, trial);
  return studies::look(limit, trial).holds;
}

std::string refusal(const std::string& text) {
  try {
    std::ignore = holds(text);
  } catch (const scenarios::InvalidInput& invalid) {
    return invalid.what();
  }
  return "";
}

}  // namespace

TEST_CASE("limits are of times, sizes, shares, money and numbers") {
  CHECK(holds("downtime <= 90s"));
  CHECK_FALSE(holds("downtime < 90s"));
  CHECK(holds("downtime<2h"));
  CHECK(holds("space_peak <= 5MB"));
  CHECK_FALSE(holds("utilisation.db/disk < 80%"));
  CHECK(holds("utilisation.db/disk < 0.84"));
  CHECK(holds("cost <= 12.5"));
  CHECK_FALSE(holds("cost < 12.5"));
  CHECK(holds("rows_lost == 0"));
}

TEST_CASE("a limit says by how much it is overstepped, as a logarithm") {
  const studies::Trial trial = some_trial();
  const auto excess = [&](const std::string& text) {
    return studies::look(read_limit(text, "--subject-to"), trial).excess;
  };
  CHECK(*excess("downtime <= 45s") == doctest::Approx(0.693147));
  CHECK(*excess("downtime <= 180s") == doctest::Approx(-0.693147));
  CHECK(*excess("downtime >= 180s") == doctest::Approx(0.693147));
  CHECK(*excess("cost <= 25") == doctest::Approx(-0.693147));
  CHECK_FALSE(excess("rows_lost <= 0"));
}

TEST_CASE("what is no limit is shown with a caret and a hint") {
  CHECK(refusal("downtime") ==
        "--subject-to:1:1: error: 'downtime' is not a limit\n"
        "    1 | downtime\n"
        "      | ^\n"
        "      = write a measure, a sign and a bound: \"downtime <= 2h\"\n");
  CHECK(refusal("downtime <= soon") ==
        "--subject-to:1:13: error: 'soon' is not a quantity\n"
        "    1 | downtime <= soon\n"
        "      |             ^\n"
        "      = write a number, a duration (2h), a size (5GiB) or a share (80%)\n");
  CHECK(refusal("downtim <= 2h") ==
        "--subject-to:1:1: error: the run has no measure 'downtim'\n"
        "    1 | downtim <= 2h\n"
        "      | ^\n"
        "      = did you mean 'downtime'?\n");
  CHECK(refusal("downtime <= 5GiB") ==
        "--subject-to:1:13: error: '5GiB' does not fit downtime\n"
        "    1 | downtime <= 5GiB\n"
        "      |             ^\n"
        "      = it is a time, such as 2h\n");
}
