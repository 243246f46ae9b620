// The words in which tests say what is wrong with a part of a scenario.
#pragma once

#include "scenario_language.hpp"

namespace tests {

/// What is wrong with these lines below a cluster of three nodes and two replicas; they begin at
/// line 3.
inline std::string below(const std::string& lines, Files files = {}) {
  return wrong("scenario: x\ncluster: {nodes: 3, replicas: 2}\n" + lines, std::move(files));
}

/// The same where the script has stored the key k; the lines begin at line 5.
inline std::string about_k(const std::string& lines) {
  return below("key: k\nscript: [{at: 0ms, store: {key: k}}]\n" + lines);
}

/// What is wrong with a workload of these fields.
inline std::string workload(const std::string& fields) {
  return wrong("scenario: x\ncluster: {nodes: 3}\nworkload: [{name: w, " + fields + "}]\n");
}

}  // namespace tests
