#include "studies/measures.hpp"

#include <cmath>

namespace studies {

void Measures::time(std::string name, sim::Duration value) {
  measures_.push_back({std::move(name), value.count(), Unit::kNanoseconds});
}

void Measures::count(std::string name, std::uint64_t value) {
  measures_.push_back({std::move(name), static_cast<std::int64_t>(value), Unit::kNumber});
}

void Measures::bytes(std::string name, std::int64_t value) {
  measures_.push_back({std::move(name), value, Unit::kBytes});
}

void Measures::money(std::string name, std::int64_t billionths) {
  measures_.push_back({std::move(name), billionths, Unit::kBillionths});
}

void Measures::share(std::string name, double value) {
  measures_.push_back({std::move(name), value, Unit::kShare});
}

void Measures::ratio(std::string name, double value) {
  measures_.push_back({std::move(name), value, Unit::kNumber});
}

void Measures::rate(std::string name, std::uint64_t things, sim::Duration during) {
  if (during.count() <= 0) return;
  const double value = static_cast<double>(things) * 1e9 / static_cast<double>(during.count());
  measures_.push_back({std::move(name), value, Unit::kPerSecond});
}

void Measures::times(const std::string& name, const sim::LogLinearHistogram& response) {
  if (response.empty()) return;
  count(name + ".count", response.count());
  time(name + ".mean", sim::Duration(static_cast<std::int64_t>(std::floor(response.mean() + 0.5))));
  time(name + ".p50", sim::Duration(response.quantile(0.5)));
  time(name + ".p90", sim::Duration(response.quantile(0.9)));
  time(name + ".p99", sim::Duration(response.quantile(0.99)));
  time(name + ".p999", sim::Duration(response.quantile(0.999)));
  time(name + ".most", sim::Duration(response.max()));
}

}  // namespace studies
