// The story of the key: steps of the script, changes of its copies, answers, in order.
#include <fmt/format.h>

#include <algorithm>

#include "reports/sections.hpp"
#include "reports/why.hpp"
#include "reports/words.hpp"
#include "sim/quantity_text.hpp"

namespace reports {

using models::durability::Change;
using models::durability::ChangeKind;
using models::durability::CommandKind;
using models::durability::CommandStep;
using models::durability::KeyIndex;
using models::durability::OperationKind;
using models::durability::OperationStep;
using models::durability::Presence;
using models::durability::Reply;
using models::durability::ReplyStatus;
using models::durability::Step;
using models::durability::SyncChange;
using models::durability::SyncChangeKind;

namespace {

constexpr std::size_t kMostLines = 60;

// Steps come up before other events of their instant; what the active decides stands before the
// changes that follow from it, and answers follow what they report.
enum class Turn : std::uint8_t { kStep, kSync, kChange, kAnswer };

struct Line {
  sim::Instant at;
  Turn turn;
  std::string node;
  std::string what;
  std::optional<Why> why;
};

KeyIndex key_of(const Step& step) {
  return std::visit([](const auto& what) { return what.key; }, step.what);
}

class Teller {
 public:
  Teller(const RunView& view, KeyIndex key) : view_(view), key_(key) {
    for (const Change& change : view.outcome().changes) {
      if (change.key != key) continue;
      landmarks_.push_back(change.event);
      for (const std::uint64_t seqno :
           {std::uint64_t{change.cache.seqno}, std::uint64_t{change.disk.seqno}}) {
        if (seqno > 0) seqnos_.push_back(seqno);
      }
    }
    for (const SyncChange& change : view.outcome().sync_changes) {
      if (change.key == key) landmarks_.push_back(change.event);
    }
    std::sort(seqnos_.begin(), seqnos_.end());
    seqnos_.erase(std::unique(seqnos_.begin(), seqnos_.end()), seqnos_.end());
  }

  [[nodiscard]] std::vector<Line> lines() const {
    std::vector<Line> lines;
    add_steps(lines);
    for (const Change& change : view_.outcome().changes) {
      if (change.key == key_) lines.push_back(line_for(change));
    }
    for (const SyncChange& change : view_.outcome().sync_changes) {
      if (change.key == key_) lines.push_back(line_for(change));
    }
    add_answers(lines);
    std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
      return a.at != b.at ? a.at < b.at : a.turn < b.turn;
    });
    return lines;
  }

 private:
  void add_steps(std::vector<Line>& lines) const {
    const auto& steps = view_.params().steps;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      if (key_of(steps[i]) != key_ || steps[i].at > view_.outcome().end) continue;
      lines.push_back({steps[i].at, Turn::kStep, "", "script: " + view_.scenario().steps[i], {}});
    }
  }

  void add_answers(std::vector<Line>& lines) const {
    for (const Reply& reply : view_.outcome().replies) {
      if (key_of(view_.params().steps[reply.step]) != key_) continue;
      lines.push_back({reply.at, Turn::kAnswer, "", words_for_reply(reply), {}});
    }
    for (const auto& reply : view_.outcome().commands) {
      if (key_of(view_.params().steps[reply.step]) != key_ || reply.error.empty()) continue;
      lines.push_back({reply.at, Turn::kAnswer, "", "the command fails: " + reply.error, {}});
    }
    const auto& watches = view_.params().watches;
    for (std::size_t i = 0; i < watches.size(); ++i) {
      const models::durability::WatchOutcome& outcome = view_.outcome().watches[i];
      if (watches[i].key != key_ || !outcome.verdict) continue;
      lines.push_back(
          {outcome.ended, Turn::kAnswer, "", words_for_verdict(watches[i], outcome), {}});
    }
  }

  [[nodiscard]] std::string words_for_verdict(
      const models::durability::WatchParams& watch,
      const models::durability::WatchOutcome& outcome) const {
    std::string who(models::durability::profile_of(watch.request.client).name);
    if (watch.name != view_.name_of(watch.key)) who = fmt::format("{} ({})", watch.name, who);
    return fmt::format("{} says {}{}", who, models::durability::name_of(*outcome.verdict),
                       outcome.sent_nothing ? ", and sends nothing" : "");
  }

  [[nodiscard]] std::string item(const models::durability::Copy& copy) const {
    const auto place = std::lower_bound(seqnos_.begin(), seqnos_.end(), copy.seqno);
    const auto revision = static_cast<std::uint32_t>(place - seqnos_.begin()) + 1;
    const auto revisions = static_cast<std::uint32_t>(seqnos_.size());
    const std::string text = view_.revision_of(key_, revision, revisions);
    return copy.presence() == Presence::kTombstone ? "the delete, " + text : text;
  }

  [[nodiscard]] Line line_for(const Change& change) const {
    const std::string node = view_.role_of(key_, change.node);
    Line line{change.at, Turn::kChange, node, "", {}};
    if (change.kind == ChangeKind::kCommanded) {
      line.what = words_for_command(change, node);
      return line;
    }
    if (change.kind == ChangeKind::kClock) {
      line.what =
          fmt::format("{} {} by {}'s clock: {}", view_.name_of(key_),
                      change.instead ? "has expired" : "has not expired", node,
                      change.instead ? "whoever asks for it has it deleted" : "it is there again");
      return line;
    }
    if (change.kind == ChangeKind::kCrashed || change.kind == ChangeKind::kWarmedUp ||
        change.kind == ChangeKind::kRolledBack) {
      line.what = words_for_fault(change, node);
      return line;
    }
    const bool cached = change.kind == ChangeKind::kCached;
    if (cached && change.cache.is_absent()) {
      line.what = fmt::format("{} drops {}", node, view_.name_of(key_));
    } else if (cached) {
      line.what = fmt::format("{} caches {}", node, item(change.cache));
    } else {
      line.what = fmt::format("{} persists {}", node, item(change.disk));
    }
    if (view_.run().causes.on()) {
      line.why = why(view_.run(), view_.params(), change, landmarks_);
    }
    return line;
  }

  [[nodiscard]] Line line_for(const SyncChange& change) const {
    const std::string node = view_.role_of(key_, change.node);
    Line line{change.at, Turn::kSync, node, words_for_sync(change, node), {}};
    if (view_.run().causes.on()) {
      const Change happened{change.at, key_, change.node,  ChangeKind::kCached,
                            {},        {},   change.event, change.brought_by,
                            0};
      line.why = why(view_.run(), view_.params(), happened, landmarks_);
    }
    return line;
  }

  [[nodiscard]] std::string words_for_sync(const SyncChange& change,
                                           const std::string& node) const {
    const std::string& name = view_.name_of(key_);
    switch (change.kind) {
      case SyncChangeKind::kPrepared:
        return fmt::format("{} prepares {} (seqno {}, {})", node, name, change.prepare,
                           models::durability::name_of(change.level));
      case SyncChangeKind::kPersisted:
        return fmt::format("{} persists the prepare", node);
      case SyncChangeKind::kAcknowledged:
        return fmt::format("the prepare counts on {}", node);
      case SyncChangeKind::kCommitted:
        return fmt::format("{} commits {} (seqno {})", node, name, change.seqno);
      case SyncChangeKind::kAborted:
        break;
    }
    return fmt::format("{} aborts the write of {} (seqno {})", node, name, change.seqno);
  }

  [[nodiscard]] std::string words_for_fault(const Change& change, const std::string& node) const {
    if (change.kind == ChangeKind::kWarmedUp) {
      return fmt::format("{} reads {} back from its disk", node, item(change.disk));
    }
    if (change.kind == ChangeKind::kRolledBack) {
      return fmt::format("{} drops {}: its history has ended", node, view_.name_of(key_));
    }
    const bool kept = !change.disk.is_absent();
    return fmt::format(
        "{} loses {} from memory{}", node, view_.name_of(key_),
        kept ? fmt::format(", has {} on disk", item(change.disk)) : ", and has nothing on disk");
  }

  [[nodiscard]] std::string words_for_command(const Change& change, const std::string& node) const {
    const auto& command = std::get<CommandStep>(view_.params().steps[change.step].what);
    const auto says = [&](std::string_view effect) {
      return fmt::format("command {} {}", reports::name_of(command.kind),
                         fmt::format(fmt::runtime(effect), view_.name_of(key_), node));
    };
    switch (command.kind) {
      case CommandKind::kPersist:
        return says("puts {} on {}'s disk");
      case CommandKind::kUnpersist:
        return says("takes {} off {}'s disk");
      case CommandKind::kCache:
        return says("puts {} in {}'s cache");
      case CommandKind::kUncache:
        return says("takes {} out of {}'s cache");
      case CommandKind::kEndure:
        return says("puts {} in {}'s cache and on its disk");
      case CommandKind::kPurge:
        return says("takes {} out of {}'s cache and off its disk");
      case CommandKind::kKeyinfo:
        break;
    }
    return says("reads {} on {}");
  }

  [[nodiscard]] std::string words_for_reply(const Reply& reply) const {
    const auto& asked = std::get<OperationStep>(view_.params().steps[reply.step].what);
    const std::string who = fmt::format("the {} ", reports::name_of(asked.kind));
    if (reply.at == sim::kNever) return who + "is never answered";
    if (!reply.answers.empty()) return who + "is answered: " + words_for_answers(asked, reply);
    if (reply.status != ReplyStatus::kOk) {
      return fmt::format("{}is answered: {}", who, models::durability::name_of(reply.status));
    }
    std::string text = who + "is answered: ok";
    const bool reads = asked.kind == OperationKind::kGet;
    if (reads && reply.copy.value != models::durability::kSizeOnly) {
      text += fmt::format(", value '{}'", view_.params().values[reply.copy.value]);
    }
    if (reply.copy.cas != 0) text += fmt::format(", CAS {}", reply.copy.cas);
    return text;
  }

  [[nodiscard]] std::string words_for_answers(const OperationStep& asked,
                                              const Reply& reply) const {
    std::vector<std::string> words;
    for (const models::durability::NodeAnswer& answer : reply.answers) {
      const std::string node = view_.role_of(key_, answer.node);
      words.push_back(asked.kind == OperationKind::kObserve
                          ? fmt::format("{} {} {}", node,
                                        models::durability::name_of(answer.answer.status),
                                        status_byte(answer.answer.status))
                          : fmt::format("{} has persisted {} of {}", node, answer.persisted_seqno,
                                        answer.current_seqno));
    }
    return listed(words);
  }

  const RunView& view_;
  KeyIndex key_;
  std::vector<sim::EventId> landmarks_;
  std::vector<std::uint64_t> seqnos_;
};

Row row_for(const Line& line) {
  const auto span = [&](sim::Duration Why::*part) {
    return line.why ? duration_cell((*line.why).*part) : Cell{};
  };
  return {instant_cell(line.at), text_cell(line.what), text_cell(line.why ? line.why->text : ""),
          text_cell(line.node),  span(&Why::waited),   span(&Why::served)};
}

}  // namespace

std::optional<Section> story(const RunView& view) {
  const auto key = view.key();
  if (!key) return std::nullopt;
  const std::vector<Line> lines = Teller(view, *key).lines();
  if (lines.empty()) return std::nullopt;
  Table table{"story",
              "",
              {{"at", "at", ColumnKind::kDuration},
               {"what", "what happens"},
               {"why", "why then", ColumnKind::kText, view.run().causes.on()},
               {"node", "node", ColumnKind::kText, false},
               {"waited", "waited", ColumnKind::kDuration, false},
               {"served", "served", ColumnKind::kDuration, false}},
              {}};
  for (std::size_t i = 0; i < std::min(lines.size(), kMostLines); ++i) {
    add_row(table, row_for(lines[i]));
  }
  Section section{
      "story", fmt::format("The story of {}", view.name_of(*key)), "", {std::move(table)}, {}};
  if (lines.size() > kMostLines) {
    section.notes.push_back(not_shown(lines.size() - kMostLines, "further line"));
  }
  return section;
}

}  // namespace reports
