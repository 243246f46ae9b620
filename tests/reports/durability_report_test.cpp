#include <doctest/doctest.h>

#include "tests/reports/fixture.hpp"

using namespace std::chrono_literals;
using models::durability::OperationKind;
using scenarios::Result;

namespace {

std::vector<std::string> ids_of(const reports::Report& report) {
  std::vector<std::string> ids;
  for (const reports::Section& section : report.sections) ids.push_back(section.id);
  return ids;
}

// Five stores a millisecond apart, from the nodes' own doors.
models::durability::GeneratorParams five_stores(fixture::Cluster& cluster) {
  models::durability::GeneratorParams generator;
  generator.name = "shop";
  models::durability::OpenArrivals arrivals;
  arrivals.interval.distribution = sim::Distribution::constant(1'000'000);
  generator.arrivals = arrivals;
  generator.mix[static_cast<std::size_t>(OperationKind::kStore)] = 1;
  generator.keys = cluster.params().keys.range(0, "item", 1);
  generator.popularity = models::durability::Sequential{};
  generator.value_size = sim::Distribution::constant(10);
  generator.count = 5;
  return generator;
}

}  // namespace

TEST_CASE("a report has the sections that have something to say") {
  fixture::Cluster quiet(80ms);
  CHECK(ids_of(quiet.report()) == std::vector<std::string>{"headline", "observe", "digest"});
  fixture::Cluster stored(80ms);
  stored.store(0ms, "paid").expect(3, "it holds", Result::kPassed);
  CHECK(ids_of(stored.report()) == std::vector<std::string>{"headline", "verdicts", "story",
                                                            "observe", "ordering", "durability",
                                                            "digest"});
  fixture::Cluster loaded(1ms);
  loaded.workload(five_stores(loaded));
  CHECK(ids_of(loaded.report()) == std::vector<std::string>{"headline", "observe", "load",
                                                            "resources", "certainty", "digest"});
}

TEST_CASE("a report passed when there are expectations and all of them hold") {
  fixture::Cluster none(80ms);
  CHECK(!none.report().passed);
  fixture::Cluster good(80ms);
  CHECK(good.expect(3, "a", Result::kPassed).report().passed);
  CHECK(!good.expect(4, "b", Result::kNeverEvaluated).report().passed);
}

TEST_CASE("the headline counts what holds") {
  const auto lead = [](std::initializer_list<Result> results) {
    fixture::Cluster cluster(80ms);
    for (const Result result : results) cluster.expect(1, "x", result);
    return reports::headline(cluster.run()).lead;
  };
  CHECK(lead({}) == "This scenario expects nothing.");
  CHECK(lead({Result::kPassed}) == "1 of 1 expectation holds.");
  CHECK(lead({Result::kPassed, Result::kPassed}) == "2 of 2 expectations hold.");
  CHECK(lead({Result::kPassed, Result::kFailed}) == "1 of 2 expectations hold, 1 failed.");
  CHECK(lead({Result::kNeverEvaluated, Result::kNeverEvaluated}) ==
        "0 of 2 expectations hold, 2 were never evaluated.");
}

TEST_CASE("the end tells whether more was to come, the seed and the digest") {
  fixture::Cluster cluster(80ms);
  cluster.store(0ms, "paid");
  cluster.params().seed = 7;
  const reports::RunView view = cluster.run(sim::at(50ms));
  models::durability::Run run = view.run();
  run.outcome.digest = 0xABC;
  run.outcome.events = 12;
  CHECK(fixture::text_of(reports::ending({view.scenario(), run, {}})) ==
        "The end of the run\n"
        "The run was ended at 50ms, with more to come.\n"
        "  end   events  seed  digest\n"
        "  50ms      12     7  0000000000000abc\n");
}

TEST_CASE("other watched keys get a line each") {
  fixture::Cluster cluster(80ms);
  auto& params = cluster.params();
  const auto first = params.keys.key(0, "order-1");
  params.watched.push_back(first);
  params.watched.push_back(params.keys.key(0, "order-2"));
  models::durability::OperationStep store;
  store.key = first;
  params.steps.push_back({sim::at(0ms), store});
  cluster.scenario().steps.emplace_back("store order-1");
  CHECK(fixture::text_of(*reports::further_keys(cluster.run())) ==
        "Further watched keys\n"
        "  key      master  revisions  order of revision 1  on every disk at\n"
        "  order-1  node0           1  replicas first       81ms\n"
        "  order-2  node0           0  never stored         never\n");
}

TEST_CASE("a workload is told by its times, its replies and when its writes are durable") {
  fixture::Cluster cluster(3ms);
  cluster.workload(five_stores(cluster));
  CHECK(fixture::text_of(*reports::load(cluster.run())) ==
        "What the workloads saw\n"
        "5 operations were answered.\n"
        "\n"
        "Response times\n"
        "  workload  operation  count  a second  mean  p50  p90  p99  p99.9  max\n"
        "  shop      store          5     312.5  1ms   1ms  1ms  1ms  1ms    1ms\n"
        "\n"
        "Replies\n"
        "  workload  operation  ok  not_found  exists  temporary_failure\n"
        "  shop      store       5          0       0                  0\n"
        "\n"
        "From the master's caching until a write is\n"
        "  requirement              count  mean   p50      p90   p99   p99.9  max\n"
        "  replicate_to 1               5  6ms    6ms      6ms   6ms   6ms    6ms\n"
        "  replicate_to 2               5  6ms    6ms      6ms   6ms   6ms    6ms\n"
        "  persisted on the master      5  4.6ms  5.014ms  6ms   6ms   6ms    6ms\n"
        "  persist_to 1                 5  4.6ms  5.014ms  6ms   6ms   6ms    6ms\n"
        "  persist_to 2                 5  9.2ms  9.044ms  10ms  10ms  10ms   10ms\n"
        "  persist_to 3                 5  9.2ms  9.044ms  10ms  10ms  10ms   10ms\n"
        "\n"
        "Writes on all nodes\n"
        "  made by masters  superseded in a disk queue  flushes  items flushed  evictions\n"
        "                5                           4       11             11          0\n");
}

TEST_CASE("resources are told by how busy they are and who waits") {
  fixture::Cluster cluster(3ms);
  cluster.workload(five_stores(cluster));
  CHECK(fixture::text_of(*reports::resources(cluster.run())) ==
        "How busy the hardware is\n"
        "node0/disk is the busiest, at 56.2%.\n"
        "  resource    servers   busy  waiting on average  at most\n"
        "  node0/cpu         1  31.2%                0.00        0\n"
        "  node0/disk        1  56.2%                0.00        0\n"
        "  node1/cpu         1  31.2%                0.00        1\n"
        "  node1/disk        1  50.0%                0.00        0\n"
        "  node2/cpu         1  31.2%                0.00        1\n"
        "  node2/disk        1  50.0%                0.00        0\n");
}
