// The same users on tables and on the store, with the same luck: what a call costs on each.
#include <fmt/format.h>

#include <cmath>

#include "reports/migration/sections.hpp"
#include "reports/migration/words.hpp"

namespace reports::migration {

namespace {

Cell time_cell(double nanoseconds) {
  return rounded_cell(sim::Duration(std::llround(nanoseconds)));
}

// "+12us" or "-3ms", and how sure that is.
Cell difference_cell(double nanoseconds) {
  const bool less = nanoseconds < 0;
  const sim::Duration size(std::llround(std::fabs(nanoseconds)));
  return {(less ? "-" : "+") + rounded_cell(size).text, less ? -size : size, Tone::kPlain};
}

// Which one is faster, when the interval of the difference does not hold 0.
std::string sentence_for(const sim::PairedDifference& pair) {
  if (pair.pairs < 2) return "too few calls to say";
  if (std::fabs(pair.difference) <= pair.half_width) return "no difference that is sure";
  return pair.difference < 0 ? "the store is faster" : "the tables are faster";
}

}  // namespace

std::optional<Section> comparison(const MigrationView& view) {
  if (!view.runs().comparison) return std::nullopt;
  const model::TableAgainstKv& both = *view.runs().comparison;
  Table table{"calls",
              "",
              {{"package", "package"},
               {"call", "call"},
               {"count", "calls", ColumnKind::kNumber},
               {"table", "on tables", ColumnKind::kDuration},
               {"kv", "on the store", ColumnKind::kDuration},
               {"ratio", "store / tables", ColumnKind::kNumber},
               {"difference", "difference", ColumnKind::kDuration},
               {"half_width", "+/-", ColumnKind::kDuration},
               {"table_p99", "p99 on tables", ColumnKind::kDuration},
               {"kv_p99", "p99 on the store", ColumnKind::kDuration},
               {"says", "says"}},
              {}};
  double worst = 0;
  std::string worst_call;
  const auto p99 = [](const model::CallOutcome& call, model::CallStore store) {
    const auto& times = call.by_store[static_cast<std::size_t>(store)].response;
    return times.empty() ? duration_cell(std::nullopt)
                         : rounded_cell(sim::Duration(times.quantile(0.99)));
  };
  for (std::size_t i = 0; i < both.calls.size(); ++i) {
    const model::CallOutcome& call = both.on_table.calls[i];
    const sim::PairedDifference& pair = both.calls[i];
    if (pair.pairs == 0 || pair.mean_a <= 0) continue;
    const double ratio = pair.mean_b / pair.mean_a;
    if (ratio > worst) {
      worst = ratio;
      worst_call = view.call_name(call.package, call.call);
    }
    const bool sure = pair.pairs >= 2;
    add_row(table,
            {text_cell(view.layout().packages[call.package].name),
             text_cell(view.call_name(call.package, call.call)),
             grouped_cell(call.by_store[0].answered), time_cell(pair.mean_a),
             time_cell(pair.mean_b), number_cell(ratio, 3), difference_cell(pair.difference),
             sure ? time_cell(pair.half_width) : empty_cell(), p99(call, model::CallStore::kTable),
             p99(both.on_kv.calls[i], model::CallStore::kKv), text_cell(sentence_for(pair))});
  }
  if (table.rows.empty()) return std::nullopt;
  std::string lead = fmt::format(
      "{} suffers most: on the store it takes {:.2f} times as long as "
      "on the tables.",
      worst_call, worst);
  if (worst <= 1) lead = "No call is slower on the store than on the tables.";
  Section section{
      "comparison", "Tables against the store", std::move(lead), {std::move(table)}, {}};
  section.notes.emplace_back(
      "Same users, same luck, nothing else going on; the interval holds the true difference of "
      "means "
      "19 times in 20.");
  return section;
}

}  // namespace reports::migration
