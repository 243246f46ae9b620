#include "reports/verdict_cells.hpp"

#include <fmt/format.h>

namespace reports {

Cell result_cell(scenarios::Result result) {
  switch (result) {
    case scenarios::Result::kPassed:
      return {"passed", "passed", Tone::kGood};
    case scenarios::Result::kFailed:
      return {"FAILED", "failed", Tone::kBad};
    case scenarios::Result::kNeverEvaluated:
      return {"NEVER EVALUATED", "never evaluated", Tone::kBad};
  }
  return {};
}

Cell place_cell(const scenarios::Place& place) {
  const std::string name = place.file.substr(place.file.rfind('/') + 1);
  return {fmt::format("{}:{}", name, place.line), static_cast<std::uint64_t>(place.line),
          Tone::kPlain};
}

}  // namespace reports
