// What a migration's run is measured by.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "models/migration/names.hpp"
#include "models/migration/sampled_interval.hpp"
#include "studies/measures.hpp"

namespace studies {

namespace migration = models::migration;

namespace {

class MigrationMeasures {
 public:
  MigrationMeasures(const scenarios::MigrationScenario& scenario,
                    const scenarios::MigrationRuns& runs)
      : packages_(scenario.params->dataset->layout().packages),
        runs_(runs),
        outcome_(runs.run.outcome) {}

  Measured take() {
    all_.count("complete", outcome_.complete ? 1 : 0);
    all_.count("attempts", outcome_.attempts);
    add_times();
    add_phases();
    add_content();
    add_space();
    add_use_of_store();
    for (std::size_t kind = 0; kind < migration::kFaultKinds; ++kind) {
      add_fault(static_cast<migration::FaultKind>(kind));
    }
    for (const migration::CallOutcome& call : outcome_.calls) add_call(call);
    add_comparison();
    add_resources();
    all_.count("events", outcome_.events);
    return {all_.take(), bottleneck()};
  }

 private:
  // "phase.import", and with several packages also "phase.actions.import".
  template <class Visit>
  void for_each_package(Visit visit) const {
    if (packages_.size() < 2) return;
    for (migration::PackageIndex i = 0; i < packages_.size(); ++i) visit(i, packages_[i].name);
  }

  void add_times() {
    if (!outcome_.complete && !outcome_.rolled_back) return;
    const auto half = migration::half_width(outcome_.obtained, sim::kStart, outcome_.end);
    if (!outcome_.phases.empty()) all_.time("duration", migration::time_taken(outcome_));
    if (!outcome_.phases.empty() && half) all_.time("duration_half_width", *half);
    all_.time("downtime", migration::downtime_of(outcome_));
    for_each_package([&](migration::PackageIndex package, const std::string& name) {
      sim::Duration sum{0};
      for (const migration::Downtime& one : outcome_.downtimes) {
        if (one.package == package) sum += one.until - one.from;
      }
      all_.time("downtime." + name, sum);
    });
  }

  // The longest of each kind, as an expectation `takes` sees it.
  void add_phases() {
    for (std::size_t kind = 0; kind < migration::kPhaseKinds; ++kind) {
      const auto wanted = static_cast<migration::PhaseKind>(kind);
      const std::string word(migration::name_of(wanted));
      const auto add = [&](const std::string& name, auto belongs) {
        std::optional<sim::Duration> longest;
        for (const migration::PhaseOutcome& phase : outcome_.phases) {
          if (phase.kind != wanted || phase.end == migration::PhaseEnd::kNever) continue;
          if (belongs(phase)) {
            longest = std::max(longest.value_or(sim::Duration(0)), phase.ended - phase.began);
          }
        }
        if (longest) all_.time(name, *longest);
      };
      add("phase." + word, [](const auto&) { return true; });
      for_each_package([&](migration::PackageIndex package, const std::string& name) {
        add(fmt::format("phase.{}.{}", name, word),
            [&](const migration::PhaseOutcome& phase) { return phase.package == package; });
      });
    }
  }

  void add_content() {
    const migration::ContentOutcome& content = outcome_.content;
    all_.count("rows", content.rows_before);
    all_.count("rows_copied", outcome_.rows_copied);
    all_.rate("rows_per_second", outcome_.rows_copied, migration::time_taken(outcome_));
    all_.count("entries", content.entries_at_end);
    all_.count("entries_written", outcome_.entries_written);
    all_.bytes("bytes_written", static_cast<std::int64_t>(outcome_.entry_bytes_written));
    // Windows stand for rows that nobody looked at.
    if (outcome_.obtained.way != migration::Way::kSampled) {
      all_.count("rows_lost", content.rows_lost);
      all_.count("rows_changed", content.rows_changed);
      all_.count("rows_extra", content.rows_extra);
      all_.count("rows_dropped", content.rows_dropped);
    }
    all_.count("wasted_entries", outcome_.wasted_entries);
    all_.count("changes_applied", outcome_.changes_applied);
    all_.time("longest_lag", outcome_.longest_lag);
  }

  void add_space() {
    const migration::SpaceOutcome& space = outcome_.space;
    all_.bytes("space_peak", space.peak);
    all_.bytes("database_peak", space.database_peak);
    all_.bytes("wal_peak", space.wal_peak);
    // A store in the tables' own database is what that grew by.
    const std::int64_t grown =
        std::max<std::int64_t>(0, space.database_peak - space.database_before);
    all_.bytes("store_bytes", space.store_peak > 0 ? space.store_peak : grown);
    all_.bytes("dump_peak", space.dump_peak);
    all_.bytes("snapshot", space.snapshot);
  }

  void add_use_of_store() {
    const migration::MeterOutcome& meter = outcome_.meter;
    if (meter.requests > 0) {
      all_.count("read_units", meter.read_units / 1000);
      all_.count("write_units", meter.write_units / 1000);
      all_.count("requests", meter.requests);
      all_.count("throttled", meter.throttled);
      all_.count("retries", meter.retries);
    }
    if (runs_.cost) all_.money("cost", runs_.cost->total());
  }

  void add_fault(migration::FaultKind kind) {
    std::uint64_t times = 0;
    for (const migration::FaultHappened& fault : outcome_.faults) {
      if (fault.kind == kind) times += fault.count;
    }
    if (times > 0) all_.count(fmt::format("times.{}", migration::name_of(kind)), times);
  }

  [[nodiscard]] std::string name_of_call(const migration::CallOutcome& call) const {
    const migration::Package& package = packages_[call.package];
    return fmt::format("call.{}.{}", package.name, package.calls[call.call].name);
  }

  // Wherever it was made, then by store.
  void add_call(const migration::CallOutcome& call) {
    const std::string name = name_of_call(call);
    migration::CallTimes together;
    for (const migration::CallTimes& times : call.by_store) {
      together.response.merge(times.response);
      together.failed += times.failed + times.refused + times.panicked;
      together.not_found += times.not_found;
    }
    all_.times(name, together.response);
    all_.count(name + ".failed", together.failed);
    all_.count(name + ".not_found", together.not_found);
    for (std::size_t store = 0; store < migration::kCallStores; ++store) {
      const auto word = migration::name_of(static_cast<migration::CallStore>(store));
      all_.times(fmt::format("{}.{}", name, word), call.by_store[store].response);
    }
    all_.times(name + ".while_migrating", call.while_migrating);
  }

  void add_comparison() {
    if (!runs_.comparison) return;
    const migration::TableAgainstKv& both = *runs_.comparison;
    for (std::size_t i = 0; i < both.on_table.calls.size(); ++i) {
      const sim::PairedDifference& pairs = both.calls[i];
      if (pairs.pairs < 2 || !(pairs.mean_a > 0)) continue;
      all_.ratio(name_of_call(both.on_table.calls[i]) + ".kv_over_table",
                 pairs.mean_b / pairs.mean_a);
    }
  }

  // On average over the run's intervals, as the report gives it.
  void add_resources() {
    const std::size_t intervals = outcome_.use.intervals();
    if (intervals == 0) return;
    for (std::size_t i = 0; i < outcome_.resources.size(); ++i) {
      double sum = 0;
      for (std::size_t k = 0; k < intervals; ++k) sum += outcome_.use.busy(k, i);
      const migration::Resource& resource = outcome_.resources[i];
      const double all = static_cast<double>(intervals) * resource.servers;
      all_.share("utilisation." + resource.name, sum / all);
    }
  }

  // What the longest of the phases that had one was held up by.
  [[nodiscard]] std::string bottleneck() const {
    const migration::PhaseOutcome* longest = nullptr;
    for (const migration::PhaseOutcome& phase : outcome_.phases) {
      if (!phase.bottleneck) continue;
      if (longest == nullptr || phase.ended - phase.began > longest->ended - longest->began) {
        longest = &phase;
      }
    }
    return longest == nullptr ? "" : outcome_.resources[*longest->bottleneck].name;
  }

  const std::vector<migration::Package>& packages_;
  const scenarios::MigrationRuns& runs_;
  const migration::Outcome& outcome_;
  Measures all_;
};

}  // namespace

Measured measured(const scenarios::MigrationScenario& scenario,
                  const scenarios::MigrationRuns& runs) {
  return MigrationMeasures(scenario, runs).take();
}

}  // namespace studies
