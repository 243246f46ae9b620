// Which situations a scenario exercises, and stubs for those that nothing does.
#include "scenarios/coverage.hpp"

#include <algorithm>

#include "scenario_language.hpp"
#include "scenarios/coverage_stub.hpp"

using scenarios::Dimension;
using scenarios::Situation;

namespace {

std::vector<Situation> situations(const std::string& text) {
  const scenarios::Scenario scenario = tests::scenario(text);
  return scenarios::situations_of(scenario,
                                  models::durability::run(scenario.params, scenario.options));
}

/// "ordering, requirement, fault, command", a line a situation.
std::string words_for(const std::vector<Situation>& situations) {
  std::string lines;
  for (const Situation& situation : situations) {
    for (std::size_t d = 0; d < scenarios::kDimensions; ++d) {
      lines += (d == 0 ? "" : ", ");
      lines += scenarios::values_of(static_cast<Dimension>(d))[situation[d]];
    }
    lines += "\n";
  }
  return lines;
}

std::string on_two_nodes(const std::string& disk, const std::string& more) {
  return "scenario: x\nkey: k\ncluster: {nodes: 2, replicas: 1, node: {disk: {" + disk +
         "}}, network: {latency: 2ms}}\n" + more;
}

constexpr const char* kStore = "script: [{at: 0ms, store: {key: k, value: v}}]\n";

}  // namespace

TEST_CASE("a plain store exercises its ordering with each requirement that came to hold") {
  CHECK(words_for(situations(on_two_nodes("write: 10ms", kStore))) ==
        "replicated-first, replicate_to 1, none, none\n"
        "replicated-first, persist_to 1, none, none\n"
        "replicated-first, persist_to 2, none, none\n");
  CHECK(words_for(situations(on_two_nodes("write: 1ms", kStore))) ==
        "master-first, replicate_to 1, none, none\n"
        "master-first, persist_to 1, none, none\n"
        "master-first, persist_to 2, none, none\n");
}

TEST_CASE("a requirement that is expected counts, though it never came to hold") {
  CHECK(words_for(
            situations(on_two_nodes("write: 10ms", std::string("until: 5ms\n") + kStore +
                                                       "expect: [{by: 4ms, persist_to: 2}]\n"))) ==
        "other, replicate_to 1, none, none\n"
        "other, persist_to 2, none, none\n");
}

TEST_CASE("faults are what the run had, and commands what the key was sent") {
  CHECK(words_for(situations(
            on_two_nodes("write: 10ms, caps: {iops: 100}, slow: [{from: 0ms, to: 1s, times: 2}]",
                         "script:\n"
                         "  - {at: 0ms, store: {key: k, value: v}}\n"
                         "  - {at: 50ms, persist: {Key: other, OnMaster: true, OnReplicas: 0}}\n"
                         "expect: [{by: 4ms, replicate_to: 1}]\n"))) ==
        "replicated-first, replicate_to 1, slow, none\n"
        "replicated-first, replicate_to 1, cap, none\n"
        "replicated-first, persist_to 1, slow, none\n"
        "replicated-first, persist_to 1, cap, none\n"
        "replicated-first, persist_to 2, slow, none\n"
        "replicated-first, persist_to 2, cap, none\n"
        "other, persist_to 1, slow, persist\n"
        "other, persist_to 1, cap, persist\n");
}

TEST_CASE("a slow stretch after the end of the run was none") {
  CHECK(words_for(situations(on_two_nodes("write: 10ms, slow: [{from: 30ms, to: 1s, times: 2}]",
                                          std::string("until: 20ms\n") + kStore))) ==
        "replicated-first, replicate_to 1, none, none\n"
        "replicated-first, persist_to 1, none, none\n"
        "replicated-first, persist_to 2, none, none\n");
}

TEST_CASE("a removal that is refused removes nothing") {
  const auto removal = [](const std::string& replicas) {
    return on_two_nodes("write: 1ms",
                        "script:\n"
                        "  - {at: 0ms, store: {key: k, value: v}}\n"
                        "  - {at: 9ms, uncache: {Key: k, OnMaster: true, OnReplicas: " +
                            replicas + "}}\n");
  };
  CHECK(words_for(situations(removal("[0]"))) ==
        "master-first, replicate_to 1, removal, uncache\n"
        "master-first, persist_to 1, removal, uncache\n"
        "master-first, persist_to 2, removal, uncache\n");
  CHECK(words_for(situations(removal("[7]"))) ==
        "master-first, replicate_to 1, none, none\n"
        "master-first, persist_to 1, none, none\n"
        "master-first, persist_to 2, none, none\n");
}

TEST_CASE("a key without replicas exercises nothing") {
  CHECK(situations(std::string("scenario: x\nkey: k\ncluster: {nodes: 1}\n") + kStore).empty());
}

TEST_CASE("situations that contradict themselves are not possible") {
  const auto& all = scenarios::possible_situations();
  CHECK(all.size() == 4 * 10 * (23 * 8 - 4));
  CHECK(std::is_sorted(all.begin(), all.end()));
  const std::string words = words_for(all);
  CHECK(words.find("none, purge\n") == std::string::npos);
  CHECK(words.find("removal, none\n") == std::string::npos);
  CHECK(words.find("removal, persist\n") != std::string::npos);
}

// A stub is one for a fault, a command and a level, if any, in an ordering: each of the first three
// with each of the others, and each with every ordering, is a quarter of all.
TEST_CASE("every stub loads, passes its own expectations, and exercises what it is for") {
  std::vector<Situation> missing;
  for (const Situation& situation : scenarios::possible_situations()) {
    const int level = std::max(0, situation[1] - 6);
    if ((situation[2] + situation[3] + level) % 4 == situation[0]) missing.push_back(situation);
  }
  const auto stubs = scenarios::stubs_for(missing);
  CHECK(stubs.size() == 4 * 180);
  std::vector<Situation> exercised;
  for (const scenarios::Stub& stub : stubs) {
    CAPTURE(stub.text);
    const std::string verdicts = tests::verdicts(tests::scenario(stub.text));
    CHECK(verdicts.find("failed") == std::string::npos);
    CHECK(verdicts.find("never") == std::string::npos);
    const std::vector<Situation> more = situations(stub.text);
    exercised.insert(exercised.end(), more.begin(), more.end());
  }
  std::sort(exercised.begin(), exercised.end());
  CHECK(std::includes(exercised.begin(), exercised.end(), missing.begin(), missing.end()));
}

TEST_CASE("a small library's gaps are filled by the stubs for them, and by nothing less") {
  std::vector<Situation> there = situations(on_two_nodes("write: 10ms", kStore));
  const auto lacks = [&](const Situation& situation) {
    return situation[2] == 5 && situation[3] == 0 && situation[0] == 1 &&
           !std::binary_search(there.begin(), there.end(), situation);
  };
  std::vector<Situation> missing;
  const auto& all = scenarios::possible_situations();
  std::copy_if(all.begin(), all.end(), std::back_inserter(missing), lacks);
  CHECK(words_for(missing) ==
        "replicated-first, replicate_to 1, crash, none\n"
        "replicated-first, replicate_to 2, crash, none\n"
        "replicated-first, replicate_to 3, crash, none\n"
        "replicated-first, persist_to 1, crash, none\n"
        "replicated-first, persist_to 2, crash, none\n"
        "replicated-first, persist_to 3, crash, none\n"
        "replicated-first, persist_to 4, crash, none\n"
        "replicated-first, majority, crash, none\n"
        "replicated-first, majorityAndPersistToActive, crash, none\n"
        "replicated-first, persistToMajority, crash, none\n");
  std::string names;
  for (const scenarios::Stub& stub : scenarios::stubs_for(missing)) {
    names += stub.name + "\n";
    const auto more = situations(stub.text);
    there.insert(there.end(), more.begin(), more.end());
    std::sort(there.begin(), there.end());
  }
  CHECK(names ==
        "replicated-first-fault-crash-command-none\n"
        "replicated-first-fault-crash-command-none-majority\n"
        "replicated-first-fault-crash-command-none-majorityAndPersistToActive\n"
        "replicated-first-fault-crash-command-none-persistToMajority\n");
  CHECK(std::none_of(all.begin(), all.end(), lacks));
}

TEST_CASE("what broke is a fault of the run, kind by kind") {
  CHECK(words_for(situations(on_two_nodes("write: 10ms",
                                          "script: [{at: 0ms, store: {key: k, value: v}}]\n"
                                          "faults:\n"
                                          "  - {pause: replica0, at: 30ms, until: 40ms}\n"
                                          "  - {crash: replica0, at: 50ms, until: 60ms}\n"
                                          "  - {opfail: master, count: 1, at: 70ms}\n"
                                          "expect: [{by: 40ms, persist_to: 2}]\n"))) ==
        "replicated-first, replicate_to 1, crash, none\n"
        "replicated-first, replicate_to 1, pause, none\n"
        "replicated-first, replicate_to 1, opfail, none\n"
        "replicated-first, persist_to 1, crash, none\n"
        "replicated-first, persist_to 1, pause, none\n"
        "replicated-first, persist_to 1, opfail, none\n"
        "replicated-first, persist_to 2, crash, none\n"
        "replicated-first, persist_to 2, pause, none\n"
        "replicated-first, persist_to 2, opfail, none\n");
}

TEST_CASE("a synchronous write exercises the level at which it was committed, another does not") {
  CHECK(words_for(situations(on_two_nodes(
            "write: 10ms",
            "script:\n"
            "  - {at: 0ms, store: {key: k, value: v, durability: persistToMajority}}\n"))) ==
        "replicated-first, replicate_to 1, none, none\n"
        "replicated-first, persist_to 1, none, none\n"
        "replicated-first, persist_to 2, none, none\n"
        "replicated-first, persistToMajority, none, none\n");
}

TEST_CASE("a stub is a whole scenario, for a missing situation and nothing else") {
  const auto stubs = scenarios::stubs_for({{2, 4, 1, 2}});
  REQUIRE(stubs.size() == 1);
  CHECK(stubs[0].name == "replicas-first-fault-slow-command-unpersist");
  CHECK(
      stubs[0].text ==
      "scenario: replicas-first-fault-slow-command-unpersist\n"
      "about: To be reviewed; its expectations were read from its own run.\n"
      "key: k\n"
      "cluster:\n"
      "  nodes: 4\n"
      "  replicas: 3\n"
      "  node: {disk: {write: 1ms, slow: [{from: 0ms, to: 300ms, times: 2}]}}\n"
      "  network: {latency: 1ms}\n"
      "  override:\n"
      "    master: {disk: {write: 50ms}}\n"
      "script:\n"
      "  - {at: 0ms, store: {key: k, value: v}}\n"
      "  - {at: 600ms, unpersist: {Key: k, OnMaster: true, OnReplicas: 1}}\n"
      "expect:\n"
      "  - order:\n"
      "      - master.cached\n"
      "      - replica0.cached\n"
      "      - replica1.cached\n"
      "      - replica2.cached\n"
      "      - replica0.persisted\n"
      "      - replica1.persisted\n"
      "      - replica2.persisted\n"
      "      - master.persisted\n"
      "  - {by: 1ms, replicate_to: 1}\n"
      "  - {by: 1ms, replicate_to: 2}\n"
      "  - {by: 1ms, replicate_to: 3}\n"
      "  - {by: 3ms, persist_to: 1}\n"
      "  - {by: 3ms, persist_to: 2}\n"
      "  - {by: 3ms, persist_to: 3}\n"
      "  - {by: 100ms, persist_to: 4}\n"
      "  - {at: 600ms, observe: k, master: found, replica0: found, replica1: persisted, replica2: "
      "persisted}\n");
}

TEST_CASE("a requirement that a client asks for counts, though it never came to hold") {
  CHECK(words_for(situations(on_two_nodes(
            "write: 10ms",
            "until: 5ms\n"
            "script:\n"
            "  - {at: 0ms, store: {key: k, value: v, durability: {client: gocb-2, persist_to: 1, "
            "replicate_to: 1}}}\n"))) ==
        "other, replicate_to 1, none, none\n"
        "other, persist_to 1, none, none\n");
}
