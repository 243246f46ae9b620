// Clocks of nodes that are wrong: whose clock decides what has expired, and when a jump is noticed.
#include <doctest/doctest.h>

#include "tests/models/copied_world.hpp"
#include "tests/models/fault_language.hpp"

using namespace models::durability;
using namespace std::chrono_literals;
using tests::add;
using tests::incidents;
using tests::lost;
using tests::Story;

namespace {

void skew(Story& story, NodeIndex node, sim::Duration ahead, sim::Duration from,
          std::optional<sim::Duration> until = std::nullopt) {
  add(story, FaultKind::kClockSkew, node, from, until).ahead = ahead;
}

void travel(Story& story, sim::Duration ahead, sim::Duration at) {
  Fault& fault = add(story, FaultKind::kTimeTravel, 0, at);
  fault.ahead = ahead;
  for (NodeIndex node = 1; node < story.params.nodes.size(); ++node) fault.nodes.push_back(node);
}

// The master is down from 5 s on, and its replica takes its place.
Story with_failover(sim::Duration ahead_on_master, sim::Duration ahead_on_replica) {
  Story story({8ms, 9ms}, 2ms);
  if (ahead_on_master != 0s) skew(story, 0, ahead_on_master, 0s);
  if (ahead_on_replica != 0s) skew(story, 1, ahead_on_replica, 0s);
  tests::crash(story, 0, 5s);
  add(story, FaultKind::kFailover, 0, 5s);
  story.at(0s).store("k", "v").living(20s);
  return story;
}

std::string gets(Story story, std::initializer_list<sim::Duration> instants) {
  for (const sim::Duration instant : instants) story.at(instant).get("k");
  return story.replies();
}

}  // namespace

TEST_CASE("after a failover the new active's clock decides: right, behind, ahead") {
  CHECK(gets(with_failover(0s, 0s), {20'999ms, 21s}) == "ok @0, ok @20999000, not_found @21000000");
  CHECK(gets(with_failover(0s, -30s), {50'999ms, 51s}) ==
        "ok @0, ok @50999000, not_found @51000000");
  CHECK(gets(with_failover(0s, 30s), {4s, 8s}) == "ok @0, ok @4000000, not_found @8000000");
}

TEST_CASE("a master whose clock is wrong keeps to it: only another node sees the difference") {
  Story story({8ms, 9ms}, 2ms);
  skew(story, 0, 1h, 0s);
  story.at(0s).store("k", "v").living(20s);
  CHECK(gets(story, {20'999ms, 21s}) == "ok @0, ok @20999000, not_found @21000000");
  CHECK(gets(with_failover(30s, 0s), {50'999ms, 51s}) ==
        "ok @0, ok @50999000, not_found @51000000");
  CHECK(gets(with_failover(-19s, 0s), {4s, 8s}) == "ok @0, ok @4000000, not_found @8000000");
}

TEST_CASE("clocks that are wrong by the same are as good as right ones") {
  CHECK(gets(with_failover(77s, 77s), {20'999ms, 21s}) ==
        "ok @0, ok @20999000, not_found @21000000");
}

TEST_CASE("a server looks at its node's clock once a minute: a jump is noticed up to one later") {
  Story story({8ms}, 2ms);
  skew(story, 0, 1h, 10s);
  story.at(0s).store("k", "v").living(100s);
  CHECK(gets(story, {59'999ms, 60s}) == "ok @0, ok @59999000, not_found @60000000");
  CHECK(incidents(story) == "0 began 0/0 @10s, 0 clock read 0/0 @1min");
}

TEST_CASE("a clock that jumps at the very instant of a look is seen by it") {
  Story story({8ms}, 2ms);
  skew(story, 0, 1h, 120s);
  story.at(0s).store("k", "v").living(500s);
  CHECK(gets(story, {119'999ms, 120s}) == "ok @0, ok @119999000, not_found @120000000");
}

TEST_CASE("a change by a second or less is never noticed, one by more is") {
  Story small({8ms}, 2ms);
  skew(small, 0, 1s, 10s);
  small.at(0s).store("k", "v").living(100s);
  CHECK(gets(small, {100'999ms, 101s}) == "ok @0, ok @100999000, not_found @101000000");
  CHECK(incidents(small) == "0 began 0/0 @10s");
  Story larger({8ms}, 2ms);
  skew(larger, 0, 1001ms, 10s);
  larger.at(0s).store("k", "v").living(100s);
  CHECK(gets(larger, {99'998ms, 99'999ms}) == "ok @0, ok @99998000, not_found @99999000");
}

TEST_CASE("a clock that drifts by a second a minute is wrong by an hour, and nobody notices") {
  Story story({8ms}, 2ms);
  for (int minute = 0; minute < 4; ++minute) skew(story, 0, 1s, 10s + minute * 60s);
  story.at(0s).store("k", "v").living(290s);
  CHECK(gets(story, {290'999ms, 291s}) == "ok @0, ok @290999000, not_found @291000000");
}

TEST_CASE("a clock that is right again before anybody looks was never wrong") {
  Story story({8ms}, 2ms);
  skew(story, 0, 1h, 10s, 50s);
  story.at(0s).store("k", "v").living(100s);
  CHECK(gets(story, {61s}) == "ok @0, ok @61000000");
}

TEST_CASE("what has expired by a clock is there again if the clock goes back before it is asked") {
  Story story({8ms}, 2ms);
  skew(story, 0, 1h, 10s, 70s);
  story.at(0s).store("k", "v").living(500s).at(125s).get("k");
  CHECK(story.replies() == "ok @0, ok @125000000");
  CHECK(story.changes("k") ==
        "0 cached @0, 0 persisted @8000, 0 clock @60000000, 0 clock @120000000, "
        "0 clock @501000000, 0 cached @600000000, 0 persisted @600008000");
}

TEST_CASE("a server that comes up takes the clock as it is, however little it is wrong") {
  Story story({8ms}, 2ms);
  skew(story, 0, 1s, 10s);
  tests::crash(story, 0, 20s, 30s);
  story.at(0s).store("k", "v").living(100s);
  CHECK(gets(story, {99'999ms, 100s}) == "ok @0, ok @99999000, not_found @100000000");
}

TEST_CASE("a clock that jumps while its node is down is read as the node comes up") {
  Story story({8ms}, 2ms);
  skew(story, 0, 1h, 20s);
  tests::crash(story, 0, 10s, 30s);
  story.at(0s).store("k", "v").living(100s);
  CHECK(gets(story, {31s}) == "ok @0, not_found @31000000");
}

TEST_CASE("a node that stands still looks at its clock as it goes on") {
  Story story({8ms}, 2ms);
  skew(story, 0, 1h, 10s);
  add(story, FaultKind::kPause, 0, 50s, 70s);
  story.at(0s).store("k", "v").living(100s);
  CHECK(gets(story, {75s}) == "ok @0, not_found @75000000");
  CHECK(incidents(story) ==
        "0 began 0/0 @10s, 0 began 0/0 @50s, 0 ended 0/0 @70s, 0 clock read 0/0 @70s");
}

TEST_CASE("time travel moves the clocks of all nodes, the mock's at once") {
  Story story({8ms, 9ms}, 2ms);
  story.params.dialect = Dialect::kMock;
  travel(story, 1h, 5s);
  story.at(0s).store("k", "v").living(1800s).at(4s).get("k").at(5s).get("k").at(6s).observe("k");
  CHECK(story.replies() == "ok @0, ok @4000000, not_found @5000000, ok @6000000");
  CHECK(story.observed() == "not_found 0, logically_deleted 0");
}

TEST_CASE("time travel back lets an item live longer, and two journeys add up") {
  Story story({8ms}, 2ms);
  story.params.dialect = Dialect::kMock;
  travel(story, -1h, 5s);
  story.at(0s).store("k", "v").living(10s);
  CHECK(gets(story, {3609s, 3610s}) == "ok @0, ok @3609000000, not_found @3610000000");
  travel(story, 1h, 20s);
  CHECK(gets(story, {19s, 20s}) == "ok @0, ok @19000000, not_found @20000000");
}

TEST_CASE("the real servers notice time travel at their next look, each for itself") {
  Story story({8ms, 9ms}, 2ms);
  travel(story, 1h, 5s);
  story.at(0s).store("k", "v").living(100s);
  CHECK(gets(story, {59s, 60s}) == "ok @0, ok @59000000, not_found @60000000");
  CHECK(incidents(story) == "0 began 0/0 @5s, 0 clock read 0/0 @1min, 1 clock read 0/0 @1min");
}

TEST_CASE("a deletion that a failover loses is told, and the item is there again") {
  Story story({8ms, 9ms}, 2ms);
  skew(story, 1, -30s, 0s);
  tests::between(story, FaultKind::kNetworkCut, {{"n0"}, {"n1"}}, 11s);
  tests::crash(story, 0, 25s);
  add(story, FaultKind::kFailover, 0, 26s);
  story.at(0s).store("k", "v").living(10s).at(20s).get("k").at(30s).get("k").at(41s).get("k");
  CHECK(story.replies() == "ok @0, not_found @20000000, ok @30000000, not_found @41000000");
  CHECK(lost(story) == "k 2");
}

TEST_CASE("a promoted node whose clock says so has the item expired already") {
  Story story({8ms, 9ms}, 2ms);
  skew(story, 1, 30s, 0s);
  tests::crash(story, 0, 5s);
  add(story, FaultKind::kFailover, 0, 5s);
  story.at(0s).store("k", "v").living(20s);
  CHECK(story.changes("k").find("0 crashed @5000000, 1 clock @5000000, 1 cached @600000000") !=
        std::string::npos);
}

TEST_CASE("a master that was cut off deletes what expires by its clock, and that is lost") {
  Story story({8ms, 9ms, 9ms}, 2ms);
  tests::between(story, FaultKind::kNetworkCut, {{"n0"}, {"n1", "n2"}}, 5s, 60s);
  add(story, FaultKind::kFailover, 0, 6s);
  skew(story, 1, -1h, 0s);
  story.params.patience.map_poll = 100s;
  story.at(0s).store("k", "v").living(10s).at(20s).get("k").at(120s).get("k");
  CHECK(story.replies() == "ok @0, not_found @20000000, ok @120000000");
  CHECK(lost(story) == "k 2");
}

TEST_CASE("a rebalance hands an item on with its second, to be judged by the new active's clock") {
  Story story({8ms, 9ms}, 2ms);
  story.params.buckets[0].replicas = 0;
  skew(story, 1, -30s, 0s);
  add(story, FaultKind::kRebalance, 1, 5s);
  story.at(0s).store("k", "v").living(20s);
  CHECK(gets(story, {50'999ms, 51s}) == "ok @0, ok @50999000, not_found @51000000");
}

TEST_CASE("an item that expires breaks no promise about it") {
  Story story({8ms, 9ms, 9ms}, 2ms);
  tests::crash(story, 0, 30s, 40s);
  story.at(0s).store("k", "v").with(SyncLevel::kMajority).living(10s).at(20s).get("k");
  const Outcome outcome = story.run().outcome;
  CHECK(outcome.promises == 1);
  CHECK(outcome.lost_promises.empty());
  CHECK(outcome.lost.empty());
}

TEST_CASE("no clock changes anything where nothing expires") {
  Story story({8ms, 9ms}, 2ms);
  story.at(0s).store("k", "v").at(100s).get("k");
  const std::string before = story.changes("k") + story.replies();
  skew(story, 0, 1h, 10s);
  travel(story, -1h, 20s);
  CHECK(story.changes("k") + story.replies() == before);
  CHECK(incidents(story) == "0 began 0/0 @10s, 0 began 0/0 @20s");
}

TEST_CASE("a copy of a cluster in the middle of it goes on like its original") {
  Story story = with_failover(0s, -30s);
  story.at(30s).get("k").observe("k").at(60s).observe("k");
  for (const sim::Duration copied : {1s, 20s, 45s, 55s}) {
    const auto [original, copy] = tests::run_with_copy(story.params, copied, 700s);
    CHECK(tests::fingerprint(original) == tests::fingerprint(copy));
  }
}
