// What the clients that watch conclude, from which answers, and with which known faults.
#include <fmt/format.h>

#include <algorithm>

#include "reports/sections.hpp"
#include "reports/words.hpp"

namespace reports {

using models::durability::ClientFaultFacts;
using models::durability::ClientVerdict;
using models::durability::NodeAnswer;
using models::durability::WatchAnswers;
using models::durability::WatchIndex;
using models::durability::WatchOutcome;
using models::durability::WatchParams;

namespace {

constexpr std::size_t kMostAnswers = 60;

std::string_view client_of(const WatchParams& watch) {
  return models::durability::profile_of(watch.request.client).name;
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
                    text_cell(reports::words_for(watches[i].request)),
                    text_cell(std::string(name_of(outcome)), tone), instant_cell(outcome.ended),
                    count_cell(outcome.requests), instant_cell(outcome.began)});
  }
  return table;
}

struct Told {
  WatchIndex watch;
  const WatchAnswers* answers;
};

std::string words_for(const WatchAnswers& answers, bool seqno) {
  if (answers.answered == sim::kNever) return "no answer";
  const NodeAnswer& seen = answers.seen;
  if (seen.status != models::durability::ReplyStatus::kOk) return std::string(name_of(seen.status));
  if (!seqno) return reports::words_for(seen.answer);
  if (seen.answer.status == models::durability::ObserveStatus::kNotMyVbucket) {
    return reports::words_for(seen.answer);
  }
  if (seen.unknown_history) return "does not know the history asked with";
  const std::string has =
      fmt::format("has persisted {} of {}", seen.persisted_seqno, seen.current_seqno);
  if (!seen.failover_seqno) return has;
  return fmt::format("{}; the history asked with ended at {}", has, *seen.failover_seqno);
}

// Of all clients, in the order in which they first asked.
std::vector<Told> all_answers(const RunView& view) {
  std::vector<Told> told;
  for (WatchIndex i = 0; i < view.params().watches.size(); ++i) {
    for (const WatchAnswers& answers : view.outcome().watches[i].answers) {
      told.push_back({i, &answers});
    }
  }
  std::stable_sort(told.begin(), told.end(), [](const Told& a, const Told& b) {
    return a.answers->asked < b.answers->asked;
  });
  return told;
}

Table answers_table(const RunView& view, const std::vector<Told>& told) {
  Table table{"answers",
              "Whom they asked, and what was answered",
              {{"asked", "asked from", ColumnKind::kDuration},
               {"answered", "answered until", ColumnKind::kDuration},
               {"client", "who asks"},
               {"node", "whom"},
               {"requests", "requests", ColumnKind::kNumber},
               {"answer", "answer"}},
              {}};
  for (std::size_t i = 0; i < std::min(told.size(), kMostAnswers); ++i) {
    const WatchAnswers& answers = *told[i].answers;
    const WatchParams& watch = view.params().watches[told[i].watch];
    const bool seqno = models::durability::profile_of(watch.request.client).asks_seqno;
    const bool by_key = watch.name == view.name_of(watch.key);
    const std::string who = by_key ? std::string(client_of(watch))
                                   : fmt::format("{} ({})", watch.name, client_of(watch));
    add_row(table, {instant_cell(answers.asked), instant_cell(answers.answered), text_cell(who),
                    text_cell(view.role_of(watch.key, answers.node)), count_cell(answers.requests),
                    text_cell(words_for(answers, seqno))});
  }
  return table;
}

Table faults_table(const RunView& view) {
  Table table{"faults",
              "Known faults that may matter here",
              {{"client", "client"}, {"fault", "known fault"}, {"about", "which means"}},
              {}};
  std::vector<std::pair<std::string_view, std::string_view>> known;
  for (const WatchParams& watch : view.params().watches) {
    for (const ClientFaultFacts& facts : models::durability::client_faults()) {
      const std::pair who{client_of(watch), facts.name};
      const auto replicas = scenarios::chain_of_key(view.params(), watch.key).length - 1;
      const auto bucket = view.bucket_of(watch.key).type;
      if (!may_matter(facts.fault, watch.request, replicas, bucket)) continue;
      if (std::find(known.begin(), known.end(), who) != known.end()) continue;
      known.push_back(who);
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
  const std::vector<Told> told = all_answers(view);
  Section section{"clients", "What the clients conclude", lead_for(view), {}, {}};
  section.tables.push_back(verdicts_table(view));
  if (!told.empty()) section.tables.push_back(answers_table(view, told));
  Table faults = faults_table(view);
  if (!faults.rows.empty()) section.tables.push_back(std::move(faults));
  if (told.size() > kMostAnswers) {
    section.notes.push_back(not_shown(told.size() - kMostAnswers, "later answer"));
  }
  return section;
}

}  // namespace reports
