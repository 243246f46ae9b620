// What a table grants, against the worked examples of AWS.
#include "models/migration/dynamo_capacity.hpp"

#include <doctest/doctest.h>

using namespace models::migration;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15U;

// Asks for single writes all over the table, `rate` a second, and counts what is granted in
// [from, until).
std::int64_t granted(DynamoCapacity& capacity, std::int64_t rate, sim::Duration from,
                     sim::Duration until) {
  std::int64_t count = 0;
  const sim::Duration step(1'000'000'000 / rate);
  std::uint64_t number = 0;
  for (sim::Duration t = from; t < until; t += step) {
    if (capacity.admit_write(++number * kGolden, 1, sim::at(t))) ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("a provisioned table grants its rate, to the unit, and one second's worth at once") {
  DynamoCapacity capacity(DynamoProvisioned{250, 250}, true, {0});
  CHECK(granted(capacity, 1000, 0s, 100s) == 250 * (100 + 1));
}

TEST_CASE("a table of 150 units idle for 300 s bursts at 200 for 900 s") {
  DynamoCapacity capacity(DynamoProvisioned{150, 150, 300s}, true, {0});
  CHECK(granted(capacity, 200, 0s, 900s) == 180'000);
  // All 45,000 saved units are spent: from now on 150 a second pass.
  CHECK(granted(capacity, 200, 900s, 1000s) == doctest::Approx(15'000).epsilon(0.001));
}

TEST_CASE("no more than 300 s of unused capacity are kept") {
  DynamoCapacity capacity(DynamoProvisioned{100, 100}, true, {0});
  CHECK(granted(capacity, 1000, 3600s, 3700s) == doctest::Approx(100 * (300 + 100)).epsilon(0.001));
}

TEST_CASE("partitions follow capacity and size") {
  const auto partitions = [](const DynamoMode& mode, std::int64_t gigabytes) {
    return DynamoCapacity(mode, true, {gigabytes << 30}).partitions();
  };
  CHECK(partitions(DynamoProvisioned{1000, 0 + 1}, 0) == 2);  // 1 + 1/3000, begun ones count
  CHECK(partitions(DynamoProvisioned{500, 1500}, 0) == 1);
  CHECK(partitions(DynamoProvisioned{1000, 3000}, 0) == 2);
  CHECK(partitions(DynamoProvisioned{4000, 3000}, 0) == 5);
  CHECK(partitions(DynamoProvisioned{500, 1500}, 95) == 10);
  CHECK(partitions(DynamoOnDemand{}, 0) == 4);
}

TEST_CASE("one partition serves 1,000 writes a second, whatever the table may take") {
  DynamoCapacity capacity(DynamoProvisioned{10'000, 10'000}, true, {0});
  std::int64_t count = 0;
  for (int i = 0; i < 200'000; ++i) {  // 10,000 a second for 20 s, one partition key
    if (capacity.admit_write(kGolden, 1, sim::at(i * 100us))) ++count;
  }
  CHECK(count == 1000 * (20 + 1));
}

TEST_CASE("a partition's reads and writes are one capacity: a write weighs as three reads") {
  DynamoCapacity capacity(DynamoProvisioned{10'000, 10'000}, true, {0});
  std::int64_t reads = 0;
  std::int64_t writes = 0;
  for (int i = 0; i < 80'000; ++i) {  // 500 writes and 3,500 reads a second for 20 s
    const sim::Instant now = sim::at(i * 250us);
    if (i % 8 == 0) {
      writes += capacity.admit_write(kGolden, 1, now) ? 1 : 0;
    } else {
      reads += capacity.admit_read(kGolden, 2, now) ? 1 : 0;
    }
  }
  CHECK(3 * writes + reads == doctest::Approx(3000 * 21).epsilon(0.001));
}

TEST_CASE("without adaptive capacity a partition has its share of the table") {
  DynamoCapacity even(DynamoProvisioned{3000, 3000}, false, {0});
  CHECK(even.partitions() == 4);
  CHECK(granted(even, 5000, 0s, 10s) == doctest::Approx(3000 * (10 + 1)).epsilon(0.01));

  const auto one_key = [](bool adaptive) {
    DynamoCapacity capacity(DynamoProvisioned{3000, 3000}, adaptive, {0});
    std::int64_t count = 0;
    for (int i = 0; i < 20'000; ++i)
      count += capacity.admit_write(7, 1, sim::at(i * 500us)) ? 1 : 0;
    return count;
  };
  CHECK(one_key(false) == 750 * (10 + 1));  // a quarter of 3,000 a second
  CHECK(one_key(true) == 1000 * (10 + 1));  // up to what a partition serves
}

TEST_CASE(
    "a new table on demand takes 4,000 writes a second, and twice its peak half hours later") {
  DynamoCapacity capacity(DynamoOnDemand{}, true, {0});
  CHECK(granted(capacity, 50'000, 0s, 10s) == 4000 * (10 + 1));
  CHECK(granted(capacity, 5'000, 1700s, 1800s) == doctest::Approx(4000 * 100).epsilon(0.02));
  CHECK(capacity.writes() == 4000);
  CHECK(capacity.partitions() == 4);
  CHECK(granted(capacity, 50'000, 1800s, 1801s) == doctest::Approx(8000).epsilon(0.3));
  CHECK(capacity.writes() == 8000);
  CHECK(capacity.partitions() == 8);
  CHECK(granted(capacity, 50'000, 1900s, 1920s) == doctest::Approx(8000 * 21).epsilon(0.01));
}

TEST_CASE("a table on demand that was never busy stays as it is, and grows up to its quota only") {
  DynamoCapacity idle(DynamoOnDemand{}, true, {0});
  CHECK(granted(idle, 100, 0s, 5400s) == 540'000);
  CHECK(idle.writes() == 4000);

  DynamoOnDemand small;
  small.most_writes = 5000;
  DynamoCapacity capped(small, true, {0});
  CHECK(granted(capped, 5000, 1700s, 1900s) > 0);
  CHECK(capped.writes() == 5000);
}
