#include "tests/tidy/rules.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace tidy {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostColumns = 100;
constexpr std::size_t kMostLines = 400;
constexpr std::size_t kMostFunctionLines = 60;

std::string offence(const File& file, std::size_t index, std::string_view message) {
  return file.path + ":" + std::to_string(index + 1) + ": " + std::string(message);
}

}  // namespace

// ---- layers

namespace {

// What a folder may include of this house: itself and what is named here.
struct Layer {
  std::string_view folder;
  std::initializer_list<std::string_view> sees;
};

const std::array<Layer, 10> kLayers{{
    {"sim/", {}},
    {"models/hardware/", {"sim/"}},
    {"models/durability/", {"sim/", "models/hardware/"}},
    {"models/migration/", {"sim/", "models/hardware/"}},
    {"models/analysis/", {"sim/", "models/"}},
    {"models/", {"sim/", "models/"}},
    {"scenarios/", {"sim/", "models/"}},
    {"studies/", {"sim/", "models/", "scenarios/"}},
    {"reports/", {"sim/", "models/", "scenarios/", "studies/"}},
    {"cli/", {"sim/", "models/", "scenarios/", "studies/", "reports/"}},
}};

// A library that only some sources may see, by the beginnings of their paths.
struct Library {
  std::string_view include;
  std::initializer_list<std::string_view> seen_by;
  std::string_view instead;
};

const std::array<Library, 7> kLibraries{{
    {"#include <yaml-cpp/", {"scenarios/document.cpp"}, "read files through scenarios/document"},
    {"#include <CLI/", {"cli/"}, "only cli/ knows the command line"},
    {"#include <boost/graph/",
     {"models/hardware/topology.cpp", "models/analysis/"},
     "ask models/hardware/topology"},
    {"#include <Eigen/", {"models/analysis/"}, "fits live in models/analysis"},
    {"#include <format>", {}, "gcc 12 has none: use fmt"},
    {"#include <source_location>", {}, "clang-tidy 14 cannot read it"},
    {"#include <random>", {}, "use sim/random and sim/distribution"},
}};

}  // namespace

Strings layer_offences(const File& file) {
  Strings found;
  const auto own = std::find_if(kLayers.begin(), kLayers.end(),
                                [&](const Layer& l) { return starts(file.path, l.folder); });
  const auto among = [](const auto& folders, std::string_view path) {
    return std::any_of(folders.begin(), folders.end(),
                       [&](std::string_view folder) { return starts(path, folder); });
  };
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    const std::string_view line = file.lines[i];
    for (const Library& library : kLibraries) {
      if (!starts(line, library.include) || among(library.seen_by, file.path)) continue;
      if (starts(file.path, "tests/")) continue;
      found.push_back(offence(file, i, std::string(line) + ": " + std::string(library.instead)));
    }
    if (own == kLayers.end() || !starts(line, "#include \"")) continue;
    const std::string_view target = line.substr(10, line.find('"', 10) - 10);
    if (starts(target, own->folder) || among(own->sees, target)) continue;
    found.push_back(
        offence(file, i, std::string(own->folder) + " must not include " + std::string(target)));
  }
  return found;
}

// ---- shape

namespace {

std::size_t columns(std::string_view line) {
  return static_cast<std::size_t>(std::count_if(
      line.begin(), line.end(), [](char c) { return (static_cast<unsigned>(c) & 0xC0) != 0x80; }));
}

// Whether a line of a contract has its text in the second column.
bool is_of_contract(std::string_view line) {
  constexpr std::size_t kText = 18;
  return starts(line, "// ") && line.size() > kText && line.substr(kText - 2, 2) == "  " &&
         line[kText] != ' ';
}

// Whether such a line goes on in the first column, as a formatter does that knows no contracts.
bool is_broken(std::string_view line, std::string_view next) {
  const bool small = starts(next, "// ") && next.size() > 3 && next[3] >= 'a' && next[3] <= 'z';
  return is_of_contract(line) && !is_of_contract(next) && small &&
         columns(line) + next.find(' ', 3) > kMostColumns - 2;
}

}  // namespace

Strings shape_offences(const File& file) {
  Strings found;
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    const std::string_view line = file.lines[i];
    if (i > 0 && is_broken(file.lines[i - 1], line)) {
      found.push_back(offence(file, i, "a formatter broke this line: indent it as its contract"));
    }
    if (columns(line) > kMostColumns) found.push_back(offence(file, i, "over 100 columns"));
    if (line.find('\t') != line.npos) found.push_back(offence(file, i, "a tab: use two spaces"));
    if (ends(line, " ") || ends(line, "\r")) found.push_back(offence(file, i, "trailing blank"));
  }
  if (file.lines.size() > kMostLines) {
    found.push_back(offence(file, kMostLines, "over 400 lines: split it by idea"));
  }
  if (!ends(file.path, ".hpp")) return found;
  if (file.lines.empty() || !starts(file.lines.front(), "// ")) {
    found.push_back(offence(file, 0, "a header opens with its contract"));
  }
  if (std::find(file.lines.begin(), file.lines.end(), "#pragma once") == file.lines.end()) {
    found.push_back(offence(file, 0, "no #pragma once"));
  }
  return found;
}

// ---- functions

namespace {

// Whether what stands before a brace opens a function: something with parameters that is no
// statement, no type, no test and no value.
bool opens_function(std::string_view head) {
  std::string outside;  // the head without what is in parentheses
  int depth = 0;
  bool parameters = false;
  for (const char c : head) {
    if (c == '(') parameters = ++depth > 0;
    if (depth == 0) outside += c;
    if (c == ')') --depth;
  }
  if (!parameters || depth != 0) return false;
  std::istringstream words(outside);
  std::string word;
  while (words >> word) {
    for (const char* other : {"if", "for", "while", "switch", "catch", "else", "do", "return",
                              "namespace", "enum", "TEST_CASE", "SCENARIO", "TEST_SUITE", "="}) {
      if (word == other) return false;
    }
  }
  return true;
}

}  // namespace

Strings function_offences(const File& file) {
  Strings found;
  std::string head;
  std::vector<bool> blocks;  // of the open braces: is this one a function's
  std::size_t first = 0;
  bool directive = false;
  for (std::size_t i = 0; i < file.code.size(); ++i) {
    const std::string_view line = file.code[i];
    directive = starts(line, "#") || (directive && i > 0 && ends(file.code[i - 1], "\\"));
    if (directive) continue;
    for (const char c : line) {
      const bool inside = std::find(blocks.begin(), blocks.end(), true) != blocks.end();
      if (c == '{') {
        blocks.push_back(!inside && opens_function(head));
        if (blocks.back()) first = i;
      } else if (c == '}' && !blocks.empty()) {
        if (blocks.back() && i - first + 1 > kMostFunctionLines) {
          found.push_back(offence(file, first, "a function over 60 lines: split it"));
        }
        blocks.pop_back();
      }
      if (c == '{' || c == '}' || c == ';') {
        head.clear();
      } else {
        head += c;
      }
    }
    head += ' ';
  }
  return found;
}

// ---- words

namespace {

struct Ban {
  std::string_view word;
  std::initializer_list<std::string_view> in;      // folders; empty for everywhere
  std::initializer_list<std::string_view> except;  // beginnings of paths
  std::string_view instead;
};

constexpr std::string_view kNoClock = "time is handed out by the schedule";
constexpr std::string_view kOwnLuck = "use a named sim::Stream and sim::Distribution";
constexpr std::string_view kOwnMath = "libm differs between machines: use sim/portable_math";

const std::array<Ban, 27> kBans{{
    {"system_clock", {}, {"bench/", "cli/progress"}, kNoClock},
    {"steady_clock", {}, {"bench/", "cli/progress", "cli/interrupt"}, kNoClock},
    {"high_resolution_clock", {}, {"bench/", "cli/progress"}, kNoClock},
    {"std::time", {}, {"bench/", "cli/progress"}, kNoClock},
    {"clock_gettime", {}, {"bench/", "cli/progress"}, kNoClock},
    {"gettimeofday", {}, {"bench/", "cli/progress"}, kNoClock},
    {"rand", {}, {}, kOwnLuck},
    {"srand", {}, {}, kOwnLuck},
    {"random_device", {}, {}, kOwnLuck},
    {"mt19937", {}, {"tests/"}, kOwnLuck},
    {"mt19937_64", {}, {"tests/"}, kOwnLuck},
    {"unordered_map", {"sim/", "models/"}, {}, "its order is chance: use a sorted vector"},
    {"unordered_set", {"sim/", "models/"}, {}, "its order is chance: use a sorted vector"},
    {"std::function",
     {"sim/", "models/"},
     {"models/analysis/"},
     "events are data: use a struct in the variant"},
    {"virtual", {"sim/", "models/"}, {}, "use a variant"},
    {"std::log", {"sim/", "models/"}, {}, kOwnMath},
    {"std::log1p", {"sim/", "models/"}, {}, kOwnMath},
    {"std::log2", {"sim/", "models/"}, {}, kOwnMath},
    {"std::log10", {"sim/", "models/"}, {}, kOwnMath},
    {"std::exp", {"sim/", "models/"}, {}, kOwnMath},
    {"std::expm1", {"sim/", "models/"}, {}, kOwnMath},
    {"std::pow", {"sim/", "models/"}, {}, kOwnMath},
    {"std::erf", {"sim/", "models/"}, {}, kOwnMath},
    {"std::sin", {"sim/", "models/"}, {}, kOwnMath},
    {"std::cos", {"sim/", "models/"}, {}, kOwnMath},
    {"std::tgamma", {"sim/", "models/"}, {}, kOwnMath},
    {"std::lgamma", {"sim/", "models/"}, {}, kOwnMath},
}};

bool has_word(std::string_view line, std::string_view word) {
  for (auto at = line.find(word); at != line.npos; at = line.find(word, at + 1)) {
    const auto after = at + word.size();
    if ((at == 0 || !is_word(line[at - 1])) && (after == line.size() || !is_word(line[after]))) {
      return true;
    }
  }
  return false;
}

// std::uniform_int_distribution and its like, whatever they are called.
bool has_std_distribution(std::string_view line) {
  for (auto at = line.find("std::"); at != line.npos; at = line.find("std::", at + 1)) {
    auto last = at + 5;
    while (last < line.size() && is_word(line[last])) ++last;
    if (ends(line.substr(at, last - at), "_distribution")) return true;
  }
  return false;
}

}  // namespace

Strings word_offences(const File& file) {
  Strings found;
  const auto covers = [&](const auto& folders) {
    return std::any_of(folders.begin(), folders.end(),
                       [&](std::string_view folder) { return starts(file.path, folder); });
  };
  for (std::size_t i = 0; i < file.code.size(); ++i) {
    for (const Ban& ban : kBans) {
      if ((ban.in.size() > 0 && !covers(ban.in)) || covers(ban.except)) continue;
      if (!has_word(file.code[i], ban.word)) continue;
      found.push_back(offence(file, i, std::string(ban.word) + ": " + std::string(ban.instead)));
    }
    if (has_std_distribution(file.code[i])) {
      found.push_back(offence(file, i, "a std:: distribution: " + std::string(kOwnLuck)));
    }
    for (const std::string mark : {"TO"
                                   "DO",
                                   "FIX"
                                   "ME"}) {
      if (has_word(file.lines[i], mark)) found.push_back(offence(file, i, mark + ": do it now"));
    }
  }
  return found;
}

// ---- links

Strings link_offences(const File& page, const fs::path& root) {
  Strings found;
  bool fenced = false;
  for (std::size_t i = 0; i < page.lines.size(); ++i) {
    const std::string& line = page.lines[i];
    if (starts(line, "```")) fenced = !fenced;
    for (auto at = line.find("]("); !fenced && at != line.npos; at = line.find("](", at + 2)) {
      std::string target = line.substr(at + 2, line.find(')', at) - at - 2);
      target = target.substr(0, target.find_first_of("# "));
      if (target.empty() || target.find(':') != target.npos) continue;
      if (fs::exists(root / fs::path(page.path).parent_path() / target)) continue;
      found.push_back(offence(page, i, "there is no " + target));
    }
  }
  return found;
}

// ---- orphans

namespace {

std::string_view name_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// Whether a line of `files` has the name between quotes or after a slash, and the quote behind it.
bool is_named(std::string_view name, const std::vector<File>& files, std::string_view in_lines) {
  const auto names_it = [&](const std::string& line) {
    if (line.find(in_lines) == line.npos) return false;
    for (auto at = line.find(name); at != line.npos; at = line.find(name, at + 1)) {
      const bool begins = at > 0 && !is_word(line[at - 1]);
      const bool ends = at + name.size() < line.size() && !is_word(line[at + name.size()]);
      if (begins && ends) return true;
    }
    return false;
  };
  return std::any_of(files.begin(), files.end(), [&](const File& file) {
    return std::any_of(file.lines.begin(), file.lines.end(), names_it);
  });
}

}  // namespace

Strings orphans(const std::vector<File>& files, const std::vector<File>& builds) {
  Strings found;
  for (const File& file : files) {
    const std::string_view name = name_of(file.path);
    if (ends(name, ".hpp") && !is_named(name, files, "#include")) {
      found.push_back(file.path + ": nothing includes it");
    }
    if (ends(name, ".cpp") && !is_named(name, builds, "")) {
      found.push_back(file.path + ": no meson.build names it");
    }
  }
  return found;
}

}  // namespace tidy
