// Breaks every scenario of the library in thousands of ways; the seed is fixed.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <vector>

#include "load_anything.hpp"

namespace fs = std::filesystem;

namespace {

/// The texts of the library, in the order of their names. Tests run at the root of the project.
std::vector<std::string> library() {
  std::vector<fs::path> paths;
  for (const char* folder : {"scenarios/clients", "scenarios/observe"}) {
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
    }
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> texts;
  for (const fs::path& path : paths) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    texts.push_back(text.str());
  }
  return texts;
}

constexpr std::array<std::string_view, 28> kPieces{"{",
                                                   "}",
                                                   "[",
                                                   "]",
                                                   ":",
                                                   ",",
                                                   "\n  - ",
                                                   "0",
                                                   "1000",
                                                   "-1",
                                                   "99999999999999999999",
                                                   "nan",
                                                   "1ns",
                                                   "292y",
                                                   "100%",
                                                   "all",
                                                   "node0",
                                                   "node999",
                                                   "master",
                                                   "replica2",
                                                   "mine",
                                                   "gp2",
                                                   "slow: [{from: 0s, to: 1s, times: 2}]",
                                                   "include: [a.yaml]",
                                                   "nodes: 1000",
                                                   "\xC3",
                                                   "'",
                                                   "#"};

/// A word of the text: between blanks and punctuation.
std::pair<std::size_t, std::size_t> word_at(const std::string& text, std::size_t at) {
  constexpr std::string_view kEnds = " \n{}[],:";
  const std::size_t begin = text.find_last_of(kEnds, at);
  const std::size_t end = text.find_first_of(kEnds, at);
  const std::size_t first = begin == std::string::npos ? 0 : begin + 1;
  return {first, std::min(end, text.size()) - std::min(first, std::min(end, text.size()))};
}

/// One to four edits: a piece put in, a word replaced by a piece or by another word of the file,
/// a stretch taken out or said twice.
std::string mutated(std::string text, std::mt19937_64& bits) {
  for (std::uint64_t edits = 1 + bits() % 4; edits > 0; --edits) {
    const std::size_t at = bits() % (text.size() + 1);
    const std::size_t other = bits() % (text.size() + 1);
    const auto [word, length] = word_at(text, at);
    const auto [other_word, other_length] = word_at(text, other);
    switch (bits() % 5) {
      case 0:
        text.insert(at, kPieces[bits() % kPieces.size()]);
        break;
      case 1:
        text.replace(word, length, kPieces[bits() % kPieces.size()]);
        break;
      case 2:
        text.replace(word, length, text.substr(other_word, other_length));
        break;
      case 3:
        text.erase(at, 1 + bits() % 30);
        break;
      default:
        text.insert(at, text.substr(other, 1 + bits() % 60));
    }
  }
  return text;
}

}  // namespace

TEST_CASE("a broken scenario never breaks the loader, whatever is changed in it") {
  const std::vector<std::string> texts = library();
  REQUIRE(texts.size() >= 35);
  std::mt19937_64 bits(20261121);
  int right = 0;
  constexpr int kRounds = 6000;
  for (int i = 0; i < kRounds; ++i) {
    const std::string text = mutated(texts[static_cast<std::size_t>(i) % texts.size()], bits);
    if (tests::loads_anything(text)) ++right;
  }
  // Both roads were taken: files that are refused, and files that are read to the end.
  CHECK(right > kRounds / 50);
  CHECK(right < kRounds / 2);
}
