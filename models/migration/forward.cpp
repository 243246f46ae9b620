#include "models/migration/forward.hpp"

#include <algorithm>
#include <cstring>

#include "sim/loop.hpp"

namespace models::migration {

std::uint64_t content_of(const Happening& what) {
  std::uint64_t content = 0;
  sim::dispatch(what, [&content](const auto& event) {
    static_assert(sizeof(event) <= sizeof(content));
    static_assert(std::has_unique_object_representations_v<std::decay_t<decltype(event)>>);
    std::memcpy(&content, &event, sizeof(event));
  });
  return content ^ (static_cast<std::uint64_t>(what.index()) << 60);
}

Forward::Kept Forward::note(Migration& world, Schedule& schedule, const EventDigest& digest,
                            bool opens) {
  Kept kept{sim::Recurrence(schedule.now(), opens),
            digest,
            {},
            {},
            schedule.queue().last_id(),
            world.place_in_patterns()};
  world.recur(kept.state);
  schedule.recur(kept.state);
  schedule.queue().for_each_pending([&](const Schedule::Entry& entry) {
    kept.pending.push_back({entry.id, entry.at, entry.phase, content_of(entry.what)});
  });
  kept.areas = world.areas(schedule.now());
  return kept;
}

void Forward::renew(Migration& world, Schedule& schedule, const EventDigest& digest) {
  kept_ = note(world, schedule, digest, true);
  if (!kept_->state.refusal().empty()) obtained_.not_skipped = kept_->state.refusal();
  gap_ *= 2;
  renew_at_ = digest.events() + gap_;
  spacing_ = kTryAfter;
  try_at_ = digest.events() + kTryAfter / 4;
}

void Forward::begin_anew(std::uint64_t events) {
  kept_.reset();
  gap_ = kFirst;
  renew_at_ = events + kFirst;
}

// Events that were pending then and are now, for the same instant, stand still; the others come
// round again.
Forward::Pairs Forward::pair_up(const Kept& before, const Kept& now) {
  Pairs pairs;
  const auto stands = [](const Pending& event, const std::vector<Pending>& others) {
    return std::any_of(others.begin(), others.end(),
                       [&](const Pending& other) { return other.id == event.id; });
  };
  std::vector<Pending> then;
  std::vector<Pending> again;
  for (const Pending& event : before.pending) {
    if (!stands(event, now.pending)) then.push_back(event);
  }
  for (const Pending& event : now.pending) {
    if (!stands(event, before.pending)) {
      again.push_back(event);
      continue;
    }
    pairs.standing.push_back(event.id);
    pairs.first_standing = std::min(pairs.first_standing, event.at);
  }
  const sim::Duration period = now.state.now() - before.state.now();
  pairs.same =
      std::equal(then.begin(), then.end(), again.begin(), again.end(),
                 [&](const Pending& a, const Pending& b) {
                   return a.content == b.content && a.phase == b.phase && a.at + period == b.at;
                 });
  return pairs;
}

void Forward::compare(Migration& world, Schedule& schedule, EventDigest& digest,
                      sim::Instant last) {
  Kept now = note(world, schedule, digest, false);
  spacing_ = std::min(2 * spacing_, kTryAfterMost);
  try_at_ = digest.events() + spacing_;
  const Pairs pairs = pair_up(*kept_, now);
  if (!pairs.same || !kept_->state.recurs_as(now.state)) return;
  now.state.until(std::min(last, pairs.first_standing));
  const std::int64_t times = kept_->state.periods_within_bounds(now.state);
  if (times > 0) {
    skip(now, pairs, times, world, schedule, digest);
    begin_anew(digest.events());
  } else {
    // It recurs, but something is due before it could do so once more.
    renew_at_ = digest.events() + 2 * gap_;
    kept_.reset();
  }
}

void Forward::skip(const Kept& now, const Pairs& pairs, std::int64_t times, Migration& world,
                   Schedule& schedule, EventDigest& digest) {
  const Migration copied = world;
  const Schedule copied_schedule = schedule;
  const sim::Duration period = now.state.now() - kept_->state.now();
  sim::Recurrence walk = kept_->state.advance_from(now.state, times);
  world.recur(walk);
  const auto ids = static_cast<std::uint64_t>(times) * (now.last_id - kept_->last_id);
  schedule.queue().advance(period * times, ids, [&](const Schedule::Entry& entry) {
    return std::find(pairs.standing.begin(), pairs.standing.end(), entry.id) !=
           pairs.standing.end();
  });
  look(now, times, world, copied, copied_schedule);
  ++obtained_.skips;
  const std::uint64_t before = digest.events();
  digest.repeat(kept_->digest, static_cast<std::uint64_t>(times), period);
  obtained_.events_skipped += digest.events() - before;
  obtained_.way = Way::kExact;
}

// How busy everything was at the end of each interval of use that was skipped: whole periods, and a
// part of one, which the copy goes through once.
void Forward::look(const Kept& now, std::int64_t times, Migration& world, const Migration& copied,
                   const Schedule& copied_schedule) const {
  struct Look {
    sim::Instant at;
    std::int64_t periods;
    sim::Duration rest;
    std::vector<Areas> areas;
  };
  const sim::Instant from = now.state.now();
  const sim::Duration period = from - kept_->state.now();
  std::vector<Look> looks;
  UseOverTime use = world.use();
  const std::vector<std::int64_t> none(now.areas.size(), 0);
  while (use.next_look() <= from + period * times) {
    const sim::Duration since = use.next_look() - from - sim::Duration(1);
    looks.push_back({use.next_look(), since / period, since % period + sim::Duration(1), {}});
    use.add(none, use.next_look());
  }
  if (looks.empty()) return;
  std::vector<std::size_t> order(looks.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return looks[a].rest < looks[b].rest; });
  Migration replayed = copied;
  Schedule schedule = copied_schedule;
  for (const std::size_t i : order) {
    Look& look = looks[i];
    while (schedule.next_at() < from + look.rest) sim::step(replayed, schedule);
    look.areas = replayed.areas(from + look.rest);
  }
  for (Look& look : looks) {
    for (std::size_t i = 0; i < look.areas.size(); ++i) {
      look.areas[i].busy += look.periods * (now.areas[i].busy - kept_->areas[i].busy);
      look.areas[i].waiting += look.periods * (now.areas[i].waiting - kept_->areas[i].waiting);
    }
    world.look(look.areas, look.at);
  }
}

}  // namespace models::migration
