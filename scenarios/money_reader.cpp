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

// The prices of a list, behind those that stand in the scenario already.
void MigrationReader::read_prices(const Fields& fields, std::string_view list,
                                  migration::PriceList& prices) {
  const std::size_t own = prices.prices.size();
  for (const Fields& written : fields.list(list)) {
    const auto charge = written.choice("charge");
    const auto unit = written.choice("per");
    const auto amount = written.number("price");
    if (!charge || !unit || !amount) continue;
    migration::Price price;
    price.charge = static_cast<migration::Charge>(*charge);
    price.unit = static_cast<migration::PriceUnit>(*unit);
    price.included = written.count("included").value_or(0);
    price.billing.step = written.duration("step").value_or(price.billing.step);
    price.billing.least = written.duration("least").value_or(price.billing.least);
    price.source = written.text("where").value_or("");
    price.date = written.text("when").value_or("");
    if (!(*amount >= 0) || *amount > kHighestPrice) {
      problems_.report(written.place("price"), "a price is from 0 to a thousand million");
      continue;
    }
    price.billionths = std::llround(*amount * kBillionths);
    const migration::Price* known = prices.find(price.charge);
    if (known == nullptr) {
      prices.prices.push_back(std::move(price));
    } else if (known >= prices.prices.data() + own) {
      problems_.report(written.place("charge"), "this charge has two prices", "keep one of them");
    }
  }
}

void MigrationReader::read_money(const Fields& fields) {
  const auto money = fields.mapping("money");
  if (!money) return;
  MoneyScenario result;
  result.prices.name = scenario_.name;
  result.prices.currency = money->identifier("currency").value_or("");
  result.retention = money->duration("retention").value_or(sim::Duration(0));
  result.rehearsals = money->count("rehearsals").value_or(0);
  result.databases = money->count("databases").value_or(1);
  read_prices(*money, "prices", result.prices);
  if (const auto profile = money->identifier("profile")) {
    result.prices.name = *profile;
    if (const auto list = hardware_.prices(*profile, money->place("profile"))) {
      const std::string currency = list->identifier("currency").value_or("");
      if (!result.prices.currency.empty() && result.prices.currency != currency) {
        problems_.report(money->place("currency"),
                         fmt::format("the prices of '{}' are in {}", *profile, currency),
                         "state all prices in one currency");
      }
      result.prices.currency = currency;
      read_prices(*list, "list", result.prices);
    }
  }
  if (result.prices.currency.empty()) result.prices.currency = "USD";
  scenario_.money = std::move(result);
}

}  // namespace scenarios
