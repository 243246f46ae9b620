// What a workload sends: shares, popularity, sizes, counts.
#include "models/durability/generator.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cmath>
#include <string>

using models::durability::Generator;
using models::durability::GeneratorParams;
using models::durability::kOperationKinds;
using models::durability::OpenArrivals;
using models::durability::OperationKind;
using models::durability::Schedule;
using models::durability::Sequential;
using models::durability::Uniform;
using models::durability::Zipfian;

namespace {

constexpr int kDraws = 100'000;

GeneratorParams workload() {
  GeneratorParams params;
  params.name = "load";
  params.arrivals = OpenArrivals{};
  params.mix = {1, 0, 0, 0, 0};
  params.keys = {100, 10};
  params.popularity = Uniform{};
  return params;
}

// How often something is expected, and how far a fair count may be off: 4 deviations.
bool fair(std::int64_t count, double probability) {
  const double expected = probability * kDraws;
  return std::fabs(static_cast<double>(count) - expected) <=
         4 * std::sqrt(expected * (1 - probability));
}

}  // namespace

TEST_CASE("the mix is met, whatever its weights sum up to") {
  GeneratorParams params = workload();
  params.mix = {4, 0, 12, 1, 3};
  Schedule schedule(5);
  Generator generator(params, schedule);
  std::array<std::int64_t, kOperationKinds> counts{};
  for (int i = 0; i < kDraws; ++i) ++counts[static_cast<std::size_t>(generator.next().kind)];
  CHECK(fair(counts[0], 0.20));
  CHECK(counts[1] == 0);
  CHECK(fair(counts[2], 0.60));
  CHECK(fair(counts[3], 0.05));
  CHECK(fair(counts[4], 0.15));
}

TEST_CASE("a mix of one kind has that kind alone") {
  for (std::size_t kind = 0; kind < kOperationKinds; ++kind) {
    GeneratorParams params = workload();
    params.mix = {};
    params.mix[kind] = 0.25;
    Schedule schedule(5);
    Generator generator(params, schedule);
    for (int i = 0; i < 100; ++i) CHECK(generator.next().kind == static_cast<OperationKind>(kind));
  }
}

TEST_CASE("uniform keys are all alike") {
  Schedule schedule(5);
  Generator generator(workload(), schedule);
  std::array<std::int64_t, 10> counts{};
  for (int i = 0; i < kDraws; ++i) ++counts.at(generator.next().key - 100);
  for (const std::int64_t count : counts) CHECK(fair(count, 0.1));
}

TEST_CASE("Zipfian keys are asked for in proportion to a power of their rank") {
  GeneratorParams params = workload();
  params.popularity = Zipfian{1.2};
  Schedule schedule(5);
  Generator generator(params, schedule);
  std::array<std::int64_t, 10> counts{};
  for (int i = 0; i < kDraws; ++i) ++counts.at(generator.next().key - 100);
  double sum = 0;
  for (int rank = 1; rank <= 10; ++rank) sum += std::pow(rank, -1.2);
  for (int rank = 1; rank <= 10; ++rank) {
    CAPTURE(rank);
    CHECK(fair(counts[static_cast<std::size_t>(rank - 1)], std::pow(rank, -1.2) / sum));
  }
}

TEST_CASE("sequential keys come in turn and begin again") {
  GeneratorParams params = workload();
  params.popularity = Sequential{};
  params.keys = {7, 3};
  Schedule schedule(5);
  Generator generator(params, schedule);
  std::string keys;
  for (int i = 0; i < 7; ++i) keys += fmt::format("{} ", generator.next().key);
  CHECK(keys == "7 8 9 7 8 9 7 ");
}

TEST_CASE("a generator stops at its count") {
  GeneratorParams params = workload();
  params.count = 3;
  Schedule schedule(5);
  Generator generator(params, schedule);
  for (int i = 0; i < 3; ++i) {
    CHECK(generator.more());
    static_cast<void>(generator.next());
  }
  CHECK_FALSE(generator.more());
  CHECK(generator.sent() == 3);
}

TEST_CASE("only stores have a size, drawn from its distribution") {
  GeneratorParams params = workload();
  params.mix = {1, 1, 1, 1, 1};
  params.value_size = sim::Distribution::uniform(100, 300);
  Schedule schedule(5);
  Generator generator(params, schedule);
  double sum = 0;
  int stores = 0;
  for (int i = 0; i < kDraws; ++i) {
    const Generator::Draft draft = generator.next();
    if (draft.kind != OperationKind::kStore) {
      CHECK(draft.size == 0);
      continue;
    }
    sum += draft.size;
    ++stores;
  }
  CHECK(sum / stores == doctest::Approx(200).epsilon(0.01));
}

TEST_CASE("the mix does not change which keys are drawn") {
  GeneratorParams params = workload();
  Schedule schedule(5);
  Generator stores(params, schedule);
  params.mix = {1, 1, 1, 1, 1};
  Generator all(params, schedule);
  for (int i = 0; i < 1000; ++i) CHECK(stores.next().key == all.next().key);
}
