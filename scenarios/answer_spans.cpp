#include "scenarios/answer_spans.hpp"

#include <algorithm>
#include <tuple>

namespace scenarios {

namespace analysis = models::analysis;
namespace durability = models::durability;

namespace {

durability::Copy copy_of(const analysis::SeenCopy& seen) {
  durability::Copy copy;
  copy.cas = seen.cas;
  copy.seqno = seen.seqno;
  copy.presence_bits = seen.presence;
  copy.value = seen.value;
  return copy;
}

sim::Instant instant(std::int64_t nanoseconds) { return sim::at(sim::Duration(nanoseconds)); }

// Neither touching nor overlapping, in order.
void merge(std::vector<Span>& spans, Span added) {
  std::vector<Span> kept;
  for (const Span& span : spans) {
    if (span.until < added.from || added.until < span.from) {
      kept.push_back(span);
    } else {
      added = {std::min(span.from, added.from), std::max(span.until, added.until)};
    }
  }
  kept.push_back(added);
  std::sort(kept.begin(), kept.end(), [](const Span& a, const Span& b) { return a.from < b.from; });
  spans = std::move(kept);
}

}  // namespace

durability::ObserveAnswer answer_after(const analysis::Moment& moment,
                                       durability::Dialect dialect) {
  return durability::observe(copy_of(moment.cache), copy_of(moment.disk), dialect);
}

bool AnswerSpans::Less::operator()(const JointAnswer& a, const JointAnswer& b) const {
  return std::lexicographical_compare(
      a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
        return std::tie(x.status, x.cas) < std::tie(y.status, y.cas);
      });
}

// Number 0 is the start as `since`, and no end as `until`.
void AnswerSpans::add_stay(Spans& spans, const Stay& stay, analysis::EventNumber until,
                           const analysis::DifferenceBounds& bounds) {
  const sim::Instant from = instant(stay.since == 0 ? 0 : bounds.earliest(stay.since));
  sim::Instant end = sim::kNever;
  if (until != 0) {
    if (!bounds.allows(stay.since, until, -1)) return;  // always at one instant: never seen
    const std::int64_t latest = bounds.latest(until);
    if (latest != analysis::DifferenceBounds::kNone) end = instant(latest);
  }
  merge(spans[stay.answers], {from, end});
}

void AnswerSpans::add(const analysis::TraceMoments& moments,
                      const std::vector<analysis::EventNumber>& sequence,
                      const analysis::DifferenceBounds& bounds) {
  Stay all{JointAnswer(chain_.length), 0};
  std::vector<Stay> each(chain_.length, Stay{JointAnswer(1), 0});
  for (const analysis::EventNumber event : sequence) {
    JointAnswer now = all.answers;
    for (const auto& group : moments.groups) {
      if (group.event != event) continue;
      for (const analysis::Moment& moment : group.moments) {
        const std::uint32_t place = chain_.index_of(moment.node);
        const bool changes = moment.kind != analysis::MomentKind::kAnswered && moment.key == key_ &&
                             place != chain_.length;
        if (changes) {
          now[place] = answer_after(moment, dialect_);
        }
      }
    }
    if (now == all.answers) continue;
    add_stay(together_, all, event, bounds);
    for (std::uint32_t place = 0; place < chain_.length; ++place) {
      if (now[place] == all.answers[place]) continue;
      add_stay(nodes_[place], each[place], event, bounds);
      each[place] = {{now[place]}, event};
    }
    all = {std::move(now), event};
  }
  add_stay(together_, all, 0, bounds);
  for (std::uint32_t place = 0; place < chain_.length; ++place) {
    add_stay(nodes_[place], each[place], 0, bounds);
  }
}

std::vector<AnswerSpans::Possible> AnswerSpans::listed(const Spans& spans) {
  std::vector<Possible> possible;
  for (const auto& [answers, when] : spans) possible.push_back({answers, when});
  std::stable_sort(possible.begin(), possible.end(), [](const Possible& a, const Possible& b) {
    return a.spans.front().from < b.spans.front().from;
  });
  return possible;
}

std::vector<AnswerSpans::Possible> AnswerSpans::together() const { return listed(together_); }

std::vector<AnswerSpans::Possible> AnswerSpans::of_node(std::uint32_t place) const {
  return listed(nodes_[place]);
}

}  // namespace scenarios
