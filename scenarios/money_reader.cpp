// The part of MigrationReader that reads prices.
#include <fmt/format.h>

#include <cmath>

#include "scenarios/migration_reader.hpp"

namespace scenarios {

namespace migration = models::migration;

namespace {

constexpr double kBillionths = 1e9;
constexpr double kHighestPrice = 1e9;

}  // namespace

void MigrationReader::read_money(const Fields& fields) {
  const auto money = fields.mapping("money");
  if (!money) return;
  MoneyScenario result;
  result.prices.name = scenario_.name;
  result.prices.currency = money->identifier("currency").value_or("USD");
  result.retention = money->duration("retention").value_or(sim::Duration(0));
  result.rehearsals = money->count("rehearsals").value_or(0);
  result.databases = money->count("databases").value_or(1);
  for (const Fields& written : money->list("prices")) {
    const auto charge = written.choice("charge");
    const auto unit = written.choice("per");
    const auto amount = written.number("price");
    if (!charge || !unit || !amount) continue;
    migration::Price price;
    price.charge = static_cast<migration::Charge>(*charge);
    price.unit = static_cast<migration::PriceUnit>(*unit);
    price.billing.step = written.duration("step").value_or(price.billing.step);
    price.billing.least = written.duration("least").value_or(price.billing.least);
    price.source = written.text("where").value_or("");
    price.date = written.text("when").value_or("");
    if (!(*amount >= 0) || *amount > kHighestPrice) {
      problems_.report(written.place("price"), "a price is from 0 to a thousand million");
      continue;
    }
    price.billionths = std::llround(*amount * kBillionths);
    if (result.prices.find(price.charge) != nullptr) {
      problems_.report(written.place("charge"), "this charge has two prices", "keep one of them");
    }
    result.prices.prices.push_back(std::move(price));
  }
  scenario_.money = std::move(result);
}

}  // namespace scenarios
