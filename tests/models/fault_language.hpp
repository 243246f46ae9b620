// The words in which the tests of faults speak, on top of the cluster's.
#pragma once

#include <fmt/format.h>

#include "sim/quantity_text.hpp"
#include "tests/models/cluster_language.hpp"

namespace tests {

using models::durability::Fault;
using models::durability::FaultKind;
using models::durability::Incident;
using models::durability::LostMutation;
using models::durability::NodeIndex;
using models::durability::ReplyStatus;

/// A fault of one node, from an instant, perhaps until another.
inline Fault& add(Story& story, FaultKind kind, NodeIndex node, sim::Duration from,
                  std::optional<sim::Duration> until = std::nullopt) {
  Fault fault;
  fault.kind = kind;
  fault.words = fmt::format("{} of {}", models::durability::name_of(kind), node);
  fault.nodes = {node};
  fault.from = sim::at(from);
  if (until) fault.until = sim::at(*until);
  story.params.faults.push_back(fault);
  return story.params.faults.back();
}

/// A fault of the network between groups of places.
inline Fault& between(Story& story, FaultKind kind, std::vector<std::vector<std::string>> sides,
                      sim::Duration from, std::optional<sim::Duration> until = std::nullopt) {
  Fault& fault = add(story, kind, 0, from, until);
  fault.nodes.clear();
  fault.sides = std::move(sides);
  return fault;
}

inline void crash(Story& story, NodeIndex node, sim::Duration from,
                  std::optional<sim::Duration> until = std::nullopt) {
  add(story, FaultKind::kCrash, node, from, until);
}

/// "node kind seqno/count @instant" of each incident.
inline std::string incidents(const Story& story) {
  constexpr const char* kKinds[] = {"began",       "ended",         "passed over",    "warmed up",
                                    "new history", "rolled back",   "failed over",    "refused",
                                    "no majority", "enough",        "moved",          "rebalanced",
                                    "clock read",  "reprovisioned", "came back empty"};
  std::string text;
  for (const Incident& incident : story.run().outcome.incidents) {
    text += fmt::format("{}{} {} {}/{} @{}", text.empty() ? "" : ", ", incident.node,
                        kKinds[static_cast<int>(incident.kind)], incident.seqno, incident.count,
                        sim::to_text(incident.at.time_since_epoch()));
  }
  return text;
}

/// "key seqno" of each key whose newest write was lost.
inline std::string lost(const Story& story) {
  std::string text;
  for (const LostMutation& mutation : story.run().outcome.lost) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", story.params.keys.name(mutation.key),
                        mutation.seqno);
  }
  return text;
}

}  // namespace tests
