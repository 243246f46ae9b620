// Clients' verdicts of two reports: who says something else, or says it at another time.
#include <fmt/format.h>

#include <algorithm>

#include "reports/record.hpp"
#include "reports/words.hpp"
#include "sim/quantity_text.hpp"

namespace reports {

namespace {

using Rows = std::vector<const Json*>;

// "gocb-2 (k)": the client and which of its watches.
std::string who(const Json& row) {
  return fmt::format("{} ({})", text_of(row, "client"), text_of(row, "watch"));
}

const Json* same_watch(const Rows& rows, const Json& wanted) {
  const auto found = std::find_if(rows.begin(), rows.end(),
                                  [&](const Json* row) { return who(*row) == who(wanted); });
  return found == rows.end() ? nullptr : *found;
}

void compare_verdict(const Json& was, const Json& is, Sentences& sentences) {
  const std::string verdict = text_of(is, "verdict");
  std::string text = fmt::format("{} says {}", who(is), verdict);
  const bool other = verdict != text_of(was, "verdict");
  if (other) {
    text = fmt::format("{} now says {} instead of {}", who(is), verdict, text_of(was, "verdict"));
  }
  const auto at = duration_of(is, "at");
  const auto before = duration_of(was, "at");
  if (at && before && *at != *before) {
    text += fmt::format("{} {} (at {} instead of {})", other ? "," : "", shift_text(*before, *at),
                        sim::to_text(*at), sim::to_text(*before));
  } else if (!other) {
    if (text_of(was, "requests") == text_of(is, "requests")) return;
    text = fmt::format("{} sends {} requests instead of {}", who(is), text_of(is, "requests"),
                       text_of(was, "requests"));
  }
  sentences.push_back(std::move(text));
}

// The first answer that differs, where all verdicts are the same.
void compare_polls(const Pair& reports, Sentences& sentences) {
  const Rows was = rows_of(reports.was, "clients", "answers");
  const Rows is = rows_of(reports.is, "clients", "answers");
  const auto told = [](const Rows& rows, std::size_t i) -> std::string {
    if (i >= rows.size()) return "nothing";
    const Json& row = *rows[i];
    return fmt::format("'{}, {}, asked from {}: {}'", text_of(row, "client"), text_of(row, "node"),
                       text_of(row, "asked"), text_of(row, "answer"));
  };
  for (std::size_t i = 0; i < std::max(was.size(), is.size()); ++i) {
    if (told(was, i) == told(is, i)) continue;
    sentences.push_back(
        fmt::format("answer {} to a client is {} instead of {}", i + 1, told(is, i), told(was, i)));
    return;
  }
}

}  // namespace

void compare_clients(const Pair& reports, Sentences& sentences) {
  const std::size_t before = sentences.size();
  const Rows was = rows_of(reports.was, "clients", "verdicts");
  const Rows is = rows_of(reports.is, "clients", "verdicts");
  for (const Json* row : is) {
    if (const Json* old = same_watch(was, *row)) {
      compare_verdict(*old, *row, sentences);
    } else {
      sentences.push_back(who(*row) + " did not watch before");
    }
  }
  for (const Json* row : was) {
    if (same_watch(is, *row) == nullptr)
      sentences.push_back(who(*row) + " does not watch any more");
  }
  if (sentences.size() == before) compare_polls(reports, sentences);
}

}  // namespace reports
