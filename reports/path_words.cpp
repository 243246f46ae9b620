#include "reports/path_words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/words.hpp"
#include "sim/quantity_text.hpp"

namespace reports {

using models::analysis::Activity;
using models::analysis::PathLink;
using models::durability::Change;
using models::durability::ChangeKind;
using models::durability::ClusterParams;
using models::durability::NodeParams;

namespace {

// What a service consists of besides the latencies that were drawn.
std::string_view name_of_rest(const PathLink& link, const ClusterParams& params) {
  if (link.activity == Activity::kWorkload) return "start after";
  for (const NodeParams& node : params.nodes) {
    if (link.resource == node.name + "/cpu") {
      // With fair shares the drawn work has the bytes in it.
      const bool fair = node.cpu.discipline == models::hardware::Discipline::kFair;
      return fair ? "sharing" : "bytes";
    }
    const bool capped = node.disk.requests.has_value() || node.disk.bytes.has_value();
    if (capped && link.resource == node.name + "/disk") return "bytes and rate caps";
  }
  return "bytes";
}

// The keys that the event wrote, as far as they are watched, and how many others.
std::string keys_written(const RunView& view, const PathLink& link) {
  constexpr std::size_t kMostNamed = 3;
  std::vector<std::string> names;
  for (const Change& change : models::analysis::changes_of(view.outcome(), link)) {
    std::string name = view.name_of(change.key);
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  const auto written =
      std::find_if(link.parts.begin(), link.parts.end(),
                   [](const models::analysis::Part& part) { return part.purpose == "write"; });
  const std::uint64_t all = written == link.parts.end() ? names.size() : written->count;
  if (names.size() > kMostNamed) names.resize(kMostNamed);
  if (names.empty()) return all > 1 ? fmt::format("{} mutations", all) : "a mutation";
  if (all > names.size()) names.push_back(number_of(all - names.size(), "other"));
  return listed(names);
}

}  // namespace

std::string words_for(const RunView& view, const Change& change) {
  const std::string node = view.role_of(change.key, change.node);
  const std::string key = view.name_of(change.key);
  switch (change.kind) {
    case ChangeKind::kCached:
      return fmt::format("{} {} {}", node, change.cache.is_absent() ? "drops" : "caches", key);
    case ChangeKind::kPersisted:
      return fmt::format("{} persists {}", node, key);
    case ChangeKind::kCommanded:
      return fmt::format("a command changes {} on {}", key, node);
    case ChangeKind::kCrashed:
      return fmt::format("{} loses {} from memory", node, key);
    case ChangeKind::kWarmedUp:
      return fmt::format("{} reads {} back from its disk", node, key);
    case ChangeKind::kRolledBack:
      return fmt::format("{} drops {}, whose history has ended", node, key);
    case ChangeKind::kClock:
      return fmt::format("{} by {}'s clock {}", key, node,
                         change.instead ? "has expired" : "has not expired");
  }
  return "";
}

std::string holder_of(const RunView& view, const PathLink& link) {
  const PathLink holder = models::analysis::link_of(view.run(), view.params(), link.released_by);
  const bool reads = !holder.parts.empty() && holder.parts.front().purpose == "read";
  switch (holder.activity) {
    case Activity::kDisk:
      if (reads) return fmt::format("{}, which was reading", link.resource);
      return fmt::format("{}, which was flushing {}", link.resource, keys_written(view, holder));
    case Activity::kProcessor:
      return fmt::format("{}, which was busy with another operation", link.resource);
    case Activity::kNetwork:
      return fmt::format("{}, which was sending another message", link.resource);
    case Activity::kScript:
    case Activity::kWorkload:
    case Activity::kTimeout:
      break;
  }
  return link.resource;
}

std::vector<std::string> details_of(const PathLink& link, const ClusterParams& params) {
  std::vector<std::string> details;
  for (const models::analysis::Part& part : link.parts) {
    if (part.took.count() == 0) continue;
    const std::string what = part.count == 1 ? part.purpose : number_of(part.count, part.purpose);
    details.push_back(fmt::format("{} {}", what, sim::to_text(part.took)));
  }
  if (link.rest.count() > 0) {
    details.push_back(fmt::format("{} {}", name_of_rest(link, params), sim::to_text(link.rest)));
  }
  return details;
}

}  // namespace reports
