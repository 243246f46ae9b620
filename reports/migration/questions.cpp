// The three open questions of lakeFS's test plan, answered for this scenario from its own numbers.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "models/migration/names.hpp"
#include "reports/migration/sections.hpp"
#include "reports/migration/words.hpp"
#include "reports/words.hpp"
#include "sim/quantity_text.hpp"

namespace reports::migration {

namespace {

std::string of_comparison(const MigrationView& view, const model::TableAgainstKv& both) {
  double least = 0;
  double most = 0;
  std::string worst;
  for (std::size_t i = 0; i < both.calls.size(); ++i) {
    const sim::PairedDifference& pair = both.calls[i];
    if (pair.pairs == 0 || pair.mean_a <= 0) continue;
    const double ratio = pair.mean_b / pair.mean_a;
    if (worst.empty() || ratio < least) least = ratio;
    if (worst.empty() || ratio > most) {
      most = ratio;
      worst = view.call_name(both.on_table.calls[i].package, both.on_table.calls[i].call);
    }
  }
  if (worst.empty()) return "No call was answered on both.";
  std::string text = fmt::format(
      "Calls take {:.2f} to {:.2f} times as long on the store; the worst is "
      "{}.",
      least, most, worst);
  for (const scenarios::MigrationExpectation& one : view.scenario().expectations) {
    if (one.demand != scenarios::Demand::kKvOverTable) continue;
    return text + fmt::format(" The scenario accepts {}.", one.text);
  }
  return text + " The scenario sets no limit.";
}

std::string degradation(const MigrationView& view) {
  std::string text = view.runs().comparison
                         ? of_comparison(view, *view.runs().comparison)
                         : std::string(
                               "Calls were not compared here: traffic and an expectation "
                               "kv_over_table do that.");
  sim::LogLinearHistogram meanwhile;
  for (const model::CallOutcome& call : view.outcome().calls) {
    meanwhile.merge(call.while_migrating);
  }
  if (!meanwhile.empty()) {
    text += fmt::format(" While it migrated, calls took {} at the median and {} at p99.",
                        rounded_text(sim::Duration(meanwhile.quantile(0.5))),
                        rounded_text(sim::Duration(meanwhile.quantile(0.99))));
  }
  return text;
}

std::string failure(const MigrationView& view) {
  std::vector<std::string> stretches;
  for (const model::Fault& fault : view.params().faults) {
    const auto* one = std::get_if<model::StoreFailure>(&fault);
    if (one == nullptr || one->source) continue;
    stretches.push_back(
        one->until == sim::kNever
            ? fmt::format("from {} on", sim::to_text(one->from))
            : fmt::format("from {} to {}", sim::to_text(one->from), sim::to_text(one->until)));
  }
  if (stretches.empty()) {
    return "Not tried here: an accident store_fails stops the store for a stretch of time, and the "
           "report tells what became of rows and calls.";
  }
  std::uint64_t failed = 0;
  for (const model::CallOutcome& call : view.outcome().calls) {
    for (const model::CallTimes& times : call.by_store) failed += times.failed;
  }
  const model::ContentOutcome& content = view.outcome().content;
  const bool sampled = view.outcome().obtained.way == model::Way::kSampled;
  return fmt::format(
      "The store fails {}: {} of users failed, {} of the procedure, {} lost, and the "
      "migration {}.",
      listed(stretches), number_of(failed, "call"),
      number_of(view.outcome().attempts - 1, "restart"),
      sampled ? std::string("nobody looked whether rows are") : number_of(content.rows_lost, "row"),
      view.outcome().complete ? "completes" : "does not complete");
}

std::string expected_downtime(const MigrationView& view) {
  const auto half = view.downtime(0.5);
  if (!half) return "Users stay without service, or on the tables: no replication completes.";
  const std::size_t count = view.runs().replications.size();
  if (view.downtime(1)->count() == 0) {
    return fmt::format(
        "None: users were served all the time in {}.",
        count == 1 ? std::string("this one run") : fmt::format("all of {} replications", count));
  }
  if (count == 1) {
    return fmt::format("{} in this one run; with a contingency of {}, {}.", spoken(*half),
                       sim::number_text(view.scenario().contingency), spoken(*view.window()));
  }
  return fmt::format(
      "{} at the median and {} at p95 of {} replications; with a contingency of {}, "
      "{}.",
      spoken(*half), spoken(*view.downtime(0.95)), count,
      sim::number_text(view.scenario().contingency), spoken(*view.window()));
}

}  // namespace

std::optional<Section> questions(const MigrationView& view) {
  if (!view.moves()) return std::nullopt;
  Table table{"questions", "", {{"question", "question"}, {"answer", "here"}}, {}};
  add_row(table,
          {text_cell("What performance degradation is acceptable?"), text_cell(degradation(view))});
  add_row(table, {text_cell("How do we simulate KV store failure?"), text_cell(failure(view))});
  add_row(table, {text_cell("What is the expected downtime?"), text_cell(expected_downtime(view))});
  return Section{"questions", "The plan's open questions", "", {std::move(table)}, {}};
}

}  // namespace reports::migration
