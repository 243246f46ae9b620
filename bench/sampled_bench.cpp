// How often the interval of a sampled run holds what the run event by event says, against the 95 %
// that it states: random migrations with latencies by chance, caches that are outgrown and
// checkpoints, at a size that can be run both ways.
//
// Use    sampled_bench [rows] [migrations] [first] [window]
#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <ctime>

#include "../tests/models/migration/random_migration.hpp"
#include "models/migration/sampled_interval.hpp"

namespace {

namespace migration = models::migration;

struct Coverage {
  std::uint64_t asked = 0;
  std::uint64_t held = 0;
  double width = 0;  // half, as a share of the truth
  double error = 0;  // of the estimate, the same
  double bias = 0;   // the same, with its sign

  // True if it was held.
  bool add(sim::Duration truth, sim::Duration estimate, sim::Duration half) {
    const double off = static_cast<double>((estimate - truth).count());
    const bool inside = std::abs(off) <= static_cast<double>(half.count());
    ++asked;
    held += inside ? 1 : 0;
    const auto whole = static_cast<double>(truth.count());
    width += static_cast<double>(half.count()) / whole;
    error += std::abs(off) / whole;
    bias += off / whole;
    return inside;
  }

  void print(const char* what) const {
    const auto count = static_cast<double>(asked);
    const double share = static_cast<double>(held) / count;
    fmt::print(
        "{:<12} {:>5} asked  held {:>5.1f}% +/- {:.1f}  half width {:.2f}%  off {:.2f}%  "
        "bias {:+.2f}%\n",
        what, asked, share * 100, 196 * std::sqrt(share * (1 - share) / count), width / count * 100,
        error / count * 100, bias / count * 100);
  }
};

}  // namespace

int main(int count, char** words) {
  const auto word = [&](int at, std::uint64_t otherwise) {
    return count > at ? std::strtoull(words[at], nullptr, 10) : otherwise;
  };
  const std::uint64_t rows = word(1, 300'000);
  const std::uint64_t migrations = word(2, 100);
  const std::uint64_t first = word(3, 0);
  migration::RunOptions sampled;
  sampled.way = migration::Way::kSampled;
  sampled.sampling.skips = false;
  sampled.sampling.window = word(4, 4096);
  sampled.sampling.windows = static_cast<std::uint32_t>(word(5, 32));
  Coverage whole;
  Coverage by_phase;
  std::uint64_t events = 0;
  std::uint64_t handled = 0;
  std::uint64_t never = 0;
  for (std::uint64_t number = first; number < first + migrations; ++number) {
    const auto params = std::make_shared<const migration::MigrationParams>(
        tests::random_costly_migration(number, rows));
    migration::RunOptions plain;
    plain.way = migration::Way::kEventByEvent;
    const migration::Outcome truth = migration::run(params, plain).outcome;
    const migration::Outcome guess = migration::run(params, sampled).outcome;
    if (guess.obtained.way != migration::Way::kSampled) {
      ++never;
      fmt::print("{} not sampled: {}\n", number, guess.obtained.not_skipped);
      continue;
    }
    events += truth.events;
    handled += guess.events - guess.obtained.events_skipped;
    const auto half = migration::half_width(guess.obtained, sim::kStart, guess.end);
    const bool inside = whole.add(truth.end - sim::kStart, guess.end - sim::kStart,
                                  half.value_or(sim::Duration(0)));
    for (std::size_t i = 0; i < truth.phases.size() && i < guess.phases.size(); ++i) {
      const auto& one = truth.phases[i];
      const auto& other = guess.phases[i];
      const auto width = migration::half_width(guess.obtained, other.began, other.ended);
      if (!width || one.kind != other.kind) continue;
      const bool held = by_phase.add(one.ended - one.began, other.ended - other.began, *width);
      if (held && inside) continue;
      fmt::print("{} phase {} {:.3f} s {:.3f} s +/- {:.3f} {}\n", number,
                 static_cast<int>(one.kind),
                 static_cast<double>((one.ended - one.began).count()) / 1e9,
                 static_cast<double>((other.ended - other.began).count()) / 1e9,
                 static_cast<double>(width->count()) / 1e9, held ? "" : "MISSED");
    }
  }
  fmt::print("rows {}  migrations {}  never sampled {}  handled {:.2f} of the events\n", rows,
             migrations, never, static_cast<double>(handled) / static_cast<double>(events));
  whole.print("whole run");
  by_phase.print("phases");
  return 0;
}
