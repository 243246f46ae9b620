// Words that the language leaves out on purpose, and what a file that uses one is told.
//
// Formula        a step or a fault that begins with such a word is answered with the reason and
//                what to write in its place, at the word
// Source         docs/faults.md, "What is not modelled"
// Checked by     tests/scenarios/load_bad_faults_test.cpp
#pragma once

#include <string_view>

namespace scenarios {

struct RefusedWord {
  std::string_view word;
  std::string_view reason;  // after "'word' is refused: "
  std::string_view hint;
};

/// Null if nothing is known of the word.
[[nodiscard]] const RefusedWord* refused_word(std::string_view word);

}  // namespace scenarios
