// What the clients that watch conclude, from which answers, and with which known faults.
#include <fmt/format.h>

#include <algorithm>

#include "reports/sections.hpp"
#include "reports/words.hpp"

namespace reports {

using models::durability::ClientFaultFacts;
using models::durability::ClientVerdict;
using models::durability::DurabilityRequest;
using models::durability::NodeAnswer;
using models::durability::WatchIndex;
using models::durability::WatchOutcome;
using models::durability::WatchParams;
using models::durability::WatchPoll;

namespace {

constexpr std::size_t kMostAnswers = 60;

std::string_view client_of(const WatchParams& watch) {
  return models::durability::profile_of(watch.request.client).name;
}

std::string words_for(const DurabilityRequest& request) {
  std::vector<std::string> words;
  if (request.persist_to_active) words.emplace_back("persist_to active");
  if (request.persist_to > 0) words.push_back(fmt::format("persist_to {}", request.persist_to));
  if (request.replicate_to > 0) {
    words.push_back(fmt::format("replicate_to {}", request.replicate_to));
  }
  return listed(words);
}

std::string_view name_of(const WatchOutcome& outcome) {
  return outcome.verdict ? models::durability::name_of(*outcome.verdict) : "none yet";
}

Table verdicts_table(const RunView& view) {
  Table table{"verdicts",
              "",
              {{"watch", "watch"},
               {"client", "client"},
               {"waits_for", "waits for"},
               {"verdict", "says"},
               {"at", "at", ColumnKind::kDuration},
               {"requests", "requests", ColumnKind::kNumber},
               {"began", "", ColumnKind::kDuration, false}},
              {}};
  const auto& watches = view.params().watches;
  for (WatchIndex i = 0; i < watches.size(); ++i) {
    const WatchOutcome& outcome = view.outcome().watches[i];
    const Tone tone = outcome.verdict == ClientVerdict::kSuccess ? Tone::kGood : Tone::kPlain;
    add_row(table, {text_cell(watches[i].name), text_cell(std::string(client_of(watches[i]))),
                    text_cell(words_for(watches[i].request)),
                    text_cell(std::string(name_of(outcome)), tone), instant_cell(outcome.ended),
                    count_cell(outcome.polls.size()), instant_cell(outcome.began)});
  }
  return table;
}

// Requests of one client to one node that were answered alike, one after the other.
struct Stretch {
  WatchIndex watch;
  models::durability::NodeIndex node;
  sim::Instant asked;     // the first
  sim::Instant answered;  // the last
  std::uint64_t requests;
  std::string answer;
};

std::string words_for(const WatchPoll& poll, bool seqno) {
  if (poll.answered == sim::kNever) return "no answer";
  const NodeAnswer& seen = poll.seen;
  if (!seqno) return reports::words_for(seen.answer);
  return fmt::format("has persisted {} of {}", seen.persisted_seqno, seen.current_seqno);
}

std::vector<Stretch> stretches_of(const RunView& view) {
  std::vector<Stretch> stretches;
  const auto& watches = view.params().watches;
  for (WatchIndex i = 0; i < watches.size(); ++i) {
    const bool seqno = models::durability::profile_of(watches[i].request.client).asks_seqno;
    const std::size_t first = stretches.size();
    for (const WatchPoll& poll : view.outcome().watches[i].polls) {
      const std::string answer = words_for(poll, seqno);
      const auto before =
          std::find_if(stretches.rbegin(), stretches.rend() - static_cast<std::ptrdiff_t>(first),
                       [&](const Stretch& stretch) { return stretch.node == poll.node; });
      if (before != stretches.rend() - static_cast<std::ptrdiff_t>(first) &&
          before->answer == answer) {
        before->answered = poll.answered;
        ++before->requests;
      } else {
        stretches.push_back({i, poll.node, poll.asked, poll.answered, 1, answer});
      }
    }
  }
  std::stable_sort(stretches.begin(), stretches.end(),
                   [](const Stretch& a, const Stretch& b) { return a.asked < b.asked; });
  return stretches;
}

Table answers_table(const RunView& view, const std::vector<Stretch>& stretches) {
  Table table{"answers",
              "Whom they asked, and what was answered",
              {{"asked", "asked from", ColumnKind::kDuration},
               {"answered", "answered until", ColumnKind::kDuration},
               {"client", "who asks"},
               {"node", "whom"},
               {"requests", "requests", ColumnKind::kNumber},
               {"answer", "answer"}},
              {}};
  for (std::size_t i = 0; i < std::min(stretches.size(), kMostAnswers); ++i) {
    const Stretch& stretch = stretches[i];
    const WatchParams& watch = view.params().watches[stretch.watch];
    const bool one_name = watch.name == view.name_of(watch.key);
    const std::string who = one_name ? std::string(client_of(watch))
                                     : fmt::format("{} ({})", watch.name, client_of(watch));
    add_row(table, {instant_cell(stretch.asked), instant_cell(stretch.answered), text_cell(who),
                    text_cell(view.role_of(watch.key, stretch.node)), count_cell(stretch.requests),
                    text_cell(stretch.answer)});
  }
  return table;
}

Table faults_table(const RunView& view) {
  Table table{
      "faults", "", {{"client", "client"}, {"fault", "known fault"}, {"about", "which means"}}, {}};
  std::vector<std::pair<std::string_view, std::string_view>> told;
  for (const WatchParams& watch : view.params().watches) {
    for (const ClientFaultFacts& facts : models::durability::client_faults()) {
      const std::pair who{client_of(watch), facts.name};
      const auto replicas = scenarios::chain_of_key(view.params(), watch.key).length - 1;
      if (!may_matter(facts.fault, watch.request, replicas)) continue;
      if (std::find(told.begin(), told.end(), who) != told.end()) continue;
      told.push_back(who);
      add_row(table, {text_cell(std::string(who.first)), text_cell(std::string(who.second)),
                      text_cell(std::string(facts.about))});
    }
  }
  return table;
}

// "gocb-2 says success at 3ms.", or "4 of 6 clients say success, 2 timeout."
std::string lead_for(const RunView& view) {
  const auto& watches = view.params().watches;
  const auto& outcomes = view.outcome().watches;
  if (watches.size() == 1) {
    const std::string client(client_of(watches[0]));
    if (!outcomes[0].verdict) return client + " has not concluded anything.";
    return fmt::format("{} says {} at {}.", client, name_of(outcomes[0]),
                       instant_cell(outcomes[0].ended).text);
  }
  std::vector<std::pair<std::string_view, std::size_t>> counts;
  for (const WatchOutcome& outcome : outcomes) {
    const std::string_view name = name_of(outcome);
    const auto known = std::find_if(counts.begin(), counts.end(),
                                    [&](const auto& count) { return count.first == name; });
    if (known == counts.end()) {
      counts.emplace_back(name, 1);
    } else {
      ++known->second;
    }
  }
  if (counts.size() == 1) return fmt::format("All {} say {}.", watches.size(), counts[0].first);
  std::string text = fmt::format("{} of {} clients say{} {}", counts[0].second, watches.size(),
                                 counts[0].second == 1 ? "s" : "", counts[0].first);
  for (std::size_t i = 1; i < counts.size(); ++i) {
    text += fmt::format(", {} {}", counts[i].second, counts[i].first);
  }
  return text + ".";
}

}  // namespace

std::optional<Section> clients(const RunView& view) {
  if (view.params().watches.empty()) return std::nullopt;
  const std::vector<Stretch> stretches = stretches_of(view);
  Section section{"clients", "What the clients conclude", lead_for(view), {}, {}};
  section.tables.push_back(verdicts_table(view));
  if (!stretches.empty()) section.tables.push_back(answers_table(view, stretches));
  Table faults = faults_table(view);
  if (!faults.rows.empty()) section.tables.push_back(std::move(faults));
  if (stretches.size() > kMostAnswers) {
    section.notes.push_back(not_shown(stretches.size() - kMostAnswers, "later answer"));
  }
  return section;
}

}  // namespace reports
