// Bijections of whole numbers that look like chance: contents of rows without memory of them.
//
// Formula        mixed: Stafford's variant 13 of MurmurHash3's finalizer; scrambled: three rounds
//                of shift, exclusive or and odd factor on so many bits
// Checked by     tests/models/migration/dataset_test.cpp
#pragma once

#include <cstdint>

namespace models::migration {

/// A bijection of 64 bits.
[[nodiscard]] constexpr std::uint64_t mixed(std::uint64_t value) {
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ULL;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBULL;
  return value ^ (value >> 31);
}

/// Depends on both and on their order; a bijection of each while the other stands still.
[[nodiscard]] constexpr std::uint64_t combined(std::uint64_t first, std::uint64_t second) {
  return mixed(first * 0x9E3779B97F4A7C15ULL + (second ^ 0xD6E8FEB86659FD93ULL));
}

/// A bijection of the lowest `bits` bits; what stands above is dropped. REQUIRES: 1 <= bits <= 64.
[[nodiscard]] constexpr std::uint64_t scrambled(std::uint64_t value, unsigned bits,
                                                std::uint64_t salt) {
  const std::uint64_t mask = bits == 64 ? ~0ULL : (1ULL << bits) - 1;
  const unsigned half = bits / 2 + 1;
  value = (value + salt) & mask;
  value = ((value ^ (value >> half)) * 0xBF58476D1CE4E5B9ULL) & mask;
  value = ((value ^ (value >> half)) * 0x94D049BB133111EBULL) & mask;
  value = ((value ^ (value >> half)) * 0xD6E8FEB86659FD93ULL) & mask;
  return (value ^ (value >> half)) & mask;
}

/// The high word of a product: `value` of all 64-bit numbers, as a number below `limit`.
[[nodiscard]] constexpr std::uint64_t scaled(std::uint64_t value, std::uint64_t limit) {
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::uint64_t>((static_cast<Wide>(value) * limit) >> 64);
}

}  // namespace models::migration
