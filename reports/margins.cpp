#include "reports/margins.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "reports/verdict_cells.hpp"
#include "reports/words.hpp"
#include "sim/quantity_text.hpp"

namespace reports {

using scenarios::Margin;
using scenarios::Margins;
using scenarios::Scenario;
using scenarios::Slack;

namespace {

constexpr std::size_t kMostRows = 60;
constexpr sim::Duration kNothing{1};  // the least by which a latency can move

bool held(const Margins& margins, const Margin& margin) {
  return margins.verdicts[margin.expectation].result == scenarios::Result::kPassed;
}

// By how much a latency may move: "at most 3.2ms"; of what does not hold, "at least 3.2ms".
std::string words_for(const Slack& slack, bool holds) {
  const std::string next = sim::to_text(slack.up_to + kNothing);
  switch (slack.end) {
    case Slack::End::kNone:
      return holds ? "anything" : "no help";
    case Slack::End::kUnknown:
      if (slack.up_to.count() == 0) return "not known";
      return fmt::format("{} {}; not known beyond", holds ? "at most" : "no help up to",
                         sim::to_text(slack.up_to));
    case Slack::End::kTurns:
      break;
  }
  if (holds) return slack.up_to.count() == 0 ? "nothing" : "at most " + sim::to_text(slack.up_to);
  if (!slack.mended_up_to) return "at least " + next;
  return fmt::format("{} to {}{}", next, sim::to_text(*slack.mended_up_to),
                     slack.why.empty() ? "" : "; not known beyond");
}

// How far it is to where the verdict turns, the nearer way; none if it never does.
std::optional<sim::Duration> tightness(const Margin& margin) {
  std::optional<sim::Duration> tightest;
  for (const Slack* slack : {&margin.slower, &margin.faster}) {
    if (slack->end != Slack::End::kTurns) continue;
    tightest = tightest ? std::min(*tightest, slack->up_to) : slack->up_to;
  }
  return tightest;
}

bool makes_no_difference(const Margin& margin) {
  return margin.slower.end == Slack::End::kNone && margin.faster.end == Slack::End::kNone;
}

// Those that turn a verdict, the tightest first; then those of which not all is known.
std::vector<Margin> sorted(const std::vector<Margin>& margins) {
  std::vector<Margin> some;
  for (const Margin& margin : margins) {
    if (!makes_no_difference(margin)) some.push_back(margin);
  }
  std::stable_sort(some.begin(), some.end(), [](const Margin& a, const Margin& b) {
    const auto at = [](const Margin& m) { return tightness(m).value_or(sim::Duration::max()); };
    return at(a) < at(b);
  });
  return some;
}

// "node0/disk write (master) is 2ms slower".
std::string tightest_words(const Margins& margins, const Margin& margin) {
  const bool faster =
      margin.faster.end == Slack::End::kTurns &&
      (margin.slower.end != Slack::End::kTurns || margin.faster.up_to < margin.slower.up_to);
  const Slack& slack = faster ? margin.faster : margin.slower;
  const bool bound = held(margins, margin) && slack.up_to.count() > 0;
  return fmt::format("{} is {} {}", margins.movables[margin.movable].name,
                     sim::to_text(bound ? slack.up_to : slack.up_to + kNothing),
                     faster ? "faster" : "slower");
}

std::string sentence_for(const Margins& margins, const Margin& margin) {
  const std::string words = tightest_words(margins, margin);
  const std::size_t number = margin.expectation + 1;
  if (!held(margins, margin)) {
    return fmt::format("Expectation {} does not hold; it would if {}.", number, words);
  }
  const bool at_once = tightness(margin)->count() == 0;
  return at_once
             ? fmt::format(
                   "The tightest margin is none at all: expectation {} no longer holds "
                   "if {}.",
                   number, words)
             : fmt::format("The tightest margin: expectation {} holds until {}.", number, words);
}

std::string lead_of(const Margins& margins, const std::vector<Margin>& rows) {
  std::string lead;
  for (const bool holds : {false, true}) {
    const auto tightest = std::find_if(rows.begin(), rows.end(), [&](const Margin& margin) {
      const bool single = margins.movables[margin.movable].latencies.size() == 1;
      return single && held(margins, margin) == holds && tightness(margin);
    });
    if (tightest == rows.end()) continue;
    lead += (lead.empty() ? "" : " ") + sentence_for(margins, *tightest);
  }
  return lead.empty() ? "No single latency turns any of these verdicts, as far as is known." : lead;
}

Table expectation_table(const Margins& margins) {
  Table table{"expectations",
              "",
              {{"number", "no.", ColumnKind::kNumber},
               {"result", "result"},
               {"expectation", "expectation"},
               {"line", "where", ColumnKind::kNumber}},
              {}};
  for (std::size_t i = 0; i < margins.verdicts.size(); ++i) {
    const scenarios::Verdict& verdict = margins.verdicts[i];
    add_row(table, {count_cell(i + 1), result_cell(verdict.result), text_cell(verdict.expectation),
                    place_cell(verdict.place)});
  }
  return table;
}

// Latencies on the same chain leave the same slack: for people they share a line.
Table summary_table(const Margins& margins, const std::vector<Margin>& rows) {
  Table table{"summary",
              "It holds while one of these latencies is",
              {{"number", "no.", ColumnKind::kNumber},
               {"slower", "slower by"},
               {"faster", "faster by"},
               {"latencies", "latency"}},
              {}};
  for (const Margin& margin : rows) {
    const bool holds = held(margins, margin);
    const Row row{count_cell(margin.expectation + 1), text_cell(words_for(margin.slower, holds)),
                  text_cell(words_for(margin.faster, holds)),
                  text_cell(margins.movables[margin.movable].name)};
    const auto same = std::find_if(table.rows.begin(), table.rows.end(), [&](const Row& other) {
      return std::equal(row.begin(), row.begin() + 3, other.begin());
    });
    if (same == table.rows.end()) {
      table.rows.push_back(row);
    } else {
      same->back() = text_cell(same->back().text + ", " + row.back().text);
    }
  }
  return table;
}

Cell end_cell(const Slack& slack) {
  switch (slack.end) {
    case Slack::End::kTurns:
      return text_cell("turns");
    case Slack::End::kNone:
      return text_cell("none");
    case Slack::End::kUnknown:
      return text_cell("unknown");
  }
  return {};
}

Cell up_to_cell(const Slack& slack) {
  return slack.end == Slack::End::kNone ? duration_cell(std::nullopt) : duration_cell(slack.up_to);
}

Table margin_table(const Margins& margins, const std::vector<Margin>& rows) {
  Table table{"margins",
              "",
              {{"number", "no.", ColumnKind::kNumber},
               {"latency", "latency"},
               {"draws", "draws", ColumnKind::kNumber},
               {"least", "least", ColumnKind::kDuration},
               {"most", "most", ColumnKind::kDuration},
               {"slower", "slower by"},
               {"slower_end", "slower ends"},
               {"slower_up_to", "slower up to", ColumnKind::kDuration},
               {"slower_mended_up_to", "slower mended up to", ColumnKind::kDuration},
               {"faster", "faster by"},
               {"faster_end", "faster ends"},
               {"faster_up_to", "faster up to", ColumnKind::kDuration},
               {"faster_mended_up_to", "faster mended up to", ColumnKind::kDuration}},
              {},
              false};
  for (const Margin& margin : rows) {
    const scenarios::Movable& movable = margins.movables[margin.movable];
    const bool holds = held(margins, margin);
    add_row(table,
            {count_cell(margin.expectation + 1), text_cell(movable.name), count_cell(movable.draws),
             duration_cell(movable.least), duration_cell(movable.most),
             text_cell(words_for(margin.slower, holds)), end_cell(margin.slower),
             up_to_cell(margin.slower), duration_cell(margin.slower.mended_up_to),
             text_cell(words_for(margin.faster, holds)), end_cell(margin.faster),
             up_to_cell(margin.faster), duration_cell(margin.faster.mended_up_to)});
  }
  return table;
}

// What the numbers leave open.
std::vector<std::string> notes_of(const Scenario& scenario, const Margins& margins,
                                  const std::vector<Margin>& rows) {
  std::vector<std::string> notes{
      "Each moves alone: every draw takes as much longer or shorter, never below 0. A latency that "
      "is not listed makes no difference."};
  const auto add = [&](const std::string& note) {
    if (std::find(notes.begin(), notes.end(), note) == notes.end()) notes.push_back(note);
  };
  if (scenario.key) {
    std::vector<std::string> roles;
    for (const scenarios::NodeRole& role : scenarios::roles_of(*scenario.params, *scenario.key)) {
      roles.push_back(fmt::format("{} is {}", role.name, role.role));
    }
    add(fmt::format("{}.", listed(roles)));
  }
  for (std::size_t i = 0; i < margins.not_told.size(); ++i) {
    if (margins.not_told[i].empty()) continue;
    add(fmt::format("Not told of expectation {}: {}.", i + 1, margins.not_told[i]));
  }
  for (const Margin& margin : rows) {
    for (const Slack* slack : {&margin.slower, &margin.faster}) {
      if (!slack->why.empty()) add(fmt::format("Not known: {}.", slack->why));
    }
  }
  return notes;
}

}  // namespace

Section section_of(const Scenario& scenario, const Margins& margins) {
  const std::vector<Margin> rows = sorted(margins.margins);
  Table summary = summary_table(margins, rows);
  Section section{"margins",
                  "How far each latency may move",
                  lead_of(margins, rows),
                  {expectation_table(margins)},
                  notes_of(scenario, margins, rows)};
  if (summary.rows.size() > kMostRows) {
    section.notes.push_back(not_shown(summary.rows.size() - kMostRows, "further row"));
    summary.rows.resize(kMostRows);
  }
  if (!summary.rows.empty()) section.tables.push_back(std::move(summary));
  section.tables.push_back(margin_table(margins, rows));
  return section;
}

}  // namespace reports
