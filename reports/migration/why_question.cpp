// From words to what of a migration is asked.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "models/migration/names.hpp"
#include "reports/migration/why.hpp"
#include "scenarios/did_you_mean.hpp"
#include "scenarios/problem.hpp"

namespace reports::migration {

namespace model = models::migration;

using scenarios::Demand;
using scenarios::MigrationExpectation;
using scenarios::MigrationScenario;

namespace {

constexpr std::string_view kAskedBy = "--why";
constexpr std::string_view kWaysToAsk =
    "write 'the end', 'downtime', 'import ends', 'expectation 2' or FILE:LINE";

class QuestionReader {
 public:
  QuestionReader(const std::string& words, const MigrationScenario& scenario)
      : words_(words), scenario_(scenario) {
    problems_.add_source(std::string(kAskedBy), words);
  }

  MigrationQuestion read() {
    if (words_ == "the end" || words_ == "end") return {AskedEnd{}, {}};
    if (words_ == "downtime") return {AskedDowntime{}, {}};
    constexpr std::string_view kNumbered = "expectation";
    if (words_.starts_with(kNumbered)) {
      return expectation_number(std::min(words_.size(), kNumbered.size() + 1));
    }
    const std::size_t colon = words_.rfind(':');
    if (colon != std::string::npos && number_from(colon + 1)) return expectation_at(colon);
    return phase();
  }

 private:
  [[noreturn]] void wrong(std::size_t at, std::string message, std::string hint) {
    const auto letters =
        std::count_if(words_.begin(), words_.begin() + static_cast<std::ptrdiff_t>(at),
                      [](char byte) { return (byte & 0xC0) != 0x80; });
    problems_.report({std::string(kAskedBy), 1, 1 + static_cast<int>(letters)}, std::move(message),
                     std::move(hint));
    throw scenarios::InvalidInput(std::move(problems_));
  }

  [[nodiscard]] std::optional<std::uint32_t> number_from(std::size_t at) const {
    std::uint32_t number = 0;
    const char* const end = words_.data() + words_.size();
    const auto read = std::from_chars(words_.data() + at, end, number);
    const bool whole = read.ec == std::errc() && read.ptr == end && number > 0;
    return whole ? std::optional(number) : std::nullopt;
  }

  MigrationQuestion expectation_number(std::size_t at) {
    const std::size_t count = scenario_.expectations.size();
    const auto number = number_from(at);
    if (!number || *number > count) {
      wrong(at, "there is no such expectation",
            count == 0 ? "the scenario expects nothing"
                       : fmt::format("they are counted from 1 to {}", count));
    }
    return decided_by(scenario_.expectations[*number - 1]);
  }

  MigrationQuestion expectation_at(std::size_t colon) {
    const std::string file = words_.substr(0, colon);
    const auto line = static_cast<int>(*number_from(colon + 1));
    std::vector<const MigrationExpectation*> there;
    bool known_file = false;
    for (const MigrationExpectation& one : scenario_.expectations) {
      const bool same_file = one.place.file == file || one.place.file.ends_with("/" + file);
      known_file = known_file || same_file;
      if (same_file && one.place.line == line) there.push_back(&one);
    }
    if (!known_file) {
      wrong(0, fmt::format("no expectation stands in '{}'", file),
            fmt::format("the scenario's file is {}", scenario_.file));
    }
    if (there.empty()) wrong(colon + 1, fmt::format("no expectation begins in line {}", line), "");
    // Several demands of one line: the first that an instant decides.
    const auto found =
        std::find_if(there.begin(), there.end(), [](const auto* one) { return has_instant(*one); });
    return decided_by(found == there.end() ? *there.front() : **found);
  }

  static bool has_instant(const MigrationExpectation& expected) {
    return expected.demand == Demand::kDowntime || expected.demand == Demand::kDuration ||
           expected.demand == Demand::kPhaseTakes;
  }

  MigrationQuestion decided_by(const MigrationExpectation& expected) {
    const std::string note = fmt::format("This decides '{}'.", expected.text);
    if (expected.demand == Demand::kDowntime) return {AskedDowntime{expected.package}, note};
    if (expected.demand == Demand::kDuration) return {AskedEnd{}, note};
    if (expected.demand == Demand::kPhaseTakes) {
      return {AskedPhase{expected.phase, expected.package}, note};
    }
    wrong(0, fmt::format("'{}' is not decided by one instant", expected.text),
          "ask for an expectation of downtime, duration or what a phase takes, or for a phase");
  }

  // "import", "import ends", "import of auth ends"
  MigrationQuestion phase() {
    constexpr std::string_view kEnds = " ends";
    constexpr std::string_view kOf = " of ";
    std::string name = words_;
    if (name.ends_with(kEnds)) name.resize(name.size() - kEnds.size());
    AskedPhase asked;
    const std::size_t of = name.find(kOf);
    if (of != std::string::npos) {
      asked.package = package_called(of + kOf.size(), name.substr(of + kOf.size()));
      name.resize(of);
    }
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < model::kPhaseKinds; ++i) {
      const auto kind = static_cast<model::PhaseKind>(i);
      names.push_back(model::name_of(kind));
      if (names.back() != name) continue;
      asked.kind = kind;
      return {asked, {}};
    }
    const std::string hint = scenarios::did_you_mean(name, names);
    wrong(0, fmt::format("'{}' asks for nothing of a migration that can be explained", words_),
          hint.starts_with("did you mean") ? hint : std::string(kWaysToAsk));
  }

  model::PackageIndex package_called(std::size_t at, const std::string& name) {
    const auto& packages = scenario_.params->dataset->layout().packages;
    std::vector<std::string_view> names;
    for (model::PackageIndex i = 0; i < packages.size(); ++i) {
      if (packages[i].name == name || packages[i].group == name) return i;
      names.push_back(packages[i].name);
    }
    wrong(at, fmt::format("the data set has no package '{}'", name),
          scenarios::did_you_mean(name, names));
  }

  const std::string& words_;
  const MigrationScenario& scenario_;
  scenarios::Problems problems_;
};

}  // namespace

MigrationQuestion read_question(const std::optional<std::string>& words,
                                const MigrationScenario& scenario) {
  if (words) return QuestionReader(*words, scenario).read();
  return {AskedEnd{}, {}};
}

}  // namespace reports::migration
