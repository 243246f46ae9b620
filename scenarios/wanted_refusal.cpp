#include "scenarios/wanted_refusal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "models/analysis/engine_order.hpp"
#include "models/analysis/negative_cycle.hpp"
#include "models/analysis/orderings.hpp"
#include "sim/quantity_text.hpp"

namespace scenarios {

namespace analysis = models::analysis;
namespace durability = models::durability;

using analysis::EventNumber;

namespace {

enum class Reason : std::uint8_t { kWish, kAtLeast, kAtMost, kDependence };

struct Constraints {
  std::vector<analysis::Bound> bounds;
  std::vector<Reason> reasons;

  void add(EventNumber a, EventNumber b, std::int64_t limit, Reason reason) {
    bounds.push_back({a, b, limit});
    reasons.push_back(reason);
  }
};

Constraints constraints_of(const analysis::Trace& trace,
                           const std::vector<analysis::Before>& wishes, bool with_dependences) {
  Constraints all;
  const analysis::DifferenceBounds causes = causal_bounds(trace);
  for (EventNumber event = 1; event < trace.events.size(); ++event) {
    const EventNumber parent = trace.events[event].parent;
    all.add(parent, event, causes.most(parent, event), Reason::kAtLeast);
    const std::int64_t most = causes.most(event, parent);
    if (most != analysis::DifferenceBounds::kNone) all.add(event, parent, most, Reason::kAtMost);
  }
  const auto add_orders = [&](const std::vector<analysis::Before>& orders, Reason reason) {
    for (const analysis::Before& one : orders) {
      const auto ties = order_of_ties(trace, causes, one.first, one.second);
      all.add(one.first, one.second, ties == analysis::Known::kAfter ? -1 : 0, reason);
    }
  };
  add_orders(wishes, Reason::kWish);
  if (with_dependences) add_orders(trace.dependences, Reason::kDependence);
  return all;
}

class Words {
 public:
  Words(const Scenario& scenario, const analysis::Trace& trace, const analysis::Recorded& recorded,
        const Wanted& wanted, const std::vector<sim::LatencyName>& latencies)
      : scenario_(scenario), trace_(trace), latencies_(latencies) {
    const auto events = events_of(wanted, recorded, *scenario.params);
    names_.resize(trace.events.size());
    for (std::size_t i = 0; i < events.size(); ++i) {
      if (events[i]) names_[*events[i]] = wanted.milestones[i].text;
    }
  }

  [[nodiscard]] std::string name(EventNumber event) const {
    if (event == 0) return "the start";
    if (!names_[event].empty()) return names_[event];
    if (const auto* due = std::get_if<durability::StepDue>(&trace_.events[event].what)) {
      return scenario_.steps[due->step];
    }
    return "what comes before it";
  }
  // What an event consists of: "node0/disk write and sync".
  [[nodiscard]] std::string parts(EventNumber event) const {
    std::string text;
    for (const analysis::TraceTerm& term : trace_.terms_of(trace_.events[event])) {
      const sim::LatencyName& latency = latencies_[term.latency];
      if (term.high == 0) continue;
      text += fmt::format("{}{} {}", text.empty() ? "" : " + ", latency.entity, latency.purpose);
    }
    return text;
  }

 private:
  const Scenario& scenario_;
  const analysis::Trace& trace_;
  const std::vector<sim::LatencyName>& latencies_;
  std::vector<std::string> names_;
};

// Neighbouring links of one chain of causes are told as one.
std::string told(const std::vector<std::size_t>& cycle, const Constraints& all,
                 const Words& words) {
  std::vector<std::string> sentences;
  for (std::size_t i = 0; i < cycle.size();) {
    const Reason reason = all.reasons[cycle[i]];
    const analysis::Bound& first = all.bounds[cycle[i]];
    std::int64_t sum = 0;
    EventNumber end = first.b;
    std::string parts;
    std::size_t next = i;
    do {
      const analysis::Bound& bound = all.bounds[cycle[next]];
      sum += bound.limit;
      end = bound.b;
      const EventNumber child = reason == Reason::kAtMost ? bound.a : bound.b;
      const std::string part =
          reason == Reason::kAtLeast || reason == Reason::kAtMost ? words.parts(child) : "";
      if (!part.empty()) parts += (parts.empty() ? "" : " + ") + part;
      ++next;
    } while (next < cycle.size() && all.reasons[cycle[next]] == reason &&
             (reason == Reason::kAtLeast || reason == Reason::kAtMost));
    if (!parts.empty()) parts = " (" + parts + ")";
    switch (reason) {
      case Reason::kWish:
        sentences.push_back(
            fmt::format("{} is to come before {}", words.name(first.a), words.name(end)));
        break;
      case Reason::kAtLeast:
        sentences.push_back(fmt::format("{} comes {} or more after {}{}", words.name(end),
                                        sim::to_text(sim::Duration(-sum)), words.name(first.a),
                                        parts));
        break;
      case Reason::kAtMost:
        sentences.push_back(fmt::format("{} comes at most {} after {}{}", words.name(first.a),
                                        sim::to_text(sim::Duration(sum)), words.name(end), parts));
        break;
      case Reason::kDependence:
        sentences.push_back(fmt::format("{} is handled before {}, on the same node or link",
                                        words.name(first.a), words.name(end)));
        break;
    }
    i = next;
  }
  return fmt::format("{}", fmt::join(sentences, "; "));
}

}  // namespace

std::vector<std::optional<EventNumber>> events_of(const Wanted& wanted,
                                                  const analysis::Recorded& recorded,
                                                  const durability::ClusterParams& params) {
  const durability::KeyIndex key = wanted.key;
  std::vector<std::optional<EventNumber>> events;
  const auto moments = analysis::moments_of(recorded.outcome, params);
  std::set<std::uint64_t> revisions;
  for (const auto& [moment, event] : moments) {
    if (moment.key != key) continue;
    for (const std::uint64_t one : {moment.cache.seqno, moment.disk.seqno}) {
      if (one > 0) revisions.insert(one);
    }
  }
  // One that this way of the run never comes to has no milestones.
  if (revisions.size() < wanted.revision) {
    events.resize(wanted.milestones.size());
    return events;
  }
  const std::uint64_t seqno = *std::next(revisions.begin(), wanted.revision - 1);
  for (const MilestoneName& milestone : wanted.milestones) {
    const auto reached = [&](const analysis::MomentOf& one) {
      if (one.moment.kind == analysis::MomentKind::kAnswered) return false;
      const bool cached = milestone.kind == durability::MilestoneKind::kCached;
      const analysis::SeenCopy& copy = cached ? one.moment.cache : one.moment.disk;
      return one.moment.key == key && one.moment.node == milestone.node && copy.seqno >= seqno &&
             copy.presence != 0;
    };
    const auto found = std::find_if(moments.begin(), moments.end(), reached);
    events.push_back(found == moments.end()
                         ? std::nullopt
                         : std::optional(static_cast<EventNumber>(found->event)));
  }
  return events;
}

std::string refusal_of(const Scenario& scenario, const analysis::Trace& trace,
                       const analysis::Recorded& recorded, const Wanted& wanted,
                       const std::vector<analysis::Before>& wishes,
                       const std::vector<sim::LatencyName>& latencies) {
  for (const bool with_dependences : {false, true}) {
    const Constraints all = constraints_of(trace, wishes, with_dependences);
    std::vector<std::size_t> cycle = analysis::contradiction_in(trace.events.size(), all.bounds);
    if (cycle.empty()) continue;
    // The wish comes first.
    const auto wish = std::find_if(cycle.begin(), cycle.end(), [&](std::size_t bound) {
      return all.reasons[bound] == Reason::kWish;
    });
    if (wish != cycle.end()) std::rotate(cycle.begin(), wish, cycle.end());
    return told(cycle, all, Words(scenario, trace, recorded, wanted, latencies));
  }
  return "they can only fall on one instant, at which the other one is scheduled first";
}

}  // namespace scenarios
