#include "reports/ordering_words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/words.hpp"
#include "sim/quantity_text.hpp"

namespace reports {

namespace analysis = models::analysis;
namespace durability = models::durability;

using analysis::Moment;
using analysis::MomentKind;

namespace {

std::uint64_t seqno_of(const Moment& moment) {
  return moment.kind == MomentKind::kPersisted ? moment.disk.seqno : moment.cache.seqno;
}

std::string_view verdict_words(std::uint8_t status) {
  if (status == analysis::kNoVerdict) return "no verdict";
  return durability::name_of(static_cast<durability::ClientVerdict>(status));
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    const std::size_t end = at + from.size();
    const bool whole = end == text.size() || text[end] < '0' || text[end] > '9';
    if (whole) {
      text.replace(at, from.size(), to);
    } else {
      at = end - to.size();
    }
  }
}

}  // namespace

OrderingWords::OrderingWords(const scenarios::Scenario& scenario,
                             const scenarios::Orderings& orderings)
    : scenario_(scenario), orderings_(orderings) {
  for (const durability::NodeParams& node : scenario.params->nodes) roles_.push_back(node.name);
  if (scenario.key) {
    for (const auto& role : scenarios::roles_of(*scenario.params, *scenario.key)) {
      roles_[role.node] = role.role;
    }
  }
  for (const scenarios::FoundOrdering& found : orderings.found) {
    for (const Moment& moment : found.ordering.moments) {
      const std::uint64_t seqno = seqno_of(moment);
      auto& seqnos = seqnos_[moment.key];
      const auto place = std::lower_bound(seqnos.begin(), seqnos.end(), seqno);
      if (seqno > 0 && (place == seqnos.end() || *place != seqno)) seqnos.insert(place, seqno);
    }
  }
  several_keys_ = seqnos_.size() > 1;
}

std::string OrderingWords::role(durability::NodeIndex node) const { return roles_[node]; }

std::string OrderingWords::of_key(durability::KeyIndex key) const {
  return several_keys_ ? " " + scenario_.params->keys.name(key) : "";
}

std::string OrderingWords::key_and_revision(durability::KeyIndex key, std::uint64_t seqno) const {
  std::string text = of_key(key);
  const auto& seqnos = seqnos_.at(key);
  const auto place = std::lower_bound(seqnos.begin(), seqnos.end(), seqno);
  if (seqnos.size() > 1 && place != seqnos.end() && *place == seqno) {
    text += fmt::format(" revision {}", place - seqnos.begin() + 1);
  }
  return text;
}

std::string OrderingWords::moment(const Moment& moment) const {
  switch (moment.kind) {
    case MomentKind::kCached:
      return fmt::format("{}.{}{}", role(moment.node),
                         moment.cache.presence == 0 ? "dropped" : "cached",
                         key_and_revision(moment.key, moment.cache.seqno));
    case MomentKind::kPersisted:
      return fmt::format("{}.persisted{}", role(moment.node),
                         key_and_revision(moment.key, moment.disk.seqno));
    case MomentKind::kCommanded:
      return fmt::format("{} on {}", scenario_.steps[moment.step], role(moment.node));
    case MomentKind::kCrashed:
      return fmt::format("{} crashes{}", role(moment.node), of_key(moment.key));
    case MomentKind::kWarmedUp:
      return fmt::format("{} has read back{}", role(moment.node),
                         key_and_revision(moment.key, moment.cache.seqno));
    case MomentKind::kRolledBack:
      return fmt::format("{} rolls back{}", role(moment.node), of_key(moment.key));
    case MomentKind::kAnswered:
      break;
  }
  // That a store is answered ok goes without saying: it is when the master has cached it.
  const auto& step = std::get<durability::OperationStep>(scenario_.params->steps[moment.step].what);
  const bool reads = step.kind == durability::OperationKind::kGet;
  if (!reads && moment.status == durability::ReplyStatus::kOk) return "";
  std::string text =
      fmt::format("{} is answered {}", scenario_.steps[moment.step], name_of(moment.status));
  if (reads && moment.cache.cas != 0) text += fmt::format(" with CAS {}", moment.cache.cas);
  return text;
}

std::string OrderingWords::ordering(const analysis::Ordering& ordering) const {
  std::string text;
  for (const Moment& one : ordering.moments) {
    const std::string words = moment(one);
    if (!words.empty()) text += (text.empty() ? "" : ", ") + words;
  }
  return text.empty() ? "nothing happens" : text;
}

std::string OrderingWords::told(const analysis::Ordering& ordering) const {
  std::string text;
  std::optional<std::uint32_t> step;
  for (const analysis::Told& one : ordering.told) {
    if ((one.step & analysis::kOfWatch) != 0) {
      const std::string watch =
          scenarios::label_of(*scenario_.params, one.step & ~analysis::kOfWatch);
      text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", watch, verdict_words(one.status));
      continue;
    }
    if (one.step != step) {
      text += fmt::format("{}{} at {}:", text.empty() ? "" : "; ", scenario_.steps[one.step],
                          sim::to_text(scenario_.params->steps[one.step].at));
    } else {
      text += ",";
    }
    step = one.step;
    const auto& asked = std::get<durability::OperationStep>(scenario_.params->steps[*step].what);
    if (asked.kind == durability::OperationKind::kObserveSeqno) {
      text += fmt::format(" {} persisted {} of {}", role(one.node), one.persisted_seqno,
                          one.current_seqno);
    } else {
      text += fmt::format(" {} {}", role(one.node),
                          durability::name_of(static_cast<durability::ObserveStatus>(one.status)));
    }
  }
  return text;
}

std::string OrderingWords::latency(sim::LatencyId id) const {
  std::string entity = orderings_.latencies[id].entity;
  for (std::size_t node = 0; node < roles_.size(); ++node) {
    replace_all(entity, scenario_.params->nodes[node].name, roles_[node]);
  }
  return entity + " " + orderings_.latencies[id].purpose;
}

std::string OrderingWords::sum(const analysis::Sum& sum) const {
  std::string text;
  for (const analysis::NthDraw& draw : sum.draws) {
    if (!text.empty()) text += " + ";
    if (draw.nth > 1) text += fmt::format("draw {} of ", draw.nth);
    text += latency(draw.latency);
  }
  if (sum.fixed != 0 || text.empty()) {
    text += (text.empty() ? "" : " + ") + sim::to_text(sim::Duration(sum.fixed));
  }
  return text;
}

std::string OrderingWords::condition(const analysis::Condition& condition) const {
  const std::string_view sign = !condition.at_tie.empty() ? "<*" : condition.strictly ? "<" : "<=";
  return fmt::format("{} {} {}", sum(condition.less), sign, sum(condition.more));
}

// "a = b and c <= d": what "a <* b" means besides "a < b".
std::string OrderingWords::tie(const analysis::Condition& condition) const {
  std::string text = fmt::format("{} = {}", sum(condition.less), sum(condition.more));
  for (const analysis::Condition& one : condition.at_tie) {
    text += " and " + this->condition(one);
    if (!one.at_tie.empty()) text += " or " + tie(one);
  }
  return text;
}

std::string OrderingWords::ties(const scenarios::FoundOrdering& found) const {
  std::vector<std::string> all;
  for (const auto& alternative : found.conditions) {
    for (const analysis::Condition& one : alternative) {
      if (one.at_tie.empty()) continue;
      std::string text = tie(one);
      if (std::find(all.begin(), all.end(), text) == all.end()) all.push_back(std::move(text));
    }
  }
  std::string text;
  for (const std::string& one : all) text += (text.empty() ? "" : "; ") + one;
  return text;
}

std::string OrderingWords::conditions(const scenarios::FoundOrdering& found) const {
  std::string text;
  for (const auto& alternative : found.conditions) {
    std::string all;
    for (const analysis::Condition& one : alternative) {
      all += (all.empty() ? "" : ", ") + condition(one);
    }
    if (all.empty()) all = "always";
    text += (text.empty() ? "" : "; or ") + all;
  }
  return found.more_conditions ? text + "; or on other ways" : text;
}

std::string OrderingWords::draws(const std::vector<durability::GivenDraws>& draws) {
  std::string text;
  for (const durability::GivenDraws& given : draws) {
    std::vector<std::string> values;
    for (const sim::Duration draw : given.draws) values.push_back(sim::to_text(draw));
    text += fmt::format("{}{} {} {}", text.empty() ? "" : ", ", given.entity, given.purpose,
                        listed(values));
  }
  return text;
}

}  // namespace reports
