// Each phase with its length, its rate and what held it up.
#include <fmt/format.h>

#include <algorithm>

#include "models/migration/names.hpp"
#include "models/migration/phase_log.hpp"
#include "reports/migration/sections.hpp"
#include "reports/migration/words.hpp"
#include "reports/words.hpp"

namespace reports::migration {

namespace {

std::string phase_name(const MigrationView& view, const model::PhaseOutcome& phase) {
  const std::string lane = view.lane_name(phase.package);
  std::string name(model::name_of(phase.kind));
  return lane.empty() ? name : fmt::format("{} of {}", name, lane);
}

// Rows where a phase reads, entries where it writes.
std::uint64_t items_of(const model::PhaseOutcome& phase) {
  return phase.entries > 0 ? phase.entries : phase.rows;
}

// What takes a time that the scenario states, whatever the machines do.
std::string_view stated_wait(model::PhaseKind kind) {
  switch (kind) {
    case model::PhaseKind::kStopServers:
      return "servers that stop";
    case model::PhaseKind::kStartServers:
      return "servers that start";
    case model::PhaseKind::kDualWrite:
    case model::PhaseKind::kCutOver:
    case model::PhaseKind::kRollBack:
      return "servers that restart";
    case model::PhaseKind::kSnapshot:
      return "the snapshot";
    case model::PhaseKind::kRestart:
      return "whoever starts it again";
    default:
      return "";
  }
}

// What is none of the machines: it is waited for, and nobody here is busy meanwhile.
bool waits_for_dynamo(const MigrationView& view, const model::PhaseOutcome& phase) {
  if (!std::holds_alternative<model::DynamoDbTarget>(view.params().target)) return false;
  if (phase.kind == model::PhaseKind::kExport) return false;
  return !phase.bottleneck || phase.uses[*phase.bottleneck].busy < model::kSaturated ||
         view.outcome().resources[*phase.bottleneck].program;
}

std::string held_up_by(const MigrationView& view, const model::PhaseOutcome& phase) {
  const model::Outcome& outcome = view.outcome();
  const std::string_view wait = stated_wait(phase.kind);
  if (!wait.empty()) return std::string(wait);
  if (waits_for_dynamo(view, phase)) {
    const bool refused = outcome.meter.throttled > 0 && phase.entries > 0;
    return refused ? "DynamoDB's capacity" : "DynamoDB's answers";
  }
  if (!phase.bottleneck) return "";
  const model::Resource& resource = outcome.resources[*phase.bottleneck];
  const double busy = phase.uses[*phase.bottleneck].busy;
  const bool full = resource.program || busy >= model::kSaturated;
  return fmt::format("{}{} ({:.0f}% busy)", full ? "" : "nothing full; most ", resource.name,
                     busy * 100);
}

Cell end_cell(model::PhaseEnd end) {
  return text_cell(std::string(model::name_of(end)),
                   end == model::PhaseEnd::kDone ? Tone::kPlain : Tone::kBad);
}

bool any_broken_off(const model::Outcome& outcome) {
  return std::any_of(outcome.phases.begin(), outcome.phases.end(),
                     [](const auto& phase) { return phase.end != model::PhaseEnd::kDone; });
}

Row row_of(const MigrationView& view, const model::PhaseOutcome& phase) {
  const model::Outcome& outcome = view.outcome();
  const sim::Duration took = phase.ended - phase.began;
  const auto counted = [](std::uint64_t count) {
    return count == 0 ? empty_cell() : grouped_cell(count);
  };
  Row row{text_cell(std::string(model::name_of(phase.kind))),
          text_cell(view.lane_name(phase.package)),
          count_cell(phase.attempt + 1),
          spoken_cell(phase.began),
          spoken_cell(took),
          counted(phase.rows),
          counted(phase.entries),
          rate_cell(items_of(phase), took),
          phase.bytes == 0 ? empty_cell() : size_cell(static_cast<std::int64_t>(phase.bytes))};
  Cell behind = text_cell(held_up_by(view, phase));
  if (!stated_wait(phase.kind).empty() || waits_for_dynamo(view, phase)) {
    behind.value = behind.text;
  } else {
    behind.value = phase.bottleneck ? outcome.resources[*phase.bottleneck].name : std::string();
  }
  row.push_back(std::move(behind));
  row.push_back(phase.bottleneck ? percent_cell(phase.uses[*phase.bottleneck].busy) : empty_cell());
  row.push_back(end_cell(phase.end));
  return row;
}

std::string lead_for(const MigrationView& view) {
  const std::vector<model::PhaseOutcome>& phases = view.outcome().phases;
  const auto longest = std::max_element(
      phases.begin(), phases.end(),
      [](const auto& a, const auto& b) { return a.ended - a.began < b.ended - b.began; });
  std::string text = fmt::format("The longest phase is {}, {}", phase_name(view, *longest),
                                 spoken(longest->ended - longest->began));
  const std::string behind = held_up_by(view, *longest);
  if (!behind.empty()) text += fmt::format(", held up by {}", behind);
  text += ".";
  if (view.outcome().attempts > 1) {
    text += fmt::format(" It took {} attempts.", view.outcome().attempts);
  }
  return text;
}

}  // namespace

std::optional<Section> phases(const MigrationView& view) {
  if (view.outcome().phases.empty()) return std::nullopt;
  const model::Outcome& outcome = view.outcome();
  Table table{"phases",
              "",
              {{"phase", "phase"},
               {"package", "package"},
               {"attempt", "attempt", ColumnKind::kNumber, outcome.attempts > 1},
               {"began", "began", ColumnKind::kDuration},
               {"took", "took", ColumnKind::kDuration},
               {"rows", "rows", ColumnKind::kNumber, false},
               {"entries", "entries", ColumnKind::kNumber},
               {"rate", "a second", ColumnKind::kNumber},
               {"bytes", "bytes", ColumnKind::kNumber, false},
               {"bottleneck", "held up by"},
               {"busy", "busy", ColumnKind::kNumber, false},
               {"end", "end", ColumnKind::kText, any_broken_off(outcome)}},
              {}};
  for (const model::PhaseOutcome& phase : outcome.phases) add_row(table, row_of(view, phase));
  Section section{"phases", "The phases", lead_for(view), {std::move(table)}, {}};
  if (outcome.wasted_entries > 0) {
    section.notes.push_back(
        fmt::format("{} entries were written in vain, in attempts that were "
                    "begun again.",
                    grouped(outcome.wasted_entries)));
  }
  if (outcome.held_back > 0) {
    section.notes.push_back(fmt::format("The copy held back {} for the sake of users.",
                                        number_of(outcome.held_back, "time")));
  }
  if (outcome.changes_applied > 0) {
    section.notes.push_back(fmt::format("{} were applied off the log; its longest lag was {}.",
                                        number_of(outcome.changes_applied, "change"),
                                        spoken(outcome.longest_lag)));
  }
  return section;
}

}  // namespace reports::migration
