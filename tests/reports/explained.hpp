// A scenario with round figures, questions to it, and their explanations: for tests of explain.
//
//   1 ms an operation, 5 ms one way, 10 ms a write; k lies on node0 (master), node1 and node2
#pragma once

#include <optional>
#include <string>

#include "reports/explain.hpp"
#include "scenarios/load.hpp"

namespace explained {

inline constexpr const char* kCluster =
    "scenario: asked\n"
    "key: k\n"
    "cluster:\n"
    "  nodes: 3\n"
    "  replicas: 2\n"
    "  vbuckets: 1\n"
    "  node: {cpu: {cores: 1, per_operation: 1ms}, disk: {write: 10ms, batch: 1}}\n"
    "  network: {latency: 5ms}\n";

inline constexpr const char* kScript =
    "script:\n"
    "  - {at: 0ms, store: {key: other, value: v}}\n"
    "  - {at: 2ms, store: {key: k, value: v}}\n";

inline constexpr const char* kExpectations =
    "expect:\n"
    "  - {order: [replica0.cached, master.persisted]}\n"
    "  - {by: 100ms, persist_to: 3, replicate_to: 1}\n"
    "  - {at: 8ms, observe: k, master: found, replica0: found}\n"
    "  - {at: 1ms, observe: k, all: not_found}\n"
    "  - {never: {observe: k, master: not_found}, from: 5ms}\n"
    "  - {by: 5ms, reached: [replica1.persisted, master.cached]}\n"
    "  - {at: 30ms, keyinfo: k, replica1: {Cache: {CAS: 2}}}\n";

inline scenarios::Scenario scenario(const std::string& text) {
  return scenarios::load_scenario("folder/a.yaml",
                                  scenarios::memory_files({{"folder/a.yaml", text}}));
}

inline std::string whole() { return std::string(kCluster) + kScript + kExpectations; }

/// The explanation that `durasim explain --why words` would print.
inline reports::Explanation explanation(const std::string& text,
                                        const std::optional<std::string>& words) {
  const scenarios::Scenario loaded = scenario(text);
  const reports::Question question = reports::read_question(words, loaded);
  const scenarios::Scenario asked = reports::prepared(loaded, question);
  const models::durability::Run run = models::durability::run(asked.params, asked.options);
  const reports::RunView view(asked, run, {});
  return reports::explain(view, reports::find_change(question, view));
}

}  // namespace explained
