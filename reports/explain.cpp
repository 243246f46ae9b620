#include "reports/explain.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/analysis/critical_path.hpp"
#include "reports/path_words.hpp"
#include "reports/words.hpp"
#include "sim/quantity_text.hpp"

namespace reports {

using models::analysis::Activity;
using models::analysis::PathLink;

namespace {

constexpr std::size_t kMostLinks = 60;

void append(PathLink& link, const PathLink& next) {
  link.event = next.event;
  link.at = next.at;
  link.rest += next.rest;
  for (const models::analysis::Part& part : next.parts) {
    const auto known = std::find_if(
        link.parts.begin(), link.parts.end(),
        [&](const models::analysis::Part& one) { return one.purpose == part.purpose; });
    if (known == link.parts.end()) {
      link.parts.push_back(part);
    } else {
      known->count += part.count;
      known->took += part.took;
    }
  }
}

// A message that is sent and lands, or one arrival of a workload after the other: neighbours of one
// resource between which nothing waits.
std::vector<PathLink> joined(const std::vector<PathLink>& path) {
  std::vector<PathLink> joined;
  for (const PathLink& link : path) {
    const bool can_join =
        link.activity == Activity::kNetwork || link.activity == Activity::kWorkload;
    if (can_join && !joined.empty() && joined.back().resource == link.resource &&
        link.waited().count() == 0) {
      append(joined.back(), link);
    } else {
      joined.push_back(link);
    }
  }
  return joined;
}

std::string effect_of(const RunView& view, const PathLink& link, models::durability::KeyIndex key) {
  std::vector<std::string> effects;
  for (const auto& change : models::analysis::changes_of(view.outcome(), link)) {
    if (change.key != key) continue;
    std::string effect = words_for(view, change);
    if (std::find(effects.begin(), effects.end(), effect) == effects.end()) {
      effects.push_back(std::move(effect));
    }
  }
  return listed(effects);
}

ExplainedLink in_words(const RunView& view, const PathLink& link,
                       models::durability::KeyIndex key) {
  ExplainedLink words{link.at,       link.resource, {}, {}, effect_of(view, link, key),
                      link.waited(), link.served()};
  words.what =
      link.step ? view.scenario().steps[*link.step] : listed(details_of(link, view.params()));
  if (link.released_by != sim::kNoEvent) words.behind = holder_of(view, link);
  return words;
}

// The first links as one, if there are too many to tell.
std::vector<ExplainedLink> told(const std::vector<ExplainedLink>& chain) {
  if (chain.size() <= kMostLinks) return chain;
  const auto first_told = chain.end() - static_cast<std::ptrdiff_t>(kMostLinks);
  ExplainedLink before;
  before.what = number_of(static_cast<std::uint64_t>(first_told - chain.begin()), "earlier link");
  for (auto link = chain.begin(); link != first_told; ++link) {
    before.at = link->at;
    before.waited += link->waited;
    before.served += link->served;
  }
  std::vector<ExplainedLink> lines{before};
  lines.insert(lines.end(), first_told, chain.end());
  return lines;
}

std::string words_of(const ExplainedLink& link) {
  std::string words = link.what;
  if (!link.behind.empty()) {
    words = fmt::format("waits for {}{}{}", link.behind, words.empty() ? "" : "; then ", words);
  }
  if (!link.effect.empty()) words += (words.empty() ? "" : ": ") + link.effect;
  return words;
}

Table chain_table(const Explanation& explanation) {
  Table table{"chain",
              "",
              {{"at", "until", ColumnKind::kDuration},
               {"resource", "resource"},
               {"waited", "waited", ColumnKind::kDuration},
               {"served", "served", ColumnKind::kDuration},
               {"share", "share", ColumnKind::kNumber},
               {"told", "what it was"},
               {"what", "what", ColumnKind::kText, false},
               {"behind", "behind", ColumnKind::kText, false},
               {"effect", "effect", ColumnKind::kText, false}},
              {}};
  for (const ExplainedLink& link : told(explanation.chain)) {
    add_row(table, {instant_cell(link.at), text_cell(link.resource), duration_cell(link.waited),
                    duration_cell(link.served), share_cell(explanation, link.waited + link.served),
                    text_cell(words_of(link)), text_cell(link.what), text_cell(link.behind),
                    text_cell(link.effect)});
  }
  return table;
}

// By phase, in which what happens again and again is told once.
Table phased_chain_table(const Explanation& explanation) {
  Table table{"chain",
              "",
              {{"phase", "phase"},
               {"at", "until", ColumnKind::kDuration, false},
               {"resource", "resource"},
               {"times", "times", ColumnKind::kNumber},
               {"waited", "waited", ColumnKind::kDuration},
               {"served", "served", ColumnKind::kDuration},
               {"share", "share", ColumnKind::kNumber},
               {"told", "what it was"},
               {"what", "what", ColumnKind::kText, false},
               {"behind", "behind", ColumnKind::kText, false}},
              {}};
  for (const ExplainedLink& link : explanation.chain) {
    add_row(table, {text_cell(link.phase), instant_cell(link.at), text_cell(link.resource),
                    count_cell(link.times), rounded_cell(link.waited), rounded_cell(link.served),
                    share_cell(explanation, link.waited + link.served), text_cell(words_of(link)),
                    text_cell(link.what), text_cell(link.behind)});
  }
  return table;
}

// A migration's chain has phases, but for its beginning.
bool has_phases(const Explanation& explanation) {
  return std::any_of(explanation.chain.begin(), explanation.chain.end(),
                     [](const ExplainedLink& link) { return !link.phase.empty(); });
}

Table resource_table(const Explanation& explanation) {
  Table table{"resources",
              "By resource",
              {{"resource", "resource"},
               {"waited", "waited", ColumnKind::kDuration},
               {"served", "served", ColumnKind::kDuration},
               {"share", "share", ColumnKind::kNumber}},
              {}};
  for (const ResourceTime& time : explanation.resources) {
    add_row(table,
            {text_cell(time.resource), duration_cell(time.waited), duration_cell(time.served),
             share_cell(explanation, time.waited + time.served)});
  }
  return table;
}

std::string sum_of(const Explanation& explanation) {
  sim::Duration waited{0};
  sim::Duration served{0};
  for (const ResourceTime& time : explanation.resources) {
    waited += time.waited;
    served += time.served;
  }
  SIM_CHECK(sim::kStart + waited + served == explanation.at);
  return fmt::format("{} waited and {} served make {}.", sim::to_text(waited), sim::to_text(served),
                     sim::to_text(explanation.at));
}

std::string beginning_of(const ExplainedLink& first) {
  if (first.resource == "script") return "the script's step";
  if (first.resource == "procedure") return "the procedure's beginning";
  if (first.resource == "accident") return "the accident";
  return "the arrival from " + first.resource;
}

// The instant at which the script or a workload begins the chain explains nothing: what takes most
// of the time after it does.
std::string lead_of(const Explanation& explanation) {
  const ExplainedLink& first = explanation.chain.front();
  const sim::Duration whole = explanation.at - first.at;
  const std::string beginning = beginning_of(first);
  if (whole.count() == 0) return fmt::format("It happens at once, with {}.", beginning);
  const std::vector<ExplainedLink> rest(explanation.chain.begin() + 1, explanation.chain.end());
  const ResourceTime most = times_by_resource(rest).front();
  const sim::Duration time = most.waited + most.served;
  const std::string share =
      percent_cell(static_cast<double>(time.count()) / static_cast<double>(whole.count())).text;
  const std::string times = most.waited.count() == 0
                                ? sim::to_text(time)
                                : fmt::format("{} waiting and {} served", sim::to_text(most.waited),
                                              sim::to_text(most.served));
  if (first.at == sim::kStart) {
    return fmt::format("{} of it is {}: {}.", share, most.resource, times);
  }
  return fmt::format("Of the {} after {} at {}, {} is {}: {}.", sim::to_text(whole), beginning,
                     sim::to_text(first.at), share, most.resource, times);
}

}  // namespace

Explanation explain(const RunView& view, const Found& found) {
  Explanation explanation{found.what, found.never, found.note, sim::kNever, {}, {}};
  if (!found.change) return explanation;
  const models::durability::Change& change = view.outcome().changes[*found.change];
  explanation.at = change.at;
  std::vector<PathLink> path = models::analysis::critical_path(view.run(), view.params(), change);
  models::analysis::name_links(path, view.params());
  for (const PathLink& link : joined(path)) {
    explanation.chain.push_back(in_words(view, link, found.key));
  }
  explanation.resources = times_by_resource(explanation.chain);
  return explanation;
}

std::vector<ResourceTime> times_by_resource(const std::vector<ExplainedLink>& chain) {
  std::vector<ResourceTime> times;
  for (const ExplainedLink& link : chain) {
    const auto known = std::find_if(times.begin(), times.end(), [&](const ResourceTime& time) {
      return time.resource == link.resource;
    });
    if (known == times.end()) {
      times.push_back({link.resource, link.waited, link.served});
    } else {
      known->waited += link.waited;
      known->served += link.served;
    }
  }
  std::stable_sort(times.begin(), times.end(), [](const ResourceTime& a, const ResourceTime& b) {
    return a.waited + a.served > b.waited + b.served;
  });
  return times;
}

Cell share_cell(const Explanation& explanation, sim::Duration part) {
  const sim::Duration whole = explanation.at - sim::kStart;
  if (whole.count() == 0) return percent_cell(0);
  return percent_cell(static_cast<double>(part.count()) / static_cast<double>(whole.count()));
}

Section section_of(const Explanation& explanation) {
  Section section{"explain", "Why " + explanation.what, "", {}, {}};
  if (!explanation.never.empty()) {
    section.lead = fmt::format("It never happened: {}.", explanation.never);
    section.tone = Tone::kBad;
  } else {
    section.title = fmt::format("Why {} at {}", explanation.what, sim::to_text(explanation.at));
    section.lead = lead_of(explanation);
    const bool phased = has_phases(explanation);
    section.tables = {phased ? phased_chain_table(explanation) : chain_table(explanation),
                      resource_table(explanation)};
    section.notes.push_back(sum_of(explanation));
  }
  if (!explanation.note.empty()) section.notes.push_back(explanation.note);
  return section;
}

}  // namespace reports
