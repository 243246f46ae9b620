#include "reports/orderings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "reports/ordering_words.hpp"
#include "reports/words.hpp"
#include "sim/quantity_text.hpp"

namespace reports {

namespace analysis = models::analysis;
namespace durability = models::durability;

namespace {

using Permutation = std::vector<durability::NodeIndex>;

bool equal(const models::hardware::Latency& a, const models::hardware::Latency& b) {
  return a.distribution == b.distribution && a.turns.empty() && b.turns.empty();
}

bool alike(const durability::NodeParams& a, const durability::NodeParams& b) {
  return a.cpu.cores == b.cpu.cores && equal(a.cpu.per_operation, b.cpu.per_operation) &&
         a.cpu.per_kib == b.cpu.per_kib && equal(a.disk.write, b.disk.write) &&
         equal(a.disk.sync, b.disk.sync) && equal(a.disk.read, b.disk.read) &&
         a.disk.channels == b.disk.channels && a.disk.batch == b.disk.batch;
}

// Replicas of the key with equal hardware, the first largest group of them.
std::vector<durability::NodeIndex> replicas_alike(const scenarios::Scenario& scenario) {
  std::vector<durability::NodeIndex> best;
  if (!scenario.key) return best;
  const durability::Chain chain = scenarios::chain_of_key(*scenario.params, *scenario.key);
  for (const durability::NodeIndex first : chain.replicas()) {
    std::vector<durability::NodeIndex> group;
    for (const durability::NodeIndex other : chain.replicas()) {
      if (alike(scenario.params->nodes[first], scenario.params->nodes[other])) {
        group.push_back(other);
      }
    }
    if (group.size() > best.size()) best = group;
  }
  std::sort(best.begin(), best.end());
  return best;
}

analysis::Ordering exchanged(analysis::Ordering ordering, const Permutation& to) {
  for (analysis::Moment& moment : ordering.moments) {
    if (moment.kind != analysis::MomentKind::kAnswered) moment.node = to[moment.node];
  }
  for (analysis::Told& told : ordering.told) {
    if ((told.step & analysis::kOfWatch) == 0) told.node = to[told.node];
  }
  std::sort(ordering.told.begin(), ordering.told.end());
  return ordering;
}

std::vector<Permutation> permutations_of(const std::vector<durability::NodeIndex>& nodes,
                                         std::size_t all) {
  std::vector<Permutation> permutations;
  std::vector<durability::NodeIndex> image = nodes;
  do {
    Permutation permutation(all);
    for (durability::NodeIndex i = 0; i < all; ++i) permutation[i] = i;
    for (std::size_t i = 0; i < nodes.size(); ++i) permutation[nodes[i]] = image[i];
    permutations.push_back(std::move(permutation));
  } while (std::next_permutation(image.begin(), image.end()));
  return permutations;
}

struct Group {
  const scenarios::FoundOrdering* shown;
  std::size_t alike = 0;
};

std::vector<Group> groups_of(const scenarios::Scenario& scenario,
                             const scenarios::Orderings& orderings) {
  const auto permutations =
      permutations_of(replicas_alike(scenario), scenario.params->nodes.size());
  std::set<analysis::Ordering> left;
  for (const auto& found : orderings.found) left.insert(found.ordering);
  std::vector<Group> groups;
  for (const auto& found : orderings.found) {
    if (left.count(found.ordering) == 0) continue;
    Group group{&found};
    for (const Permutation& permutation : permutations) {
      group.alike += left.erase(exchanged(found.ordering, permutation));
    }
    --group.alike;
    groups.push_back(group);
  }
  return groups;
}

std::string why_not_all(scenarios::Ended ended) {
  switch (ended) {
    case scenarios::Ended::kComplete:
      return "";
    case scenarios::Ended::kStates:
      return "the budget of states is used up";
    case scenarios::Ended::kOrderings:
      return "the budget of orderings is used up";
    case scenarios::Ended::kMemory:
      return "the budget of memory is used up";
    case scenarios::Ended::kInterrupted:
      return "it was interrupted";
  }
  return "";
}

std::string lead_for(const scenarios::Scenario& scenario, const scenarios::Orderings& orderings,
                     std::size_t groups) {
  const std::size_t count = orderings.found.size();
  std::string text = number_of(count, "ordering");
  if (groups != count) {
    std::vector<std::string> names;
    const OrderingWords words(scenario, orderings);
    for (const auto node : replicas_alike(scenario)) names.push_back(words.role(node));
    text += fmt::format(", {} up to exchanging {}", groups, listed(names));
  }
  if (orderings.complete()) {
    if (count == 1) return "The latencies allow one ordering only, and that is complete.";
    return fmt::format("The latencies allow {}, and these are all.", text);
  }
  return fmt::format("So far {}; there may be more, for {}.", text, why_not_all(orderings.ended));
}

// The instants at which what is possible changes.
std::vector<sim::Instant> instants_of(const scenarios::AnswerSpans& answers, std::uint32_t nodes) {
  std::set<sim::Instant> instants;
  for (std::uint32_t node = 0; node < nodes; ++node) {
    for (const auto& possible : answers.of_node(node)) {
      for (const scenarios::Span& span : possible.spans) {
        instants.insert(span.from);
        instants.insert(span.until);
      }
    }
  }
  return {instants.begin(), instants.end()};
}

// A CAS is worth telling only if there are several.
std::string answer_words(const scenarios::AnswerSpans& answers,
                         const durability::ObserveAnswer& answer) {
  std::set<std::uint64_t> known;
  for (const auto& possible : answers.together()) {
    for (const durability::ObserveAnswer& one : possible.answers) known.insert(one.cas);
  }
  known.erase(0);
  return known.size() > 1 ? words_for(answer) : std::string(durability::name_of(answer.status));
}

std::string possible_at(const scenarios::AnswerSpans& answers, std::uint32_t node,
                        sim::Instant at) {
  std::vector<std::string> words;
  for (const auto& possible : answers.of_node(node)) {
    const bool now = std::any_of(possible.spans.begin(), possible.spans.end(),
                                 [&](const auto& s) { return s.from <= at && at < s.until; });
    if (now) words.push_back(answer_words(answers, possible.answers.front()));
  }
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " or ") + word;
  return text;
}

Cell until_cell(sim::Instant until) {
  return until == sim::kNever ? text_cell("the end") : text_cell(sim::to_text(until));
}

}  // namespace

Section all_orderings(const scenarios::Scenario& scenario, const scenarios::Orderings& orderings,
                      std::size_t most) {
  const OrderingWords words(scenario, orderings);
  const std::vector<Group> groups = groups_of(scenario, orderings);
  const bool told = std::any_of(orderings.found.begin(), orderings.found.end(),
                                [](const auto& found) { return !found.ordering.told.empty(); });
  const bool any_alike = groups.size() != orderings.found.size();
  Table table{"orderings",
              "",
              {{"ordering", "ordering"},
               {"told", "observed", ColumnKind::kText, told},
               {"alike", "alike", ColumnKind::kNumber, any_alike},
               {"when", "when"},
               {"at_ties", "at ties", ColumnKind::kText, false},
               {"draws", "for example"}},
              {}};
  bool any_tie = false;
  for (const Group& group : groups) {
    if (table.rows.size() == most) break;
    const std::string ties = words.ties(*group.shown);
    any_tie = any_tie || !ties.empty();
    add_row(table, {text_cell(words.ordering(group.shown->ordering)),
                    text_cell(words.told(group.shown->ordering)), count_cell(group.alike),
                    text_cell(words.conditions(*group.shown)), text_cell(ties),
                    text_cell(OrderingWords::draws(group.shown->draws))});
  }
  const std::size_t rows = table.rows.size();
  Section section{"orderings",
                  "Every ordering that the latencies allow",
                  lead_for(scenario, orderings, groups.size()),
                  {std::move(table)},
                  {}};
  if (rows < groups.size()) {
    section.notes.push_back(not_shown(groups.size() - rows, "further ordering") +
                            " --format json holds all.");
  }
  if (any_tie) {
    section.notes.emplace_back(
        "<* holds at equality too if what led to the left came first; --format json says when.");
  }
  section.notes.push_back(fmt::format("{} on {} of the run were looked at.",
                                      number_of(orderings.exploration.states, "state"),
                                      number_of(orderings.exploration.traces, "way")));
  if (!orderings.complete()) section.tone = Tone::kBad;
  return section;
}

Section possible_answers(const scenarios::Scenario& scenario,
                         const scenarios::PossibleAnswers& answers, std::size_t most) {
  const auto roles = scenarios::roles_of(*scenario.params, *scenario.key);
  const auto nodes = static_cast<std::uint32_t>(roles.size());
  Table stretches{"stretches",
                  "Of each node",
                  {{"from", "from", ColumnKind::kDuration}, {"until", "until"}},
                  {}};
  Table joint{"together",
              "All combinations",
              {{"earliest", "earliest", ColumnKind::kDuration}, {"latest", "before"}},
              {}};
  for (const auto& role : roles) {
    stretches.columns.push_back({role.role, fmt::format("{} ({})", role.role, role.name)});
    joint.columns.push_back(stretches.columns.back());
  }
  const auto instants = instants_of(answers.spans, nodes);
  for (std::size_t i = 0; i + 1 < instants.size(); ++i) {
    Row row{instant_cell(instants[i]), until_cell(instants[i + 1])};
    for (std::uint32_t node = 0; node < nodes; ++node) {
      row.push_back(text_cell(possible_at(answers.spans, node, instants[i])));
    }
    add_row(stretches, std::move(row));
  }
  const auto together = answers.spans.together();
  for (const auto& possible : together) {
    if (joint.rows.size() == most) break;
    Row row{instant_cell(possible.spans.front().from), until_cell(possible.spans.back().until)};
    for (const auto& answer : possible.answers)
      row.push_back(text_cell(answer_words(answers.spans, answer)));
    add_row(joint, std::move(row));
  }
  std::string lead =
      fmt::format("{} of answers can be observed", number_of(together.size(), "combination"));
  lead += answers.complete()
              ? ", and these are all."
              : fmt::format(" so far; there may be more, for {}.", why_not_all(answers.ended));
  const std::size_t rows = joint.rows.size();
  Section section{"possible-answers",
                  "What OBSERVE can answer for " + scenario.params->keys.name(*scenario.key),
                  std::move(lead),
                  {std::move(stretches), std::move(joint)},
                  {}};
  if (rows < together.size()) {
    section.notes.push_back(not_shown(together.size() - rows, "further combination") +
                            " --format json holds all.");
  }
  const auto& faults = scenario.params->faults;
  const bool crash = std::any_of(faults.begin(), faults.end(), [](const durability::Fault& fault) {
    return fault.kind == durability::FaultKind::kCrash;
  });
  if (crash) {
    section.notes.emplace_back(
        "This is what the stores of each node hold; while a node is down it answers nothing.");
  }
  if (!answers.complete()) section.tone = Tone::kBad;
  return section;
}

}  // namespace reports
