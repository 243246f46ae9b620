// durasim run --seeds, from outside: a swarm that holds, one that does not, and the smallest file.
#include <doctest/doctest.h>

#include "tests/cli/shell.hpp"

using shell::Folder;
using shell::Outcome;

namespace {

// A store that waits for a majority; a crash may make a copy's disk wait longer than it may.
constexpr const char* kLate =
    "scenario: swarm\n"
    "about: A crash makes a disk wait longer than it may.\n"
    "key: k\n"
    "cluster: {nodes: 3, replicas: 2, vbuckets: 1, node: {disk: {write: 2ms}}, network: {latency: "
    "1ms}}\n"
    "script:\n"
    "  - {at: 0ms, store: {key: k, value: a, durability: majority}}\n"
    "  - {at: 50ms, store: {key: k, value: b, durability: majority}}\n"
    "workload:\n"
    "  - {name: shop, every: 10ms, operations: {get: 1}, keys: {count: 5}, count: 10}\n"
    "swarm:\n"
    "  until: 100ms\n"
    "  most_down: 2\n"
    "  faults: [{crash: any, every: {exponential: 20ms}, lasts: {uniform: [10ms, 40ms]}}]\n"
    "expect:\n"
    "  - {by: 60ms, persist_to: 3}\n";

}  // namespace

TEST_CASE("a swarm in which nothing is violated ends with 0") {
  const Folder folder;
  folder.write("late.yaml", kLate);
  const Outcome good = folder.run("durasim run late.yaml --seeds 1..4");
  CHECK(good.code == 0);
  CHECK(good.err.empty());
  CHECK(good.out ==
        "The swarm\n"
        "4 runs held what it should.\n"
        "  runs  faults  writes  promises  broken, excused  violations  digest\n"
        "     4      15       7         7                0           0  cf6683ffb5462625\n");
  CHECK(folder.run("durasim run late.yaml --seeds 1..4 --format json").out ==
        "{\n"
        "  \"format\": \"durasim-report\",\n"
        "  \"version\": 1,\n"
        "  \"scenario\": \"swarm\",\n"
        "  \"about\": \"A crash makes a disk wait longer than it may.\",\n"
        "  \"passed\": true,\n"
        "  \"sections\": {\n"
        "    \"swarm\": {\n"
        "      \"title\": \"The swarm\",\n"
        "      \"lead\": \"4 runs held what it should.\",\n"
        "      \"tables\": {\n"
        "        \"runs\": [\n"
        "          {\n"
        "            \"runs\": 4,\n"
        "            \"faults\": 15,\n"
        "            \"writes\": 7,\n"
        "            \"promises\": 7,\n"
        "            \"excused\": 0,\n"
        "            \"violations\": 0,\n"
        "            \"digest\": \"cf6683ffb5462625\"\n"
        "          }\n"
        "        ]\n"
        "      }\n"
        "    }\n"
        "  }\n"
        "}\n");
}

TEST_CASE("a violation is told with its seed, ends with 1, and is shrunk to a file that fails") {
  const Folder folder;
  folder.write("late.yaml", kLate);
  const Outcome bad = folder.run("durasim run late.yaml --seeds 1..20 --smallest small.yaml");
  CHECK(bad.code == 1);
  CHECK(bad.out ==
        "The swarm\n"
        "1 of 20 runs violated what should hold.\n"
        "  runs  faults  writes  promises  broken, excused  violations  digest\n"
        "    20      78      33        33                0           1  3162c61e4008c60b\n"
        "\n"
        "What was violated\n"
        "  seed  expectation            seen\n"
        "     7  by 60ms: persist_to 3  persist_to 3 came at 71.214502ms, 11.214502ms late\n");
  CHECK(bad.err ==
        "durasim: small.yaml shows it with 3 node(s), 2 fault(s) and 1 operation(s): persist_to 3 "
        "came at 71.214502ms, 11.214502ms late\n");
  CHECK(folder.read("small.yaml") ==
        "scenario: swarm\n"
        "about: A crash makes a disk wait longer than it may.\n"
        "key: k\n"
        "seed: 7\n"
        "cluster:\n"
        "  nodes: 3\n"
        "  replicas: 2\n"
        "  vbuckets: 1\n"
        "  node: {disk: {write: 2ms}}\n"
        "  network: {latency: 1ms}\n"
        "script:\n"
        "  - {at: 0ms, store: {key: k, value: a, durability: majority}}\n"
        "faults:\n"
        "  - {crash: node1, at: 4.258809ms, until: 37.555213ms}\n"
        "  - {crash: node0, at: 34.953374ms, until: 68.214502ms}\n"
        "expect:\n"
        "  - {by: 60ms, persist_to: 3}\n");
  const Outcome alone = folder.run("durasim run small.yaml");
  CHECK(alone.code == 1);
  CHECK(alone.out.find("persist_to 3 came at 71.214502ms") != std::string::npos);
}

TEST_CASE("seeds without a swarm are refused") {
  const Folder folder;
  std::string plain = kLate;
  plain.erase(plain.find("swarm:\n"), plain.find("expect:") - plain.find("swarm:\n"));
  folder.write("plain.yaml", plain);
  const Outcome refused = folder.run("durasim run plain.yaml --seeds 1..4");
  CHECK(refused.code == 2);
  CHECK(refused.out.empty());
  CHECK(refused.err ==
        "plain.yaml: error: --seeds needs a swarm, and the scenario has none\n"
        "      = write swarm: {until: 10s, faults: [{crash: any, every: 5s, lasts: 1s}]}\n");
}
