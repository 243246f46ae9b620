#include "models/durability/clock_state.hpp"

#include <algorithm>

#include "sim/check.hpp"

namespace models::durability {

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kLastSecond = sim::kLastInstant.time_since_epoch().count() / kSecond;

bool is_before(const Expiry& expiry, const Expiry& other) {
  return expiry.key != other.key ? expiry.key < other.key : expiry.cas < other.cas;
}

}  // namespace

bool has_expiries(const ClusterParams& params) {
  return std::any_of(params.steps.begin(), params.steps.end(), [](const Step& step) {
    const auto* operation = std::get_if<OperationStep>(&step.what);
    return operation != nullptr && operation->expires > 0;
  });
}

std::int64_t second_at(sim::Instant now, sim::Duration ahead) {
  const std::int64_t time = now.time_since_epoch().count();
  const std::int64_t shift = ahead.count();
  if (shift > INT64_MAX - time) return kLastSecond;
  // Rounded down, also before the run's beginning.
  const std::int64_t shown = time + shift;
  return shown / kSecond - (shown % kSecond < 0 ? 1 : 0);
}

sim::Instant over_from(std::int64_t second, sim::Duration ahead, Dialect dialect) {
  const std::int64_t shows = dialect == Dialect::kMock ? second : second + 1;
  if (shows > kLastSecond) return sim::kLastInstant;
  const std::int64_t time = shows * kSecond;
  const std::int64_t shift = ahead.count();
  if (shift < 0 && time > INT64_MAX + shift) return sim::kLastInstant;
  return sim::at(
      std::clamp(sim::Duration(time - shift), sim::Duration(0), sim::kLastInstant - sim::kStart));
}

void ClockState::add(const Expiry& expiry) {
  const auto place = std::lower_bound(expiries_.begin(), expiries_.end(), expiry, is_before);
  SIM_CHECK(place == expiries_.end() || is_before(expiry, *place));
  expiries_.insert(place, expiry);
}

const Expiry* ClockState::find(KeyIndex key, std::uint64_t cas) const {
  const Expiry wanted{key, cas, 0};
  const auto place = std::lower_bound(expiries_.begin(), expiries_.end(), wanted, is_before);
  return place == expiries_.end() || is_before(wanted, *place) ? nullptr : &*place;
}

bool ClockState::has(KeyIndex key) const {
  const auto place =
      std::lower_bound(expiries_.begin(), expiries_.end(), Expiry{key, 0, 0}, is_before);
  return place != expiries_.end() && place->key == key;
}

}  // namespace models::durability
