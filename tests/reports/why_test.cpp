#include "reports/why.hpp"

#include <doctest/doctest.h>

#include "tests/reports/fixture.hpp"

using namespace std::chrono_literals;

namespace {

// Why the watched key's last change happened when it did.
reports::Why last_why(fixture::Cluster& cluster) {
  const reports::RunView view = cluster.run();
  std::vector<sim::EventId> landmarks;
  for (const auto& change : view.outcome().changes) landmarks.push_back(change.event);
  return reports::why(view.run(), view.params(), view.outcome().changes.back(), landmarks);
}

}  // namespace

TEST_CASE("a service that consists of parts names them") {
  fixture::Cluster cluster(20ms);
  auto& disk = cluster.params().nodes.front().disk;
  disk.sync.distribution = sim::Distribution::constant(3'000'000);
  disk.bandwidth = sim::ByteRate{4000};
  cluster.store(0ms, "paid");
  CHECK(last_why(cluster).text == "24ms on node0/disk (write 20ms, sync 3ms and bytes 1ms)");
}

TEST_CASE("waits and services sum to the time since the last landmark") {
  fixture::Cluster cluster(20ms);
  cluster.store(0ms, "paid").store(5ms, "due");
  const reports::Why why = last_why(cluster);
  CHECK(why.text == "15ms waiting for node0/disk, then 20ms on node0/disk");
  CHECK(why.waited == 15ms);
  CHECK(why.served == 20ms);
}

TEST_CASE("what a rate cap holds back is named with the bytes") {
  fixture::Cluster cluster(20ms);
  cluster.params().nodes.front().disk.requests = models::hardware::RateCap{1, 0, 0};
  cluster.params().supersede = false;
  cluster.params().nodes.front().disk.batch = 1;
  cluster.store(0ms, "paid").store(30ms, "due");
  const reports::Why why = last_why(cluster);
  CHECK(why.text == "990ms on node0/disk (write 20ms and bytes and rate caps 970ms)");
}

TEST_CASE("what takes no time happens at once") {
  fixture::Cluster cluster(0ms);
  cluster.params().nodes.front().cpu.per_operation.distribution = sim::Distribution::constant(0);
  cluster.params().buckets.front().replicas = 0;
  cluster.store(0ms, "paid");
  CHECK(last_why(cluster).text == "at once");
}

TEST_CASE("on a shared processor, what the others took is named") {
  fixture::Cluster cluster(0ms);
  cluster.params().nodes.front().cpu.discipline = models::hardware::Discipline::kFair;
  cluster.params().buckets.front().replicas = 0;
  cluster.store(0ms, "paid").ask(0ms, models::durability::OperationKind::kGet);
  const reports::RunView view = cluster.run();
  CHECK(reports::why(view.run(), view.params(), view.outcome().changes.front(), {}).text ==
        "2ms on node0/cpu (operation 1ms and sharing 1ms)");
}
