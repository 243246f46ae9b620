// Items that expire and clocks that are wrong, as a file says it; and what of both makes no sense.
#include "scenarios/orderings.hpp"
#include "tests/scenarios/scenario_language.hpp"

using tests::scenario;
using tests::verdicts;
using tests::wrong;

namespace {

std::string told(const std::string& store, const std::string& rest, const char* dialect = "real") {
  return "scenario: s\nkey: k\n"
         "cluster: {nodes: 2, replicas: 1, dialect: " +
         std::string(dialect) +
         ", node: {disk: {write: 1ms}}, network: {latency: 1ms}}\n"
         "script:\n"
         "  - {at: 0s, store: {key: k, value: v" +
         store + "}}\n" + rest;
}

std::string expiring(const std::string& rest, const char* dialect = "real") {
  return told(", expires: 10s", rest, dialect);
}

/// The first line of what is wrong.
std::string trouble_with(const std::string& text) {
  const std::string all = wrong(text);
  return all.substr(0, all.find('\n'));
}

std::string not_explored(const std::string& text) {
  try {
    scenarios::check_explorable(scenario(text), scenarios::memory_files({{"a.yaml", text}}));
  } catch (const scenarios::InvalidInput& invalid) {
    return invalid.what();
  }
  return "nothing";
}

std::string not_followed(const std::string& text) {
  try {
    scenarios::check_without_faults(scenario(text), scenarios::memory_files({{"a.yaml", text}}),
                                    "margins");
  } catch (const scenarios::InvalidInput& invalid) {
    return invalid.what();
  }
  return "nothing";
}

}  // namespace

TEST_CASE("a store that expires is read, judged by its master's clock, and told in its words") {
  const std::string text = expiring(
      "  - {at: 10999ms, get: k, answer: ok}\n"
      "  - {at: 11s, get: k, answer: not_found}\n"
      "expect:\n"
      "  - {at: 10999ms, observe: k, all: persisted}\n"
      "  - {at: 11s, observe: k, master: logically_deleted, replica0: persisted}\n"
      "  - {at: 12s, observe: k, all: not_found}\n");
  CHECK(verdicts(scenario(text)) ==
        "passed get k at 10.999s is answered ok\n"
        "passed get k at 11s is answered not_found\n"
        "passed at 10.999s: master persisted, replica0 persisted\n"
        "passed at 11s: master logically_deleted, replica0 persisted\n"
        "passed at 12s: master not_found, replica0 not_found\n");
  CHECK(scenario(text).steps.front() == "store k for 10s");
}

TEST_CASE("what OBSERVE would answer is expected of a key that nobody asks for, too") {
  CHECK(verdicts(scenario(expiring("expect:\n"
                                   "  - {at: 10s, observe: k, all: persisted}\n"
                                   "  - {at: 20s, observe: k, master: logically_deleted}\n"
                                   "  - {at: 20s, observe: k, master: persisted}\n"))) ==
        "passed at 10s: master persisted, replica0 persisted\n"
        "passed at 20s: master logically_deleted\n"
        "failed at 20s: master persisted -- master answered logically_deleted with CAS 2\n");
}

TEST_CASE("an item lives for whole seconds, for at least one and at most 30 days") {
  const std::string reason =
      "a.yaml:5:49: error: an item lives for whole seconds, from 1s to 30d: the server's clock "
      "shows no less, and takes more for an instant";
  CHECK(trouble_with(told(", expires: 0s", "")) == reason);
  CHECK(trouble_with(told(", expires: 1500ms", "")) == reason);
  CHECK(trouble_with(told(", expires: 31d", "")) == reason);
  CHECK(trouble_with(told(", expires: 10", "")) == "a.yaml:5:49: error: '10' is not a duration");
  CHECK(wrong(told(", expires: 1s", "")) == "nothing wrong");
  CHECK(wrong(told(", expires: 30d", "")) == "nothing wrong");
}

TEST_CASE("only a script's store expires: elsewhere the word is refused with a hint") {
  CHECK(wrong(told("", "  - {at: 5s, delete: {key: k, expires: 10s}}\n")) ==
        "a.yaml:6:31: error: 'expires' is refused: only what a script stores expires\n"
        "    6 |   - {at: 5s, delete: {key: k, expires: 10s}}\n"
        "      |                               ^\n"
        "      = write script: [{at: 0ms, store: {key: k, value: v, expires: 10s}}]\n");
  CHECK(trouble_with(told("",
                          "workload:\n"
                          "  - {name: w, every: 1ms, count: 9, operations: {store: 1},\n"
                          "     keys: {count: 9}, expires: 10s}\n")) ==
        "a.yaml:8:24: error: 'expires' is refused: only what a script stores expires");
}

TEST_CASE(
    "a clock that is wrong is read, ahead or behind, of a node or a role, once or at random") {
  const auto faults = [](const std::string& fault) {
    const auto read = scenario(expiring("until: 1h\nfaults: [{" + fault + "}]\n"));
    const models::durability::Fault& one = read.params->faults.front();
    return one.words + ", " + std::to_string(one.ahead.count()) + " on " +
           std::to_string(one.nodes.size());
  };
  CHECK(faults("clock_skew: node1, ahead: 5s") ==
        "clock_skew of node1 (5s ahead), 5000000000 on 1");
  CHECK(faults("clock_skew: master, behind: 250ms, at: 1s, until: 2s") ==
        "clock_skew of master (250ms behind), -250000000 on 1");
  CHECK(faults("clock_skew: any, ahead: 5s, every: {exponential: 5min}, lasts: 3min") ==
        "clock_skew of any (5s ahead), 5000000000 on 2");
  CHECK(faults("time_travel: 1h, at: 2s") == "time_travel 1h, 3600000000000 on 2");
  CHECK(faults("time_travel: {back: 5s}, at: 2s") == "time_travel back 5s, -5000000000 on 2");
}

TEST_CASE("time travel may be a step of the script, among the mock's other commands") {
  CHECK(verdicts(scenario(expiring("  - {at: 5s, time_travel: 1min}\n"
                                   "  - {at: 6s, get: k, answer: not_found}\n",
                                   "mock"))) == "passed get k at 6s is answered not_found\n");
}

TEST_CASE("a wrong clock must be either ahead or behind, by something") {
  const auto trouble_of = [](const std::string& fault) {
    return trouble_with(expiring("faults:\n  - {" + fault + "}\n"));
  };
  CHECK(trouble_of("clock_skew: node1") == "a.yaml:7:5: error: one of ahead or behind is missing");
  CHECK(trouble_of("clock_skew: node1, ahead: 5s, behind: 5s") ==
        "a.yaml:7:36: error: 'ahead' and 'behind' exclude each other");
  CHECK(trouble_of("clock_skew: node1, ahead: 0s") ==
        "a.yaml:7:32: error: a clock is wrong by at most 365d, and not by nothing");
  CHECK(trouble_of("clock_skew: node1, behind: 366d") ==
        "a.yaml:7:33: error: a clock is wrong by at most 365d, and not by nothing");
  CHECK(trouble_of("clock_skew: node7, ahead: 5s") ==
        "a.yaml:7:18: error: there is no node or role 'node7'");
  CHECK(trouble_of("clock_skew: any, ahead: 5s") ==
        "a.yaml:7:18: error: any node is drawn by a random process only");
}

TEST_CASE("time travel goes whole seconds, and not nowhere") {
  const std::string reason = ": error: clocks jump by whole seconds, from 1s to 365d";
  const auto trouble_of = [](const std::string& fault) {
    return trouble_with(expiring("faults:\n  - {at: 1s, " + fault + "}\n", "mock"));
  };
  CHECK(trouble_of("time_travel: 0s") == "a.yaml:7:27" + reason);
  CHECK(trouble_of("time_travel: 1500ms") == "a.yaml:7:27" + reason);
  CHECK(trouble_of("time_travel: {back: 0s}") == "a.yaml:7:27" + reason);
  CHECK(trouble_of("time_travel: 1000d") == "a.yaml:7:27" + reason);
  CHECK(trouble_of("time_travel: {by: 5s}") ==
        "a.yaml:7:27: error: back in time: 'back' is missing");
}

TEST_CASE("a clock that nothing goes by is an error: nothing there expires") {
  CHECK(wrong(told("", "faults:\n  - {clock_skew: node1, ahead: 5s}\n")) ==
        "a.yaml:7:18: error: nothing here expires, and nothing else goes by a clock\n"
        "    7 |   - {clock_skew: node1, ahead: 5s}\n"
        "      |                  ^\n"
        "      = let a store of the script expire: {key: k, value: v, expires: 10s}\n");
  CHECK(trouble_with(told("", "  - {at: 1s, time_travel: 1h}\n")) ==
        "a.yaml:6:27: error: nothing here expires, and nothing else goes by a clock");
}

TEST_CASE("the mock's nodes have one clock: time_travel moves it, no node's is skewed") {
  CHECK(wrong(expiring("faults:\n  - {clock_skew: node1, ahead: 5s}\n", "mock")) ==
        "a.yaml:7:18: error: the mock has one clock for all its nodes\n"
        "    7 |   - {clock_skew: node1, ahead: 5s}\n"
        "      |                  ^\n"
        "      = write time_travel: 5s, or time_travel: {back: 5s}\n");
}

TEST_CASE("a clock outside of faults is answered with where it belongs") {
  CHECK(wrong(expiring("  - {at: 1s, clock_skew: node1, ahead: 5s}\n")) ==
        "a.yaml:6:14: error: 'clock_skew' is refused: a wrong clock is an entry of faults\n"
        "    6 |   - {at: 1s, clock_skew: node1, ahead: 5s}\n"
        "      |              ^\n"
        "      = write it in faults: {clock_skew: node1, ahead: 5s}, or every and lasts with it\n");
  CHECK(trouble_with(expiring("faults: [{skew: node1, at: 1s}]\n")) ==
        "a.yaml:6:11: error: 'skew' is refused: a wrong clock is an entry of faults, called "
        "clock_skew");
  CHECK(trouble_with(expiring("swarm: {until: 1s, faults: [{clock_skew: any, every: 1s, "
                              "lasts: 1s}]}\n")) ==
        "a.yaml:6:30: error: 'clock_skew' is refused: a wrong clock is an entry of faults");
}

TEST_CASE("what expires is neither explored nor followed backwards, and told so at its line") {
  const std::string text = expiring("");
  const std::string reason =
      "a.yaml:5:49: error: whether an item has expired depends on the clock, and not on the order "
      "of events alone\n"
      "    5 |   - {at: 0s, store: {key: k, value: v, expires: 10s}}\n"
      "      |                                                 ^\n";
  CHECK(not_explored(text) == reason + "      = leave out expires, or let a delete stand for it\n");
  CHECK(not_followed(text) == reason + "      = leave out expires\n");
  CHECK(not_explored(told("", "")) == "nothing");
  CHECK(not_followed(told("", "")) == "nothing");
}
