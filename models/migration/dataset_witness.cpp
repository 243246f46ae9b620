// Sums over many rows by formula: what an entry's witness adds up to.
#include <algorithm>

#include "models/migration/dataset.hpp"

namespace models::migration {

namespace {

// Power sums of some rows: their number, the sum of them and of their squares, modulo 2^64.
struct Powers {
  std::uint64_t count = 0;
  std::uint64_t first = 0;
  std::uint64_t second = 0;

  void add(RowIndex row) {
    ++count;
    first += row;
    second += row * row;
  }
  Powers& operator+=(const Powers& other) {
    count += other.count;
    first += other.first;
    second += other.second;
    return *this;
  }
  // The same rows, each `by` further on.
  [[nodiscard]] Powers shifted(std::uint64_t by) const {
    return {count, first + count * by, second + 2 * by * first + count * by * by};
  }
  [[nodiscard]] std::uint64_t weighed(const std::array<std::uint64_t, 3>& weights) const {
    return weights[0] * count + weights[1] * first + weights[2] * second;
  }
};

__extension__ using WideCount = unsigned __int128;

// 0, 1 ... n - 1. The divisors are taken out of the factors, so that nothing is lost modulo 2^64.
Powers all_below(std::uint64_t n) {
  if (n == 0) return {};
  std::uint64_t a = n - 1;
  std::uint64_t b = n;
  (a % 2 == 0 ? a : b) /= 2;
  std::uint64_t c = n - 1;
  std::uint64_t d = n;
  WideCount e = WideCount{2} * n - 1;
  (c % 2 == 0 ? c : d) /= 2;
  if (c % 3 == 0) {
    c /= 3;
  } else if (d % 3 == 0) {
    d /= 3;
  } else {
    e /= 3;
  }
  return {n, a * b, c * d * static_cast<std::uint64_t>(e)};
}

Powers all_from_to(RowIndex begin, RowIndex past) { return all_below(past - begin).shifted(begin); }

// Rows p + q * kPatternRows for all p of a pattern and q below `patterns`.
Powers repeated(const Powers& pattern, std::uint64_t patterns) {
  const Powers q = all_below(patterns);
  Powers all;
  all.count = pattern.count * q.count;
  all.first = pattern.first * q.count + pattern.count * q.first * kPatternRows;
  all.second = pattern.second * q.count + 2 * pattern.first * q.first * kPatternRows +
               pattern.count * q.second * kPatternRows * kPatternRows;
  return all;
}

}  // namespace

std::uint64_t Dataset::witness_sum(TableIndex table, RowIndex begin, RowIndex past) const {
  const TablePlan& plan = plans_[table];
  RowFlags decides = 0;
  for (const RulePlan& rule : plan.rules) decides |= rule.unless;
  std::uint64_t sum = 0;
  if (decides == 0) {
    for (const RulePlan& rule : plan.rules) sum += all_from_to(begin, past).weighed(rule.witness);
    return sum;
  }
  // Row by row up to a whole pattern and from the last one on; patterns between them alike.
  const RowIndex covering = plan.covering.size();
  const auto whole = [](RowIndex row) { return (row + kPatternRows - 1) / kPatternRows; };
  const RowIndex first = whole(std::max(begin, covering));
  const RowIndex last = past / kPatternRows;
  const bool patterns = last > first + 1;
  std::vector<Powers> powers(plan.rules.size());
  const auto add = [&](std::vector<Powers>& to, RowIndex from, RowIndex until) {
    for (RowIndex row = from; row < until; ++row) {
      const RowFlags flags = this->flags(table, row);
      for (std::size_t i = 0; i < plan.rules.size(); ++i) {
        if ((flags & plan.rules[i].unless) == 0) to[i].add(row);
      }
    }
  };
  if (!patterns) {
    add(powers, begin, past);
  } else {
    add(powers, begin, first * kPatternRows);
    add(powers, last * kPatternRows, past);
    std::vector<Powers> one(plan.rules.size());
    add(one, first * kPatternRows, (first + 1) * kPatternRows);
    for (std::size_t i = 0; i < one.size(); ++i) {
      const std::uint64_t at = first * kPatternRows;
      powers[i] += repeated(one[i].shifted(0 - at), last - first).shifted(at);
    }
  }
  for (std::size_t i = 0; i < plan.rules.size(); ++i)
    sum += powers[i].weighed(plan.rules[i].witness);
  return sum;
}

bool Dataset::has_one_partition() const {
  const TextPlan* seen = nullptr;
  for (const TablePlan& plan : plans_) {
    for (const RulePlan& rule : plan.rules) {
      if (!rule.partition.parts.empty()) return false;
      if (seen != nullptr && seen->rest != rule.partition.rest) return false;
      seen = &rule.partition;
    }
  }
  return true;
}

std::optional<RowIndex> Dataset::pattern(TableIndex table) const {
  const TablePlan& plan = plans_[table];
  if (plan.follows) return std::nullopt;
  bool varies = !plan.states.empty() || !plan.absences.empty() || !plan.varying.empty();
  for (const IndexPlan& index : plan.indexes) varies = varies || !index.varying.empty();
  for (const RulePlan& rule : plan.rules) {
    varies = varies || !rule.partition.varying.empty() || !rule.key.varying.empty() ||
             !rule.fields.empty();
  }
  return varies ? kPatternRows : 1;
}

}  // namespace models::migration
