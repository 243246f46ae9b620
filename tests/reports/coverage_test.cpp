#include "reports/coverage.hpp"

#include <doctest/doctest.h>

#include "reports/writers.hpp"

using reports::CoveredScenario;
using scenarios::Dimension;
using scenarios::Situation;

namespace {

// master-first, replicate_to 1, no fault, no command; and the same with a slow disk and keyinfo.
const std::vector<CoveredScenario> kTwo{{"a.yaml", {{0, 0, 0, 0}}},
                                        {"b.yaml", {{0, 0, 0, 0}, {0, 0, 1, 7}}}};

std::string printed(const reports::Report& report, std::size_t section) {
  return reports::to_text({"", "", true, {report.sections[section]}}, {100, false});
}

}  // namespace

TEST_CASE("a matrix counts the scenarios of each pair, and says which pairs there cannot be") {
  const std::string text = printed(reports::coverage_report(kTwo, {}), 0);
  CHECK(text.find("What the scenarios exercise\n"
                  "2 of 1008 possible situations, by 2 scenarios.\n") == 0);
  CHECK(text.find("Scenarios by command and fault\n"
                  "  command \\ fault  none  slow  cap  memory  removal\n"
                  "  none                2     0    0       0        -\n"
                  "  persist             0     0    0       0        0\n"
                  "  unpersist           -     0    0       0        0\n"
                  "  cache               0     0    0       0        0\n"
                  "  uncache             -     0    0       0        0\n"
                  "  endure              0     0    0       0        0\n"
                  "  purge               -     0    0       0        0\n"
                  "  keyinfo             0     1    0       0        0\n") != std::string::npos);
}

TEST_CASE("what is missing is told in order, of the required dimensions alone") {
  const std::vector<Dimension> required{Dimension::kFault, Dimension::kCommand};
  const std::vector<Dimension> ordering{Dimension::kOrdering};
  const reports::Report report = reports::coverage_report(kTwo, ordering);
  CHECK(!report.passed);
  CHECK(printed(report, 1) ==
        "What is missing\n"
        "3 of 4 combinations of ordering are exercised by no scenario.\n"
        "  ordering\n"
        "  replicated-first\n"
        "  replicas-first\n"
        "  other\n");
  const std::string both = printed(reports::coverage_report(kTwo, required), 1);
  CHECK(both.find("34 of 36 combinations of fault and command are exercised by no scenario.\n"
                  "  fault    command\n"
                  "  none     persist\n"
                  "  none     cache\n") != std::string::npos);
}

TEST_CASE("nothing is required unless it is asked for, and what is there is enough") {
  CHECK(reports::coverage_report(kTwo, {}).passed);
  const std::vector<CoveredScenario> all{{"all.yaml", scenarios::possible_situations()}};
  const std::vector<Dimension> required{Dimension::kOrdering, Dimension::kRequirement,
                                        Dimension::kFault, Dimension::kCommand};
  const reports::Report report = reports::coverage_report(all, required);
  CHECK(report.passed);
  CHECK(printed(report, 1) ==
        "What is missing\n"
        "Nothing: every combination of ordering, requirement, fault and command is exercised.\n");
}

TEST_CASE("of what is required, one situation for each missing combination is asked for") {
  CHECK(reports::missing_situations(kTwo, {}).size() == 1006);
  const std::vector<Dimension> ordering{Dimension::kOrdering};
  CHECK(reports::missing_situations(kTwo, ordering) ==
        std::vector<Situation>{{1, 0, 0, 0}, {2, 0, 0, 0}, {3, 0, 0, 0}});
}

TEST_CASE("a scenario without replicas is counted as such") {
  const std::vector<CoveredScenario> one{{"a.yaml", {}}};
  const std::string text = printed(reports::coverage_report(one, {}), 0);
  CHECK(text.find("1 scenario watches no key with replicas, and exercises none of them.\n") !=
        std::string::npos);
}

TEST_CASE("programs get every missing combination") {
  const std::string json = reports::to_json(reports::coverage_report(kTwo, {}));
  CHECK(json.find("\"command_by_fault\": [") != std::string::npos);
  CHECK(json.find("            \"command\": \"none\",\n"
                  "            \"none\": 2,\n"
                  "            \"slow\": 0,\n"
                  "            \"cap\": 0,\n"
                  "            \"memory\": 0,\n"
                  "            \"removal\": null\n") != std::string::npos);
  CHECK(json.find("            \"ordering\": \"other\",\n"
                  "            \"requirement\": \"persist_to 4\",\n"
                  "            \"fault\": \"removal\",\n"
                  "            \"command\": \"keyinfo\"\n") != std::string::npos);
}
