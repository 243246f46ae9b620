// Workloads whose writes are watched: verdicts, when they come, what polls cost, and the memory.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "sim/loop.hpp"
#include "sim/quantity_text.hpp"
#include "tests/models/cluster_language.hpp"
#include "tests/models/copied_world.hpp"
#include "tests/models/fault_language.hpp"
#include "tests/models/watcher.hpp"

using namespace models::durability;
using namespace std::chrono_literals;
using tests::Story;

namespace {

// All keys are of one vBucket, so that n0 is their master.
class Shop : public Story {
 public:
  Shop(const std::vector<sim::Duration>& disks, sim::Duration network) : Story(disks, network) {
    params.keys = Keys(1, 1);
  }
};

// A write each `every` on one key after the other, watched by these clients.
GeneratorParams& workload(Story& story, sim::Duration every, std::uint64_t count,
                          std::vector<DurabilityRequest> watch) {
  GeneratorParams load;
  load.name = "shop";
  load.arrivals = OpenArrivals{tests::constant(every)};
  load.mix = {1, 0, 0, 0, 0};
  load.keys = story.params.keys.range(0, "k", 50);
  load.popularity = Sequential{};
  load.count = count;
  load.watch = std::move(watch);
  story.params.generators.push_back(std::move(load));
  return story.params.generators.back();
}

DurabilityRequest wants(Client client, const tests::Wanted& wanted,
                        std::optional<sim::Duration> timeout = std::nullopt) {
  DurabilityRequest request = tests::request(client, wanted);
  request.timeout = timeout;
  return request;
}

// "success 3x 1ms..2ms, timeout 1x 5ms..5ms; 7 polls, 0 unfinished".
std::string text_of(const WatchTally& tally) {
  std::string text;
  for (std::size_t i = 0; i < tally.until.size(); ++i) {
    const auto& times = tally.until[i];
    if (times.empty()) continue;
    text += fmt::format("{}{} {}x {}..{}", text.empty() ? "" : ", ",
                        name_of(static_cast<ClientVerdict>(i)), times.count(),
                        sim::to_text(sim::Duration(times.min())),
                        sim::to_text(sim::Duration(times.max())));
  }
  return text + fmt::format("; {} polls, {} unfinished", tally.requests, tally.unfinished);
}

std::string tally(const Story& story, std::size_t client = 0, RunOptions options = {}) {
  return text_of(story.run(options).outcome.generators[0].watches[client]);
}

}  // namespace

TEST_CASE("each write is watched until its replica has it, and counted by its verdict") {
  // Stored at once; the replica has it in memory 2 ms later, which the second poll, 100 ms after
  // the first round, is the first to see.
  Shop story({1ms, 1ms}, 2ms);
  workload(story, 10ms, 3, {wants(Client::kLibcouchbase3, {.replicate_to = 1})});
  CHECK(tally(story) == "success 3x 100ms..100ms; 9 polls, 0 unfinished");
}

TEST_CASE("every profile watches the same writes, and is counted alone") {
  Shop story({30ms, 1ms}, 2ms);
  std::vector<DurabilityRequest> all;
  for (const Client client : tests::kAllClients) {
    all.push_back(wants(client, {.persist_to = 1, .without = {ClientFault::kGivesUpEarly}}, 40ms));
  }
  workload(story, 200ms, 2, all);
  // The master's disk has a write after 30 ms, the replica's after 3 ms. libcouchbase asks the
  // master alone, a second time after 100 ms, and its time is up before. Java asks both after 0,
  // 10, 20, 30, 40, 56, 88 us ... 2.072 and 4.12 ms, gocb after 0, 10, 30, 70 us ... 2.55 and 5.11.
  // The C++ core goes by its own 5 s and asks again after 500 ms.
  std::string text;
  for (std::size_t i = 0; i < all.size(); ++i) {
    text += fmt::format("{}: {}\n", profile_of(all[i].client).name, tally(story, i));
  }
  CHECK(text ==
        "libcouchbase-2: timeout 2x 40ms..40ms; 2 polls, 0 unfinished\n"
        "libcouchbase-3: timeout 2x 40ms..40ms; 2 polls, 0 unfinished\n"
        "java-core-1: success 2x 4.12ms..4.12ms; 52 polls, 0 unfinished\n"
        "java-core-1-tokens: success 2x 4.12ms..4.12ms; 52 polls, 0 unfinished\n"
        "cxx-core-1: success 2x 500ms..500ms; 8 polls, 0 unfinished\n"
        "gocb-2: success 2x 5.11ms..5.11ms; 40 polls, 0 unfinished\n");
}

TEST_CASE("polls are messages: they take the nodes' processors and the way there") {
  Shop story({4ms, 4ms}, 2ms);
  story.params.nodes[0].cpu.per_operation = tests::constant(1ms);
  story.params.nodes[1].cpu.per_operation = tests::constant(1ms);
  auto& load = workload(story, 100ms, 1, {wants(Client::kLibcouchbase3, {.persist_to = 1})});
  SUBCASE("at the door: 1 ms of the master's for the store, 1 ms for each of two polls") {
    CHECK(tally(story) == "success 1x 103ms..103ms; 2 polls, 0 unfinished");
  }
  SUBCASE("from the other node: the store and each poll travel 2 ms there and 2 ms back") {
    load.place = "n1";
    CHECK(tally(story) == "success 1x 10ms..10ms; 1 polls, 0 unfinished");
  }
}

TEST_CASE("a deadline that is the operation's runs from the sending, another from the answer") {
  Shop story({500ms, 500ms}, 2ms);
  story.params.nodes[0].cpu.per_operation = tests::constant(1ms);
  workload(story, 2s, 1,
           {wants(Client::kGocb2, {.persist_to = 1}, 5ms),
            wants(Client::kLibcouchbase3,
                  {.persist_to = 1, .without = {ClientFault::kGivesUpEarly}}, 5ms)});
  // gocb: nine polls of the replica, three of the master, whose processor takes 1 ms for each.
  CHECK(tally(story, 0) == "ambiguous_timeout 1x 5ms..5ms; 12 polls, 0 unfinished");
  CHECK(tally(story, 1) == "timeout 1x 6ms..6ms; 1 polls, 0 unfinished");
}

TEST_CASE("a deadline that passes before the write is answered is the verdict, without a poll") {
  Shop story({500ms, 500ms}, 2ms);
  story.params.nodes[0].cpu.per_operation = tests::constant(20ms);
  workload(story, 2s, 2, {wants(Client::kGocb2, {.persist_to = 1}, 5ms)});
  CHECK(tally(story) == "ambiguous_timeout 2x 5ms..5ms; 0 polls, 0 unfinished");
  CHECK(story.run().outcome.generators[0].operations[0].response.count() == 2);
}

TEST_CASE("what can never hold is said, and the write sent all the same") {
  Shop story({1ms, 1ms}, 2ms);
  story.params.nodes[0].cpu.per_operation = tests::constant(1ms);
  workload(
      story, 10ms, 3,
      {wants(Client::kLibcouchbase2, {.persist_to = 3}), wants(Client::kGocb2, {.persist_to = 3})});
  CHECK(tally(story, 0) == "too_many 3x 0ms..0ms; 0 polls, 0 unfinished");
  CHECK(tally(story, 1) == "durability_impossible 3x 1ms..1ms; 0 polls, 0 unfinished");
  CHECK(story.run().outcome.writes == 3);
}

TEST_CASE("a write that is refused is said to have failed") {
  Shop story({1ms, 1ms}, 1ms);
  story.params.buckets[0].memory = sim::Bytes{100};
  auto& load = workload(story, 10ms, 2, {wants(Client::kJavaCore1, {.persist_to = 1})});
  load.value_size = sim::Distribution::constant(1000);
  CHECK(tally(story) == "store_failed 2x 0ms..0ms; 0 polls, 0 unfinished");
}

TEST_CASE("a delete is watched until both nodes have forgotten the key") {
  Shop story({1ms, 1ms}, 1ms);
  workload(story, 50ms, 1, {wants(Client::kLibcouchbase2, {.persist_to = 2})}).mix = {0, 1};
  story.at(0ms).store("k0", "v");
  CHECK(tally(story) == "success 1x 100ms..100ms; 4 polls, 0 unfinished");
}

TEST_CASE("reads are not watched") {
  Shop story({1ms, 1ms}, 1ms);
  auto& load = workload(story, 1ms, 20, {wants(Client::kGocb2, {.persist_to = 2})});
  load.mix = {0, 0, 1, 0, 0};
  CHECK(tally(story) == "; 0 polls, 0 unfinished");
}

TEST_CASE("a share of the writes is watched, at random, and the others are as they were") {
  Shop story({1ms, 1ms}, 1ms);
  auto& load = workload(story, 1ms, 20'000, {wants(Client::kGocb2, {.persist_to = 2})});
  load.watched = 0.25;
  const Outcome outcome = story.run().outcome;
  // Four standard deviations of 20,000 draws at 1 in 4 are 245.
  CHECK(outcome.generators[0].watches[0].ended() == doctest::Approx(5000).epsilon(0.049));
  CHECK(outcome.generators[0].operations[0].response.count() == 20'000);
}

TEST_CASE("who watches changes nobody's luck: the same writes at the same instants") {
  Shop plain({1ms, 1ms}, 1ms);
  auto& load = workload(plain, 1ms, 200, {});
  load.popularity = Uniform{};
  load.arrivals = OpenArrivals{tests::exponential(1ms)};
  for (KeyIndex key = 0; key < 50; ++key) plain.params.watched.push_back(key);
  Shop watched = plain;
  watched.params.generators[0].watch = {wants(Client::kGocb2, {.persist_to = 2})};
  watched.params.generators[0].watched = 0.5;
  const auto changes = [](const Story& story) {
    std::string text;
    for (const Change& change : story.run().outcome.changes) text += tests::text_of(change) + "\n";
    return text;
  };
  CHECK(changes(plain) == changes(watched));
}

TEST_CASE("a client of a closed workload goes on once all verdicts on its write are there") {
  Shop story({1ms, 1ms}, 2ms);
  auto& load = workload(story, 1ms, 3,
                        {wants(Client::kLibcouchbase3, {.replicate_to = 1}),
                         wants(Client::kGocb2, {.persist_to = 1})});
  load.arrivals = ClosedArrivals{1, tests::constant(10ms)};
  // Sent at 0, 110 and 220 ms: 100 ms until libcouchbase's second poll, then 10 ms of thought.
  const Outcome outcome = story.run().outcome;
  CHECK(outcome.end == sim::at(320ms));
  CHECK(outcome.generators[0].sent == 3);
}

TEST_CASE("what was sent before the warm-up's end is not counted") {
  Shop story({1ms, 1ms}, 2ms);
  workload(story, 10ms, 4, {wants(Client::kLibcouchbase3, {.replicate_to = 1})});
  story.params.warmup = sim::at(25ms);  // they are sent at 10, 20, 30 and 40 ms
  CHECK(tally(story) == "success 2x 100ms..100ms; 6 polls, 0 unfinished");
}

TEST_CASE("watches that have no verdict when the run ends are told apart") {
  Shop story({1ms, 1ms}, 2ms);
  workload(story, 10ms, 4, {wants(Client::kLibcouchbase3, {.replicate_to = 1})});
  CHECK(tally(story, 0, {.until = sim::at(125ms)}) ==
        "success 2x 100ms..100ms; 6 polls, 2 unfinished");
}

TEST_CASE("memory grows with the watches under way, not with those that have passed") {
  const auto held_after = [](sim::Duration length) {
    Shop story({1ms, 1ms}, 2ms);
    workload(story, 1ms, 100'000, {wants(Client::kLibcouchbase3, {.replicate_to = 1})});
    Schedule schedule(1, 0);
    Cluster cluster(std::make_shared<const ClusterParams>(story.params), schedule);
    sim::run(cluster, schedule, sim::at(length));
    return cluster.watches_held();
  };
  // Each lasts 100 ms, and one begins each millisecond.
  CHECK(held_after(50ms) == 50);
  CHECK(held_after(200ms) == 101);
  CHECK(held_after(20s) == 101);
}

TEST_CASE("a copy of the world in the middle of watched writes goes on as the original") {
  Shop story({3ms, 5ms}, 2ms);
  workload(story, 1ms, 500,
           {wants(Client::kGocb2, {.persist_to = 2}),
            wants(Client::kLibcouchbase3, {.replicate_to = 1})});
  const auto outcomes = tests::run_with_copy(story.params, 150ms, 2s);
  const Outcome& one = outcomes.first;
  const Outcome& other = outcomes.second;
  CHECK(one.generators[0].watches[0].ended() == 500);
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(text_of(one.generators[0].watches[i]) == text_of(other.generators[0].watches[i]));
  }
}

TEST_CASE("nodes that break under watched writes: polls go unanswered, and no place is kept") {
  Shop story({1ms, 1ms, 1ms}, 2ms);
  workload(story, 5ms, 400,
           {wants(Client::kGocb2, {.persist_to = 2}, 300ms),
            wants(Client::kLibcouchbase2, {.persist_to = 1}, 300ms)});
  story.params.patience.timeout = 100ms;
  tests::crash(story, 2, 200ms, 500ms);
  tests::crash(story, 0, 900ms, 1200ms);
  Schedule schedule(1, 0);
  Cluster cluster(std::make_shared<const ClusterParams>(story.params), schedule);
  sim::run(cluster, schedule, sim::at(60s));
  const Outcome outcome = cluster.take_outcome(sim::at(60s), schedule);
  for (const WatchTally& tally : outcome.generators[0].watches) {
    CHECK(tally.ended() == 400);
    CHECK(tally.unfinished == 0);
    CHECK_FALSE(tally.until[static_cast<std::size_t>(ClientVerdict::kSuccess)].empty());
    CHECK_FALSE(tally.until[static_cast<std::size_t>(ClientVerdict::kStoreFailed)].empty());
  }
  // 300 ms and two patiences of writes at 200 a second, by two clients, are 200.
  CHECK(cluster.watches_held() <= 200);
}

TEST_CASE("each success that a client says of a workload's write is a promise") {
  Shop story({1ms, 1ms}, 1ms);
  workload(story, 10ms, 7, {wants(Client::kLibcouchbase3, {.persist_to = 2})});
  CHECK(story.run().outcome.promises == 7);
}
