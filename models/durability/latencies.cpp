#include "models/durability/latencies.hpp"

#include "models/durability/generator.hpp"
#include "models/durability/sync_asked.hpp"

namespace models::durability {

std::vector<NamedLatency> latencies_of(const ClusterParams& params) {
  std::vector<NamedLatency> all;
  for (hardware::LinkIndex i = 0; i < params.topology.links.size(); ++i) {
    const hardware::LinkParams& link = params.topology.links[i];
    const std::string entity = "network/" + hardware::link_name(params.topology, i);
    all.push_back({{entity, "latency"}, &link.latency});
    if (link.jitter) all.push_back({{entity, "jitter"}, &*link.jitter});
  }
  for (const NodeParams& node : params.nodes) {
    all.push_back({{node.name + "/cpu", "operation"}, &node.cpu.per_operation});
    all.push_back({{node.name + "/disk", "write"}, &node.disk.write});
    all.push_back({{node.name + "/disk", "sync"}, &node.disk.sync});
    all.push_back({{node.name + "/disk", "read"}, &node.disk.read});
  }
  for (const GeneratorParams& generator : params.generators) {
    const bool open = std::holds_alternative<OpenArrivals>(generator.arrivals);
    all.push_back(
        {{"workload/" + generator.name, open ? "interval" : "think"}, &pause_of(generator)});
  }
  if (asks_for_levels(params)) {
    static const hardware::Latency kNothing;
    for (const NodeParams& node : params.nodes) {
      all.push_back({{node.name + "/sync writes", "timeout"}, &kNothing});
    }
  }
  return all;
}

}  // namespace models::durability
