// Scenario files for tests of the program.
#pragma once

#include <string>

namespace examples {

/// A node of its own: the key is cached at once and on disk 10ms later.
inline std::string scenario(const std::string& name, const std::string& expectation) {
  std::string text = "scenario: " + name +
                     "\n"
                     "about: One node, one store.\n"
                     "key: k\n"
                     "cluster:\n"
                     "  nodes: 1\n"
                     "  replicas: 0\n"
                     "  vbuckets: 64\n"
                     "  node: {cpu: {cores: 1, per_operation: 0ms}, disk: {write: 10ms}}\n"
                     "  network: {latency: 1ms}\n"
                     "script:\n"
                     "  - {at: 0ms, store: {key: k, value: v}}\n";
  if (!expectation.empty()) text += "expect:\n  - " + expectation + "\n";
  return text;
}

inline std::string good() { return scenario("good", "{at: 10ms, observe: k, master: persisted}"); }
inline std::string bad() { return scenario("bad", "{at: 9ms, observe: k, master: persisted}"); }
inline std::string silent() { return scenario("silent", ""); }

inline std::string profile() {
  return "profile: my-disk\n"
         "kind: disk\n"
         "about: A disk.\n"
         "source: {how: guessed, where: nowhere, when: 2020-01}\n"
         "disk: {write: 1ms}\n";
}

}  // namespace examples
