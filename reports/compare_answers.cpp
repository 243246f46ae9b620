// OBSERVE's answers of two reports: who answers something else, and from when until when.
#include <fmt/format.h>

#include <algorithm>

#include "reports/record.hpp"
#include "reports/words.hpp"
#include "sim/quantity_text.hpp"

namespace reports {

namespace {

using Rows = std::vector<const Json*>;

// Somebody's answers differ in the same way from one instant until another.
struct Change {
  sim::Instant from;
  sim::Instant until;
  std::string was;
  std::string is;
  std::vector<std::string> roles;
};

std::vector<std::string> roles_of(const Rows& rows) {
  constexpr std::string_view kStatus = "_status";
  std::vector<std::string> roles;
  if (rows.empty()) return roles;
  for (const auto& [key, value] : rows.front()->items()) {
    if (key.size() <= kStatus.size()) continue;
    if (key.compare(key.size() - kStatus.size(), kStatus.size(), kStatus) != 0) continue;
    roles.push_back(key.substr(0, key.size() - kStatus.size()));
  }
  return roles;
}

sim::Instant from_of(const Json& row) {
  return sim::kStart + duration_of(row, "from").value_or(sim::Duration(0));
}

// The row that holds at an instant: the last that begins by then.
const Json* row_at(const Rows& rows, sim::Instant at) {
  const Json* found = nullptr;
  for (const Json* row : rows) {
    if (from_of(*row) <= at) found = row;
  }
  return found;
}

std::vector<sim::Instant> cuts_of(const Rows& was, const Rows& is) {
  std::vector<sim::Instant> cuts;
  for (const Rows* rows : {&was, &is}) {
    for (const Json* row : *rows) cuts.push_back(from_of(*row));
  }
  std::sort(cuts.begin(), cuts.end());
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  return cuts;
}

// Statuses in words; the CAS too where only it tells the two apart.
std::pair<std::string, std::string> answers_of(const Json* was, const Json* is,
                                               const std::string& role) {
  const auto status = [&](const Json* row) {
    return row == nullptr ? std::string("nothing") : text_of(*row, role);
  };
  const auto cas = [&](const Json* row) {
    return row == nullptr ? std::string("nothing") : text_of(*row, role + "_cas");
  };
  if (status(was) != status(is)) return {status(was), status(is)};
  if (cas(was) != cas(is)) return {"CAS " + cas(was), "CAS " + cas(is)};
  return {};
}

std::vector<Change> changes_of(const Rows& was, const Rows& is, const std::string& role) {
  std::vector<Change> changes;
  const std::vector<sim::Instant> cuts = cuts_of(was, is);
  for (std::size_t i = 0; i < cuts.size(); ++i) {
    const sim::Instant until = i + 1 < cuts.size() ? cuts[i + 1] : sim::kNever;
    auto [before, now] = answers_of(row_at(was, cuts[i]), row_at(is, cuts[i]), role);
    if (before == now) continue;
    if (!changes.empty() && changes.back().until == cuts[i] && changes.back().was == before &&
        changes.back().is == now) {
      changes.back().until = until;
    } else {
      changes.push_back({cuts[i], until, std::move(before), std::move(now), {role}});
    }
  }
  return changes;
}

std::string words_for(const Change& change) {
  const std::string from = sim::to_text(change.from);
  const std::string when = change.until == sim::kNever
                               ? fmt::format("from {} on", from)
                               : fmt::format("at {}..{}", from, sim::to_text(change.until));
  return fmt::format("{} {} {} {} instead of {}", when, listed(change.roles),
                     change.roles.size() == 1 ? "answers" : "answer", change.is, change.was);
}

}  // namespace

void compare_answers(const Pair& reports, Sentences& sentences) {
  const Rows was = rows_of(reports.was, "observe", "answers");
  const Rows is = rows_of(reports.is, "observe", "answers");
  std::vector<std::string> roles = roles_of(is);
  for (const std::string& role : roles_of(was)) {
    if (std::find(roles.begin(), roles.end(), role) == roles.end()) roles.push_back(role);
  }
  std::vector<Change> changes;
  for (const std::string& role : roles) {
    for (Change& change : changes_of(was, is, role)) {
      const auto alike = std::find_if(changes.begin(), changes.end(), [&](const Change& other) {
        return other.from == change.from && other.until == change.until &&
               other.was == change.was && other.is == change.is;
      });
      if (alike == changes.end()) {
        changes.push_back(std::move(change));
      } else {
        alike->roles.push_back(role);
      }
    }
  }
  std::stable_sort(changes.begin(), changes.end(),
                   [](const Change& a, const Change& b) { return a.from < b.from; });
  for (const Change& change : changes) sentences.push_back(words_for(change));
}

}  // namespace reports
