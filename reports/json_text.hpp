// Bytes of a JSON value as durasim writes them: indented by two, ASCII and UTF-8 as they are.
//
// Errors         bytes that are no UTF-8 are replaced
// Checked by     tests/reports/json_test.cpp
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "reports/section.hpp"

namespace reports {

/// Keys stay in the order in which they were added.
using Json = nlohmann::ordered_json;

[[nodiscard]] std::string json_text(const Json& json);

/// The report as a value: what to_json() writes.
[[nodiscard]] Json json_of(const Report& report);

}  // namespace reports
