#include "reports/why.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "reports/words.hpp"
#include "sim/quantity_text.hpp"

namespace reports {

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

// What a service consists of besides the latencies that were drawn.
std::string_view rest_of(const std::string& resource, const ClusterParams& params) {
  for (const auto& node : params.nodes) {
    const bool capped = node.disk.requests.has_value() || node.disk.bytes.has_value();
    if (resource == node.name + "/disk" && capped) return "bytes and rate caps";
  }
  return "bytes";
}

// The latencies drawn, by purpose in the order of first mention, and what they leave.
std::vector<std::string> details_of(const Run& run, const sim::CauseLink& link,
                                    std::string_view rest_name) {
  struct Sum {
    sim::LatencyId latency;
    std::uint64_t count;
    sim::Duration took;
  };
  std::vector<Sum> sums;
  sim::Duration rest = link.at - link.released_at;
  for (const sim::Term& term : run.causes.terms(link)) {
    rest -= term.took;
    const auto known = std::find_if(sums.begin(), sums.end(),
                                    [&](const Sum& sum) { return sum.latency == term.latency; });
    if (known == sums.end()) {
      sums.push_back({term.latency, 1, term.took});
    } else {
      ++known->count;
      known->took += term.took;
    }
  }
  std::vector<std::string> details;
  for (const Sum& sum : sums) {
    if (sum.took.count() == 0) continue;
    const std::string& purpose = run.latency_names[sum.latency].purpose;
    const std::string what = sum.count == 1 ? purpose : number_of(sum.count, purpose);
    details.push_back(what + " " + sim::to_text(sum.took));
  }
  if (rest.count() > 0) details.push_back(fmt::format("{} {}", rest_name, sim::to_text(rest)));
  return details;
}

// Only a message being put on a link draws no latency.
std::string resource_of(const Run& run, const sim::CauseLink& link) {
  const auto terms = run.causes.terms(link);
  if (terms.empty()) return std::string(kNetwork);
  const std::string& entity = run.latency_names[terms.front().latency].entity;
  return entity.rfind("network/", 0) == 0 ? std::string(kNetwork) : entity;
}

// The parts from the last landmark to the change, the earliest first.
std::vector<Part> parts_of(const Run& run, const ClusterParams& params, const Change& change,
                           std::span<const sim::EventId> landmarks) {
  std::vector<Part> parts;
  sim::EventId event = change.event;
  sim::EventId parent = change.brought_by;
  while (event != sim::kNoEvent) {
    const sim::CauseLink& link = run.causes.of(event);
    if (parent == sim::kNoEvent) parent = link.brought_by;
    if (parent == sim::kNoEvent) break;
    std::string resource = resource_of(run, link);
    std::vector<std::string> details = details_of(run, link, rest_of(resource, params));
    Part part{std::move(resource), link.released_at - run.causes.of(parent).at,
              link.at - link.released_at, std::move(details)};
    if (!parts.empty() && part.resource == kNetwork && parts.back().resource == kNetwork) {
      parts.back().waited += part.waited;
      parts.back().served += part.served;
    } else {
      parts.push_back(std::move(part));
    }
    if (std::find(landmarks.begin(), landmarks.end(), parent) != landmarks.end()) break;
    event = std::exchange(parent, sim::kNoEvent);
  }
  std::reverse(parts.begin(), parts.end());
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
