#include "tests/tidy/source.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <sstream>

namespace tidy {

namespace fs = std::filesystem;

bool starts(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

bool ends(std::string_view text, std::string_view suffix) {
  return text.size() >= suffix.size() && text.substr(text.size() - suffix.size()) == suffix;
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

namespace {

// Blanks comments and literals, so that words in them are neither code nor braces.
std::string code_of(std::string_view text) {
  std::string code(text);
  const auto blank = [&](std::size_t from, std::size_t until) {
    for (std::size_t i = from; i < std::min(until, code.size()); ++i) {
      if (code[i] != '\n') code[i] = ' ';
    }
    return until;
  };
  const auto end_of = [&](std::string_view mark, std::size_t from) {
    const auto found = text.find(mark, from);
    return found == std::string_view::npos ? text.size() : found + mark.size();
  };
  for (std::size_t i = 0; i < text.size();) {
    const auto rest = text.substr(i);
    if (starts(rest, "//")) {
      i = blank(i, std::min(text.find('\n', i), text.size()));
    } else if (starts(rest, "/*")) {
      i = blank(i, end_of("*/", i + 2));
    } else if (starts(rest, "R\"") && (i == 0 || !is_word(text[i - 1]))) {
      const auto open = text.find('(', i);
      std::string close(text.substr(i + 1, open - i));  // from the quote to the parenthesis
      std::swap(close.front(), close.back());
      close.front() = ')';
      i = blank(i + 1, end_of(close, open));
    } else if (text[i] == '"' || (text[i] == '\'' && (i == 0 || !is_word(text[i - 1])))) {
      std::size_t last = i + 1;
      while (last < text.size() && text[last] != text[i]) last += text[last] == '\\' ? 2 : 1;
      i = blank(i + 1, last) + 1;
    } else {
      ++i;
    }
  }
  return code;
}

Strings lines_of(const std::string& text) {
  Strings lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

}  // namespace

File file(std::string path, const std::string& text) {
  return {std::move(path), lines_of(text), lines_of(code_of(text))};
}

std::vector<File> tree(const fs::path& root, std::initializer_list<std::string_view> endings) {
  std::vector<File> files;
  for (auto entry = fs::recursive_directory_iterator(root); entry != fs::end(entry); ++entry) {
    const std::string path = entry->path().lexically_relative(root).generic_string();
    if (entry->is_directory()) {
      const bool foreign = starts(path, "build") || starts(path, ".") || path == "bench/peers";
      if (foreign || fs::exists(entry->path() / "build.ninja")) entry.disable_recursion_pending();
      continue;
    }
    const auto wanted = [&](std::string_view ending) { return ends(path, ending); };
    if (std::none_of(endings.begin(), endings.end(), wanted)) continue;
    std::ifstream in(entry->path(), std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    files.push_back(file(path, text.str()));
  }
  std::sort(files.begin(), files.end(),
            [](const File& a, const File& b) { return a.path < b.path; });
  return files;
}

}  // namespace tidy
