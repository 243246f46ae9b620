#include "reports/coverage.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/words.hpp"

namespace reports {

using scenarios::Dimension;
using scenarios::Situation;

namespace {

constexpr std::size_t kMostRows = 40;
constexpr std::array<Dimension, scenarios::kDimensions> kAll{
    Dimension::kOrdering, Dimension::kRequirement, Dimension::kFault, Dimension::kCommand};

struct Pair {
  Dimension down;
  Dimension across;
};
constexpr std::array<Pair, 6> kPairs{{{Dimension::kRequirement, Dimension::kOrdering},
                                      {Dimension::kFault, Dimension::kOrdering},
                                      {Dimension::kCommand, Dimension::kOrdering},
                                      {Dimension::kFault, Dimension::kRequirement},
                                      {Dimension::kFault, Dimension::kCommand},
                                      {Dimension::kRequirement, Dimension::kCommand}}};

// What the situations are in these dimensions alone, each once, in order; the others are 0.
std::vector<Situation> projected(const std::vector<Situation>& situations,
                                 std::span<const Dimension> onto) {
  std::vector<Situation> some;
  for (const Situation& situation : situations) {
    Situation values{};
    for (const Dimension dimension : onto) {
      values[static_cast<std::size_t>(dimension)] = situation[static_cast<std::size_t>(dimension)];
    }
    some.push_back(values);
  }
  std::sort(some.begin(), some.end());
  some.erase(std::unique(some.begin(), some.end()), some.end());
  return some;
}

std::vector<Situation> exercised_by(std::span<const CoveredScenario> scenarios) {
  std::vector<Situation> all;
  for (const CoveredScenario& scenario : scenarios) {
    all.insert(all.end(), scenario.situations.begin(), scenario.situations.end());
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

std::vector<Situation> missing_among(std::span<const CoveredScenario> scenarios,
                                     std::span<const Dimension> onto) {
  const std::vector<Situation> possible = projected(scenarios::possible_situations(), onto);
  const std::vector<Situation> there = projected(exercised_by(scenarios), onto);
  std::vector<Situation> missing;
  std::set_difference(possible.begin(), possible.end(), there.begin(), there.end(),
                      std::back_inserter(missing));
  return missing;
}

std::string key_of(std::string_view words) {
  std::string key(words);
  std::replace(key.begin(), key.end(), ' ', '_');
  std::replace(key.begin(), key.end(), '-', '_');
  return key;
}

// How many scenarios exercise each pair; a dash where the two contradict each other.
Table matrix(std::span<const CoveredScenario> scenarios, const Pair& pair) {
  const std::array<Dimension, 2> both{pair.down, pair.across};
  const std::string down(name_of(pair.down));
  const std::string across(name_of(pair.across));
  Table table{down + "_by_" + across, "", {{down, down + " \\ " + across}}, {}};
  for (const std::string_view value : values_of(pair.across)) {
    table.columns.push_back({key_of(value), std::string(value), ColumnKind::kNumber});
  }
  const auto among = [](const std::vector<Situation>& all, const Situation& values) {
    return std::binary_search(all.begin(), all.end(), values);
  };
  const std::vector<Situation> possible = projected(scenarios::possible_situations(), both);
  std::vector<std::vector<Situation>> exercised;
  for (const CoveredScenario& scenario : scenarios) {
    exercised.push_back(projected(scenario.situations, both));
  }
  for (std::uint8_t i = 0; i < values_of(pair.down).size(); ++i) {
    Row row{text_cell(std::string(values_of(pair.down)[i]))};
    for (std::uint8_t j = 0; j < values_of(pair.across).size(); ++j) {
      Situation values{};
      values[static_cast<std::size_t>(pair.down)] = i;
      values[static_cast<std::size_t>(pair.across)] = j;
      const auto count = static_cast<std::uint64_t>(
          std::count_if(exercised.begin(), exercised.end(),
                        [&](const std::vector<Situation>& one) { return among(one, values); }));
      row.push_back(among(possible, values) ? count_cell(count)
                                            : Cell{"-", std::monostate(), Tone::kPlain});
      if (row.back().text == "0") row.back().tone = Tone::kBad;
    }
    add_row(table, std::move(row));
  }
  return table;
}

Section exercised_section(std::span<const CoveredScenario> scenarios) {
  Section section{"coverage", "What the scenarios exercise", "", {}, {}};
  section.lead =
      fmt::format("{} of {} possible situations, by {}.", exercised_by(scenarios).size(),
                  scenarios::possible_situations().size(), number_of(scenarios.size(), "scenario"));
  for (const Pair& pair : kPairs) {
    Table table = matrix(scenarios, pair);
    table.title = fmt::format("Scenarios by {} and {}", name_of(pair.down), name_of(pair.across));
    section.tables.push_back(std::move(table));
  }
  const auto none =
      std::count_if(scenarios.begin(), scenarios.end(),
                    [](const CoveredScenario& scenario) { return scenario.situations.empty(); });
  if (none == 1) {
    section.notes.emplace_back(
        "1 scenario watches no key with replicas, and exercises none of them.");
  } else if (none > 1) {
    section.notes.push_back(
        fmt::format("{} scenarios watch no key with replicas, and exercise none of them.", none));
  }
  return section;
}

Table missing_table(const std::string& key, std::span<const Dimension> dimensions,
                    std::span<const Situation> rows, bool shown) {
  Table table{key, "", {}, {}, shown};
  for (const Dimension dimension : dimensions) {
    const std::string name(name_of(dimension));
    table.columns.push_back({name, name});
  }
  for (const Situation& values : rows) {
    Row row;
    for (const Dimension dimension : dimensions) {
      const std::uint8_t value = values[static_cast<std::size_t>(dimension)];
      row.push_back(text_cell(std::string(values_of(dimension)[value])));
    }
    add_row(table, std::move(row));
  }
  return table;
}

std::string combination_of(std::span<const Dimension> dimensions) {
  std::vector<std::string> names;
  for (const Dimension dimension : dimensions) names.emplace_back(name_of(dimension));
  return listed(names);
}

}  // namespace

std::vector<Situation> missing_situations(std::span<const CoveredScenario> scenarios,
                                          std::span<const Dimension> required) {
  const std::vector<Situation> missing = missing_among(scenarios, kAll);
  if (required.empty()) return missing;
  const std::vector<Situation> combinations = missing_among(scenarios, required);
  std::vector<Situation> taken;
  std::vector<Situation> one_each;
  for (const Situation& situation : missing) {
    const Situation values = projected({situation}, required).front();
    const bool asked = std::binary_search(combinations.begin(), combinations.end(), values);
    if (!asked || std::find(taken.begin(), taken.end(), values) != taken.end()) continue;
    taken.push_back(values);
    one_each.push_back(situation);
  }
  return one_each;
}

Report coverage_report(std::span<const CoveredScenario> scenarios,
                       std::span<const Dimension> required) {
  const std::span<const Dimension> dimensions = required.empty() ? kAll : required;
  const std::vector<Situation> possible = projected(scenarios::possible_situations(), dimensions);
  const std::vector<Situation> missing = missing_among(scenarios, dimensions);
  Section section{"missing", "What is missing", "", {}, {}};
  section.lead = missing.empty()
                     ? fmt::format("Nothing: every combination of {} is exercised.",
                                   combination_of(dimensions))
                     : fmt::format("{} of {} combinations of {} are exercised by no scenario.",
                                   missing.size(), possible.size(), combination_of(dimensions));
  section.tone = required.empty() || missing.empty() ? Tone::kPlain : Tone::kBad;
  const std::span<const Situation> all(missing);
  const std::size_t told = std::min(all.size(), kMostRows);
  if (told > 0)
    section.tables.push_back(missing_table("missing", dimensions, all.first(told), true));
  if (told < all.size()) {
    section.tables.push_back(missing_table("further", dimensions, all.subspan(told), false));
    section.notes.push_back(not_shown(all.size() - told, "further combination"));
  }
  return {"", "", required.empty() || missing.empty(), {exercised_section(scenarios), section}};
}

}  // namespace reports
