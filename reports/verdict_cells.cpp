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

std::string text_of(const scenarios::Place& place) {
  return place.line == 0 ? place.file : fmt::format("{}:{}", place.file, place.line);
}

Cell place_cell(const scenarios::Place& place) {
  scenarios::Place nearby = place;
  nearby.file.erase(0, place.file.rfind('/') + 1);
  return {text_of(nearby), static_cast<std::uint64_t>(place.line), Tone::kPlain};
}

}  // namespace reports
