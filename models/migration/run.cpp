#include "models/migration/run.hpp"

#include <algorithm>

#include "models/migration/event_digest.hpp"
#include "models/migration/forward.hpp"
#include "sim/loop.hpp"

namespace models::migration {

Run run(std::shared_ptr<const MigrationParams> params, const RunOptions& options) {
  Schedule schedule(params->seed, params->replication);
  if (options.causes) schedule.causes().switch_on();
  Migration world(std::move(params), schedule);
  EventDigest events;
  Forward forward;
  const bool skips = options.way != Way::kEventByEvent && !options.causes;
  bool rare = false;
  const auto observe = [&](const Schedule::Entry& entry) {
    rare = std::holds_alternative<DatabaseTimer>(entry.what);
    events.add(entry.at, content_of(entry.what));
  };
  const sim::Instant last = std::min(options.until, sim::kLastInstant - sim::Duration(1));
  // Stores have rounds of their own that never end; the world says when nothing is left to be done.
  while (!world.over(schedule.now()) && schedule.next_at() <= last) {
    world.look_until(schedule.next_at());
    sim::step(world, schedule, observe);
    if (skips) forward.after_event(world, schedule, events, last, rare);
  }
  const bool over = world.over(schedule.now());
  const sim::Instant end = over || options.until == sim::kNever ? schedule.now() : options.until;
  sim::Digest digest;
  digest.add(events.value(), world.digest());
  digest.add(static_cast<std::uint64_t>(end.time_since_epoch().count()));
  Run result{world.take_outcome(end, schedule), std::move(schedule.causes()), {}};
  result.outcome.events = events.events();
  result.outcome.digest = digest.value();
  result.outcome.obtained = forward.obtained();
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
