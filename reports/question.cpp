// From words to a question. What it is about is find_change's, in found_change.cpp.
#include "reports/question.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "scenarios/did_you_mean.hpp"
#include "scenarios/names.hpp"

namespace reports {

namespace durability = models::durability;

using durability::KeyIndex;
using durability::MilestoneKind;
using scenarios::Expectation;
using scenarios::MilestoneName;
using scenarios::Scenario;

namespace {

// Where errors point: the words themselves are their source.
constexpr std::string_view kSource = "--why";
constexpr std::string_view kRevision = " revision ";
constexpr std::string_view kForms =
    "write 'replica1 persists KEY', 'master.cached', 'expectation 2' or FILE:LINE";

std::optional<std::uint32_t> number_in(std::string_view text) {
  std::uint32_t number = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  const bool whole = read.ec == std::errc() && read.ptr == end && number > 0;
  return whole ? std::optional(number) : std::nullopt;
}

class Reader {
 public:
  Reader(const std::string& words, const Scenario& scenario)
      : words_(words),
        scenario_(scenario),
        params_(*scenario.params),
        used_(params_.keys.size()),
        names_(params_, problems_) {
    problems_.add_source(std::string(kSource), words);
  }

  Question read() {
    std::optional<Question> question = question_in();
    if (!question) throw scenarios::InvalidInput(std::move(problems_));
    return *question;
  }

 private:
  // Where an error points: columns count characters.
  [[nodiscard]] scenarios::Place place(std::size_t at) const {
    const auto letters =
        std::count_if(words_.begin(), words_.begin() + static_cast<std::ptrdiff_t>(at),
                      [](char byte) { return (byte & 0xC0) != 0x80; });
    return {std::string(kSource), 1, 1 + static_cast<int>(letters)};
  }

  std::nullopt_t wrong(std::size_t at, std::string message, std::string hint) {
    problems_.report(place(at), std::move(message), std::move(hint));
    return std::nullopt;
  }

  std::optional<Question> question_in() {
    const std::size_t space = words_.find(' ');
    const std::string first = words_.substr(0, space);
    const std::size_t colon = words_.rfind(':');
    if (first == "expectation") return expectation_number();
    if (space != std::string::npos && space + 1 < words_.size() &&
        words_.compare(space, kRevision.size(), kRevision) != 0) {
      const std::size_t next = words_.find(' ', space + 1);
      if (next != std::string::npos) return sentence(space, next);
    }
    if (colon != std::string::npos && number_in(words_.substr(colon + 1))) {
      return expectation_at(colon);
    }
    if (first.find('.') != std::string::npos) return milestone();
    return wrong(0, fmt::format("'{}' asks for nothing that can be explained", words_),
                 std::string(kForms));
  }

  // "expectation 2"
  std::optional<Question> expectation_number() {
    constexpr std::size_t kNumber = std::string_view("expectation ").size();
    const std::size_t count = scenario_.expectations.size();
    const auto number =
        number_in(words_.size() > kNumber ? std::string_view(words_).substr(kNumber) : "");
    if (!number || *number > count) {
      const std::string hint = count == 0 ? "the scenario expects nothing"
                                          : fmt::format("they are counted from 1 to {}", count);
      return wrong(std::min(kNumber, words_.size()), "there is no such expectation", hint);
    }
    return explainable(*number - 1);
  }

  // "slow-disk.yaml:16"
  std::optional<Question> expectation_at(std::size_t colon) {
    const std::string file = words_.substr(0, colon);
    const auto line = static_cast<int>(*number_in(words_.substr(colon + 1)));
    std::vector<std::string> there;
    for (std::size_t i = 0; i < scenario_.expectations.size(); ++i) {
      const scenarios::Place& at = scenario_.expectations[i].place;
      const bool same_file = at.file == file || at.file.ends_with("/" + file);
      if (same_file && at.line == line) return explainable(i);
      if (same_file) there.push_back(fmt::format("{}", at.line));
    }
    if (there.empty()) {
      return wrong(0, fmt::format("no expectation stands in '{}'", file),
                   fmt::format("the scenario's file is {}", scenario_.file));
    }
    const std::vector<std::string_view> lines(there.begin(), there.end());
    return wrong(colon + 1, fmt::format("no expectation begins in line {}", line),
                 "expectations begin in " + scenarios::joined(lines, " and "));
  }

  std::optional<Question> explainable(std::size_t number) {
    const Expectation& expectation = scenario_.expectations[number];
    const auto* order = std::get_if<scenarios::ExpectOrder>(&expectation.what);
    const bool is_about_an_instant =
        (order != nullptr && !order->impossible) ||
        std::holds_alternative<scenarios::ExpectBy>(expectation.what) ||
        std::holds_alternative<scenarios::ExpectObserve>(expectation.what) ||
        std::holds_alternative<scenarios::ExpectKeyinfo>(expectation.what);
    if (is_about_an_instant) return AskedExpectation{number};
    return wrong(0, fmt::format("'{}' is not decided by one change", expectation.text),
                 "ask for an expectation of order, by, observe or keyinfo, or for a milestone");
  }

  // "replica1 persists invoice-17 revision 2"
  std::optional<Question> sentence(std::size_t space, std::size_t next) {
    constexpr std::array<std::string_view, 2> kVerbs{"caches", "persists"};
    const std::string verb = words_.substr(space + 1, next - space - 1);
    if (std::find(kVerbs.begin(), kVerbs.end(), verb) == kVerbs.end()) {
      return wrong(space + 1, fmt::format("a node does not '{}' a key", verb),
                   scenarios::did_you_mean(verb, kVerbs));
    }
    std::string name = words_.substr(next + 1);
    std::uint32_t revision = 1;
    auto key = key_called(name);
    if (!key) {
      const auto asked = split_revision(name);
      if (!asked) return std::nullopt;
      revision = *asked;
      key = key_called(name);
    }
    if (!key) {
      names_.report_unused(place(next + 1), params_.keys.key(0, name));
      return std::nullopt;
    }
    const auto node = names_.node({words_.substr(0, space), place(0)}, key);
    if (!node) return std::nullopt;
    const bool cached = verb == "caches";
    MilestoneName milestone{*node, cached ? MilestoneKind::kCached : MilestoneKind::kPersisted,
                            words_.substr(0, space) + (cached ? ".cached" : ".persisted")};
    return held(AskedMilestone{*key, std::move(milestone), revision});
  }

  // "replica1.persisted revision 2"
  std::optional<Question> milestone() {
    std::string text = words_;
    const auto revision = split_revision(text);
    if (!revision) return std::nullopt;
    if (!scenario_.key) {
      return wrong(0, "a milestone of which key?",
                   "the scenario has no key: write 'replica1 persists KEY'");
    }
    auto name = names_.milestone({text, place(0)}, *scenario_.key);
    if (!name) return std::nullopt;
    return held(AskedMilestone{*scenario_.key, std::move(*name), *revision});
  }

  std::optional<Question> held(AskedMilestone asked) {
    const durability::Chain chain = scenarios::chain_of_key(*scenario_.params, asked.key);
    if (chain.index_of(asked.milestone.node) < chain.length) return asked;
    std::vector<std::string> holders;
    for (const scenarios::NodeRole& role : scenarios::roles_of(*scenario_.params, asked.key)) {
      holders.push_back(role.name);
    }
    return wrong(
        0,
        fmt::format("{} does not hold the key '{}'", params_.nodes[asked.milestone.node].name,
                    params_.keys.name(asked.key)),
        "it is on " + scenarios::joined(
                          std::vector<std::string_view>(holders.begin(), holders.end()), " and "));
  }

  // Takes " revision N" off the text; 1 if it does not end so.
  std::optional<std::uint32_t> split_revision(std::string& text) {
    const std::size_t at = text.rfind(kRevision);
    if (at == std::string::npos) return 1;
    const auto revision = number_in(std::string_view(text).substr(at + kRevision.size()));
    if (!revision) {
      return wrong(words_.size() - (text.size() - at - kRevision.size()),
                   "a revision is a whole number", "revisions are counted from 1");
    }
    text.resize(at);
    return revision;
  }

  // The scenario's key, one of its script's, or one of a workload's.
  std::optional<KeyIndex> key_called(const std::string& name) {
    if (scenario_.key && params_.keys.name(*scenario_.key) == name) return scenario_.key;
    for (const durability::Step& step : params_.steps) {
      if (params_.keys.name(scenarios::key_of(step)) == name) return scenarios::key_of(step);
    }
    durability::Keys keys = params_.keys;
    for (durability::BucketIndex i = 0; i < params_.buckets.size(); ++i) {
      const KeyIndex key = keys.key(i, name);
      if (key < used_) return key;
    }
    return std::nullopt;
  }

  const std::string& words_;
  const Scenario& scenario_;
  durability::ClusterParams params_;  // a copy: looking a name up makes it known
  std::size_t used_;
  scenarios::Problems problems_;
  scenarios::Names names_;
};

[[noreturn]] void refuse(const Scenario& scenario, std::string message, std::string hint) {
  scenarios::Problems problems;
  problems.report({scenario.file, 0, 0}, std::move(message), std::move(hint));
  throw scenarios::InvalidInput(std::move(problems));
}

KeyIndex key_of(const Question& question, const Scenario& scenario) {
  struct Visitor {
    const Scenario& scenario;
    KeyIndex operator()(const AskedMilestone& asked) const { return asked.key; }
    KeyIndex operator()(const AskedLastPersistence& asked) const { return asked.key; }
    KeyIndex operator()(const AskedExpectation& asked) const {
      const auto& what = scenario.expectations[asked.number].what;
      if (const auto* order = std::get_if<scenarios::ExpectOrder>(&what)) return order->key;
      if (const auto* by = std::get_if<scenarios::ExpectBy>(&what)) return by->key;
      if (const auto* seen = std::get_if<scenarios::ExpectObserve>(&what)) return seen->key;
      return std::get<scenarios::ExpectKeyinfo>(what).key;
    }
  };
  return std::visit(Visitor{scenario}, question);
}

}  // namespace

Question read_question(const std::optional<std::string>& words, const Scenario& scenario) {
  if (words) return Reader(*words, scenario).read();
  if (!scenario.key) {
    refuse(scenario, "the scenario has no key to explain",
           "say which: --why 'node0 persists KEY', with a key of a workload");
  }
  return AskedLastPersistence{*scenario.key};
}

Scenario prepared(const Scenario& scenario, const Question& question) {
  constexpr std::uint64_t kMostOperations = 100'000;
  std::uint64_t operations = 0;
  for (const durability::GeneratorParams& generator : scenario.params->generators) {
    operations += std::min(generator.count, kMostOperations + 1);
  }
  if (operations > kMostOperations) {
    refuse(scenario,
           fmt::format("to explain, every event keeps what caused it, and that is affordable for "
                       "at most {} operations of workloads",
                       kMostOperations),
           "give the workloads counts, such as count: 10k, that are no more together");
  }
  Scenario asked = scenario;
  asked.options.causes = true;
  const KeyIndex key = key_of(question, scenario);
  const auto& watched = scenario.params->watched;
  if (std::find(watched.begin(), watched.end(), key) != watched.end()) return asked;
  durability::ClusterParams params = *scenario.params;
  params.watched.push_back(key);
  asked.params = std::make_shared<const durability::ClusterParams>(std::move(params));
  return asked;
}

}  // namespace reports
