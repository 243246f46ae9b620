#include "models/durability/vbucket_map.hpp"

#include "sim/check.hpp"

namespace models::durability {

namespace {

constexpr std::array<std::uint32_t, 256> crc_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB88320U : 0U);
    table[byte] = crc;
  }
  return table;
}

constexpr std::array<std::uint32_t, 256> kCrcTable = crc_table();

}  // namespace

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char byte : bytes) {
    crc = (crc >> 8) ^ kCrcTable[(crc ^ static_cast<unsigned char>(byte)) & 0xFF];
  }
  return crc ^ 0xFFFFFFFFU;
}

std::uint32_t vbucket_of(std::string_view key, std::uint32_t vbuckets) {
  SIM_CHECK(vbuckets > 0 && (vbuckets & (vbuckets - 1)) == 0);
  return ((crc32(key) >> 16) & 0x7FFF) & (vbuckets - 1);
}

std::uint32_t Chain::index_of(NodeIndex node) const {
  std::uint32_t i = 0;
  while (i < length && nodes[i] != node) ++i;
  return i;
}

Chain chain_of(std::uint32_t vbucket, std::uint32_t nodes, std::uint32_t replicas) {
  SIM_CHECK(nodes > 0 && replicas <= kMostReplicas && replicas < nodes);
  Chain chain;
  chain.length = 1 + replicas;
  const std::uint32_t master = vbucket % nodes;
  chain.nodes[0] = master;
  for (std::uint32_t i = 0; i < replicas; ++i) {
    const std::uint32_t step = 1 + (vbucket / nodes + i) % (nodes - 1);
    chain.nodes[1 + i] = (master + step) % nodes;
  }
  return chain;
}

}  // namespace models::durability
