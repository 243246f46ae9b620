#include "scenarios/scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace scenarios {

namespace durability = models::durability;

namespace {

using Json = nlohmann::ordered_json;

Json copy_json(const durability::Copy& copy, const durability::ClusterParams& params) {
  if (!copy.is_item()) return Json::object();
  Json json = Json::object();
  json["CAS"] = copy.cas;
  // A generated value has no text; its size says all there is to say.
  json["Value"] = copy.value == durability::kSizeOnly
                      ? (copy.size == 0 ? std::string() : fmt::format("({} bytes)", copy.size))
                      : params.values[copy.value];
  return json;
}

}  // namespace

durability::Chain chain_of_key(const durability::ClusterParams& params, durability::KeyIndex key) {
  return durability::chain_of(params.keys.vbucket(key),
                              static_cast<std::uint32_t>(params.nodes.size()),
                              params.buckets[params.keys.bucket(key)].replicas);
}

std::vector<NodeRole> roles_of(const durability::ClusterParams& params, durability::KeyIndex key) {
  const durability::Chain chain = chain_of_key(params, key);
  std::vector<NodeRole> roles;
  for (std::uint32_t i = 0; i < chain.length; ++i) {
    const durability::NodeIndex node = chain.nodes[i];
    roles.push_back(
        {node, i == 0 ? "master" : fmt::format("replica{}", i - 1), params.nodes[node].name});
  }
  return roles;
}

std::string keyinfo_json(const Scenario& scenario, const durability::CommandReply& reply) {
  const durability::ClusterParams& params = *scenario.params;
  const auto& command = std::get<durability::CommandStep>(params.steps[reply.step].what);
  const durability::Chain chain = chain_of_key(params, command.key);
  Json servers = Json::array();
  for (durability::NodeIndex node = 0; node < reply.stores.size(); ++node) {
    const std::uint32_t place = chain.index_of(node);
    const durability::KeyOnNode& stores = reply.stores[node];
    const bool prepared =
        node < reply.pending.size() && reply.pending[node].phase == durability::Phase::kPrepare;
    const bool holds = prepared || !stores.cache.is_absent() || !stores.disk.is_absent();
    if (place == chain.length || !holds) {
      servers.push_back(nullptr);
      continue;
    }
    Json server = Json::object();
    server["Conf"] = {{"Type", place == 0 ? "master" : "replica"}, {"Index", place}};
    server["Cache"] = copy_json(stores.cache, params);
    server["Disk"] = copy_json(stores.disk, params);
    if (prepared) {
      server["Prepare"] = copy_json(durability::copy_of(reply.pending[node]), params);
      server["Prepare"]["Level"] = durability::name_of(reply.pending[node].level);
    }
    servers.push_back(std::move(server));
  }
  return servers.dump();
}

std::string label_of(const durability::ClusterParams& params, durability::WatchIndex watch) {
  const durability::WatchParams& it = params.watches[watch];
  const auto sharing =
      std::count_if(params.watches.begin(), params.watches.end(),
                    [&](const durability::WatchParams& other) { return other.name == it.name; });
  if (sharing < 2) return it.name;
  return fmt::format("{}/{}", it.name, durability::profile_of(it.request.client).name);
}

}  // namespace scenarios
