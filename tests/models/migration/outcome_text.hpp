// An outcome as text, every number of it, so that two can be compared whole.
#pragma once

#include <string>

#include "models/migration/outcome.hpp"

namespace tests {

/// All but how the numbers were come by.
[[nodiscard]] std::string outcome_text(const models::migration::Outcome& outcome);

}  // namespace tests
