#include "models/migration/connection_pool.hpp"

#include <doctest/doctest.h>

using models::migration::ConnectionPool;

TEST_CASE("who finds no free connection waits in order") {
  ConnectionPool pool(2);
  CHECK(pool.take(10) == 0);
  CHECK(pool.take(11) == 1);
  CHECK_FALSE(pool.take(12).has_value());
  CHECK_FALSE(pool.take(13).has_value());
  CHECK(pool.waiting() == 2);
  CHECK(pool.give_back(1) == ConnectionPool::Handed{12, 1});
  CHECK(pool.give_back(0) == ConnectionPool::Handed{13, 0});
  CHECK_FALSE(pool.give_back(0).has_value());
  CHECK(pool.in_use() == 1);
  CHECK_MESSAGE(pool.take(14) == 0, "a connection that is free is used again");
  CHECK(pool.opened() == 2);
}

TEST_CASE("connections are opened when first needed") {
  ConnectionPool pool(25);
  CHECK(pool.take(1) == 0);
  CHECK_FALSE(pool.give_back(0).has_value());
  CHECK(pool.take(2) == 0);
  CHECK(pool.opened() == 1);
}
