#include "models/analysis/moments.hpp"

#include <algorithm>
#include <tuple>

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
    case durability::ChangeKind::kCrashed:
    case durability::ChangeKind::kWarmedUp:
    case durability::ChangeKind::kRolledBack:
      break;
  }
  return MomentKind::kCommanded;
}

durability::KeyIndex key_of(const durability::Step& step) {
  return std::visit([](const auto& what) { return what.key; }, step.what);
}

struct Timed {
  sim::Instant at;
  MomentOf moment;
};

}  // namespace

std::vector<MomentOf> moments_of(const durability::Outcome& outcome,
                                 const durability::ClusterParams& params) {
  std::vector<Timed> timed;
  for (const durability::Change& change : outcome.changes) {
    timed.push_back({change.at,
                     {{kind_of(change.kind), change.key, change.node, seen(change.cache),
                       seen(change.disk), change.step},
                      change.event}});
  }
  for (const durability::Reply& reply : outcome.replies) {
    if (reply.at == sim::kNever || !reply.answers.empty()) continue;
    const durability::KeyIndex key = key_of(params.steps[reply.step]);
    timed.push_back(
        {reply.at,
         {{MomentKind::kAnswered, key, 0, seen(reply.copy), {}, reply.step, reply.status},
          reply.event}});
  }
  // All of these are work, so the instant and the number of its event place a moment.
  std::stable_sort(timed.begin(), timed.end(), [](const Timed& a, const Timed& b) {
    return std::tie(a.at, a.moment.event) < std::tie(b.at, b.moment.event);
  });
  std::vector<MomentOf> moments;
  for (const Timed& one : timed) moments.push_back(one.moment);
  return moments;
}

std::vector<Told> told_in(const durability::Outcome& outcome) {
  std::vector<Told> told;
  for (const durability::Reply& reply : outcome.replies) {
    for (const durability::NodeAnswer& answer : reply.answers) {
      told.push_back({reply.step, answer.node, static_cast<std::uint8_t>(answer.answer.status),
                      answer.answer.cas, answer.persisted_seqno, answer.current_seqno});
    }
  }
  std::sort(told.begin(), told.end());
  return told;
}

Ordering ordering_of(const durability::Outcome& outcome, const durability::ClusterParams& params) {
  Ordering ordering{{}, told_in(outcome)};
  for (const MomentOf& one : moments_of(outcome, params)) ordering.moments.push_back(one.moment);
  return ordering;
}

}  // namespace models::analysis
