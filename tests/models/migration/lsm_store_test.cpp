// An embedded store under load, against what follows from its disk by arithmetic.
#include "models/migration/lsm_store.hpp"

#include <doctest/doctest.h>

#include "tests/models/confidence.hpp"
#include "tests/models/migration/lsm_world.hpp"

using namespace models::migration;
using namespace std::chrono_literals;
using models::hardware::CpuParams;
using models::hardware::DiskParams;
using tests::LsmLoad;
using tests::LsmSchedule;
using tests::LsmWorld;

namespace {

constexpr std::int64_t kMiB = std::int64_t{1} << 20;

CpuParams processor(sim::Duration each) {
  CpuParams params;
  params.cores = 64;
  params.per_operation.distribution = sim::Distribution::constant(each.count());
  return params;
}

DiskParams disk(sim::Duration sync, sim::Duration read, std::int64_t bytes_per_second = 0) {
  DiskParams params;
  params.sync.distribution = sim::Distribution::constant(sync.count());
  params.read.distribution = sim::Distribution::constant(read.count());
  params.batch = 1000;
  params.channels = 1;
  if (bytes_per_second > 0) params.bandwidth = sim::ByteRate{bytes_per_second};
  return params;
}

KvRequest entry(KvOperation operation, std::uint32_t value, bool exists = false) {
  KvRequest request;
  request.operation = operation;
  request.key_bytes = 12;
  request.value_bytes = value;
  request.stored_bytes = value;
  request.exists = exists;
  return request;
}

LsmLoad sets(std::uint32_t clients, std::uint64_t requests, std::uint32_t value = 1000) {
  return {clients, requests, [value](std::uint64_t) { return entry(KvOperation::kSet, value); }};
}

LsmWorld run(const LsmParams& params, const CpuParams& cpu, const DiskParams& disk,
             const LsmLoad& load, std::uint64_t seed = 1) {
  LsmSchedule schedule(seed);
  LsmWorld world(params, cpu, disk, load, schedule);
  sim::run(world, schedule, sim::kNever);
  return world;
}

// A small tree: 1 MiB memtables and tables, levels of 4, 40 ... MiB.
LsmParams small() {
  LsmParams params;
  params.memtable = {kMiB};
  params.tree.table = {kMiB};
  params.tree.level_base = {4 * kMiB};
  params.tree.chosen_overlap_percent = 100;
  params.chunk = {kMiB / 4};
  params.cache = {0};
  return params;
}

// Loads `loaded` entries of 1 KiB, then does what `then` says.
LsmLoad after_loading(std::uint64_t loaded, std::uint64_t requests,
                      const std::function<KvRequest(std::uint64_t)>& then) {
  return {1, loaded + requests, [loaded, then](std::uint64_t number) {
            return number < loaded ? entry(KvOperation::kSet, 1000) : then(number - loaded);
          }};
}

}  // namespace

TEST_CASE("events are at most eight bytes without gaps, so that their digest is of values alone") {
  CHECK(sizeof(LsmWorked) <= 8);
  CHECK(std::has_unique_object_representations_v<LsmWorked>);
  CHECK(std::has_unique_object_representations_v<LsmStored>);
  CHECK(std::has_unique_object_representations_v<LsmDelayed>);
}

TEST_CASE("one writer who syncs each write gets 1 / sync; many who share syncs get many times it") {
  LsmParams params;
  const auto seconds = [&](LsmLog log, std::uint32_t clients) {
    params.log = log;
    return run(params, processor(0us), disk(1ms, 1ms), sets(clients, 4'000)).seconds();
  };
  CHECK(seconds(LsmLog::kEachWrite, 1) == doctest::Approx(4.0));
  CHECK(seconds(LsmLog::kEachWrite, 20) == doctest::Approx(4.0));
  CHECK(seconds(LsmLog::kGroup, 1) == doctest::Approx(4.0));
  // The first write goes alone, the other 19 behind it together, and so on in turns: two syncs
  // for twenty writes.
  CHECK(seconds(LsmLog::kGroup, 20) == doctest::Approx(4.0 / 10));
  CHECK(seconds(LsmLog::kNone, 1) == doctest::Approx(0.0));
}

TEST_CASE("a batch of n costs n operations of the processor, and one record and one sync") {
  LsmParams params;
  params.log = LsmLog::kEachWrite;
  LsmLoad load = sets(1, 4'000);
  load.batch = 25;
  const LsmWorld world = run(params, processor(10us), disk(1ms, 1ms), load);
  CHECK(world.answers() == 160);
  CHECK(world.seconds() == doctest::Approx(4'000 * 10e-6 + 160 * 1e-3));
  CHECK(world.store().meters().log_syncs == 160);
  // What is stored is what 4,000 single sets store; their log has a header each.
  load.batch = 1;
  const LsmWorld single = run(params, processor(10us), disk(1ms, 1ms), load);
  CHECK(single.seconds() == doctest::Approx(4'000 * 1.01e-3));
  CHECK(world.store().used().count == single.store().used().count);
  CHECK(world.store().meters().user_bytes == single.store().meters().user_bytes);
  CHECK(single.store().meters().log_bytes - world.store().meters().log_bytes ==
        (4'000 - 160) * params.log_overhead);
}

TEST_CASE("a group is no larger than the disk's batch") {
  LsmParams params;
  DiskParams batched = disk(1ms, 1ms);
  batched.batch = 5;
  const LsmWorld world = run(params, processor(0us), batched, sets(20, 4'000));
  CHECK(world.seconds() == doctest::Approx(4.0 / 5).epsilon(0.01));
  CHECK(world.store().meters().log_syncs == doctest::Approx(800).epsilon(0.01));
}

TEST_CASE("the processor alone limits a store without syncs and with a fast disk") {
  LsmParams params;
  params.log = LsmLog::kNone;
  CpuParams cpu = processor(10us);
  cpu.cores = 2;
  const LsmWorld world = run(params, cpu, disk(0us, 0us), sets(20, 100'000, 100));
  CHECK(world.seconds() == doctest::Approx(100'000 * 10e-6 / 2));
}

TEST_CASE("who writes faster than compaction gets the disk's bandwidth over the amplification") {
  LsmParams params = small();
  params.log = LsmLog::kNone;
  params.slow_at = 8;
  params.stop_at = 12;
  params.slow_rate = {std::int64_t{1} << 40};  // stop, but never slow down
  params.stop_debt = {32 * kMiB};
  const LsmWorld world = run(params, processor(0us), disk(0us, 0us, 100 * kMiB), sets(4, 400'000));
  const LsmMeters& meters = world.store().meters();
  const double moved =
      static_cast<double>(meters.log_bytes + meters.flushed_bytes + meters.compaction_read_bytes +
                          meters.compaction_written_bytes);
  const double user = static_cast<double>(meters.user_bytes);
  CHECK(meters.user_bytes == 400'000 * 1012);
  CHECK(moved / user > 5);
  CHECK(meters.stopped > 0);
  // Throughput by arithmetic; what is still to be compacted at the last answer comes after it.
  CHECK(user / world.seconds() == doctest::Approx(100 * kMiB / (moved / user)).epsilon(0.1));
}

TEST_CASE("a writer who is slower than compaction is never stopped") {
  LsmParams params = small();
  params.log = LsmLog::kNone;
  const LsmWorld world = run(params, processor(5ms), disk(0us, 0us, 100 * kMiB), sets(4, 40'000));
  CHECK(world.seconds() == doctest::Approx(40'000 * 5e-3 / 4).epsilon(0.01));
  CHECK(world.store().meters().stopped == 0);
  CHECK(world.store().meters().delayed == 0);
  CHECK(static_cast<std::int64_t>(world.store().stop_level().area(sim::at(1h))) == 0);
}

TEST_CASE("above the slow-down threshold writes pass at the slow rate") {
  LsmParams params = small();
  params.log = LsmLog::kNone;
  params.tree.compact_at = 1000;  // level 0 is left as it is
  params.slow_at = 10;
  params.stop_at = 1000;
  params.slow_rate = {10 * kMiB};
  const LsmWorld world =
      run(params, processor(0us), disk(0us, 0us, 1000 * kMiB), sets(4, 61'440, 1000));
  // 60 MiB and more of records: ten tables at once, the rest at 10 MiB a second.
  CHECK(world.store().tree().total().bytes > 58 * kMiB);
  CHECK(world.seconds() == doctest::Approx(5).epsilon(0.05));
  CHECK(world.store().meters().delayed > 50'000);
}

TEST_CASE("full memtables stop writes until one is flushed") {
  LsmParams params = small();
  params.log = LsmLog::kNone;
  params.tree.compact_at = 1000;
  params.slow_at = 1000;
  params.stop_at = 1000;
  const LsmWorld world =
      run(params, processor(0us), disk(0us, 0us, 10 * kMiB), sets(4, 20'480, 1000));
  const LsmMeters& meters = world.store().meters();
  const double bytes = static_cast<double>(meters.log_bytes + meters.flushed_bytes);
  CHECK(world.seconds() == doctest::Approx(bytes / (10 * kMiB)).epsilon(0.12));
  const double stopped = static_cast<double>(world.store().stop_level().area(sim::at(1h))) / 1e9;
  CHECK(stopped == doctest::Approx(world.seconds()).epsilon(0.05));
}

TEST_CASE("a tree that fits into the cache reads nothing from disk") {
  LsmParams params = small();
  params.cache = {64 * kMiB};
  const auto get = [](std::uint64_t) { return entry(KvOperation::kGet, 1000, true); };
  const LsmWorld world =
      run(params, processor(1us), disk(1us, 1ms), after_loading(20'000, 5'000, get));
  CHECK(world.store().meters().block_reads == 0);
  CHECK(world.answered(KvStatus::kOk) == 25'000);
}

TEST_CASE("a get reads one block from a tree that is much larger than the cache") {
  LsmParams params = small();
  params.false_positives_ppm = 0;
  const auto get = [](std::uint64_t) { return entry(KvOperation::kGet, 1000, true); };
  const LsmWorld cold =
      run(params, processor(1us), disk(1us, 1ms), after_loading(20'000, 5'000, get));
  // But for those in the memtable: 20,000 records of 1,024 bytes leave 544 of them there, 2.72 %.
  CHECK(cold.store().meters().block_reads == doctest::Approx(5'000 * 0.9728).epsilon(0.01));

  params.cache = {cold.store().tree().total().bytes / 2};
  const LsmWorld half =
      run(params, processor(1us), disk(1us, 1ms), after_loading(20'000, 5'000, get));
  CHECK(half.store().meters().block_reads == doctest::Approx(2'500 * 0.9728).epsilon(0.05));
}

TEST_CASE("a get of nothing costs the filters' errors alone, one chance in each run") {
  LsmParams params = small();
  params.tree.compact_at = 1000;  // 19 tables of level 0, each a run
  params.slow_at = 1000;
  params.stop_at = 1000;
  params.false_positives_ppm = 10'000;
  const auto miss = [](std::uint64_t) { return entry(KvOperation::kGet, 0); };
  const LsmWorld world =
      run(params, processor(1us), disk(1us, 1ms), after_loading(20'000, 20'000, miss));
  CHECK(world.store().tree().runs() == 19);
  CHECK(world.answered(KvStatus::kAbsent) == 20'000);
  CHECK(world.store().meters().block_reads == doctest::Approx(20'000 * 19 * 0.01).epsilon(0.05));
}

TEST_CASE("set-if-absent looks the key up first, and a failed one writes nothing") {
  LsmParams params = small();
  params.false_positives_ppm = 0;
  const auto again = [](std::uint64_t) { return entry(KvOperation::kSetIfAbsent, 1000, true); };
  const LsmWorld world =
      run(params, processor(1us), disk(1us, 1ms), after_loading(20'000, 1'000, again));
  CHECK(world.answered(KvStatus::kPredicateFailed) == 1'000);
  CHECK(world.store().meters().user_bytes == 20'000 * 1012);
  CHECK(world.store().meters().block_reads > 900);
}

TEST_CASE("tombstones make a page slower until they are compacted away") {
  LsmParams params = small();
  params.tree.level_base = {400 * kMiB};
  params.tree.levels = 2;
  params.slow_at = 1000;
  params.stop_at = 1000;
  CpuParams cpu = processor(0us);
  cpu.per_kib = 1us;
  // 40,000 entries, of which half are deleted, 1,000 more, then pages of 1,000. The last page
  // meets a quiet disk.
  const auto last_page = [&](std::uint64_t deletes, std::uint32_t compact_at) {
    params.tree.compact_at = compact_at;
    const auto then = [deletes](std::uint64_t number) {
      if (number < deletes) return entry(KvOperation::kDelete, 1000, true);
      if (number < deletes + 1'000) return entry(KvOperation::kSet, 1000);
      KvRequest scan = entry(KvOperation::kScanPage, 0);
      scan.entries = 1'000;
      scan.stored_bytes = 1'024'000;
      return scan;
    };
    const LsmWorld world = run(params, cpu, disk(0us, 0us, 1024 * kMiB),
                               after_loading(40'000, deletes + 1'000 + 200, then));
    return static_cast<double>(world.sojourns().back()) / 1e6;
  };
  // 1,024,000 bytes: 1 ms of the processor, 0.954 ms of the disk; and a block for each table.
  CHECK(last_page(0, 1000) == doctest::Approx(1.954 + 40 * 0.0038).epsilon(0.01));
  // 61,000 records hold 21,000 entries: a page passes over 1,907 others of 687 bytes on average.
  CHECK(last_page(20'000, 1000) == doctest::Approx(1.954 * (1 + 1.279) + 0.15).epsilon(0.01));
  CHECK(last_page(20'000, 1) == doctest::Approx(1.954 + 0.0038).epsilon(0.03));
}

TEST_CASE("deleting everything leaves an empty tree once compaction has been through") {
  LsmParams params = small();
  params.tree.compact_at = 1;
  params.tree.levels = 2;
  const auto then = [](std::uint64_t number) {
    return number < 20'000 ? entry(KvOperation::kDelete, 1000, true)
                           : entry(KvOperation::kSet, 50'000);
  };
  const LsmWorld world =
      run(params, processor(1us), disk(1us, 1us), after_loading(20'000, 20'021, then));
  // The last table holds 21 new entries beside the last tombstones.
  CHECK(world.store().tree().total().tombstones == 0);
  CHECK(world.store().tree().total().records < 100);
  CHECK(world.store().tree().total().bytes < 2 * kMiB);
}

TEST_CASE("a disk that is full refuses writes and still answers reads") {
  LsmParams params = small();
  params.disk_space = sim::Bytes{10 * kMiB};
  const auto get = [](std::uint64_t) { return entry(KvOperation::kGet, 1000, true); };
  const LsmWorld world =
      run(params, processor(1us), disk(1us, 1us), after_loading(20'000, 10, get));
  CHECK(world.answered(KvStatus::kFull) > 5'000);
  CHECK(world.answered(KvStatus::kOk) + world.answered(KvStatus::kFull) == 20'010);
  CHECK(world.store().used().count <= 10 * kMiB);
}

TEST_CASE("sizes add up: what was written is in the memtable or in the tree") {
  const LsmWorld world = run(small(), processor(1us), disk(1us, 1us), sets(8, 50'000));
  const std::int64_t records = 50'000;
  CHECK(world.store().used().count == records * (12 + 1000 + 12));
  CHECK(world.store().in_flight() == 0);
  CHECK(world.store().meters().flushed_bytes / kMiB == 48);
  CHECK(world.store().meters().flushes == 48);
}

TEST_CASE("statistics begin anew after a warm-up, meters run on") {
  LsmParams params = small();
  params.log = LsmLog::kNone;
  LsmSchedule schedule(3);
  LsmWorld world(params, processor(1us), disk(0us, 0us, 10 * kMiB), sets(4, 50'000), schedule);
  sim::run(world, schedule, sim::at(2s));
  LsmStore store = world.store();
  LsmHost host = world.host();
  const auto written = store.meters().user_bytes;
  CHECK(static_cast<std::int64_t>(store.stop_level().area(schedule.now())) > 0);
  store.restart_statistics(schedule.now());
  host.restart_statistics(schedule.now());
  CHECK(static_cast<std::int64_t>(store.stop_level().area(schedule.now())) == 0);
  CHECK(static_cast<std::int64_t>(host.disk().server().busy_level().area(schedule.now())) == 0);
  CHECK(store.meters().user_bytes == written);
}

TEST_CASE("a copy of a store under load goes on as the original does") {
  LsmParams params = small();
  LsmSchedule schedule(3);
  LsmWorld world(params, processor(1us), disk(100us, 100us, 100 * kMiB), sets(20, 50'000),
                 schedule);
  sim::run(world, schedule, sim::at(100ms));
  LsmSchedule other_schedule = schedule;
  LsmWorld other = world;
  sim::run(world, schedule, sim::kNever);
  sim::run(other, other_schedule, sim::kNever);
  CHECK(world.sojourns() == other.sojourns());
  CHECK(world.answers() == 50'000);
}
