// A hint for a word that is not one of the known ones.
//
// Formula        the known word with the fewest edits (a letter added, dropped, changed, or two
//                swapped), if those are at most a third of the word; the first of equals
// Checked by     tests/scenarios/did_you_mean_test.cpp
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace scenarios {

/// The known word that was probably meant.
[[nodiscard]] std::optional<std::string_view> nearest_word(std::string_view word,
                                                           std::span<const std::string_view> known);

/// "did you mean 'write'?", or the list of what may stand here.
[[nodiscard]] std::string did_you_mean(std::string_view word,
                                       std::span<const std::string_view> known);

/// The same for words that were made up on the way.
[[nodiscard]] std::string did_you_mean(std::string_view word,
                                       const std::vector<std::string>& known);

/// "a, b or c", for hints.
[[nodiscard]] std::string joined(std::span<const std::string_view> words,
                                 std::string_view last_joint = " or ");

}  // namespace scenarios
