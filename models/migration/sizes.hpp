// How many bytes a row or an entry takes, in each place where it can be.
//
// Formula        PostgreSQL heap    align8(24 + columns) + 4 of the line pointer; a text takes its
//                                   length and 1 byte (up to 126) or 4
//                PostgreSQL B-tree  align8(8 + key columns) + 4; pages not counted
//                dump line          40 + 4 * (ceil(p/3) + ceil(k/3) + ceil(v/3)): base64 in JSON
//                DynamoDB item      p + k + v + 28 for the names of its attributes; 100 more stored
//                message field      1 of the tag, the length as a varint, the text
// Not modelled   values that PostgreSQL compresses or moves out of line (over some 2 KB), padding
//                between columns
// Source         PostgreSQL 15 documentation 73.6 and 73.4; treeverse/lakeFS v0.80.0 pkg/kv;
//                DynamoDB developer guide, item sizes; Protocol Buffers encoding guide
// Checked by     tests/models/migration/sizes_test.cpp
#pragma once

#include <cstdint>

namespace models::migration {

[[nodiscard]] constexpr std::uint64_t align8(std::uint64_t bytes) { return (bytes + 7) / 8 * 8; }

/// A text, bytes or JSON value with its length, as a column.
[[nodiscard]] constexpr std::uint64_t text_column_bytes(std::uint64_t length) {
  return length + (length <= 126 ? 1 : 4);
}

/// A row in the heap, from the bytes of its columns.
[[nodiscard]] constexpr std::uint64_t heap_row_bytes(std::uint64_t columns) {
  return align8(24 + columns) + 4;
}

/// An entry of an index, from the bytes of its columns.
[[nodiscard]] constexpr std::uint64_t index_entry_bytes(std::uint64_t columns) {
  return align8(8 + columns) + 4;
}

/// An entry of the table kv (partition_key, key, value), in the heap and in its primary key.
[[nodiscard]] constexpr std::uint64_t kv_heap_bytes(std::uint64_t partition, std::uint64_t key,
                                                    std::uint64_t value) {
  return heap_row_bytes(text_column_bytes(partition) + text_column_bytes(key) +
                        text_column_bytes(value));
}
[[nodiscard]] constexpr std::uint64_t kv_index_bytes(std::uint64_t partition, std::uint64_t key) {
  return index_entry_bytes(text_column_bytes(partition) + text_column_bytes(key));
}

/// An entry's line of the dump.
[[nodiscard]] constexpr std::uint64_t dump_line_bytes(std::uint64_t partition, std::uint64_t key,
                                                      std::uint64_t value) {
  return 40 + 4 * ((partition + 2) / 3 + (key + 2) / 3 + (value + 2) / 3);
}

/// What DynamoDB counts as an entry's size, and what it stores for it.
[[nodiscard]] constexpr std::uint64_t dynamo_item_bytes(std::uint64_t partition, std::uint64_t key,
                                                        std::uint64_t value) {
  return partition + key + value + 28;
}
[[nodiscard]] constexpr std::uint64_t dynamo_stored_bytes(std::uint64_t item) { return item + 100; }
[[nodiscard]] constexpr std::uint64_t dynamo_write_units(std::uint64_t item) {
  return item == 0 ? 1 : (item + 1023) / 1024;
}
[[nodiscard]] constexpr std::uint64_t dynamo_read_units(std::uint64_t item) {
  return item == 0 ? 1 : (item + 4095) / 4096;
}

/// A text in a message; an empty one is left out.
[[nodiscard]] constexpr std::uint64_t message_text_bytes(std::uint64_t length) {
  std::uint64_t header = 2;
  for (std::uint64_t rest = length >> 7; rest > 0; rest >>= 7) ++header;
  return length == 0 ? 0 : header + length;
}

/// The most that a store takes. 0: no limit worth the name.
struct StoreLimits {
  std::uint64_t partition_bytes = 0;
  std::uint64_t key_bytes = 0;
  std::uint64_t partition_and_key_bytes = 0;
  std::uint64_t value_bytes = 0;
  std::uint64_t item_bytes = 0;  // of partition, key and value, as the store counts them
};

/// An index entry, with 8 bytes of its own and 4 of each length, must fit 2704; a value 1 GB.
inline constexpr StoreLimits kPostgresLimits{.partition_and_key_bytes = 2688,
                                             .value_bytes = 1'073'741'823};
inline constexpr StoreLimits kDynamoLimits{
    .partition_bytes = 2048, .key_bytes = 1024, .item_bytes = 400 * 1024};
/// Badger's, as the embedded store of lakeFS has them.
inline constexpr StoreLimits kLsmLimits{.partition_and_key_bytes = 65'000,
                                        .value_bytes = 1'073'741'823};

}  // namespace models::migration
