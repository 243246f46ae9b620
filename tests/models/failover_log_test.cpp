// The histories of a vBucket: what a promotion leaves of the log, and how far two nodes share.
#include "models/durability/failover_log.hpp"

#include <doctest/doctest.h>

using namespace models::durability;

namespace {

// The newest first: 3 began after 30, 2 after 20, and 1 at the beginning.
const FailoverLog kThree{{3, 30}, {2, 20}, {1, 0}};

FailoverLog promoted_at(std::uint64_t seqno) {
  FailoverLog log = kThree;
  branch_off(log, 4, seqno);
  return log;
}

}  // namespace

TEST_CASE("promotion at H drops entries that start above H and puts {new uuid, H} on top") {
  CHECK(promoted_at(35) == FailoverLog{{4, 35}, {3, 30}, {2, 20}, {1, 0}});
  CHECK(promoted_at(30) == FailoverLog{{4, 30}, {3, 30}, {2, 20}, {1, 0}});
  CHECK(promoted_at(29) == FailoverLog{{4, 29}, {2, 20}, {1, 0}});
  CHECK(promoted_at(19) == FailoverLog{{4, 19}, {1, 0}});
  CHECK(promoted_at(0) == FailoverLog{{4, 0}, {1, 0}});
}

TEST_CASE("two nodes share all until the history that both know has ended for one of them") {
  CHECK(common_seqno(kThree, kThree) == kSharesAll);
  CHECK(common_seqno(kThree, {{2, 20}, {1, 0}}) == 30);
  CHECK(common_seqno({{2, 20}, {1, 0}}, kThree) == 30);
  CHECK(common_seqno(promoted_at(35), kThree) == 35);
  CHECK(common_seqno(promoted_at(19), kThree) == 19);
}

TEST_CASE("two nodes that both went on share what the earlier of the two ends left") {
  CHECK(common_seqno({{4, 35}, {3, 30}}, {{5, 33}, {3, 30}}) == 33);
  CHECK(common_seqno({{4, 33}, {3, 30}}, {{5, 35}, {3, 30}}) == 33);
}

TEST_CASE("nodes that know no history in common share nothing") {
  CHECK(common_seqno({{4, 35}}, {{5, 33}}) == 0);
  CHECK(common_seqno({{4, 35}}, {}) == 0);
}

TEST_CASE("in the middle of a snapshot a node has everything only up to its start") {
  const Snapshot snapshot{10, 20, 20, 0};
  CHECK(snapshot.complete_up_to(5) == 5);
  CHECK(snapshot.complete_up_to(10) == 10);
  CHECK(snapshot.complete_up_to(19) == 10);
  CHECK(snapshot.complete_up_to(20) == 20);
  CHECK(snapshot.complete_up_to(25) == 25);
}
