// The small parts of the migration world, each against the plain thing it stands for.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <map>
#include <set>

#include "models/migration/batch_means.hpp"
#include "models/migration/changed_rows.hpp"
#include "models/migration/content.hpp"
#include "models/migration/copied_rows.hpp"
#include "models/migration/use_over_time.hpp"
#include "sim/random.hpp"
#include "world_language.hpp"

using namespace std::chrono_literals;
using models::migration::BatchMeans;
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

TEST_CASE("batches of a long series are joined; pairs of two series differ by what was added") {
  BatchMeans a;
  BatchMeans b;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    a.add(i, sim::Duration(100 + i % 10));
    b.add(i, sim::Duration(150 + i % 10));
  }
  CHECK(a.width() == 16);
  CHECK(a.batches().size() == 63);
  const auto difference = models::migration::paired_difference(a, b);
  CHECK(difference.pairs == 63);
  CHECK(difference.difference == 50);
  CHECK(difference.half_width == doctest::Approx(0).epsilon(1e-9));
  // Two series of unequal length are paired as far as both go.
  BatchMeans c;
  for (std::uint64_t i = 0; i < 10; ++i) c.add(i, sim::Duration(100 + i % 10));
  CHECK(models::migration::paired_difference(a, c).pairs == 1);
}
