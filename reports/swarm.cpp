#include "reports/swarm.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/words.hpp"

namespace reports {

namespace {

constexpr std::size_t kMostViolations = 10;

}  // namespace

Section swarm_section(const scenarios::SwarmRuns& runs) {
  Section section{"swarm", "The swarm", "", {}, {}};
  const std::size_t violations = runs.violations.size();
  section.lead = violations == 0
                     ? fmt::format("{} held what it should.", number_of(runs.runs, "run"))
                     : fmt::format("{} of {} violated what should hold.", violations,
                                   number_of(runs.runs, "run"));
  section.tone = violations == 0 ? Tone::kGood : Tone::kBad;
  Table counts{"runs",
               "",
               {{"runs", "runs", ColumnKind::kNumber},
                {"faults", "faults", ColumnKind::kNumber},
                {"writes", "writes", ColumnKind::kNumber},
                {"promises", "promises", ColumnKind::kNumber},
                {"excused", "broken, excused", ColumnKind::kNumber},
                {"violations", "violations", ColumnKind::kNumber},
                {"digest", "digest"}},
               {}};
  add_row(counts, {count_cell(runs.runs), count_cell(runs.faults), count_cell(runs.writes),
                   count_cell(runs.promises), count_cell(runs.excused), count_cell(violations),
                   text_cell(digest_text(runs.digest))});
  section.tables.push_back(std::move(counts));
  if (violations == 0) return section;
  Table table{
      "violations",
      "What was violated",
      {{"seed", "seed", ColumnKind::kNumber}, {"expectation", "expectation"}, {"seen", "seen"}},
      {}};
  for (std::size_t i = 0; i < std::min(violations, kMostViolations); ++i) {
    const scenarios::Violation& one = runs.violations[i];
    add_row(table, {count_cell(one.seed), text_cell(one.expectation), text_cell(one.seen)});
  }
  if (violations > kMostViolations) {
    section.notes.push_back(not_shown(violations - kMostViolations, "further violation"));
  }
  section.tables.push_back(std::move(table));
  return section;
}

}  // namespace reports
