// A named stream of random numbers: who draws, and what for, decides every number it gives.
//
// Adding an entity or a purpose changes nobody else's draws, and two variants of a scenario that
// share the seed meet the same luck.
// Formula        state from sip_hash of entity and purpose under the key (seed, replication),
//                spread by SplitMix64; numbers by xoshiro256++
// Shape          a value of 32 bytes: a copy continues as the original would
// Source         D. Blackman, S. Vigna, Scrambled Linear Pseudorandom Number Generators, ACM TOMS
//                47 (2021); J.-P. Aumasson, D. Bernstein, SipHash, INDOCRYPT 2012; D. Lemire, Fast
//                Random Integer Generation in an Interval, ACM TOMACS 29 (2019)
// Checked by     tests/sim/random_test.cpp
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <string_view>

#include "sim/check.hpp"
#include "sim/digest.hpp"

namespace sim {

/// SipHash-2-4 of a text under a 128-bit key: 64 bits that nobody predicts without the key.
[[nodiscard]] std::uint64_t sip_hash(std::uint64_t key_low, std::uint64_t key_high,
                                     std::string_view text);

class Stream {
 public:
  /// The stream of `entity` for `purpose`, for example ("node2/disk", "service"). The names are
  /// hashed with their lengths, so ("ab", "c") and ("a", "bc") are strangers.
  Stream(std::uint64_t seed, std::string_view entity, std::string_view purpose,
         std::uint64_t replication = 0);

  /// A stream that continues from a known state. REQUIRES: one word at least is not zero.
  [[nodiscard]] static Stream from_state(const std::array<std::uint64_t, 4>& state);

  /// The next 64 random bits.
  std::uint64_t next() {
    const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

  /// A number strictly between 0 and 1: an odd multiple of 2^-53, each as likely as any other.
  /// Symmetric: 1 - u is exact and one of them too. Takes one word.
  double uniform() { return static_cast<double>((next() >> 11) | 1) * 0x1p-53; }

  /// A whole number from 0 to n - 1, each exactly as likely; takes one word, rarely more.
  /// REQUIRES: n > 0.
  std::uint64_t below(std::uint64_t n) {
    SIM_CHECK(n > 0);
    __extension__ using Wide = unsigned __int128;
    Wide product = static_cast<Wide>(next()) * n;
    if (static_cast<std::uint64_t>(product) < n) {
      const std::uint64_t surplus = (0 - n) % n;
      while (static_cast<std::uint64_t>(product) < surplus) {
        product = static_cast<Wide>(next()) * n;
      }
    }
    return static_cast<std::uint64_t>(product >> 64);
  }

  void feed(Digest& digest) const {
    for (const std::uint64_t word : state_) digest.add(word);
  }
  /// See sim/recurrence.hpp.
  template <class Walk>
  void recur(Walk& walk) const {
    for (const std::uint64_t word : state_) walk.same(word);
  }

  friend bool operator==(const Stream&, const Stream&) = default;

 private:
  Stream() = default;

  std::array<std::uint64_t, 4> state_{};
};

}  // namespace sim
