#include "cli/sweep_command_line.hpp"

#include <fmt/format.h>

#include "cli/sweep_help.hpp"
#include "cli/verb.hpp"

namespace cli {

namespace {

constexpr std::uint64_t kMostOfOnePoint = 1'000'000;
constexpr std::uint64_t kMostShards = 1'000'000;

// "2/4".
studies::Shard shard_of(const Verb& verb, const std::string& word) {
  const std::size_t slash = word.find('/');
  if (slash == std::string::npos) {
    throw verb.wrong(
        fmt::format("--shard needs a part and how many there are, 1/4, not '{}'", word));
  }
  studies::Shard shard;
  shard.count = verb.number_of("--shard", word.substr(slash + 1), 1, kMostShards);
  shard.number = verb.number_of("--shard", word.substr(0, slash), 1, shard.count);
  return shard;
}

}  // namespace

Command parse_sweep(const std::vector<std::string>& words) {
  Verb verb("sweep", kSweepHelp);
  SweepCommand command;
  std::string cover;
  std::string replications;
  std::string shard;
  std::string jobs;
  std::string format = "text";
  verb.texts("--vary", command.grid.vary);
  verb.texts("--zip", command.grid.zip);
  verb.texts("--where", command.grid.where);
  verb.text("--cover", cover);
  verb.text("--replications", replications);
  verb.text("--out", command.out);
  verb.flag("--list", command.list);
  verb.texts("--of", command.of);
  verb.text("--shard", shard);
  verb.text("--jobs", jobs);
  verb.text("--format", format);
  verb.parse(words);
  if (verb.wants_help()) return verb.help();
  verb.refuse_empty_out(command.out);
  command.file = verb.one_file();
  if (verb.given("--cover")) {
    if (cover != "pairs" && cover != "all") {
      throw verb.wrong(fmt::format("--cover is pairs or all, not '{}'", cover));
    }
    command.grid.cover = cover == "pairs" ? studies::Cover::kPairs : studies::Cover::kAll;
  }
  if (!replications.empty()) {
    command.grid.replications = verb.number_of("--replications", replications, 1, kMostOfOnePoint);
  }
  if (verb.given("--shard")) {
    command.shard = shard_of(verb, shard);
    if (command.out.empty()) throw verb.wrong("--shard needs --out, so that merge finds the part");
  }
  command.jobs = verb.jobs_of(jobs);
  command.format = verb.format_of(format, {Format::kText, Format::kJson, Format::kMarkdown});
  return command;
}

Command parse_merge(const std::vector<std::string>& words) {
  Verb verb("merge", kMergeHelp);
  MergeCommand command;
  verb.text("--out", command.out);
  verb.parse(words);
  if (verb.wants_help()) return verb.help();
  if (verb.operands().empty()) throw verb.wrong("merge needs the folders of the shards");
  if (command.out.empty()) throw verb.wrong("merge needs --out and a folder for the results");
  command.folders = verb.operands();
  return command;
}

}  // namespace cli
