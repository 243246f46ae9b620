// Keys of scripts and of workloads: one name in one vBucket of one bucket is one key.
#include "models/durability/keys.hpp"

#include <doctest/doctest.h>

#include "models/durability/vbucket_map.hpp"

using models::durability::KeyRange;
using models::durability::Keys;

TEST_CASE("a key named twice is the same key") {
  Keys keys(1, 64);
  const auto first = keys.key(0, "k1");
  CHECK(keys.key(0, "k2") != first);
  CHECK(keys.key(0, "k1") == first);
  CHECK(keys.size() == 2);
  CHECK(keys.name(first) == "k1");
  CHECK(keys.vbucket(first) == 14);
}

TEST_CASE("the same name in another bucket is another key") {
  Keys keys(2, 64);
  const auto here = keys.key(0, "k1");
  const auto there = keys.key(1, "k1");
  CHECK(here != there);
  CHECK(keys.bucket(here) == 0);
  CHECK(keys.bucket(there) == 1);
  CHECK(keys.vbucket(there) == 14);
  CHECK(keys.partition(there) == 64 + 14);
  CHECK(keys.partitions() == 128);
}

TEST_CASE("a vBucket of its own makes another key of the same name") {
  Keys keys(1, 64);
  const auto own = keys.key(0, "k1");
  const auto moved = keys.key(0, "k1", 3);
  CHECK(moved != own);
  CHECK(keys.vbucket(moved) == 3);
  CHECK(keys.name(moved) == "k1");
  CHECK(keys.key(0, "k1", 3) == moved);
  CHECK(keys.key(0, "k1", 14) == own);
}

TEST_CASE("a range holds its prefix with every number, each in its own vBucket") {
  Keys keys(1, 64);
  const KeyRange range = keys.range(0, "user-", 1000);
  CHECK(range.count == 1000);
  CHECK(keys.size() == 1000);
  CHECK(keys.name(range.first) == "user-0");
  CHECK(keys.name(range.first + 999) == "user-999");
  for (std::uint32_t i = 0; i < 1000; ++i) {
    const auto name = "user-" + std::to_string(i);
    CHECK(keys.vbucket(range.first + i) == models::durability::vbucket_of(name, 64));
  }
}

TEST_CASE("the same prefix again gives the same keys") {
  Keys keys(2, 64);
  const KeyRange range = keys.range(0, "user-", 100);
  const KeyRange part = keys.range(0, "user-", 10);
  CHECK(part.first == range.first);
  CHECK(part.count == 10);
  CHECK(keys.range(1, "user-", 10).first == 100);
  CHECK(keys.range(0, "item-", 10).first == 110);
  CHECK(keys.size() == 120);
}

TEST_CASE("a name that falls into a range is the range's key") {
  Keys keys(2, 64);
  const KeyRange range = keys.range(0, "user-", 100);
  CHECK(keys.key(0, "user-0") == range.first);
  CHECK(keys.key(0, "user-42") == range.first + 42);
  CHECK(keys.size() == 100);
}

TEST_CASE("a name that only resembles a range's keys is a key of its own") {
  Keys keys(2, 64);
  const KeyRange range = keys.range(0, "user-", 100);
  const auto stranger = [&](auto key) { return key >= range.first + range.count; };
  CHECK(stranger(keys.key(0, "user-100")));
  CHECK(stranger(keys.key(0, "user-042")));
  CHECK(stranger(keys.key(0, "user-")));
  CHECK(stranger(keys.key(0, "user-4x")));
  CHECK(stranger(keys.key(0, "user--4")));
  CHECK(stranger(keys.key(0, "user-99999999999999999999")));
  CHECK(stranger(keys.key(0, "use")));
  CHECK(stranger(keys.key(1, "user-42")));
  CHECK(stranger(keys.key(0, "user-42", (keys.vbucket(range.first + 42) + 1) % 64)));
  CHECK(keys.size() == 109);
}
