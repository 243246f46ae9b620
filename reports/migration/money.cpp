// The bill, line by line: quantity times price, and where the price is from.
#include <fmt/format.h>

#include "reports/migration/money_words.hpp"
#include "reports/migration/sections.hpp"
#include "reports/words.hpp"

namespace reports::migration {

namespace {

constexpr int kDigits = 2;

Table bill_table(const char* key, const char* title, const model::Bill& bill,
                 const std::string& currency) {
  Table table{key,
              title,
              {{"charge", "for"},
               {"quantity", "quantity"},
               {"price", "price"},
               {"amount", currency, ColumnKind::kNumber},
               {"source", "price from"},
               {"date", "of"}},
              {}};
  for (const model::BillLine& line : bill.lines) {
    add_row(
        table,
        {text_cell(std::string(name_of(line.use.charge))),
         text_cell(fmt::format("{} {}", model::quantity_text(line, 3), name_of(line.price.unit))),
         text_cell(price_text(line.price.billionths)), money_cell(line.cost, kDigits),
         text_cell(line.price.source), text_cell(line.price.date)});
  }
  return table;
}

std::string unpriced_text(const model::Bill& bill) {
  std::vector<std::string> names;
  for (const model::BilledUse& use : bill.unpriced) names.emplace_back(name_of(use.charge));
  return listed(names);
}

}  // namespace

std::optional<Section> money(const MigrationView& view) {
  if (!view.runs().cost) return std::nullopt;
  const model::MigrationCost& cost = *view.runs().cost;
  const std::string& currency = view.runs().currency;
  std::string lead =
      fmt::format("The run costs {} {}", model::money_text(cost.run.cost(), kDigits), currency);
  if (cost.rehearsals > 0) {
    lead += fmt::format(", and {} before it {} {}: {} {} in all",
                        number_of(static_cast<std::uint64_t>(cost.rehearsals), "rehearsal"),
                        model::money_text(cost.rehearsal.cost() * cost.rehearsals, kDigits),
                        currency, model::money_text(cost.total(), kDigits), currency);
  }
  Section section{"money", "What it costs", lead + ".", {}, {}};
  section.tables.push_back(bill_table("run", "The run", cost.run, currency));
  if (cost.rehearsals > 0) {
    section.tables.push_back(bill_table("rehearsal", "A rehearsal", cost.rehearsal, currency));
  }
  const std::string unpriced = unpriced_text(cost.run);
  if (!unpriced.empty()) {
    section.notes.push_back(fmt::format("Not in it, for want of a price in {}: {}.",
                                        view.scenario().money->prices.name, unpriced));
  }
  return section;
}

}  // namespace reports::migration
