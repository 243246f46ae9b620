// The words of bills: what is paid for, by which unit, and amounts.
//
// Shape          pure functions; amounts are exact billionths until they are written
// Checked by     tests/reports/migration/money_test.cpp
#pragma once

#include <string>
#include <string_view>

#include "models/migration/money.hpp"
#include "reports/section.hpp"

namespace reports::migration {

/// "write units on demand".
[[nodiscard]] std::string_view name_of(models::migration::Charge charge);
/// "GB months".
[[nodiscard]] std::string_view name_of(models::migration::PriceUnit unit);

/// "0.00065": all digits that count, at least two. REQUIRES: billionths >= 0.
[[nodiscard]] std::string price_text(std::int64_t billionths);

/// "2.71" for people, to the billionth for programs.
[[nodiscard]] Cell money_cell(std::int64_t billionths, int digits);

}  // namespace reports::migration
