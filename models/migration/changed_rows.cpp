#include "models/migration/changed_rows.hpp"

#include "sim/check.hpp"

namespace models::migration {

namespace {

std::uint64_t hash(std::uint32_t table, std::uint64_t row) {
  std::uint64_t word = row * 0x9E3779B97F4A7C15ULL + table;
  word ^= word >> 32;
  word *= 0xD6E8FEB86659FD93ULL;
  return word ^ (word >> 32);
}

}  // namespace

std::size_t ChangedRows::slot_of(std::uint32_t table, std::uint64_t row) const {
  std::size_t slot = hash(table, row) & (slots_.size() - 1);
  while (slots_[slot] != 0) {
    const ChangedRow& there = rows_[slots_[slot] - 1];
    if (there.row == row && there.table == table) break;
    slot = (slot + 1) & (slots_.size() - 1);
  }
  return slot;
}

ChangedRow& ChangedRows::add(const ChangedRow& row) {
  if (2 * (rows_.size() + 1) > slots_.size()) grow();
  const std::size_t slot = slot_of(row.table, row.row);
  SIM_CHECK(slots_[slot] == 0);
  rows_.push_back(row);
  slots_[slot] = static_cast<std::uint32_t>(rows_.size());
  return rows_.back();
}

void ChangedRows::grow() {
  slots_.assign(slots_.empty() ? 16 : slots_.size() * 2, 0);
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    slots_[slot_of(rows_[i].table, rows_[i].row)] = static_cast<std::uint32_t>(i + 1);
  }
}

}  // namespace models::migration
