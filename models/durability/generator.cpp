#include "models/durability/generator.hpp"

#include <algorithm>
#include <limits>

namespace models::durability {

namespace {

std::string entity(const GeneratorParams& params) { return "workload/" + params.name; }

}  // namespace

const hardware::Latency& pause_of(const GeneratorParams& params) {
  if (const auto* open = std::get_if<OpenArrivals>(&params.arrivals)) return open->interval;
  return std::get<ClosedArrivals>(params.arrivals).think;
}

Generator::Generator(const GeneratorParams& params, Schedule& schedule)
    : keys_(params.keys),
      sequential_(std::holds_alternative<Sequential>(params.popularity)),
      value_size_(params.value_size),
      count_(params.count),
      pause_(schedule.add_latency(
          entity(params),
          std::holds_alternative<OpenArrivals>(params.arrivals) ? "interval" : "think",
          pause_of(params).distribution)),
      kinds_(schedule.stream(entity(params), "kind")),
      key_stream_(schedule.stream(entity(params), "key")),
      sizes_(schedule.stream(entity(params), "size")),
      watched_(params.watched),
      watches_(schedule.stream(entity(params), "watch")) {
  SIM_CHECK(keys_.count > 0);
  double sum = 0;
  for (const double weight : params.mix) sum += weight;
  SIM_CHECK(sum > 0);
  double so_far = 0;
  for (std::size_t i = 0; i < kOperationKinds; ++i) {
    so_far += params.mix[i];
    up_to_[i] = so_far / sum;
  }
  // With one kind in the mix its share of the luck is left alone, so that adding a second workload
  // elsewhere or thinning this one changes no draw of keys.
  const auto weighs = [](double weight) { return weight > 0; };
  if (std::count_if(params.mix.begin(), params.mix.end(), weighs) == 1) {
    const auto only = std::find_if(params.mix.begin(), params.mix.end(), weighs);
    only_kind_ = static_cast<OperationKind>(only - params.mix.begin());
  }
  if (value_size_.as_constant()) only_size_ = draw_size();
  if (const auto* zipfian = std::get_if<Zipfian>(&params.popularity)) {
    zipf_.emplace(keys_.count, zipfian->exponent);
  }
}

std::uint32_t Generator::draw_size() {
  constexpr std::int64_t kMost = std::numeric_limits<std::uint32_t>::max();
  return static_cast<std::uint32_t>(std::min(value_size_.draw(sizes_), kMost));
}

OperationKind Generator::draw_kind() {
  const double u = kinds_.uniform();
  std::size_t i = 0;
  while (i + 1 < kOperationKinds && u > up_to_[i]) ++i;
  return static_cast<OperationKind>(i);
}

KeyIndex Generator::draw_key() {
  if (zipf_) return keys_.first + static_cast<KeyIndex>(zipf_->draw(key_stream_));
  return keys_.first + static_cast<KeyIndex>(key_stream_.below(keys_.count));
}

}  // namespace models::durability
