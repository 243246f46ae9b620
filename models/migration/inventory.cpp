#include "models/migration/inventory.hpp"

#include <algorithm>
#include <string>

namespace models::migration {

namespace {

constexpr RowIndex kMostWalked = RowIndex{1} << 20;

// Applied to each pair of sums, so that no field is forgotten.
template <class Sums, class Combine>
void each_sum(Sums& into, const EntrySums& from, Combine combine) {
  combine(into.entries, from.entries);
  combine(into.partition_bytes, from.partition_bytes);
  combine(into.key_bytes, from.key_bytes);
  combine(into.value_bytes, from.value_bytes);
  combine(into.kv_heap_bytes, from.kv_heap_bytes);
  combine(into.kv_index_bytes, from.kv_index_bytes);
  combine(into.dump_bytes, from.dump_bytes);
  combine(into.dynamo_bytes, from.dynamo_bytes);
  combine(into.write_units, from.write_units);
}

std::uint64_t bytes_of(const LargestEntry& entry) {
  return std::uint64_t{entry.partition_bytes} + entry.key_bytes + entry.value_bytes;
}

// What a walk over rows of one table finds.
struct Walked {
  TableInventory table;
  std::vector<RuleInventory> rules;

  template <class Combine>
  void combine(const Walked& other, Combine combine) {
    combine(table.heap_bytes, other.table.heap_bytes);
    combine(table.index_bytes, other.table.index_bytes);
    for (std::size_t i = 0; i < table.facts.size(); ++i) {
      combine(table.facts[i], other.table.facts[i]);
    }
    for (std::size_t r = 0; r < rules.size(); ++r) {
      each_sum(rules[r].sums, other.rules[r].sums, combine);
    }
  }

  void remember_largest(const Entry& entry, RowIndex row) {
    RuleInventory& rule = rules[entry.rule];
    const LargestEntry one{row, entry.partition_bytes, entry.key_bytes, entry.value_bytes};
    if (bytes_of(one) > bytes_of(rule.longest)) rule.longest = one;
    const auto key = [](const LargestEntry& e) { return e.partition_bytes + e.key_bytes; };
    if (key(one) > key(rule.longest_key)) rule.longest_key = one;
  }
};

class Taker {
 public:
  Taker(const Dataset& dataset, TableIndex table) : dataset_(dataset), table_(table) {}

  Walked take() {
    const RowIndex rows = dataset_.rows(table_);
    Walked all = rows <= kMostWalked || !dataset_.is_periodic(table_) ? walk_first(rows)
                                                                      : take_patterns(rows);
    all.table.rows = rows;
    return all;
  }

 private:
  Walked nothing() const {
    Walked walked;
    walked.rules.resize(dataset_.layout().rules.size());
    return walked;
  }

  // Adds a row; `named` is the row to point at for it.
  void add(Walked& walked, RowIndex row, RowIndex named) {
    const Row facts = dataset_.row(table_, row);
    walked.table.heap_bytes += facts.heap_bytes;
    walked.table.index_bytes += facts.index_bytes;
    for (RowFlags rest = facts.flags; rest != 0; rest &= rest - 1) {
      ++walked.table.facts[static_cast<std::size_t>(__builtin_ctz(rest))];
    }
    const std::uint32_t count = dataset_.entries_of(table_, row, facts, entries_);
    for (std::uint32_t i = 0; i < count; ++i) {
      walked.rules[entries_[i].rule].sums.add(entries_[i]);
      walked.remember_largest(entries_[i], named);
    }
  }

  Walked walk_first(RowIndex rows) {
    Walked walked = nothing();
    const RowIndex seen = std::min(rows, kMostWalked);
    for (RowIndex row = 0; row < seen; ++row) add(walked, row, row);
    if (seen == rows) return walked;
    walked.table.exact = false;
    __extension__ using Wide = unsigned __int128;
    walked.combine(walked, [&](std::uint64_t& into, std::uint64_t from) {
      into = static_cast<std::uint64_t>(static_cast<Wide>(from) * rows / seen);
    });
    return walked;
  }

  // REQUIRES: more rows than two patterns have, and covering rows within the first.
  Walked take_patterns(RowIndex rows) {
    const RowIndex covering = dataset_.covering_rows(table_);
    Walked first = nothing();  // as the pattern has it, without covering rows
    Walked rest = nothing();
    Walked covered = nothing();
    for (RowIndex row = 0; row < kPatternRows; ++row) {
      if (row == rows % kPatternRows) rest = first;
      if (row == covering) covered = first;
      add(first, kPatternRows + row, kPatternRows + row);
    }
    Walked all = first;
    const RowIndex patterns = rows / kPatternRows;
    all.combine(first, [&](std::uint64_t& into, std::uint64_t) { into *= patterns; });
    all.combine(rest, [](std::uint64_t& into, std::uint64_t from) { into += from; });
    all.combine(covered, [](std::uint64_t& into, std::uint64_t from) { into -= from; });
    for (RowIndex row = 0; row < covering; ++row) add(all, row, row);
    return all;
  }

  const Dataset& dataset_;
  TableIndex table_;
  std::array<Entry, kMostEntries> entries_{};
};

}  // namespace

void EntrySums::add(const Entry& entry) {
  const std::uint64_t p = entry.partition_bytes;
  const std::uint64_t k = entry.key_bytes;
  const std::uint64_t v = entry.value_bytes;
  const std::uint64_t item = dynamo_item_bytes(p, k, v);
  ++entries;
  partition_bytes += p;
  key_bytes += k;
  value_bytes += v;
  kv_heap_bytes += migration::kv_heap_bytes(p, k, v);
  kv_index_bytes += migration::kv_index_bytes(p, k);
  dump_bytes += dump_line_bytes(p, k, v);
  dynamo_bytes += dynamo_stored_bytes(item);
  write_units += dynamo_write_units(item);
}

EntrySums& EntrySums::operator+=(const EntrySums& other) {
  each_sum(*this, other, [](std::uint64_t& into, std::uint64_t from) { into += from; });
  return *this;
}

EntrySums Inventory::entries() const {
  EntrySums all;
  for (const RuleInventory& rule : rules) all += rule.sums;
  return all;
}

std::uint64_t Inventory::table_bytes() const {
  std::uint64_t bytes = 0;
  for (const TableInventory& table : tables) bytes += table.heap_bytes + table.index_bytes;
  return bytes;
}

Inventory take_inventory(const Dataset& dataset) {
  Inventory inventory;
  inventory.rules.resize(dataset.layout().rules.size());
  for (TableIndex t = 0; t < dataset.layout().tables.size(); ++t) {
    Walked walked = Taker(dataset, t).take();
    inventory.tables.push_back(walked.table);
    for (std::size_t r = 0; r < inventory.rules.size(); ++r) {
      if (dataset.layout().rules[r].table == t) inventory.rules[r] = walked.rules[r];
    }
  }
  return inventory;
}

std::string over_limit(const LargestEntry& entry, const StoreLimits& limits) {
  const std::uint64_t both = std::uint64_t{entry.partition_bytes} + entry.key_bytes;
  const std::uint64_t item =
      dynamo_item_bytes(entry.partition_bytes, entry.key_bytes, entry.value_bytes);
  const auto over = [](std::uint64_t bytes, std::uint64_t most) {
    return most > 0 && bytes > most;
  };
  const auto say = [](const char* what, std::uint64_t bytes, std::uint64_t most) {
    return std::string(what) + " of " + std::to_string(bytes) + " bytes, where " +
           std::to_string(most) + " is the most";
  };
  if (over(entry.partition_bytes, limits.partition_bytes)) {
    return say("a partition", entry.partition_bytes, limits.partition_bytes);
  }
  if (over(entry.key_bytes, limits.key_bytes)) {
    return say("a key", entry.key_bytes, limits.key_bytes);
  }
  if (over(both, limits.partition_and_key_bytes)) {
    return say("partition and key", both, limits.partition_and_key_bytes);
  }
  if (over(entry.value_bytes, limits.value_bytes)) {
    return say("a value", entry.value_bytes, limits.value_bytes);
  }
  if (over(item, limits.item_bytes)) return say("an item", item, limits.item_bytes);
  return {};
}

}  // namespace models::migration
