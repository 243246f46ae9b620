// Items that expire while every clock is right: who notices, and what becomes of them.
#include <doctest/doctest.h>

#include "models/durability/timeline.hpp"
#include "tests/models/fault_language.hpp"

using namespace models::durability;
using namespace std::chrono_literals;
using tests::add;
using tests::Story;

namespace {

std::string answer_at(Story& story, NodeIndex node, sim::Duration instant) {
  const KeyIndex key = story.key("k");
  const Chain chain = chain_of(0, static_cast<std::uint32_t>(story.params.nodes.size()),
                               story.params.buckets[0].replicas);
  const KeyStory told(story.run().outcome, key, chain, story.params.dialect);
  const ObserveAnswer answer = told.answer_at(node, sim::at(instant));
  return fmt::format("{} {}", name_of(answer.status), answer.cas);
}

}  // namespace

TEST_CASE("an item that lives for 10 s is there until the clock shows a later second") {
  Story story({8ms}, 2ms);
  story.at(0s).store("k", "v").living(10s).at(10'999ms).get("k").at(11s).get("k");
  CHECK(story.replies() == "ok @0, ok @10999000, not_found @11000000");
}

TEST_CASE("the clock shows whole seconds, so what is stored late in one lives shorter") {
  Story story({8ms}, 2ms);
  story.at(2900ms).store("k", "v").living(1s).at(3999ms).get("k").at(4s).get("k");
  CHECK(story.replies() == "ok @2900000, ok @3999000, not_found @4000000");
}

TEST_CASE("nothing happens when its time is over: whoever gets it deletes it first") {
  Story story({8ms, 9ms}, 2ms);
  story.at(0s).store("k", "v").living(10s).at(20s).get("k");
  CHECK(story.changes("k") ==
        "0 cached @0, 1 cached @2000, 0 persisted @8000, 1 persisted @11000, 0 clock @11000000, "
        "0 cached @20000000, 1 cached @20002000, 0 persisted @20008000, 1 persisted @20011000");
  CHECK(story.copies("k", 19s) == "1:v/1:v 1:v/1:v");
  CHECK(story.copies("k", 20s) == "x/1:v 1:v/1:v");
  CHECK(story.copies("k", 20'010ms) == "-/x x/1:v");
  CHECK(story.copies("k", 21s) == "-/x -/x");
  CHECK(story.seqnos("k", 19s) == "1/1 1/1");
  CHECK(story.seqnos("k", 21s) == "2/2 2/2");
}

TEST_CASE("OBSERVE deletes it too; a replica answers by what it holds until the deletion comes") {
  Story story({8ms, 9ms}, 2ms);
  story.at(0s).store("k", "v").living(10s).at(10s).observe("k").at(20s).observe("k");
  story.at(20'005ms).observe("k").at(20'009ms).observe("k").at(21s).observe("k");
  CHECK(story.observed() ==
        "persisted 1, persisted 1 | logically_deleted 2, persisted 1 | "
        "logically_deleted 2, logically_deleted 2 | not_found 0, logically_deleted 2 | "
        "not_found 0, not_found 0");
}

TEST_CASE("what OBSERVE would answer is told from when its time is over, though nobody asks") {
  Story story({8ms, 9ms}, 2ms);
  story.at(0s).store("k", "v").living(10s);
  CHECK(answer_at(story, 0, 10'999ms) == "persisted 1");
  CHECK(answer_at(story, 0, 11s) == "logically_deleted 2");
  CHECK(answer_at(story, 1, 11s) == "persisted 1");
  CHECK(answer_at(story, 1, 599s) == "persisted 1");
  CHECK(answer_at(story, 0, 601s) == "not_found 0");
}

TEST_CASE("a store with a CAS finds nothing where the item has expired, and deletes nothing") {
  Story story({8ms}, 2ms);
  story.at(0s).store("k", "v").living(10s).at(10s).store("k", "w", 1).living(5s);
  story.at(20s).store("k", "x", 2);
  CHECK(story.replies() == "ok @0, ok @10000000, not_found @20000000");
  CHECK(story.seqnos("k", 30s) == "2/2");
  CHECK(story.copies("k", 30s) == "2:w/2:w");
}

TEST_CASE("a store without a CAS overwrites what has expired, and does not delete it first") {
  Story story({8ms}, 2ms);
  story.at(0s).store("k", "v").living(10s).at(20s).store("k", "w").at(100s).get("k");
  CHECK(story.replies() == "ok @0, ok @20000000, ok @100000000");
  CHECK(story.seqnos("k", 30s) == "2/2");
  CHECK(story.copies("k", 30s) == "2:w/2:w");
}

TEST_CASE("a delete of what has expired finds nothing, and its deletion is the expiry's") {
  Story story({8ms}, 2ms);
  story.at(0s).store("k", "v").living(10s).at(20s).remove("k").at(30s).remove("k");
  CHECK(story.replies() == "ok @0, not_found @20000000, not_found @30000000");
  CHECK(story.seqnos("k", 40s) == "2/2");
}

TEST_CASE("OBSERVE_SEQNO looks no key up, so nothing expires by it") {
  Story story({8ms}, 2ms);
  story.at(0s).store("k", "v").living(10s).at(20s).observe_seqno("k").at(30s).observe_seqno("k");
  CHECK(story.seqnos("k", 40s) == "1/1");
}

TEST_CASE("while a synchronous write of the key is pending, the item is still seen") {
  Story story({8ms, 9ms}, 2ms);
  story.at(0s).store("k", "v").living(10s);
  story.at(20s).store("k", "w").with(SyncLevel::kMajority).at(20'001ms).get("k").observe("k");
  story.at(20'010ms).get("k");
  CHECK(story.replies() == "ok @0, ok @20004000, ok @20001000, ok @20001000, ok @20010000");
  CHECK(story.observed() == "persisted 1, persisted 1");
  CHECK(answer_at(story, 0, 19s) == "logically_deleted 2");
  CHECK(answer_at(story, 0, 20'002ms) == "persisted 1");
  CHECK(answer_at(story, 0, 20'004ms) == "found 2");
}

TEST_CASE("if that write is aborted, the item has expired again") {
  Story story({8ms, 9ms}, 2ms);
  tests::between(story, FaultKind::kNetworkCut, {{"n0"}, {"n1"}}, 15s, 60s);
  story.at(0s).store("k", "v").living(10s);
  story.at(20s).store("k", "w").with(SyncLevel::kMajority, 5s).at(24s).get("k").at(26s).get("k");
  CHECK(story.replies() == "ok @0, timeout @22500000, ok @24000000, not_found @26000000");
}

TEST_CASE("a synchronous write that expires counts from when it is prepared") {
  Story story({8ms, 9ms}, 500ms);
  story.at(1500ms).store("k", "v").with(SyncLevel::kMajority).living(2s);
  story.at(3999ms).get("k").at(4s).get("k");
  CHECK(story.replies() == "ok @2500000, ok @3999000, not_found @4000000");
}

TEST_CASE("the pager deletes every 600 s what has expired, though nobody asks for it") {
  Story story({8ms, 9ms}, 2ms);
  story.at(0s).store("k", "v").living(10s).at(1s).store("l", "v").living(600s);
  CHECK(story.changes("k").find("0 clock @11000000, 0 cached @600000000, 1 cached @600002000") !=
        std::string::npos);
  CHECK(story.changes("l").find("0 clock @602000000, 0 cached @1200000000") != std::string::npos);
  const Outcome outcome = story.run().outcome;
  CHECK(outcome.quiet);
  CHECK(outcome.end == sim::at(1'200'011ms));
}

TEST_CASE("a run ends when nothing is left to happen, if what expires was deleted before") {
  Story story({8ms}, 2ms);
  story.at(0s).store("k", "v").living(1000s).at(5s).remove("k");
  CHECK(story.run().outcome.end == sim::at(5'008ms));
}

TEST_CASE("a node that stands still when its pager is due looks as it goes on") {
  Story story({8ms}, 2ms);
  add(story, FaultKind::kPause, 0, 590s, 650s);
  story.at(0s).store("k", "v").living(10s);
  CHECK(story.changes("k").find("0 clock @11000000, 0 cached @650000000") != std::string::npos);
}

TEST_CASE("a node that comes back counts the pager's 600 s anew, and what it read back expires") {
  Story story({8ms}, 2ms);
  tests::crash(story, 0, 100s, 200s);
  story.at(0s).store("k", "v").living(10s).at(50s).store("l", "v").living(300s);
  CHECK(story.changes("k") ==
        "0 cached @0, 0 persisted @8000, 0 clock @11000000, 0 crashed @100000000, "
        "0 warmed up @200000000, 0 clock @200000000, 0 cached @800000000, 0 persisted @800008000");
  CHECK(story.changes("l").find("0 clock @351000000, 0 cached @800000000") != std::string::npos);
}

TEST_CASE("a value that was evicted is not read from the disk if it has expired") {
  Story story({1ms}, 2ms);
  story.params.nodes[0].disk.read = tests::constant(5ms);
  story.params.buckets[0].memory = sim::Bytes{300};
  story.at(0s).store("k", std::string(100, 'v')).living(10s);
  story.at(1s).store("l", std::string(100, 'l')).at(2s).store("m", std::string(100, 'm'));
  story.at(5s).get("k").at(20s).get("k");
  const std::string replies = story.replies();
  CHECK(replies.find("ok @5005000") != std::string::npos);
  CHECK(replies.ends_with("not_found @20000000"));
}

TEST_CASE("with full eviction the metadata are read first, and then tell that it has expired") {
  Story story({1ms}, 2ms);
  story.params.nodes[0].disk.read = tests::constant(5ms);
  story.params.buckets[0].memory = sim::Bytes{300};
  story.params.buckets[0].eviction = Eviction::kFull;
  story.at(0s).store("k", std::string(100, 'v')).living(10s);
  story.at(1s).store("l", std::string(100, 'l')).at(2s).store("m", std::string(100, 'm'));
  story.at(20s).get("k");
  CHECK(story.replies().ends_with("not_found @20005000"));
}

TEST_CASE("an ephemeral bucket's item expires as any, and its deletion is remembered in memory") {
  Story story({8ms, 9ms}, 2ms);
  story.params.buckets[0].type = BucketType::kEphemeral;
  story.at(0s).store("k", "v").living(10s).at(20s).observe("k").at(30s).observe("k");
  CHECK(story.observed() ==
        "logically_deleted 2, found 1 | logically_deleted 2, logically_deleted 2");
  CHECK(story.seqnos("k", 30s) == "0/2 0/2");
}

TEST_CASE("a replica that takes over an ephemeral bucket judges by its own clock") {
  Story story({8ms, 9ms}, 2ms);
  story.params.buckets[0].type = BucketType::kEphemeral;
  add(story, FaultKind::kClockSkew, 1, 0s).ahead = -30s;
  tests::crash(story, 0, 5s, 6s);
  story.at(0s).store("k", "v").living(10s).at(40s).get("k").at(41s).get("k");
  CHECK(story.replies() == "ok @0, ok @40000000, not_found @41000000");
}

TEST_CASE("the mock's item has expired in its own second, and its lookup clears the master") {
  Story story({8ms, 9ms}, 2ms);
  story.params.dialect = Dialect::kMock;
  story.at(0s).store("k", "v").living(10s).at(9'999ms).get("k").at(10s).get("k");
  story.at(10'001ms).observe("k").at(11s).observe("k");
  CHECK(story.replies() == "ok @0, ok @9999000, not_found @10000000, ok @10001000, ok @11000000");
  CHECK(story.copies("k", 10s) == "-/- 1:v/1:v");
  CHECK(story.copies("k", 10'002ms) == "-/- -/x");
}

TEST_CASE("the mock's pager does not exist: what nobody looks up stays") {
  Story story({8ms, 9ms}, 2ms);
  story.params.dialect = Dialect::kMock;
  story.at(0s).store("k", "v").living(10s).at(2000s).get("l");
  CHECK(story.copies("k", 1999s) == "1:v/1:v 1:v/1:v");
  CHECK(answer_at(story, 0, 1999s) == "not_found 0");
  CHECK(answer_at(story, 1, 1999s) == "not_found 0");
}

TEST_CASE(
    "a replica of the mock drops it by itself, and the master's deletion leaves a tombstone") {
  Story story({8ms, 9ms}, 2ms);
  story.params.dialect = Dialect::kMock;
  story.at(0s).store("k", "v").living(10s).at(20s).observe("k").at(21s).observe("k");
  CHECK(story.observed() == "not_found 0, not_found 0 | not_found 0, logically_deleted 0");
  CHECK(story.seqnos("k", 22s) == "2/2 2/2");
}

TEST_CASE("a replica of the mock that nobody asks is told by the master, and keeps a tombstone") {
  Story story({8ms, 9ms}, 2ms);
  story.params.dialect = Dialect::kMock;
  story.at(0s).store("k", "v").living(10s).at(20s).get("k").at(21s).observe("k");
  CHECK(story.observed() == "not_found 0, logically_deleted 0");
}

TEST_CASE("the mock deletes what has expired before it stores; its CAS counts stores alone") {
  Story story({8ms}, 2ms);
  story.params.dialect = Dialect::kMock;
  story.at(0s).store("k", "v").living(10s).at(20s).store("k", "w");
  story.at(30s).store("k", "x", 1).at(31s).store("k", "y", 2);
  CHECK(story.replies() == "ok @0, ok @20000000, exists @30000000, ok @31000000");
  CHECK(story.seqnos("k", 25s) == "3/3");
  CHECK(story.copies("k", 25s) == "2:w/2:w");
}

TEST_CASE("the mock finds nothing to store over with a CAS once the item has expired") {
  Story story({8ms}, 2ms);
  story.params.dialect = Dialect::kMock;
  story.at(0s).store("k", "v").living(10s).at(20s).store("k", "w", 1).at(21s).remove("k");
  CHECK(story.replies() == "ok @0, not_found @20000000, not_found @21000000");
  CHECK(story.seqnos("k", 25s) == "2/2");
}
