// What is possible within limits: the answer of a search, and configurations by what they cost.
#include <fmt/format.h>

#include <algorithm>

#include "reports/studies.hpp"
#include "reports/study_words.hpp"
#include "reports/words.hpp"

namespace reports {

using models::analysis::ThresholdEnd;
using studies::Configuration;
using studies::Limit;
using studies::Solution;
using studies::SolveRun;

namespace {

Cell seen_cell(const studies::Trial& trial, const std::string& name) {
  const studies::Measure* measure = trial.find(name);
  if (measure == nullptr) return {"none", std::monostate{}, Tone::kBad};
  return measure_cell(measure->number(), measure->unit);
}

// To the nanosecond: beside a limit four digits may not tell two runs apart.
Cell exact_cell(const studies::Trial& trial, const std::string& name) {
  Cell cell = seen_cell(trial, name);
  const studies::Measure* measure = trial.find(name);
  if (measure != nullptr && measure->unit == studies::Unit::kNanoseconds) {
    cell.text = value_text(*measure);
  }
  return cell;
}

std::vector<std::string> texts_of(const std::vector<Limit>& limits) {
  std::vector<std::string> texts;
  for (const Limit& limit : limits) texts.push_back(limit.text);
  return texts;
}

// Each measure once, in the order of the limits.
std::vector<std::string> measures_of(const std::vector<Limit>& limits) {
  std::vector<std::string> names;
  for (const Limit& limit : limits) {
    if (std::find(names.begin(), names.end(), limit.measure) == names.end()) {
      names.push_back(limit.measure);
    }
  }
  return names;
}

std::string lead_of(const Solution& solution, bool largest) {
  const auto& threshold = solution.threshold;
  const std::string limits = listed(texts_of(solution.limits));
  const std::string word = largest ? "largest" : "smallest";
  const auto text = [&](std::int64_t number) {
    return studies::quantity_text({solution.runs.front().value.kind, number});
  };
  if (!threshold.answer) {
    return fmt::format("{} does not hold, not even with {} {}.", limits, solution.path,
                       text(*threshold.refused));
  }
  if (threshold.end == ThresholdEnd::kAtBound) {
    return fmt::format("{} {} still keeps {}; it was not to go further.", solution.path,
                       text(*threshold.answer), limits);
  }
  if (threshold.end == ThresholdEnd::kOutOfTries) {
    return fmt::format("{} {} keeps {}; the runs were used up before the {} was found.",
                       solution.path, text(*threshold.answer), limits, word);
  }
  const SolveRun& beyond = solution.run_at(*threshold.refused);
  const std::string& measure = solution.limits[beyond.leading].measure;
  return fmt::format("The {} {} that keeps {} is {}; at {} {} is {}.", word, solution.path, limits,
                     text(*threshold.answer), text(*threshold.refused), measure,
                     exact_cell(beyond.trial, measure).text);
}

}  // namespace

Section section_of(const Solution& solution, bool largest) {
  const std::vector<std::string> measures = measures_of(solution.limits);
  Table table{"runs", "The runs it took", {{"value", solution.path}}, {}};
  for (const std::string& measure : measures) table.columns.push_back({measure, measure});
  table.columns.push_back({"holds", "holds"});
  table.columns.push_back({"held_up_by", "held up by"});
  for (const SolveRun& run : solution.runs) {
    Row row{text_cell(quantity_text(run.value))};
    for (const std::string& measure : measures) row.push_back(exact_cell(run.trial, measure));
    row.push_back(run.holds ? text_cell("yes", Tone::kGood) : text_cell("no", Tone::kBad));
    row.push_back(text_cell(run.trial.bottleneck));
    add_row(table, std::move(row));
  }
  Section section{
      "solution", "What is possible", lead_of(solution, largest), {std::move(table)}, {}};
  section.tone = solution.threshold.answer ? Tone::kGood : Tone::kBad;
  if (const auto& pair = solution.threshold.out_of_order) {
    const studies::ParameterKind kind = solution.runs.front().value.kind;
    section.notes.push_back(fmt::format(
        "Not in order: {} did better than {}. There may be further values that keep the limits.",
        studies::quantity_text({kind, pair->second}), studies::quantity_text({kind, pair->first})));
  }
  return section;
}

Section section_of(const std::vector<Configuration>& all, const studies::RankQuestion& question) {
  Table table{"configurations", "", {}, {}};
  for (const studies::FieldValues& axis : question.axes) {
    table.columns.push_back({axis.path, axis.path});
  }
  std::vector<std::string> measures = question.objectives;
  for (const std::string& measure : measures_of(question.limits)) {
    if (std::find(measures.begin(), measures.end(), measure) == measures.end()) {
      measures.push_back(measure);
    }
  }
  for (const std::string& measure : measures) table.columns.push_back({measure, measure});
  table.columns.push_back({"says", "says"});
  std::size_t meeting = 0;
  for (const Configuration& one : all) {
    Row row;
    for (const studies::Variation& value : one.values) row.push_back(text_cell(value.value));
    for (const std::string& measure : measures) row.push_back(seen_cell(one.trial, measure));
    std::vector<std::string> broken;
    for (const std::size_t limit : one.broken) broken.push_back(question.limits[limit].text);
    if (one.meets) ++meeting;
    row.push_back(one.on_front         ? text_cell("none is better in all", Tone::kGood)
                  : one.meets          ? text_cell("keeps the limits")
                  : one.broken.empty() ? text_cell("has no such measure", Tone::kBad)
                                       : text_cell("breaks " + listed(broken), Tone::kBad));
    add_row(table, std::move(row));
  }
  std::string lead = "No configuration keeps the limits.";
  if (meeting > 0) {
    lead = fmt::format("{} of {} keep the limits; the least {} has {}: {}.", meeting,
                       number_of(all.size(), "configuration"), question.objectives.front(),
                       words_for(all.front().values),
                       seen_cell(all.front().trial, question.objectives.front()).text);
  }
  Section section{"configurations",
                  "Configurations by what they cost",
                  std::move(lead),
                  {std::move(table)},
                  {}};
  section.tone = meeting > 0 ? Tone::kGood : Tone::kBad;
  return section;
}

Section section_of(const std::vector<studies::SearchedConfiguration>& all, bool largest) {
  const Solution& best = all.front().solution;
  const auto values_of = [](const studies::SearchedConfiguration& one) {
    std::string text;
    for (const studies::Variation& value : one.values) {
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", value.path, value.value);
    }
    return text;
  };
  Section section{"solution", "What is possible", lead_of(best, largest), {}, {}};
  if (best.threshold.answer) {
    section.lead = fmt::format("With {}: {}", values_of(all.front()), section.lead);
  } else {
    section.lead = fmt::format("No configuration keeps {}.", listed(texts_of(best.limits)));
    section.tone = Tone::kBad;
  }
  Table table{"configurations", "", {}, {}};
  for (const studies::Variation& value : all.front().values) {
    table.columns.push_back({value.path, value.path});
  }
  table.columns.push_back(
      {"answer", fmt::format("{} {}", largest ? "largest" : "smallest", best.path)});
  const std::vector<std::string> measures = measures_of(best.limits);
  for (const std::string& name : measures) table.columns.push_back({name, name + " with it"});
  table.columns.push_back({"held_up_by", "held up by"});
  table.columns.push_back({"runs", "runs", ColumnKind::kNumber});
  for (const studies::SearchedConfiguration& one : all) {
    const Solution& solution = one.solution;
    const bool found = solution.threshold.answer.has_value();
    const SolveRun& at =
        found ? solution.run_at(*solution.threshold.answer) : solution.runs.front();
    Row row;
    for (const studies::Variation& value : one.values) row.push_back(text_cell(value.value));
    row.push_back(found ? text_cell(studies::quantity_text(at.value))
                        : Cell{"none", std::monostate{}, Tone::kBad});
    for (const std::string& name : measures) {
      row.push_back(found ? exact_cell(at.trial, name) : Cell{"-", std::monostate{}, Tone::kPlain});
    }
    row.push_back(text_cell(at.trial.bottleneck));
    row.push_back(count_cell(solution.runs.size()));
    add_row(table, std::move(row));
  }
  section.tables.push_back(std::move(table));
  return section;
}

}  // namespace reports
