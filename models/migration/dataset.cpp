#include "models/migration/dataset.hpp"

#include <algorithm>

#include "models/migration/sizes.hpp"
#include "sim/check.hpp"

namespace models::migration {

namespace {

constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15ULL;
// Products of two smaller numbers need no more than 64 bits.
constexpr RowIndex kSmall = RowIndex{1} << 32;

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

RowIndex Dataset::first_child(const TablePlan& plan, RowIndex parent) const {
  if (!plan.starts.empty()) {
    const RowIndex turns = plan.starts.size() - 1;
    if (turns == 1) return parent * plan.starts.back();
    return parent / turns * plan.starts.back() + plan.starts[parent % turns];
  }
  if (plan.rows < kSmall && parent < kSmall) {
    return (parent * plan.rows + plan.parent_rows - 1) / plan.parent_rows;
  }
  __extension__ using Wide = unsigned __int128;
  return static_cast<RowIndex>((static_cast<Wide>(parent) * plan.rows + plan.parent_rows - 1) /
                               plan.parent_rows);
}

Dataset::Children Dataset::children(TableIndex table, RowIndex parent) const {
  const TablePlan& plan = plans_[table];
  if (plan.parent == kNone || parent >= plan.parent_rows) return {};
  const RowIndex first = std::min(first_child(plan, parent), plan.rows);
  return {first, std::min(first_child(plan, parent + 1), plan.rows) - first};
}

RowIndex Dataset::follow(const TablePlan& plan, const Row& facts, RowIndex row,
                         const LinkPlan& link, const Linked& linked) const {
  const TablePlan& to = plans_[link.table];
  // Rows that orphans name stand behind all that there are and all that calls may insert.
  const auto nowhere = [&] { return 2 * to.rows + 1024 + row % (to.rows + 1024); };
  if (link.breaks && (facts.flags & plan.broken) != 0) return nowhere();
  if (link.kind == LinkKind::kParent) {
    if (link.from == 0) return facts.parent;
    return parent_of(plans_[plan.links[link.from].table], linked[link.from]);
  }
  if (link.kind == LinkKind::kSibling) {
    const Children family = children(link.table, facts.parent);
    if (family.count == 0) return nowhere();
    return family.first + scaled(mixed(plan.salt + row * kOdd), family.count);
  }
  if (to.rows == 0) return nowhere();
  if (plan.parent == kNone || row >= plan.rows) {
    return scaled(mixed(plan.salt + row * kOdd), to.rows);
  }
  const RowIndex place = row - first_child(plan, facts.parent);
  return (scaled(mixed(plan.salt + facts.parent * kOdd), to.rows) + place * link.stride) % to.rows;
}

Dataset::Linked Dataset::linked_rows(const TablePlan& plan, const Row& facts, RowIndex row,
                                     std::uint32_t wanted) const {
  Linked linked;
  linked[0] = row;
  for (std::uint32_t rest = wanted & ~1U; rest != 0; rest &= rest - 1) {
    const auto i = static_cast<std::size_t>(__builtin_ctz(rest));
    linked[i] = follow(plan, facts, row, plan.links[i], linked);
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
  const RowIndex from = linked[one.source.link];
  return text_column_bytes(one.source.link == 0 ? present_length(one.source.column, from)
                                                : length(one.source.column, from));
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
    const Linked linked = linked_rows(plan, facts, row, plan.linked_sizes);
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
  switch (plan.values) {
    case ValueKind::kOrdinal:
      // What calls insert counts on behind the largest family.
      if (row >= table.rows) return table.most_children + (row - table.rows);
      return row - first_child(table, parent_of(table, row));
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
  const ColumnPlan& plan = plans_[column.table].columns[column.column];
  if (plan.absent != 0 && is_absent(column, row)) return 0;
  return present_length(column, row);
}

std::uint32_t Dataset::present_length(const ColumnRef& column, RowIndex row) const {
  const ColumnPlan& plan = plans_[column.table].columns[column.column];
  if (plan.width > 0) return static_cast<std::uint32_t>(text(column, row).size());
  if (plan.span == 1) return plan.least;
  if (plan.values == ValueKind::kOneOf) return plan.lengths[value_index(column, row)];
  if (row == 0) return plan.least;
  if (row == 1) return plan.least + plan.span - 1;
  const std::uint32_t position = plan.shuffle.position(row);
  if (!plan.lengths.empty()) return plan.lengths[position];
  return plan.least +
         static_cast<std::uint32_t>((std::uint64_t{position} * plan.span) / kBlockRows);
}

Dataset::Named Dataset::named(const ColumnRef& column, RowIndex row) const {
  const ColumnPlan& plan = plans_[column.table].columns[column.column];
  if (plan.absent != 0 && is_absent(column, row)) return {};
  const std::uint64_t index = value_index(column, row);
  Named named;
  switch (plan.values) {
    case ValueKind::kAscending:
    case ValueKind::kOrdinal:
    case ValueKind::kOneOf:
      named.position = index * plan.scale;
      break;
    case ValueKind::kDescending:
      named.position = ~(index * plan.scale);
      break;
    default:
      named.position = scrambled(index, plan.bits, plan.salt) << (64 - plan.bits);
      break;
  }
  // Values of one column have different positions, those of different columns other salts.
  named.identity = named.position + plan.salt;
  return named;
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
    if (field.bytes > 0) {
      bytes += field.bytes;
    } else {
      const std::uint32_t text = bytes_of(field.text, linked);
      bytes += rule.raw ? text : message_text_bytes(text);
    }
  }
  return static_cast<std::uint32_t>(bytes);
}

void Dataset::name_entry(const RulePlan& rule, const Linked& linked, Entry& entry) const {
  std::uint64_t hash = 0;
  for (const PartPlan& part : rule.partition.parts) {
    const Named value = named(part.source.column, linked[part.source.link]);
    hash = combined(hash + part.literal, value.identity);
  }
  entry.partition = mixed(hash ^ rule.partition.rest);
  hash = entry.partition;
  // The last column has most of the order's bits: those before it have few values each.
  const std::size_t parts = rule.key.parts.size();
  unsigned left = 64;
  for (std::size_t i = 0; i < parts; ++i) {
    const PartPlan& part = rule.key.parts[i];
    const Named value = named(part.source.column, linked[part.source.link]);
    hash = combined(hash + part.literal, value.identity);
    const unsigned bits = i + 1 == parts ? left : std::min(left, parts == 2 ? 24U : 16U);
    if (bits == 0) continue;
    left -= bits;
    entry.position |= value.position >> (64 - bits) << left;
  }
  entry.key = mixed(hash ^ rule.key.rest);
}

std::uint32_t Dataset::entries_of(TableIndex table, RowIndex row, const Row& facts,
                                  std::span<Entry, kMostEntries> entries) const {
  const TablePlan& plan = plans_[table];
  if (plan.rules.empty()) return 0;
  const Linked linked = linked_rows(plan, facts, row, plan.linked_entries);
  std::uint32_t count = 0;
  for (const RulePlan& rule : plan.rules) {
    if ((facts.flags & rule.unless) != 0) continue;
    Entry& entry = entries[count++];
    entry = {};
    entry.rule = rule.rule;
    entry.secondary = rule.secondary;
    entry.fingerprint = mixed(facts.fingerprint + rule.salt);
    entry.witness = rule.witness[0] + row * (rule.witness[1] + row * rule.witness[2]);
    name_entry(rule, linked, entry);
    entry.partition_bytes = bytes_of(rule.partition, linked);
    entry.key_bytes = bytes_of(rule.key, linked);
    entry.value_bytes = value_bytes(rule, linked, facts.flags);
  }
  return count;
}

}  // namespace models::migration
