// Numbered slots: valid until given back, reused last out first in.
#include "sim/pool.hpp"

#include <doctest/doctest.h>

using sim::Pool;

TEST_CASE("each thing in flight has a number of its own") {
  Pool<int> pool;
  CHECK(pool.take(10) == 0);
  CHECK(pool.take(11) == 1);
  CHECK(pool.take(12) == 2);
  CHECK(pool[0] == 10);
  CHECK(pool[2] == 12);
  pool[1] = 21;
  CHECK(pool[1] == 21);
  CHECK(pool.in_use() == 3);
}

TEST_CASE("the number given back last is taken first") {
  Pool<int> pool;
  for (int i = 0; i < 4; ++i) static_cast<void>(pool.take(i));
  pool.give_back(1);
  pool.give_back(3);
  CHECK(pool.in_use() == 2);
  CHECK(pool.take(30) == 3);
  CHECK(pool.take(31) == 1);
  CHECK(pool.take(32) == 4);
  CHECK(pool[3] == 30);
  CHECK(pool[1] == 31);
  CHECK(pool[0] == 0);
}

TEST_CASE("a pool is no larger than the most that was in flight at once") {
  Pool<int> pool;
  for (int round = 0; round < 1000; ++round) {
    const auto first = pool.take(round);
    const auto second = pool.take(round);
    CHECK(first < 2);
    CHECK(second < 2);
    pool.give_back(first);
    pool.give_back(second);
  }
  CHECK(pool.in_use() == 0);
}

TEST_CASE("a copy of a pool gives the numbers that the original would") {
  Pool<int> pool;
  for (int i = 0; i < 4; ++i) static_cast<void>(pool.take(i));
  pool.give_back(2);
  Pool<int> copy = pool;
  CHECK(copy.take(9) == 2);
  CHECK(pool.take(8) == 2);
  CHECK(copy[2] == 9);
  CHECK(pool[2] == 8);
}
