#include "reports/text_layout.hpp"

#include <algorithm>

#include "scenarios/utf8.hpp"
#include "sim/check.hpp"

namespace reports {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kIndent = "  ";
constexpr int kGap = 2;         // between columns
constexpr int kNarrowest = 12;  // a column is not squeezed below it, nor below its longest word

// The bytes of the first `width` cells, at least one character.
std::size_t bytes_within(std::string_view text, int width) {
  std::size_t at = 0;
  for (int cells = 0; at < text.size();) {
    const scenarios::Character character = scenarios::character_at(text, at);
    cells += scenarios::display_width(character.code);
    if (cells > width && at > 0) break;
    at += character.bytes;
  }
  return at;
}

int longest_word(std::string_view text) {
  int longest = 0;
  while (!text.empty()) {
    const std::size_t space = std::min(text.find(' '), text.size());
    longest = std::max(longest, cells_of(text.substr(0, space)));
    text.remove_prefix(std::min(space + 1, text.size()));
  }
  return longest;
}

bool is_right_aligned(const Column& column) { return column.kind == ColumnKind::kNumber; }

// The part of a table that people see, ready to be drawn.
struct Grid {
  std::vector<const Column*> columns;
  std::vector<std::vector<Cell>> rows;
};

// A column of texts that are all empty tells nothing.
Grid grid_of(const Table& table) {
  Grid grid;
  std::vector<std::size_t> shown;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const bool empty = std::all_of(table.rows.begin(), table.rows.end(),
                                   [i](const Row& row) { return row[i].text.empty(); });
    if (!table.columns[i].shown || empty) continue;
    shown.push_back(i);
    grid.columns.push_back(&table.columns[i]);
  }
  for (const Row& row : table.rows) {
    std::vector<Cell>& drawn = grid.rows.emplace_back();
    for (const std::size_t i : shown) {
      drawn.push_back(row[i]);
      drawn.back().text = printable(row[i].text);
    }
  }
  return grid;
}

// Widths that fit, or none.
std::vector<int> widths_for(const Grid& grid, int available) {
  std::vector<int> widths;
  std::vector<int> least;
  int sum = -kGap;
  for (std::size_t i = 0; i < grid.columns.size(); ++i) {
    int natural = cells_of(grid.columns[i]->title);
    int word = longest_word(grid.columns[i]->title);
    for (const auto& row : grid.rows) {
      natural = std::max(natural, cells_of(row[i].text));
      word = std::max(word, longest_word(row[i].text));
    }
    widths.push_back(natural);
    least.push_back(std::min(natural, std::max(std::min(word, 2 * kNarrowest), kNarrowest)));
    if (grid.columns[i]->kind != ColumnKind::kText) least.back() = word;
    sum += natural + kGap;
  }
  while (sum > available) {
    std::size_t widest = widths.size();
    for (std::size_t i = 0; i < widths.size(); ++i) {
      if (widths[i] == least[i]) continue;
      if (widest == widths.size() || widths[i] > widths[widest]) widest = i;
    }
    if (widest == widths.size()) return {};
    --widths[widest];
    --sum;
  }
  return widths;
}

void trim_end(std::string& line) { line.erase(line.find_last_not_of(' ') + 1); }

// One row, over as many lines as its longest cell needs.
std::string row_text(const std::vector<Cell>& row, const Grid& grid, const std::vector<int>& widths,
                     const TextStyle& style) {
  std::vector<std::vector<std::string>> lines;
  std::size_t height = 1;
  for (std::size_t i = 0; i < row.size(); ++i) {
    lines.push_back(wrapped(row[i].text, std::max(widths[i], 2)));
    height = std::max(height, lines.back().size());
  }
  std::string text;
  for (std::size_t number = 0; number < height; ++number) {
    std::string line(kIndent);
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string part = number < lines[i].size() ? lines[i][number] : "";
      const auto blank = static_cast<std::size_t>(std::max(0, widths[i] - cells_of(part)));
      const bool right = is_right_aligned(*grid.columns[i]);
      if (right) line.append(blank, ' ');
      line += toned(part, row[i].tone, style);
      if (!right) line.append(blank, ' ');
      line.append(kGap, ' ');
    }
    trim_end(line);
    text += line + '\n';
  }
  return text;
}

// For a table that no width fits: each cell on lines of its own.
std::string blocks_text(const Grid& grid, const TextStyle& style) {
  std::string text;
  const int width = style.width - static_cast<int>(kIndent.size());
  for (const auto& row : grid.rows) {
    bool first = true;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (row[i].text.empty()) continue;
      const std::string line = grid.columns[i]->title + ": " + row[i].text;
      for (const std::string& part : wrapped(line, width - 2)) {
        text += std::string(first ? "- " : "  ") + toned(part, row[i].tone, style) + '\n';
        first = false;
      }
    }
  }
  return text;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string safe;
  for (std::size_t at = 0; at < text.size();) {
    const scenarios::Character character = scenarios::character_at(text, at);
    if (character.code == '\n' || character.code == '\t') {
      safe += ' ';
    } else if (!character.valid || scenarios::is_control(character.code)) {
      safe += kReplacement;
    } else {
      safe += text.substr(at, character.bytes);
    }
    at += character.bytes;
  }
  return safe;
}

int cells_of(std::string_view text) {
  int cells = 0;
  for (std::size_t at = 0; at < text.size();) {
    const scenarios::Character character = scenarios::character_at(text, at);
    cells += scenarios::display_width(character.code);
    at += character.bytes;
  }
  return cells;
}

std::vector<std::string> wrapped(std::string_view text, int width) {
  SIM_CHECK(width >= 2);
  std::vector<std::string> lines;
  while (cells_of(text) > width) {
    const std::size_t fitting = bytes_within(text, width);
    std::size_t end = fitting;
    if (fitting < text.size() && text[fitting] != ' ') {
      const std::size_t space = text.substr(0, fitting).find_last_of(' ');
      if (space != std::string_view::npos && space > 0) end = space;
    }
    std::string line(text.substr(0, end));
    trim_end(line);
    lines.push_back(std::move(line));
    text.remove_prefix(end);
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  }
  if (!text.empty() || lines.empty()) lines.emplace_back(text);
  return lines;
}

std::string toned(std::string_view text, Tone tone, const TextStyle& style) {
  if (!style.colour || tone == Tone::kPlain || text.empty()) return std::string(text);
  const std::string_view begin = tone == Tone::kGood ? "\x1b[32m" : "\x1b[31m";
  return std::string(begin).append(text).append("\x1b[0m");
}

std::string table_text(const Table& table, const TextStyle& style) {
  SIM_CHECK(style.width >= 40);
  const Grid grid = grid_of(table);
  if (grid.columns.empty() || grid.rows.empty()) return "";
  const std::vector<int> widths = widths_for(grid, style.width - static_cast<int>(kIndent.size()));
  if (widths.empty()) return blocks_text(grid, style);
  std::vector<Cell> titles;
  for (const Column* column : grid.columns) titles.push_back(text_cell(column->title));
  std::string text = row_text(titles, grid, widths, style);
  for (const auto& row : grid.rows) text += row_text(row, grid, widths, style);
  return text;
}

}  // namespace reports
