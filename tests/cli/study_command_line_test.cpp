#include "cli/study_command_line.hpp"

#include <doctest/doctest.h>

#include "cli/study_help.hpp"

namespace cli {

namespace {

// The first line of what is wrong.
std::string wrong_study(const std::vector<std::string>& words) {
  try {
    static_cast<void>(parse_command_line(words));
  } catch (const WrongUsage& error) {
    const std::string text = error.what();
    return text.substr(0, text.find('\n'));
  }
  return "nothing is wrong";
}

}  // namespace

TEST_CASE("curve takes a field with its sizes") {
  const auto command = std::get<CurveCommand>(parse_command_line(
      {"curve", "a.yaml", "--over", "dataset.rows=1k..1M:log7", "--of", "cost", "--at", "5k",
       "--per-doubling", "<= 2.1", "--svg", "a.svg", "--replications", "3", "--jobs", "2"}));
  CHECK(command.file == "a.yaml");
  CHECK(command.over == "dataset.rows=1k..1M:log7");
  CHECK(command.of == "cost");
  CHECK(command.at == "5k");
  CHECK(command.per_doubling == "<= 2.1");
  CHECK(command.svg == "a.svg");
  CHECK(command.replications == 3);
  CHECK(command.jobs == 2);
  CHECK(std::get<CurveCommand>(parse_command_line({"curve", "a.yaml"})).over.empty());
  CHECK(wrong_study({"curve", "a.yaml", "--of", "downtime"}) ==
        "curve needs the sizes: --over dataset.rows=1k..1M:log7");
  CHECK(wrong_study({"curve", "a.yaml", "--over", "rows"}) ==
        "--over needs a field and its values, such as dataset.rows=1k..1M:log7, not 'rows'");
}

TEST_CASE("curve takes what a sweep has written, with a field and a measure of it") {
  const auto command = std::get<CurveCommand>(
      parse_command_line({"curve", "runs/runs.csv", "--over", "dataset.rows", "--of", "downtime",
                          "--where", "procedure.workers == 10"}));
  CHECK(command.of_results());
  CHECK(command.over == "dataset.rows");
  CHECK(command.where == std::vector<std::string>{"procedure.workers == 10"});
  CHECK(wrong_study({"curve", "runs.jsonl", "--over", "rows=1,2,3", "--of", "downtime"}) ==
        "results have their sizes: name the field, such as --over dataset.rows");
  CHECK(wrong_study({"curve", "runs.csv", "--over", "rows"}) ==
        "results have many measures: name one, such as --of downtime");
  CHECK(wrong_study({"curve", "runs.csv", "--over", "rows", "--of", "x", "--replications", "3"}) ==
        "results have their replications: leave --replications out");
  CHECK(wrong_study({"curve", "a.yaml", "--over", "x=1,2,3", "--where", "y == 1"}) ==
        "--where chooses among the rows of a sweep's results, and this is a scenario");
}

TEST_CASE("solve searches over one field or ranks several") {
  const auto search = std::get<SolveCommand>(parse_command_line(
      {"solve", "a.yaml", "--maximize", "dataset.rows", "--subject-to", "downtime <= 2h",
       "--subject-to", "cost < 5", "--from", "1k", "--to", "1G", "--within", "1%", "--runs", "9"}));
  CHECK(search.path == "dataset.rows");
  CHECK(search.largest);
  CHECK(search.subject_to == std::vector<std::string>{"downtime <= 2h", "cost < 5"});
  CHECK(search.within == 0.01);
  CHECK(search.runs == 9);
  const auto least = std::get<SolveCommand>(
      parse_command_line({"solve", "a.yaml", "--minimize", "procedure.workers", "--subject-to",
                          "downtime <= 2h", "--within", "0"}));
  CHECK_FALSE(least.largest);
  CHECK(least.within == 0);
  const auto ranked = std::get<SolveCommand>(parse_command_line(
      {"solve", "a.yaml", "--over", "procedure.workers=1,10", "--over", "x=2", "--of", "cost"}));
  CHECK(ranked.over.size() == 2);
  CHECK(ranked.path.empty());
  CHECK(wrong_study({"solve", "a.yaml"}) ==
        "solve needs one of --maximize and --minimize, or --over, or one and --over");
  CHECK(wrong_study({"solve", "a.yaml", "--maximize", "x"}) ==
        "a search needs a limit: --subject-to \"downtime <= 2h\"");
  CHECK(wrong_study({"solve", "a.yaml", "--over", "x=1", "--runs", "5"}) ==
        "--from, --to, --within and --runs are of a search, not of --over alone");
  const auto each = std::get<SolveCommand>(
      parse_command_line({"solve", "a.yaml", "--maximize", "dataset.rows", "--subject-to",
                          "downtime <= 2h", "--over", "procedure.workers=1,10"}));
  CHECK(each.path == "dataset.rows");
  CHECK(each.over == std::vector<std::string>{"procedure.workers=1,10"});
  CHECK(wrong_study({"solve", "a.yaml", "--maximize", "x", "--minimize", "y", "--over", "z=1"}) ==
        "solve needs one of --maximize and --minimize, or --over, or one and --over");
}

TEST_CASE("compare takes two files, sensitivity one and a factor") {
  const auto both = std::get<CompareCommand>(
      parse_command_line({"compare", "a.yaml", "b.yaml", "--replications", "4"}));
  CHECK(both.file_b == "b.yaml");
  CHECK(both.replications == 4);
  CHECK(wrong_study({"compare", "a.yaml"}) == "compare needs two scenario files");
  const auto figures = std::get<SensitivityCommand>(parse_command_line(
      {"sensitivity", "a.yaml", "--by", "1.5", "--guessed", "--over", "hardware"}));
  CHECK(figures.factor == 1.5);
  CHECK(figures.guessed);
  CHECK(figures.over == std::vector<std::string>{"hardware"});
  CHECK(wrong_study({"sensitivity", "a.yaml", "--by", "1"}) ==
        "--by needs a factor above 1, such as 1.5, not '1'");
}

TEST_CASE("run takes a precision") {
  const auto run = std::get<RunCommand>(parse_command_line(
      {"run", "a.yaml", "--precision", "1%", "--of", "downtime", "--replications", "50"}));
  CHECK(run.precision == 0.01);
  CHECK(run.of == std::vector<std::string>{"downtime"});
  CHECK(run.most_replications == 50);
  CHECK(wrong_study({"run", "a.yaml", "--precision", "1"}) ==
        "--precision needs a share above 0, such as 1%, not '1'");
  CHECK(wrong_study({"run", "a.yaml", "--of", "downtime"}) ==
        "--of and --replications say how --precision is meant: give it too");
  CHECK(wrong_study({"run", "a.yaml", "--precision", "1%", "--seed", "3"}) ==
        "--precision takes all luck together, so it does not go with --seed");
}

TEST_CASE("every option stands on its verb's page") {
  const auto has = [](std::string_view page, std::initializer_list<std::string_view> options) {
    for (const std::string_view option : options) {
      CAPTURE(option);
      CHECK(page.find(option) != std::string_view::npos);
    }
  };
  has(kCompareHelp, {"--replications", "--format", "--out", "--jobs"});
  has(kCurveHelp, {"--over", "--where", "--of", "--at", "--per-doubling", "--replications", "--svg",
                   "--format", "--out", "--jobs"});
  has(kSolveHelp, {"--maximize", "--minimize", "--subject-to", "--over", "--of", "--from", "--to",
                   "--within", "--runs", "--format", "--out", "--jobs"});
  has(kSensitivityHelp, {"--of", "--by", "--guessed", "--over", "--format", "--out", "--jobs"});
}

}  // namespace cli
