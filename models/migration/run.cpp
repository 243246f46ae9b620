#include "models/migration/run.hpp"

#include <algorithm>

#include "models/migration/event_digest.hpp"
#include "models/migration/forward.hpp"
#include "models/migration/sampler.hpp"
#include "sim/loop.hpp"

namespace models::migration {

namespace {

// What phases counted of rows that were passed over is an estimate, but what they went through in
// the end is known: where both are within a tenth of each other, that was meant.
void count_what_is_known(Outcome& outcome) {
  if (!outcome.complete || outcome.attempts != 1) return;
  const auto correct = [](std::vector<std::uint64_t*> parts, std::uint64_t whole) {
    std::uint64_t sum = 0;
    for (const std::uint64_t* part : parts) sum += *part;
    const std::uint64_t off = sum > whole ? sum - whole : whole - sum;
    if (parts.empty() || off > whole / 10) return;
    for (std::uint64_t* part : parts) {
      __extension__ using Wide = unsigned __int128;
      const auto share = sum > 0 ? static_cast<std::uint64_t>(Wide{*part} * whole / sum) : 0;
      sum -= *part;
      whole -= share;
      *part = share;
    }
  };
  for (const PhaseKind kind : {PhaseKind::kExport, PhaseKind::kImport, PhaseKind::kCopy}) {
    std::vector<std::uint64_t*> rows;
    std::vector<std::uint64_t*> entries;
    for (PhaseOutcome& phase : outcome.phases) {
      if (phase.kind != kind) continue;
      rows.push_back(&phase.rows);
      entries.push_back(&phase.entries);
    }
    correct(std::move(rows), outcome.content.rows_before);
    correct(std::move(entries), outcome.content.entries_at_end);
  }
}

// Who looks, after each event, whether the run can be carried on without handling the next ones.
class Ahead {
 public:
  Ahead(const RunOptions& options, std::uint64_t seed, std::uint64_t replication)
      : sampler_(options.sampling, seed, replication) {
    if (options.causes) return;
    samples_ = options.way == Way::kSampled;
    skips_ = options.way == Way::kExact || (samples_ && options.sampling.skips);
  }

  void after_event(Migration& world, Schedule& schedule, EventDigest& digest, sim::Instant last,
                   bool rare) {
    if (skips_) {
      const std::uint64_t before = forward_.obtained().skips;
      forward_.after_event(world, schedule, digest, last, rare);
      if (samples_ && forward_.obtained().skips > before) sampler_.begin_anew(schedule, digest);
    }
    if (samples_ && sampler_.after_event(world, schedule, digest, last)) {
      forward_.begin_anew(digest.events());
    }
  }

  void tell(const Schedule& schedule, Outcome& outcome) {
    outcome.obtained = forward_.obtained();
    if (!samples_) return;
    const std::uint64_t skipped = outcome.obtained.events_skipped;
    sampler_.tell(schedule, outcome.obtained);
    outcome.events += outcome.obtained.events_skipped - skipped;
    if (outcome.obtained.way != Way::kSampled) return;
    // Sums of what nobody wrote agree with nothing.
    outcome.content.digests_agree = true;
    count_what_is_known(outcome);
  }

 private:
  bool skips_ = false;
  bool samples_ = false;
  Forward forward_;
  Sampler sampler_;
};

}  // namespace

Run run(std::shared_ptr<const MigrationParams> params, const RunOptions& options) {
  Schedule schedule(params->seed, params->replication);
  Ahead ahead(options, params->seed, params->replication);
  if (options.causes) schedule.causes().switch_on();
  Migration world(std::move(params), schedule);
  EventDigest events;
  bool rare = false;
  const auto observe = [&](const Schedule::Entry& entry) {
    rare = std::holds_alternative<DatabaseTimer>(entry.what);
    events.add(entry.at, content_of(entry.what));
  };
  const sim::Instant last = std::min(options.until, sim::kLastInstant - sim::Duration(1));
  // Stores have rounds of their own that never end; the world says when nothing is left to be done.
  std::uint64_t left = options.most_events;
  while (!world.over(schedule.now()) && schedule.next_at() <= last && left-- > 0) {
    world.look_until(schedule.next_at());
    sim::step(world, schedule, observe);
    ahead.after_event(world, schedule, events, last, rare);
  }
  const bool over = world.over(schedule.now());
  if (!over && events.events() >= options.most_events) {
    // The facts about all rows are not worth looking for.
    Run result;
    result.outcome.events = events.events();
    ahead.tell(schedule, result.outcome);
    return result;
  }
  const sim::Instant end = over || options.until == sim::kNever ? schedule.now() : options.until;
  sim::Digest digest;
  digest.add(events.value(), world.digest());
  digest.add(static_cast<std::uint64_t>(end.time_since_epoch().count()));
  Run result{world.take_outcome(end, schedule), std::move(schedule.causes()), {}};
  result.outcome.events = events.events();
  result.outcome.digest = digest.value();
  ahead.tell(schedule, result.outcome);
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
        sim::paired_difference(result.on_table.calls[i].batches, result.on_kv.calls[i].batches));
  }
  return result;
}

}  // namespace models::migration
