#include "scenarios/refused_words.hpp"

#include <algorithm>
#include <iterator>

namespace scenarios {

namespace {

constexpr std::string_view kNoClock =
    "no answer here depends on a node's clock: a CAS counts versions, nothing expires, and "
    "deadlines "
    "run on clocks that do not jump";
constexpr std::string_view kLate =
    "for nodes that notice or answer late write pause, hiccup, or disk_slow";

constexpr RefusedWord kRefusedWords[] = {{"clock_skew", kNoClock, kLate},
                                         {"clock", kNoClock, kLate},
                                         {"skew", kNoClock, kLate},
                                         {"time_travel", kNoClock, kLate}};

}  // namespace

const RefusedWord* refused_word(std::string_view word) {
  const auto* found = std::find_if(std::begin(kRefusedWords), std::end(kRefusedWords),
                                   [word](const RefusedWord& one) { return one.word == word; });
  return found == std::end(kRefusedWords) ? nullptr : found;
}

}  // namespace scenarios
