// The small parts of the migration world, each against the plain thing it stands for.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <map>
#include <set>

#include "models/migration/call_plan.hpp"
#include "models/migration/changed_rows.hpp"
#include "models/migration/content.hpp"
#include "models/migration/copied_rows.hpp"
#include "models/migration/host.hpp"
#include "models/migration/table_sizes.hpp"
#include "models/migration/use_over_time.hpp"
#include "sim/loop.hpp"
#include "sim/random.hpp"
#include "world_language.hpp"

using namespace std::chrono_literals;
using models::migration::ChangedRow;
using models::migration::ChangedRows;
using models::migration::Content;
using models::migration::CopiedRows;
using models::migration::Dataset;
using models::migration::EntryRun;
using models::migration::kNoRow;
using models::migration::kRowOfDataset;
using models::migration::UseOverTime;

TEST_CASE("copied rows are a set of numbers") {
  sim::Stream stream(1, "copied", "test");
  for (int round = 0; round < 200; ++round) {
    CopiedRows rows;
    std::set<std::uint64_t> plain;
    for (int step = 0; step < 60; ++step) {
      const std::uint64_t begin = stream.below(80);
      const std::uint64_t end = begin + stream.below(10);
      if (stream.below(5) == 0) {
        rows.remove(begin, end);
        for (std::uint64_t i = begin; i < end; ++i) plain.erase(i);
        continue;
      }
      std::uint64_t added = 0;
      for (std::uint64_t i = begin; i < end; ++i) added += plain.insert(i).second ? 1 : 0;
      if (end == begin + 1) {
        CHECK(rows.add(begin) == (added == 1));
      } else {
        CHECK(rows.add(begin, end) == added);
      }
    }
    CHECK(rows.count() == plain.size());
    std::set<std::uint64_t> gaps;
    rows.for_each_gap(100, [&](std::uint64_t begin, std::uint64_t end) {
      for (std::uint64_t i = begin; i < end; ++i) gaps.insert(i);
    });
    for (std::uint64_t i = 0; i < 100; ++i) {
      CHECK(rows.contains(i) == plain.contains(i));
      CHECK(gaps.contains(i) != plain.contains(i));
    }
    const std::uint64_t first = stream.below(90);
    bool whole = true;
    for (std::uint64_t i = first; i < first + 5; ++i) whole = whole && plain.contains(i);
    CHECK(rows.covers(first, first + 5) == whole);
    for (std::size_t i = 1; i < rows.intervals().size(); ++i) {
      CHECK(rows.intervals()[i - 1].end < rows.intervals()[i].begin);
    }
  }
}

TEST_CASE("changed rows are found by table and row") {
  sim::Stream stream(1, "changed", "test");
  ChangedRows rows;
  std::map<std::pair<std::uint32_t, std::uint64_t>, std::uint32_t> plain;
  for (std::uint32_t step = 1; step < 3000; ++step) {
    const auto table = static_cast<std::uint32_t>(stream.below(3));
    const std::uint64_t row = stream.below(1000);
    ChangedRow* found = rows.find(table, row);
    CHECK((found != nullptr) == plain.contains({table, row}));
    if (found == nullptr) {
      ChangedRow added;
      added.row = row;
      added.table = table;
      found = &rows.add(added);
    }
    found->truth = step;
    plain[{table, row}] = step;
  }
  CHECK(rows.size() == plain.size());
  for (const auto& [key, truth] : plain) CHECK(rows.find(key.first, key.second)->truth == truth);
}

// A map of everything: for each row what each side holds, and what was read last.
TEST_CASE("content answers like a map of everything") {
  const auto dataset = std::make_shared<const Dataset>(tests::runs(40, 2, true, 1), 1);
  sim::Stream stream(1, "content", "test");
  for (int round = 0; round < 40; ++round) {
    Content content(dataset);
    struct Held {
      std::uint32_t source = kRowOfDataset;
      std::uint32_t target = kNoRow;
      std::uint32_t read = kRowOfDataset;
      std::uint32_t newest = kRowOfDataset;
    };
    std::vector<Held> plain(40);
    const std::uint32_t width = content.width(0);
    REQUIRE(width == 2);
    for (int step = 0; step < 300; ++step) {
      const std::uint64_t row = stream.below(40);
      Held& held = plain[row];
      switch (stream.below(4)) {
        case 0: {
          auto& changed = content.change(0, row);
          changed.source = ++changed.newest;
          held.source = ++held.newest;
          break;
        }
        case 1:
          content.change(0, row).source = kNoRow;
          held.source = kNoRow;
          ++held.newest;
          ++content.change(0, row).newest;
          break;
        case 2:
          CHECK(content.read(0, row) == held.source);
          held.read = held.source;
          break;
        default: {
          const bool keep = stream.below(2) == 0;
          EntryRun run;
          run.begin = row * width;
          run.end = run.begin + width;
          run.entries = 1;
          content.write(run, keep);
          if (held.read != kNoRow && !(keep && held.target != kNoRow)) held.target = held.read;
        }
      }
      CHECK(content.source(0, row) == held.source);
      CHECK(content.target(0, row) == held.target);
    }
  }
}

TEST_CASE("the sums of a whole copy are those of the data set, in whatever order it was written") {
  const auto dataset = std::make_shared<const Dataset>(tests::runs(500, 2, true, 1), 1);
  Content content(dataset);
  std::array<models::migration::Entry, models::migration::kMostEntries> entries;
  const auto write = [&](std::uint64_t row) {
    const auto count = dataset->entries_of(0, row, dataset->row(0, row), std::span(entries));
    for (std::uint32_t i = 0; i < count; ++i) {
      EntryRun run;
      run.begin = row * 2 + i;
      run.end = i + 1 == count ? row * 2 + 2 : run.begin + 1;
      run.sum = Content::digest_of(entries[i]);
      run.entries = 1;
      content.write(run, true);
    }
  };
  for (std::uint64_t row = 0; row < 500; ++row) write(row * 7 % 500);
  write(3);  // again, as after a crash
  for (std::size_t range = 0; range < models::migration::kMostRanges; ++range) {
    CHECK(content.sum(0, range) == content.dataset_sum(0, range));
  }
  CHECK(content.written(0).intervals() == std::vector<CopiedRows::Interval>{{0, 1000}});
}

TEST_CASE("use over time keeps every area, however long the run") {
  UseOverTime use(2, 1ms);
  std::int64_t looks = 0;
  while (use.next_look() < sim::at(10s)) {
    const auto width = use.width().count();
    use.add({width, width / 2}, use.next_look());
    ++looks;
  }
  CHECK(looks < 1000);
  CHECK(use.intervals() >= 64);
  CHECK(use.intervals() <= 128);
  for (std::size_t i = 0; i < use.intervals(); ++i) {
    CHECK(use.busy(i, 0) == 1.0);
    CHECK(use.busy(i, 1) == 0.5);
  }
}

TEST_CASE("a call's plan has its parameters in, its waits first, and a transaction around locks") {
  namespace migration = models::migration;
  migration::Layout layout = tests::uploads(10);
  migration::ApiCall call;
  call.parameters = {{"S", 3}};
  migration::Operation lock;
  lock.kind = migration::OperationKind::kLockExclusive;
  migration::Operation later;
  later.kind = migration::OperationKind::kDeleteRange;
  later.target = 0;
  later.deferred = true;
  migration::Operation insert;
  insert.kind = migration::OperationKind::kInsert;
  insert.target = 0;
  insert.times.terms = {{2, {0}, 1}};
  call.on_table = {lock, later, insert};
  layout.packages[0].calls.push_back(call);
  const auto describe = [&](const std::vector<std::uint32_t>& parameters) {
    const migration::CallPlan plan = migration::plan_call(layout, 0, 4, parameters);
    std::string text = fmt::format("awaited {}:", plan.on_table.awaited);
    for (const auto& operation : plan.on_table.operations) {
      text += fmt::format(" {} x {}", migration::name_of(operation.kind), operation.times);
    }
    return text;
  };
  CHECK(describe({}) ==
        "awaited 4: begin x 1 lock_exclusive x 1 insert x 6 commit x 1 delete_range x 1");
  CHECK(describe({5}) ==
        "awaited 4: begin x 1 lock_exclusive x 1 insert x 10 commit x 1 delete_range x 1");
  const migration::CallPlan plan = migration::plan_call(layout, 0, 4, {});
  CHECK(plan.effect == migration::CallEffect::kCreate);
  CHECK(plan.table == 0);
}

TEST_CASE("a database is told of tables what the data set's rows say") {
  const Dataset dataset(tests::uploads(5000), 1);
  const auto tables = models::migration::tables_of(dataset);
  REQUIRE(tables.size() == 1);
  CHECK(tables[0].rows == 5000);
  // 24 + 33 + 61 + 25 columns, aligned to 8, and a line pointer.
  CHECK(tables[0].row_bytes == doctest::Approx(148).epsilon(0.01));
  // A leaf entry of 8 + 33, aligned, and a line pointer.
  REQUIRE(tables[0].indexes.size() == 1);
  CHECK(tables[0].indexes[0].entry_bytes == 52);
  const auto entries = models::migration::entries_table_of(dataset, 7);
  CHECK(entries.rows == 7);
  CHECK_FALSE(models::migration::rules_in_order(dataset.layout())[0]);
}

namespace {

using HostSchedule =
    sim::Schedule<std::variant<models::migration::HostCpuDone, models::migration::HostDiskDone>>;

struct HostWorld {
  models::migration::Host host;
  std::string story{};

  template <class Event>
  void on(const Event& e, HostSchedule& schedule) {
    host.on(e, schedule);
    story +=
        fmt::format(" {}/{}@{}", models::migration::owner_of(e.job),
                    models::migration::own_job(e.job), schedule.now().time_since_epoch().count());
  }
};

}  // namespace

TEST_CASE("owners of a host share its one core in the order in which they come") {
  HostSchedule schedule;
  models::migration::HostParams host;
  host.name = "db";
  host.disk.emplace();
  host.disk->read = tests::always(7ns);
  HostWorld world{{0, host, schedule}};
  world.host.compute(models::migration::host_job(1, 5), 10ns, schedule);
  world.host.compute(models::migration::host_job(2, 9), 20ns, schedule);
  world.host.compute(models::migration::host_job(1, 6), 5ns, schedule);
  world.host.read(models::migration::host_job(3, 1), {100}, schedule);
  sim::run(world, schedule, sim::at(1s));
  CHECK(world.story == " 3/1@7 1/5@10 2/9@30 1/6@35");
}
