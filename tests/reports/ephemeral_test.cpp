// What a report tells of a bucket that is in memory only, written out.
#include "reports/writers.hpp"
#include "tests/reports/told.hpp"

namespace {

// A key in memory, another on disk, and a workload in memory.
constexpr const char* kInMemory =
    "scenario: x\n"
    "key: m\n"
    "cluster: {nodes: 2, replicas: 1, vbuckets: 1, node: {disk: {write: 2ms}},\n"
    "          network: {latency: 1ms}, buckets: [{name: mem, type: ephemeral}, {name: disk}]}\n"
    "workload:\n"
    "  - {name: w, every: 10ms, from: 5ms, count: 2, operations: {store: 1}, keys: {count: 1}}\n"
    "script:\n"
    "  - {at: 0ms, store: {key: m, value: v}}\n"
    "  - {at: 1ms, store: {key: n, value: v}}\n"
    "  - {at: 1ms, store: {key: d, value: v, bucket: disk}}\n";

std::string without_disks(std::string text) {
  const std::string other = ", {name: disk}";
  const std::string step = "  - {at: 1ms, store: {key: d, value: v, bucket: disk}}\n";
  text.erase(text.find(other), other.size());
  return text.erase(text.find(step), step.size());
}

}  // namespace

TEST_CASE("of a key in memory only what can hold is told, and that it is in memory only") {
  const fixture::Told told(kInMemory);
  CHECK(told.text(reports::requirements) ==
        "When durability requirements hold\n"
        "replicate_to 1, the strongest, holds from 1ms on.\n"
        "  requirement     the key is                  first holds at  after the master's caching\n"
        "  replicate_to 1  in the caches of 1 replica  1ms             1ms\n");
  CHECK(told.text(reports::ordering) ==
        "The order of caching and persisting\n"
        "The key's bucket is ephemeral: it is cached, and never persisted.\n"
        "  at   node      has\n"
        "  0ms  master    cached\n"
        "  1ms  replica0  cached\n");
  CHECK(
      told.text(reports::observe_answers) ==
      "What OBSERVE answers\n"
      "From 1ms on every node answers found.\n"
      "  from  until    master (node0)     replica0 (node1)\n"
      "  0ms   1ms      found 0x00, CAS 1  not_found 0x80\n"
      "  1ms   the end  found 0x00, CAS 1  found 0x00, CAS 1\n"
      "The bucket 'mem' is ephemeral: it is in memory only, and no node ever answers persisted.\n");
  CHECK(told.text(reports::further_keys) ==
        "Further watched keys\n"
        "  key  master  revisions  order of revision 1  on every disk at\n"
        "  n    node0           1  in memory only       never\n"
        "  d    node0           1  replicated first     4ms\n");
}

TEST_CASE("a key in memory without replicas has no requirement that could hold") {
  const fixture::Told told(
      "scenario: x\nkey: m\n"
      "cluster: {nodes: 1, buckets: [{name: mem, type: ephemeral}]}\n"
      "script: [{at: 0ms, store: {key: m, value: v}}]\n");
  CHECK(told.text(reports::requirements).empty());
}

TEST_CASE("what disks had to do is told where there is a bucket on disk") {
  const std::string both = fixture::Told(kInMemory).text(reports::load);
  CHECK(both.find("superseded in a disk queue") != std::string::npos);
  CHECK(both.find("persist_to 1 ") != std::string::npos);
  const std::string memory = fixture::Told(without_disks(kInMemory)).text(reports::load);
  CHECK(memory.find("made by masters") != std::string::npos);
  CHECK(memory.find("replicate_to 1 ") != std::string::npos);
  CHECK(memory.find("disk") == std::string::npos);
  CHECK(memory.find("persist") == std::string::npos);
  CHECK(memory.find("flush") == std::string::npos);
}

TEST_CASE("who takes over from a node that comes back without its memory, and who does not") {
  const std::string cluster =
      "scenario: x\nkey: m\n"
      "cluster: {nodes: 2, replicas: 1, vbuckets: 1, network: {latency: 1ms},\n"
      "          buckets: [{name: mem, type: ephemeral}]}\n"
      "script: [{at: 0ms, store: {key: m, value: v}}]\n"
      "faults: [{crash: master, at: 10ms, until: 20ms}]\n";
  CHECK(fixture::Told(cluster).text(reports::faults) ==
        "What broke\n"
        "No write was lost.\n"
        "  at    what breaks, or comes of it\n"
        "  10ms  crash of master begins\n"
        "  20ms  crash of master ends\n"
        "  20ms  node0 takes part again; it read back 0 items\n"
        "  20ms  node0 came back with 1 vBucket of ephemeral buckets empty; their replicas take "
        "over\n"
        "  20ms  node1 begins a new history of vBucket 0 after sequence number 1; nothing is "
        "lost\n");
  const std::string off = cluster + "auto_reprovision: {most: 0}\n";
  CHECK(fixture::Told(off)
            .text(reports::faults)
            .find("node0 came back with 1 vBucket of ephemeral buckets empty, and stays their "
                  "master: no "
                  "more") != std::string::npos);
}
