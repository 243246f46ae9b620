// What broke, what came of it, and which writes were lost.
#include <fmt/format.h>

#include <algorithm>

#include "reports/sections.hpp"
#include "reports/words.hpp"
#include "sim/quantity_text.hpp"

namespace reports {

using models::durability::Incident;
using models::durability::IncidentKind;
using models::durability::LostMutation;

namespace {

constexpr std::size_t kMostIncidents = 60;
constexpr std::size_t kMostLost = 60;

std::string words_for_clock(sim::Duration ahead) {
  if (ahead == sim::Duration(0)) return "right";
  return sim::to_text(ahead < sim::Duration(0) ? -ahead : ahead) +
         (ahead < sim::Duration(0) ? " behind" : " ahead");
}

// Nobody asked for a failover that has no fault: the nodes decided on it.
std::string cause_of(const RunView& view, const Incident& incident) {
  const auto& after = view.params().failover.after;
  if (incident.fault != models::durability::kNoFault || !after) return "";
  return ", for a majority has missed its heartbeats for " + sim::to_text(*after);
}

// What a rebalance had to read and to send.
std::string cost_of(const Incident& rebalanced) {
  if (rebalanced.count == 0) return "; nothing had to be sent";
  return fmt::format("; {} ({}) {} read and sent", number_of(rebalanced.count, "mutation"),
                     sim::to_text(rebalanced.bytes), rebalanced.count == 1 ? "was" : "were");
}

std::string words_for(const RunView& view, const Incident& incident) {
  const std::string& node = view.params().nodes[incident.node].name;
  const auto fault = [&](std::string_view what) {
    return fmt::format("{} {}", view.params().faults[incident.fault].words, what);
  };
  const auto vbucket = incident.partition % view.params().keys.vbuckets();
  switch (incident.kind) {
    case IncidentKind::kBegan:
      return fault("begins");
    case IncidentKind::kEnded:
      return fault("ends");
    case IncidentKind::kPassedOver:
      return fault("changes nothing: there is nothing to break or to mend");
    case IncidentKind::kWarmedUp:
      return fmt::format("{} takes part again; it read back {}", node,
                         number_of(incident.count, "item"));
    case IncidentKind::kNewHistory: {
      const std::string lost =
          incident.count == 0 ? "nothing is lost" : number_of(incident.count, "write") + " lost";
      return fmt::format("{} begins a new history of vBucket {} after sequence number {}; {}", node,
                         vbucket, incident.seqno, lost);
    }
    case IncidentKind::kRolledBack:
      return fmt::format("{} goes back to sequence number {} of vBucket {}, and drops {}", node,
                         incident.seqno, vbucket, number_of(incident.count, "key"));
    case IncidentKind::kFailedOver:
      return fmt::format("{} is failed over{}; it was the master of {}", node,
                         cause_of(view, incident), number_of(incident.count, "vBucket"));
    case IncidentKind::kRefused:
      return fmt::format("{} is not failed over: {} would have no copy", node,
                         number_of(incident.count, "vBucket"));
    case IncidentKind::kNoMajority:
      return fmt::format("{} has been missed for long enough, but no majority can decide", node);
    case IncidentKind::kEnough:
      return fmt::format("{} has been missed for long enough, but no more may be failed over",
                         node);
    case IncidentKind::kMoved:
      return fmt::format("vBucket {} has moved: {} is its master, with {}", vbucket, node,
                         number_of(incident.count - 1, "replica"));
    case IncidentKind::kRebalanced:
      return "every vBucket is where the rebalance wanted it" + cost_of(incident);
    case IncidentKind::kClockRead:
      return fmt::format("{}'s server reads its clock, which is {}", node,
                         words_for_clock(incident.ahead));
    case IncidentKind::kReprovisioned:
      return fmt::format(
          "{} came back with {} of ephemeral buckets empty; their replicas take over", node,
          number_of(incident.count, "vBucket"));
    case IncidentKind::kCameBackEmpty:
      return fmt::format(
          "{} came back with {} of ephemeral buckets empty, and stays their master: "
          "no more may be reprovisioned before a rebalance",
          node, number_of(incident.count, "vBucket"));
  }
  return "";
}

Table incidents_table(const RunView& view) {
  Table table{"incidents",
              "",
              {{"at", "at", ColumnKind::kDuration},
               {"what", "what breaks, or comes of it"},
               {"node", "node", ColumnKind::kText, false}},
              {}};
  const auto& incidents = view.outcome().incidents;
  for (std::size_t i = 0; i < std::min(incidents.size(), kMostIncidents); ++i) {
    add_row(table, {instant_cell(incidents[i].at), text_cell(words_for(view, incidents[i])),
                    text_cell(view.params().nodes[incidents[i].node].name)});
  }
  return table;
}

Table lost_table(const RunView& view) {
  Table table{"lost",
              "Keys whose newest write was lost",
              {{"at", "given up at", ColumnKind::kDuration},
               {"key", "key"},
               {"seqno", "sequence number", ColumnKind::kNumber},
               {"cas", "CAS", ColumnKind::kNumber}},
              {}};
  const auto& lost = view.outcome().lost;
  for (std::size_t i = 0; i < std::min(lost.size(), kMostLost); ++i) {
    add_row(table, {instant_cell(lost[i].at), text_cell(view.name_of(lost[i].key)),
                    count_cell(lost[i].seqno), count_cell(lost[i].cas)});
  }
  return table;
}

}  // namespace

std::optional<Section> faults(const RunView& view) {
  const auto& outcome = view.outcome();
  if (outcome.incidents.empty()) return std::nullopt;
  const std::string lead =
      outcome.lost.empty()
          ? "No write was lost."
          : fmt::format("The newest write of {} was lost.", number_of(outcome.lost.size(), "key"));
  Section section{"faults", "What broke", lead, {incidents_table(view)}, {}};
  if (!outcome.lost.empty()) {
    section.tables.push_back(lost_table(view));
    section.tone = Tone::kBad;
  }
  if (outcome.incidents.size() > kMostIncidents) {
    section.notes.push_back(
        not_shown(outcome.incidents.size() - kMostIncidents, "further incident"));
  }
  if (outcome.lost.size() > kMostLost) {
    section.notes.push_back(not_shown(outcome.lost.size() - kMostLost, "further key"));
  }
  return section;
}

}  // namespace reports
