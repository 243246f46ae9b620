// The command line: what the user asked for, as a value, or what is wrong with it.
//
// Shape          one struct a verb; help and version are texts to print
// Errors         throws WrongUsage with one sentence and, where it can, what was meant
// Checked by     tests/cli/command_line_test.cpp
#pragma once

#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "scenarios/coverage.hpp"
#include "scenarios/swarm.hpp"
#include "studies/grid_reader.hpp"
#include "studies/journal.hpp"

namespace cli {

enum class Format : std::uint8_t { kText, kJson, kJunit, kMarkdown, kDot };

struct RunCommand {
  std::string file;
  Format format = Format::kText;
  std::string out;  // empty: standard output
  std::optional<std::uint64_t> seed;
  std::optional<scenarios::Seeds> seeds;  // a swarm of runs instead
  std::string smallest;                   // a file for the smallest violation; empty: none
  bool event_by_event = false;            // a migration: skip nothing
  bool sampled = false;                   // a migration: let windows stand for the rest
  double precision = 0;         // share of the mean to which measures must be known; 0: no
  std::vector<std::string> of;  // the measures; empty: what the expectations ask about
  std::uint64_t most_replications = 1000;
  unsigned jobs = 0;  // 0: as many as there are processors
};

struct CheckCommand {
  std::vector<std::string> paths;
  Format format = Format::kText;
  std::string out;
  bool record = false;
  bool digests = false;
  bool event_by_event = false;  // migrations: skip nothing
  unsigned jobs = 0;            // 0: as many as there are processors
};

struct ExplainCommand {
  std::string file;
  std::optional<std::string> why;  // none: the last persistence of the scenario's key
  Format format = Format::kText;
  std::string out;
  std::optional<std::uint64_t> seed;
};

struct OrderingsCommand {
  std::string file;
  Format format = Format::kText;
  std::string out;
  std::uint64_t states = 2'000'000;
  std::uint64_t orderings = 20'000;
  std::uint64_t seconds = 60;
  std::uint64_t bytes = 1ULL << 30;
  bool answers = false;  // no list of orderings
  std::string want;      // an order to be solved instead; empty: none
  std::string smallest;  // a file for the smallest scenario that fails; empty: none
};

struct MarginsCommand {
  std::string file;
  Format format = Format::kText;
  std::string out;
  std::optional<std::uint64_t> seed;
};

struct CoverageCommand {
  std::vector<std::string> paths;
  Format format = Format::kText;
  std::string out;
  std::string stubs;                           // the folder to write them into; empty: none
  std::vector<scenarios::Dimension> required;  // in order; empty: nothing is
  unsigned jobs = 0;                           // 0: as many as there are processors
};

struct SchemaCommand {
  bool reference = false;
  std::string out;
};

struct SweepCommand {
  std::string file;
  studies::SweepOptions grid;
  std::string out;  // a folder; empty: none
  bool list = false;
  std::vector<std::string> of;  // measures to be shown; empty: the usual ones
  std::optional<studies::Shard> shard;
  unsigned jobs = 0;  // 0: as many as there are processors
  Format format = Format::kText;
};

struct MergeCommand {
  std::vector<std::string> folders;
  std::string out;
};

struct CompareCommand {
  std::string file_a;
  std::string file_b;
  std::uint64_t replications = 10;
  Format format = Format::kText;
  std::string out;
  unsigned jobs = 0;
};

struct CurveCommand {
  std::string file;
  // "dataset.rows=1k..1M:log7"; of results the field alone; empty: as the file's growth says
  std::string over;
  std::vector<std::string> where;  // of results: "procedure.workers == 10"
  std::string of;                  // a measure; empty: the first that an expectation asks about
  std::string per_doubling;        // "<= 2.1": what the growth must keep; empty: nothing
  std::string at;                  // sizes to tell the curve's value at; may be empty
  std::uint64_t replications = 1;
  std::string svg;  // a file for the drawing; empty: none
  Format format = Format::kText;
  std::string out;
  unsigned jobs = 0;

  /// Whether the file is not a scenario, but what a sweep has written.
  [[nodiscard]] bool of_results() const {
    return file.ends_with(".csv") || file.ends_with(".jsonl");
  }
};

struct SolveCommand {
  std::string file;
  std::string path;  // the field to search over, for each configuration; empty: they are ranked
  bool largest = true;
  std::vector<std::string> subject_to;
  std::vector<std::string> over;  // "procedure.workers=1,10,20"
  std::vector<std::string> of;    // objectives of a ranking; empty: the usual ones
  std::string from;               // where the search may go; empty: from 1, or without end
  std::string to;
  double within = 0.001;
  std::uint64_t runs = 60;
  Format format = Format::kText;
  std::string out;
  unsigned jobs = 0;
};

struct SensitivityCommand {
  std::string file;
  std::string of;  // as of CurveCommand
  double factor = 2;
  bool guessed = false;           // only figures that are guessed
  std::vector<std::string> over;  // only these, and all below them; empty: all
  Format format = Format::kText;
  std::string out;
  unsigned jobs = 0;
};

/// Print this and be done.
struct Say {
  std::string text;
};

using Command =
    std::variant<RunCommand, CheckCommand, ExplainCommand, MarginsCommand, CoverageCommand,
                 OrderingsCommand, SchemaCommand, SweepCommand, MergeCommand, CompareCommand,
                 CurveCommand, SolveCommand, SensitivityCommand, Say>;

class WrongUsage : public std::exception {
 public:
  explicit WrongUsage(std::string message) : message_(std::move(message)) {}
  [[nodiscard]] const char* what() const noexcept override { return message_.c_str(); }

 private:
  std::string message_;
};

/// The words after the program's name.
[[nodiscard]] Command parse_command_line(const std::vector<std::string>& words);

}  // namespace cli
