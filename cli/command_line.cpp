#include "cli/command_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/help.hpp"
#include "cli/study_command_line.hpp"
#include "cli/sweep_command_line.hpp"
#include "cli/verb.hpp"
#include "scenarios/did_you_mean.hpp"
#include "scenarios/quantity.hpp"

namespace cli {

namespace {

constexpr std::array<std::string_view, 13> kVerbs{
    "run",   "check", "explain", "margins", "coverage", "orderings",  "schema",
    "sweep", "merge", "compare", "curve",   "solve",    "sensitivity"};

std::uint64_t bytes_of(const Verb& verb, const std::string& word) {
  const scenarios::Reading<sim::Bytes> size = scenarios::read_size(word);
  if (!size.value || size.value->count == 0) {
    throw verb.wrong(fmt::format("--memory needs a size, as 512MiB, not '{}'", word));
  }
  return static_cast<std::uint64_t>(size.value->count);
}

// "1..10000", both ends included.
scenarios::Seeds seeds_of(const Verb& verb, const std::string& word) {
  constexpr std::uint64_t kMostRuns = 10'000'000;
  const std::size_t dots = word.find("..");
  if (dots == std::string::npos) {
    throw verb.wrong(fmt::format("--seeds needs a range such as 1..10000, not '{}'", word));
  }
  scenarios::Seeds seeds;
  seeds.first = verb.number_of("--seeds", word.substr(0, dots), 0, UINT64_MAX);
  seeds.last = verb.number_of("--seeds", word.substr(dots + 2), seeds.first, UINT64_MAX);
  if (seeds.last - seeds.first >= kMostRuns) {
    throw verb.wrong(fmt::format("--seeds takes {} runs at most", kMostRuns));
  }
  return seeds;
}

// One run, a swarm of seeds, or as many replications as a precision needs.
void check_luck(const Verb& verb, const RunCommand& command, bool limited) {
  if (command.precision == 0 && (!command.of.empty() || limited)) {
    throw verb.wrong("--of and --replications say how --precision is meant: give it too");
  }
  if (command.precision > 0 && (command.seed || command.seeds)) {
    throw verb.wrong("--precision takes all luck together, so it does not go with --seed");
  }
  if (command.seed && command.seeds) throw verb.wrong("--seed and --seeds exclude each other");
  if (!command.seeds && !command.smallest.empty()) {
    throw verb.wrong("--smallest belongs to --seeds");
  }
  if (command.seeds && command.format == Format::kJunit) {
    throw verb.wrong("a swarm has no junit: text, json or markdown");
  }
}

Command parse_run(const std::vector<std::string>& words) {
  Verb verb("run", kRunHelp);
  RunCommand command;
  std::string format = "text";
  std::string seed;
  std::string precision;
  std::string most;
  std::string seeds;
  std::string jobs;
  verb.text("--format", format);
  verb.text("--out", command.out);
  verb.text("--seed", seed);
  verb.flag("--event-by-event", command.event_by_event);
  verb.flag("--sampled", command.sampled);
  verb.text("--precision", precision);
  verb.texts("--of", command.of);
  verb.text("--replications", most);
  verb.text("--seeds", seeds);
  verb.text("--smallest", command.smallest);
  verb.text("--jobs", jobs);
  verb.parse(words);
  if (verb.wants_help()) return verb.help();
  verb.refuse_empty_out(command.out);
  if (command.sampled && command.event_by_event) {
    throw verb.wrong("a run is sampled or goes event by event, not both");
  }
  if (command.sampled && !precision.empty()) {
    throw verb.wrong("--precision goes the file's own way: write 'way: sampled' there instead");
  }
  command.file = verb.one_file("; check takes several");
  command.format =
      verb.format_of(format, {Format::kText, Format::kJson, Format::kJunit, Format::kMarkdown});
  if (!seed.empty()) command.seed = verb.number_of("--seed", seed, 0, UINT64_MAX);
  if (!seeds.empty()) command.seeds = seeds_of(verb, seeds);
  if (!precision.empty()) command.precision = share_of(verb, "--precision", precision);
  if (!most.empty()) {
    command.most_replications = verb.number_of("--replications", most, 2, 1'000'000);
  }
  command.jobs = verb.jobs_of(jobs);
  check_luck(verb, command, !most.empty());
  return command;
}

Command parse_check(const std::vector<std::string>& words) {
  Verb verb("check", kCheckHelp);
  CheckCommand command;
  std::string format;
  std::string jobs;
  verb.text("--format", format);
  verb.text("--out", command.out);
  verb.flag("--record", command.record);
  verb.flag("--digests", command.digests);
  verb.flag("--event-by-event", command.event_by_event);
  verb.text("--jobs", jobs);
  verb.parse(words);
  if (verb.wants_help()) return verb.help();
  verb.refuse_empty_out(command.out);
  if (verb.operands().empty()) throw verb.wrong("check needs a file or a folder");
  if (command.digests && command.record) {
    throw verb.wrong("--digests only prints, so it does not go with --record");
  }
  if (command.digests && !format.empty()) {
    throw verb.wrong("--digests has a form of its own, so it does not go with --format");
  }
  command.paths = verb.operands();
  if (format.empty()) format = "text";
  command.format = verb.format_of(format, {Format::kText, Format::kJson, Format::kJunit});
  command.jobs = verb.jobs_of(jobs);
  return command;
}

Command parse_explain(const std::vector<std::string>& words) {
  Verb verb("explain", kExplainHelp);
  ExplainCommand command;
  std::string why;
  std::string format = "text";
  std::string seed;
  verb.text("--format", format);
  verb.text("--out", command.out);
  verb.text("--seed", seed);
  verb.text("--why", why);
  verb.parse(words);
  if (verb.wants_help()) return verb.help();
  verb.refuse_empty_out(command.out);
  command.file = verb.one_file("; words after --why stand in quotes");
  if (verb.given("--why")) command.why = why;
  command.format = verb.format_of(format, {Format::kText, Format::kJson, Format::kDot});
  if (!seed.empty()) command.seed = verb.number_of("--seed", seed, 0, UINT64_MAX);
  return command;
}

Command parse_orderings(const std::vector<std::string>& words) {
  constexpr std::uint64_t kMost = 1'000'000'000;
  Verb verb("orderings", kOrderingsHelp);
  OrderingsCommand command;
  std::string format = "text";
  std::string states;
  std::string orderings;
  std::string seconds;
  std::string memory;
  verb.text("--format", format);
  verb.text("--out", command.out);
  verb.text("--memory", memory);
  verb.flag("--answers", command.answers);
  verb.text("--states", states);
  verb.text("--orderings", orderings);
  verb.text("--seconds", seconds);
  verb.text("--want", command.want);
  verb.text("--smallest", command.smallest);
  verb.parse(words);
  if (verb.wants_help()) return verb.help();
  verb.refuse_empty_out(command.out);
  if (verb.given("--want") && command.want.empty()) throw verb.wrong("--want needs an order");
  if (!command.want.empty() && !command.smallest.empty()) {
    throw verb.wrong("--want solves an order, so it does not go with --smallest");
  }
  if (command.answers && !command.want.empty()) {
    throw verb.wrong("--want solves an order, so it does not go with --answers");
  }
  command.file = verb.one_file();
  command.format = verb.format_of(format, {Format::kText, Format::kJson, Format::kMarkdown});
  const auto number = [&](std::string_view option, const std::string& word, std::uint64_t& to) {
    if (!word.empty()) to = verb.number_of(option, word, 1, kMost);
  };
  number("--states", states, command.states);
  number("--orderings", orderings, command.orderings);
  number("--seconds", seconds, command.seconds);
  if (!memory.empty()) command.bytes = bytes_of(verb, memory);
  return command;
}

Command parse_margins(const std::vector<std::string>& words) {
  Verb verb("margins", kMarginsHelp);
  MarginsCommand command;
  std::string format = "text";
  std::string seed;
  verb.text("--format", format);
  verb.text("--out", command.out);
  verb.text("--seed", seed);
  verb.parse(words);
  if (verb.wants_help()) return verb.help();
  verb.refuse_empty_out(command.out);
  command.file = verb.one_file();
  command.format = verb.format_of(format, {Format::kText, Format::kJson, Format::kMarkdown});
  if (!seed.empty()) command.seed = verb.number_of("--seed", seed, 0, UINT64_MAX);
  return command;
}

// "ordering,fault": each once, in the order of the dimensions.
std::vector<scenarios::Dimension> dimensions_of(const Verb& verb, const std::string& words) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < scenarios::kDimensions; ++i) {
    names.push_back(name_of(static_cast<scenarios::Dimension>(i)));
  }
  std::vector<scenarios::Dimension> dimensions;
  for (std::size_t begin = 0; begin <= words.size();) {
    const std::size_t end = std::min(words.find(',', begin), words.size());
    const std::string word = words.substr(begin, end - begin);
    const auto name = std::find(names.begin(), names.end(), word);
    if (name == names.end()) {
      throw verb.wrong(fmt::format("there is no '{}' to require: {}", word,
                                   scenarios::did_you_mean(word, names)));
    }
    dimensions.push_back(static_cast<scenarios::Dimension>(name - names.begin()));
    begin = end + 1;
  }
  std::sort(dimensions.begin(), dimensions.end());
  dimensions.erase(std::unique(dimensions.begin(), dimensions.end()), dimensions.end());
  return dimensions;
}

Command parse_coverage(const std::vector<std::string>& words) {
  Verb verb("coverage", kCoverageHelp);
  CoverageCommand command;
  std::string format = "text";
  std::string require;
  std::string jobs;
  verb.text("--require", require);
  verb.text("--stubs", command.stubs);
  verb.text("--format", format);
  verb.text("--out", command.out);
  verb.text("--jobs", jobs);
  verb.parse(words);
  if (verb.wants_help()) return verb.help();
  verb.refuse_empty_out(command.out);
  if (verb.operands().empty()) throw verb.wrong("coverage needs a file or a folder");
  if (verb.given("--stubs") && command.stubs.empty()) {
    throw verb.wrong("--stubs needs the name of a folder");
  }
  command.paths = verb.operands();
  if (verb.given("--require")) command.required = dimensions_of(verb, require);
  command.format = verb.format_of(format, {Format::kText, Format::kJson, Format::kMarkdown});
  command.jobs = verb.jobs_of(jobs);
  return command;
}

Command parse_schema(const std::vector<std::string>& words) {
  Verb verb("schema", kSchemaHelp);
  SchemaCommand command;
  verb.flag("--reference", command.reference);
  verb.text("--out", command.out);
  verb.parse(words);
  if (verb.wants_help()) return verb.help();
  verb.refuse_empty_out(command.out);
  if (!verb.operands().empty()) {
    throw verb.wrong(
        fmt::format("schema takes no file, and '{}' looks like one", verb.operands().front()));
  }
  return command;
}

}  // namespace

Command parse_command_line(const std::vector<std::string>& words) {
  if (words.empty()) throw WrongUsage("what to do?\n\n" + std::string(kHelp));
  const std::string& verb = words.front();
  const std::vector<std::string> rest(words.begin() + 1, words.end());
  if (verb == "--help" || verb == "-h" || verb == "help") return Say{std::string(kHelp)};
  if (verb == "--version") return Say{"durasim " DURASIM_VERSION "\n"};
  if (verb == "run") return parse_run(rest);
  if (verb == "check") return parse_check(rest);
  if (verb == "explain") return parse_explain(rest);
  if (verb == "orderings") return parse_orderings(rest);
  if (verb == "margins") return parse_margins(rest);
  if (verb == "coverage") return parse_coverage(rest);
  if (verb == "schema") return parse_schema(rest);
  if (verb == "sweep") return parse_sweep(rest);
  if (verb == "merge") return parse_merge(rest);
  if (verb == "compare") return parse_compare(rest);
  if (verb == "curve") return parse_curve(rest);
  if (verb == "solve") return parse_solve(rest);
  if (verb == "sensitivity") return parse_sensitivity(rest);
  throw WrongUsage(fmt::format("there is no verb '{}': {}\n(durasim --help tells more)", verb,
                               scenarios::did_you_mean(verb, kVerbs)));
}

}  // namespace cli
