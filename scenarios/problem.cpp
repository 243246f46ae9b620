#include "scenarios/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "scenarios/utf8.hpp"
#include "sim/check.hpp"

namespace scenarios {
namespace {

constexpr int kWidestExcerpt = 100;
constexpr int kBeforeCaret = 60;
constexpr std::string_view kCut = "...";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

struct ScreenCell {
  std::string text;
  int width;
};

ScreenCell cell_of(std::string_view line, std::size_t at, const Character& character) {
  if (character.code == '\t') return {"\t", 1};
  if (!character.valid || is_control(character.code)) return {std::string(kReplacement), 1};
  return {std::string(line.substr(at, character.bytes)), display_width(character.code)};
}

std::string_view line_of(std::string_view text, int number) {
  std::size_t begin = 0;
  for (int line = 1; line < number; ++line) {
    const std::size_t end = text.find('\n', begin);
    if (end == std::string_view::npos) return {};
    begin = end + 1;
  }
  std::string_view line = text.substr(begin, text.find('\n', begin) - begin);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

// Below a tab stands a tab, below a wide character two spaces: then the caret is right at any
// tab width.
std::string below(const ScreenCell& cell) {
  return cell.text == "\t" ? "\t" : std::string(static_cast<std::size_t>(cell.width), ' ');
}

struct Window {
  std::string line;
  std::string caret;
};

// The part of the line around the column: all of it if it is short enough.
Window window_around(std::string_view line, int column) {
  const int first = std::max(0, column - 1 - kBeforeCaret);
  Window window;
  if (first > 0) window = {std::string(kCut), std::string(kCut.size(), ' ')};
  int width = 0;
  int index = 0;
  for (std::size_t at = 0; at < line.size(); ++index) {
    const Character character = character_at(line, at);
    if (index >= first) {
      const ScreenCell cell = cell_of(line, at, character);
      if (width + cell.width > kWidestExcerpt) {
        window.line += kCut;
        break;
      }
      width += cell.width;
      window.line += cell.text;
      if (index < column - 1) window.caret += below(cell);
    }
    at += character.bytes;
  }
  window.caret += '^';
  return window;
}

}  // namespace

void Problems::add_source(std::string file, std::string text) {
  if (rank(file) < sources_.size()) return;
  sources_.push_back({std::move(file), std::make_shared<const std::string>(std::move(text))});
}

void Problems::report(Place place, std::string message, std::string hint) {
  problems_.push_back({std::move(place), std::move(message), std::move(hint)});
}

std::size_t Problems::rank(std::string_view file) const {
  const auto found = std::find_if(sources_.begin(), sources_.end(),
                                  [&](const Source& source) { return source.file == file; });
  return static_cast<std::size_t>(found - sources_.begin());
}

std::vector<Problem> Problems::sorted() const {
  std::vector<std::pair<std::size_t, const Problem*>> ranked;
  ranked.reserve(problems_.size());
  for (const Problem& problem : problems_) ranked.emplace_back(rank(problem.place.file), &problem);
  const auto key = [](const auto& entry) {
    const auto& [rank, problem] = entry;
    return std::tie(rank, problem->place.file, problem->place.line, problem->place.column);
  };
  std::stable_sort(ranked.begin(), ranked.end(),
                   [&](const auto& a, const auto& b) { return key(a) < key(b); });
  std::vector<Problem> result;
  for (const auto& [file_rank, problem_found] : ranked) {
    const Problem* problem = problem_found;
    const auto same_place = [&](const Problem& other) { return other.place == problem->place; };
    bool known = false;
    for (auto it = result.rbegin(); it != result.rend() && same_place(*it); ++it) {
      known = known || *it == *problem;
    }
    if (!known) result.push_back(*problem);
  }
  return result;
}

std::string Problems::excerpt(const Place& place) const {
  const std::size_t index = rank(place.file);
  if (place.line == 0 || index == sources_.size()) return {};
  const Window window = window_around(line_of(*sources_[index].text, place.line), place.column);
  return fmt::format("{:5} | {}\n      | {}\n", place.line, window.line, window.caret);
}

std::string Problems::to_text(std::size_t limit) const {
  const std::vector<Problem> all = sorted();
  std::string text;
  for (std::size_t i = 0; i < std::min(limit, all.size()); ++i) {
    const auto& [place, message, hint] = all[i];
    text += place.line == 0 ? place.file
                            : fmt::format("{}:{}:{}", place.file, place.line, place.column);
    text += fmt::format(": error: {}\n", message);
    text += excerpt(place);
    if (!hint.empty()) text += fmt::format("      = {}\n", hint);
  }
  if (all.size() > limit) text += fmt::format("and {} more\n", all.size() - limit);
  return text;
}

InvalidInput::InvalidInput(Problems problems) {
  SIM_CHECK(!problems.empty());
  std::string text = problems.to_text();
  content_ = std::make_shared<const Content>(Content{std::move(problems), std::move(text)});
}

}  // namespace scenarios
