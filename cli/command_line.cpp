#include "cli/command_line.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <charconv>

#include "cli/help.hpp"
#include "cli/sweep_command_line.hpp"
#include "scenarios/did_you_mean.hpp"
#include "scenarios/quantity.hpp"

namespace cli {

namespace {

constexpr std::array<std::string_view, 9> kVerbs{
    "run", "check", "explain", "margins", "coverage", "orderings", "schema", "sweep", "merge"};
constexpr std::array<std::string_view, 5> kFormats{"text", "json", "junit", "markdown", "dot"};

// One verb's options. CLI11 splits the words; what they mean is decided here, in our sentences.
class Verb {
 public:
  Verb(std::string name, std::string_view help) : name_(std::move(name)), help_(help) {
    app_.set_help_flag("");
    app_.allow_extras();
    app_.add_flag("-h,--help", wants_help_);
    app_.add_option("operands", operands_);
  }

  void text(const std::string& option, std::string& value) {
    options_.push_back(app_.add_option(option, value)
                           ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
                           ->expected(1));
  }
  void flag(const std::string& option, bool& value) {
    options_.push_back(app_.add_flag(option, value));
  }

  /// Throws unless the words are options and operands of this verb.
  void parse(std::vector<std::string> words) {
    // What follows two dashes is an operand, however it begins.
    const auto dashes = std::find(words.begin(), words.end(), "--");
    std::vector<std::string> literal;
    if (dashes != words.end()) literal.assign(dashes + 1, words.end());
    words.erase(dashes, words.end());
    std::reverse(words.begin(), words.end());
    try {
      app_.parse(std::move(words));
    } catch (const CLI::ArgumentMismatch& error) {
      const std::string text = error.what();
      throw wrong(text.substr(0, text.find(':')) + " needs a value");
    } catch (const CLI::ParseError& error) {
      throw wrong(error.what());
    }
    if (wants_help_) return;
    for (const std::string& word : app_.remaining()) refuse(word);
    for (const CLI::Option* option : options_) {
      if (option->count() > 1) throw wrong(option->get_name() + " is given twice");
    }
    operands_.insert(operands_.end(), literal.begin(), literal.end());
  }

  [[nodiscard]] bool wants_help() const { return wants_help_; }
  [[nodiscard]] Say help() const { return {std::string(help_)}; }
  [[nodiscard]] const std::vector<std::string>& operands() const { return operands_; }

  [[nodiscard]] WrongUsage wrong(const std::string& message) const {
    return WrongUsage(fmt::format("{}\n(durasim {} --help tells more)", message, name_));
  }

  [[nodiscard]] bool given(const std::string& option) const {
    return app_.get_option(option)->count() > 0;
  }

  void refuse_empty_out(const std::string& out) const {
    if (given("--out") && out.empty()) throw wrong("--out needs the name of a file");
  }

 private:
  void refuse(const std::string& word) const {
    if (word.size() < 2 || word[0] != '-') throw wrong(fmt::format("'{}' is too much", word));
    std::vector<std::string> names;
    for (const CLI::Option* option : options_) names.push_back(option->get_name());
    names.emplace_back("--help");
    const std::vector<std::string_view> known(names.begin(), names.end());
    throw wrong(
        fmt::format("there is no option '{}': {}", word, scenarios::did_you_mean(word, known)));
  }

  std::string name_;
  std::string_view help_;
  CLI::App app_;
  std::vector<CLI::Option*> options_;
  std::vector<std::string> operands_;
  bool wants_help_ = false;
};

Format format_of(const Verb& verb, const std::string& word,
                 std::initializer_list<Format> possible) {
  std::vector<std::string_view> names;
  for (const Format format : possible) names.push_back(kFormats[static_cast<std::size_t>(format)]);
  for (const Format format : possible) {
    if (kFormats[static_cast<std::size_t>(format)] == word) return format;
  }
  throw verb.wrong(
      fmt::format("there is no format '{}': {}", word, scenarios::did_you_mean(word, names)));
}

std::uint64_t number_of(const Verb& verb, std::string_view option, const std::string& word,
                        std::uint64_t least, std::uint64_t most) {
  std::uint64_t number = 0;
  const char* const end = word.data() + word.size();
  const auto read = std::from_chars(word.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end || number < least || number > most) {
    throw verb.wrong(
        fmt::format("{} needs a whole number from {} to {}, not '{}'", option, least, most, word));
  }
  return number;
}

std::uint64_t bytes_of(const Verb& verb, const std::string& word) {
  const scenarios::Reading<sim::Bytes> size = scenarios::read_size(word);
  if (!size.value || size.value->count == 0) {
    throw verb.wrong(fmt::format("--memory needs a size, as 512MiB, not '{}'", word));
  }
  return static_cast<std::uint64_t>(size.value->count);
}

unsigned jobs_of(const Verb& verb, const std::string& word) {
  constexpr std::uint64_t kMostJobs = 1024;
  return word.empty() ? 0 : static_cast<unsigned>(number_of(verb, "--jobs", word, 1, kMostJobs));
}

Command parse_run(const std::vector<std::string>& words) {
  Verb verb("run", kRunHelp);
  RunCommand command;
  std::string format = "text";
  std::string seed;
  verb.text("--format", format);
  verb.text("--out", command.out);
  verb.text("--seed", seed);
  verb.flag("--event-by-event", command.event_by_event);
  verb.parse(words);
  if (verb.wants_help()) return verb.help();
  verb.refuse_empty_out(command.out);
  if (verb.operands().empty()) throw verb.wrong("run needs a scenario file");
  if (verb.operands().size() > 1) {
    throw verb.wrong(fmt::format(
        "run takes one file, and '{}' is one too many; check takes several", verb.operands()[1]));
  }
  command.file = verb.operands().front();
  command.format =
      format_of(verb, format, {Format::kText, Format::kJson, Format::kJunit, Format::kMarkdown});
  if (!seed.empty()) command.seed = number_of(verb, "--seed", seed, 0, UINT64_MAX);
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
  command.format = format_of(verb, format, {Format::kText, Format::kJson, Format::kJunit});
  command.jobs = jobs_of(verb, jobs);
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
  if (verb.operands().empty()) throw verb.wrong("explain needs a scenario file");
  if (verb.operands().size() > 1) {
    throw verb.wrong(
        fmt::format("explain takes one file, and '{}' is one too many; words after --why stand in "
                    "quotes",
                    verb.operands()[1]));
  }
  command.file = verb.operands().front();
  if (verb.given("--why")) command.why = why;
  command.format = format_of(verb, format, {Format::kText, Format::kJson, Format::kDot});
  if (!seed.empty()) command.seed = number_of(verb, "--seed", seed, 0, UINT64_MAX);
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
  if (verb.operands().empty()) throw verb.wrong("orderings needs a scenario file");
  if (verb.operands().size() > 1) {
    throw verb.wrong(
        fmt::format("orderings takes one file, and '{}' is one too many", verb.operands()[1]));
  }
  if (verb.given("--want") && command.want.empty()) throw verb.wrong("--want needs an order");
  if (!command.want.empty() && !command.smallest.empty()) {
    throw verb.wrong("--want solves an order, so it does not go with --smallest");
  }
  if (command.answers && !command.want.empty()) {
    throw verb.wrong("--want solves an order, so it does not go with --answers");
  }
  command.file = verb.operands().front();
  command.format = format_of(verb, format, {Format::kText, Format::kJson, Format::kMarkdown});
  const auto number = [&](std::string_view option, const std::string& word, std::uint64_t& to) {
    if (!word.empty()) to = number_of(verb, option, word, 1, kMost);
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
  if (verb.operands().empty()) throw verb.wrong("margins needs a scenario file");
  if (verb.operands().size() > 1) {
    throw verb.wrong(
        fmt::format("margins takes one file, and '{}' is one too many", verb.operands()[1]));
  }
  command.file = verb.operands().front();
  command.format = format_of(verb, format, {Format::kText, Format::kJson, Format::kMarkdown});
  if (!seed.empty()) command.seed = number_of(verb, "--seed", seed, 0, UINT64_MAX);
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
  command.format = format_of(verb, format, {Format::kText, Format::kJson, Format::kMarkdown});
  command.jobs = jobs_of(verb, jobs);
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
  throw WrongUsage(fmt::format("there is no verb '{}': {}\n(durasim --help tells more)", verb,
                               scenarios::did_you_mean(verb, kVerbs)));
}

}  // namespace cli
