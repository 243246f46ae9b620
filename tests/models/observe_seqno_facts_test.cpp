// What a node answers to OBSERVE_SEQNO, by the vBucket uuid that it is asked with: each row of what
// the real server does, in its own words.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/models/cluster_language.hpp"
#include "tests/models/fault_language.hpp"
#include "tests/models/watcher.hpp"

using namespace models::durability;
using namespace std::chrono_literals;
using tests::Story;

namespace {

/// A client that asks with the uuid of the key's newest mutation that the script was answered.
void asks(Story& story, sim::Duration at) {
  DurabilityRequest request = tests::request(Client::kCxxCore1, {.replicate_to = 1});
  request.persist_to = 1;
  story.params.watches.push_back({"a", story.key("a"), request, std::nullopt});
  story.params.steps.push_back({sim::at(at), WatchStep{story.key("a"), 0, 1}});
}

/// The first round's answers: "n0 1/1, n1 0/1 history ended at 1, n2 unknown history".
std::string answers(const Story& story) {
  std::string text;
  std::vector<bool> told(story.params.nodes.size());
  const Outcome outcome = story.run().outcome;
  for (const WatchAnswers& answer : outcome.watches.at(0).answers) {
    if (told[answer.node]) continue;
    told[answer.node] = true;
    const NodeAnswer& seen = answer.seen;
    text += fmt::format("{}n{} ", text.empty() ? "" : ", ", answer.node);
    if (seen.answer.status == ObserveStatus::kNotMyVbucket) {
      text += "not my vBucket";
    } else if (seen.unknown_history) {
      text += "unknown history";
    } else {
      text += fmt::format("{}/{}", seen.persisted_seqno, seen.current_seqno);
      if (seen.failover_seqno) text += fmt::format(" history ended at {}", *seen.failover_seqno);
    }
  }
  return text;
}

}  // namespace

TEST_CASE("the newest entry of the failover log: persisted and current seqno, nothing else") {
  Story story({3ms, 10ms, 10ms}, 1ms);
  story.at(0ms).store("b", "1").store("a", "2");
  asks(story, 5ms);
  CHECK(answers(story) == "n0 1/2, n1 0/2, n2 0/2");
}

TEST_CASE("an ephemeral bucket: persisted 0") {
  Story story({1ms, 1ms, 1ms}, 1ms);
  story.params.buckets[0].type = BucketType::kEphemeral;
  story.at(0ms).store("b", "1").store("a", "2");
  asks(story, 500ms);
  CHECK(answers(story) == "n0 0/2, n1 0/2, n2 0/2");
}

TEST_CASE("an older entry of the log: also where its history ended, the start of the next entry") {
  Story story({1ms, 1ms, 1ms}, 5ms);
  story.at(0ms).store("b", "1").at(20ms).store("a", "2");
  tests::between(story, FaultKind::kNetworkCut, {{"n0"}, {"n1", "n2"}}, 20ms, 22ms);
  tests::crash(story, 0, 21ms);
  tests::add(story, FaultKind::kFailover, 0, 30ms);
  asks(story, 3s);
  CHECK(answers(story) == "n1 1/1 history ended at 1, n2 1/1 history ended at 1");
}

TEST_CASE("a uuid that is not in the node's log: the node does not know that history") {
  Story story({1ms, 1ms, 1ms}, 1ms);
  story.at(0ms).store("b", "1").at(25ms).store("a", "2");
  // The master comes back while its replicas are down: they never hear of the history it begins.
  tests::crash(story, 0, 12ms, 20ms);
  tests::crash(story, 1, 10ms, 40ms);
  tests::crash(story, 2, 10ms, 40ms);
  tests::crash(story, 0, 30ms);
  tests::add(story, FaultKind::kFailover, 0, 50ms);
  asks(story, 3s);
  CHECK(answers(story) == "n1 unknown history, n2 unknown history");
}

TEST_CASE("a node that no longer holds the vBucket: not my vBucket") {
  Story story({1ms, 1ms, 1ms}, 1ms);
  story.at(0ms).store("a", "1");
  tests::crash(story, 0, 10ms, 20ms);
  tests::add(story, FaultKind::kFailover, 0, 15ms);
  asks(story, 100ms);  // the client has heard of no new map yet
  CHECK(answers(story) == "n0 not my vBucket, n1 1/1 history ended at 1");
}
