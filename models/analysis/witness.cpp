#include "models/analysis/witness.hpp"

#include <algorithm>
#include <numeric>

namespace models::analysis {

namespace {

std::int64_t preferred_of(const TraceTerm& term, const Preferred& preferred) {
  return std::clamp(preferred[term.latency], term.low, term.high);
}

// The order in which the schedule handles them, now that all instants are known.
bool handled_before(const Trace& trace, const std::vector<std::int64_t>& instants, EventNumber a,
                    EventNumber b) {
  const TraceEvent& one = trace.events[a];
  const TraceEvent& other = trace.events[b];
  if (a == b || a == 0 || b == 0) return a == 0 && b != 0;
  if (instants[a] != instants[b]) return instants[a] < instants[b];
  if (one.phase != other.phase) return one.phase < other.phase;
  if (one.parent == other.parent) return one.birth < other.birth;
  return handled_before(trace, instants, one.parent, other.parent);
}

}  // namespace

std::vector<std::int64_t> instants_of(const Trace& trace, DifferenceBounds bounds,
                                      const Preferred& preferred) {
  std::vector<std::int64_t> instants(trace.events.size(), 0);
  // Numbers rise with birth, so a parent has its instant before its children.
  for (EventNumber event = 1; event < trace.events.size(); ++event) {
    const TraceEvent& it = trace.events[event];
    std::int64_t wanted = instants[it.parent] + it.fixed;
    for (const TraceTerm& term : trace.terms_of(it)) wanted += preferred_of(term, preferred);
    instants[event] = std::clamp(wanted, bounds.earliest(event), bounds.latest(event));
    SIM_CHECK(bounds.pin(event, instants[event]));
  }
  return instants;
}

std::vector<std::int64_t> shares_of(const Trace& trace, const std::vector<std::int64_t>& instants,
                                    const Preferred& preferred) {
  std::vector<std::int64_t> shares(trace.terms.size(), 0);
  for (EventNumber event = 1; event < trace.events.size(); ++event) {
    const TraceEvent& it = trace.events[event];
    std::int64_t rest = instants[event] - instants[it.parent] - it.fixed;
    const auto terms = trace.terms_of(it);
    for (std::size_t i = 0; i < terms.size(); ++i) {
      shares[it.first_term + i] = preferred_of(terms[i], preferred);
      rest -= shares[it.first_term + i];
    }
    for (std::size_t i = 0; i < terms.size() && rest != 0; ++i) {
      std::int64_t& share = shares[it.first_term + i];
      const std::int64_t moved = std::clamp(share + rest, terms[i].low, terms[i].high) - share;
      share += moved;
      rest -= moved;
    }
    SIM_CHECK(rest == 0);
  }
  return shares;
}

std::vector<durability::GivenDraws> draws_of(const Trace& trace,
                                             const std::vector<std::int64_t>& instants,
                                             const std::vector<std::int64_t>& shares,
                                             const std::vector<sim::LatencyName>& names) {
  // Draws are made where their event is scheduled: in the handling of its parent, by birth.
  std::vector<EventNumber> events(trace.events.size() - 1);
  std::iota(events.begin(), events.end(), 1);
  std::sort(events.begin(), events.end(), [&](EventNumber a, EventNumber b) {
    const TraceEvent& one = trace.events[a];
    const TraceEvent& other = trace.events[b];
    if (one.parent == other.parent) return one.birth < other.birth;
    return handled_before(trace, instants, one.parent, other.parent);
  });
  std::vector<durability::GivenDraws> all;
  for (sim::LatencyId latency = 0; latency < names.size(); ++latency) {
    durability::GivenDraws given{names[latency].entity, names[latency].purpose, {}};
    bool open = false;
    for (const EventNumber event : events) {
      const TraceEvent& it = trace.events[event];
      for (std::uint32_t i = it.first_term; i < it.first_term + it.term_count; ++i) {
        if (trace.terms[i].latency != latency) continue;
        open = open || trace.terms[i].low != trace.terms[i].high || trace.terms[i].given;
        given.draws.emplace_back(shares[i]);
      }
    }
    if (open) all.push_back(std::move(given));
  }
  return all;
}

}  // namespace models::analysis
