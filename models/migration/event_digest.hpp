// The fingerprint of all events of a run, in order, which can also be told "the same k times more".
//
// Formula        word of an event = combined(time since the one before, kind and content);
//                state' = kOdd * state + word. n events do state' = A state + B, with A = kOdd^n;
//                k times that is found by squaring: (A, B) o (A, B) = (A A, A B + B)
// Recent         a sum over the last kRecent words says cheaply that they may have come before
// Checked by     tests/models/migration/event_digest_test.cpp
#pragma once

#include <array>
#include <cstdint>

#include "models/migration/mixing.hpp"
#include "sim/time.hpp"

namespace models::migration {

namespace detail {

inline constexpr std::uint64_t kDigestOdd = 0x9E3779B97F4A7C15ULL;

constexpr std::uint64_t digest_power(std::uint64_t exponent) {
  std::uint64_t result = 1;
  std::uint64_t square = kDigestOdd;
  for (; exponent > 0; exponent >>= 1) {
    if ((exponent & 1) != 0) result *= square;
    square *= square;
  }
  return result;
}

}  // namespace detail

class EventDigest {
 public:
  static constexpr std::size_t kRecent = 64;

  void add(sim::Instant at, std::uint64_t content) {
    const std::uint64_t word = combined(static_cast<std::uint64_t>((at - last_).count()), content);
    last_ = at;
    state_ = state_ * kOdd + word;
    std::uint64_t& oldest = words_[events_++ % kRecent];
    recent_ = recent_ * kOdd + word - oldest * kOldest;
    oldest = word;
  }

  [[nodiscard]] std::uint64_t value() const { return state_; }
  [[nodiscard]] std::uint64_t events() const { return events_; }
  [[nodiscard]] std::uint64_t recent() const { return recent_; }

  /// What has happened since `earlier` happens `times` more.
  /// REQUIRES: `earlier` was this digest at an earlier time.
  void repeat(const EventDigest& earlier, std::uint64_t times, sim::Duration period) {
    const std::uint64_t count = events_ - earlier.events_;
    const std::uint64_t factor = detail::digest_power(count);
    Map one{factor, state_ - factor * earlier.state_};
    Map all{1, 0};
    for (std::uint64_t rest = times; rest > 0; rest >>= 1) {
      if ((rest & 1) != 0) all = one.after(all);
      one = one.after(one);
    }
    state_ = all.factor * state_ + all.rest;
    turn(count * times);
    events_ += count * times;
    last_ += period * static_cast<std::int64_t>(times);
  }

 private:
  struct Map {
    std::uint64_t factor;
    std::uint64_t rest;
    [[nodiscard]] Map after(const Map& first) const {
      return {factor * first.factor, factor * first.rest + rest};
    }
  };

  static constexpr std::uint64_t kOdd = detail::kDigestOdd;
  static constexpr std::uint64_t kOldest = detail::digest_power(kRecent);

  // Where the oldest word stands depends on how many there were.
  void turn(std::uint64_t by) {
    const std::array<std::uint64_t, kRecent> before = words_;
    for (std::size_t i = 0; i < kRecent; ++i) words_[(i + by) % kRecent] = before[i];
  }

  std::uint64_t state_ = 0x2545F4914F6CDD1DULL;
  std::uint64_t events_ = 0;
  std::uint64_t recent_ = 0;
  sim::Instant last_ = sim::kStart;
  std::array<std::uint64_t, kRecent> words_{};
};

}  // namespace models::migration
