// What users felt: response times by call and store, and what became of calls.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "models/migration/names.hpp"
#include "reports/migration/sections.hpp"
#include "reports/migration/words.hpp"
#include "reports/words.hpp"

namespace reports::migration {

namespace {

// Calls visit(package, call, store, times) for each store that a call was made on.
template <class Visit>
void for_each_call(const MigrationView& view, Visit visit) {
  for (const model::CallOutcome& call : view.outcome().calls) {
    for (std::size_t store = 0; store < model::kCallStores; ++store) {
      const model::CallTimes& times = call.by_store[store];
      if (times.answered + times.failed + times.refused + times.panicked == 0) continue;
      visit(call, static_cast<model::CallStore>(store), times);
    }
  }
}

void add_times(Row& row, const sim::LogLinearHistogram& times) {
  if (times.empty()) {
    row.insert(row.end(), 5, duration_cell(std::nullopt));
    for (std::size_t i = row.size() - 5; i < row.size(); ++i) row[i].text.clear();
    return;
  }
  const auto cell = [](std::int64_t count) { return rounded_cell(sim::Duration(count)); };
  row.push_back(cell(std::llround(times.mean())));
  for (const double p : {0.5, 0.9, 0.99}) row.push_back(cell(times.quantile(p)));
  row.push_back(cell(times.max()));
}

Table times_table(const MigrationView& view) {
  Table table{"times",
              "Response times, from the user's call to its answer",
              {{"package", "package"},
               {"call", "call"},
               {"store", "made on"},
               {"count", "answered", ColumnKind::kNumber},
               {"mean", "mean", ColumnKind::kDuration},
               {"p50", "p50", ColumnKind::kDuration},
               {"p90", "p90", ColumnKind::kDuration},
               {"p99", "p99", ColumnKind::kDuration},
               {"max", "max", ColumnKind::kDuration}},
              {}};
  const auto add = [&](const model::CallOutcome& call, const std::string& where,
                       const sim::LogLinearHistogram& times) {
    Row row{text_cell(view.layout().packages[call.package].name),
            text_cell(view.call_name(call.package, call.call)), text_cell(where),
            grouped_cell(times.count())};
    add_times(row, times);
    add_row(table, std::move(row));
  };
  for_each_call(view, [&](const model::CallOutcome& call, model::CallStore store,
                          const model::CallTimes& times) {
    add(call, std::string(model::name_of(store)), times.response);
  });
  for (const model::CallOutcome& call : view.outcome().calls) {
    if (!call.while_migrating.empty()) add(call, "while it migrates", call.while_migrating);
  }
  return table;
}

Table ends_table(const MigrationView& view) {
  Table table{"ends",
              "What became of calls",
              {{"package", "package"},
               {"call", "call"},
               {"store", "made on"},
               {"answered", "answered", ColumnKind::kNumber},
               {"not_found", "told nothing is there", ColumnKind::kNumber},
               {"failed", "failed by the store", ColumnKind::kNumber},
               {"refused", "refused", ColumnKind::kNumber},
               {"panicked", "panicked", ColumnKind::kNumber},
               {"misplaced", "in the wrong store", ColumnKind::kNumber}},
              {}};
  for_each_call(view, [&](const model::CallOutcome& call, model::CallStore store,
                          const model::CallTimes& times) {
    add_row(table,
            {text_cell(view.layout().packages[call.package].name),
             text_cell(view.call_name(call.package, call.call)),
             text_cell(std::string(model::name_of(store))), grouped_cell(times.answered),
             grouped_cell(times.not_found), grouped_cell(times.failed), grouped_cell(times.refused),
             grouped_cell(times.panicked), grouped_cell(call.misplaced)});
  });
  return table;
}

// Who waited until servers were back or a phase let him go on.
std::string door_text(const MigrationView& view) {
  std::uint64_t queued = 0;
  std::uint64_t shut_out = 0;
  sim::Duration longest{0};
  for (const model::TrafficOutcome& traffic : view.outcome().traffic) {
    queued += traffic.queued;
    shut_out += traffic.shut_out;
    longest = std::max(longest, traffic.longest_wait);
  }
  std::string text;
  if (queued > 0) {
    text += fmt::format(" {} waited at the door, for {} at most.", number_of(queued, "call"),
                        spoken(longest));
  }
  if (shut_out > 0) {
    text += fmt::format(" {} still stood there at the end.", number_of(shut_out, "user"));
  }
  return text;
}

}  // namespace

std::optional<Section> calls(const MigrationView& view) {
  if (view.params().traffic.empty()) return std::nullopt;
  std::uint64_t answered = 0;
  std::uint64_t refused = 0;
  std::uint64_t failed = 0;
  for_each_call(view,
                [&](const model::CallOutcome&, model::CallStore, const model::CallTimes& times) {
                  answered += times.answered;
                  refused += times.refused;
                  failed += times.failed + times.panicked;
                });
  std::vector<std::string> parts{
      fmt::format("{} call{} answered", grouped(answered), answered == 1 ? " was" : "s were")};
  if (refused > 0) parts.push_back(fmt::format("{} refused", grouped(refused)));
  if (failed > 0) parts.push_back(fmt::format("{} failed", grouped(failed)));
  std::string lead = listed(parts) + ".";
  Section section{"calls", "What users felt", lead + door_text(view), {}, {}};
  section.tables = {times_table(view), ends_table(view)};
  return section;
}

}  // namespace reports::migration
