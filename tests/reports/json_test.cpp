#include <doctest/doctest.h>

#include "reports/json_text.hpp"
#include "tests/reports/fixture.hpp"

using namespace std::chrono_literals;

namespace reports {

TEST_CASE("a report as JSON: sections by id, tables by key, rows by column") {
  Table table{"milestones",
              "",
              {{"node", "node"},
               {"at", "at", ColumnKind::kDuration},
               {"count", "how many", ColumnKind::kNumber},
               {"share", "share", ColumnKind::kNumber},
               {"quiet", "", ColumnKind::kBoolean, false}},
              {}};
  add_row(table, {text_cell("master"), duration_cell(80ms), count_cell(3), percent_cell(0.425),
                  Cell{"yes", true}});
  add_row(table, {text_cell("replica0"), duration_cell(std::nullopt), count_cell(0),
                  percent_cell(0), Cell{"no", false}});
  const Report report{"slow-disk",
                      "About it.",
                      true,
                      {{"ordering", "The order", "It is so.", {table}, {"A note."}}}};
  CHECK(to_json(report) == R"({
  "format": "durasim-report",
  "version": 1,
  "scenario": "slow-disk",
  "about": "About it.",
  "passed": true,
  "sections": {
    "ordering": {
      "title": "The order",
      "lead": "It is so.",
      "tables": {
        "milestones": [
          {
            "node": "master",
            "at": "80ms",
            "at_ns": 80000000,
            "count": 3,
            "share": 0.425,
            "quiet": true
          },
          {
            "node": "replica0",
            "at": null,
            "at_ns": null,
            "count": 0,
            "share": 0.0,
            "quiet": false
          }
        ]
      },
      "notes": [
        "A note."
      ]
    }
  }
}
)");
}

TEST_CASE("the JSON of a run parses, and is the same bytes for the same run") {
  fixture::Cluster cluster(80ms);
  cluster.store(0ms, "paid").expect(14, "it holds", scenarios::Result::kPassed);
  const std::string text = to_json(cluster.report());
  CHECK(text == to_json(cluster.report()));
  const Json json = Json::parse(text);
  CHECK(json["passed"] == true);
  const Json& answers = json["sections"]["observe"]["tables"]["answers"];
  CHECK(answers.size() == 5);
  CHECK(answers[3]["from_ns"] == 9'000'000);
  CHECK(answers[3]["until_ns"] == 81'000'000);
  CHECK(answers[3]["master"] == "found");
  CHECK(answers[3]["master_status"] == "0x00");
  CHECK(answers[3]["replica1"] == "persisted");
  CHECK(answers[3]["replica1_cas"] == 1);
  CHECK(answers[4]["until_ns"] == nullptr);
  CHECK(json["sections"]["verdicts"]["tables"]["expectations"][0]["line"] == 14);
}

TEST_CASE("no path of the machine is in the JSON") {
  fixture::Cluster cluster(80ms);
  cluster.scenario().file = "/home/somebody/scenarios/slow-disk.yaml";
  cluster.store(0ms, "paid").expect(14, "it holds", scenarios::Result::kPassed);
  CHECK(to_json(cluster.report()).find("somebody") == std::string::npos);
}

TEST_CASE("bytes that are no UTF-8 are replaced") {
  const Report report{"\xFF", "", false, {}};
  CHECK(Json::parse(to_json(report))["scenario"] == "\xEF\xBF\xBD");
}

}  // namespace reports
