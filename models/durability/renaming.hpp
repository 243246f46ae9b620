// New names for the nodes of a cluster and the links between them; all others keep theirs.
//
// Shape          a value; both lists are permutations
#pragma once

#include <vector>

#include "models/durability/copy.hpp"
#include "models/hardware/topology.hpp"

namespace models::durability {

struct Renaming {
  std::vector<NodeIndex> nodes;            // by node
  std::vector<hardware::LinkIndex> links;  // by link
};

}  // namespace models::durability
