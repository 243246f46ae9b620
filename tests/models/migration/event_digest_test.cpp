// The digest of events: the same k times more is what adding them one by one gives.
#include "models/migration/event_digest.hpp"

#include <doctest/doctest.h>

using models::migration::EventDigest;

namespace {

// Three events that take 70 ns in all.
void add_round(EventDigest& digest, std::int64_t round) {
  const sim::Instant begin = sim::at(sim::Duration(1000 + 70 * round));
  digest.add(begin, 5);
  digest.add(begin + sim::Duration(20), 6);
  digest.add(begin + sim::Duration(20), 7);
}

}  // namespace

TEST_CASE("repeating a round is the same as adding it again and again") {
  for (const std::int64_t times : {1, 2, 3, 64, 1000}) {
    CAPTURE(times);
    EventDigest one_by_one;
    EventDigest repeated;
    EventDigest before;
    for (std::int64_t round = 0; round < 60; ++round) {
      if (round == 59) before = repeated;
      add_round(one_by_one, round);
      add_round(repeated, round);
    }
    repeated.repeat(before, static_cast<std::uint64_t>(times), sim::Duration(70));
    for (std::int64_t round = 60; round < 60 + times; ++round) add_round(one_by_one, round);
    CHECK(repeated.value() == one_by_one.value());
    CHECK(repeated.events() == one_by_one.events());
    CHECK(repeated.recent() == one_by_one.recent());
    // And they go on alike.
    add_round(one_by_one, 60 + times);
    add_round(repeated, 60 + times);
    CHECK(repeated.value() == one_by_one.value());
    CHECK(repeated.recent() == one_by_one.recent());
  }
}

TEST_CASE("another time, another content and another order make another digest") {
  EventDigest digests[4];
  digests[0].add(sim::at(sim::Duration(5)), 1);
  digests[0].add(sim::at(sim::Duration(9)), 2);
  digests[1].add(sim::at(sim::Duration(6)), 1);
  digests[1].add(sim::at(sim::Duration(9)), 2);
  digests[2].add(sim::at(sim::Duration(5)), 1);
  digests[2].add(sim::at(sim::Duration(9)), 3);
  digests[3].add(sim::at(sim::Duration(5)), 2);
  digests[3].add(sim::at(sim::Duration(9)), 1);
  for (int a = 0; a < 4; ++a) {
    for (int b = 0; b < a; ++b) CHECK(digests[a].value() != digests[b].value());
  }
}
