// How far latencies can move before anything happens in another order.
#include "models/analysis/order_margin.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/models/cluster_language.hpp"

using models::analysis::Direction;
using models::analysis::OrderMargin;
using models::durability::ClusterParams;
using models::durability::Run;
using namespace std::chrono_literals;

namespace {

// Cached at 0 ms and 2 ms, persisted at 8 ms and 5 ms.
tests::Story store_on_two_nodes() {
  tests::Story story({8ms, 3ms}, 2ms);
  story.at(0ms).store("k", "v");
  return story;
}

std::string margin_of(const tests::Story& story, const std::string& entity,
                      const std::string& purpose, Direction direction,
                      const std::vector<sim::Instant>& probes = {}) {
  const Run run = story.run({sim::kNever, true});
  std::vector<sim::LatencyId> moved;
  for (sim::LatencyId id = 0; id < run.latency_names.size(); ++id) {
    const sim::LatencyName& name = run.latency_names[id];
    if (name.entity == entity && name.purpose == purpose) moved.push_back(id);
  }
  REQUIRE(moved.size() == 1);
  const OrderMargin margin =
      models::analysis::order_margin(run, story.params, moved, direction, probes);
  if (!margin.clock.empty()) return margin.clock;
  return margin.holds_for ? fmt::format("{}", margin.holds_for->count()) : "any";
}

}  // namespace

TEST_CASE("the order holds until the first two neighbours meet, and no nanosecond longer") {
  const tests::Story story = store_on_two_nodes();
  CHECK(margin_of(story, "n1/disk", "write", Direction::kSlower) == "2999999");
  CHECK(margin_of(story, "n1/disk", "write", Direction::kFaster) == "2999999");
  CHECK(margin_of(story, "n0/disk", "write", Direction::kSlower) == "any");
  CHECK(margin_of(story, "n0/disk", "write", Direction::kFaster) == "2999999");
  CHECK(margin_of(story, "network/n0-n1", "latency", Direction::kSlower) == "2999999");
  CHECK(margin_of(story, "network/n0-n1", "latency", Direction::kFaster) == "1999999");
  CHECK(margin_of(story, "network/n1-n0", "latency", Direction::kSlower) == "any");
}

TEST_CASE("a probe stays where it is, and what meets it ends the order") {
  const tests::Story story = store_on_two_nodes();
  const std::vector<sim::Instant> probes{sim::at(6ms), sim::at(9ms)};
  CHECK(margin_of(story, "n1/disk", "write", Direction::kSlower, probes) == "999999");
  CHECK(margin_of(story, "n0/disk", "write", Direction::kSlower, probes) == "999999");
  CHECK(margin_of(story, "n0/disk", "write", Direction::kFaster, probes) == "1999999");
  CHECK(margin_of(story, "n0/disk", "write", Direction::kSlower, {sim::at(8ms)}) == "0");
}

TEST_CASE("several draws on one chain move an instant several times as far") {
  tests::Story story({10ms}, 0ms);
  story.at(0ms).store("a", "v").store("b", "v").store("c", "v");  // on disk at 10, 20 and 30 ms
  const std::vector<sim::Instant> probes{sim::at(33ms)};
  CHECK(margin_of(story, "n0/disk", "write", Direction::kSlower, probes) == "999999");
}

TEST_CASE("a draw that has come down to nothing ends the margin") {
  tests::Story story({10ms}, 0ms);
  story.params.nodes[0].disk.sync = tests::constant(4ms);
  story.at(0ms).store("a", "v");
  CHECK(margin_of(story, "n0/disk", "write", Direction::kFaster) == "10000000");
  CHECK(margin_of(story, "n0/disk", "sync", Direction::kFaster) == "4000000");
}

TEST_CASE("who reads the clock is named when what moves reaches it") {
  tests::Story capped = store_on_two_nodes();
  capped.params.nodes[1].disk.requests = models::hardware::RateCap{100, 0, 0};
  CHECK(margin_of(capped, "network/n0-n1", "latency", Direction::kSlower) == "the caps of n1/disk");
  CHECK(margin_of(capped, "n1/disk", "write", Direction::kSlower) == "2999999");
  capped.at(1ms).store("l", "v");  // waits for the first, so the first one's end counts
  CHECK(margin_of(capped, "n1/disk", "write", Direction::kSlower) == "the caps of n1/disk");

  tests::Story shared = store_on_two_nodes();
  shared.params.nodes[1].cpu.discipline = models::hardware::Discipline::kFair;
  CHECK(margin_of(shared, "network/n0-n1", "latency", Direction::kSlower) ==
        "the fair shares of n1/cpu");
  CHECK(margin_of(shared, "n1/cpu", "operation", Direction::kSlower) ==
        "the fair shares of n1/cpu");
  CHECK(margin_of(shared, "n1/disk", "write", Direction::kSlower) == "2999999");

  tests::Story ending = store_on_two_nodes();
  models::durability::GeneratorParams workload;
  workload.name = "w";
  workload.arrivals = models::durability::OpenArrivals{tests::constant(1ms)};
  workload.mix[0] = 1;
  workload.keys = ending.params.keys.range(0, "w", 1);
  workload.until = sim::at(5ms);
  ending.params.generators.push_back(workload);
  CHECK(margin_of(ending, "workload/w", "interval", Direction::kSlower) == "the end of workload w");
}
