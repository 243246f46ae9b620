// How many rounds of luck a test plays, and how much they must have met.
//
// Sanitizers look for what is wrong with memory, which the first rounds show, and make each round
// thirty times as long; so there a test plays an eighth of its rounds.
#pragma once

namespace tests {

#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool kSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif
#else
inline constexpr bool kSanitized = false;
#endif

template <class Number>
constexpr Number rounds(Number all) {
  return kSanitized ? all / 8 : all;
}

}  // namespace tests
