// What the values of a data set read like.
#include <algorithm>

#include "models/migration/dataset.hpp"

namespace models::migration {

namespace {

// In the order of their codes, so that texts are ordered as the numbers that they spell.
constexpr std::string_view kLetters = "0123456789abcdefghijklmnopqrstuv";
constexpr std::uint64_t kFirstSecond = 1'662'249'600;  // 2022-09-04

void append_letters(std::string& text, std::uint64_t number, std::size_t length) {
  while (text.size() < length) {
    for (int shift = 59; shift >= 0 && text.size() < length; shift -= 5) {
      text += kLetters[(number >> shift) & 31];
    }
    if (text.size() < length) text += kLetters[(number << 1) & 31];
    number = mixed(number + 1);
  }
}

std::string padded(std::uint64_t number, std::size_t length) {
  std::string digits = std::to_string(number);
  if (digits.size() < length) digits.insert(0, length - digits.size(), '0');
  return digits;
}

std::uint64_t power_of_ten(unsigned exponent) {
  std::uint64_t power = 1;
  for (unsigned i = 0; i < exponent; ++i) power *= 10;
  return power;
}

}  // namespace

std::uint64_t Dataset::number(const ColumnRef& column, RowIndex row) const {
  const ColumnPlan& plan = plans_[column.table].columns[column.column];
  const Column& written = layout_.tables[column.table].columns[column.column];
  const std::uint64_t index = value_index(column, row);
  if (written.type == ColumnType::kTimestamp) return kFirstSecond + index;
  switch (plan.values) {
    case ValueKind::kScattered:
      return scrambled(index, written.type == ColumnType::kInteger ? 31 : 63, plan.salt);
    case ValueKind::kDescending:
      return 4 * plans_[column.table].rows + 4096 - index;
    default:
      return index + 1;
  }
}

std::string Dataset::text(const ColumnRef& column, RowIndex row) const {
  const ColumnPlan& plan = plans_[column.table].columns[column.column];
  const Column& written = layout_.tables[column.table].columns[column.column];
  if (is_absent(column, row)) return {};
  if (written.type == ColumnType::kBoolean) {
    return plan.shuffle.position(row) < kBlockRows / 2 ? "true" : "false";
  }
  if (plan.width > 0) return std::to_string(number(column, row));
  const std::uint64_t index = value_index(column, row);
  if (written.values == ValueKind::kOneOf) return written.one_of[index];
  const std::size_t length = this->length(column, row);
  std::string text = written.prefix.substr(0, length);
  const std::size_t room = length - text.size();
  switch (written.values) {
    case ValueKind::kAscending:
    case ValueKind::kOrdinal:
      return text + padded(index, room);
    case ValueKind::kDescending:
      return text + padded(power_of_ten(plan.digits) - 1 - index, room);
    default:
      break;
  }
  append_letters(text, scrambled(index, plan.bits, plan.salt) << (64 - plan.bits), length);
  return text;
}

std::string Dataset::text_of(const Template& pattern, TableIndex table, RowIndex row) const {
  const TablePlan& plan = plans_[table];
  const Linked linked =
      linked_rows(plan, this->row(table, row), row, (1U << plan.links.size()) - 1);
  std::string result;
  for (const TemplatePart& part : pattern.parts) {
    result += part.literal;
    if (part.column.table == kNone) continue;
    const auto source = find_source(layout_, plan.links, part.column);
    result += text(source->column, linked[source->link]);
  }
  return result;
}

std::string Dataset::column_text(TableIndex table, RowIndex row, ColumnIndex column) const {
  const TablePlan& plan = plans_[table];
  const Row facts = this->row(table, row);
  const ColumnPlan& one = plan.columns[column];
  if ((facts.flags & one.absent) != 0) return {};
  const Linked linked = linked_rows(plan, facts, row, (1U << plan.links.size()) - 1);
  return text(one.source.column, linked[one.source.link]);
}

std::string Dataset::key_text(RuleIndex rule, RowIndex row) const {
  return text_of(layout_.rules[rule].key, layout_.rules[rule].table, row);
}

std::string Dataset::partition_text(RuleIndex rule, RowIndex row) const {
  return text_of(layout_.rules[rule].partition, layout_.rules[rule].table, row);
}

}  // namespace models::migration
