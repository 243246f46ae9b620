// Which vBucket a key belongs to, and how evenly the nodes share them.
#include "models/durability/vbucket_map.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

using models::durability::Chain;
using models::durability::chain_of;
using models::durability::crc32;
using models::durability::NodeIndex;
using models::durability::vbucket_of;

namespace {

// How often each was counted: most minus least, over `all` candidates.
template <class Key>
int imbalance(const std::map<Key, int>& counts, std::size_t all) {
  int least = counts.size() < all ? 0 : counts.begin()->second;
  int most = 0;
  for (const auto& [key, count] : counts) {
    least = std::min(least, count);
    most = std::max(most, count);
  }
  return most - least;
}

}  // namespace

TEST_CASE("CRC-32 is zlib's") {
  CHECK(crc32("123456789") == 0xCBF43926);
  CHECK(crc32("") == 0);
  CHECK(crc32("The quick brown fox jumps over the lazy dog") == 0x414FA339);
  CHECK(crc32(std::string(1, '\xFF')) == 0xFF000000);
}

TEST_CASE("a key's vBucket is the one Couchbase's clients compute") {
  CHECK(vbucket_of("k1", 64) == 14);
  CHECK(vbucket_of("k1", 16) == 14);
  CHECK(vbucket_of("k1", 8) == 6);
  CHECK(vbucket_of("k1", 1) == 0);
  CHECK(vbucket_of("123456789", 1024) == (0xCBF4 & 0x3FF));
  CHECK(vbucket_of("123456789", 65536) == (0xCBF4 & 0x7FFF));
}

TEST_CASE("a chain's nodes are distinct and exist, for every cluster of up to 8 nodes") {
  for (std::uint32_t nodes = 1; nodes <= 8; ++nodes) {
    for (std::uint32_t replicas = 0; replicas < std::min(nodes, 4U); ++replicas) {
      for (std::uint32_t v = 0; v < 1024; ++v) {
        const Chain chain = chain_of(v, nodes, replicas);
        const std::set<NodeIndex> distinct(chain.all().begin(), chain.all().end());
        REQUIRE(chain.length == replicas + 1);
        REQUIRE(distinct.size() == replicas + 1);
        REQUIRE(*distinct.rbegin() < nodes);
      }
    }
  }
}

TEST_CASE("masters, and pairs of master and replica, are spread evenly") {
  for (std::uint32_t nodes = 2; nodes <= 8; ++nodes) {
    for (std::uint32_t replicas = 1; replicas < std::min(nodes, 4U); ++replicas) {
      CAPTURE(nodes);
      CAPTURE(replicas);
      std::map<NodeIndex, int> masters;
      std::map<std::pair<NodeIndex, NodeIndex>, int> first_pairs;
      std::map<std::pair<NodeIndex, NodeIndex>, int> pairs;
      for (std::uint32_t v = 0; v < 1024; ++v) {
        const Chain chain = chain_of(v, nodes, replicas);
        ++masters[chain.master()];
        ++first_pairs[{chain.master(), chain.nodes[1]}];
        for (const NodeIndex replica : chain.replicas()) ++pairs[{chain.master(), replica}];
      }
      CHECK(imbalance(masters, nodes) <= 1);
      CHECK(imbalance(first_pairs, nodes * (nodes - 1)) <= 1);
      CHECK(imbalance(pairs, nodes * (nodes - 1)) <= static_cast<int>(replicas));
    }
  }
}

TEST_CASE("the map is the same in every run") {
  const auto text = [](std::uint32_t v, std::uint32_t nodes, std::uint32_t replicas) {
    const Chain chain = chain_of(v, nodes, replicas);
    return fmt::format("{}", fmt::join(chain.all(), " "));
  };
  CHECK(text(0, 1, 0) == "0");
  CHECK(text(0, 3, 2) == "0 1 2");
  CHECK(text(1, 3, 2) == "1 2 0");
  CHECK(text(3, 3, 2) == "0 2 1");
  CHECK(text(14, 3, 2) == "2 0 1");
  CHECK(text(14, 4, 3) == "2 3 0 1");
  CHECK(text(13, 5, 1) == "3 1");
}

TEST_CASE("a node's place in a chain is 0 for the master, and the length for a stranger") {
  const Chain chain = chain_of(3, 4, 2);
  CHECK(fmt::format("{}", fmt::join(chain.all(), " ")) == "3 0 1");
  CHECK(chain.index_of(3) == 0);
  CHECK(chain.index_of(0) == 1);
  CHECK(chain.index_of(1) == 2);
  CHECK(chain.index_of(2) == 3);
}
