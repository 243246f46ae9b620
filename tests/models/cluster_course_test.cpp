// The course of a run: what its figures had grown to at marks.
#include <doctest/doctest.h>

#include <cmath>

#include "models/durability/figures.hpp"
#include "tests/models/cluster_language.hpp"

using models::durability::GeneratorParams;
using models::durability::Outcome;
using namespace std::chrono_literals;

namespace {

// 4,000 stores and gets at a steady rate on two nodes, with luck in the processors and disks.
Outcome steady_run(sim::Duration warmup) {
  tests::ClusterParams params = tests::nodes({100us, 100us}, 50us);
  for (auto& node : params.nodes) {
    node.cpu.per_operation = tests::exponential(100us);
    node.disk.write = tests::exponential(60us);
  }
  GeneratorParams load;
  load.name = "load";
  load.keys = params.keys.range(0, "key", 500);
  load.popularity = models::durability::Uniform{};
  load.mix = {1, 0, 1, 0, 0};
  load.arrivals = models::durability::OpenArrivals{tests::exponential(1ms), 1};
  load.count = 4000;
  params.generators = {load};
  params.warmup = sim::at(warmup);
  return models::durability::run(std::make_shared<const tests::ClusterParams>(params), {}).outcome;
}

sim::Total sum_of(const Outcome& outcome, std::size_t figure) {
  sim::Total all;
  for (const sim::Total& batch : outcome.course.batches(figure)) {
    all.sum += batch.sum;
    all.weight += batch.weight;
  }
  return all;
}

}  // namespace

TEST_CASE("the course of a run adds up to what the run counted") {
  const Outcome outcome = steady_run(0ms);
  REQUIRE(outcome.course.counted() == 4000);
  REQUIRE(outcome.course.marks() == 200);
  CHECK(outcome.course.width() == 20);
  for (const auto& operation : outcome.generators.front().operations) {
    const sim::LogLinearHistogram& times = operation.response;
    const sim::Total all = sum_of(outcome, figure_of(outcome, times));
    CHECK(all.sum == static_cast<double>(times.sum()));
    CHECK(all.weight == static_cast<double>(times.count()));
  }
  const sim::Instant last = outcome.course.at(199);
  const auto lasted = static_cast<double>((last - sim::kStart).count());
  std::size_t level = first_level(outcome);
  for (const auto& resource : outcome.resources) {
    CAPTURE(resource.name);
    const sim::Total busy = sum_of(outcome, level);
    CHECK(busy.weight == lasted);
    // After the last answer disks alone have a little left to do.
    CHECK(std::fabs(busy.sum / busy.weight - resource.busy) < 0.01);
    level += 2;
  }
}

TEST_CASE("the course begins when the warm-up is over") {
  const Outcome outcome = steady_run(1s);
  REQUIRE(outcome.course.counted() > 2500);
  REQUIRE(outcome.course.counted() < 3500);
  CHECK(outcome.course.at(0) > sim::at(1s));
  const std::vector<sim::Total> busy = outcome.course.batches(first_level(outcome));
  CHECK(busy.front().weight == static_cast<double>((outcome.course.at(0) - sim::at(1s)).count()));
}
