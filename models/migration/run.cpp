#include "models/migration/run.hpp"

#include <algorithm>
#include <cstring>

#include "sim/loop.hpp"

namespace models::migration {

namespace {

// Feeds the digest with every event: when, of which kind, with which content.
struct EventDigest {
  sim::Digest digest;
  std::uint64_t events = 0;

  void operator()(const Schedule::Entry& entry) {
    ++events;
    std::uint64_t content = 0;
    sim::dispatch(entry.what, [&content](const auto& event) {
      static_assert(sizeof(event) <= sizeof(content));
      static_assert(std::has_unique_object_representations_v<std::decay_t<decltype(event)>>);
      std::memcpy(&content, &event, sizeof(event));
    });
    digest.add(static_cast<std::uint64_t>(entry.at.time_since_epoch().count()),
               content ^ (static_cast<std::uint64_t>(entry.what.index()) << 60));
  }
};

}  // namespace

Run run(std::shared_ptr<const MigrationParams> params, const RunOptions& options) {
  Schedule schedule(params->seed, params->replication);
  if (options.causes) schedule.causes().switch_on();
  Migration world(std::move(params), schedule);
  EventDigest events;
  const sim::Instant last = std::min(options.until, sim::kLastInstant - sim::Duration(1));
  // Stores have rounds of their own that never end; the world says when nothing is left to be done.
  while (!world.over(schedule.now()) && schedule.next_at() <= last) {
    sim::step(world, schedule, events);
  }
  const bool over = world.over(schedule.now());
  const sim::Instant end = over || options.until == sim::kNever ? schedule.now() : options.until;
  events.digest.add(world.digest());
  events.digest.add(static_cast<std::uint64_t>(end.time_since_epoch().count()));
  Run result{world.take_outcome(end, schedule), schedule.causes(), {}};
  result.outcome.events = events.events;
  result.outcome.digest = events.digest.value();
  for (sim::LatencyId id = 0; id < schedule.latency_count(); ++id) {
    result.latency_names.push_back(schedule.name(id));
  }
  return result;
}

TableAgainstKv compare(const MigrationParams& params, const RunOptions& options) {
  MigrationParams variant = params;
  variant.faults.clear();
  variant.procedure = Standing{false};
  const Run table = run(std::make_shared<const MigrationParams>(variant), options);
  variant.procedure = Standing{true};
  const Run kv = run(std::make_shared<const MigrationParams>(std::move(variant)), options);
  TableAgainstKv result{table.outcome, kv.outcome, {}};
  for (std::size_t i = 0; i < result.on_table.calls.size(); ++i) {
    result.calls.push_back(
        paired_difference(result.on_table.calls[i].batches, result.on_kv.calls[i].batches));
  }
  return result;
}

}  // namespace models::migration
