// What clients that watch the workloads' writes conclude: how often each verdict was given, how
// long after the write was sent, and what the polls cost.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/sections.hpp"
#include "reports/words.hpp"

namespace reports {

using models::durability::ClientFaultFacts;
using models::durability::ClientVerdict;
using models::durability::DurabilityRequest;
using models::durability::GeneratorParams;
using models::durability::WatchTally;
using sim::LogLinearHistogram;

namespace {

constexpr std::size_t kVerdicts = models::durability::kClientVerdicts;

std::string client_name(const DurabilityRequest& request) {
  return std::string(models::durability::profile_of(request.client).name);
}

// Calls visit(workload, what a client waits for, tally) for each client of each workload.
template <class Visit>
void for_each_watch(const RunView& view, Visit visit) {
  for (std::size_t i = 0; i < view.params().generators.size(); ++i) {
    const GeneratorParams& workload = view.params().generators[i];
    for (std::size_t client = 0; client < workload.watch.size(); ++client) {
      visit(workload, workload.watch[client], view.outcome().generators[i].watches[client]);
    }
  }
}

std::ptrdiff_t watched_workloads(const RunView& view) {
  const auto& workloads = view.params().generators;
  return std::count_if(workloads.begin(), workloads.end(),
                       [](const auto& one) { return !one.watch.empty(); });
}

double part_of(std::uint64_t part, std::uint64_t all) {
  return static_cast<double>(part) / static_cast<double>(all);
}

void add_times(Row& row, const LogLinearHistogram& times) {
  const auto cell = [](std::int64_t count) { return rounded_cell(sim::Duration(count)); };
  row.push_back(cell(static_cast<std::int64_t>(std::floor(times.mean() + 0.5))));
  for (const double p : {0.5, 0.9, 0.99}) row.push_back(cell(times.quantile(p)));
  row.push_back(cell(times.max()));
}

// In the order of the verdicts, those only that were given.
Table says_table(const RunView& view) {
  Table table{"says",
              "What they say, from the sending of a write on",
              {{"workload", "workload", ColumnKind::kText, watched_workloads(view) > 1},
               {"client", "client"},
               {"verdict", "says"},
               {"count", "count", ColumnKind::kNumber},
               {"share", "share", ColumnKind::kNumber},
               {"mean", "mean", ColumnKind::kDuration},
               {"p50", "p50", ColumnKind::kDuration},
               {"p90", "p90", ColumnKind::kDuration, false},
               {"p99", "p99", ColumnKind::kDuration},
               {"max", "max", ColumnKind::kDuration}},
              {}};
  for_each_watch(view, [&](const GeneratorParams& workload, const DurabilityRequest& request,
                           const WatchTally& tally) {
    for (std::size_t verdict = 0; verdict < kVerdicts; ++verdict) {
      const LogLinearHistogram& times = tally.until[verdict];
      if (times.empty()) continue;
      const auto said = static_cast<ClientVerdict>(verdict);
      const Tone tone = said == ClientVerdict::kSuccess ? Tone::kGood : Tone::kPlain;
      Row row{text_cell(workload.name), text_cell(client_name(request)),
              text_cell(std::string(models::durability::name_of(said)), tone),
              count_cell(times.count()), percent_cell(part_of(times.count(), tally.ended()))};
      add_times(row, times);
      add_row(table, std::move(row));
    }
  });
  return table;
}

Table polls_table(const RunView& view) {
  Table table{"polls",
              "What their polls cost",
              {{"workload", "workload", ColumnKind::kText, watched_workloads(view) > 1},
               {"client", "client"},
               {"waits_for", "waits for"},
               {"watched", "writes", ColumnKind::kNumber},
               {"unfinished", "undecided", ColumnKind::kNumber},
               {"requests", "polls", ColumnKind::kNumber},
               {"per_write", "a write", ColumnKind::kNumber}},
              {}};
  for_each_watch(view, [&](const GeneratorParams& workload, const DurabilityRequest& request,
                           const WatchTally& tally) {
    const std::uint64_t ended = tally.ended();
    add_row(
        table,
        {text_cell(workload.name), text_cell(client_name(request)), text_cell(words_for(request)),
         count_cell(ended), count_cell(tally.unfinished), count_cell(tally.requests),
         ended == 0 ? Cell{"", std::monostate()} : number_cell(part_of(tally.requests, ended), 2)});
  });
  return table;
}

Table faults_table(const RunView& view) {
  Table table{"faults",
              "Known faults that may matter here",
              {{"client", "client"}, {"fault", "known fault"}, {"about", "which means"}},
              {}};
  std::vector<std::pair<std::string, std::string_view>> known;
  for_each_watch(view, [&](const GeneratorParams& workload, const DurabilityRequest& request,
                           const WatchTally&) {
    const auto replicas = scenarios::chain_of_key(view.params(), workload.keys.first).length - 1;
    for (const ClientFaultFacts& facts : models::durability::client_faults()) {
      const std::pair who{client_name(request), facts.name};
      const auto bucket = view.bucket_of(workload.keys.first).type;
      if (!may_matter(facts.fault, request, replicas, bucket)) continue;
      if (std::find(known.begin(), known.end(), who) != known.end()) continue;
      known.push_back(who);
      add_row(table, {text_cell(who.first), text_cell(std::string(who.second)),
                      text_cell(std::string(facts.about))});
    }
  });
  return table;
}

// "985 of 1,000 verdicts are success."
std::string lead_for(const RunView& view) {
  std::uint64_t ended = 0;
  std::uint64_t good = 0;
  for_each_watch(view,
                 [&](const GeneratorParams&, const DurabilityRequest&, const WatchTally& tally) {
                   ended += tally.ended();
                   good += tally.until[static_cast<std::size_t>(ClientVerdict::kSuccess)].count();
                 });
  if (ended == 0) return "No client has concluded anything.";
  const std::string all = count_cell(ended).text;
  if (good == ended) return fmt::format("All {} verdicts are success.", all);
  return fmt::format("{} of {} verdicts are success.", count_cell(good).text, all);
}

}  // namespace

std::optional<Section> watched_writes(const RunView& view) {
  if (watched_workloads(view) == 0) return std::nullopt;
  Section section{"watched", "What the workloads' clients conclude", lead_for(view), {}, {}};
  for (Table table : {says_table(view), polls_table(view), faults_table(view)}) {
    if (!table.rows.empty()) section.tables.push_back(std::move(table));
  }
  return section;
}

}  // namespace reports
