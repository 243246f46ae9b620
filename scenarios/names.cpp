#include "scenarios/names.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/did_you_mean.hpp"

namespace scenarios {

namespace durability = models::durability;

std::optional<std::uint32_t> role_place(std::string_view name) {
  if (name == "master") return 0;
  constexpr std::string_view kReplica = "replica";
  if (name.size() == kReplica.size() + 1 && name.starts_with(kReplica) && name.back() >= '0' &&
      name.back() <= '2') {
    return 1 + static_cast<std::uint32_t>(name.back() - '0');
  }
  return std::nullopt;
}

durability::KeyIndex key_of(const durability::Step& step) {
  return std::visit([](const auto& what) { return what.key; }, step.what);
}

durability::Chain Names::chain(durability::KeyIndex key) const {
  return durability::chain_of(params_.keys.vbucket(key),
                              static_cast<std::uint32_t>(params_.nodes.size()),
                              params_.buckets[params_.keys.bucket(key)].replicas);
}

std::optional<durability::BucketIndex> Names::bucket(const Fields& fields, std::string_view field) {
  const auto name = fields.identifier(field);
  if (!name) return 0;
  std::vector<std::string> names;
  for (durability::BucketIndex i = 0; i < params_.buckets.size(); ++i) {
    if (params_.buckets[i].name == *name) return i;
    names.push_back(params_.buckets[i].name);
  }
  problems_.report(fields.place(field), fmt::format("there is no bucket '{}'", *name),
                   did_you_mean(*name, names));
  return std::nullopt;
}

std::optional<durability::KeyIndex> Names::key(const Fields& fields, const std::string& name) {
  const auto bucket_index = bucket(fields, "bucket");
  const auto vbucket = fields.count("vbucket");
  if (vbucket && *vbucket >= params_.keys.vbuckets()) {
    problems_.report(fields.place("vbucket"),
                     fmt::format("there is no vBucket {}; the cluster has {}", *vbucket,
                                 params_.keys.vbuckets()),
                     fmt::format("vBuckets are counted from 0 to {}", params_.keys.vbuckets() - 1));
    return std::nullopt;
  }
  if (!bucket_index) return std::nullopt;
  return params_.keys.key(
      *bucket_index, name,
      vbucket ? std::optional(static_cast<std::uint32_t>(*vbucket)) : std::nullopt);
}

std::vector<std::string> Names::known(std::optional<durability::KeyIndex> key) const {
  std::vector<std::string> names;
  if (key) {
    const std::uint32_t length = chain(*key).length;
    names.emplace_back("master");
    for (std::uint32_t i = 1; i < length; ++i) names.push_back(fmt::format("replica{}", i - 1));
  }
  for (const durability::NodeParams& node : params_.nodes) names.push_back(node.name);
  return names;
}

std::optional<durability::NodeIndex> Names::node(const Text& name,
                                                 std::optional<durability::KeyIndex> key) {
  for (durability::NodeIndex i = 0; i < params_.nodes.size(); ++i) {
    if (params_.nodes[i].name == name.text) return i;
  }
  const auto place = role_place(name.text);
  if (place && !key) {
    problems_.report(name.place, fmt::format("'{}' of which key?", name.text),
                     "roles follow from the scenario's key: write key: NAME at the top");
    return std::nullopt;
  }
  if (place) {
    const durability::Chain chain_of_key = chain(*key);
    if (*place < chain_of_key.length) return chain_of_key.nodes[*place];
    problems_.report(
        name.place,
        fmt::format("the key '{}' has no {}: its bucket keeps {}", params_.keys.name(*key),
                    name.text,
                    chain_of_key.length == 1 ? std::string("no replicas")
                                             : fmt::format("{} replica{}", chain_of_key.length - 1,
                                                           chain_of_key.length == 2 ? "" : "s")),
        "replicas are counted from 0");
    return std::nullopt;
  }
  std::string hint = did_you_mean(name.text, known(key));
  constexpr std::size_t kManyNodes = 16;
  if (hint.starts_with("write one of") && params_.nodes.size() > kManyNodes) {
    hint = fmt::format("the nodes are node0 to node{}", params_.nodes.size() - 1);
  }
  problems_.report(name.place, fmt::format("there is no node or role '{}'", name.text),
                   std::move(hint));
  return std::nullopt;
}

std::vector<std::pair<durability::NodeIndex, std::string>> Names::nodes(const Text& name,
                                                                        durability::KeyIndex key) {
  std::vector<std::pair<durability::NodeIndex, std::string>> found;
  const durability::Chain chain_of_key = chain(key);
  if (name.text == "all" || name.text == "replicas") {
    for (std::uint32_t i = name.text == "all" ? 0 : 1; i < chain_of_key.length; ++i) {
      found.emplace_back(chain_of_key.nodes[i],
                         i == 0 ? "master" : fmt::format("replica{}", i - 1));
    }
    if (found.empty()) {
      problems_.report(name.place, "the key has no replicas, so this would expect nothing");
    }
  } else if (const auto index = node(name, key)) {
    found.emplace_back(*index, name.text);
  }
  return found;
}

void Names::report_unused(const Place& place, durability::KeyIndex key) {
  const std::string name = params_.keys.name(key);
  std::vector<std::string> names;
  std::string hint = "the keys of a workload are its prefix and a number from 0";
  for (const durability::Step& step : params_.steps) {
    const durability::KeyIndex other = key_of(step);
    names.push_back(params_.keys.name(other));
    if (names.back() != name) continue;
    hint =
        fmt::format("the script uses it in bucket '{}' and vBucket {}: say so here too",
                    params_.buckets[params_.keys.bucket(other)].name, params_.keys.vbucket(other));
    names.clear();
    break;
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  const std::vector<std::string_view> known(names.begin(), names.end());
  if (const auto near = nearest_word(name, known)) {
    hint = fmt::format("did you mean '{}'?", *near);
  } else if (!known.empty()) {
    constexpr std::size_t kMostNamed = 8;
    const bool many = known.size() > kMostNamed;
    hint = "the script uses " + joined(std::span(known).first(std::min(kMostNamed, known.size())),
                                       many ? ", " : " and ");
    if (many) hint += fmt::format(" and {} more", known.size() - kMostNamed);
  }
  problems_.report(place, fmt::format("no step and no workload uses the key '{}'", name),
                   std::move(hint));
}

std::optional<MilestoneName> Names::milestone(const Text& text, durability::KeyIndex key) {
  const std::size_t dot = text.text.rfind('.');
  const std::string kind = dot == std::string::npos ? "" : text.text.substr(dot + 1);
  if (kind != "cached" && kind != "persisted") {
    problems_.report(text.place, fmt::format("'{}' is not a milestone", text.text),
                     "write a node or role, a point, and cached or persisted: replica0.persisted");
    return std::nullopt;
  }
  const auto index = node({text.text.substr(0, dot), text.place}, key);
  if (!index) return std::nullopt;
  return MilestoneName{
      *index,
      kind == "cached" ? durability::MilestoneKind::kCached : durability::MilestoneKind::kPersisted,
      text.text};
}

}  // namespace scenarios
