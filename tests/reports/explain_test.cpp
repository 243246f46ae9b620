#include "reports/explain.hpp"

#include <doctest/doctest.h>

#include "reports/writers.hpp"
#include "tests/reports/explained.hpp"

using namespace std::chrono_literals;

namespace {

std::string printed(const std::string& text, const std::optional<std::string>& words,
                    int width = 100) {
  const auto section = reports::section_of(explained::explanation(text, words));
  return reports::to_text({"", "", false, {section}}, {width, false});
}

}  // namespace

TEST_CASE("an explanation names each link, what it waited for, its share, and the exact sum") {
  const std::string text = printed(explained::whole(), "replica1 persists k", 140);
  CHECK(text ==
        "Why replica1 persists k at 27ms\n"
        "Of the 25ms after the script's step at 2ms, 72.0% is node2/disk: 8ms waiting and 10ms "
        "served.\n"
        "  until  resource             waited  served  share  what it was\n"
        "  2ms    script               0ms     2ms      7.4%  store k\n"
        "  3ms    node0/cpu            0ms     1ms      3.7%  operation 1ms: master caches k\n"
        "  8ms    network/node0-node2  0ms     5ms     18.5%  latency 5ms\n"
        "  9ms    node2/cpu            0ms     1ms      3.7%  operation 1ms: replica1 caches k\n"
        "  27ms   node2/disk           8ms     10ms    66.7%  waits for node2/disk, which was "
        "flushing other; then write 10ms: replica1 persists k\n"
        "\n"
        "By resource\n"
        "  resource             waited  served  share\n"
        "  node2/disk           8ms     10ms    66.7%\n"
        "  network/node0-node2  0ms     5ms     18.5%\n"
        "  script               0ms     2ms      7.4%\n"
        "  node0/cpu            0ms     1ms      3.7%\n"
        "  node2/cpu            0ms     1ms      3.7%\n"
        "8ms waited and 19ms served make 27ms.\n");
}

TEST_CASE("without words the explanation says what it explains") {
  const auto explanation = explained::explanation(explained::whole(), std::nullopt);
  CHECK(explanation.what == "replica1 persists k");
  CHECK(explanation.note ==
        "Without --why, this is the last persistence of the key's first revision.");
}

TEST_CASE("what a command does happens at once") {
  CHECK(
      printed(std::string(explained::kCluster) +
                  "script:\n  - {at: 3ms, cache: {Key: k, OnMaster: true, OnReplicas: 0}}\n",
              "master caches k") ==
      "Why master caches k at 3ms\n"
      "It happens at once, with the script's step.\n"
      "  until  resource  waited  served   share  what it was\n"
      "  3ms    script    0ms     3ms     100.0%  cache k (OnMaster true, OnReplicas 0): a command "
      "changes\n"
      "                                           k on master\n"
      "\n"
      "By resource\n"
      "  resource  waited  served   share\n"
      "  script    0ms     3ms     100.0%\n"
      "0ms waited and 3ms served make 3ms.\n");
}

TEST_CASE("what never happens has no chain") {
  CHECK(printed(explained::whole(), "master caches k revision 2") ==
        "Why master caches revision 2 of k\n"
        "It never happened: k was written 1 time only.\n");
}

TEST_CASE("each thing that can be waited for is named by what it was doing") {
  const std::string text =
      "scenario: asked\n"
      "key: k\n"
      "cluster:\n"
      "  nodes: 2\n"
      "  replicas: 1\n"
      "  vbuckets: 1\n"
      "  node: {cpu: {cores: 1, per_operation: 1ms}, disk: {write: 10ms, batch: 8}}\n"
      "  network: {latency: 5ms, bandwidth: 48KB/s}\n"
      "script:\n"
      "  - {at: 0ms, store: {key: a, value: ''}}\n"
      "  - {at: 0ms, store: {key: b, value: ''}}\n"
      "  - {at: 0ms, store: {key: c, value: ''}}\n"
      "  - {at: 0ms, store: {key: d, value: ''}}\n"
      "  - {at: 0ms, store: {key: e, value: ''}}\n"
      "  - {at: 0ms, store: {key: k, value: ''}}\n";
  const auto links = [&](const std::string& words) {
    std::string behind;
    for (const auto& link : explained::explanation(text, words).chain) {
      if (!link.behind.empty()) behind += link.behind + "\n";
    }
    return behind;
  };
  CHECK(links("master persists k") ==
        "node0/cpu, which was busy with another operation\n"
        "node0/disk, which was flushing a\n");
  CHECK(links("replica0 caches k") ==
        "node0/cpu, which was busy with another operation\n"
        "network/node0-switch, which was sending another message\n");
  // The next batch of the master: b to k, five keys in all.
  const std::string later = text + "  - {at: 12ms, store: {key: late, value: ''}}\n";
  const auto behind_batch = explained::explanation(later, "master persists late").chain.back();
  CHECK(behind_batch.behind == "node0/disk, which was flushing b, c, d and 2 others");
  CHECK(behind_batch.waited == 48ms);
}

TEST_CASE("a write that waits for a read of the same disk says so") {
  const std::string text =
      "scenario: asked\n"
      "key: k\n"
      "cluster:\n"
      "  nodes: 1\n"
      "  vbuckets: 1\n"
      "  buckets: [{name: default, memory: 1100B}]\n"
      "  node: {cpu: {cores: 1, per_operation: 0ms}, disk: {write: 10ms, read: 3ms}}\n"
      "  network: {latency: 1ms}\n"
      "script:\n"
      "  - {at: 0ms, store: {key: evicted, size: 600B}}\n"
      "  - {at: 50ms, store: {key: new, size: 600B}}\n"
      "  - {at: 100ms, get: evicted}\n"
      "  - {at: 101ms, store: {key: k, value: v}}\n";
  const auto persisted = explained::explanation(text, "master persists k").chain.back();
  CHECK(persisted.behind == "node0/disk, which was reading");
  CHECK(persisted.waited == 2ms);
  CHECK(persisted.served == 10ms);
}

TEST_CASE("a workload's arrivals in a row are one link, and a long chain's first links one line") {
  const std::string head = std::string(explained::kCluster) + "workload:\n";
  const std::string open = head +
                           "  - {name: w, every: 20ms, count: 10, keys: {prefix: k, count: 10, "
                           "popularity: sequential}, operations: {store: 1}}\n";
  std::string cluster = open;
  cluster.replace(cluster.find("key: k\n"), 7, "");
  const auto arrivals = explained::explanation(cluster, "node0 caches k9");
  REQUIRE(arrivals.chain.size() == 2);
  CHECK(arrivals.chain[0].resource == "workload/w");
  CHECK(arrivals.chain[0].what == "10 intervals 200ms");
  std::string closed = head +
                       "  - {name: w, clients: {count: 1, think: 1ms}, count: 100, keys: {prefix: "
                       "k, count: 100, popularity: sequential}, operations: {store: 1}}\n";
  closed.replace(closed.find("key: k\n"), 7, "");
  const auto explanation = explained::explanation(closed, "node0 caches k99");
  CHECK(explanation.chain.size() == 200);
  const auto section = reports::section_of(explanation);
  const reports::Table& chain = section.tables.front();
  REQUIRE(chain.rows.size() == 61);
  CHECK(chain.rows[0][5].text == "140 earlier links");
  CHECK(chain.rows[0][3].text == "139ms");
  CHECK(section.notes.front() == "0ms waited and 199ms served make 199ms.");
}
