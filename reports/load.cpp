// What the workloads saw: response times by operation, replies, and how soon writes were durable.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/sections.hpp"
#include "reports/words.hpp"

namespace reports {

using models::durability::BucketParams;
using models::durability::BucketType;
using models::durability::DurabilityTimes;
using models::durability::GeneratorOutcome;
using models::durability::OperationKind;
using models::durability::OperationTimes;
using models::durability::ReplyStatus;
using sim::LogLinearHistogram;

namespace {

void add_statistics_columns(Table& table) {
  for (const auto& [key, title] :
       {std::pair{"mean", "mean"}, std::pair{"p50", "p50"}, std::pair{"p90", "p90"},
        std::pair{"p99", "p99"}, std::pair{"p999", "p99.9"}, std::pair{"max", "max"}}) {
    table.columns.push_back({key, title, ColumnKind::kDuration});
  }
}

void add_statistics(Row& row, const LogLinearHistogram& times) {
  const auto cell = [](std::int64_t count) { return rounded_cell(sim::Duration(count)); };
  row.push_back(cell(static_cast<std::int64_t>(std::floor(times.mean() + 0.5))));
  for (const double p : {0.5, 0.9, 0.99, 0.999}) row.push_back(cell(times.quantile(p)));
  row.push_back(cell(times.max()));
}

// Calls visit(workload's name, kind, times) for each operation that was measured.
template <class Visit>
void for_each_operation(const RunView& view, Visit visit) {
  for (std::size_t i = 0; i < view.outcome().generators.size(); ++i) {
    const GeneratorOutcome& outcome = view.outcome().generators[i];
    for (std::size_t kind = 0; kind < outcome.operations.size(); ++kind) {
      const OperationTimes& times = outcome.operations[kind];
      if (times.response.empty()) continue;
      visit(view.params().generators[i].name, static_cast<OperationKind>(kind), times);
    }
  }
}

Table operations_table(const RunView& view) {
  Table table{"operations",
              "Response times",
              {{"workload", "workload"},
               {"operation", "operation"},
               {"count", "count", ColumnKind::kNumber},
               {"rate", "a second", ColumnKind::kNumber}},
              {}};
  add_statistics_columns(table);
  const sim::Duration measured = view.outcome().end - view.params().warmup;
  for_each_operation(
      view, [&](const std::string& name, OperationKind kind, const OperationTimes& times) {
        const auto count = times.response.count();
        const double rate = measured.count() > 0 ? static_cast<double>(count) * 1e9 /
                                                       static_cast<double>(measured.count())
                                                 : 0;
        Row row{text_cell(name), text_cell(std::string(name_of(kind))), count_cell(count),
                number_cell(rate, 1)};
        add_statistics(row, times.response);
        add_row(table, std::move(row));
      });
  return table;
}

bool has_bucket(const RunView& view, BucketType type) {
  const auto& buckets = view.params().buckets;
  return std::any_of(buckets.begin(), buckets.end(),
                     [type](const BucketParams& bucket) { return bucket.type == type; });
}

// What only faults or synchronous writes bring has columns where there are such.
std::vector<ReplyStatus> statuses_of(const RunView& view) {
  const auto& generators = view.params().generators;
  const bool sync = std::any_of(generators.begin(), generators.end(), [](const auto& one) {
    return one.sync.level != models::durability::SyncLevel::kNone;
  });
  std::vector<ReplyStatus> statuses;
  for (std::size_t i = 0; i < models::durability::kReplyStatuses; ++i) {
    const auto status = static_cast<ReplyStatus>(i);
    const bool of_faults = status == ReplyStatus::kTimeout || status == ReplyStatus::kNotMyVbucket;
    const bool of_sync = status >= ReplyStatus::kDurabilityImpossible;
    if (of_faults && view.params().faults.empty()) continue;
    if (of_sync && !sync) continue;
    const bool of_memory = status == ReplyStatus::kDurabilityInvalidLevel;
    if (of_memory && !has_bucket(view, BucketType::kEphemeral)) continue;
    statuses.push_back(status);
  }
  return statuses;
}

Table replies_table(const RunView& view) {
  Table table{"replies", "Replies", {{"workload", "workload"}, {"operation", "operation"}}, {}};
  const std::vector<ReplyStatus> statuses = statuses_of(view);
  for (const ReplyStatus status : statuses) {
    const std::string name(name_of(status));
    table.columns.push_back({name, name, ColumnKind::kNumber});
  }
  for_each_operation(view,
                     [&](const std::string& name, OperationKind kind, const OperationTimes& times) {
                       Row row{text_cell(name), text_cell(std::string(name_of(kind)))};
                       for (const ReplyStatus status : statuses) {
                         const auto i = static_cast<std::size_t>(status);
                         row.push_back(count_cell(times.by_status[i]));
                       }
                       add_row(table, std::move(row));
                     });
  return table;
}

Table durability_table(const DurabilityTimes& durability) {
  Table table{"durability",
              "From the master's caching until a write is",
              {{"requirement", "requirement"}, {"count", "count", ColumnKind::kNumber}},
              {}};
  add_statistics_columns(table);
  const auto add = [&](std::string name, const LogLinearHistogram& times) {
    if (times.empty()) return;
    Row row{text_cell(std::move(name)), count_cell(times.count())};
    add_statistics(row, times);
    add_row(table, std::move(row));
  };
  for (std::size_t i = 0; i < durability.replicated_to.size(); ++i) {
    add(fmt::format("replicate_to {}", i + 1), durability.replicated_to[i]);
  }
  add("persisted on the master", durability.persisted_on_master);
  for (std::size_t i = 0; i < durability.persisted_to.size(); ++i) {
    add(fmt::format("persist_to {}", i + 1), durability.persisted_to[i]);
  }
  return table;
}

Table writes_table(const RunView& view) {
  const models::durability::Outcome& outcome = view.outcome();
  const bool disks = has_bucket(view, BucketType::kCouchbase);
  Table table{"writes",
              "Writes on all nodes",
              {{"writes", "made by masters", ColumnKind::kNumber},
               {"superseded", "superseded in a disk queue", ColumnKind::kNumber, disks},
               {"flushes", "flushes", ColumnKind::kNumber, disks},
               {"flushed", "items flushed", ColumnKind::kNumber, disks},
               {"evictions", "evictions", ColumnKind::kNumber, disks}},
              {}};
  add_row(table,
          {count_cell(outcome.writes), count_cell(outcome.superseded), count_cell(outcome.flushes),
           count_cell(outcome.flushed), count_cell(outcome.evictions)});
  return table;
}

std::string lead_for(const RunView& view) {
  std::uint64_t count = 0;
  std::uint64_t refused = 0;
  for_each_operation(view, [&](const std::string&, OperationKind, const OperationTimes& times) {
    count += times.response.count();
    refused += times.by_status[static_cast<std::size_t>(ReplyStatus::kTemporaryFailure)];
  });
  std::string text =
      fmt::format("{} answered", number_of(count, "operation") + (count == 1 ? " was" : " were"));
  if (refused > 0) text += fmt::format(", {} of them with temporary_failure", refused);
  return text + ".";
}

}  // namespace

std::optional<Section> load(const RunView& view) {
  if (view.params().generators.empty()) return std::nullopt;
  Section section{"load", "What the workloads saw", lead_for(view), {}, {}};
  for (Table table : {operations_table(view), replies_table(view),
                      durability_table(view.outcome().durability), writes_table(view)}) {
    if (!table.rows.empty()) section.tables.push_back(std::move(table));
  }
  return section;
}

}  // namespace reports
