#include "sim/random.hpp"

#include <cstddef>
#include <string>

namespace sim {
namespace {

// Little end first on every machine.
std::uint64_t word_at(std::string_view text, std::size_t start, std::size_t bytes) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < bytes; ++i) {
    const auto letter = static_cast<unsigned char>(text[start + i]);
    word |= static_cast<std::uint64_t>(letter) << (8 * i);
  }
  return word;
}

struct SipState {
  std::uint64_t a, b, c, d;

  void round() {
    a += b;
    b = std::rotl(b, 13) ^ a;
    a = std::rotl(a, 32);
    c += d;
    d = std::rotl(d, 16) ^ c;
    a += d;
    d = std::rotl(d, 21) ^ a;
    c += b;
    b = std::rotl(b, 17) ^ c;
    c = std::rotl(c, 32);
  }

  void absorb(std::uint64_t word) {
    d ^= word;
    round();
    round();
    a ^= word;
  }
};

void append_with_length(std::string& message, std::string_view text) {
  for (int shift = 0; shift < 64; shift += 8) {
    message.push_back(static_cast<char>((static_cast<std::uint64_t>(text.size()) >> shift) & 0xFF));
  }
  message += text;
}

// SplitMix64's output function: a bijection, so the words of one state are never all zero.
std::uint64_t mix(std::uint64_t word) {
  word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9ULL;
  word = (word ^ (word >> 27)) * 0x94D049BB133111EBULL;
  return word ^ (word >> 31);
}

}  // namespace

std::uint64_t sip_hash(std::uint64_t key_low, std::uint64_t key_high, std::string_view text) {
  SipState state{key_low ^ 0x736F6D6570736575ULL, key_high ^ 0x646F72616E646F6DULL,
                 key_low ^ 0x6C7967656E657261ULL, key_high ^ 0x7465646279746573ULL};
  const std::size_t whole = text.size() / 8 * 8;
  for (std::size_t start = 0; start < whole; start += 8) state.absorb(word_at(text, start, 8));
  const auto length = static_cast<std::uint64_t>(text.size());
  state.absorb(word_at(text, whole, text.size() - whole) | length << 56);
  state.c ^= 0xFF;
  for (int i = 0; i < 4; ++i) state.round();
  return state.a ^ state.b ^ state.c ^ state.d;
}

Stream::Stream(std::uint64_t seed, std::string_view entity, std::string_view purpose,
               std::uint64_t replication) {
  std::string name;
  append_with_length(name, entity);
  append_with_length(name, purpose);
  std::uint64_t counter = sip_hash(seed, replication, name);
  for (std::uint64_t& word : state_) {
    counter += 0x9E3779B97F4A7C15ULL;
    word = mix(counter);
  }
}

Stream Stream::from_state(const std::array<std::uint64_t, 4>& state) {
  SIM_CHECK((state[0] | state[1] | state[2] | state[3]) != 0);
  Stream stream;
  stream.state_ = state;
  return stream;
}

}  // namespace sim
