// The first section: how long it takes, how long nobody is served, whether every row arrived.
#include <fmt/format.h>

#include "models/migration/sampled_interval.hpp"
#include "reports/migration/sections.hpp"
#include "reports/migration/words.hpp"
#include "reports/sections.hpp"
#include "reports/words.hpp"

namespace reports::migration {

namespace {

std::string rows_of(const MigrationView& view) {
  const std::uint64_t rows = view.rows();
  return fmt::format("{} row{} of {}", grouped(rows), rows == 1 ? "" : "s", view.packages());
}

std::string how_it_ended(const MigrationView& view) {
  const model::Outcome& outcome = view.outcome();
  std::string took = spoken(model::time_taken(outcome));
  if (const auto half = model::half_width(outcome.obtained, sim::kStart, outcome.end)) {
    took += fmt::format(" (give or take {})", spoken(*half));
  }
  if (outcome.complete) return fmt::format("{} move in {}", rows_of(view), took);
  if (outcome.rolled_back) {
    return fmt::format("{} did not move: the procedure was rolled back after {}", rows_of(view),
                       took);
  }
  if (outcome.stuck) {
    return fmt::format("{} did not move: after {} nothing happens any more and nobody is told",
                       rows_of(view), took);
  }
  return fmt::format("{} did not move: the procedure failed after {}", rows_of(view), took);
}

std::string who_was_served(const MigrationView& view) {
  const model::Outcome& outcome = view.outcome();
  const sim::Duration down = model::downtime_of(outcome);
  if (down.count() == 0) return "users are served all the time";
  bool still_down = false;
  for (const model::Downtime& one : outcome.downtimes) {
    still_down = still_down || one.until >= outcome.end;
  }
  if (still_down && !outcome.complete && !outcome.rolled_back)
    return "users are without service from then on";
  return fmt::format("users are without service for {}", spoken(down));
}

std::string what_arrived(const MigrationView& view) {
  const model::ContentOutcome& content = view.outcome().content;
  if (view.outcome().obtained.way == model::Way::kSampled) {
    return "these are estimates from samples, and nobody looked at every row";
  }
  std::vector<std::string> wrong;
  const auto add = [&](std::uint64_t rows, const char* what) {
    if (rows > 0)
      wrong.push_back(
          fmt::format("{} {} {}", grouped(rows), rows == 1 ? "row is" : "rows are", what));
  };
  add(content.rows_lost, "missing");
  add(content.rows_changed, "changed");
  add(content.rows_extra, "too many");
  add(content.rows_not_moved, "not in the store yet but in the tables");
  if (!wrong.empty()) return listed(wrong);
  if (view.outcome().rolled_back) return "every row is in the tables still";
  if (content.rows_dropped == 0) return "every row arrived";
  return fmt::format("every row arrived but {} left behind on purpose",
                     grouped(content.rows_dropped));
}

}  // namespace

Section headline(const MigrationView& view) {
  std::string lead;
  if (view.moves()) {
    lead = fmt::format("{}; {}; {}.", how_it_ended(view), who_was_served(view), what_arrived(view));
  } else {
    const bool store = std::get<model::Standing>(view.params().procedure).on_store;
    lead = fmt::format("Nothing is moved: users work on the {} with {} for {}.",
                       store ? "store" : "tables", rows_of(view),
                       spoken(view.outcome().end - sim::kStart));
  }
  Section section{"headline", view.scenario().name, std::move(lead), {}, {}};
  section.tone = tone_of(view.verdicts());
  section.notes.push_back(summary_of(view.verdicts()));
  if (!view.scenario().about.empty()) section.notes.push_back(view.scenario().about);
  return section;
}

}  // namespace reports::migration
