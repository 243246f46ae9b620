#include "reports/sweep.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "reports/migration/words.hpp"
#include "reports/words.hpp"
#include "studies/estimate.hpp"

namespace reports {

namespace {

constexpr std::size_t kMostUsual = 4;

bool ends(std::string_view text, std::string_view ending) { return text.ends_with(ending); }

// "downtime" is downtime_ns in a row.
bool names(std::string_view column, std::string_view measure) {
  if (!column.starts_with(measure)) return false;
  const std::string_view rest = column.substr(measure.size());
  return rest.empty() || rest == "_ns" || rest == "_bytes" || rest == "_billionths";
}

// What is worth a look where nothing was asked for: of a migration how long and how much, of a
// cluster how many operations and how slow the slowest are.
bool is_usual(std::string_view column) {
  constexpr std::array<std::string_view, 3> kMigration{"duration_ns", "downtime_ns",
                                                       "cost_billionths"};
  if (std::find(kMigration.begin(), kMigration.end(), column) != kMigration.end()) return true;
  return ends(column, ".rate") || ends(column, ".p99_ns") || ends(column, ".persisted_ns") ||
         ends(column, ".took_ns");
}

std::vector<std::string> shown_measures(const SweepView& view) {
  std::vector<std::string> columns;
  const auto known = [&](std::string_view name) {
    return std::find(columns.begin(), columns.end(), name) != columns.end();
  };
  const bool migration = std::any_of(view.rows.begin(), view.rows.end(), [](const auto& row) {
    return !row.measures.empty() && row.measures.front().first == "complete";
  });
  for (const std::string& wanted : view.of.empty() ? std::vector<std::string>{""} : view.of) {
    for (const studies::ParsedRow& row : view.rows) {
      for (const auto& [name, value] : row.measures) {
        if (known(name)) continue;
        const bool cluster_duration = !migration && name == "duration_ns";
        const bool call = migration && name.starts_with("call.");
        const bool usual = view.of.empty() && is_usual(name) && !cluster_duration && !call &&
                           columns.size() < kMostUsual;
        if (usual || (!view.of.empty() && names(name, wanted))) columns.emplace_back(name);
      }
    }
  }
  return columns;
}

double parsed_number(std::string_view text) {
  double number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

Cell cell_of(std::string_view column, std::string_view text) {
  if (ends(column, "_ns")) {
    std::int64_t count = 0;
    std::from_chars(text.data(), text.data() + text.size(), count);
    return rounded_cell(sim::Duration(count));
  }
  if (ends(column, "_bytes")) return migration::size_cell(std::llround(parsed_number(text)));
  if (ends(column, "_billionths")) return number_cell(parsed_number(text) / 1e9, 2);
  if (column.starts_with("utilisation.")) return percent_cell(parsed_number(text));
  if (text.find_first_of(".e") == std::string_view::npos) {
    return count_cell(static_cast<std::uint64_t>(std::llround(parsed_number(text))));
  }
  return number_cell(parsed_number(text), 1);
}

Column column_of(const std::string& name) {
  std::string title = name;
  for (const std::string_view suffix : {"_ns", "_bytes", "_billionths"}) {
    if (ends(title, suffix)) title.resize(title.size() - suffix.size());
  }
  return {name, title, ends(name, "_ns") ? ColumnKind::kDuration : ColumnKind::kNumber};
}

const std::string_view* find(const studies::ParsedRow::Pairs& pairs, std::string_view name) {
  const auto found = std::find_if(pairs.begin(), pairs.end(),
                                  [&](const auto& pair) { return pair.first == name; });
  return found == pairs.end() ? nullptr : &found->second;
}

Table runs_table(const SweepView& view) {
  Table table{"runs", "", {}, {}};
  const auto& parameters = view.rows.front().parameters;
  for (const auto& [path, value] : parameters)
    table.columns.push_back({std::string(path), std::string(path)});
  if (view.replications > 1) {
    table.columns.push_back({"replication", "replication", ColumnKind::kNumber});
  }
  const auto measures = shown_measures(view);
  for (const std::string& name : measures) table.columns.push_back(column_of(name));
  table.columns.push_back({"bottleneck", "held up by"});
  table.columns.push_back({"expectations", "expectations"});
  table.columns.push_back({"digest", "digest", ColumnKind::kText, false});
  for (const studies::ParsedRow& run : view.rows) {
    Row row;
    for (const auto& [path, value] : run.parameters) row.push_back(text_cell(std::string(value)));
    if (view.replications > 1) row.push_back(count_cell(run.key.replication));
    for (const std::string& name : measures) {
      const std::string_view* value = find(run.measures, name);
      row.push_back(value == nullptr ? text_cell("-") : cell_of(name, *value));
    }
    row.push_back(text_cell(std::string(*find(run.about, "bottleneck"))));
    const std::string_view failed = *find(run.about, "failed");
    const std::string_view never = *find(run.about, "never_evaluated");
    const std::string_view passed = *find(run.about, "passed");
    const bool good = failed == "0" && never == "0";
    row.push_back(
        good ? text_cell(passed == "0" ? "none" : "all hold",
                         passed == "0" ? Tone::kPlain : Tone::kGood)
             : text_cell(fmt::format(
                             "{} of {} do not", parsed_number(failed) + parsed_number(never),
                             parsed_number(failed) + parsed_number(never) + parsed_number(passed)),
                         Tone::kBad));
    row.push_back(text_cell(std::string(*find(run.about, "digest"))));
    add_row(table, std::move(row));
  }
  return table;
}

std::string counted(const SweepView& view) {
  std::string text =
      fmt::format("{} of {}", number_of(view.runs, "run"), number_of(view.points, "combination"));
  if (view.replications > 1) text += fmt::format(", {} replications each", view.replications);
  return text;
}

std::string seconds_text(double seconds) {
  if (seconds < 1) return "less than a second";
  if (seconds < 120) return fmt::format("{:.0f} s", seconds);
  if (seconds < 7200) return fmt::format("{:.0f} min", seconds / 60);
  return fmt::format("{:.0f} h", seconds / 3600);
}

}  // namespace

std::vector<std::string> unknown_measures(const SweepView& view) {
  std::vector<std::string> unknown;
  for (const std::string& wanted : view.of) {
    const bool known = std::any_of(view.rows.begin(), view.rows.end(), [&](const auto& row) {
      return std::any_of(row.measures.begin(), row.measures.end(),
                         [&](const auto& one) { return names(one.first, wanted); });
    });
    if (!known) unknown.push_back(wanted);
  }
  return unknown;
}

Report sweep_report(const SweepView& view) {
  Section section{"sweep", "The sweep", counted(view) + ".", {}, {}};
  if (!view.rows.empty()) section.tables.push_back(runs_table(view));
  if (view.runs > view.rows.size()) {
    section.notes.push_back(fmt::format("Only the first {} are shown.", view.rows.size()));
  }
  const auto sampled = std::count_if(view.rows.begin(), view.rows.end(), [](const auto& row) {
    return std::find(row.about.begin(), row.about.end(),
                     std::pair<std::string_view, std::string_view>{"obtained", "sampled"}) !=
           row.about.end();
  });
  if (sampled > 0) {
    section.notes.push_back(
        fmt::format("{} of the runs that are shown {} sampled: times are estimates, and the "
                    "measure duration_half_width says how far they can be trusted.",
                    sampled, sampled == 1 ? "was" : "were"));
  }
  if (!view.folder.empty()) {
    section.notes.push_back(fmt::format(
        "Every measure of every run is in {0}/runs.csv and {0}/runs.jsonl.", view.folder));
  }
  return {view.scenario, view.about, false, {std::move(section)}};
}

Report sweep_plan(const SweepView& view, const std::vector<PlannedRun>& runs, double events,
                  unsigned jobs) {
  const double seconds = events / studies::kEventsPerSecond;
  Section section{
      "plan",
      "The runs to come",
      fmt::format("{}: about {:.2g} events, {} of processor time, {} with {} at a time.",
                  counted(view), events, seconds_text(seconds), seconds_text(seconds / jobs), jobs),
      {},
      {}};
  Table table{"runs", "", {}, {}};
  table.columns.push_back({"point", "point", ColumnKind::kNumber});
  if (!runs.empty()) {
    for (const studies::Variation& one : runs.front().parameters) {
      table.columns.push_back({one.path, one.path});
    }
  }
  if (view.replications > 1) {
    table.columns.push_back({"replication", "replication", ColumnKind::kNumber});
  }
  table.columns.push_back({"events", "events, estimated", ColumnKind::kNumber});
  for (const PlannedRun& run : runs) {
    Row row{count_cell(run.key.point)};
    for (const studies::Variation& one : run.parameters) row.push_back(text_cell(one.value));
    if (view.replications > 1) row.push_back(count_cell(run.key.replication));
    row.push_back(count_cell(static_cast<std::uint64_t>(run.events)));
    add_row(table, std::move(row));
  }
  section.tables.push_back(std::move(table));
  if (view.runs > runs.size()) {
    section.notes.push_back(fmt::format("Only the first {} are shown.", runs.size()));
  }
  section.notes.push_back(
      "Estimated are the events that will be handled; a run that fails, tries again or reads "
      "parent by parent is not foreseen.");
  return {view.scenario, view.about, false, {std::move(section)}};
}

}  // namespace reports
