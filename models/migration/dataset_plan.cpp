#include "models/migration/dataset_plan.hpp"

#include <algorithm>
#include <numeric>

#include "models/migration/sizes.hpp"
#include "sim/check.hpp"
#include "sim/random.hpp"

namespace models::migration {

namespace {

// Characters of 5 bits that make a 64-bit number's text.
constexpr unsigned kNumberCharacters = 13;
// What the decimal digits of a 64-bit number need at most.
constexpr std::uint32_t kMostDigits = 19;

std::uint32_t width_of(ColumnType type) {
  switch (type) {
    case ColumnType::kBoolean:
      return 1;
    case ColumnType::kInteger:
      return 4;
    case ColumnType::kBigInteger:
    case ColumnType::kTimestamp:
      return 8;
    case ColumnType::kText:
    case ColumnType::kBytes:
    case ColumnType::kJson:
      return 0;
  }
  return 0;
}

// A number in a message: its varint, or the timestamp's message of seconds and nanoseconds.
std::uint32_t number_payload(ColumnType type) {
  switch (type) {
    case ColumnType::kTimestamp:
      return 12;
    case ColumnType::kBigInteger:
      return 3;
    default:
      return 1;
  }
}

std::uint64_t near_golden_stride(std::uint64_t rows) {
  std::uint64_t stride = std::max<std::uint64_t>(1, rows / 8 * 5);
  while (std::gcd(stride, rows) > 1) ++stride;
  return stride;
}

class Planner {
 public:
  Planner(const Layout& layout, std::uint64_t seed) : layout_(layout), seed_(seed) {}

  std::vector<TablePlan> plan() {
    plans_.resize(layout_.tables.size());
    for (TableIndex t = 0; t < plans_.size(); ++t) plan_table(t);
    for (TableIndex t = 0; t < plans_.size(); ++t) follow_references(t);
    for (TableIndex t = 0; t < plans_.size(); ++t) plan_sizes(t);
    for (RuleIndex r = 0; r < layout_.rules.size(); ++r) plan_rule(r);
    for (TablePlan& plan : plans_) note_links(plan);
    return std::move(plans_);
  }

 private:
  void plan_table(TableIndex t);
  void plan_states(const Table& table, TablePlan& plan) const;
  static void plan_covering(const Table& table, TablePlan& plan);
  [[nodiscard]] ColumnPlan plan_column(const Table& table, ColumnIndex c,
                                       const TablePlan& plan) const;
  void follow_references(TableIndex t);
  void plan_sizes(TableIndex t);
  void plan_rule(RuleIndex r);
  static void note_links(TablePlan& plan);
  [[nodiscard]] TextPlan plan_text(const Template& text, TablePlan& plan) const;
  [[nodiscard]] FieldPlan plan_field(const Template& text, TablePlan& plan, bool raw) const;
  [[nodiscard]] const ColumnPlan& at(const ColumnRef& column) const {
    return plans_[column.table].columns[column.column];
  }

  const Layout& layout_;
  std::uint64_t seed_;
  std::vector<TablePlan> plans_;
};

void Planner::plan_table(TableIndex t) {
  const Table& table = layout_.tables[t];
  TablePlan& plan = plans_[t];
  plan.rows = table.rows;
  plan.salt = sim::sip_hash(seed_, 0, table.name);
  if (!table.parent.empty()) {
    const ParentLink& parent = table.parent.front();
    plan.parent = parent.table;
    plan.parent_rows = layout_.tables[parent.table].rows;
    plan.most_children = most_children(layout_, table);
    if (!parent.counts.empty()) {
      plan.starts.push_back(0);
      for (const std::uint32_t count : parent.counts) {
        plan.starts.push_back(plan.starts.back() + count);
      }
    }
  }
  plan.links = plan_links(layout_, t);
  for (LinkPlan& link : plan.links) {
    link.stride = near_golden_stride(std::max<std::uint64_t>(1, layout_.tables[link.table].rows));
  }
  plan_states(table, plan);
  plan_covering(table, plan);
  for (ColumnIndex c = 0; c < table.columns.size(); ++c) {
    plan.columns.push_back(plan_column(table, c, plan));
    plan.columns.back().source = {0, {t, c}};
  }
}

void Planner::plan_states(const Table& table, TablePlan& plan) const {
  for (std::size_t i = 0; i < table.states.size(); ++i) {
    const RowState& state = table.states[i];
    plan.states.emplace_back(state.share, sim::sip_hash(plan.salt, 1, state.name));
    if (state.breaks_link) plan.broken |= RowFlags{1} << (kStateBit + i);
  }
  for (ColumnIndex c = 0; c < table.columns.size(); ++c) {
    const Column& column = table.columns[c];
    if (!may_be_absent(column)) continue;
    plan.absentable.push_back(c);
    plan.absences.emplace_back(column.absent_share, sim::sip_hash(plan.salt, 2, column.name));
    plan.absent_with.push_back(
        column.absent_with == kNone ? 0 : RowFlags{1} << (kStateBit + column.absent_with));
  }
}

// Shortest, longest, each absence alone, all of them, each state; then as many as there are
// choices.
void Planner::plan_covering(const Table& table, TablePlan& plan) {
  plan.covering.assign(2, 0);
  RowFlags all = 0;
  for (std::size_t i = 0; i < plan.absentable.size(); ++i) {
    const Column& column = table.columns[plan.absentable[i]];
    if (column.absent_with != kNone && column.absent_share <= 0) continue;
    plan.covering.push_back(RowFlags{1} << i);
    all |= RowFlags{1} << i;
  }
  if (all != 0 && all != plan.covering.back()) plan.covering.push_back(all);
  for (std::size_t s = 0; s < table.states.size(); ++s) {
    if (table.states[s].share <= 0) continue;
    RowFlags facts = RowFlags{1} << (kStateBit + s);
    for (std::size_t i = 0; i < plan.absentable.size(); ++i) {
      if ((plan.absent_with[i] & facts) != 0) facts |= RowFlags{1} << i;
    }
    plan.covering.push_back(facts);
  }
  std::size_t choices = 0;
  for (const Column& column : table.columns) choices = std::max(choices, column.one_of.size());
  if (plan.covering.size() < choices) plan.covering.resize(choices, 0);
}

ColumnPlan Planner::plan_column(const Table& table, ColumnIndex c,
                                const TablePlan& table_plan) const {
  const Column& column = table.columns[c];
  ColumnPlan plan;
  plan.values = column.values;
  plan.absent = absent_flag(table, c);
  plan.salt = sim::sip_hash(table_plan.salt, 3, column.name);
  plan.shuffle = Shuffle(plan.salt);
  plan.width = width_of(column.type);
  plan.stock = column.values == ValueKind::kPool ? column.pool : column.one_of.size();
  // Rows that calls insert, and those that orphans name, come after the rows before the run.
  plan.scale = UINT64_MAX / (4 * table.rows + 4096 + plan.stock);
  if (column.values == ValueKind::kOneOf) {
    for (const std::string& choice : column.one_of) {
      plan.lengths.push_back(static_cast<std::uint32_t>(choice.size()));
    }
  } else {
    plan.lengths = column.quantiles;
  }
  plan.least = column.bytes.least;
  plan.span = column.bytes.most - column.bytes.least + 1;
  if (!plan.lengths.empty()) {
    const auto [least, most] = std::minmax_element(plan.lengths.begin(), plan.lengths.end());
    plan.least = *least;
    plan.span = *most - *least + 1;
  }
  const auto prefix = static_cast<std::uint32_t>(column.prefix.size());
  const std::uint32_t room = plan.least > prefix ? plan.least - prefix : 0;
  plan.bits = std::clamp(5 * room, 1U, 64U);
  if (room >= kNumberCharacters || plan.width > 0) plan.bits = 64;
  plan.digits = std::min(room, kMostDigits);
  plan.varies = plan.absent != 0 || (plan.width == 0 && plan.span > 1);
  const std::uint32_t payload = column.value_bytes.value_or(number_payload(column.type));
  if (plan.width > 0) {
    plan.message_bytes = 1 + payload;
  } else if (column.value_bytes) {
    plan.message_bytes = static_cast<std::uint32_t>(message_text_bytes(payload));
  }
  return plan;
}

void Planner::follow_references(TableIndex t) {
  TablePlan& plan = plans_[t];
  for (ColumnIndex c = 0; c < plan.columns.size(); ++c) {
    ColumnPlan& column = plan.columns[c];
    const auto source = find_source(layout_, plan.links, {t, c});
    SIM_CHECK(source);
    column.source = *source;
    if (source->link == 0 || column.width > 0) continue;
    const ColumnPlan& origin = at(source->column);
    column.varies = column.absent != 0 || origin.varies || origin.width > 0;
    column.follows = origin.varies || origin.width > 0;
    column.least = origin.least;
  }
}

void Planner::plan_sizes(TableIndex t) {
  const Table& table = layout_.tables[t];
  TablePlan& plan = plans_[t];
  const auto fixed = [&](ColumnIndex c) {
    const ColumnPlan& column = plan.columns[c];
    return column.width > 0 ? column.width : text_column_bytes(column.least);
  };
  for (ColumnIndex c = 0; c < table.columns.size(); ++c) {
    if (!table.columns[c].stored) continue;
    if (plan.columns[c].varies) {
      plan.varying.push_back(c);
      plan.follows = plan.follows || plan.columns[c].follows;
    } else {
      plan.fixed_heap += fixed(c);
    }
  }
  for (const Index& index : table.indexes) {
    IndexPlan index_plan;
    for (const ColumnIndex c : index.columns) {
      if (plan.columns[c].varies) {
        index_plan.varying.push_back(c);
        plan.follows = plan.follows || plan.columns[c].follows;
      } else {
        index_plan.fixed += fixed(c);
      }
    }
    if (index_plan.varying.empty()) {
      plan.fixed_index_bytes += static_cast<std::uint32_t>(index_entry_bytes(index_plan.fixed));
    } else {
      plan.indexes.push_back(std::move(index_plan));
    }
  }
}

TextPlan Planner::plan_text(const Template& text, TablePlan& plan) const {
  TextPlan result;
  std::uint64_t hash = 0;
  for (const TemplatePart& part : text.parts) {
    hash = sim::sip_hash(hash, 4, part.literal);
    result.fixed_bytes += static_cast<std::uint32_t>(part.literal.size());
    if (part.column.table == kNone) continue;
    const auto source = find_source(layout_, plan.links, part.column);
    SIM_CHECK(source);
    result.parts.push_back({hash, *source});
    hash = 0;
    const ColumnPlan& origin = at(source->column);
    if (origin.varies || origin.width > 0) {
      result.varying.push_back(*source);
      plan.follows = plan.follows || source->link != 0 || origin.width > 0;
    } else {
      result.fixed_bytes += origin.least;
    }
  }
  result.rest = hash;
  return result;
}

FieldPlan Planner::plan_field(const Template& text, TablePlan& plan, bool raw) const {
  FieldPlan field;
  field.lone = text.parts.size() == 1 && text.parts[0].literal.empty() &&
               text.parts[0].column.table != kNone;
  if (!field.lone) {
    field.text = plan_text(text, plan);
    if (field.text.varying.empty() && !raw) {
      field.bytes = static_cast<std::uint32_t>(message_text_bytes(field.text.fixed_bytes));
    }
    return field;
  }
  const ColumnRef written = text.parts[0].column;
  const bool own = &plans_[written.table] == &plan;
  const auto source = find_source(layout_, plan.links, written);
  SIM_CHECK(source);
  const ColumnPlan& origin = at(source->column);
  if (own) field.absent = at(written).absent;
  field.other_absent = !own && origin.absent != 0;
  plan.follows = plan.follows || field.other_absent;
  field.bytes = at(written).message_bytes > 0 ? at(written).message_bytes : origin.message_bytes;
  if (raw || field.bytes == 0) {
    field.text = plan_text(text, plan);
    const bool fixed = !raw && field.text.varying.empty();
    field.bytes = fixed ? static_cast<std::uint32_t>(message_text_bytes(origin.least)) : 0;
  } else {
    // The field's size is no matter of the column's text.
    field.text.parts.push_back({0, *source});
  }
  return field;
}

void Planner::plan_rule(RuleIndex r) {
  const EntryRule& rule = layout_.rules[r];
  TablePlan& plan = plans_[rule.table];
  RulePlan result;
  result.rule = r;
  result.salt = sim::sip_hash(seed_, 5, rule.name);
  for (std::uint64_t i = 0; i < 3; ++i) result.witness[i] = mixed(result.salt + i) | 1;
  result.unless = rule.unless;
  result.raw = rule.raw_value;
  result.secondary = rule.secondary;
  result.partition = plan_text(rule.partition, plan);
  result.key = plan_text(rule.key, plan);
  for (const Template& text : rule.value) {
    FieldPlan field = plan_field(text, plan, rule.raw_value);
    const bool always =
        field.absent == 0 && !field.other_absent && (field.bytes > 0 || field.text.varying.empty());
    if (always) {
      result.fixed_value_bytes += rule.raw_value ? field.text.fixed_bytes : field.bytes;
    } else {
      result.fields.push_back(std::move(field));
    }
  }
  plan.rules.push_back(std::move(result));
}

// A link starts from another one, which is worked out before it.
void Planner::note_links(TablePlan& plan) {
  const auto note = [&](std::uint32_t& links, const Source& source) {
    for (std::uint32_t link = source.link; link != 0; link = plan.links[link].from) {
      links |= 1U << link;
    }
  };
  const auto note_text = [&](const TextPlan& text) {
    for (const PartPlan& part : text.parts) note(plan.linked_entries, part.source);
  };
  for (const ColumnIndex c : plan.varying) note(plan.linked_sizes, plan.columns[c].source);
  for (const IndexPlan& index : plan.indexes) {
    for (const ColumnIndex c : index.varying) note(plan.linked_sizes, plan.columns[c].source);
  }
  for (const RulePlan& rule : plan.rules) {
    note_text(rule.partition);
    note_text(rule.key);
    for (const FieldPlan& field : rule.fields) note_text(field.text);
  }
}

}  // namespace

std::vector<TablePlan> plan_tables(const Layout& layout, std::uint64_t seed) {
  return Planner(layout, seed).plan();
}

}  // namespace models::migration
