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
#include "studies/grid_reader.hpp"
#include "studies/journal.hpp"

namespace cli {

enum class Format : std::uint8_t { kText, kJson, kJunit, kMarkdown, kDot };

struct RunCommand {
  std::string file;
  Format format = Format::kText;
  std::string out;  // empty: standard output
  std::optional<std::uint64_t> seed;
  bool event_by_event = false;  // a migration: skip nothing
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

/// Print this and be done.
struct Say {
  std::string text;
};

using Command =
    std::variant<RunCommand, CheckCommand, ExplainCommand, MarginsCommand, CoverageCommand,
                 OrderingsCommand, SchemaCommand, SweepCommand, MergeCommand, Say>;

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
