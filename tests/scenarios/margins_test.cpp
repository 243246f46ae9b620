// Every margin is exact: held against running at every nanosecond, and against bisection.
#include "scenarios/margins.hpp"

#include <fmt/format.h>

#include "random_story.hpp"
#include "scenario_language.hpp"
#include "tests/rounds.hpp"

using scenarios::Margin;
using scenarios::Margins;
using scenarios::margins_of;
using scenarios::Slack;
using namespace std::chrono_literals;

namespace {

// 8.7 us and the like would hide mistakes of one nanosecond no better than these do.
constexpr const char* kOneStore =
    "scenario: x\n"
    "key: k\n"
    "cluster: {nodes: 2, replicas: 1, node: {disk: {write: 10ms}}, network: {latency: 2ms}}\n"
    "script: [{at: 0ms, store: {key: k, value: v}}]\n"
    "expect:\n";

std::string words_for(const Slack& slack, bool held) {
  const std::string up_to = fmt::format("{}ns", slack.up_to.count());
  if (slack.end == Slack::End::kNone) return "always";
  if (slack.end == Slack::End::kUnknown) return up_to + " and then " + slack.why;
  if (held) return up_to;
  const std::string until =
      slack.mended_up_to ? fmt::format("{}ns", slack.mended_up_to->count()) : "the end";
  const std::string then = slack.why.empty() ? "" : " and then " + slack.why;
  return fmt::format("beyond {} to {}{}", up_to, until, then);
}

/// The margins that end somewhere, a line each.
std::string margins(const std::string& text, const scenarios::MarginLimits& limits = {}) {
  const Margins all = margins_of(tests::scenario(text), limits);
  std::string lines;
  for (const Margin& margin : all.margins) {
    const bool held = all.verdicts[margin.expectation].result == scenarios::Result::kPassed;
    if (margin.slower.end == Slack::End::kNone && margin.faster.end == Slack::End::kNone) continue;
    lines += fmt::format("{} {}: slower {}, faster {}\n", margin.expectation,
                         all.movables[margin.movable].name, words_for(margin.slower, held),
                         words_for(margin.faster, held));
  }
  return lines;
}

/// Whether each expectation holds when every draw of the latencies is moved by so much.
std::vector<bool> holds_at(const scenarios::Scenario& scenario,
                           const std::vector<sim::LatencyId>& moved, sim::Duration by) {
  auto options = scenario.options;
  options.shift = {moved, by};
  std::vector<bool> holds;
  for (const auto& verdict : judge(scenario, models::durability::run(scenario.params, options))) {
    holds.push_back(verdict.result == scenarios::Result::kPassed);
  }
  return holds;
}

/// What is not as the slack says, trying every nanosecond up to `farthest`.
std::string mistakes(const Slack& slack, bool held, const std::vector<bool>& by_distance) {
  std::string wrong;
  const auto last = static_cast<std::int64_t>(by_distance.size()) - 1;
  const std::int64_t up_to = slack.end == Slack::End::kNone ? last : slack.up_to.count();
  for (std::int64_t x = 0; x <= last; ++x) {
    const bool holds = by_distance[static_cast<std::size_t>(x)];
    if (x <= up_to) {
      if (holds != held) wrong += fmt::format(" not the same at {}ns;", x);
    } else if (slack.end == Slack::End::kUnknown) {
      break;
    } else if (held) {
      if (x == up_to + 1 && holds) wrong += fmt::format(" still holds at {}ns;", x);
    } else if (!slack.mended_up_to || x <= slack.mended_up_to->count()) {
      if (!holds) wrong += fmt::format(" not mended at {}ns;", x);
    } else if (!slack.why.empty()) {
      break;
    } else if (x == slack.mended_up_to->count() + 1 && holds) {
      wrong += fmt::format(" still mended at {}ns;", x);
    }
  }
  return wrong;
}

struct Seen {
  int turns = 0;
  int clocks = 0;
};

/// Every margin of the scenario that is not what running at every nanosecond shows.
std::string wrong_margins(const std::string& text, Seen& seen) {
  constexpr std::int64_t kFarthest = 130;
  const scenarios::Scenario scenario = tests::scenario(text);
  const Margins all = margins_of(scenario);
  std::string wrong;
  for (std::size_t i = 0; i < all.movables.size(); ++i) {
    for (const std::int64_t way : {1, -1}) {
      std::vector<std::vector<bool>> holds(scenario.expectations.size());
      for (std::int64_t x = 0; x <= kFarthest; ++x) {
        const auto now = holds_at(scenario, all.movables[i].latencies, sim::Duration(way * x));
        for (std::size_t e = 0; e < now.size(); ++e) holds[e].push_back(now[e]);
      }
      for (const Margin& margin : all.margins) {
        if (margin.movable != i) continue;
        const Slack& slack = way > 0 ? margin.slower : margin.faster;
        const bool held = all.verdicts[margin.expectation].result == scenarios::Result::kPassed;
        seen.turns += slack.end == Slack::End::kTurns ? 1 : 0;
        seen.clocks += slack.end == Slack::End::kUnknown ? 1 : 0;
        const std::string found = mistakes(slack, held, holds[margin.expectation]);
        if (found.empty()) continue;
        wrong += fmt::format("{} {} {}: {} but{}\n", margin.expectation, all.movables[i].name,
                             way > 0 ? "slower" : "faster", words_for(slack, held), found);
      }
    }
  }
  return wrong;
}

}  // namespace

TEST_CASE("a margin says how far each latency may move, to the nanosecond") {
  CHECK(margins(std::string(kOneStore) +
                "  - {order: [master.cached, replica0.cached, master.persisted]}\n"
                "  - {at: 10ms, observe: k, master: persisted, replica0: found}\n") ==
        "0 network/node0-node1 latency: slower 7999999ns, faster always\n"
        "0 node0/disk write: slower always, faster 7999999ns\n"
        "0 node1/cpu operation: slower 7999999ns, faster always\n"
        "0 every link's latency: slower 7999999ns, faster always\n"
        "0 every cpu's operation: slower 7999999ns, faster always\n"
        "0 every disk's write: slower always, faster 7999999ns\n"
        "1 network/node0-node1 latency: slower 8000000ns, faster 1999999ns\n"
        "1 node0/cpu operation: slower 0ns, faster always\n"
        "1 node0/disk write: slower 0ns, faster always\n"
        "1 node0/disk sync: slower 0ns, faster always\n"
        "1 node1/cpu operation: slower 8000000ns, faster always\n"
        "1 node1/disk write: slower always, faster 1999999ns\n"
        "1 every link's latency: slower 8000000ns, faster 1999999ns\n"
        "1 every cpu's operation: slower 0ns, faster always\n"
        "1 every disk's write: slower 0ns, faster 1999999ns\n"
        "1 every disk's sync: slower 0ns, faster always\n");
}

TEST_CASE("what does not hold is mended from a margin on, and perhaps only up to another") {
  CHECK(margins(std::string(kOneStore) + "  - {at: 8ms, observe: k, master: persisted}\n") ==
        "0 node0/disk write: slower always, faster beyond 1999999ns to the end\n"
        "0 every disk's write: slower always, faster beyond 1999999ns to the end\n");
  CHECK(margins(std::string(kOneStore) +
                "  - {at: 15ms, observe: k, master: persisted, replica0: found}\n") ==
        "0 network/node0-node1 latency: slower beyond 3000000ns to 13000000ns, faster always\n"
        "0 node0/cpu operation: slower beyond 3000000ns to 5000000ns, faster always\n"
        "0 node1/cpu operation: slower beyond 3000000ns to 13000000ns, faster always\n"
        "0 node1/disk write: slower beyond 3000000ns to the end, faster always\n"
        "0 node1/disk sync: slower beyond 3000000ns to the end, faster always\n"
        "0 every link's latency: slower beyond 3000000ns to 13000000ns, faster always\n"
        "0 every cpu's operation: slower beyond 1500000ns to 5000000ns, faster always\n"
        "0 every disk's write: slower beyond 3000000ns to 5000000ns, faster always\n"
        "0 every disk's sync: slower beyond 3000000ns to 5000000ns, faster always\n");
}

TEST_CASE("a link that takes no time may take some, up to its margin") {
  CHECK(margins("scenario: x\n"
                "key: k\n"
                "cluster: {nodes: 2, replicas: 1, node: {disk: {write: 10ms}}}\n"
                "script: [{at: 0ms, store: {key: k, value: v}}]\n"
                "expect: [{order: [replica0.cached, master.persisted]}]\n") ==
        "0 network/node0-node1 latency: slower 9999999ns, faster always\n"
        "0 node0/disk write: slower always, faster 9999999ns\n"
        "0 node1/cpu operation: slower 9999999ns, faster always\n"
        "0 every link's latency: slower 9999999ns, faster always\n"
        "0 every cpu's operation: slower 9999999ns, faster always\n"
        "0 every disk's write: slower always, faster 9999999ns\n");
}

TEST_CASE("a client's verdict may come as late as its next poll makes it, or at its instant") {
  const std::string watched =
      "scenario: x\n"
      "key: k\n"
      "cluster: {nodes: 1, node: {disk: {write: 10ms}}}\n"
      "script: [{at: 0ms, store: {key: k, value: v, durability: {client: gocb-2, persist_to: "
      "1}}}]\n"
      "expect:\n";
  // The polls come at 10, 30, 70 ... 10230 and 20470 us.
  CHECK(margins(watched + "  - {client: k, verdict: success, by: 12ms}\n") ==
        "0 node0/cpu operation: slower 147500ns, faster always\n"
        "0 node0/disk write: slower 230000ns, faster always\n"
        "0 node0/disk sync: slower 230000ns, faster always\n");
  CHECK(margins(watched + "  - {client: k, verdict: success, at: 10230us}\n") ==
        "0 node0/cpu operation: slower 0ns, faster always\n"
        "0 node0/disk write: slower 230000ns, faster 4889999ns\n"
        "0 node0/disk sync: slower 230000ns, faster always\n");
}

TEST_CASE("a statistic is not told, a count is") {
  const Margins all = margins_of(tests::scenario(
      "scenario: x\nwarmup: 25ms\n"
      "cluster: {nodes: 1, node: {cpu: {per_operation: 4ms}}}\n"
      "workload: [{name: w, every: 10ms, operations: {get: 1}, keys: {count: 1}, count: 5}]\n"
      "expect:\n"
      "  - {operation: get, p99: \"< 5ms\"}\n"
      "  - {operation: get, count: 3}\n"
      "  - {resource: node0/cpu, utilisation: \"< 80%\"}\n"));
  CHECK(all.not_told == std::vector<std::string>{"a statistic moves with every nanosecond", "",
                                                 "a statistic moves with every nanosecond"});
  REQUIRE(!all.margins.empty());
  for (const Margin& margin : all.margins) CHECK(margin.expectation == 1);
}

TEST_CASE("what reads the clock ends what is known, if what moves reaches it") {
  const std::string capped =
      "scenario: x\n"
      "key: k\n"
      "cluster:\n"
      "  nodes: 2\n"
      "  replicas: 1\n"
      "  node: {disk: {write: 10ms}}\n"
      "  network: {latency: 2ms}\n"
      "  override: {replica0: {disk: {caps: {iops: 100}}}}\n"
      "script: [{at: 0ms, store: {key: k, value: v}}]\n"
      "expect: [{by: 15ms, persist_to: 2}]\n";
  const std::string unknown = "0ns and then the caps of node1/disk would tell by the clock";
  CHECK(margins(capped) == "0 network/node0-node1 latency: slower " + unknown + ", faster " +
                               unknown +
                               "\n"
                               "0 node0/cpu operation: slower " +
                               unknown +
                               ", faster always\n"
                               "0 node0/disk write: slower 5000000ns, faster always\n"
                               "0 node0/disk sync: slower 5000000ns, faster always\n"
                               "0 node1/cpu operation: slower " +
                               unknown +
                               ", faster always\n"
                               "0 node1/disk write: slower 3000000ns, faster always\n"
                               "0 node1/disk sync: slower 3000000ns, faster always\n"
                               "0 every link's latency: slower " +
                               unknown + ", faster " + unknown +
                               "\n"
                               "0 every cpu's operation: slower " +
                               unknown +
                               ", faster always\n"
                               "0 every disk's write: slower 3000000ns, faster always\n"
                               "0 every disk's sync: slower 3000000ns, faster always\n");
}

TEST_CASE("what is mended until nobody knows is not said to break there") {
  const std::string found =
      std::string(kOneStore) + "  - {at: 15ms, observe: k, master: persisted, replica0: found}\n";
  const std::string some = margins(found, {3, 1'000'000});
  CHECK(some.starts_with(
      "0 network/node0-node1 latency: slower beyond 3000000ns to 7999999ns and then the limit of "
      "runs was reached, faster always\n"));
}

TEST_CASE("a sweep that takes too many runs says how far it came") {
  const std::string text = std::string(kOneStore) + "  - {by: 1s, reached: [master.cached]}\n";
  CHECK(margins(text, {1, 1'000'000})
            .starts_with("0 network/node0-node1 latency: slower 7999999ns and then the limit of "
                         "runs was reached, faster always\n"));
}

TEST_CASE("a scenario that expects nothing, or is no story, is refused") {
  const auto refused = [](const std::string& text) -> std::string {
    try {
      static_cast<void>(margins_of(tests::scenario(text)));
    } catch (const scenarios::InvalidInput& invalid) {
      return invalid.what();
    }
    return "";
  };
  CHECK(refused("scenario: x\n"
                "cluster: {nodes: 1}\n"
                "script: [{at: 0ms, store: {key: k, value: v}}]\n") ==
        "a.yaml: error: it expects nothing, so there is nothing that could turn\n"
        "      = write expectations, such as expect: [{at: 10ms, observe: k, all: persisted}]\n");
  const std::string busy =
      "scenario: x\n"
      "cluster: {nodes: 1}\n"
      "workload: [{name: w, every: 10ms, operations: {get: 1}, keys: {count: 1}, count: 10001}]\n"
      "expect: [{operation: get, count: 3}]\n";
  CHECK(refused(busy) ==
        "a.yaml: error: margins are for stories: its workloads have more than 10000 "
        "operations\n"
        "      = give the workloads counts, such as count: 100\n");
}

TEST_CASE("margins agree with bisection, on the library") {
  for (const char* name : {"slow-disk", "master-first", "three-disks", "measured-disk"}) {
    CAPTURE(name);
    const scenarios::Scenario scenario = scenarios::load_scenario(
        fmt::format("scenarios/observe/{}.yaml", name), scenarios::disk_files());
    const Margins all = margins_of(scenario);
    int turns = 0;
    for (const Margin& margin : all.margins) {
      for (const std::int64_t way : {1, -1}) {
        const Slack& slack = way > 0 ? margin.slower : margin.faster;
        if (slack.end != Slack::End::kTurns) continue;
        ++turns;
        const auto holds = [&](std::int64_t distance) -> bool {
          return holds_at(scenario, all.movables[margin.movable].latencies,
                          sim::Duration(way * distance))[margin.expectation];
        };
        std::int64_t held = 0;
        std::int64_t broken = slack.up_to.count() + 1;
        CHECK(!holds(broken));
        while (broken - held > 1) {
          const std::int64_t middle = held + (broken - held) / 2;
          (holds(middle) ? held : broken) = middle;
        }
        CHECK(sim::Duration(held) == slack.up_to);
      }
    }
    CHECK(turns > 10);
  }
}

TEST_CASE("margins agree with running at every nanosecond, on random scenarios") {
  Seen seen;
  for (std::uint64_t seed = 1; seed <= tests::rounds(60U); ++seed) {
    const std::string text = tests::RandomStory(seed).scenario();
    CAPTURE(text);
    CHECK(wrong_margins(text, seen) == "");
  }
  CHECK(seen.turns > tests::rounds(300));
  if (!tests::kSanitized) CHECK(seen.clocks > 10);  // its few rounds need not meet one
}

TEST_CASE("margins agree with running at every nanosecond, with synchronous writes too") {
  Seen seen;
  for (std::uint64_t seed = 1; seed <= tests::rounds(60U); ++seed) {
    const std::string text =
        tests::RandomStory(seed, tests::RandomStory::Writes::kAlsoSynchronous).scenario();
    CAPTURE(text);
    CHECK(wrong_margins(text, seen) == "");
  }
  CHECK(seen.turns > tests::rounds(300));
}
