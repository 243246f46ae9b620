#include "sim/exponential_block.hpp"

#include <bit>

#include "sim/portable_log.hpp"

// Builds by clang, as the sanitized one, go without: so the plain code is tested too, and has to
// give the digests that the fast one gives.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define SIM_FOR_SEVERAL_PROCESSORS [[gnu::target_clones("avx512f", "avx2", "default")]]
#else
#define SIM_FOR_SEVERAL_PROCESSORS
#endif

namespace sim::detail {

// Loops without branches, so that the compiler can do several turns of them in one. The words come
// from memory in other portions than they went there, which takes processors a while: a block is
// long enough for its first words to have arrived.
SIM_FOR_SEVERAL_PROCESSORS
bool draw_exponentials(const ExponentialLaw& law,
                       const std::array<std::uint64_t, kExponentialBlock>& words,
                       std::int64_t* draws) {
  std::array<double, kExponentialBlock> values;
  const ExponentialLaw by = law;  // nothing written below can change it
  const auto low = static_cast<double>(by.low);
  const double from = by.mirrored ? 1 : 0;
  const double sign = by.mirrored ? -1 : 1;
  std::uint64_t long_way = 0;  // its highest bit
  for (std::size_t i = 0; i < kExponentialBlock; ++i) {
    // The odd multiple of 2^-53 that Stream::uniform() makes of the word.
    const double u = (small_to_double(words[i] >> 12) * 2 + 1) * 0x1p-53;
    const double p = by.start + by.span * (from + sign * u);
    const auto bits = std::bit_cast<std::uint64_t>(p);
    const double value = low - by.mean * log_of_normal(bits);
    values[i] = value;
    long_way |= bits - kExponentOne;
    long_way |= std::bit_cast<std::uint64_t>(0x1p51) - std::bit_cast<std::uint64_t>(value);
  }
  if (long_way >> 63 != 0) return false;
  for (std::size_t i = 0; i < kExponentialBlock; ++i) {
    // Adding 2^52 rounds to the nearest whole number; a half that was rounded down goes up.
    const double value = values[i] > low ? values[i] : low;
    const double near = value + 0x1p52;
    const std::uint64_t up = value - (near - 0x1p52) >= 0.5 ? 1 : 0;
    const auto draw =
        static_cast<std::int64_t>((std::bit_cast<std::uint64_t>(near) & (kExponentOne - 1)) + up);
    draws[i] = draw < by.high ? draw : by.high;
  }
  return true;
}

}  // namespace sim::detail
