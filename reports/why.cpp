#include "reports/why.hpp"

#include <fmt/format.h>

#include <vector>

#include "models/analysis/critical_path.hpp"
#include "reports/path_words.hpp"
#include "reports/words.hpp"
#include "sim/quantity_text.hpp"

namespace reports {

using models::analysis::PathLink;
using models::durability::Change;
using models::durability::ClusterParams;
using models::durability::Run;

namespace {

constexpr std::string_view kNetwork = "the network";

// Time on one resource, after waiting for it.
struct Part {
  std::string resource;
  sim::Duration waited{0};
  sim::Duration served{0};
  std::vector<std::string> details;  // "write 79ms"
};

// The parts from the last landmark to the change, the earliest first. What began the chain, a step
// of the script or a workload's arrival, is no part of why.
std::vector<Part> parts_of(const Run& run, const ClusterParams& params, const Change& change,
                           std::span<const sim::EventId> landmarks) {
  std::vector<Part> parts;
  for (const PathLink& link : models::analysis::critical_path(run, params, change, landmarks)) {
    if (run.causes.of(link.event).brought_by == sim::kNoEvent) continue;
    const bool on_network = link.activity == models::analysis::Activity::kNetwork;
    if (on_network && !parts.empty() && parts.back().resource == kNetwork) {
      parts.back().waited += link.waited();
      parts.back().served += link.served();
      continue;
    }
    parts.push_back({on_network ? std::string(kNetwork) : link.resource, link.waited(),
                     link.served(), details_of(link, params)});
  }
  return parts;
}

std::string words_for(const Part& part) {
  std::string text;
  if (part.waited.count() > 0) text = fmt::format("{} waiting for ", sim::to_text(part.waited));
  if (part.waited.count() > 0 && part.served.count() == 0) return text + part.resource;
  if (part.waited.count() > 0) text += part.resource + ", then ";
  text += fmt::format("{} on {}", sim::to_text(part.served), part.resource);
  if (part.resource != kNetwork && part.details.size() > 1) {
    text += fmt::format(" ({})", listed(part.details));
  }
  return text;
}

}  // namespace

Why why(const Run& run, const ClusterParams& params, const Change& change,
        std::span<const sim::EventId> landmarks) {
  Why answer;
  for (const Part& part : parts_of(run, params, change, landmarks)) {
    answer.waited += part.waited;
    answer.served += part.served;
    if (part.waited.count() == 0 && part.served.count() == 0) continue;
    if (!answer.text.empty()) answer.text += ", then ";
    answer.text += words_for(part);
  }
  if (answer.text.empty()) answer.text = "at once";
  return answer;
}

}  // namespace reports
