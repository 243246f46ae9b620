// Clients that watch in a cluster: when they poll, what the nodes answer, what they conclude.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "sim/quantity_text.hpp"
#include "tests/models/cluster_language.hpp"
#include "tests/models/copied_world.hpp"
#include "tests/models/watcher.hpp"

using namespace models::durability;
using namespace std::chrono_literals;
using tests::Payload;
using tests::Story;
using tests::Wanted;

namespace {

WatchIndex add(Story& story, Client client, const Wanted& wanted,
               std::optional<sim::Duration> timeout) {
  DurabilityRequest request = tests::request(client, wanted);
  request.timeout = timeout;
  story.params.watches.push_back({"k", story.key("k"), request, std::nullopt});
  return static_cast<WatchIndex>(story.params.watches.size() - 1);
}

/// A client begins to watch the key k.
void watch(Story& story, sim::Duration at, Client client, const Wanted& wanted,
           std::optional<sim::Duration> timeout = std::nullopt) {
  const WatchIndex index = add(story, client, wanted, timeout);
  story.params.steps.push_back({sim::at(at), WatchStep{story.key("k"), index, 1}});
}

/// The last step, a store or delete, is this client's, who then waits.
void durable(Story& story, Client client, const Wanted& wanted,
             std::optional<sim::Duration> timeout = std::nullopt) {
  const WatchIndex index = add(story, client, wanted, timeout);
  std::get<OperationStep>(story.params.steps.back().what).watch = index;
}

std::string time(sim::Instant instant) { return sim::to_text(instant.time_since_epoch()); }

/// "success @20ms": each watch's verdict.
std::string verdicts(const Story& story) {
  std::string text;
  for (const WatchOutcome& outcome : story.run().outcome.watches) {
    text += text.empty() ? "" : ", ";
    text += outcome.verdict ? fmt::format("{} @{}", name_of(*outcome.verdict), time(outcome.ended))
                            : "none";
  }
  return text;
}

/// "0 @6ms-106ms 2x found": to whom, from when until when, how often, answered what.
std::string polls(const Story& story) {
  const WatchOutcome watch = story.run().outcome.watches[0];
  std::string text;
  for (const WatchAnswers& answers : watch.answers) {
    const bool answered = answers.answered != sim::kNever;
    text +=
        fmt::format("{}{} @{}-{} {}x {}", text.empty() ? "" : ", ", answers.node,
                    time(answers.asked), answered ? time(answers.answered) : "", answers.requests,
                    answered ? name_of(answers.seen.answer.status) : "no answer");
  }
  return text;
}

}  // namespace

SCENARIO("a client polls until the key is as durable as it asked for") {
  Story story({150ms, 90ms}, 2ms);
  story.at(0ms).store("k", "v");
  GIVEN("libcouchbase 2, every 100 ms") {
    watch(story, 6ms, Client::kLibcouchbase2, {.persist_to = 2});
    THEN("it leaves the replica alone that has persisted, and is done with the master's disk") {
      CHECK(polls(story) ==
            "0 @6ms-106ms 2x found, 1 @6ms-6ms 1x found, 1 @106ms-106ms 1x persisted, "
            "0 @206ms-206ms 1x persisted");
      CHECK(verdicts(story) == "success @206ms");
    }
  }
  GIVEN("the C++ core, every 500 ms") {
    watch(story, 6ms, Client::kCxxCore1, {.persist_to = 1});
    THEN("it is done at its second poll") { CHECK(verdicts(story) == "success @506ms"); }
  }
  GIVEN("gocb, which polls each node by itself") {
    watch(story, 6ms, Client::kGocb2, {.persist_to = 1});
    THEN("it is done with the first disk, the replica's") {
      // 10 us, 20 us ... 81.92 ms after 6 ms: the delays sum to 163.83 ms; of 14 polls the last
      // before 92 ms is at 87.91 ms, the next one at 169.83 ms.
      CHECK(verdicts(story) == "success @169.83ms");
    }
  }
  GIVEN("Java by states") {
    watch(story, 6ms, Client::kJavaCore1, {.replicate_to = 1});
    THEN("the replica has it in memory at the first poll") {
      CHECK(verdicts(story) == "success @6ms");
    }
  }
}

SCENARIO("a mutation that is held back") {
  Story story({1ms, 1ms}, 1ms);
  story.at(0ms).store("k", "v");
  story.at(5ms).command(CommandKind::kUnpersist, Payload{.key = "k", .on_replicas = {0}});
  GIVEN("libcouchbase 2 with a timeout that one interval fills") {
    watch(story, 6ms, Client::kLibcouchbase2, {.persist_to = 1}, 100ms);
    THEN("it gives up after its first poll, since no other would fit") {
      CHECK(verdicts(story) == "timeout @6ms");
    }
  }
  GIVEN("the same with room for another poll, and for just none") {
    watch(story, 6ms, Client::kLibcouchbase2, {.persist_to = 1}, 100000001ns);
    watch(story, 6ms, Client::kLibcouchbase2, {.persist_to = 1}, 200ms);
    watch(story, 6ms, Client::kLibcouchbase2, {.persist_to = 1}, 200000001ns);
    THEN("it gives up at its last poll") {
      CHECK(verdicts(story) == "timeout @106ms, timeout @106ms, timeout @206ms");
    }
  }
  GIVEN("the same, mended") {
    watch(story, 6ms, Client::kLibcouchbase2,
          {.persist_to = 1, .without = {ClientFault::kGivesUpEarly}}, 100ms);
    THEN("it waits for its deadline") { CHECK(verdicts(story) == "timeout @106ms"); }
  }
  GIVEN("the others with a timeout") {
    for (const Client client :
         {Client::kJavaCore1, Client::kJavaCore1Tokens, Client::kCxxCore1, Client::kGocb2}) {
      watch(story, 6ms, client, {.persist_to = 2}, 100ms);
    }
    THEN("one disk of two stays away, and the C++ core does not know the timeout") {
      CHECK(verdicts(story) ==
            "timeout @106ms, timeout @106ms, durability_impossible @6ms, ambiguous_timeout @106ms");
    }
  }
}

SCENARIO("the C++ core and the operation's timeout") {
  Story story({1s, 1s}, 1ms);
  story.at(0ms).store("k", "v");
  watch(story, 0ms, Client::kCxxCore1, {.persist_to = 1}, 100ms);
  story.params.steps.back().at = sim::at(1ns);
  watch(story, 1ms, Client::kCxxCore1, {.persist_to = 1, .without = {ClientFault::kIgnoresTimeout}},
        100ms);
  THEN("it goes on polling after it; mended, it says ambiguous_timeout") {
    CHECK(verdicts(story) == "success @1.000000001s, ambiguous_timeout @101ms");
  }
}

SCENARIO("a poll costs the nodes' processors, and travels if the client is somewhere") {
  Story story({8ms, 9ms}, 2ms);
  for (auto& node : story.params.nodes) node.cpu.per_operation = tests::constant(100us);
  story.at(0ms).store("k", "v");
  GIVEN("a client at the nodes' doors") {
    watch(story, 5ms, Client::kLibcouchbase2, {.replicate_to = 1});
    THEN("each node answers when its processor is done") {
      CHECK(polls(story) == "0 @5ms-5.1ms 1x found, 1 @5ms-5.1ms 1x found");
      CHECK(verdicts(story) == "success @5.1ms");
    }
  }
  GIVEN("a client at the master's place") {
    watch(story, 5ms, Client::kLibcouchbase2, {.replicate_to = 1});
    story.params.watches.back().place = "n0";
    THEN("the replica's answer takes the network there and back") {
      CHECK(polls(story) == "0 @5ms-5.1ms 1x found, 1 @5ms-9.1ms 1x found");
      CHECK(verdicts(story) == "success @9.1ms");
    }
  }
}

SCENARIO("a store whose client then waits") {
  Story story({8ms, 9ms}, 2ms);
  for (auto& node : story.params.nodes) node.cpu.per_operation = tests::constant(1ms);
  story.at(10ms).store("k", "v");
  GIVEN("libcouchbase 3, whose deadline runs from the answer") {
    durable(story, Client::kLibcouchbase3,
            {.persist_to = 1, .without = {ClientFault::kGivesUpEarly}}, 5ms);
    THEN("it has 5 ms from there") {
      CHECK(story.replies() == "ok @11000");
      CHECK(verdicts(story) == "timeout @16ms");
    }
  }
  GIVEN("gocb, whose deadline is the operation's") {
    durable(story, Client::kGocb2, {.persist_to = 1}, 5ms);
    THEN("the store is part of the 5 ms") { CHECK(verdicts(story) == "ambiguous_timeout @15ms"); }
  }
  GIVEN("Java, whose deadline passes before the store is answered") {
    durable(story, Client::kJavaCore1, {.persist_to = 1}, 500us);
    THEN("it says so then, and never polls") {
      CHECK(verdicts(story) == "timeout @10.5ms");
      CHECK(polls(story).empty());
      CHECK(story.replies() == "ok @11000");
    }
  }
  GIVEN("a client elsewhere") {
    durable(story, Client::kLibcouchbase3, {.replicate_to = 1});
    story.params.watches.back().place = "n1";
    THEN("the store travels too") {
      CHECK(story.replies() == "ok @15000");
      CHECK(verdicts(story) == "success @20ms");
    }
  }
}

SCENARIO("a request that can never hold") {
  Story story({8ms, 9ms}, 2ms);
  story.at(10ms).store("k", "v");
  GIVEN("libcouchbase") {
    durable(story, Client::kLibcouchbase2, {.persist_to = 3});
    THEN("it is refused, and nothing is stored") {
      CHECK(verdicts(story) == "too_many @10ms");
      CHECK(story.changes("k").empty());
      CHECK(story.run().outcome.watches[0].sent_nothing);
    }
  }
  GIVEN("the others") {
    durable(story, Client::kGocb2, {.persist_to = 3});
    THEN("it is refused once the value is stored") {
      CHECK(verdicts(story) == "durability_impossible @10ms");
      CHECK(story.replies() == "ok @10000");
      CHECK_FALSE(story.changes("k").empty());
    }
  }
  GIVEN("one of the others, mended") {
    durable(story, Client::kGocb2,
            {.persist_to = 3, .without = {ClientFault::kRefusesAfterStoring}});
    THEN("nothing is stored") {
      CHECK(verdicts(story) == "durability_impossible @10ms");
      CHECK(story.changes("k").empty());
    }
  }
}

SCENARIO("what a watch follows") {
  Story story({1ms, 1ms}, 1ms);
  GIVEN("a key that was never stored") {
    for (const Client client : {Client::kLibcouchbase2, Client::kLibcouchbase3, Client::kGocb2}) {
      watch(story, 6ms, client, {.persist_to = 1});
    }
    THEN("libcouchbase 2 asks and does not find it, the others know of nothing") {
      CHECK(verdicts(story) == "not_found @6ms, no_mutation_token @6ms, no_mutation_token @6ms");
    }
  }
  GIVEN("a store that is refused") {
    story.at(0ms).store("k", "v", 7);
    durable(story, Client::kJavaCore1, {.persist_to = 1});
    THEN("there is nothing to wait for") { CHECK(verdicts(story) == "store_failed @0ms"); }
  }
  GIVEN("a delete") {
    story.at(0ms).store("k", "v").at(5ms).remove("k");
    durable(story, Client::kLibcouchbase2, {.persist_to = 2});
    THEN("both nodes forget it, at the second poll") {
      CHECK(polls(story) ==
            "0 @5ms-5ms 1x logically_deleted, 1 @5ms-5ms 1x persisted, "
            "0 @105ms-105ms 1x not_found, 1 @105ms-105ms 1x not_found");
      CHECK(verdicts(story) == "success @105ms");
    }
  }
  GIVEN("two stores") {
    story.at(0ms).store("k", "v").at(1ms).store("k", "w");
    watch(story, 10ms, Client::kJavaCore1, {.persist_to = 2});
    THEN("it follows the newer one") { CHECK(verdicts(story) == "success @10ms"); }
  }
  GIVEN("a store of another client in between") {
    story.at(0ms).store("k", "v");
    watch(story, 1ms, Client::kLibcouchbase2, {.persist_to = 2});
    watch(story, 1ms, Client::kJavaCore1, {.persist_to = 2});
    story.at(1100us).store("k", "w");
    for (auto& node : story.params.nodes) node.disk.write = tests::constant(1s);
    THEN("those who ask for states see the other CAS") {
      CHECK(verdicts(story) == "key_exists @101ms, concurrently_modified @1.152ms");
    }
  }
}

SCENARIO("a watch ends the run no later than its verdict") {
  Story story({1ms, 1ms}, 1ms);
  story.at(0ms).store("k", "v");
  durable(story, Client::kLibcouchbase2, {.replicate_to = 1});
  THEN("its deadline of 5 s does not happen any more") {
    const Outcome outcome = story.run().outcome;
    CHECK(outcome.watches[0].ended == sim::at(100ms));
    CHECK(outcome.end == sim::at(100ms));
    CHECK(outcome.quiet);
  }
  THEN("a run that is stopped before leaves it without a verdict") {
    const Outcome outcome = story.run({.until = sim::at(99ms)}).outcome;
    CHECK_FALSE(outcome.watches[0].verdict.has_value());
    CHECK(outcome.watches[0].requests == 2);
  }
}

SCENARIO("a copy of the world in the middle of a watch goes on as the original") {
  Story story({150ms, 90ms}, 2ms);
  story.at(0ms).store("k", "v");
  watch(story, 6ms, Client::kGocb2, {.persist_to = 2});
  watch(story, 6ms, Client::kLibcouchbase2, {.persist_to = 2});
  const auto outcomes = tests::run_with_copy(story.params, 50ms, 1s);
  const Outcome& one = outcomes.first;
  const Outcome& other = outcomes.second;
  REQUIRE(one.watches.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(one.watches[i].verdict == ClientVerdict::kSuccess);
    CHECK(one.watches[i].ended == other.watches[i].ended);
    CHECK(one.watches[i].requests == other.watches[i].requests);
  }
}
