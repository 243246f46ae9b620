#include "cli/command_line.hpp"

#include <doctest/doctest.h>

#include "cli/help.hpp"

namespace cli {

namespace {

using Words = std::vector<std::string>;

// The first line of what is wrong.
std::string wrong(const Words& words) {
  try {
    static_cast<void>(parse_command_line(words));
  } catch (const WrongUsage& error) {
    const std::string text = error.what();
    return text.substr(0, text.find('\n'));
  }
  return "nothing is wrong";
}

}  // namespace

TEST_CASE("run takes a file and options in any order") {
  const auto command = std::get<RunCommand>(
      parse_command_line({"run", "--seed", "7", "a.yaml", "--format=json", "--out", "b.json"}));
  CHECK(command.file == "a.yaml");
  CHECK(command.format == Format::kJson);
  CHECK(command.out == "b.json");
  CHECK(command.seed == 7);
  const auto plain = std::get<RunCommand>(parse_command_line({"run", "a.yaml"}));
  CHECK(plain.format == Format::kText);
  CHECK(plain.out.empty());
  CHECK(!plain.seed);
}

TEST_CASE("a file may begin with a dash after two of them") {
  CHECK(std::get<RunCommand>(parse_command_line({"run", "--", "-a.yaml"})).file == "-a.yaml");
}

TEST_CASE("check takes several paths") {
  const auto command = std::get<CheckCommand>(
      parse_command_line({"check", "a", "b", "--record", "--jobs", "3", "--format", "junit"}));
  CHECK(command.paths == Words{"a", "b"});
  CHECK(command.record);
  CHECK(!command.digests);
  CHECK(command.jobs == 3);
  CHECK(command.format == Format::kJunit);
}

TEST_CASE("margins takes one file") {
  const auto command = std::get<MarginsCommand>(
      parse_command_line({"margins", "a.yaml", "--format", "markdown", "--seed", "3"}));
  CHECK(command.file == "a.yaml");
  CHECK(command.format == Format::kMarkdown);
  CHECK(command.seed == 3);
  CHECK(wrong({"margins"}) == "margins needs a scenario file");
  CHECK(wrong({"margins", "a", "b"}) == "margins takes one file, and 'b' is one too many");
  CHECK(wrong({"margins", "a", "--format", "dot"}).find("there is no format 'dot': ") == 0);
}

TEST_CASE("coverage takes paths and dimensions to require") {
  using scenarios::Dimension;
  const auto command = std::get<CoverageCommand>(parse_command_line(
      {"coverage", "a", "b", "--require", "fault,ordering,fault", "--stubs", "c", "--jobs", "2"}));
  CHECK(command.paths == Words{"a", "b"});
  CHECK(command.required == std::vector{Dimension::kOrdering, Dimension::kFault});
  CHECK(command.stubs == "c");
  CHECK(command.jobs == 2);
  CHECK(std::get<CoverageCommand>(parse_command_line({"coverage", "a"})).required.empty());
  CHECK(wrong({"coverage"}) == "coverage needs a file or a folder");
  CHECK(wrong({"coverage", "a", "--require", "faults"}) ==
        "there is no 'faults' to require: did you mean 'fault'?");
  CHECK(wrong({"coverage", "a", "--require", "fault,"}).find("there is no '' to require: ") == 0);
  CHECK(wrong({"coverage", "a", "--stubs", ""}) == "--stubs needs the name of a folder");
  CHECK(wrong({"coverage", "a", "--jobs", "0"}) ==
        "--jobs needs a whole number from 1 to 1024, not '0'");
}

TEST_CASE("explain takes a file and what to explain") {
  const auto command = std::get<ExplainCommand>(parse_command_line(
      {"explain", "a.yaml", "--why", "master persists k", "--format", "dot", "--seed", "3"}));
  CHECK(command.file == "a.yaml");
  CHECK(command.why == "master persists k");
  CHECK(command.format == Format::kDot);
  CHECK(command.seed == 3);
  const auto plain = std::get<ExplainCommand>(parse_command_line({"explain", "a.yaml"}));
  CHECK(!plain.why);
  CHECK(plain.format == Format::kText);
  CHECK(std::get<ExplainCommand>(parse_command_line({"explain", "a.yaml", "--why", ""})).why == "");
  CHECK(wrong({"explain"}) == "explain needs a scenario file");
  CHECK(
      wrong({"explain", "a", "--why", "master", "persists", "k"}) ==
      "explain takes one file, and 'persists' is one too many; words after --why stand in quotes");
  CHECK(wrong({"explain", "a", "--format", "junit"}).find("there is no format 'junit': ") == 0);
}

TEST_CASE("schema takes no file") {
  CHECK(std::get<SchemaCommand>(parse_command_line({"schema", "--reference"})).reference);
  CHECK(wrong({"schema", "a.yaml"}) == "schema takes no file, and 'a.yaml' looks like one");
}

TEST_CASE("what is wrong is said in a sentence, with what was meant") {
  CHECK(wrong({}) == "what to do?");
  CHECK(wrong({"chekc"}) == "there is no verb 'chekc': did you mean 'check'?");
  CHECK(wrong({"run"}) == "run needs a scenario file");
  CHECK(wrong({"check"}) == "check needs a file or a folder");
  CHECK(wrong({"run", "a", "b"}) ==
        "run takes one file, and 'b' is one too many; check takes several");
  CHECK(wrong({"run", "a", "--fromat", "json"}) ==
        "there is no option '--fromat': did you mean '--format'?");
  CHECK(wrong({"run", "a", "--format", "jsn"}) == "there is no format 'jsn': did you mean 'json'?");
  CHECK(wrong({"check", "a", "--format", "markdown"}).find("there is no format 'markdown': ") == 0);
  CHECK(wrong({"run", "a", "--out"}) == "--out needs a value");
  CHECK(wrong({"run", "a", "--out", ""}) == "--out needs the name of a file");
}

TEST_CASE("options that stand twice or against each other are wrong") {
  CHECK(wrong({"run", "a", "--seed", "1", "--seed", "1"}) == "--seed is given twice");
  CHECK(wrong({"check", "a", "--record", "--record"}) == "--record is given twice");
  CHECK(wrong({"check", "a", "--digests", "--record"}) ==
        "--digests only prints, so it does not go with --record");
  CHECK(wrong({"check", "a", "--digests", "--format", "json"}) ==
        "--digests has a form of its own, so it does not go with --format");
}

TEST_CASE("numbers are whole and in range") {
  CHECK(std::get<RunCommand>(parse_command_line({"run", "a", "--seed", "18446744073709551615"}))
            .seed == UINT64_MAX);
  for (const char* seed : {"-1", "1.5", "0x10", "18446744073709551616", "1 "}) {
    CHECK(wrong({"run", "a", "--seed", seed}) ==
          "--seed needs a whole number from 0 to 18446744073709551615, not '" + std::string(seed) +
              "'");
  }
  CHECK(wrong({"check", "a", "--jobs", "0"}) ==
        "--jobs needs a whole number from 1 to 1024, not '0'");
}

TEST_CASE("help is asked for in many ways, and tells of every option") {
  for (const Words& words : {Words{"--help"}, Words{"-h"}, Words{"help"}}) {
    CHECK(std::get<Say>(parse_command_line(words)).text == kHelp);
  }
  CHECK(std::get<Say>(parse_command_line({"run", "--help"})).text == kRunHelp);
  CHECK(std::get<Say>(parse_command_line({"check", "-h"})).text == kCheckHelp);
  CHECK(std::get<Say>(parse_command_line({"explain", "--help"})).text == kExplainHelp);
  CHECK(std::get<Say>(parse_command_line({"margins", "--help"})).text == kMarginsHelp);
  CHECK(std::get<Say>(parse_command_line({"coverage", "--help"})).text == kCoverageHelp);
  CHECK(std::get<Say>(parse_command_line({"schema", "--help"})).text == kSchemaHelp);
  for (const char* option : {"--format", "--out", "--seed", "--help"}) {
    CHECK(kRunHelp.find(std::string("  ") + option) != std::string_view::npos);
  }
  for (const char* option : {"--why", "--format", "--out", "--seed", "--help"}) {
    CHECK(kExplainHelp.find(std::string("  ") + option) != std::string_view::npos);
  }
  for (const char* option : {"--format", "--out", "--record", "--digests", "--jobs", "--help"}) {
    CHECK(kCheckHelp.find(std::string("  ") + option) != std::string_view::npos);
  }
  for (const char* option : {"--reference", "--out", "--help"}) {
    CHECK(kSchemaHelp.find(std::string("  ") + option) != std::string_view::npos);
  }
  CHECK(std::get<Say>(parse_command_line({"--version"})).text.find("durasim ") == 0);
}

}  // namespace cli
