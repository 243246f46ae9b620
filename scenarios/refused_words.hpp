// Words that stand where the language does not have them, and what a file that uses one is told.
//
// Formula        a field, a step or a fault of that name, where there is none, is answered with the
//                reason and what to write in its place, at the word
// Source         of the mock's words: the commands of CouchbaseMock's control channel beside the
//                seven, so that scripts written for it can be carried over
// Checked by     tests/scenarios/load_clocks_test.cpp, tests/scenarios/load_bad_faults_test.cpp
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
