// Swarms: the same result for any number of threads, violations of a broken server found and shrunk
// to a file that fails alone, second phases, and what is wrong in a file.
#include "scenarios/swarm.hpp"

#include "scenario_language.hpp"

using namespace std::chrono_literals;
using namespace scenarios;
namespace durability = models::durability;

namespace {

constexpr const char* kSwarm =
    "scenario: x\n"
    "cluster:\n"
    "  nodes: 4\n"
    "  replicas: 2\n"
    "  vbuckets: 4\n"
    "  node: {disk: {write: {exponential: 4ms}}}\n"
    "  network: {latency: 100us}\n"
    "workload:\n"
    "  - {name: shop, poisson: 500/s, operations: {store: 1}, keys: {count: 20},\n"
    "     durability: {level: persistToMajority, timeout: 1s}, count: 100}\n"
    "  - {name: idle, poisson: 100/s, operations: {get: 1}, keys: {count: 20}, count: 20}\n"
    "script:\n"
    "  - {at: 1ms, store: {key: other, value: v}}\n"
    "swarm:\n"
    "  until: 300ms\n"
    "  most_down: 1\n"
    "  faults: [{crash: any, every: {exponential: 40ms}, lasts: {uniform: [5ms, 50ms]}}]\n"
    "expect:\n"
    "  - {operation: store, count: \"> 0\"}\n";

// Everything breaks, and maps change; at 700 ms all nodes are dealt in again.
constexpr const char* kAllFaults =
    "scenario: x\n"
    "cluster:\n"
    "  nodes: 4\n"
    "  replicas: 2\n"
    "  vbuckets: 4\n"
    "  node: {disk: {write: {exponential: 2ms}}}\n"
    "  network: {latency: 100us}\n"
    "workload:\n"
    "  - {name: majority, poisson: 300/s, operations: {store: 1}, keys: {count: 20, prefix: m},\n"
    "     durability: {level: majority, timeout: 1s}, count: 60}\n"
    "  - {name: active, poisson: 300/s, operations: {store: 1}, keys: {count: 20, prefix: a},\n"
    "     durability: {level: majorityAndPersistToActive, timeout: 1s}, count: 60}\n"
    "  - {name: disks, poisson: 300/s, operations: {store: 1}, keys: {count: 20, prefix: d},\n"
    "     durability: {level: persistToMajority, timeout: 1s}, count: 60}\n"
    "auto_failover: {after: 30ms, most: 2, heartbeat: 5ms}\n"
    "patience: {timeout: 1s, map_poll: 50ms}\n"
    "faults:\n"
    "  - {rebalance: [node0, node1, node2, node3], at: 150ms}\n"
    "  - {rebalance: [node0, node1, node2, node3], at: 700ms}\n"
    "swarm:\n"
    "  until: 300ms\n"
    "  most_down: 2\n"
    "  most_cut: 2\n"
    "  faults:\n"
    "    - {crash: any, every: {exponential: 60ms}, lasts: {uniform: [5ms, 60ms]}}\n"
    "    - {pause: any, every: {exponential: 150ms}, lasts: {uniform: [5ms, 60ms]}}\n"
    "    - {disk_slow: any, times: 10, every: {exponential: 150ms}, lasts: {uniform: [5ms, "
    "60ms]}}\n"
    "    - {disk_stalled: any, every: {exponential: 150ms}, lasts: {uniform: [5ms, 30ms]}}\n"
    "    - {disk_full: any, every: {exponential: 300ms}, lasts: {uniform: [5ms, 30ms]}}\n"
    "    - {disk_fails: any, every: {exponential: 300ms}, lasts: {uniform: [5ms, 30ms]}}\n"
    "    - {loses_syncs: any, flushes: 2, every: {exponential: 300ms}, lasts: {uniform: [5ms, "
    "99ms]}}\n"
    "    - {network_slow: any, by: {exponential: 2ms}, every: {exponential: 150ms}, lasts: 30ms}\n"
    "    - {network_cut: any, every: {exponential: 150ms}, lasts: {uniform: [5ms, 60ms]}}\n"
    "    - {network_cut: any, one_way: true, every: {exponential: 150ms}, lasts: {uniform: [5ms, "
    "60ms]}}\n"
    "    - {network_lossy: any, loss: 20%, every: {exponential: 150ms}, lasts: {uniform: [5ms, "
    "60ms]}}\n"
    "    - {partition: any, every: {exponential: 300ms}, lasts: {uniform: [5ms, 60ms]}}\n"
    "liveness: {faults_stop: 1s, within: 60s}\n";

SwarmOptions seeds(std::uint64_t first, std::uint64_t last, unsigned threads = 1) {
  SwarmOptions options;
  options.seeds = {first, last};
  options.threads = threads;
  return options;
}

SwarmOptions broken(SwarmOptions options,
                    durability::Broken how = durability::Broken::kCountsBeforeDisk) {
  options.alter = [how](durability::ClusterParams& params) { params.broken = how; };
  return options;
}

std::string changed(std::string text, const std::string& from, const std::string& to) {
  const std::size_t place = text.find(from);
  REQUIRE(place != std::string::npos);
  return text.replace(place, from.size(), to);
}

/// "failed EXPECTATION -- SEEN" of a file's run by a broken server; "all held" if none fails.
std::string failure(const std::string& text, durability::Broken how) {
  const Scenario scenario = tests::scenario(text);
  durability::ClusterParams params = *scenario.params;
  params.broken = how;
  Scenario altered = scenario;
  altered.params = std::make_shared<const durability::ClusterParams>(std::move(params));
  const auto run = durability::run(altered.params, altered.options);
  for (const Verdict& verdict : judge_whole(altered, run)) {
    if (verdict.result != Result::kFailed) continue;
    return "failed " + verdict.expectation + " -- " + verdict.seen;
  }
  return "all held";
}

/// The first violation of a broken server under that file's swarm is found, shrunk to a file, and
/// that file fails the same way; with a sound server nothing does.
void check_break_is_found(const std::string& text, durability::Broken how,
                          const std::string& expectation, const std::string& seen,
                          std::uint64_t operations = 100) {
  const Scenario scenario = tests::scenario(text);
  const SwarmOptions options = broken(seeds(1, 40), how);
  const SwarmRuns runs = run_swarm(scenario, options);
  REQUIRE_FALSE(runs.violations.empty());
  CHECK(runs.violations.front().expectation == expectation);
  const FileSource files = memory_files({{"a.yaml", text}});
  const auto smallest = smallest_violation(scenario, runs.violations.front(), files, options);
  REQUIRE(smallest.has_value());
  CHECK(smallest->seen.find(seen) != std::string::npos);
  CHECK(smallest->text.size() < text.size());
  CHECK(smallest->operations < operations);
  CHECK(failure(smallest->text, how) == "failed " + expectation + " -- " + smallest->seen);
  CHECK(failure(smallest->text, durability::Broken::kNothing) == "all held");
  CHECK(run_swarm(scenario, seeds(1, 40)).violations.empty());
}

std::string spoken_verdicts(const Scenario& scenario) {
  const auto run = durability::run(scenario.params, scenario.options);
  std::string text;
  for (const Verdict& verdict : judge_whole(scenario, run)) {
    text += std::string(name_of(verdict.result)) + " " + verdict.expectation;
    if (!verdict.seen.empty()) text += " -- " + verdict.seen;
    text += "\n";
  }
  return text;
}

std::string wrong(const std::string& swarm) {
  return tests::wrong("scenario: x\ncluster: {nodes: 2, replicas: 1}\n" + swarm);
}

}  // namespace

TEST_CASE("a swarm is the same for any number of threads, and other seeds are other runs") {
  const Scenario scenario = tests::scenario(kSwarm);
  const SwarmRuns one = run_swarm(scenario, seeds(1, 24));
  const SwarmRuns three = run_swarm(scenario, seeds(1, 24, 3));
  CHECK(one.digest == three.digest);
  CHECK(one.faults == three.faults);
  CHECK(one.runs == 24);
  CHECK(one.promises > 500);
  CHECK(one.violations.empty());
  CHECK(run_swarm(scenario, seeds(2, 25)).digest != one.digest);
}

TEST_CASE("a server that counts writes before its disk is found, and shrunk to a file that fails") {
  const Scenario scenario = tests::scenario(kSwarm);
  const SwarmOptions options = broken(seeds(1, 40));
  const SwarmRuns runs = run_swarm(scenario, options);
  REQUIRE_FALSE(runs.violations.empty());
  const Violation& first = runs.violations.front();
  CHECK(first.expectation == "no promise of durability is broken that its level survives");
  const FileSource files = memory_files({{"a.yaml", kSwarm}});
  const auto smallest = smallest_violation(scenario, first, files, options);
  REQUIRE(smallest.has_value());
  CHECK(smallest->faults == 1);
  CHECK(smallest->operations < 100);
  CHECK(smallest->seen.find("was promised persistToMajority") != std::string::npos);
  CHECK(smallest->text.find("swarm") == std::string::npos);
  CHECK(smallest->text.find("idle") == std::string::npos);

  const Scenario alone = tests::scenario(smallest->text);
  durability::ClusterParams params = *alone.params;
  CHECK(durability::run(std::make_shared<const durability::ClusterParams>(params), alone.options)
            .outcome.lost_promises.empty());
  params.broken = durability::Broken::kCountsBeforeDisk;
  CHECK_FALSE(
      durability::run(std::make_shared<const durability::ClusterParams>(params), alone.options)
          .outcome.lost_promises.empty());
}

TEST_CASE("a server that answers before a majority has a write is found by failovers") {
  const std::string text =
      changed(changed(kSwarm, "uniform: [5ms, 50ms]", "uniform: [50ms, 90ms]"), "swarm:\n",
              "auto_failover: {after: 5ms, most: 2, heartbeat: 1ms}\nswarm:\n");
  check_break_is_found(text, durability::Broken::kAnswersAlone,
                       "no promise of durability is broken that its level survives",
                       "was failed over at");
}

TEST_CASE("so is one whose buckets are in memory, where nodes come back without them") {
  std::string text = changed(kSwarm, "level: persistToMajority", "level: majority");
  text = changed(text, "faults: [{crash",
                 "most_cut: 2\n  faults: [{network_cut: any, every: 20ms, lasts: 15ms}, {crash");
  text = changed(text, "  vbuckets: 4\n",
                 "  vbuckets: 4\n  buckets: [{name: default, type: ephemeral}]\n");
  text = changed(text, "swarm:\n", "auto_reprovision: {most: 100}\nswarm:\n");
  check_break_is_found(text, durability::Broken::kAnswersAlone,
                       "no promise of durability is broken that its level survives",
                       "lost its memory at");
}

TEST_CASE("a replica that does not drop what was lost is found by the second phase") {
  const std::string text = changed(
      changed(kSwarm, ",\n     durability: {level: persistToMajority, timeout: 1s}, count: 100}",
              ", count: 100}"),
      "expect:\n", "liveness: {faults_stop: 400ms, within: 20s}\nexpect:\n");
  check_break_is_found(text, durability::Broken::kKeepsWhatWasLost,
                       "everything has converged 20s after faults stop at 400ms",
                       "copies are not the master's");
}

TEST_CASE("a violation under faults of the network is spelt out with their sides and figures") {
  const std::string text =
      changed(kSwarm, "faults: [{crash",
              "most_cut: 2\n  faults: [{network_slow: any, by: {uniform: [1ms, 3ms]}, every: "
              "100ms, lasts: 20ms},\n"
              "           {partition: any, every: 150ms, lasts: 10ms},\n"
              "           {loses_syncs: any, flushes: 2, every: 200ms, lasts: 10ms},\n"
              "           {network_cut: any, one_way: true, every: 130ms, lasts: 10ms}, {crash");
  check_break_is_found(text, durability::Broken::kCountsBeforeDisk,
                       "no promise of durability is broken that its level survives",
                       "lost its memory at");
}

TEST_CASE("under all faults at once five broken servers are found and shrunk, a sound one is not") {
  const std::string promise = "no promise of durability is broken that its level survives";
  check_break_is_found(kAllFaults, durability::Broken::kCountsBeforeDisk, promise,
                       "was promised persistToMajority", 180);
  check_break_is_found(kAllFaults, durability::Broken::kAnswersAlone, promise, "was failed over at",
                       180);
  check_break_is_found(kAllFaults, durability::Broken::kKeepsWhatWasLost,
                       "everything has converged 1min after faults stop at 1s",
                       "copies are not the master's", 180);
  check_break_is_found(kAllFaults, durability::Broken::kGoesBackTooFar, promise,
                       "was failed over at", 180);
  check_break_is_found(kAllFaults, durability::Broken::kBeginsTooLow, promise, "was promised", 180);
}

TEST_CASE("what faults brought about does not shrink to a file that fails without any") {
  const std::string text =
      "scenario: x\n"
      "cluster: {nodes: 2, node: {disk: {write: 4ms}}, network: {latency: 100us}}\n"
      "script:\n"
      "  - {at: 20ms, store: {key: k, value: v}}\n"
      "  - {at: 21ms, store: {key: other, value: v}}\n"
      "  - {at: 90ms, get: k, answer: ok}\n"
      "swarm:\n"
      "  until: 80ms\n"
      "  faults: [{crash: any, every: {exponential: 20ms}, lasts: 5ms}]\n";
  const Scenario scenario = tests::scenario(text);
  const SwarmRuns runs = run_swarm(scenario, seeds(1, 40));
  REQUIRE_FALSE(runs.violations.empty());
  const FileSource files = memory_files({{"a.yaml", text}});
  const auto smallest = smallest_violation(scenario, runs.violations.front(), files, seeds(1, 40));
  REQUIRE(smallest.has_value());
  CHECK(smallest->faults == 1);
  CHECK(smallest->operations == 2);
  CHECK(smallest->text.find("store: {key: k, value: v}") != std::string::npos);
}

TEST_CASE("a run without --seeds has none of the swarm's faults") {
  CHECK(tests::scenario(kSwarm).params->faults.empty());
}

TEST_CASE("a second phase ends faults and workloads, and everything must converge") {
  const std::string cluster =
      "scenario: x\n"
      "cluster: {nodes: 2, replicas: 1, node: {disk: {write: 30ms}}, network: {latency: 1ms}}\n"
      "script:\n"
      "  - {at: 0ms, store: {key: k, value: v}}\n"
      "faults: [{crash: node1, at: 5ms, until: 10s}]\n";
  const auto judged = [&](const std::string& liveness) {
    return spoken_verdicts(tests::scenario(cluster + "liveness: " + liveness + "\n"));
  };
  CHECK(judged("{faults_stop: 20ms, within: 5s}") ==
        "passed everything has converged 5s after faults stop at 20ms\n");
  CHECK(judged("{faults_stop: 20ms, within: 5ms}") ==
        "failed everything has converged 5ms after faults stop at 20ms -- 1 copies are not the "
        "master's (first k in node1) and 1 mutations wait for disks\n");
}

TEST_CASE("random faults that a second phase ends need no end of their own") {
  const Scenario read = tests::scenario(
      "scenario: x\ncluster: {nodes: 2}\n"
      "faults: [{crash: any, every: {exponential: 500ms}, lasts: 200ms}]\n"
      "liveness: {faults_stop: 1s, within: 1s}\n");
  CHECK(read.params->faults.at(0).until == sim::at(1s));
}

TEST_CASE("what is wrong with a swarm or a second phase is told with its place") {
  CHECK(wrong("swarm: {until: 1s, faults: [{crash: node7, every: 1s, lasts: 1s}]}\n") ==
        "a.yaml:3:37: error: there is no node or role 'node7'\n"
        "    3 | swarm: {until: 1s, faults: [{crash: node7, every: 1s, lasts: 1s}]}\n"
        "      |                                     ^\n"
        "      = did you mean 'node0'?\n");
  CHECK(wrong("swarm: {until: 1s, faults: [{crash: any, every: 0s, lasts: 1s}]}\n") ==
        "a.yaml:3:49: error: faults at intervals of nothing never end\n"
        "    3 | swarm: {until: 1s, faults: [{crash: any, every: 0s, lasts: 1s}]}\n"
        "      |                                                 ^\n"
        "      = write an interval: {exponential: 5s}\n");
  CHECK(wrong("swarm: {until: 1s, faults: [{network_cut: node0, every: 1s, lasts: 1s}]}\n") ==
        "a.yaml:3:43: error: 'node0' is not one of any\n"
        "    3 | swarm: {until: 1s, faults: [{network_cut: node0, every: 1s, lasts: 1s}]}\n"
        "      |                                           ^\n"
        "      = only 'any' may stand here\n");
  CHECK(wrong("swarm:\n  until: 1s\n  faults: [{network_lossy: any, loss: 100%, every: 1s, lasts: "
              "1s}]\n") ==
        "a.yaml:5:39: error: what is always lost never passes\n"
        "    5 |   faults: [{network_lossy: any, loss: 100%, every: 1s, lasts: 1s}]\n"
        "      |                                       ^\n"
        "      = network_cut says so\n");
  CHECK(tests::wrong("scenario: x\ncluster: {nodes: 1}\n"
                     "swarm: {until: 1s, faults: [{partition: any, every: 1s, lasts: 1s}]}\n") ==
        "a.yaml:3:41: error: one node has no network to others\n"
        "    3 | swarm: {until: 1s, faults: [{partition: any, every: 1s, lasts: 1s}]}\n"
        "      |                                         ^\n"
        "      = give the cluster nodes: 2 or more\n");
  CHECK(wrong("swarm: {until: 1s, from: 2s, faults: [{crash: any, every: 1s, lasts: 1s}]}\n") ==
        "a.yaml:3:16: error: the swarm must end after it begins\n"
        "    3 | swarm: {until: 1s, from: 2s, faults: [{crash: any, every: 1s, lasts: 1s}]}\n"
        "      |                ^\n");
  CHECK(wrong("until: 1s\nliveness: {faults_stop: 1s, within: 1s}\n") ==
        "a.yaml:3:8: error: liveness says when the run ends\n"
        "    3 | until: 1s\n"
        "      |        ^\n"
        "      = leave out until, or liveness\n");
  CHECK(wrong("faults: [{crash: node0, at: 2s}]\n"
              "liveness: {faults_stop: 1s, within: 1s}\n") ==
        "a.yaml:4:25: error: crash of node0 comes after faults stop\n"
        "    4 | liveness: {faults_stop: 1s, within: 1s}\n"
        "      |                         ^\n"
        "      = let them stop later\n");
  CHECK(wrong("script: [{at: 2s, store: {key: k}}]\n"
              "liveness: {faults_stop: 1s, within: 1s}\n") ==
        "a.yaml:4:25: error: a step of the script comes after faults stop\n"
        "    4 | liveness: {faults_stop: 1s, within: 1s}\n"
        "      |                         ^\n"
        "      = let them stop later\n");
}
