// How far writes have come, by hand: microseconds from the master's taking to each requirement.
#include "models/durability/write_progress.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

using models::durability::DurabilityTimes;
using models::durability::WriteProgress;
using sim::at;
using namespace std::chrono_literals;

namespace {

std::string text(const sim::LogLinearHistogram& times) {
  if (times.empty()) return "-";
  return fmt::format("{}x{}..{}", times.count(), times.min(), times.max());
}

// "count x least..most" in nanoseconds, for replicate_to 1, 2 and persist_to 1, 2, 3.
std::string text(const DurabilityTimes& times) {
  return fmt::format("{} {} | {} {} {} | master {}", text(times.replicated_to[0]),
                     text(times.replicated_to[1]), text(times.persisted_to[0]),
                     text(times.persisted_to[1]), text(times.persisted_to[2]),
                     text(times.persisted_on_master));
}

}  // namespace

TEST_CASE("a write counts the replicas and disks that have it, in the order in which they do") {
  WriteProgress progress({2});
  DurabilityTimes times;
  progress.begin(0, 1, at(100ns), true);
  progress.cached(0, 1, at(110ns), times);
  progress.persisted(0, 0, 1, false, at(115ns), times);
  CHECK(text(times) == "1x10..10 - | 1x15..15 - - | master -");
  progress.cached(0, 1, at(120ns), times);
  progress.persisted(0, 0, 1, true, at(130ns), times);
  progress.persisted(0, 0, 1, false, at(150ns), times);
  CHECK(text(times) == "1x10..10 1x20..20 | 1x15..15 1x30..30 1x50..50 | master 1x30..30");
}

TEST_CASE("a watermark's move counts for every write that it passes") {
  WriteProgress progress({0});
  DurabilityTimes times;
  progress.begin(0, 1, at(0ns), true);
  progress.begin(0, 2, at(10ns), true);
  progress.begin(0, 3, at(20ns), true);
  progress.persisted(0, 0, 2, true, at(30ns), times);
  CHECK(text(times) == "- - | 2x20..30 - - | master 2x20..30");
  progress.persisted(0, 2, 3, true, at(100ns), times);
  CHECK(text(times) == "- - | 3x20..80 - - | master 3x20..80");
}

TEST_CASE("a write of the warm-up is not counted, and a command's number never is") {
  WriteProgress progress({1});
  DurabilityTimes times;
  progress.begin(0, 1, at(0ns), false);
  progress.skip(0, 2);
  progress.begin(0, 3, at(5ns), true);
  progress.cached(0, 1, at(10ns), times);
  progress.cached(0, 3, at(11ns), times);
  progress.persisted(0, 0, 3, true, at(12ns), times);
  progress.persisted(0, 0, 3, false, at(15ns), times);
  CHECK(text(times) == "1x6..6 - | 1x7..7 1x10..10 - | master 1x7..7");
}

TEST_CASE("where nothing comes onto a disk a write is everywhere once all replicas have it") {
  WriteProgress progress({2}, {1});
  DurabilityTimes times;
  progress.begin(0, 1, at(0ns), true);
  progress.cached(0, 1, at(5ns), times);
  progress.cached(0, 1, at(9ns), times);
  CHECK(text(times) == "1x5..5 1x9..9 | - - - | master -");
  progress.begin(0, 2, at(10ns), true);
  CHECK(progress.under_way(0) == 1);
  progress.restart(0, 7, 2);
  progress.begin(0, 7, at(20ns), true);
  progress.cached(0, 7, at(26ns), times);
  CHECK(text(times) == "2x5..6 1x9..9 | - - - | master -");
  CHECK(progress.under_way(0) == 0);
}

TEST_CASE("a write that nobody will report is forgotten at once") {
  WriteProgress progress({0}, {1});
  for (std::uint64_t seqno = 1; seqno <= 1000; ++seqno) {
    if (seqno % 3 == 0) {
      progress.skip(0, seqno);
    } else {
      progress.begin(0, seqno, at(0ns), true);
    }
    CHECK(progress.under_way(0) == 0);
  }
}

TEST_CASE("partitions count on their own") {
  WriteProgress progress({0, 1});
  DurabilityTimes times;
  progress.begin(0, 1, at(0ns), true);
  progress.begin(1, 1, at(0ns), true);
  progress.persisted(0, 0, 1, true, at(7ns), times);
  CHECK(text(times) == "- - | 1x7..7 - - | master 1x7..7");
  progress.cached(1, 1, at(9ns), times);
  CHECK(text(times) == "1x9..9 - | 1x7..7 - - | master 1x7..7");
}

TEST_CASE("a write that the stream leaves out is cached with the one that superseded it") {
  WriteProgress progress({1});
  DurabilityTimes times;
  progress.begin(0, 1, at(0ns), true);
  progress.begin(0, 2, at(10ns), true);
  progress.begin(0, 3, at(20ns), true);
  progress.superseded(0, 1, 2);
  progress.superseded(0, 2, 3);
  progress.persisted(0, 0, 3, true, at(30ns), times);
  CHECK(text(times) == "- - | 3x10..30 - - | master 3x10..30");
  progress.cached(0, 3, at(40ns), times);
  CHECK(text(times) == "3x20..40 - | 3x10..30 - - | master 3x10..30");
}
