#include "studies/recorded_curve.hpp"

#include <doctest/doctest.h>

#include "studies/row.hpp"

namespace {

// Rows and workers; four of five rows take as long as the rows are many, shared by the workers.
std::vector<studies::Trial> swept() {
  std::vector<studies::Trial> trials;
  for (const std::int64_t rows : {1000, 2000, 4000, 8000}) {
    for (const std::int64_t workers : {1, 10}) {
      studies::Trial trial;
      trial.parameters = {{"dataset.rows", std::to_string(rows / 1000) + "k"},
                          {"procedure.workers", std::to_string(workers)}};
      trial.measures = {{"downtime", rows * 1'000'000 / workers, studies::Unit::kNanoseconds},
                        {"share", 0.5, studies::Unit::kShare}};
      trial.bottleneck = rows > 2000 ? "db, \"disk\"" : "app/cpu";
      trials.push_back(std::move(trial));
    }
  }
  return trials;
}

std::string lines() {
  std::string text;
  std::uint64_t point = 0;
  for (const studies::Trial& trial : swept()) {
    text += studies::to_json_line({point++, 0}, trial) + "\n";
  }
  return text;
}

std::string table() {
  studies::CsvColumns columns;
  std::vector<studies::ParsedRow> rows;
  std::uint64_t point = 0;
  for (const studies::Trial& trial : swept()) {
    rows.push_back(*studies::parse_row(studies::to_json_line({point++, 0}, trial)));
    columns.add(rows.back());
  }
  std::string text = columns.header() + "\n";
  for (const studies::ParsedRow& row : rows) text += columns.line(row) + "\n";
  return text;
}

std::string wrong(const studies::RecordedQuestion& question) {
  try {
    static_cast<void>(studies::recorded_curve(question));
  } catch (const scenarios::InvalidInput& invalid) {
    return invalid.what();
  }
  return "nothing wrong";
}

}  // namespace

TEST_CASE("a curve goes through the rows that a sweep has written, as lines or as a table") {
  const std::vector<std::string> ten{"procedure.workers == 10"};
  for (const auto& question :
       {studies::RecordedQuestion{"runs.jsonl", lines(), "dataset.rows", "downtime", ten},
        studies::RecordedQuestion{"runs.csv", table(), "dataset.rows", "downtime", ten}}) {
    INFO(question.file);
    const auto curve = studies::recorded_curve(question);
    REQUIRE(curve.samples.size() == 4);
    CHECK(curve.samples[0].size.number == 1000);
    CHECK(curve.samples[0].mean.mean == 1e8);
    CHECK(curve.samples[3].mean.mean == 8e8);
    CHECK(curve.samples[3].bottleneck == "db, \"disk\"");
    CHECK(curve.unit == studies::Unit::kNanoseconds);
    REQUIRE(curve.growth.size() == 3);
    CHECK(curve.growth[1].per_doubling == doctest::Approx(2));
    REQUIRE(curve.bottlenecks.size() == 1);
    CHECK(curve.bottlenecks[0].size == 4000);
  }
}

TEST_CASE("what results cannot tell is said with its place") {
  CHECK(wrong({"runs.csv", table(), "dataset.rows", "downtime", {}})
            .find("runs.csv:3:1: error: procedure.workers varies too, so there is no one curve") ==
        0);
  CHECK(wrong({"runs.csv", table(), "dataset.row", "downtime", {}})
            .find("--over:1:1: error: the results do not vary 'dataset.row'\n"
                  "    1 | dataset.row\n"
                  "      | ^\n"
                  "      = did you mean 'dataset.rows'?\n") == 0);
  CHECK(wrong({"runs.csv", table(), "dataset.rows", "downtme", {"procedure.workers == 1"}})
            .find("--of:1:1: error: the results have no measure 'downtme'\n"
                  "    1 | downtme\n"
                  "      | ^\n"
                  "      = did you mean 'downtime'?\n") == 0);
  CHECK(wrong({"runs.csv", table(), "dataset.rows", "downtime", {"procedure.workers < 1"}})
            .find("--where:1:1: error: 'procedure.workers < 1' chooses no rows") == 0);
  CHECK(wrong({"runs.csv", table(), "dataset.rows", "downtime", {"procedure.workers == 7"}})
            .find("runs.csv: error: no row of the results is left") == 0);
  CHECK(wrong({"runs.jsonl", lines() + "{\"point\":9", "dataset.rows", "downtime", {}})
            .find("runs.jsonl:9:1: error: this is no row of a sweep's results") == 0);
  CHECK(wrong({"runs.csv", "a,b\n1,2\n", "dataset.rows", "downtime", {}})
            .find("runs.csv:1:1: error: this is no table of a sweep's results") == 0);
  CHECK(wrong({"runs.csv", table() + "1,2\n", "dataset.rows", "downtime", {}})
            .find("runs.csv:10:1: error: this row has 2 cells where the table has") == 0);
}
