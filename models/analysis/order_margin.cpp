#include "models/analysis/order_margin.hpp"

#include <algorithm>
#include <variant>
#include <vector>

namespace models::analysis {

using durability::ClusterParams;
using durability::GeneratorParams;
using durability::Run;

namespace {

/// Draws of the moved latencies on the way to each event, and how far they can all go.
struct Motion {
  std::vector<bool> moved;           // by latency
  std::vector<std::int64_t> slopes;  // by event; [0]: what no event released
  std::optional<sim::Duration> until_a_draw_ends;
};

Motion motion_of(const Run& run, std::span<const sim::LatencyId> moved, Direction direction) {
  Motion motion{std::vector<bool>(run.latency_names.size()),
                std::vector<std::int64_t>(run.causes.size() + 1),
                {}};
  for (const sim::LatencyId id : moved) motion.moved[id] = true;
  for (sim::EventId event = 1; event <= run.causes.size(); ++event) {
    const sim::CauseLink& link = run.causes.of(event);
    std::int64_t slope = motion.slopes[link.released_by];
    for (const sim::Term& term : run.causes.terms(link)) {
      if (!motion.moved[term.latency]) continue;
      if (direction == Direction::kFaster) {
        if (term.took.count() == 0) continue;
        auto& end = motion.until_a_draw_ends;
        end = end ? std::min(*end, term.took) : term.took;
      }
      ++slope;
    }
    motion.slopes[event] = slope;
  }
  return motion;
}

/// Who decides by the clock when it draws a latency: by latency, in words; empty for others.
struct ClockReaders {
  std::vector<std::string> caps;       // waits for tokens, from the instant at which it starts
  std::vector<std::string> shares;     // shared from the arrival on
  std::vector<std::string> ends;       // stops drawing at an instant
  std::vector<std::string> ends_late;  // the same, after whatever else happened
};

ClockReaders clock_readers(const Run& run, const ClusterParams& params) {
  const std::size_t latencies = run.latency_names.size();
  ClockReaders readers{std::vector<std::string>(latencies), std::vector<std::string>(latencies),
                       std::vector<std::string>(latencies), std::vector<std::string>(latencies)};
  const auto mark = [&](std::vector<std::string>& who, const std::string& entity,
                        const std::string& words) {
    for (std::size_t id = 0; id < latencies; ++id) {
      if (run.latency_names[id].entity == entity) who[id] = words;
    }
  };
  for (const durability::NodeParams& node : params.nodes) {
    const bool capped = node.disk.requests || node.disk.bytes;
    if (capped) mark(readers.caps, node.name + "/disk", "the caps of " + node.name + "/disk");
    if (node.cpu.discipline == hardware::Discipline::kFair) {
      mark(readers.shares, node.name + "/cpu", "the fair shares of " + node.name + "/cpu");
    }
  }
  for (const GeneratorParams& generator : params.generators) {
    if (generator.until == sim::kNever) continue;
    const bool open = std::holds_alternative<durability::OpenArrivals>(generator.arrivals);
    mark(open ? readers.ends : readers.ends_late, "workload/" + generator.name,
         "the end of workload " + generator.name);
  }
  return readers;
}

// The first one that would see its clock readings move; empty if none.
std::string moved_reader(const Run& run, const ClusterParams& params, const Motion& motion) {
  const ClockReaders readers = clock_readers(run, params);
  for (std::size_t id = 0; id < motion.moved.size(); ++id) {
    if (motion.moved[id] && !readers.ends[id].empty()) return readers.ends[id];
  }
  for (sim::EventId event = 1; event <= run.causes.size(); ++event) {
    const sim::CauseLink& link = run.causes.of(event);
    const auto terms = run.causes.terms(link);
    if (terms.empty()) continue;
    const sim::LatencyId id = terms.front().latency;
    if (!readers.caps[id].empty() && motion.slopes[link.released_by] != 0) return readers.caps[id];
    if (!readers.shares[id].empty() && (motion.moved[id] || motion.slopes[link.brought_by] != 0)) {
      return readers.shares[id];
    }
  }
  // A client's last answer may come in time for one more operation, and nothing would record it.
  const bool moves = std::any_of(motion.slopes.begin(), motion.slopes.end(),
                                 [](std::int64_t slope) { return slope != 0; });
  for (const std::string& words : readers.ends_late) {
    if (moves && !words.empty()) return words;
  }
  return "";
}

struct Mover {
  sim::Instant at;
  std::int64_t speed;
};

// Events that were never handled are in it too; they can only make the margin smaller.
std::vector<Mover> movers(const Run& run, const Motion& motion, Direction direction,
                          std::span<const sim::Instant> probes) {
  std::vector<Mover> all;
  all.reserve(run.causes.size() + probes.size());
  for (const sim::Instant probe : probes) all.push_back({probe, 0});
  for (sim::EventId event = 1; event <= run.causes.size(); ++event) {
    const std::int64_t slope = motion.slopes[event];
    all.push_back({run.causes.of(event).at, direction == Direction::kSlower ? slope : -slope});
  }
  std::sort(all.begin(), all.end(), [](const Mover& a, const Mover& b) {
    return a.at != b.at ? a.at < b.at : a.speed < b.speed;
  });
  return all;
}

}  // namespace

OrderMargin order_margin(const Run& run, const ClusterParams& params,
                         std::span<const sim::LatencyId> moved, Direction direction,
                         std::span<const sim::Instant> probes) {
  const Motion motion = motion_of(run, moved, direction);
  OrderMargin margin{motion.until_a_draw_ends, moved_reader(run, params, motion)};
  if (!margin.clock.empty()) return margin;
  const auto end_at = [&](sim::Duration distance) {
    margin.holds_for = margin.holds_for ? std::min(*margin.holds_for, distance) : distance;
  };
  const std::vector<Mover> all = movers(run, motion, direction, probes);
  for (std::size_t i = 1; i < all.size(); ++i) {
    const sim::Duration gap = all[i].at - all[i - 1].at;
    const std::int64_t approach = all[i - 1].speed - all[i].speed;
    if (gap.count() == 0 && approach != 0) {
      end_at(sim::Duration(0));
    } else if (approach > 0) {
      end_at((gap - sim::Duration(1)) / approach);
    }
  }
  return margin;
}

}  // namespace models::analysis
