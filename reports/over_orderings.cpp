// Each expectation over all orderings: whether it always holds, and what shows it if it does not.
#include <fmt/format.h>

#include <algorithm>

#include "reports/ordering_words.hpp"
#include "reports/orderings.hpp"
#include "reports/verdict_cells.hpp"
#include "reports/words.hpp"

namespace reports {

namespace {

Cell result_cell(const scenarios::Scenario& scenario, const scenarios::OverOrderings& one,
                 bool complete) {
  if (!one.judged) return text_cell("not judged");
  const bool passes = one.passes(scenario);
  if (one.holds && one.fails) {
    return {passes ? "holds in some" : "FAILS IN SOME", "in some",
            passes ? Tone::kGood : Tone::kBad};
  }
  if (one.fails) return {"FAILS IN ALL", complete ? "in none" : "in none so far", Tone::kBad};
  if (!complete) return {"holds so far", "in all so far", Tone::kBad};
  return {"holds in all", "in all", Tone::kGood};
}

std::string explained(const scenarios::OverOrderings& one) {
  if (!one.judged) return "a measure is one run's";
  if (!one.other_outcome.empty()) {
    return "only since what is scheduled first is first at one instant; otherwise: " +
           one.other_outcome;
  }
  return one.fails ? one.fails->seen : "";
}

}  // namespace

std::optional<Section> verdicts_over_orderings(const scenarios::Scenario& scenario,
                                               const scenarios::AllVerdicts& verdicts) {
  if (verdicts.verdicts.empty()) return std::nullopt;
  Table table{"expectations",
              "",
              {{"result", "result"},
               {"expectation", "expectation"},
               {"seen", "seen"},
               {"draws", "for example with"},
               {"tie", "hangs on a tie", ColumnKind::kBoolean, false},
               {"line", "where", ColumnKind::kNumber}},
              {}};
  std::size_t failing = 0;
  for (const scenarios::OverOrderings& one : verdicts.verdicts) {
    if (!one.passes(scenario)) ++failing;
    const scenarios::Expectation& expectation = scenario.expectations[one.expectation];
    const auto* shown = one.fails ? &*one.fails : nullptr;
    const bool tie = !one.other_outcome.empty();
    add_row(table, {result_cell(scenario, one, verdicts.complete), text_cell(expectation.text),
                    text_cell(explained(one)),
                    text_cell(shown != nullptr ? OrderingWords::draws(shown->draws) : ""),
                    Cell{tie ? "yes" : "no", tie, Tone::kPlain}, place_cell(expectation.place)});
  }
  const std::size_t all = verdicts.verdicts.size();
  std::string lead =
      failing == 0
          ? fmt::format("No ordering breaks {}.", all == 1 ? "it" : fmt::format("any of {}", all))
          : fmt::format("{} of {} can fail.", failing, number_of(all, "expectation"));
  if (!verdicts.complete) lead = "Not all orderings were judged. " + lead;
  Section section{"over-orderings",
                  "What is expected, over all orderings",
                  std::move(lead),
                  {std::move(table)},
                  {}};
  if (failing > 0 || !verdicts.complete) section.tone = Tone::kBad;
  return section;
}

void add_ties(Report& report, const scenarios::Scenario& scenario,
              const std::vector<std::string>& ties) {
  const auto verdicts = std::find_if(report.sections.begin(), report.sections.end(),
                                     [](const Section& one) { return one.id == "verdicts"; });
  if (verdicts == report.sections.end()) return;
  for (std::size_t i = 0; i < ties.size(); ++i) {
    if (ties[i].empty()) continue;
    verdicts->notes.push_back(fmt::format(
        "{} holds only since what is scheduled first is first at one instant; otherwise: {}.",
        place_cell(scenario.expectations[i].place).text, ties[i]));
  }
}

}  // namespace reports
