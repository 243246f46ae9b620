#include "models/migration/dataset.hpp"

#include <algorithm>

#include "models/migration/sizes.hpp"
#include "sim/check.hpp"

namespace models::migration {

namespace {

constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15ULL;

}  // namespace

Dataset::Dataset(Layout layout, std::uint64_t seed)
    : layout_(std::move(layout)), seed_(seed), plans_(plan_tables(layout_, seed)) {
  for (const TablePlan& plan : plans_) SIM_CHECK(plan.links.size() <= kMostLinks);
}

// ---- which rows belong together

RowIndex Dataset::parent_of(const TablePlan& plan, RowIndex row) const {
  if (plan.parent == kNone) return 0;
  if (row >= plan.rows) return scaled(mixed(plan.salt ^ row), plan.parent_rows);
  if (plan.starts.empty()) {
    constexpr RowIndex kSmall = RowIndex{1} << 32;
    if (plan.rows < kSmall && plan.parent_rows < kSmall) {
      return row * plan.parent_rows / plan.rows;
    }
    __extension__ using Wide = unsigned __int128;
    return static_cast<RowIndex>(static_cast<Wide>(row) * plan.parent_rows / plan.rows);
  }
  const std::uint32_t round = plan.starts.back();
  if (plan.starts.size() == 2) return row / round;
  const auto place = static_cast<std::uint32_t>(row % round);
  const auto next = std::upper_bound(plan.starts.begin(), plan.starts.end(), place);
  return row / round * (plan.starts.size() - 1) +
         static_cast<RowIndex>(next - plan.starts.begin() - 1);
}

Dataset::Children Dataset::children(TableIndex table, RowIndex parent) const {
  const TablePlan& plan = plans_[table];
  if (plan.parent == kNone || parent >= plan.parent_rows) return {};
  RowIndex first = 0;
  RowIndex next = 0;
  if (plan.starts.empty()) {
    __extension__ using Wide = unsigned __int128;
    const auto start = [&](RowIndex of) {
      return static_cast<RowIndex>((static_cast<Wide>(of) * plan.rows + plan.parent_rows - 1) /
                                   plan.parent_rows);
    };
    first = start(parent);
    next = start(parent + 1);
  } else {
    const RowIndex turns = plan.starts.size() - 1;
    first = parent / turns * plan.starts.back() + plan.starts[parent % turns];
    next = first + plan.starts[parent % turns + 1] - plan.starts[parent % turns];
  }
  first = std::min(first, plan.rows);
  return {first, std::min(next, plan.rows) - first};
}

RowIndex Dataset::follow(const TablePlan& plan, RowIndex row, RowFlags flags, const LinkPlan& link,
                         const Linked& linked) const {
  const TablePlan& to = plans_[link.table];
  const RowIndex from = linked[link.from];
  // Rows that orphans name stand behind all that there are and all that calls may insert.
  const RowIndex nowhere = 2 * to.rows + 1024 + row % (to.rows + 1024);
  if (link.breaks && (flags & plan.broken) != 0) return nowhere;
  switch (link.kind) {
    case LinkKind::kOwn:
      return row;
    case LinkKind::kParent:
      return parent_of(plans_[plan.links[link.from].table], from);
    case LinkKind::kSibling: {
      const Children family = children(link.table, parent_of(plan, row));
      if (family.count == 0) return nowhere;
      return family.first + scaled(mixed(plan.salt + row * kOdd), family.count);
    }
    case LinkKind::kAny:
      break;
  }
  if (to.rows == 0) return nowhere;
  if (plan.parent == kNone || row >= plan.rows) {
    return scaled(mixed(plan.salt + row * kOdd), to.rows);
  }
  const TableIndex own = plan.links.front().table;
  const RowIndex parent = parent_of(plan, row);
  const RowIndex place = row - children(own, parent).first;
  return (scaled(mixed(plan.salt + parent * kOdd), to.rows) + place * link.stride) % to.rows;
}

Dataset::Linked Dataset::linked_rows(const TablePlan& plan, RowIndex row, RowFlags flags) const {
  Linked linked{};
  for (std::size_t i = 0; i < plan.links.size(); ++i) {
    linked[i] = i == 0 ? row : follow(plan, row, flags, plan.links[i], linked);
  }
  return linked;
}

// ---- rows

RowFlags Dataset::flags(TableIndex table, RowIndex row) const {
  const TablePlan& plan = plans_[table];
  if (row < plan.covering.size()) return plan.covering[row];
  RowFlags flags = 0;
  for (std::size_t i = 0; i < plan.states.size(); ++i) {
    if (plan.states[i].holds(row)) flags |= RowFlags{1} << (kStateBit + i);
  }
  for (std::size_t i = 0; i < plan.absences.size(); ++i) {
    if ((flags & plan.absent_with[i]) != 0 || plan.absences[i].holds(row)) {
      flags |= RowFlags{1} << i;
    }
  }
  return flags;
}

std::uint64_t Dataset::stored_bytes(const TablePlan& plan, const Linked& linked, RowFlags flags,
                                    ColumnIndex column) const {
  const ColumnPlan& one = plan.columns[column];
  if ((flags & one.absent) != 0) {
    const TableIndex own = plan.links.front().table;
    return layout_.tables[own].columns[column].nullable ? 0 : text_column_bytes(0);
  }
  if (one.width > 0) return one.width;
  return text_column_bytes(length(one.source.column, linked[one.source.link]));
}

Row Dataset::row(TableIndex table, RowIndex row) const {
  const TablePlan& plan = plans_[table];
  Row facts;
  facts.flags = flags(table, row);
  facts.parent = parent_of(plan, row);
  facts.fingerprint = mixed(plan.salt + row * kOdd);
  std::uint64_t heap = plan.fixed_heap;
  std::uint64_t indexes = plan.fixed_index_bytes;
  if (!plan.varying.empty() || !plan.indexes.empty()) {
    const Linked linked = plan.follows ? linked_rows(plan, row, facts.flags) : Linked{row};
    for (const ColumnIndex c : plan.varying) heap += stored_bytes(plan, linked, facts.flags, c);
    for (const IndexPlan& index : plan.indexes) {
      std::uint64_t key = index.fixed;
      for (const ColumnIndex c : index.varying) {
        key += stored_bytes(plan, linked, facts.flags, c);
      }
      indexes += index_entry_bytes(key);
    }
  }
  facts.heap_bytes = static_cast<std::uint32_t>(heap_row_bytes(heap));
  facts.index_bytes = static_cast<std::uint32_t>(indexes);
  return facts;
}

// ---- values of columns

bool Dataset::is_absent(const ColumnRef& column, RowIndex row) const {
  const RowFlags absent = plans_[column.table].columns[column.column].absent;
  return absent != 0 && (flags(column.table, row) & absent) != 0;
}

std::uint64_t Dataset::value_index(const ColumnRef& column, RowIndex row) const {
  const TablePlan& table = plans_[column.table];
  const ColumnPlan& plan = table.columns[column.column];
  switch (layout_.tables[column.table].columns[column.column].values) {
    case ValueKind::kOrdinal:
      return row - children(column.table, parent_of(table, row)).first;
    case ValueKind::kPool:
      return scaled(mixed(plan.salt + row * kOdd), plan.stock);
    case ValueKind::kOneOf:
      return row < table.covering.size() ? row % plan.stock
                                         : plan.shuffle.position(row) * plan.stock / kBlockRows;
    default:
      return row;
  }
}

std::uint32_t Dataset::length(const ColumnRef& column, RowIndex row) const {
  const TablePlan& table = plans_[column.table];
  const ColumnPlan& plan = table.columns[column.column];
  if (plan.absent != 0 && is_absent(column, row)) return 0;
  if (plan.width > 0) return static_cast<std::uint32_t>(text(column, row).size());
  if (plan.span == 1) return plan.least;
  if (plan.stock > 0 && !plan.lengths.empty()) return plan.lengths[value_index(column, row)];
  if (row == 0) return plan.least;
  if (row == 1) return plan.least + plan.span - 1;
  const std::uint32_t position = plan.shuffle.position(row);
  if (!plan.lengths.empty()) return plan.lengths[position];
  return plan.least +
         static_cast<std::uint32_t>((std::uint64_t{position} * plan.span) / kBlockRows);
}

std::uint64_t Dataset::identity(const ColumnRef& column, RowIndex row) const {
  const ColumnPlan& plan = plans_[column.table].columns[column.column];
  if (plan.absent != 0 && is_absent(column, row)) return 0;
  return mixed(plan.salt + value_index(column, row) * kOdd);
}

std::uint64_t Dataset::position(const ColumnRef& column, RowIndex row) const {
  const ColumnPlan& plan = plans_[column.table].columns[column.column];
  if (plan.absent != 0 && is_absent(column, row)) return 0;
  const std::uint64_t index = value_index(column, row);
  switch (layout_.tables[column.table].columns[column.column].values) {
    case ValueKind::kAscending:
      return index * plan.scale;
    case ValueKind::kDescending:
      return ~(index * plan.scale);
    case ValueKind::kOrdinal:
      return index << 40;
    case ValueKind::kOneOf:
      return index << 56;
    default:
      return scrambled(index, plan.bits, plan.salt) << (64 - plan.bits);
  }
}

// ---- entries

std::uint32_t Dataset::bytes_of(const TextPlan& text, const Linked& linked) const {
  std::uint32_t bytes = text.fixed_bytes;
  for (const Source& source : text.varying) bytes += length(source.column, linked[source.link]);
  return bytes;
}

std::uint32_t Dataset::value_bytes(const RulePlan& rule, const Linked& linked,
                                   RowFlags flags) const {
  std::uint64_t bytes = rule.fixed_value_bytes;
  for (const FieldPlan& field : rule.fields) {
    if ((flags & field.absent) != 0) continue;
    if (field.other_absent) {
      const Source& source = field.text.parts.front().source;
      if (is_absent(source.column, linked[source.link])) continue;
    }
    const std::uint32_t text = field.bytes > 0 ? 0 : bytes_of(field.text, linked);
    bytes += field.bytes > 0 ? field.bytes : rule.raw ? text : message_text_bytes(text);
  }
  return static_cast<std::uint32_t>(bytes);
}

Entry Dataset::entry_of(const RulePlan& rule, const Linked& linked, const Row& facts) const {
  Entry entry;
  entry.rule = rule.rule;
  entry.secondary = rule.secondary;
  entry.fingerprint = mixed(facts.fingerprint + rule.salt);
  const auto hash = [&](std::uint64_t seed, const TextPlan& text) {
    for (const PartPlan& part : text.parts) {
      seed = combined(seed + part.literal, identity(part.source.column, linked[part.source.link]));
    }
    return mixed(seed ^ text.rest);
  };
  entry.partition = hash(0, rule.partition);
  entry.key = hash(entry.partition, rule.key);
  // The last column has most of the order's bits: those before it have few values each.
  const std::size_t parts = rule.key.parts.size();
  unsigned left = 64;
  for (std::size_t i = 0; i < parts && left > 0; ++i) {
    const Source& source = rule.key.parts[i].source;
    const bool last = i + 1 == parts;
    const unsigned bits = last ? left : std::min(left, parts == 2 ? 24U : 16U);
    left -= bits;
    entry.position |= position(source.column, linked[source.link]) >> (64 - bits) << left;
  }
  entry.partition_bytes = bytes_of(rule.partition, linked);
  entry.key_bytes = bytes_of(rule.key, linked);
  entry.value_bytes = value_bytes(rule, linked, facts.flags);
  return entry;
}

std::uint32_t Dataset::entries_of(TableIndex table, RowIndex row, const Row& facts,
                                  std::span<Entry, kMostEntries> entries) const {
  const TablePlan& plan = plans_[table];
  if (plan.rules.empty()) return 0;
  const Linked linked = linked_rows(plan, row, facts.flags);
  std::uint32_t count = 0;
  for (const RulePlan& rule : plan.rules) {
    if ((facts.flags & rule.unless) != 0) continue;
    entries[count++] = entry_of(rule, linked, facts);
  }
  return count;
}

}  // namespace models::migration
