// What caused what: for each event, the event it continues, how long it waited, what it then took.
//
// A link reads: "brought_by" did something at its instant; from there the thing waited until
// "released_at" (a queue, a batch under way), and from there took the listed terms until "at".
// So waiting = released_at - instant of brought_by, service = at - released_at, and walking
// brought_by back to the start gives a chain whose parts sum exactly to the instant.
// Terms are the named latencies that were drawn; what they do not explain of the service is
// a fixed part (a transfer, a script's instant).
// Shape          one link an event and one term a draw: for runs that fit in memory. Off, it
//                costs one predictable branch.
// Checked by     tests/sim/schedule_test.cpp
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/check.hpp"
#include "sim/event_queue.hpp"
#include "sim/time.hpp"

namespace sim {

/// Which named latency of a schedule, counted from 0.
using LatencyId = std::uint32_t;

struct Term {
  LatencyId latency;
  Duration took;
};

struct CauseLink {
  EventId brought_by = kNoEvent;   // whose work this event continues
  EventId released_by = kNoEvent;  // the event that was handled when this one was scheduled
  Instant released_at;
  Instant at;
  std::size_t first_term = 0;
  std::size_t term_count = 0;
};

class Causes {
 public:
  [[nodiscard]] bool on() const { return on_; }
  void switch_on() { on_ = true; }

  void draw(LatencyId latency, Duration took) { terms_.push_back({latency, took}); }

  /// What was drawn since the last link led to no event.
  void forget_draws() { terms_.resize(first_open_term_); }

  /// Adds the link of event `id`, with all terms drawn since the last one.
  /// REQUIRES: ids come in order, 1, 2, 3 ...
  void add(EventId id, EventId brought_by, EventId released_by, Instant released_at, Instant at) {
    SIM_CHECK(id == links_.size() + 1);
    links_.push_back({brought_by, released_by, released_at, at, first_open_term_,
                      terms_.size() - first_open_term_});
    first_open_term_ = terms_.size();
  }

  /// How many events have a link: those of ids 1 to size().
  [[nodiscard]] std::size_t size() const { return links_.size(); }

  /// The link of event `id`. REQUIRES: the record was on when it was scheduled.
  [[nodiscard]] const CauseLink& of(EventId id) const {
    SIM_CHECK(id >= 1 && id <= links_.size());
    return links_[id - 1];
  }

  [[nodiscard]] std::span<const Term> terms(const CauseLink& link) const {
    return std::span(terms_).subspan(link.first_term, link.term_count);
  }

 private:
  bool on_ = false;
  std::vector<CauseLink> links_;
  std::vector<Term> terms_;
  std::size_t first_open_term_ = 0;
};

}  // namespace sim
