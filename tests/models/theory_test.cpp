// The cluster against queueing theory: Poisson stores to one master are a tandem of M/M/1 queues.
//
// Formula        processor and disk are exponential, batches are of 1, nothing is superseded; by
//                Burke's theorem each queue's output is Poisson again, so the mean time in each is
//                1 / (mu - lambda), the same on master and replicas
#include <doctest/doctest.h>

#include "tests/models/cluster_language.hpp"
#include "tests/models/confidence.hpp"

using namespace std::chrono_literals;

namespace {

constexpr double kCpu = 20'000;  // mean service, in nanoseconds
constexpr double kDisk = 100'000;
constexpr double kLink = 50'000;
constexpr double kInterval = 150'000;

tests::ClusterParams tandem() {
  tests::ClusterParams params = tests::nodes({1us, 1us, 1us}, 50us);
  params.keys = models::durability::Keys(1, 1);
  params.supersede = false;
  for (auto& node : params.nodes) {
    node.cpu.per_operation = tests::exponential(20us);
    node.disk.write = tests::exponential(100us);
  }
  models::durability::GeneratorParams load;
  load.name = "load";
  load.keys = params.keys.range(0, "key", 100);
  load.popularity = models::durability::Sequential{};
  load.mix = {1, 0, 0, 0, 0};
  load.arrivals = models::durability::OpenArrivals{tests::exponential(150us), 1};
  params.generators = {load};
  params.warmup = sim::at(100ms);
  return params;
}

double in_queue(double service) { return 1 / (1 / service - 1 / kInterval); }

// Means of 32 replications, each a value in whole nanoseconds (busy servers in billionths).
struct Means {
  std::vector<std::int64_t> response, master_disk, replicated, persisted, cpu_busy, disk_busy;
};

Means replicate() {
  Means means;
  const auto whole = [](double value) { return static_cast<std::int64_t>(value + 0.5); };
  tests::ClusterParams params = tandem();
  for (params.replication = 0; params.replication < 32; ++params.replication) {
    const auto outcome =
        models::durability::run(std::make_shared<const tests::ClusterParams>(params),
                                {sim::at(2100ms), false})
            .outcome;
    const auto& times = outcome.durability;
    means.response.push_back(whole(outcome.generators[0].operations[0].response.mean()));
    means.master_disk.push_back(whole(times.persisted_on_master.mean()));
    means.replicated.push_back(
        whole(times.replicated_to[0].mean() + times.replicated_to[1].mean()));
    means.persisted.push_back(whole(times.persisted_to[0].mean() + times.persisted_to[1].mean() +
                                    times.persisted_to[2].mean()));
    for (std::size_t node = 0; node < 3; ++node) {
      means.cpu_busy.push_back(whole(outcome.resources[2 * node].busy * 1e9));
      means.disk_busy.push_back(whole(outcome.resources[2 * node + 1].busy * 1e9));
    }
  }
  return means;
}

}  // namespace

TEST_CASE("a write's times are those of M/M/1 queues in tandem") {
  const Means means = replicate();
  const auto verdict = [](const std::vector<std::int64_t>& sample, double truth, double error) {
    return tests::batch_means(sample).verdict(truth, error);
  };
  const double cpu = in_queue(kCpu);
  const double disk = in_queue(kDisk);
  // A store is answered when the master's processor is done with it.
  CHECK(verdict(means.response, cpu, 0.02) == "confirmed");
  CHECK(verdict(means.master_disk, disk, 0.05) == "confirmed");
  // First and second replica together are both replicas, in whatever order.
  CHECK(verdict(means.replicated, 2 * (kLink + cpu), 0.02) == "confirmed");
  // First, second and third disk are the master's and both replicas'.
  CHECK(verdict(means.persisted, disk + 2 * (kLink + cpu + disk), 0.05) == "confirmed");
  CHECK(verdict(means.cpu_busy, kCpu / kInterval * 1e9, 0.02) == "confirmed");
  CHECK(verdict(means.disk_busy, kDisk / kInterval * 1e9, 0.02) == "confirmed");
}
