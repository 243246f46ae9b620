#include "sim/units.hpp"

#include "sim/check.hpp"

namespace sim {

Duration transfer_time(Bytes size, ByteRate rate) {
  SIM_CHECK(size.count >= 0);
  SIM_CHECK(rate.bytes_per_second > 0);
  constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;
  if (size.count < INT64_MAX / kNanosecondsPerSecond) {
    const std::int64_t scaled = size.count * kNanosecondsPerSecond;
    return Duration(scaled / rate.bytes_per_second + (scaled % rate.bytes_per_second != 0));
  }
  __extension__ using Wide = unsigned __int128;
  const auto divisor = static_cast<Wide>(rate.bytes_per_second);
  const Wide scaled = static_cast<Wide>(size.count) * kNanosecondsPerSecond;
  const Wide nanoseconds = (scaled + divisor - 1) / divisor;
  return nanoseconds > INT64_MAX ? Duration::max()
                                 : Duration(static_cast<std::int64_t>(nanoseconds));
}

}  // namespace sim
