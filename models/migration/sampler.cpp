#include "models/migration/sampler.hpp"

#include <algorithm>
#include <cmath>

#include "sim/portable_math.hpp"

namespace models::migration {

namespace {

// What is due at an instant of its own does not move with the work.
bool stays(const Happening& what) {
  return std::holds_alternative<FaultDue>(what) || std::holds_alternative<Turned>(what) ||
         std::holds_alternative<FlowDue>(what) || std::holds_alternative<ThinkingOver>(what);
}

sim::Duration whole(double nanoseconds) { return sim::Duration(std::llround(nanoseconds)); }

double count_of(sim::Duration duration) { return static_cast<double>(duration.count()); }

double per_row_of(sim::Duration took, std::uint64_t rows) {
  return rows > 0 ? count_of(took) / static_cast<double>(rows) : 0;
}

}  // namespace

Sampler::Note Sampler::note(bool of_rounds, Migration& world, Schedule& schedule,
                            const EventDigest& digest) const {
  Note note{sim::Recurrence(schedule.now(), false, true),
            schedule.now(),
            steps_,
            changes_,
            digest.events() + events_passed_,
            world.walkers()};
  if (of_rounds) note.state.take_whole_rounds();
  world.recur(note.state);
  return note;
}

Sampler::Quiet Sampler::quiet_for(std::uint64_t events, const EventDigest& digest) const {
  return {digest.events() + events, changes_ + std::max(kFewestPages, events / kEventsOfPage),
          steps_ + kRowsOfEvent * events, digest.events(), changes_};
}

// After enough pages it is over at some event before the next one, whichever: a window that ends
// with a page has more of pages than of the time that they take.
bool Sampler::over(Quiet& quiet, const EventDigest& digest) {
  if (digest.events() >= quiet.events) return true;
  if (changes_ < quiet.changes || steps_ < quiet.steps) return false;
  const auto between = static_cast<double>(digest.events() - quiet.events_then) /
                       static_cast<double>(changes_ - quiet.changes_then);
  const auto further = static_cast<std::uint64_t>(places_.uniform() * between);
  quiet.events = std::min(quiet.events, digest.events() + 1 + further);
  quiet.changes = UINT64_MAX;
  return false;
}

void Sampler::begin(Stretch& stretch, const Schedule& schedule) const {
  stretch = {};
  stretch.of_rounds = &stretch == &outer_;
  stretch.from = schedule.now();
  stretch.began_at = steps_;
  stretch.passed = passed_;
  const bool within_rounds = !outer_.parts.empty() && !stretch.of_rounds;
  stretch.window = within_rounds ? std::max(how_.window / kInnerShare, kFewestEvents) : how_.window;
}

void Sampler::begin_anew(const Schedule& schedule, const EventDigest& digest) {
  end(inner_, schedule.now());
  end(outer_, schedule.now());
  begin(inner_, schedule);
  begin(outer_, schedule);
  round_opens_ = rounds_ + 1;
  quiet_ = quiet_for(how_.skips ? kTryExact : how_.window / 4, digest);
}

bool Sampler::look(Migration& world, Schedule& schedule, const EventDigest& digest,
                   sim::Instant last) {
  const std::uint64_t stage = world.stage();
  if (stage != stage_) {
    stage_ = stage;
    begin_anew(schedule, digest);
  }
  if (world.checkpoints() != checkpoints_) {
    return look_at_checkpoints(world, schedule, digest, last);
  }
  if (inner_.open && !inner_.half && over(half_, digest)) {
    inner_.half = Half{schedule.now(), steps_};
  }
  if (!over(quiet_, digest)) return false;
  if (inner_.open) return close(inner_, world, schedule, digest, last);
  inner_.open = note(false, world, schedule, digest);
  inner_.half.reset();
  if (!inner_.open->state.refusal().empty()) {
    refusal_ = inner_.open->state.refusal();
    inner_.open.reset();
  }
  quiet_ = quiet_for(inner_.window, digest);
  half_ = quiet_for(inner_.window / 2, digest);
  return false;
}

// A checkpoint has begun or ended: costs are others from now on, until the same happens again.
bool Sampler::look_at_checkpoints(Migration& world, Schedule& schedule, const EventDigest& digest,
                                  sim::Instant last) {
  checkpoints_ = world.checkpoints();
  end(inner_, schedule.now());
  begin(inner_, schedule);
  quiet_ = quiet_for(inner_.window / 4, digest);
  const bool begins = world.rounds() != rounds_;
  rounds_ = world.rounds();
  if (!begins) {
    if (outer_.open) outer_.half = Half{schedule.now(), steps_};
    return false;
  }
  const bool leapt = outer_.open && close(outer_, world, schedule, digest, last);
  if (leapt) {
    round_opens_ = rounds_ + 1;
    // What is handled next lies elsewhere.
    begin(inner_, schedule);
  } else if (rounds_ >= round_opens_) {
    outer_.open = note(true, world, schedule, digest);
  }
  return leapt;
}

// Rows that each goes through in a window; those of a group share their luck.
std::vector<double> Sampler::paces(const Note& from, const Note& to) {
  std::vector<double> paces;
  if (from.walkers.size() != to.walkers.size()) return paces;
  for (const Walker& walker : to.walkers) {
    double moved = 0;
    double number = 0;
    for (std::size_t i = 0; i < to.walkers.size(); ++i) {
      if (to.walkers[i].group != walker.group) continue;
      moved += static_cast<double>(to.walkers[i].at) - static_cast<double>(from.walkers[i].at);
      ++number;
    }
    paces.push_back(std::max(0.0, moved / number));
  }
  return paces;
}

std::int64_t Sampler::windows_left(const Note& from, const Note& to,
                                   const std::vector<double>& paces) {
  auto left = static_cast<double>(from.state.periods_within_bounds(to.state));
  for (std::size_t i = 0; i < paces.size(); ++i) {
    if (paces[i] > 0) left = std::min(left, static_cast<double>(to.walkers[i].left) / paces[i]);
  }
  return std::max<std::int64_t>(0, static_cast<std::int64_t>(std::min(left, 1e15)) - 1);
}

Sampler::Plan Sampler::plan(Stretch& stretch, const Note& to, const std::vector<double>& paces,
                            std::int64_t left, double rows) {
  double behind = 0;  // windows since the table's beginning
  for (std::size_t i = 0; i < paces.size(); ++i) {
    if (paces[i] > 0) behind = std::max(behind, static_cast<double>(to.walkers[i].at) / paces[i]);
  }
  Plan plan;
  if (left < (stretch.longest == 0 ? kFewestAtFirst : kFewest)) return plan;
  if (stretch.longest == 0) {
    const bool within_rounds = !outer_.parts.empty() && !stretch.of_rounds;
    const auto parts = within_rounds ? std::max(4U, how_.windows / kInnerShare) : how_.windows;
    stretch.longest = static_cast<double>(left) * rows / static_cast<double>(parts);
    stretch.rest = std::min(stretch.longest, kGrowth * behind * rows) - rows;
  }
  const auto all = static_cast<double>(left);
  const auto rest = std::clamp(std::floor(stretch.rest / rows), 0.0, all);
  const double after = all - rest;
  double next = std::min(stretch.longest / rows, kGrowth * (behind + rest));
  next = std::min(std::max(3.0, std::floor(next)), after);
  if (after - next < next / 2) next = after;
  if (next < 3) {
    plan.rest = left;  // to the end
    return plan;
  }
  const double lead = std::floor(places_.uniform() * (next - 2));
  plan.rest = static_cast<std::int64_t>(rest);
  plan.lead = static_cast<std::int64_t>(lead);
  plan.next_rest = (next - lead - 1) * rows;
  return plan;
}

// So many windows at this pace; in a group each by chance some rows more or less, which sum to
// none.
std::vector<RowIndex> Sampler::moves(const Note& from, const Note& to,
                                     const std::vector<double>& paces, std::int64_t windows) {
  const std::size_t count = paces.size();
  std::vector<double> apart(count);
  for (std::size_t first = 0, past = 0; first < count; first = past) {
    double squares = 0;
    double sum = 0;
    for (past = first; past < count && to.walkers[past].group == to.walkers[first].group; ++past) {
      const double moved =
          static_cast<double>(to.walkers[past].at) - static_cast<double>(from.walkers[past].at);
      squares += (moved - paces[past]) * (moved - paces[past]);
      apart[past] = sim::normal_quantile(places_.uniform());
      sum += apart[past];
    }
    const auto number = static_cast<double>(past - first);
    const double deviation =
        number > 1 ? std::sqrt(squares / (number - 1) * static_cast<double>(windows)) : 0;
    for (std::size_t i = first; i < past; ++i) apart[i] = (apart[i] - sum / number) * deviation;
  }
  std::vector<RowIndex> rows;
  for (std::size_t i = 0; i < count; ++i) {
    const double moved = paces[i] * static_cast<double>(windows) + apart[i];
    rows.push_back(static_cast<RowIndex>(
        std::clamp(std::floor(moved + 0.5), 0.0, static_cast<double>(to.walkers[i].left))));
  }
  return rows;
}

sim::Instant Sampler::first_standing(Schedule& schedule) {
  sim::Instant first = sim::kNever;
  schedule.queue().for_each_pending([&](const Schedule::Entry& entry) {
    if (stays(entry.what)) first = std::min(first, entry.at);
  });
  return first;
}

bool Sampler::close(Stretch& stretch, Migration& world, Schedule& schedule,
                    const EventDigest& digest, sim::Instant last) {
  const std::uint64_t changes = changes_ - stretch.open->changes;
  if (!stretch.of_rounds && changes < kFewestChanges) {
    stretch.window += stretch.window * kFewestChanges / (changes + 1);
    quiet_.events = stretch.open->events - events_passed_ + stretch.window;
    return false;
  }
  const Note from = std::move(*stretch.open);
  const std::optional<Half> half = stretch.half;
  stretch.open.reset();
  stretch.half.reset();
  Note to = note(stretch.of_rounds, world, schedule, digest);
  const sim::Instant standing = std::min(last, first_standing(schedule));
  to.state.until(standing);
  const std::vector<double> pace = paces(from, to);
  quiet_ = quiet_for(stretch.window, digest);
  if (!from.state.samples_with(to.state) || pace.empty() || !half) return false;
  ++windows_;
  double rows = 0;
  for (const double one : pace) rows += one;
  if (rows == 0) return false;
  const sim::Duration took = to.at - from.at;
  const double per_row = count_of(took) / rows;
  const Plan plan = this->plan(stretch, to, pace, windows_left(from, to, pace), rows);
  const double stands_for = stretch.lead + static_cast<double>(plan.rest) * rows;
  // After a first leap the rows that are handled have other luck than in a run event by event.
  if (stands_for > 0 || (passed_ > 0 && !stretch.of_rounds)) {
    const double first = per_row_of(half->at - from.at, half->steps - from.steps);
    const double second = per_row_of(to.at - half->at, to.steps - half->steps);
    const double both = first + second;
    const double difference = both > 0 ? per_row * 2 * (first - second) / both : 0;
    const auto steps = static_cast<double>(to.steps - from.steps);
    stretch.parts.push_back({stands_for, rows, steps, per_row, difference});
  }
  // The time of the rows before the window is known only now; that of those before the next one
  // will be then, and half of what they will seem to take now is given to them.
  const sim::Duration lead_now = took * plan.lead / 2;
  const sim::Duration wanted =
      whole(stretch.lead * per_row) - stretch.credit + took * plan.rest + lead_now;
  const sim::Duration by = std::clamp(wanted, sim::Duration(0), standing - schedule.now());
  stretch.credit = lead_now + (by - wanted);
  stretch.lead = static_cast<double>(plan.lead) * rows;
  stretch.rest = plan.next_rest;
  const std::int64_t windows = plan.rest + plan.lead;
  if (windows == 0 && by.count() == 0) return false;
  leap(from, to, pace, windows, by, world, schedule);
  quiet_ = quiet_for(stretch.window / 8, digest);
  return true;
}

void Sampler::leap(const Note& from, const Note& to, const std::vector<double>& paces,
                   std::int64_t windows, sim::Duration by, Migration& world, Schedule& schedule) {
  const sim::Instant now = schedule.now();
  world.note_space(world.space(now));
  const std::vector<Areas> before = world.areas(now);
  sim::Recurrence walk = from.state.estimate_from(to.state, windows, by);
  world.recur(walk);
  world.leap(moves(from, to, paces, windows));
  schedule.queue().advance(by, 0, [](const Schedule::Entry& entry) { return stays(entry.what); });
  const sim::Instant then = now + by;
  const std::vector<Areas> after = world.areas(then);
  while (world.use().next_look() <= then) {
    const sim::Instant at = world.use().next_look();
    const sim::TimeAverage::Area passed = (at - now).count();
    std::vector<Areas> between = before;
    for (std::size_t i = 0; i < between.size(); ++i) {
      between[i].busy += (after[i].busy - before[i].busy) * passed / by.count();
      between[i].waiting += (after[i].waiting - before[i].waiting) * passed / by.count();
    }
    world.look(between, at);
  }
  world.note_space(world.space(then));
  passed_ += static_cast<std::uint64_t>(windows) * (to.steps - from.steps);
  events_passed_ += static_cast<std::uint64_t>(windows) * (to.events - from.events);
  steps_ = world.steps();
}

// Each pair's half squared difference is the variance of one window's time per row. What is
// estimated is the windows' sum, and it misses a run that has luck of its own for all those rows.
void Sampler::end(Stretch& stretch, sim::Instant now) {
  const std::vector<Part>& parts = stretch.parts;
  if (parts.empty()) return;
  // Rows that an outer stretch handles are in the inner ones.
  const std::uint64_t here = steps_ - stretch.began_at;
  const std::uint64_t passed = passed_ - stretch.passed;
  const std::uint64_t by_events = stretch.of_rounds ? 0 : here - std::min(here, passed);
  double rows = 0;
  double steps = 0;
  for (const Part& part : parts) {
    rows += part.own_rows;
    steps += part.own_steps;
  }
  const double handled =
      static_cast<double>(by_events) * rows / steps / static_cast<double>(parts.size());
  const auto weight = [&](const Part& part) {
    return part.rows * part.rows + part.own_rows * (part.rows + 2 * handled);
  };
  Estimated estimated{stretch.from, now, 0, 0, 0};
  double squares = 0;  // of differences as shares of the time per row
  double weights = 0;
  const auto add = [&](double difference, double weight) {
    estimated.variance += difference * difference / 2 * weight;
    estimated.squares +=
        difference * difference / 2 * weight * difference * difference / 2 * weight;
    ++estimated.pairs;
  };
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool paired = i + 1 < parts.size();
    const bool alone = parts.size() == 1;
    const double difference = alone    ? parts[i].difference / std::sqrt(2.0)
                              : paired ? parts[i].per_row - parts[i + 1].per_row
                                       : parts[i].per_row - parts[i - 1].per_row;
    squares += difference * difference / (parts[i].per_row * parts[i].per_row);
    weights += weight(parts[i]) * parts[i].per_row * parts[i].per_row;
    if (i % 2 == 1) continue;
    add(difference, weight(parts[i]) + (paired ? weight(parts[i + 1]) : 0));
  }
  // The same from all neighbours alike.
  const auto pairs = static_cast<double>(estimated.pairs);
  const double alike = squares / static_cast<double>(parts.size()) / 2 * weights;
  if (alike > estimated.variance) {
    estimated.variance = alike;
    estimated.squares = 3 * alike * alike / pairs;
  }
  estimated_.push_back(estimated);
  stretch.parts.clear();
}

void Sampler::tell(const Schedule& schedule, Obtained& obtained) {
  end(inner_, schedule.now());
  end(outer_, schedule.now());
  if (!refusal_.empty()) obtained.not_skipped = refusal_;
  if (passed_ == 0) return;
  obtained.way = Way::kSampled;
  obtained.not_skipped = refusal_;  // why nothing recurs is no matter where windows were taken
  obtained.windows = windows_;
  obtained.steps = steps_;
  obtained.steps_passed = passed_;
  obtained.events_skipped += events_passed_;
  obtained.estimated = std::move(estimated_);
}

}  // namespace models::migration
