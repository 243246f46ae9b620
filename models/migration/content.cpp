#include "models/migration/content.hpp"

#include <algorithm>

#include "sim/check.hpp"

namespace models::migration {

Content::Content(std::shared_ptr<const Dataset> dataset) : dataset_(std::move(dataset)) {
  const Layout& layout = dataset_->layout();
  tables_.resize(layout.tables.size());
  std::vector<std::uint32_t> rules(tables_.size(), 0);
  for (const EntryRule& rule : layout.rules) ++rules[rule.table];
  for (TableIndex table = 0; table < tables_.size(); ++table) {
    tables_[table].width = std::max<std::uint32_t>(1, rules[table]);
    while ((dataset_->rows(table) >> tables_[table].range_shift) >= kMostRanges) {
      ++tables_[table].range_shift;
    }
  }
}

RowIndex Content::range_begin(TableIndex table, std::size_t range) const {
  if (range >= kMostRanges) return rows(table);
  return std::min(rows(table), static_cast<RowIndex>(range) << tables_[table].range_shift);
}

RowContent Content::read_changed(TableIndex table, RowIndex row) {
  ChangedRow* changed = changed_.find(table, row);
  if (changed == nullptr) return base(table, row);
  changed->read = changed->source;
  return changed->read;
}

RowContent Content::as_read(TableIndex table, RowIndex row) {
  const ChangedRow* changed = changed_.find(table, row);
  return changed == nullptr ? base(table, row) : changed->read;
}

std::uint64_t Content::row_sum(TableIndex table, RowIndex row, std::uint32_t first,
                               std::uint32_t past) const {
  std::array<Entry, kMostEntries> entries;
  const std::uint32_t count =
      dataset_->entries_of(table, row, dataset_->row(table, row), std::span(entries));
  std::uint64_t sum = 0;
  for (std::uint32_t i = first; i < std::min(past, count); ++i) sum += digest_of(entries[i]);
  return sum;
}

std::uint64_t Content::write(const EntryRun& run, bool keep) {
  TableContent& table = tables_[run.table];
  const std::uint64_t numbers = run.end - run.begin;
  if (!changed_.empty()) return write_one_by_one(run, keep);
  if (numbers == 1) {
    if (!table.written.add(run.begin)) return 1;
  } else {
    // Some may be there from an earlier attempt.
    if (table.written.meets(run.begin, run.end)) return write_one_by_one(run, keep);
    table.written.add(run.begin, run.end);
  }
  const std::size_t range = range_of(run.table, run.begin / table.width);
  table.sums[range] += run.sum;
  if (run.next_sum != 0) table.sums[range + 1] += run.next_sum;
  return 0;
}

std::uint64_t Content::write_one_by_one(const EntryRun& run, bool keep) {
  TableContent& table = tables_[run.table];
  std::uint64_t there = 0;
  for (std::uint64_t number = run.begin; number < run.end;) {
    const RowIndex row = number / table.width;
    const std::uint64_t past = std::min(run.end, (row + 1) * table.width);
    ChangedRow* changed = changed_.find(run.table, row);
    if (changed == nullptr && base(run.table, row) != kNoRow) {
      for (; number < past; ++number) {
        if (!table.written.add(number)) {
          ++there;
          continue;
        }
        const auto entry = static_cast<std::uint32_t>(number % table.width);
        table.sums[range_of(run.table, row)] += row_sum(run.table, row, entry, entry + 1);
      }
    } else {
      there += past - number - table.written.add(number, past);
      const bool whole = past == (row + 1) * table.width;
      if (whole && changed != nullptr) write_changed(*changed, keep);
      number = past;
    }
  }
  return there;
}

// The row's last entry is written: the store has what the procedure had read.
void Content::write_changed(ChangedRow& row, bool keep) {
  if (row.read == kNoRow || (keep && row.target != kNoRow)) return;
  row.target = row.read;
  row.partial = false;
}

bool Content::written_whole(TableIndex table, RowIndex row) const {
  const TableContent& content = tables_[table];
  for (std::uint32_t i = 0; i < content.width; ++i) {
    if (!content.written.contains(row * content.width + i)) return false;
  }
  return true;
}

bool Content::has_entry(TableIndex table, std::uint64_t number) {
  const RowIndex row = number / tables_[table].width;
  if (const ChangedRow* changed = changed_.find(table, row)) return changed->target != kNoRow;
  return tables_[table].written.contains(number);
}

void Content::skip(TableIndex table, RowIndex row) {
  TableContent& content = tables_[table];
  const std::uint64_t begin = row * content.width;
  // A row that users have deleted is not left behind.
  const bool there = changed_.empty() || as_read(table, row) != kNoRow;
  if (content.written.add(begin, begin + content.width) > 0 && there) ++content.skipped;
}

void Content::fill_target() {
  for (TableIndex table = 0; table < tables_.size(); ++table) {
    tables_[table].written.add(0, dataset_->rows(table) * tables_[table].width);
  }
}

void Content::drop_target() {
  for (TableContent& table : tables_) {
    table.written.clear();
    table.skipped = 0;
    table.sums.fill(0);
  }
  for (ChangedRow& row : changed_.all()) row.target = kNoRow;
}

RowContent Content::source(TableIndex table, RowIndex row) {
  const ChangedRow* changed = changed_.find(table, row);
  return changed == nullptr ? base(table, row) : changed->source;
}

RowContent Content::truth(TableIndex table, RowIndex row) {
  const ChangedRow* changed = changed_.find(table, row);
  return changed == nullptr ? base(table, row) : changed->truth;
}

RowContent Content::target(TableIndex table, RowIndex row) {
  if (const ChangedRow* changed = changed_.find(table, row)) return changed->target;
  return base(table, row) != kNoRow && written_whole(table, row) ? kRowOfDataset : kNoRow;
}

ChangedRow& Content::change(TableIndex table, RowIndex row) {
  if (ChangedRow* changed = changed_.find(table, row)) return *changed;
  const RowContent before = base(table, row);
  ChangedRow changed{row, table, before, before, target(table, row), before, before, false};
  if (before != kNoRow) {
    TableContent& content = tables_[table];
    for (std::uint32_t i = 0; i < content.width; ++i) {
      if (!content.written.contains(row * content.width + i)) continue;
      content.sums[range_of(table, row)] -= row_sum(table, row, i, i + 1);
    }
  }
  return changed_.add(changed);
}

void Content::repair(TableIndex table, RowIndex row) {
  TableContent& content = tables_[table];
  const std::uint64_t begin = row * content.width;
  if (ChangedRow* changed = changed_.find(table, row)) {
    changed->target = changed->source;
    changed->partial = false;
    content.written.add(begin, begin + content.width);
    return;
  }
  static_cast<void>(
      write_one_by_one({begin, begin + content.width, 0, 0, table, content.width}, false));
}

std::uint64_t Content::dataset_sum(TableIndex table, std::size_t range) const {
  const RowIndex begin = std::min(range_begin(table, range), dataset_->rows(table));
  const RowIndex past = std::min(range_begin(table, range + 1), dataset_->rows(table));
  std::uint64_t sum = dataset_->witness_sum(table, begin, past);
  for (const ChangedRow& changed : changed_.all()) {
    const bool within = changed.row >= begin && changed.row < past;
    if (changed.table == table && within) sum -= row_sum(table, changed.row, 0, kMostEntries);
  }
  return sum;
}

void Content::sum_up(EntryRun& run) const {
  const std::size_t first = range_of(run.table, run.begin / tables_[run.table].width);
  run.sum = 0;
  run.next_sum = 0;
  each_sum(run.table, run.begin, run.end, [&](std::size_t range, std::uint64_t sum) {
    (range == first ? run.sum : run.next_sum) += sum;
  });
}

void Content::feed(sim::Digest& digest) const {
  for (const TableContent& table : tables_) {
    digest.add(table.made, table.written.count());
    for (const CopiedRows::Interval& interval : table.written.intervals()) {
      digest.add(interval.begin, interval.end);
    }
    for (const std::uint64_t sum : table.sums) digest.add(sum);
  }
  for (const ChangedRow& row : changed_.all()) {
    digest.add(row.row, row.table);
    digest.add(row.truth, row.source);
    digest.add(row.target, row.read);
  }
}

}  // namespace models::migration
