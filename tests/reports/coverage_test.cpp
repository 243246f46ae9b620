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
                  "2 of 7200 possible situations, by 2 scenarios.\n") == 0);
  CHECK(text.find(
            "Scenarios by fault and command\n"
            "  fault \\ command  none  persist  unpersist  cache  uncache  endure  purge  keyinfo\n"
            "  none                2        0          -      0        -       0      -        0\n"
            "  slow                0        0          0      0        0       0      0        1\n"
            "  cap                 0        0          0      0        0       0      0        0\n"
            "  memory              0        0          0      0        0       0      0        0\n"
            "  removal             -        0          0      0        0       0      0        0\n"
            "  crash               0        0          0      0        0       0      0        0\n"
            "  restart             0        0          0      0        0       0      0        0\n"
            "  pause               0        0          0      0        0       0      0        0\n"
            "  disk_slow           0        0          0      0        0       0      0        0\n"
            "  disk_stalled        0        0          0      0        0       0      0        0\n"
            "  disk_full           0        0          0      0        0       0      0        0\n"
            "  disk_fails          0        0          0      0        0       0      0        0\n"
            "  loses_syncs         0        0          0      0        0       0      0        0\n"
            "  network_slow        0        0          0      0        0       0      0        0\n"
            "  network_cut         0        0          0      0        0       0      0        0\n"
            "  network_lossy       0        0          0      0        0       0      0        0\n"
            "  failover            0        0          0      0        0       0      0        0\n"
            "  rebalance           0        0          0      0        0       0      0        0\n"
            "  opfail              0        0          0      0        0       0      0        0\n"
            "  hiccup              0        0          0      0        0       0      0        0\n"
            "  truncate            0        0          0      0        0       0      0        0\n"
            "  clock_skew          0        0          0      0        0       0      0        0\n"
            "  time_travel         0        0          0      0        0       0      0        "
            "0\n") != std::string::npos);
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
  CHECK(both.find("178 of 180 combinations of fault and command are exercised by no scenario.\n"
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
  CHECK(reports::missing_situations(kTwo, {}).size() == 7198);
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
  CHECK(json.find("\"fault_by_command\": [") != std::string::npos);
  CHECK(json.find("            \"fault\": \"none\",\n"
                  "            \"none\": 2,\n"
                  "            \"persist\": 0,\n"
                  "            \"unpersist\": null,\n"
                  "            \"cache\": 0,\n"
                  "            \"uncache\": null,\n"
                  "            \"endure\": 0,\n"
                  "            \"purge\": null,\n"
                  "            \"keyinfo\": 0\n") != std::string::npos);
  CHECK(json.find("            \"ordering\": \"other\",\n"
                  "            \"requirement\": \"persistToMajority\",\n"
                  "            \"fault\": \"time_travel\",\n"
                  "            \"command\": \"keyinfo\"\n") != std::string::npos);
}
