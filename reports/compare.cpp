#include "reports/compare.hpp"

#include <fmt/format.h>

#include "reports/record.hpp"
#include "reports/writers.hpp"
#include "sim/quantity_text.hpp"

namespace reports {

namespace {

constexpr const char* kAnew = "write it anew with durasim check --record";

// The recorded report, or nothing after a Problem.
std::optional<Json> read_record(const std::string& path, const std::string& text,
                                scenarios::Problems& problems) {
  Json json = Json::parse(text, nullptr, false);
  const auto says = [&](const char* key, const Json& value) {
    return json.is_object() && json.contains(key) && json[key] == value;
  };
  if (json.is_discarded()) {
    problems.report({path}, "this recorded report is not JSON", kAnew);
  } else if (!says("format", "durasim-report")) {
    problems.report({path}, "this is not a recorded report of durasim", kAnew);
  } else if (!says("version", 1)) {
    problems.report({path}, "this recorded report has another version than 1", kAnew);
  } else {
    return json;
  }
  return std::nullopt;
}

// Where an expectation stands in its file is not part of what is compared, nor how the numbers were
// come by: skipping what happens again changes none of them.
void forget_lines(Json& report) {
  if (report.contains("sections") && report["sections"].is_object() &&
      report["sections"].contains("digest") && report["sections"]["digest"].is_object()) {
    report["sections"]["digest"].erase("notes");
  }
  if (rows_of(report, "verdicts", "expectations").empty()) return;
  for (Json& row : report["sections"]["verdicts"]["tables"]["expectations"]) {
    if (row.is_object()) row.erase("line");
  }
}

std::string digest_of(const Json& report) {
  const auto rows = rows_of(report, "digest", "end");
  return rows.empty() ? "" : text_of(*rows.front(), "digest");
}

// The first line of the story that reads otherwise.
void compare_stories(const Pair& reports, Sentences& sentences) {
  const auto was = rows_of(reports.was, "story", "story");
  const auto is = rows_of(reports.is, "story", "story");
  const auto line_of = [](const std::vector<const Json*>& rows, std::size_t i) {
    if (i >= rows.size()) return std::string("nothing");
    return fmt::format("'{}: {}'", text_of(*rows[i], "at"), text_of(*rows[i], "what"));
  };
  for (std::size_t i = 0; i < std::max(was.size(), is.size()); ++i) {
    if (i < was.size() && i < is.size() && *was[i] == *is[i]) continue;
    const std::string before = line_of(was, i);
    const std::string after = line_of(is, i);
    if (before == after) {
      sentences.push_back(fmt::format("{} happens for another reason: {} instead of {}", after,
                                      text_of(*is[i], "why"), text_of(*was[i], "why")));
    } else {
      sentences.push_back(
          fmt::format("line {} of the story is {} instead of {}", i + 1, after, before));
    }
    return;
  }
}

// Titles, leads and notes, and sections that no comparison above knows.
void compare_words(const Pair& reports, Sentences& sentences) {
  const Json empty = Json::object();
  const auto sections_of = [&](const Json& report) -> const Json& {
    const auto found = report.find("sections");
    return found != report.end() && found->is_object() ? *found : empty;
  };
  const Json& was = sections_of(reports.was);
  const Json& is = sections_of(reports.is);
  for (const auto& [id, section] : is.items()) {
    if (id == "digest") continue;
    if (!was.contains(id)) {
      sentences.push_back(fmt::format("the report has a new section, {}", id));
    } else if (was[id] != section) {
      sentences.push_back(fmt::format("the section {} is worded differently", id));
    }
  }
  for (const auto& [id, section] : was.items()) {
    if (!is.contains(id)) sentences.push_back(fmt::format("the section {} is gone", id));
  }
  for (const char* key : {"scenario", "about"}) {
    if (text_of(reports.was, key) == text_of(reports.is, key)) continue;
    sentences.push_back(fmt::format("{} is '{}' instead of '{}'", key, text_of(reports.is, key),
                                    text_of(reports.was, key)));
  }
}

}  // namespace

std::vector<std::string> differences(const std::string& path, const std::string& recorded,
                                     const Report& now, scenarios::Problems& problems) {
  Json is = Json::parse(to_json(now));  // as it would be read back
  std::optional<Json> was = read_record(path, recorded, problems);
  if (!was) return {};
  forget_lines(*was);
  forget_lines(is);
  if (*was == is) return {};
  const Pair reports{*was, is};
  Sentences sentences;
  compare_verdicts(reports, sentences);
  compare_milestones(reports, sentences);
  compare_answers(reports, sentences);
  compare_requirements(reports, sentences);
  compare_clients(reports, sentences);
  compare_tables(reports, sentences);
  if (sentences.empty()) compare_stories(reports, sentences);
  if (sentences.empty()) compare_words(reports, sentences);
  if (!sentences.empty()) return sentences;
  if (digest_of(*was) != digest_of(is)) {
    return {"the digest changed, though nothing in the report did"};
  }
  return {"the recorded report has something that durasim does not write"};
}

}  // namespace reports
