// What went wrong, in order, as sentences.
#include <fmt/format.h>

#include "models/migration/names.hpp"
#include "reports/migration/sections.hpp"
#include "reports/migration/words.hpp"
#include "reports/words.hpp"

namespace reports::migration {

namespace {

std::string_view sentence(model::FaultKind kind) {
  switch (kind) {
    case model::FaultKind::kMigratorCrashed:
      return "the migrator crashed";
    case model::FaultKind::kSourceFailed:
      return "the tables' database stopped answering";
    case model::FaultKind::kStoreFailed:
      return "the key-value store did not answer";
    case model::FaultKind::kDiskFilled:
      return "a disk was full";
    case model::FaultKind::kOpenRaceLost:
      return "a program that opened the store found made what it was making, and gave up";
    case model::FaultKind::kWrongFlag:
      return "an instance kept the old flag";
    case model::FaultKind::kDefect:
      return "the exporter met a row that it cannot export";
    case model::FaultKind::kEntryRefused:
      return "the store had an entry's key already";
    case model::FaultKind::kEntryTooLarge:
      return "an entry was too large for the store";
    case model::FaultKind::kThrottledOut:
      return "the store refused a request for want of capacity until its retries were used up";
    case model::FaultKind::kWorkersDead:
      return "all workers of the import were dead";
    case model::FaultKind::kStuck:
      return "nothing could happen any more, with the procedure not over";
    case model::FaultKind::kPanic:
      return "a server panicked: its flag named the store that did not have the data";
  }
  return "";
}

}  // namespace

std::optional<Section> accidents(const MigrationView& view) {
  const std::vector<model::FaultHappened>& faults = view.outcome().faults;
  if (faults.empty()) return std::nullopt;
  Table table{"accidents",
              "",
              {{"at", "at", ColumnKind::kDuration},
               {"kind", "kind", ColumnKind::kText, false},
               {"package", "package"},
               {"what", "what happened"},
               {"times", "times", ColumnKind::kNumber},
               {"key", "about"}},
              {}};
  for (const model::FaultHappened& fault : faults) {
    add_row(table,
            {spoken_cell(fault.at), text_cell(std::string(model::name_of(fault.kind))),
             text_cell(view.lane_name(fault.package)), text_cell(std::string(sentence(fault.kind))),
             grouped_cell(fault.count), text_cell(fault.key)});
  }
  const model::FaultHappened& first = faults.front();
  std::string lead =
      fmt::format("{} went wrong; first, after {}, {}.", number_of(faults.size(), "thing"),
                  spoken(first.at - sim::kStart), sentence(first.kind));
  return Section{"accidents", "What went wrong", std::move(lead), {std::move(table)}, {}};
}

}  // namespace reports::migration
