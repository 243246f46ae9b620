#include "cli/study_command_line.hpp"

#include <fmt/format.h>

#include "cli/study_help.hpp"
#include "scenarios/quantity.hpp"

namespace cli {

namespace {

constexpr std::uint64_t kMostReplications = 1'000'000;

// What all these verbs take.
template <class AnyCommand>
class StudyWords {
 public:
  StudyWords(Verb& verb, AnyCommand& command) : verb_(verb), command_(command) {
    verb.text("--format", format_);
    verb.text("--out", command.out);
    verb.text("--jobs", jobs_);
  }

  /// REQUIRES: the verb has parsed its words.
  void take() {
    verb_.refuse_empty_out(command_.out);
    command_.format = verb_.format_of(format_, {Format::kText, Format::kJson, Format::kMarkdown});
    command_.jobs = verb_.jobs_of(jobs_);
  }

 private:
  Verb& verb_;
  AnyCommand& command_;
  std::string format_ = "text";
  std::string jobs_;
};

void check_over(const Verb& verb, const std::string& over) {
  const std::size_t equal = over.find('=');
  if (equal != std::string::npos && equal > 0 && equal + 1 < over.size()) return;
  throw verb.wrong(fmt::format(
      "--over needs a field and its values, such as dataset.rows=1k..1M:log7, not '{}'", over));
}

// What a sweep has written is not run again.
void check_results(const Verb& verb, const CurveCommand& command, const std::string& replications) {
  if (command.over.empty() || command.over.find('=') != std::string::npos) {
    throw verb.wrong("results have their sizes: name the field, such as --over dataset.rows");
  }
  if (command.of.empty()) {
    throw verb.wrong("results have many measures: name one, such as --of downtime");
  }
  if (!replications.empty()) {
    throw verb.wrong("results have their replications: leave --replications out");
  }
}

}  // namespace

double share_of(const Verb& verb, std::string_view option, const std::string& word) {
  const auto share = scenarios::read_percent(word);
  if (!share.value || !(*share.value > 0)) {
    throw verb.wrong(fmt::format("{} needs a share above 0, such as 1%, not '{}'", option, word));
  }
  return *share.value;
}

Command parse_compare(const std::vector<std::string>& words) {
  Verb verb("compare", kCompareHelp);
  CompareCommand command;
  std::string replications;
  StudyWords study(verb, command);
  verb.text("--replications", replications);
  verb.parse(words);
  if (verb.wants_help()) return verb.help();
  study.take();
  if (verb.operands().size() != 2) throw verb.wrong("compare needs two scenario files");
  command.file_a = verb.operands()[0];
  command.file_b = verb.operands()[1];
  if (!replications.empty()) {
    command.replications = verb.number_of("--replications", replications, 2, kMostReplications);
  }
  return command;
}

Command parse_curve(const std::vector<std::string>& words) {
  Verb verb("curve", kCurveHelp);
  CurveCommand command;
  std::string replications;
  StudyWords study(verb, command);
  verb.text("--over", command.over);
  verb.texts("--where", command.where);
  verb.text("--of", command.of);
  verb.text("--at", command.at);
  verb.text("--per-doubling", command.per_doubling);
  verb.text("--svg", command.svg);
  verb.text("--replications", replications);
  verb.parse(words);
  if (verb.wants_help()) return verb.help();
  study.take();
  command.file = verb.one_file();
  if (command.of_results()) {
    check_results(verb, command, replications);
  } else if (!command.where.empty()) {
    throw verb.wrong("--where chooses among the rows of a sweep's results, and this is a scenario");
  } else if (!command.over.empty()) {
    check_over(verb, command.over);
  } else if (!(command.of + command.per_doubling + replications).empty()) {
    throw verb.wrong("curve needs the sizes: --over dataset.rows=1k..1M:log7");
  }
  if (!replications.empty()) {
    command.replications = verb.number_of("--replications", replications, 1, kMostReplications);
  }
  return command;
}

Command parse_solve(const std::vector<std::string>& words) {
  Verb verb("solve", kSolveHelp);
  SolveCommand command;
  std::string maximize;
  std::string minimize;
  std::string within;
  std::string runs;
  StudyWords study(verb, command);
  verb.text("--maximize", maximize);
  verb.text("--minimize", minimize);
  verb.texts("--subject-to", command.subject_to);
  verb.texts("--over", command.over);
  verb.texts("--of", command.of);
  verb.text("--from", command.from);
  verb.text("--to", command.to);
  verb.text("--within", within);
  verb.text("--runs", runs);
  verb.parse(words);
  if (verb.wants_help()) return verb.help();
  study.take();
  command.file = verb.one_file();
  if (maximize.empty() == minimize.empty() && (!maximize.empty() || command.over.empty())) {
    throw verb.wrong("solve needs one of --maximize and --minimize, or --over, or one and --over");
  }
  command.largest = !maximize.empty();
  command.path = maximize.empty() ? minimize : maximize;
  if (!command.path.empty() && command.subject_to.empty()) {
    throw verb.wrong("a search needs a limit: --subject-to \"downtime <= 2h\"");
  }
  if (command.path.empty() && !(command.from + command.to + within + runs).empty()) {
    throw verb.wrong("--from, --to, --within and --runs are of a search, not of --over alone");
  }
  if (!command.path.empty() && !command.of.empty()) {
    throw verb.wrong(
        "--of names what configurations are ranked by, and a search ranks by its field");
  }
  for (const std::string& over : command.over) check_over(verb, over);
  if (within == "0") {
    command.within = 0;
  } else if (!within.empty()) {
    command.within = share_of(verb, "--within", within);
  }
  if (!runs.empty()) command.runs = verb.number_of("--runs", runs, 1, kMostReplications);
  return command;
}

Command parse_sensitivity(const std::vector<std::string>& words) {
  Verb verb("sensitivity", kSensitivityHelp);
  SensitivityCommand command;
  std::string by;
  StudyWords study(verb, command);
  verb.text("--of", command.of);
  verb.text("--by", by);
  verb.flag("--guessed", command.guessed);
  verb.texts("--over", command.over);
  verb.parse(words);
  if (verb.wants_help()) return verb.help();
  study.take();
  command.file = verb.one_file();
  if (!by.empty()) {
    const auto factor = scenarios::read_number(by);
    if (!factor.value || !(*factor.value > 1) || *factor.value > 1000) {
      throw verb.wrong(fmt::format("--by needs a factor above 1, such as 1.5, not '{}'", by));
    }
    command.factor = *factor.value;
  }
  return command;
}

}  // namespace cli
