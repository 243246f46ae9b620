#include "models/migration/sizes.hpp"

#include <doctest/doctest.h>

namespace {

using namespace models::migration;

}  // namespace

TEST_CASE("a text has one byte in front of it up to 126, and four from 127 on") {
  CHECK(text_column_bytes(0) == 1);
  CHECK(text_column_bytes(126) == 127);
  CHECK(text_column_bytes(127) == 131);
}

TEST_CASE("rows and index entries end on eight bytes and have four in the page's line") {
  CHECK(heap_row_bytes(0) == 28);
  CHECK(heap_row_bytes(1) == 36);
  CHECK(heap_row_bytes(8) == 36);
  CHECK(index_entry_bytes(0) == 12);
  CHECK(index_entry_bytes(4) == 20);
  CHECK(index_entry_bytes(8) == 20);
}

TEST_CASE("an upload with an identifier of 128 letters, as lakeFS keeps it") {
  CHECK(kv_heap_bytes(10, 128, 292) == 468);
  CHECK(kv_index_bytes(10, 128) == 156);
  CHECK(dump_line_bytes(10, 128, 292) == 620);
  CHECK(dynamo_item_bytes(10, 128, 292) == 458);
  CHECK(dynamo_stored_bytes(458) == 558);
}

TEST_CASE("DynamoDB counts writes by KiB and reads by four, each begun one whole") {
  CHECK(dynamo_write_units(0) == 1);
  CHECK(dynamo_write_units(1024) == 1);
  CHECK(dynamo_write_units(1025) == 2);
  CHECK(dynamo_read_units(4096) == 1);
  CHECK(dynamo_read_units(4097) == 2);
}

TEST_CASE("a message leaves an empty text out and writes a length in sevens of bits") {
  CHECK(message_text_bytes(0) == 0);
  CHECK(message_text_bytes(1) == 3);
  CHECK(message_text_bytes(127) == 129);
  CHECK(message_text_bytes(128) == 131);
  CHECK(message_text_bytes(16'383) == 16'386);
  CHECK(message_text_bytes(16'384) == 16'388);
}
