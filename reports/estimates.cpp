// What is known over replications, and what differs between two scenarios on the same luck.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/migration/words.hpp"
#include "reports/studies.hpp"
#include "reports/study_words.hpp"
#include "reports/words.hpp"

namespace reports {

using studies::ComparedMeasure;
using studies::Estimate;

namespace {

std::string share_text(double share) { return fmt::format("{:g}%", share * 100); }

Cell ratio_cell(double over, double under) {
  if (under == 0 || !std::isfinite(over)) return migration::empty_cell();
  return percent_cell(std::fabs(over / under));
}

// What the replications did, in one sentence.
std::string lead_of(const studies::Precision& precision, double share) {
  std::vector<std::string> asked;
  std::vector<std::string> missed;
  for (const Estimate& one : precision.estimates) {
    if (one.asked) asked.push_back(one.name);
    if (one.asked && !one.reached) missed.push_back(one.name);
  }
  const std::string count = number_of(precision.replications, "replication");
  if (precision.reached) {
    return fmt::format("After {} {} {} known to {}.", count, listed(asked),
                       asked.size() == 1 ? "is" : "are", share_text(share));
  }
  return fmt::format("{} are not enough: {} {} not known to {}.", count, listed(missed),
                     missed.size() == 1 ? "is" : "are", share_text(share));
}

}  // namespace

Section section_of(const studies::Precision& precision, double share) {
  Table table{"estimates",
              "",
              {{"measure", "measure"},
               {"mean", "mean", ColumnKind::kText},
               {"half_width", "+/-", ColumnKind::kText},
               {"share", "of the mean", ColumnKind::kNumber},
               {"p95", "p95", ColumnKind::kText},
               {"asked", "asked for"}},
              {}};
  for (const Estimate& one : precision.estimates) {
    const sim::MeanInterval& interval = one.interval;
    Cell asked = text_cell("");
    if (one.asked) {
      asked = one.reached ? text_cell("reached", Tone::kGood) : text_cell("not yet", Tone::kBad);
    }
    add_row(table, {text_cell(one.name), measure_cell(interval.mean, one.unit),
                    measure_cell(interval.half_width, one.unit),
                    ratio_cell(interval.half_width, interval.mean),
                    measure_cell(one.p95.value, one.unit), std::move(asked)});
  }
  Section section{
      "replications", "Over replications", lead_of(precision, share), {std::move(table)}, {}};
  section.tone = precision.reached ? Tone::kGood : Tone::kBad;
  section.notes.emplace_back(
      "The mean lies within +/- 19 times in 20, by Student's t over independent replications. It "
      "is "
      "looked at after whole rounds only, so the number of processors changes nothing.");
  return section;
}

Section section_of(const studies::ComparedScenarios& both, const std::string& name_a,
                   const std::string& name_b) {
  Table table{"measures",
              "",
              {{"measure", "measure"},
               {"a", name_a},
               {"b", name_b},
               {"difference", "difference"},
               {"half_width", "+/-"},
               {"share", "of the first", ColumnKind::kNumber},
               {"says", "says"}},
              {}};
  std::size_t same = 0;
  const ComparedMeasure* most = nullptr;
  const auto relative = [](const ComparedMeasure& one) {
    return one.pair.mean_a == 0 ? 0 : std::fabs(one.pair.difference / one.pair.mean_a);
  };
  for (const ComparedMeasure& one : both.measures) {
    if (one.same) {
      ++same;
      continue;
    }
    const char* says = one.pair.pairs < 2        ? "one pair says little"
                       : !one.sure()             ? "no difference that is sure"
                       : one.pair.difference < 0 ? "less"
                                                 : "more";
    if (one.sure() && (most == nullptr || relative(one) > relative(*most))) most = &one;
    add_row(table, {text_cell(one.name), measure_cell(one.pair.mean_a, one.unit),
                    measure_cell(one.pair.mean_b, one.unit),
                    text_cell(difference_text(one.pair.difference, one.unit)),
                    measure_cell(one.pair.half_width, one.unit),
                    ratio_cell(one.pair.difference, one.pair.mean_a), text_cell(says)});
  }
  std::string lead =
      table.rows.empty() ? "Nothing that both measure differs." : "No difference is sure.";
  if (most != nullptr) {
    lead = fmt::format("{} differs most: {} with {}, {} with {}.", most->name,
                       measure_text(most->pair.mean_a, most->unit), name_a,
                       measure_text(most->pair.mean_b, most->unit), name_b);
  }
  Section section{"comparison", "Two scenarios on the same luck", std::move(lead), {}, {}};
  if (!table.rows.empty()) section.tables.push_back(std::move(table));
  section.notes.push_back(
      fmt::format("{}; the interval of a difference holds the true one 19 times in 20.",
                  number_of(both.replications, "pair") + " of replications"));
  if (same > 0) {
    section.notes.push_back(fmt::format("{} the same in every pair.",
                                        number_of(same, "measure") + (same == 1 ? " is" : " are")));
  }
  for (const auto& [only, name] :
       {std::pair{&both.only_a, &name_a}, std::pair{&both.only_b, &name_b}}) {
    if (!only->empty())
      section.notes.push_back(fmt::format("Only {} has {}.", *name, listed(*only)));
  }
  return section;
}

}  // namespace reports
