#include "models/durability/run.hpp"

#include <algorithm>

#include "sim/loop.hpp"

namespace models::durability {

namespace {

// Feeds the digest with every event: when, of which kind, with which content.
struct EventDigest {
  sim::Digest digest;
  std::uint64_t events = 0;

  template <class Entry, class Event>
  void operator()(const Entry& entry, const Event& event) {
    ++events;
    std::uint64_t content = 0;
    static_assert(sizeof(event) <= sizeof(content));
    static_assert(std::has_unique_object_representations_v<Event>);
    std::memcpy(&content, &event, sizeof(event));
    digest.add(static_cast<std::uint64_t>(entry.at.time_since_epoch().count()),
               content ^ (static_cast<std::uint64_t>(entry.what.index()) << 60));
  }
};

}  // namespace

Run run(std::shared_ptr<const ClusterParams> params, const RunOptions& options) {
  Schedule schedule(params->seed, params->replication);
  if (options.causes) schedule.causes().switch_on();
  for (const GivenDraws& given : params->draws) {
    schedule.give({given.entity, given.purpose}, given.draws);
  }
  schedule.shift(options.shift);
  Cluster cluster(std::move(params), schedule);
  EventDigest events;
  // What lies at the last instant lies beyond the end of time: it never happens.
  const sim::Instant last = sim::kLastInstant - sim::Duration(1);
  sim::run(cluster, schedule, std::min(options.until, last), events);

  const bool quiet = schedule.empty();
  const sim::Instant stopped = quiet ? schedule.now() : last;
  const sim::Instant end = options.until == sim::kNever ? stopped : options.until;
  Run result{cluster.take_outcome(end, schedule), schedule.causes(), {}};
  result.outcome.events = events.events;
  events.digest.add(cluster.digest());
  events.digest.add(static_cast<std::uint64_t>(end.time_since_epoch().count()));
  result.outcome.digest = events.digest.value();
  for (sim::LatencyId id = 0; id < schedule.latency_count(); ++id) {
    result.latency_names.push_back(schedule.name(id));
  }
  return result;
}

}  // namespace models::durability
