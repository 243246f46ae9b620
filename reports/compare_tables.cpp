// Tables of two reports, row by row: which number or text went from what to what.
#include <fmt/format.h>

#include <algorithm>

#include "reports/record.hpp"
#include "reports/words.hpp"
#include "sim/quantity_text.hpp"

namespace reports {

namespace {

// A table whose rows are found again by some of their columns.
struct Compared {
  const char* section;
  const char* table;
  std::vector<const char*> identity;  // none: by their place
  const char* joint;                  // "p99 of store": between column and row
};

const std::vector<Compared>& compared_tables() {
  static const std::vector<Compared> tables{
      {"observe", "nodes", {"role"}, "of"},
      {"keys", "keys", {"key"}, "of"},
      {"load", "operations", {"operation", "workload"}, "of"},
      {"load", "replies", {"operation", "workload"}, "replies to"},
      {"load", "durability", {"requirement"}, "until"},
      {"load", "writes", {}, "of"},
      {"resources", "resources", {"resource"}, "of"},
      {"commands", "commands", {"command", "at"}, "to"},
      {"hardware", "sources", {"what"}, "of"},
      {"downtime", "stretches", {"packages", "from"}, "of"},
      {"downtime", "replications", {"of"}, "of"},
      {"phases", "phases", {"phase", "package", "attempt"}, "of"},
      {"accidents", "accidents", {"kind", "package"}, "of"},
      {"data", "facts", {}, "of rows"},
      {"data", "rows", {"fault", "key"}, "of"},
      {"data", "checks", {"package"}, "of the check of"},
      {"calls", "times", {"call", "store", "package"}, "of"},
      {"calls", "ends", {"call", "store", "package"}, "of"},
      {"comparison", "calls", {"call", "package"}, "of"},
      {"use", "resources", {"resource"}, "of"},
      {"space", "peaks", {"what"}, "of"},
      {"money", "run", {"charge"}, "of"},
      {"money", "rehearsal", {"charge"}, "of a rehearsal's"},
      {"inventory", "tables", {"table"}, "of"},
      {"inventory", "entries", {"entry"}, "of"},
      {"inventory", "totals", {}, "of"},
      {"coverage", "cases", {"case", "table"}, "of"},
      {"digest", "end", {}, "of"},
  };
  return tables;
}

bool same_row(const Json& a, const Json& b, const Compared& table) {
  return std::all_of(table.identity.begin(), table.identity.end(),
                     [&](const char* key) { return text_of(a, key) == text_of(b, key); });
}

std::string subject_of(const Json& row, const Compared& table) {
  std::vector<std::string> words;
  for (const char* key : table.identity) words.push_back(text_of(row, key));
  if (words.size() < 2) return words.empty() ? "" : words.front();
  words.erase(std::remove(words.begin() + 1, words.end(), ""), words.end());
  if (words.size() == 1) return words.front();
  return fmt::format("{} ({})", words[0], fmt::join(words.begin() + 1, words.end(), ", "));
}

std::string label_of(std::string key) {
  if (key == "p999") return "p99.9";
  if (key == "end") return "the end of the run";
  if (key == "events") return "the number of events";
  std::replace(key.begin(), key.end(), '_', ' ');
  return key;
}

// To the nanosecond where the rounded texts agree.
std::string value_of(const Json& row, const std::string& key, bool exactly) {
  const auto duration = duration_of(row, key);
  return exactly && duration ? sim::to_text(*duration) : text_of(row, key);
}

void compare_row(const Json& was, const Json& is, const Compared& table, Sentences& sentences) {
  for (const auto& [key, value] : is.items()) {
    const bool nanoseconds = key.size() > 3 && key.compare(key.size() - 3, 3, "_ns") == 0;
    if (nanoseconds || key == "digest") continue;
    const bool moved = duration_of(was, key) != duration_of(is, key);
    if (!moved && text_of(was, key) == text_of(is, key)) continue;
    const bool exactly = text_of(was, key) == text_of(is, key);
    const std::string subject = subject_of(is, table);
    const std::string what = subject.empty()
                                 ? label_of(key)
                                 : fmt::format("{} {} {}", label_of(key), table.joint, subject);
    sentences.push_back(fmt::format("{} went from {} to {}", what, value_of(was, key, exactly),
                                    value_of(is, key, exactly)));
  }
}

void compare_table(const Pair& reports, const Compared& table, Sentences& sentences) {
  const auto was = rows_of(reports.was, table.section, table.table);
  const auto is = rows_of(reports.is, table.section, table.table);
  const auto find = [&](const std::vector<const Json*>& rows, const Json& wanted) {
    return std::find_if(rows.begin(), rows.end(),
                        [&](const Json* row) { return same_row(*row, wanted, table); });
  };
  const std::string name(label_of(table.table));
  for (const Json* row : is) {
    const auto before = find(was, *row);
    if (before != was.end()) {
      compare_row(**before, *row, table, sentences);
    } else {
      sentences.push_back(fmt::format("{}: {} is new", name, subject_of(*row, table)));
    }
  }
  for (const Json* row : was) {
    if (find(is, *row) != is.end()) continue;
    sentences.push_back(fmt::format("{}: {} is gone", name, subject_of(*row, table)));
  }
}

}  // namespace

void compare_verdicts(const Pair& reports, Sentences& sentences) {
  const Compared table{"verdicts", "expectations", {"expectation"}, "of"};
  const auto was = rows_of(reports.was, table.section, table.table);
  const auto is = rows_of(reports.is, table.section, table.table);
  for (const Json* row : is) {
    const auto before = std::find_if(
        was.begin(), was.end(), [&](const Json* other) { return same_row(*other, *row, table); });
    const std::string name = text_of(*row, "expectation");
    if (before == was.end()) {
      sentences.push_back(fmt::format("the expectation '{}' is new", name));
    } else if (text_of(**before, "result") != text_of(*row, "result")) {
      sentences.push_back(fmt::format("the expectation '{}' is {} instead of {}", name,
                                      text_of(*row, "result"), text_of(**before, "result")));
    } else if (text_of(**before, "seen") != text_of(*row, "seen")) {
      sentences.push_back(
          fmt::format("the expectation '{}' sees: {}", name, text_of(*row, "seen")));
    }
  }
  for (const Json* row : was) {
    const bool kept = std::any_of(is.begin(), is.end(),
                                  [&](const Json* other) { return same_row(*other, *row, table); });
    if (kept) continue;
    sentences.push_back(fmt::format("the expectation '{}' is gone", text_of(*row, "expectation")));
  }
}

void compare_tables(const Pair& reports, Sentences& sentences) {
  for (const Compared& table : compared_tables()) compare_table(reports, table, sentences);
}

}  // namespace reports
