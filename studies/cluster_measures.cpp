// What a cluster's run is measured by.
#include <fmt/format.h>

#include <iterator>
#include <string_view>

#include "models/durability/timeline.hpp"
#include "scenarios/names.hpp"
#include "studies/measures.hpp"

namespace studies {

namespace durability = models::durability;

namespace {

// As expectations call them.
constexpr std::string_view kOperations[] = {"store", "delete", "get", "observe", "observe_seqno"};
static_assert(std::size(kOperations) == durability::kOperationKinds);

class ClusterMeasures {
 public:
  ClusterMeasures(const scenarios::Scenario& scenario, const durability::Run& run)
      : scenario_(scenario), params_(*scenario.params), outcome_(run.outcome) {}

  Measured take() {
    all_.time("duration", outcome_.end - sim::kStart);
    all_.count("events", outcome_.events);
    all_.count("writes", outcome_.writes);
    all_.count("superseded", outcome_.superseded);
    all_.count("flushes", outcome_.flushes);
    all_.count("flushed", outcome_.flushed);
    all_.count("evictions", outcome_.evictions);
    add_milestones();
    add_clients();
    for (std::size_t i = 0; i < outcome_.generators.size(); ++i) add_workload(i);
    add_durability();
    const std::string bottleneck = add_resources();
    return {all_.take(), bottleneck};
  }

 private:
  // When each node that holds the scenario's key first cached and persisted its first revision.
  void add_milestones() {
    if (!scenario_.key) return;
    const durability::KeyStory story(outcome_, *scenario_.key,
                                     scenarios::chain_of_key(params_, *scenario_.key),
                                     params_.dialect);
    if (story.revisions() == 0) return;
    for (const scenarios::NodeRole& role : scenarios::roles_of(params_, *scenario_.key)) {
      for (const auto& [kind, word] :
           {std::pair{durability::MilestoneKind::kCached, "cached"},
            std::pair{durability::MilestoneKind::kPersisted, "persisted"}}) {
        const auto milestone = story.milestone(kind, role.node, 1);
        if (milestone) {
          all_.time(fmt::format("{}.{}", role.role, word), milestone->at - sim::kStart);
        }
      }
    }
  }

  void add_clients() {
    for (durability::WatchIndex i = 0; i < outcome_.watches.size(); ++i) {
      const durability::WatchOutcome& watch = outcome_.watches[i];
      if (!watch.verdict) continue;
      const std::string name = "client." + scenarios::label_of(params_, i);
      all_.time(name + ".took", watch.ended - watch.began);
      all_.count(name + ".requests", watch.requests);
      all_.count(name + ".success", *watch.verdict == durability::ClientVerdict::kSuccess ? 1 : 0);
    }
  }

  void add_workload(std::size_t number) {
    const durability::GeneratorOutcome& workload = outcome_.generators[number];
    const sim::Duration during = outcome_.end - params_.warmup;
    for (std::size_t kind = 0; kind < workload.operations.size(); ++kind) {
      const durability::OperationTimes& operation = workload.operations[kind];
      if (operation.response.empty()) continue;
      const std::string name =
          fmt::format("{}.{}", params_.generators[number].name, kOperations[kind]);
      all_.times(name, operation.response);
      all_.rate(name + ".rate", operation.response.count(), during);
      for (std::size_t status = 1; status < durability::kReplyStatuses; ++status) {
        all_.count(fmt::format("{}.{}", name, durability::kReplyNames[status]),
                   operation.by_status[status]);
      }
    }
    add_watches(number);
  }

  // Of each client that watches the workload's writes: all verdicts, each that was given, polls.
  void add_watches(std::size_t number) {
    const durability::GeneratorParams& params = params_.generators[number];
    for (std::size_t i = 0; i < params.watch.size(); ++i) {
      const durability::WatchTally& tally = outcome_.generators[number].watches[i];
      const std::string name = fmt::format("{}.watch.{}", params.name,
                                           durability::profile_of(params.watch[i].client).name);
      sim::LogLinearHistogram all;
      for (const sim::LogLinearHistogram& times : tally.until) all.merge(times);
      if (all.empty()) continue;
      const auto ended = static_cast<double>(all.count());
      all_.times(name, all);
      all_.ratio(name + ".polls", static_cast<double>(tally.requests) / ended);
      for (std::size_t verdict = 0; verdict < tally.until.size(); ++verdict) {
        const sim::LogLinearHistogram& times = tally.until[verdict];
        if (times.empty()) continue;
        const auto word = durability::name_of(static_cast<durability::ClientVerdict>(verdict));
        all_.times(fmt::format("{}.{}", name, word), times);
        all_.share(fmt::format("{}.{}.share", name, word),
                   static_cast<double>(times.count()) / ended);
      }
    }
  }

  void add_durability() {
    const durability::DurabilityTimes& times = outcome_.durability;
    for (std::size_t i = 0; i < times.replicated_to.size(); ++i) {
      all_.times(fmt::format("replicate_to.{}", i + 1), times.replicated_to[i]);
    }
    all_.times("persisted_on_master", times.persisted_on_master);
    for (std::size_t i = 0; i < times.persisted_to.size(); ++i) {
      all_.times(fmt::format("persist_to.{}", i + 1), times.persisted_to[i]);
    }
  }

  // Answers which one was used most.
  std::string add_resources() {
    std::string busiest;
    double most = 0;
    for (const durability::ResourceUse& use : outcome_.resources) {
      const double share = use.busy / use.servers;
      all_.share("utilisation." + use.name, share);
      all_.ratio("waiting." + use.name, use.waiting);
      if (share > most) {
        most = share;
        busiest = use.name;
      }
    }
    return busiest;
  }

  const scenarios::Scenario& scenario_;
  const durability::ClusterParams& params_;
  const durability::Outcome& outcome_;
  Measures all_;
};

}  // namespace

Measured measured(const scenarios::Scenario& scenario, const durability::Run& run) {
  return ClusterMeasures(scenario, run).take();
}

}  // namespace studies
