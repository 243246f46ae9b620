// The words in which the tests of studies speak: a text is a scenario to be varied.
#pragma once

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

#include "studies/trial.hpp"

namespace tests {

/// A small migration, four workers and two hundred rows.
inline const std::string kMove = R"(scenario: move
dataset: {package: gateway/multiparts, rows: 200}
source: {store: postgres-table, node: db}
target: {store: postgres-kv, node: db}
procedure: {kind: dump-and-import, workers: 4}
hardware: {db: {cpu: {cores: 4}, disk: gp3}, app: {cpu: {cores: 2}}, network: lan-10g}
expect:
  - {complete: true, entries: 200}
)";

/// A small cluster with a key and a workload.
inline const std::string kCluster = R"(scenario: office
until: 100ms
cluster:
  nodes: 2
  replicas: 1
  node: {cpu: {cores: 1, per_operation: 100us}, disk: {write: 2ms}}
  network: {latency: 1ms}
workload:
  - {name: office, poisson: 1000/s, operations: {get: 1}, keys: {count: 10}}
script:
  - {at: 0ms, store: {key: k, value: v}}
expect:
  - {order: [master.cached, master.persisted]}
)";

using Files = std::map<std::string, std::string>;

inline studies::Source source(const std::string& text, Files files = {}) {
  files["a.yaml"] = text;
  return studies::Source("a.yaml", scenarios::memory_files(std::move(files)));
}

/// What is wrong with these variations, as the program prints it.
inline std::string wrong(const studies::Source& from,
                         const std::vector<studies::Variation>& variations) {
  try {
    static_cast<void>(from.load(variations));
  } catch (const scenarios::InvalidInput& invalid) {
    return invalid.what();
  }
  return "nothing wrong";
}

/// The measures' names and values for people, a line each, of those whose name begins so.
inline std::string told(const studies::Trial& trial, const std::string& beginning) {
  std::string text;
  for (const studies::Measure& measure : trial.measures) {
    if (!measure.name.starts_with(beginning)) continue;
    text += measure.name + " " + studies::value_text(measure) + "\n";
  }
  return text;
}

}  // namespace tests
