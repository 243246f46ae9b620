// Random scenarios of latencies that are a few nanoseconds long, so that every move of a latency
// can be tried: stores, deletes, gets, commands, workloads, all kinds of hardware and expectations.
//
// Randomness     one seed, one scenario
#pragma once

#include <fmt/format.h>

#include <initializer_list>
#include <string>

#include "sim/random.hpp"

namespace tests {

class RandomStory {
 public:
  enum class Writes { kPlain, kAlsoSynchronous };
  explicit RandomStory(std::uint64_t seed, Writes writes = Writes::kPlain)
      : stream_(seed, "test", "margins"), durable_(writes == Writes::kAlsoSynchronous) {}

  std::string scenario();

 private:
  int up_to(int most) {
    return static_cast<int>(stream_.below(static_cast<std::uint64_t>(most) + 1));
  }
  bool chance(int percent) { return up_to(99) < percent; }
  std::string ns(int most) { return fmt::format("{}ns", up_to(most)); }
  std::string latency(int most) {
    return chance(25) ? fmt::format("{{uniform: [{}ns, {}ns]}}", up_to(most), most + up_to(most))
                      : ns(most);
  }
  std::string one_of(std::initializer_list<const char*> words) {
    return *(words.begin() + up_to(static_cast<int>(words.size()) - 1));
  }
  std::string key() { return one_of({"k", "l"}); }
  std::string node() { return one_of({"master", "replica0", "node1"}); }
  std::string milestone() { return node() + one_of({".cached", ".persisted"}); }
  std::string status() { return one_of({"found", "persisted", "not_found", "logically_deleted"}); }
  std::string hardware();
  std::string step();
  std::string level();
  std::string watch();
  std::string expectation();

  sim::Stream stream_;
  bool watches_ = false;
  bool durable_;
};

inline std::string RandomStory::hardware() {
  std::string text = "  node:\n";
  text += fmt::format("    cpu: {{cores: {}, per_operation: {}{}{}}}\n", 1 + up_to(1), latency(6),
                      chance(4) && !durable_ ? ", service: fair" : "",
                      chance(20) ? ", slow: [{from: 5ns, to: 30ns, times: 2}]" : "");
  text += fmt::format("    disk: {{write: {}, sync: {}, read: {}, batch: {}, channels: {}{}}}\n",
                      latency(20), ns(5), ns(9), 1 + up_to(2), 1 + up_to(1),
                      chance(4) ? ", caps: {iops: 100M}" : "");
  text += fmt::format("  network: {{latency: {}{}{}}}\n", chance(15) ? "0ns" : latency(12),
                      chance(20) ? ", jitter: {uniform: [0ns, 4ns]}" : "",
                      chance(30) ? ", bandwidth: 50GB/s" : "");
  if (chance(50)) text += fmt::format("  override: {{master: {{disk: {{write: {}}}}}}}\n", ns(60));
  if (chance(20)) text += "  buckets: [{name: default, memory: 180B}]\n";
  if (chance(20)) text += "  replicate_from: disk\n";
  if (chance(20)) text += "  deduplicate: false\n";
  return text;
}

inline std::string RandomStory::level() {
  return fmt::format("durability: {{level: {}, timeout: {}ns}}",
                     one_of({"majority", "majorityAndPersistToActive", "persistToMajority"}),
                     1 + up_to(90));
}

inline std::string RandomStory::step() {
  const std::string at = ns(40);
  if (durable_ && chance(60)) {
    return fmt::format("{{at: {}, store: {{key: {}, value: {}, {}}}, answer: {}}}", at, key(),
                       one_of({"a", "bb"}), level(),
                       one_of({"ok", "sync_write_in_progress", "sync_write_ambiguous"}));
  }
  switch (up_to(9)) {
    case 0:
      return fmt::format("{{at: {}, delete: {}, answer: {}}}", at, key(),
                         one_of({"ok", "not_found"}));
    case 1:
      return fmt::format("{{at: {}, get: {}, answer: {}}}", at, key(), one_of({"ok", "not_found"}));
    case 2:
      return fmt::format("{{at: {}, {}: {{Key: k, OnMaster: {}, OnReplicas: {}}}}}", at,
                         one_of({"persist", "unpersist", "cache", "uncache", "endure", "purge"}),
                         one_of({"true", "false"}), up_to(1));
    case 3:
      return fmt::format("{{at: {}, observe: {}}}", at, key());
    default:
      return fmt::format("{{at: {}, store: {{key: {}, value: {}}}}}", at, key(),
                         one_of({"a", "bb"}));
  }
}

inline std::string RandomStory::watch() {
  return fmt::format("client: {}, persist_to: {}, timeout: {}ns",
                     one_of({"libcouchbase-2", "java-core-1", "gocb-2", "cxx-core-1"}),
                     1 + up_to(1), 10 + up_to(60));
}

inline std::string RandomStory::expectation() {
  if (watches_ && chance(40)) {
    return fmt::format("{{client: k, verdict: {}, {}: {}}}",
                       one_of({"success", "success", "timeout", "ambiguous_timeout"}),
                       one_of({"at", "by", "by"}), ns(90));
  }
  switch (up_to(5)) {
    case 0:
      return "{order: [master.cached, replica0.persisted]}";
    case 1:
      return fmt::format("{{by: {}, persist_to: {}}}", ns(90), 1 + up_to(1));
    case 2:
      return fmt::format("{{by: {}, reached: [{}]}}", ns(90), milestone());
    case 3:
      return fmt::format("{{{}: {{observe: {}, {}: {}}}, from: {}, to: {}ns}}",
                         one_of({"always", "never", "eventually"}), key(), node(), status(), ns(40),
                         41 + up_to(60));
    case 4:
      return fmt::format("{{at: {}, keyinfo: k, master: {{Disk: {}}}}}", ns(90),
                         one_of({"{CAS: 1}", "{CAS: 2}", "{}"}));
    default:
      return fmt::format("{{at: {}, observe: {}, {}: {}}}", ns(90), key(), node(), status());
  }
}

inline std::string RandomStory::scenario() {
  std::string text = fmt::format("scenario: x\nseed: {}\nkey: k\n", 1 + up_to(1000));
  if (chance(15)) text += fmt::format("until: {}ns\n", 101 + up_to(20));
  const int nodes = 2 + up_to(1);
  text += fmt::format("cluster:\n  nodes: {}\n  replicas: {}\n  vbuckets: 2\n", nodes,
                      durable_ ? nodes - 1 : 1);
  text += hardware();
  if (chance(40)) {
    const std::string arrivals = chance(50) ? "every: " + fmt::format("{}ns", 1 + up_to(8))
                                            : "clients: {count: 2, think: " + latency(9) + "}";
    text += fmt::format(
        "workload:\n  - {{name: w, {}, operations: {{store: 2, get: 1, observe: 1}}, keys: "
        "{{count: 2, prefix: w}}, count: {}{}{}}}\n",
        arrivals, 1 + up_to(4), chance(10) ? ", until: 30ns" : "",
        durable_ && chance(40) ? ", " + level() : "");
  }
  watches_ = chance(40);
  const bool stores_durably = watches_ && chance(50);
  text += fmt::format("script:\n  - {{at: 0ns, store: {{key: k, value: v{}}}}}\n",
                      stores_durably ? ", durability: {" + watch() + "}" : "");
  text += "  - {at: 1ns, store: {key: l}}\n";
  if (watches_ && !stores_durably) {
    text += fmt::format("  - {{at: {}, watch: {{key: k, {}}}}}\n", ns(30), watch());
  }
  for (int i = up_to(3); i > 0; --i) text += "  - " + step() + "\n";
  text += "expect:\n";
  for (int i = 3; i > 0; --i) text += "  - " + expectation() + "\n";
  return text;
}

}  // namespace tests
