#include "models/analysis/moments.hpp"

#include <algorithm>
#include <tuple>

#include "sim/check.hpp"

namespace models::analysis {

namespace {

SeenCopy seen(const durability::Copy& copy) {
  return {copy.cas, copy.seqno, static_cast<std::uint8_t>(copy.presence_bits), copy.value};
}

MomentKind kind_of(durability::ChangeKind kind) {
  switch (kind) {
    case durability::ChangeKind::kCached:
      return MomentKind::kCached;
    case durability::ChangeKind::kPersisted:
      return MomentKind::kPersisted;
    case durability::ChangeKind::kCommanded:
      break;
    case durability::ChangeKind::kCrashed:
      return MomentKind::kCrashed;
    case durability::ChangeKind::kWarmedUp:
      return MomentKind::kWarmedUp;
    case durability::ChangeKind::kRolledBack:
      return MomentKind::kRolledBack;
    case durability::ChangeKind::kClock:
      SIM_CHECK(false);  // what expires is not explored
  }
  return MomentKind::kCommanded;
}

durability::KeyIndex key_of(const durability::Step& step) {
  return std::visit([](const auto& what) { return what.key; }, step.what);
}

struct Timed {
  sim::Instant at;
  bool early = false;  // before the work of its instant
  MomentOf moment;
};

// What a fault does when it begins or ends comes before the work of that instant. What is read
// back, and rolled back then, is work.
bool is_early(const durability::Outcome& outcome, std::size_t number,
              const durability::ClusterParams& params) {
  const durability::Change& change = outcome.changes[number];
  if (change.kind == durability::ChangeKind::kCrashed) return true;
  if (change.kind != durability::ChangeKind::kRolledBack) return false;
  const bool at_fault = std::any_of(
      params.faults.begin(), params.faults.end(),
      [&](const auto& fault) { return fault.from == change.at || fault.until == change.at; });
  if (!at_fault) return false;
  return number == 0 || outcome.changes[number - 1].at != change.at ||
         is_early(outcome, number - 1, params);
}

}  // namespace

std::vector<MomentOf> moments_of(const durability::Outcome& outcome,
                                 const durability::ClusterParams& params) {
  std::vector<Timed> timed;
  for (std::size_t i = 0; i < outcome.changes.size(); ++i) {
    const durability::Change& change = outcome.changes[i];
    timed.push_back({change.at,
                     is_early(outcome, i, params),
                     {{kind_of(change.kind), change.key, change.node, seen(change.cache),
                       seen(change.disk), change.step},
                      change.event}});
  }
  for (const durability::Reply& reply : outcome.replies) {
    if (reply.at == sim::kNever || !reply.answers.empty()) continue;
    const durability::KeyIndex key = key_of(params.steps[reply.step]);
    timed.push_back(
        {reply.at,
         false,
         {{MomentKind::kAnswered, key, 0, seen(reply.copy), {}, reply.step, reply.status},
          reply.event}});
  }
  // Of what is work, the instant and the number of its event place a moment.
  std::stable_sort(timed.begin(), timed.end(), [](const Timed& a, const Timed& b) {
    return std::tuple(a.at, !a.early, a.moment.event) < std::tuple(b.at, !b.early, b.moment.event);
  });
  std::vector<MomentOf> moments;
  for (const Timed& one : timed) moments.push_back(one.moment);
  return moments;
}

std::vector<Told> told_in(const durability::Outcome& outcome,
                          const std::vector<std::optional<durability::ClientVerdict>>& of_watches) {
  std::vector<Told> told;
  for (const durability::Reply& reply : outcome.replies) {
    for (const durability::NodeAnswer& answer : reply.answers) {
      told.push_back({reply.step, answer.node, static_cast<std::uint8_t>(answer.answer.status),
                      answer.answer.cas, answer.persisted_seqno, answer.current_seqno});
    }
  }
  for (std::uint32_t watch = 0; watch < of_watches.size(); ++watch) {
    const auto& verdict = of_watches[watch];
    told.push_back(
        {kOfWatch | watch, 0, verdict ? static_cast<std::uint8_t>(*verdict) : kNoVerdict, 0, 0, 0});
  }
  std::sort(told.begin(), told.end());
  return told;
}

Ordering ordering_of(const durability::Outcome& outcome, const durability::ClusterParams& params) {
  std::vector<std::optional<durability::ClientVerdict>> verdicts;
  for (const durability::WatchOutcome& watch : outcome.watches) verdicts.push_back(watch.verdict);
  Ordering ordering{{}, told_in(outcome, verdicts)};
  for (const MomentOf& one : moments_of(outcome, params)) ordering.moments.push_back(one.moment);
  return ordering;
}

}  // namespace models::analysis
