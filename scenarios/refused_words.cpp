#include "scenarios/refused_words.hpp"

#include <algorithm>
#include <iterator>

namespace scenarios {

namespace {

constexpr std::string_view kInFaults =
    "write it in faults: {clock_skew: node1, ahead: 5s}, or every and lasts with it";
constexpr std::string_view kOfFaults = "a wrong clock is an entry of faults, called clock_skew";

constexpr RefusedWord kRefusedWords[] = {
    {"clock_skew", "a wrong clock is an entry of faults", kInFaults},
    {"clock", kOfFaults, kInFaults},
    {"skew", kOfFaults, kInFaults},
    {"expires", "only what a script stores expires",
     "write script: [{at: 0ms, store: {key: k, value: v, expires: 10s}}]"}};

}  // namespace

const RefusedWord* refused_word(std::string_view word) {
  const auto* found = std::find_if(std::begin(kRefusedWords), std::end(kRefusedWords),
                                   [word](const RefusedWord& one) { return one.word == word; });
  return found == std::end(kRefusedWords) ? nullptr : found;
}

}  // namespace scenarios
