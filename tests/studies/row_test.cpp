#include "studies/row.hpp"

#include <doctest/doctest.h>

#include <limits>

using studies::CsvColumns;
using studies::Measure;
using studies::parse_row;
using studies::to_json_line;
using studies::Trial;
using studies::Unit;

namespace {

Trial trial() {
  Trial trial;
  trial.parameters = {{"dataset.rows", "1k"}, {"cluster.node", "{disk: a, cpu: \"b\"}"}};
  trial.replication = 2;
  trial.seed = 7;
  trial.measures = {{"downtime", std::int64_t{1500}, Unit::kNanoseconds},
                    {"rate", 0.1, Unit::kPerSecond},
                    {"space", std::int64_t{4096}, Unit::kBytes}};
  trial.bottleneck = "db/disk";
  trial.passed = 3;
  trial.digest = 0xABC;
  return trial;
}

const std::string kLine =
    R"({"point":5,"replication":2,"parameters":{"dataset.rows":"1k",)"
    R"("cluster.node":"{disk: a, cpu: \"b\"}"},"seed":7,"obtained":"event by event","passed":3,)"
    R"("failed":0,"never_evaluated":0,"bottleneck":"db/disk","digest":"0000000000000abc",)"
    R"("measures":{"downtime_ns":1500,"rate":0.1,"space_bytes":4096}})";

}  // namespace

TEST_CASE("a row is one line of JSON, each measure with its unit") {
  CHECK(to_json_line({5, 2}, trial()) == kLine);
}

TEST_CASE("a row is a line of a table, with a column for each parameter and measure") {
  CsvColumns columns;
  const auto row = parse_row(kLine);
  REQUIRE(row);
  columns.add(*row);
  CHECK(columns.header() ==
        "point,dataset.rows,cluster.node,replication,seed,obtained,passed,failed,never_evaluated,"
        "bottleneck,digest,downtime_ns,rate,space_bytes");
  CHECK(columns.line(*row) ==
        "5,1k,\"{disk: a, cpu: \"\"b\"\"}\",2,7,event by event,3,0,0,db/disk,0000000000000abc,1500,"
        "0.1,4096");
}

TEST_CASE("whatever a name or a text holds reads back as it was") {
  Trial strange = trial();
  strange.parameters = {{"key", "tab\there, \\ and \"quotes\", \x01, \xC3\xA9"}};
  strange.bottleneck = "line\nbreak/\b\f\r";
  strange.measures = {{"call.\"a\".p99", 2.5e-7, Unit::kShare},
                      {"never", std::numeric_limits<double>::infinity(), Unit::kNumber},
                      {"less", std::int64_t{-3}, Unit::kNumber}};
  const std::string line = to_json_line({1, 0}, strange);
  const auto row = parse_row(line);
  REQUIRE(row);
  CHECK(row->parameters.front() ==
        std::pair<std::string_view, std::string_view>(strange.parameters.front().path,
                                                      strange.parameters.front().value));
  CHECK(row->about[6] ==
        std::pair<std::string_view, std::string_view>("bottleneck", strange.bottleneck));
  CHECK(row->measures == studies::ParsedRow::Pairs{
                             {"call.\"a\".p99", "2.5e-07"}, {"never", "null"}, {"less", "-3"}});
}

TEST_CASE("a measure that only some rows have leaves the others' cells empty") {
  Trial other = trial();
  other.measures.insert(other.measures.begin() + 1, {"times.defect", std::int64_t{1}});
  other.measures.pop_back();
  const auto first = parse_row(kLine);
  const auto second = parse_row(to_json_line({6, 0}, other));
  CsvColumns columns;
  columns.add(*first);
  columns.add(*second);
  CHECK(columns.header().ends_with("digest,downtime_ns,times.defect,rate,space_bytes"));
  CHECK(columns.line(*first).ends_with(",1500,,0.1,4096"));
  CHECK(columns.line(*second).ends_with(",1500,1,0.1,"));
}

TEST_CASE("a varied seed does not take the place of the run's") {
  Trial other = trial();
  other.parameters = {{"seed", "7"}};
  CsvColumns columns;
  columns.add(*parse_row(to_json_line({0, 0}, other)));
  CHECK(columns.header().starts_with("point,seed,replication,run_seed,obtained"));
}

TEST_CASE("what is no row is not taken for one") {
  CHECK_FALSE(parse_row("{\"point\":5}"));
  for (std::size_t size = 0; size < kLine.size(); ++size) {
    INFO(size);
    CHECK_FALSE(parse_row(kLine.substr(0, size)));
  }
  CHECK_FALSE(parse_row(kLine + "}"));
  CHECK_FALSE(studies::key_of_row("{\"point\":x"));
  CHECK(studies::key_of_row(kLine) == studies::RunKey{5, 2});
}
