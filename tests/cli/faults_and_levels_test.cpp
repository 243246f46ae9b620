// What explain, margins and orderings do with files in which something breaks or writes are
// synchronous: each is right about it, or refuses it at its line.
#include <doctest/doctest.h>

#include "tests/cli/shell.hpp"

using shell::Folder;
using shell::Outcome;

namespace {

std::string durable_store(const std::string& level, const std::string& more) {
  return "scenario: x\n"
         "key: k\n"
         "cluster: {nodes: 3, replicas: 2, vbuckets: 1, node: {disk: {write: 2ms}}, network: "
         "{latency: 1ms}}\n"
         "script:\n"
         "  - {at: 0ms, store: {key: k, value: a" +
         level + "}, answer: ok}\n" + more + "expect: [{by: 9ms, persist_to: 1}]\n";
}

std::string refused(const std::string& command, const std::string& text) {
  const Folder folder;
  folder.write("x.yaml", text);
  const Outcome outcome = folder.run("durasim " + command);
  CHECK(outcome.code == 2);
  CHECK(outcome.out.empty());
  return outcome.err;
}

}  // namespace

TEST_CASE("what breaks is refused where it stands, by what follows latencies") {
  const std::string text = durable_store("", "faults: [{crash: node2, at: 9ms}]\n");
  CHECK(refused("explain x.yaml --why 'replica0 persists k'", text) ==
        "x.yaml:6:9: error: explain follows latencies, and something breaks here\n"
        "    6 | faults: [{crash: node2, at: 9ms}]\n"
        "      |         ^\n"
        "      = leave out what breaks; run tells what it does\n");
  CHECK(refused("margins x.yaml", text) ==
        "x.yaml:6:9: error: margins follows latencies, and something breaks here\n"
        "    6 | faults: [{crash: node2, at: 9ms}]\n"
        "      |         ^\n"
        "      = leave out what breaks; run tells what it does\n");
}

TEST_CASE("orderings refuse what breaks by the clock where it stands") {
  const std::string text = durable_store("", "faults: [{pause: node2, at: 9ms, until: 20ms}]\n");
  CHECK(refused("orderings x.yaml", text) ==
        "x.yaml:6:18: error: pause goes by the clock or by luck, which is not explored\n"
        "    6 | faults: [{pause: node2, at: 9ms, until: 20ms}]\n"
        "      |                  ^\n"
        "      = crash, restart, disk_full, disk_fails, opfail, truncate, a cut without an end and "
        "constant delays are; run tells what this one does\n");
}

TEST_CASE("a step of the script that breaks something is refused as well") {
  const std::string text = durable_store("", "  - {at: 5ms, crash: node2}\n");
  for (const std::string command :
       {"explain x.yaml --why 'replica0 persists k'", "margins x.yaml"}) {
    CAPTURE(command);
    CHECK(refused(command, text).find("x.yaml:") == 0);
  }
}

TEST_CASE("the orderings of a synchronous write are listed, and what its client is answered") {
  const Folder folder;
  folder.write("x.yaml", durable_store(", durability: majority", ""));
  const Outcome outcome = folder.run("durasim orderings x.yaml");
  CHECK(outcome.code == 0);
  // The commit is made at 2ms, when the replicas' acknowledgements are back, and there a
  // millisecond later.
  for (const std::string line :
       {"holds in all  store k with majority at 0ms is answered ok  x.yaml:5",
        "holds in all  by 9ms: persist_to 1                         x.yaml:6",
        "2ms   3ms      found           not_found         not_found",
        "3ms   4ms      found           found             found"}) {
    CAPTURE(line);
    CHECK(outcome.out.find(line) != std::string::npos);
  }
}

TEST_CASE(
    "explain goes from a synchronous write's commit back through prepare and acknowledgement") {
  const Folder folder;
  folder.write("x.yaml", durable_store(", durability: persistToMajority", ""));
  const std::string told = folder.run("durasim explain x.yaml --why 'replica0 persists k'").out;
  CHECK(told.substr(0, told.find("\n\n")) ==
        "Why replica0 persists k at 7ms\n"
        "57.1% of it is node1/disk: 4ms.\n"
        "  until  resource             waited  served  share  what it was\n"
        "  0ms    script               0ms     0ms      0.0%  store k with persistToMajority\n"
        "  0ms    node0/cpu            0ms     0ms      0.0%\n"
        "  1ms    network/node0-node1  0ms     1ms     14.3%  latency 1ms\n"
        "  1ms    node1/cpu            0ms     0ms      0.0%\n"
        "  3ms    node1/disk           0ms     2ms     28.6%  write 2ms\n"
        "  4ms    network/node1-node0  0ms     1ms     14.3%  latency 1ms\n"
        "  4ms    node0/cpu            0ms     0ms      0.0%  master caches k\n"
        "  5ms    network/node0-node1  0ms     1ms     14.3%  latency 1ms\n"
        "  5ms    node1/cpu            0ms     0ms      0.0%  replica0 caches k\n"
        "  7ms    node1/disk           0ms     2ms     28.6%  write 2ms: replica0 persists k");
  CHECK(told.find("0ms waited and 7ms served make 7ms.\n") != std::string::npos);
}

TEST_CASE("margins know that a synchronous write's time is up at an instant") {
  const Folder folder;
  std::string text = durable_store(", durability: {level: majority, timeout: 10ms}", "");
  text.erase(text.find("expect:"));
  folder.write("x.yaml", text + "expect: [{by: 1s, persist_to: 1}]\n");
  // There and back is twice the latency: 4.999999 ms each way is the most before 10 ms are up.
  const std::string told = folder.run("durasim margins x.yaml").out;
  CHECK(told.find("at most 3.999999ms  anything   every link's latency") != std::string::npos);
}
