// Reads clocks that are wrong, and the mock's that jump.
#include <fmt/format.h>

#include "models/durability/clock_state.hpp"
#include "scenarios/fault_reader.hpp"
#include "scenarios/quantity.hpp"
#include "sim/quantity_text.hpp"

namespace scenarios {

namespace durability = models::durability;

namespace {

// So far a clock may be wrong.
constexpr sim::Duration kMostWrong = std::chrono::hours(24 * 365);

}  // namespace

// The mock takes an Offset in whole seconds.
bool FaultReader::read_travel(const Fields& fields, durability::Fault& fault) {
  const auto form = fields.chosen("time_travel");
  if (!form) return false;
  const bool back = form->fields.has_value();
  const auto by = back ? form->fields->duration("back") : read_duration(form->value->text()).value;
  if (!by) return false;
  for (durability::NodeIndex i = 0; i < params_.nodes.size(); ++i) fault.nodes.push_back(i);
  fault.ahead = back ? -*by : *by;
  fault.words = fmt::format("time_travel {}{}", back ? "back " : "", sim::to_text(*by));
  if (*by > sim::Duration(0) && *by <= kMostWrong &&
      *by % std::chrono::seconds(1) == sim::Duration(0)) {
    return true;
  }
  problems_.report(fields.place("time_travel"), "clocks jump by whole seconds, from 1s to 365d",
                   "write 1h, or {back: 1h}");
  return false;
}

void FaultReader::read_skew(const Fields& fields, durability::Fault& fault) {
  const bool behind = fields.has("behind");
  const std::string_view name = behind ? "behind" : "ahead";
  const auto by = fields.duration(name);
  if (!by) return;
  if (*by == sim::Duration(0) || *by > kMostWrong) {
    problems_.report(fields.place(name), "a clock is wrong by at most 365d, and not by nothing",
                     fmt::format("write {}: 5s", name));
  }
  fault.ahead = behind ? -*by : *by;
  fault.words += fmt::format(" ({} {})", sim::to_text(*by), name);
}

void FaultReader::check_clocks() {
  for (const Draft& draft : drafts_) {
    const durability::FaultKind kind = draft.fault.kind;
    if (kind != durability::FaultKind::kClockSkew && kind != durability::FaultKind::kTimeTravel)
      continue;
    if (!durability::has_expiries(params_)) {
      problems_.report(draft.place, "nothing here expires, and nothing else goes by a clock",
                       "let a store of the script expire: {key: k, value: v, expires: 10s}");
    } else if (kind == durability::FaultKind::kClockSkew &&
               params_.dialect == durability::Dialect::kMock) {
      problems_.report(draft.place, "the mock has one clock for all its nodes",
                       "write time_travel: 5s, or time_travel: {back: 5s}");
    }
  }
}

}  // namespace scenarios
