#include "models/migration/lsm_tree.hpp"

#include <algorithm>

namespace models::migration {

namespace {

__extension__ using Wide = __int128;

std::int64_t scaled(std::int64_t value, std::int64_t numerator, std::int64_t denominator) {
  return static_cast<std::int64_t>(static_cast<Wide>(value) * numerator / denominator);
}

}  // namespace

LsmRun& LsmRun::operator+=(const LsmRun& other) {
  records += other.records;
  bytes += other.bytes;
  updates += other.updates;
  tombstones += other.tombstones;
  tombstone_bytes += other.tombstone_bytes;
  return *this;
}

LsmRun& LsmRun::operator-=(const LsmRun& other) {
  records -= other.records;
  bytes -= other.bytes;
  updates -= other.updates;
  tombstones -= other.tombstones;
  tombstone_bytes -= other.tombstone_bytes;
  return *this;
}

LsmRun part(const LsmRun& run, std::int64_t numerator, std::int64_t denominator) {
  if (numerator == denominator) return run;
  return {scaled(run.records, numerator, denominator), scaled(run.bytes, numerator, denominator),
          scaled(run.updates, numerator, denominator),
          scaled(run.tombstones, numerator, denominator),
          scaled(run.tombstone_bytes, numerator, denominator)};
}

namespace {

void drop(LsmRun& from, const LsmRun& holder, std::int64_t records) {
  if (records == 0) return;
  from.records -= records;
  from.bytes -= scaled(holder.bytes, records, holder.records);
}

}  // namespace

// The record that replaces an old version takes over what that one had still to replace, so the
// updates of both runs add up, but for those met here. What is met nowhere else, because nothing
// is deeper, was in the upper run itself.
LsmRun merge(const LsmRun& upper, const LsmRun& lower, std::int64_t deeper) {
  LsmRun merged = upper;
  merged += lower;
  const std::int64_t share =
      deeper == 0 ? upper.updates : scaled(upper.updates, lower.records, lower.records + deeper);
  const std::int64_t met = std::min(share, lower.records);
  merged.updates -= met;
  drop(merged, lower, met);
  if (deeper > 0) return merged;
  drop(merged, upper, std::min(upper.updates - met, upper.records));
  merged.records = std::max<std::int64_t>(0, merged.records - merged.tombstones);
  merged.bytes = std::max<std::int64_t>(0, merged.bytes - merged.tombstone_bytes);
  merged.updates = 0;
  merged.tombstones = 0;
  merged.tombstone_bytes = 0;
  return merged;
}

LsmTree::LsmTree(const LsmTreeParams& params)
    : params_(params), levels_(params.levels), targets_(params.levels), busy_(params.levels) {
  SIM_CHECK(params.table.count > 0 && params.level_base.count > 0 && params.compact_at > 0);
  SIM_CHECK(params.ratio > 1 && params.levels > 1);
  SIM_CHECK(params.overlap_percent >= 0 && params.overlap_percent <= 100);
  SIM_CHECK(params.chosen_overlap_percent >= 0 && params.chosen_overlap_percent <= 100);
  std::int64_t size = params.level_base.count;
  for (std::uint32_t level = 1; level < params.levels; ++level) {
    targets_[level] = size;
    if (__builtin_mul_overflow(size, params.ratio, &size)) size = INT64_MAX;
  }
}

void LsmTree::add_table(const LsmRun& run) {
  tables_.push_back(run);
  levels_[0] += run;
  total_ += run;
  debt_ = count_debt();
}

// In thousandths: 1000 is due.
std::int64_t LsmTree::score(std::uint32_t level) const {
  if (level == 0) return static_cast<std::int64_t>(tables_.size()) * 1000 / params_.compact_at;
  if (levels_[level].bytes <= target(level)) return 0;
  return std::max<std::int64_t>(1000, scaled(levels_[level].bytes, 1000, target(level)));
}

// In ten-thousandths: of level 0 all tables go down, so there is none to choose.
std::int32_t LsmTree::overlap(std::uint32_t level) const {
  return params_.overlap_percent * (level == 0 ? 100 : params_.chosen_overlap_percent);
}

std::optional<LsmCompaction> LsmTree::pick() {
  std::uint32_t chosen = 0;
  std::int64_t highest = 999;
  for (std::uint32_t level = 0; level + 1 < levels_.size(); ++level) {
    if (busy_[level] != 0 || busy_[level + 1] != 0 || score(level) <= highest) continue;
    chosen = level;
    highest = score(level);
  }
  if (highest < 1000) return std::nullopt;
  busy_[chosen] = 1;
  busy_[chosen + 1] = 1;
  return prepare(chosen);
}

LsmCompaction LsmTree::prepare(std::uint32_t level) const {
  LsmCompaction compaction;
  compaction.level = level;
  const LsmRun& from = levels_[level];
  const LsmRun& to = levels_[level + 1];
  if (level == 0) {
    compaction.tables = static_cast<std::uint32_t>(tables_.size());
    compaction.upper = from;
    compaction.lower = part(to, overlap(level), 10'000);
    compaction.moves = params_.overlap_percent == 0;
  } else {
    const std::int64_t taken = std::min(params_.table.count, from.bytes);
    compaction.upper = part(from, taken, from.bytes);
    compaction.lower = part(part(to, taken, from.bytes), overlap(level), 10'000);
    compaction.moves = compaction.lower.bytes == 0;
  }
  // Of what is deeper, the share in this range of keys decides; so does that of the lower run.
  const std::int64_t deeper = records_below(level + 1);
  const std::int64_t in_range =
      to.records == 0 ? deeper : scaled(deeper, compaction.lower.records, to.records);
  compaction.merged =
      compaction.moves ? compaction.upper : merge(compaction.upper, compaction.lower, in_range);
  return compaction;
}

void LsmTree::finish(const LsmCompaction& compaction) {
  const std::uint32_t level = compaction.level;
  SIM_CHECK(busy_[level] != 0 && busy_[level + 1] != 0);
  busy_[level] = 0;
  busy_[level + 1] = 0;
  for (std::uint32_t i = 0; i < compaction.tables; ++i) tables_.pop_front();
  levels_[level] -= compaction.upper;
  levels_[level + 1] += compaction.merged;
  total_ -= compaction.upper;
  total_ += compaction.merged;
  if (!compaction.moves) {
    levels_[level + 1] -= compaction.lower;
    total_ -= compaction.lower;
  }
  debt_ = count_debt();
}

std::int64_t LsmTree::count_debt() const {
  std::int64_t owed = 0;
  std::int64_t down = 0;  // what comes from above
  if (tables_.size() >= params_.compact_at) {
    down = levels_[0].bytes;
    owed = down + scaled(levels_[1].bytes, overlap(0), 10'000);
  }
  for (std::uint32_t level = 1; level + 1 < levels_.size(); ++level) {
    const std::int64_t size = levels_[level].bytes + down;
    down = std::max<std::int64_t>(0, size - target(level));
    if (down == 0) continue;
    owed += down + scaled(scaled(levels_[level + 1].bytes, down, size), overlap(level), 10'000);
  }
  return owed;
}

std::int64_t LsmTree::records_below(std::uint32_t level) const {
  std::int64_t records = 0;
  for (std::uint32_t deeper = level + 1; deeper < levels_.size(); ++deeper) {
    records += levels_[deeper].records;
  }
  return records;
}

std::uint32_t LsmTree::runs() const {
  auto count = static_cast<std::uint32_t>(tables_.size());
  for (std::uint32_t level = 1; level < levels_.size(); ++level) {
    if (levels_[level].records > 0) ++count;
  }
  return count;
}

std::uint32_t LsmTree::runs_before(std::int64_t record) const {
  SIM_CHECK(record >= 0 && record < total_.records);
  std::uint32_t passed = 0;
  for (std::size_t i = tables_.size(); i-- > 0; ++passed) {
    if (record < tables_[i].records) return passed;
    record -= tables_[i].records;
  }
  for (std::uint32_t level = 1; level < levels_.size(); ++level) {
    if (levels_[level].records == 0) continue;
    if (record < levels_[level].records) return passed;
    record -= levels_[level].records;
    ++passed;
  }
  return passed;
}

}  // namespace models::migration
