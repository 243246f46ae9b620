#include "studies/limit.hpp"

#include <fmt/format.h>

#include <vector>

#include "scenarios/did_you_mean.hpp"
#include "scenarios/quantity.hpp"
#include "sim/portable_math.hpp"

namespace studies {

namespace {

[[noreturn]] void refuse(const std::string& option, const std::string& text, std::size_t offset,
                         std::string message, std::string hint) {
  scenarios::Problems problems;
  problems.add_source(option, text);
  problems.report({option, 1, static_cast<int>(offset) + 1}, std::move(message), std::move(hint));
  throw scenarios::InvalidInput(std::move(problems));
}

// The bound of a limit in the unit that it is written in; false if it is no quantity.
bool read_bound(Limit& limit) {
  const std::string& text = limit.quantity;
  if (const auto duration = scenarios::read_duration(text); duration.value) {
    limit.bound = static_cast<double>(duration.value->count());
    limit.unit = Unit::kNanoseconds;
  } else if (const auto size = scenarios::read_size(text); size.value) {
    limit.bound = static_cast<double>(size.value->count);
    limit.unit = Unit::kBytes;
  } else if (const auto share = scenarios::read_percent(text); share.value) {
    limit.bound = *share.value;
    limit.unit = Unit::kShare;
  } else if (const auto number = scenarios::read_number(text); number.value) {
    limit.bound = *number.value;
  } else if (const auto count = scenarios::read_count(text); count.value) {
    limit.bound = static_cast<double>(*count.value);
  } else {
    return false;
  }
  return true;
}

bool fits(const Limit& limit, Unit unit) {
  if (limit.unit == unit) return true;
  return limit.unit == Unit::kNumber &&
         (unit == Unit::kPerSecond || unit == Unit::kShare || unit == Unit::kBillionths);
}

std::string_view noun_of(Unit unit) {
  switch (unit) {
    case Unit::kNanoseconds:
      return "a time, such as 2h";
    case Unit::kBytes:
      return "a size, such as 5GiB";
    case Unit::kShare:
      return "a share, such as 80%";
    case Unit::kBillionths:
      return "money, such as 40";
    default:
      return "a number";
  }
}

}  // namespace

Limit read_limit(const std::string& text, const std::string& option) {
  Limit limit;
  limit.text = text;
  limit.option = option;
  const std::size_t end = text.find_first_of(" <>=!");
  const std::size_t sign = text.find_first_not_of(' ', std::min(end, text.size()));
  constexpr std::string_view kHint = "write a measure, a sign and a bound: \"downtime <= 2h\"";
  if (end == 0 || end == std::string::npos || sign == std::string::npos) {
    refuse(option, text, 0, fmt::format("'{}' is not a limit", text), std::string(kHint));
  }
  limit.measure = text.substr(0, end);
  const auto comparison = scenarios::read_comparison(text.substr(sign));
  if (!comparison.value || std::string_view("<>=!").find(text[sign]) == std::string_view::npos) {
    refuse(option, text, sign, fmt::format("'{}' is not a sign and a bound", text.substr(sign)),
           std::string(kHint));
  }
  limit.relation = comparison.value->relation;
  limit.quantity = comparison.value->quantity;
  if (!read_bound(limit)) {
    refuse(option, text, text.rfind(limit.quantity),
           fmt::format("'{}' is not a quantity", limit.quantity),
           "write a number, a duration (2h), a size (5GiB) or a share (80%)");
  }
  return limit;
}

LimitSeen look(const Limit& limit, const Trial& trial) {
  LimitSeen seen;
  seen.measure = trial.find(limit.measure);
  if (seen.measure == nullptr) return seen;
  const double value = seen.measure->number();
  const bool money = seen.measure->unit == Unit::kBillionths && limit.unit == Unit::kNumber;
  const double bound = money ? limit.bound * 1e9 : limit.bound;
  seen.holds = scenarios::holds(value, limit.relation, bound);
  if (!(value > 0) || !(bound > 0)) return seen;
  const double over = sim::portable_log(value / bound);
  switch (limit.relation) {
    case scenarios::Relation::kLess:
    case scenarios::Relation::kAtMost:
      seen.excess = over;
      break;
    case scenarios::Relation::kAtLeast:
    case scenarios::Relation::kGreater:
      seen.excess = -over;
      break;
    default:
      break;
  }
  return seen;
}

void check_measure(const std::string& name, const std::string& option, const Trial& trial) {
  if (trial.find(name) != nullptr) return;
  std::vector<std::string_view> known;
  for (const Measure& measure : trial.measures) known.push_back(measure.name);
  refuse(option, name, 0, fmt::format("the run has no measure '{}'", name),
         scenarios::did_you_mean(name, known));
}

void check_limit(const Limit& limit, const Trial& trial) {
  const Measure* measure = trial.find(limit.measure);
  if (measure == nullptr) {
    std::vector<std::string_view> known;
    for (const Measure& one : trial.measures) known.push_back(one.name);
    refuse(limit.option, limit.text, 0, fmt::format("the run has no measure '{}'", limit.measure),
           scenarios::did_you_mean(limit.measure, known));
  }
  if (fits(limit, measure->unit)) return;
  refuse(limit.option, limit.text, limit.text.rfind(limit.quantity),
         fmt::format("'{}' does not fit {}", limit.quantity, limit.measure),
         fmt::format("it is {}", noun_of(measure->unit)));
}

}  // namespace studies
