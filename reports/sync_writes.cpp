// What became of the synchronous writes: when each was prepared, counted and decided.
#include <fmt/format.h>

#include "reports/sections.hpp"
#include "reports/words.hpp"

namespace reports {

using models::durability::SyncChange;
using models::durability::SyncChangeKind;
using models::durability::SyncCounts;

namespace {

constexpr std::size_t kMostWrites = 20;

struct Told {
  const SyncChange* prepared = nullptr;  // on the active, which is the first
  const SyncChange* decided = nullptr;
  std::vector<std::string> counted;  // who, in the order in which the active learned of it
};

std::vector<Told> writes_of(const RunView& view) {
  std::vector<Told> all;
  for (const SyncChange& change : view.outcome().sync_changes) {
    Told* told = nullptr;
    for (Told& one : all) {
      const bool same = one.prepared->key == change.key &&
                        one.prepared->prepare == change.prepare && one.prepared->cas == change.cas;
      if (same) told = &one;
    }
    if (told == nullptr) {
      all.push_back({&change, nullptr, {}});
      continue;
    }
    const bool decided =
        change.kind == SyncChangeKind::kCommitted || change.kind == SyncChangeKind::kAborted;
    if (decided) told->decided = &change;
    if (change.kind == SyncChangeKind::kAcknowledged && told->decided == nullptr) {
      told->counted.push_back(view.role_of(change.key, change.node));
    }
  }
  return all;
}

std::string end_of(const Told& told) {
  if (told.decided == nullptr) return "pending";
  return told.decided->kind == SyncChangeKind::kCommitted ? "committed" : "aborted";
}

std::string lead_for(const SyncCounts& counts) {
  std::string text =
      fmt::format("{} {} prepared, {} committed", number_of(counts.prepared, "write"),
                  counts.prepared == 1 ? "was" : "were", counts.committed);
  if (counts.aborted > 0) text += fmt::format(", {} aborted", counts.aborted);
  // A new master decides anew what its predecessor's history had decided, and lost.
  const std::uint64_t decided = counts.committed + counts.aborted;
  if (counts.prepared > decided) {
    text += fmt::format(", {} not decided", counts.prepared - decided);
  } else if (decided > counts.prepared) {
    text += fmt::format(", at least {} of them anew by another master", decided - counts.prepared);
  }
  return text + ".";
}

}  // namespace

std::optional<Section> sync_writes(const RunView& view) {
  const SyncCounts& counts = view.outcome().sync;
  if (counts.prepared == 0) return std::nullopt;
  Section section{"sync_writes", "Synchronous writes", lead_for(counts), {}, {}};
  Table table{"sync_writes",
              "",
              {{"key", "key"},
               {"level", "level"},
               {"prepared", "prepared", ColumnKind::kDuration},
               {"prepare", "seqno", ColumnKind::kNumber},
               {"counted", "counted on"},
               {"end", "end"},
               {"decided", "at", ColumnKind::kDuration},
               {"seqno", "seqno", ColumnKind::kNumber}},
              {}};
  const std::vector<Told> writes = writes_of(view);
  for (std::size_t i = 0; i < std::min(writes.size(), kMostWrites); ++i) {
    const Told& told = writes[i];
    const SyncChange& prepared = *told.prepared;
    const bool decided = told.decided != nullptr;
    add_row(table, {text_cell(view.name_of(prepared.key)),
                    text_cell(std::string(models::durability::name_of(prepared.level))),
                    instant_cell(prepared.at), count_cell(prepared.prepare),
                    text_cell(listed(told.counted)), text_cell(end_of(told)),
                    decided ? instant_cell(told.decided->at) : Cell{},
                    decided ? count_cell(told.decided->seqno) : Cell{}});
  }
  if (writes.size() > kMostWrites) {
    section.notes.push_back(not_shown(writes.size() - kMostWrites, "further write"));
  }
  if (!table.rows.empty()) section.tables.push_back(std::move(table));
  return section;
}

}  // namespace reports
