#include "models/migration/page_layout.hpp"

#include <doctest/doctest.h>

using models::migration::Access;
using models::migration::kHeapBytes;
using models::migration::leaf_fill;
using models::migration::pages_for;
using models::migration::Tail;
using models::migration::upper_pages;

TEST_CASE("a tree has a page of its own and the pages above its leaves") {
  CHECK(upper_pages(0, 92) == 1);
  CHECK(upper_pages(1, 92) == 1);
  CHECK(upper_pages(2, 92) == 2);
  CHECK(upper_pages(79, 92) == 2);
  CHECK(upper_pages(80, 92) == 4);
  CHECK(upper_pages(1266, 92) == 1 + 17 + 1);
}

TEST_CASE("leaves are left 90 % full by keys in order and 70 % by others") {
  CHECK(leaf_fill(Access::kInOrder) == 7336);
  CHECK(leaf_fill(Access::kRandom) == 5706);
}

TEST_CASE("a tail grows by the pages that as many things take at once") {
  for (const std::uint32_t each : {40U, 452U, 5000U, 8168U}) {
    for (const std::uint32_t step : {1U, 7U, 1000U}) {
      Tail tail;
      std::uint64_t pages = 0;
      std::uint64_t count = 0;
      for (int i = 0; i < 50; ++i) {
        const std::uint32_t needed = tail.pages_needed(step, each, kHeapBytes);
        const std::uint32_t added = tail.add(step, each, kHeapBytes);
        CHECK(needed == added);
        pages += added;
        count += step;
        CHECK(pages == pages_for(count, each, kHeapBytes));
        CHECK(tail.used() == Tail::after(count, each, kHeapBytes).used());
      }
    }
  }
}
