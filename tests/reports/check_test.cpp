#include "reports/check.hpp"

#include <doctest/doctest.h>

#include "reports/json_text.hpp"
#include "reports/verdict_cells.hpp"
#include "tests/reports/checked.hpp"

namespace reports {

TEST_CASE("a scenario stands as ok, failed, invalid or expecting nothing") {
  CHECK(standing_of(checked::good()) == Standing::kOk);
  CHECK(standing_of(checked::failing()) == Standing::kFailed);
  CHECK(standing_of(checked::invalid()) == Standing::kInvalid);
  CHECK(standing_of(checked::silent()) == Standing::kExpectsNothing);
  CheckedScenario recorded = checked::silent();
  recorded.recorded = Recorded::kSame;
  CHECK(standing_of(recorded) == Standing::kOk);
  recorded.recorded = Recorded::kDifferent;
  CHECK(standing_of(recorded) == Standing::kFailed);
}

TEST_CASE("a check as lines, with details of what is not ok") {
  const std::string text = check_text(
      {checked::good(), checked::failing(), checked::invalid(), checked::silent()}, {100, false});
  CHECK(text ==
        "ok       a/good.yaml     2 expectations, report as recorded\n"
        "FAILED   a/failing.yaml  1 of 3 expectations hold, report not as recorded\n"
        "  a/failing.yaml:8: FAILED: at 10ms: master persisted\n"
        "    master answered found\n"
        "  a/failing.yaml:9: NEVER EVALUATED: at 1s: <a> \"x\"\n"
        "    too early\n"
        "  persist_to 2 never holds\n"
        "  the end of the run went from 80ms to 81ms\n"
        "INVALID  b/bad.yaml      1 problem\n"
        "b/bad.yaml:2:3: error: unknown field 'stroe'\n"
        "    2 |   stroe: k\n"
        "      |   ^\n"
        "      = did you mean 'store'?\n"
        "NONE     b/silent.yaml   expects nothing and has no recorded report\n"
        "\n"
        "4 scenarios: 1 ok, 1 failed, 1 invalid, 1 expects nothing\n");
}

TEST_CASE("what no line asks for is a matter of the whole file") {
  CheckedScenario lost = checked::failing();
  lost.verdicts.resize(2);
  lost.verdicts[1].place = {lost.path, 0, 0};
  CHECK(check_text({lost}, {100, false}).find("  a/failing.yaml: FAILED: at 10ms") !=
        std::string::npos);
  const Cell cell = place_cell(lost.verdicts[1].place);
  CHECK(cell.text == "failing.yaml");
  CHECK(place_cell(lost.verdicts[0].place).text == "failing.yaml:7");
}

TEST_CASE("a check in which all is well is short") {
  CHECK(check_text({checked::good()}, {100, false}) ==
        "ok       a/good.yaml  2 expectations, report as recorded\n"
        "\n"
        "1 scenario: 1 ok\n");
}

TEST_CASE("a check's words are coloured on a terminal") {
  const std::string text = check_text({checked::good(), checked::silent()}, {100, true});
  CHECK(text.find("\x1b[32mok\x1b[0m       a/good.yaml") == 0);
  CHECK(text.find("\x1b[31mNONE\x1b[0m     b/silent.yaml") != std::string::npos);
}

TEST_CASE("a check as JSON") {
  const Json json =
      Json::parse(check_json({checked::good(), checked::failing(), checked::invalid()}));
  CHECK(json["format"] == "durasim-check");
  CHECK(json["version"] == 1);
  CHECK(json["summary"] ==
        Json{{"scenarios", 3}, {"ok", 1}, {"failed", 1}, {"invalid", 1}, {"expects_nothing", 0}});
  CHECK(json["scenarios"][0] ==
        Json::parse(R"({"path": "a/good.yaml", "result": "ok", "scenario": "good",
                        "digest": "00000000000000ff",
                        "expectations": [
                          {"expectation": "a", "result": "passed", "line": 4},
                          {"expectation": "b", "result": "passed", "line": 5}],
                        "recorded": "same"})"));
  CHECK(json["scenarios"][1]["expectations"][1] ==
        Json::parse(R"({"expectation": "at 10ms: master persisted", "result": "failed",
                        "line": 8, "seen": "master answered found"})"));
  CHECK(json["scenarios"][1]["differences"].size() == 2);
  CHECK(json["scenarios"][2] ==
        Json::parse(R"({"path": "b/bad.yaml", "result": "invalid", "problems": [
                          {"file": "b/bad.yaml", "line": 2, "column": 3,
                           "message": "unknown field 'stroe'",
                           "hint": "did you mean 'store'?"}]})"));
}

}  // namespace reports
