// A running 64-bit fingerprint of everything that happened, in order.
//
// Formula        each word w: state = (state ^ w) * odd constant, then state ^= state >> 32;
//                every step is a bijection of the state for a fixed word, so no history is
//                forgotten, and integer arithmetic makes it the same on every machine
// Use            equal runs give equal digests; a changed digest says "something differs",
//                never what. It guards against accidents, not against attackers.
// Checked by     tests/sim/digest_test.cpp
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace sim {

class Digest {
 public:
  /// Adds one word.
  void add(std::uint64_t word) {
    state_ = (state_ ^ word) * 0x9E3779B97F4A7C15ULL;
    state_ ^= state_ >> 32;
  }

  /// Adds two words in one step.
  void add(std::uint64_t first, std::uint64_t second) {
    add(first ^ (second * 0xD6E8FEB86659FD93ULL));
  }

  /// Adds a small plain value, byte for byte.
  /// REQUIRES: T has no padding, so equal values have equal bytes.
  template <class T>
  void add_value(const T& value) {
    static_assert(std::is_trivially_copyable_v<T>);
    static_assert(std::has_unique_object_representations_v<T>, "padding bytes would be hashed");
    std::uint64_t words[(sizeof(T) + 7) / 8] = {};
    std::memcpy(words, &value, sizeof(T));
    for (const std::uint64_t word : words) add(word);
  }

  /// Adds a text and its length.
  void add_text(std::string_view text) {
    add(text.size());
    for (const char letter : text) add(static_cast<unsigned char>(letter));
  }

  [[nodiscard]] std::uint64_t value() const { return state_; }

  friend bool operator==(const Digest&, const Digest&) = default;

 private:
  std::uint64_t state_ = 0x2545F4914F6CDD1DULL;
};

}  // namespace sim
