// When the run ended, and what proves that two runs were the same.
#include <fmt/format.h>

#include "models/migration/names.hpp"
#include "models/migration/sampled_interval.hpp"
#include "reports/migration/sections.hpp"
#include "reports/migration/words.hpp"
#include "reports/words.hpp"

namespace reports::migration {

namespace {

// An estimated count, in four digits.
std::string about(std::uint64_t count) {
  std::uint64_t unit = 1;
  while (count / unit >= 10'000) unit *= 10;
  return grouped((count + unit / 2) / unit * unit);
}

std::string sampled_text(const model::Outcome& outcome) {
  const model::Obtained& obtained = outcome.obtained;
  std::string text = fmt::format(
      "How the numbers were obtained: sampled. {} windows stand for their like: of about {} rows "
      "exported, imported, copied or checked {} were handled, and of about {} events {}. Times are "
      "estimates; an interval holds what the run event by event would say 19 times in 20. The "
      "digest is of what was handled.",
      obtained.windows, about(obtained.steps), grouped(obtained.steps - obtained.steps_passed),
      about(outcome.events), grouped(outcome.events - obtained.events_skipped));
  if (obtained.skips > 0) {
    text += fmt::format(" Repetitions were skipped exactly {} times.", obtained.skips);
  }
  if (!obtained.not_skipped.empty()) {
    text += fmt::format(" Some was handled event by event: {}.", obtained.not_skipped);
  }
  return text;
}

// Each phase that holds estimates, and the whole.
Table estimates_table(const MigrationView& view) {
  const model::Outcome& outcome = view.outcome();
  Table table{"estimates",
              "How far the times can be trusted",
              {{"what", "what"},
               {"package", "package"},
               {"took", "took", ColumnKind::kDuration},
               {"half_width", "give or take", ColumnKind::kDuration},
               {"share", "of it", ColumnKind::kNumber}},
              {}};
  const auto add = [&](std::string_view what, const std::string& package, sim::Instant from,
                       sim::Instant until) {
    const auto half = model::half_width(outcome.obtained, from, until);
    if (!half || until <= from) return;
    const double share =
        static_cast<double>(half->count()) / static_cast<double>((until - from).count());
    add_row(table, {text_cell(std::string(what)), text_cell(package), duration_cell(until - from),
                    duration_cell(*half), percent_cell(share)});
  };
  add("the run", "", sim::kStart, outcome.end);
  for (const model::PhaseOutcome& phase : outcome.phases) {
    const bool all = phase.package == model::kAllPackages;
    add(model::name_of(phase.kind), all ? "" : view.lane_name(phase.package), phase.began,
        phase.ended);
  }
  return table;
}

std::string obtained_text(const model::Outcome& outcome) {
  const model::Obtained& obtained = outcome.obtained;
  if (obtained.way == model::Way::kEventByEvent) {
    std::string text = "How the numbers were obtained: event by event.";
    if (!obtained.not_skipped.empty()) {
      text += fmt::format(" Nothing was skipped: {}.", obtained.not_skipped);
    }
    return text;
  }
  if (obtained.way == model::Way::kSampled) return sampled_text(outcome);
  return fmt::format(
      "How the numbers were obtained: exactly; of {} events {} were handled, the others are "
      "repetitions that were skipped {} times.",
      outcome.events, outcome.events - obtained.events_skipped, obtained.skips);
}

}  // namespace

Section ending(const MigrationView& view) {
  const model::Outcome& outcome = view.outcome();
  Table table{"end",
              "",
              {{"end", "end", ColumnKind::kDuration},
               {"complete", "complete", ColumnKind::kBoolean},
               {"events", "events", ColumnKind::kNumber},
               {"seed", "seed", ColumnKind::kNumber},
               {"digest", "digest"}},
              {}};
  add_row(table, {instant_cell(outcome.end),
                  Cell{outcome.complete ? "yes" : "no", outcome.complete, Tone::kPlain},
                  count_cell(outcome.events), count_cell(view.params().seed),
                  text_cell(digest_text(outcome.digest))});
  Section section{"digest",
                  "The end of the run",
                  fmt::format("The run ended after {}.", spoken(outcome.end - sim::kStart)),
                  {std::move(table)},
                  {obtained_text(outcome)}};
  if (outcome.obtained.way == model::Way::kSampled) {
    section.tables.push_back(estimates_table(view));
  }
  return section;
}

}  // namespace reports::migration
