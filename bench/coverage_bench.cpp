// How often the intervals of sim/confidence.hpp hold a truth that is known, against the 95 % that
// they state: independent values, a queue's waiting times (mean and percentiles), pairs, and
// replications that end when the interval is narrow enough.
//
//   coverage_bench [TRIALS]      2000 if not given
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>
#include <vector>

#include "models/analysis/warm_up.hpp"
#include "sim/confidence.hpp"
#include "sim/portable_math.hpp"
#include "sim/random.hpp"
#include "studies/precision.hpp"

namespace {

// Counts how often the truth lay inside, and how wide the intervals were.
struct Coverage {
  std::uint64_t trials = 0;
  std::uint64_t held = 0;
  std::uint64_t unknown = 0;
  double width = 0;  // half, as a share of the truth

  void add(double low, double high, double truth) {
    ++trials;
    if (low <= truth && truth <= high) ++held;
    width += (high - low) / 2 / truth;
  }
  void print(std::string_view what) const {
    if (trials == 0) {
      fmt::print("{:<58} {:>6}  no interval in {} trials\n", what, trials, unknown);
      return;
    }
    const double share = static_cast<double>(held) / static_cast<double>(trials);
    const double error = 1.96 * std::sqrt(share * (1 - share) / static_cast<double>(trials));
    fmt::print("{:<58} {:>6} {:>6.1f}% +/- {:.1f}  {:>6.2f}%{}\n", what, trials, share * 100,
               error * 100, width / static_cast<double>(trials) * 100,
               unknown == 0 ? "" : fmt::format("  ({} without interval)", unknown));
  }
};

double exponential(sim::Stream& luck) { return -sim::portable_log(luck.uniform()); }

void independent_means(std::uint64_t trials, std::size_t count, bool normal) {
  Coverage coverage;
  for (std::uint64_t trial = 0; trial < trials; ++trial) {
    sim::Stream luck(1, "coverage", normal ? "normal" : "exponential", trial);
    std::vector<double> values;
    for (std::size_t i = 0; i < count; ++i) {
      values.push_back(normal ? 10 + sim::normal_quantile(luck.uniform()) : exponential(luck));
    }
    const auto interval = sim::mean_interval(std::span<const double>(values));
    coverage.add(interval.mean - interval.half_width, interval.mean + interval.half_width,
                 normal ? 10 : 1);
  }
  coverage.print(
      fmt::format("mean of {} independent {} values", count, normal ? "normal" : "exponential"));
}

void independent_quantiles(std::uint64_t trials, std::size_t count, double p) {
  Coverage coverage;
  for (std::uint64_t trial = 0; trial < trials; ++trial) {
    sim::Stream luck(1, "coverage", "quantile", trial);
    std::vector<double> values;
    for (std::size_t i = 0; i < count; ++i) values.push_back(exponential(luck));
    std::sort(values.begin(), values.end());
    const auto interval = sim::quantile_interval(values, p);
    if (!interval.low || !interval.high) {
      ++coverage.unknown;
      continue;
    }
    coverage.add(*interval.low, *interval.high, -sim::portable_log(1 - p));
  }
  coverage.print(fmt::format("p{:g} of {} independent exponential values", p * 100, count));
}

// Sojourn times of M/M/1 with a mean service of 1 ms, by Lindley's recursion: exponential with mean
// 1 ms / (1 - load). The queue begins empty, as a run does.
struct Sojourns {
  sim::LogLinearHistogram times;
  sim::Course course;
};

Sojourns queue(double load, std::uint64_t customers, std::uint64_t trial) {
  sim::Stream arrivals(1, "coverage", "arrivals", trial);
  sim::Stream services(1, "coverage", "services", trial);
  Sojourns seen;
  double wait = 0;
  for (std::uint64_t i = 0; i < customers; ++i) {
    const double service = 1e6 * exponential(services);
    seen.times.add(static_cast<std::int64_t>(wait + service + 0.5));
    if (seen.course.count()) {
      seen.course.mark(sim::kStart, {{static_cast<double>(seen.times.sum()),
                                      static_cast<double>(seen.times.count())}});
    }
    wait = std::max(0.0, wait + service - 1e6 / load * exponential(arrivals));
  }
  return seen;
}

// What a plain run says: the warm-up found and left out, then batch means.
void queues(std::uint64_t trials, double load, std::uint64_t customers) {
  Coverage mean;
  Coverage median;
  Coverage p99;
  const double truth = 1e6 / (1 - load);
  for (std::uint64_t trial = 0; trial < trials; ++trial) {
    const Sojourns seen = queue(load, customers, trial);
    const std::vector<sim::Total> batches = seen.course.batches(0);
    const auto from = models::analysis::steady_from(batches);
    const sim::MeanInterval interval =
        from ? sim::mean_interval(std::span(batches).subspan(*from)) : sim::MeanInterval{};
    if (!interval.known()) {
      for (Coverage* coverage : {&mean, &median, &p99}) ++coverage->unknown;
      continue;
    }
    mean.add(interval.mean - interval.half_width, interval.mean + interval.half_width, truth);
    for (const auto& [p, coverage] : {std::pair{0.5, &median}, std::pair{0.99, &p99}}) {
      const auto quantile = sim::quantile_interval(seen.times, interval, p);
      if (!quantile.low || !quantile.high) {
        ++coverage->unknown;
        continue;
      }
      coverage->add(*quantile.low, *quantile.high, -truth * sim::portable_log(1 - p));
    }
  }
  const std::string name = fmt::format("M/M/1 at {:g}%, {} customers", load * 100, customers);
  mean.print(name + ": mean");
  median.print(name + ": p50");
  p99.print(name + ": p99");
}

// Two queues with the same luck, of which one serves a tenth faster.
void pairs(std::uint64_t trials, std::size_t replications) {
  Coverage paired;
  Coverage apart;
  const double truth = 1e6 / (1 / 0.9 - 0.5) - 1e6 / (1 - 0.5);
  for (std::uint64_t trial = 0; trial < trials; ++trial) {
    std::vector<double> a;
    std::vector<double> b;
    std::vector<double> strange;
    for (std::size_t r = 0; r < replications; ++r) {
      for (std::vector<double>* to : {&a, &b, &strange}) {
        sim::Stream arrivals(1, "coverage", "arrivals", trial * 1000 + r);
        sim::Stream services(1, to == &strange ? "stranger" : "coverage", "services",
                             trial * 1000 + r);
        const double speed = to == &a ? 1e6 : 0.9e6;
        double wait = 0;
        double sum = 0;
        for (int i = 0; i < 2200; ++i) {
          const double service = speed * exponential(services);
          if (i >= 200) sum += wait + service;
          wait = std::max(0.0, wait + service - 2e6 * exponential(arrivals));
        }
        to->push_back(sum / 2000);
      }
    }
    const auto add = [&](Coverage& coverage, const std::vector<double>& other) {
      const auto pair = sim::paired_difference(a, other);
      // The truth is below 0, so the ends change places.
      coverage.add(-pair.difference - pair.half_width, -pair.difference + pair.half_width, -truth);
    };
    add(paired, b);
    add(apart, strange);
  }
  paired.print(fmt::format("difference of two queues, {} pairs on the same luck", replications));
  apart.print(fmt::format("difference of two queues, {} pairs on other luck", replications));
}

void stopping(std::uint64_t trials, double share, double spread) {
  Coverage coverage;
  double replications = 0;
  for (std::uint64_t trial = 0; trial < trials; ++trial) {
    const studies::Runner runner = [&](std::span<const studies::TrialJob> jobs) {
      std::vector<studies::Trial> made;
      for (const studies::TrialJob& job : jobs) {
        sim::Stream luck(1, "coverage", "stopping", trial * 100'000 + job.replication);
        studies::Trial one;
        one.measures = {
            {"took", 1 + spread * sim::normal_quantile(luck.uniform()), studies::Unit::kNumber}};
        made.push_back(std::move(one));
      }
      return made;
    };
    const auto result = studies::estimate({share, {"took"}, 10'000}, runner);
    const auto& interval = result.estimates.front().interval;
    coverage.add(interval.mean - interval.half_width, interval.mean + interval.half_width, 1);
    replications += static_cast<double>(result.replications);
  }
  coverage.print(fmt::format("--precision {:g}% at a deviation of {:g}%, {:.0f} replications",
                             share * 100, spread * 100,
                             replications / static_cast<double>(trials)));
}

}  // namespace

int main(int argc, char** argv) {
  std::uint64_t trials = 2000;
  if (argc > 1) {
    const std::string_view text = argv[1];
    std::from_chars(text.data(), text.data() + text.size(), trials);
  }
  fmt::print("{:<58} {:>6} {:>14} {:>8}\n", "what is stated at 95%", "trials", "held the truth",
             "+/-");
  independent_means(trials, 5, true);
  independent_means(trials, 30, true);
  independent_means(trials, 30, false);
  independent_quantiles(trials, 100, 0.5);
  independent_quantiles(trials, 100, 0.95);
  independent_quantiles(trials, 1000, 0.99);
  for (const double load : {0.5, 0.8, 0.9}) {
    for (const std::uint64_t customers : {10'000, 100'000}) {
      queues(std::min<std::uint64_t>(trials, customers > 10'000 ? 500 : trials), load, customers);
    }
  }
  pairs(std::min<std::uint64_t>(trials, 500), 10);
  stopping(trials, 0.05, 0.2);
  stopping(trials, 0.01, 0.05);
  return 0;
}
