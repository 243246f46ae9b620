#include "models/migration/page_cache.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

using models::migration::kPageBytes;
using models::migration::PageCache;
using models::migration::PageReads;
using models::migration::Pages;
using models::migration::RelationIndex;

namespace {

PageCache cache(Pages buffers, Pages file_cache) {
  return {{static_cast<std::int64_t>(buffers) * kPageBytes},
          {static_cast<std::int64_t>(file_cache) * kPageBytes}};
}

PageReads touch_often(PageCache& caches, RelationIndex relation, int times) {
  PageReads reads;
  for (int i = 0; i < times; ++i) reads += caches.touch(relation, 1);
  return reads;
}

std::string text(const PageReads& reads) {
  return fmt::format("{} from the file cache, {} from disk", reads.from_file_cache,
                     reads.from_disk);
}

}  // namespace

TEST_CASE("uniform touches hit in proportion to memory over working set") {
  for (const Pages buffers : {100U, 250U, 500U, 900U}) {
    PageCache caches = cache(buffers, 1);
    const RelationIndex relation = caches.add(1000);
    touch_often(caches, relation, 20'000);
    const PageReads reads = touch_often(caches, relation, 100'000);
    const double hits = 1 - (reads.from_file_cache + reads.from_disk) / 1e5;
    CHECK(hits == doctest::Approx(static_cast<double>(buffers) / 1000).epsilon(0.001));
  }
}

TEST_CASE("what fits is read once, however often it is touched") {
  PageCache caches = cache(2000, 4000);
  const RelationIndex relation = caches.add(1000);
  CHECK(text(touch_often(caches, relation, 1'000'000)) == "0 from the file cache, 1000 from disk");
  CHECK(caches.buffered(relation) == 1000);
  CHECK(text(touch_often(caches, relation, 1000)) == "0 from the file cache, 0 from disk");
}

TEST_CASE("after a restart of the database the file cache still has the pages") {
  PageCache caches = cache(2000, 4000);
  const RelationIndex relation = caches.add(1000);
  caches.warm_file_cache(relation);
  CHECK(text(touch_often(caches, relation, 1'000'000)) == "1000 from the file cache, 0 from disk");
  caches.forget_buffers();
  CHECK(text(caches.touch(relation, 1)) == "1 from the file cache, 0 from disk");
  caches.forget_buffers();
  caches.forget_file_cache();
  CHECK(text(caches.touch(relation, 1)) == "0 from the file cache, 1 from disk");
}

TEST_CASE("a run meets each page once, in whatever steps it goes") {
  PageCache caches = cache(100, 10'000);
  const RelationIndex relation = caches.add(3000);
  PageReads reads;
  for (int i = 0; i < 100; ++i) reads += caches.run(relation, 30);
  CHECK(text(reads) == "0 from the file cache, 3000 from disk");
  CHECK_MESSAGE(caches.buffered(relation) == 0, "a long run leaves the buffers alone");
  for (int i = 0; i < 10; ++i) reads += caches.run(relation, 300);
  CHECK(text(reads) == "3000 from the file cache, 3000 from disk");
}

TEST_CASE("a run through a half-cached relation reads the other half, evenly") {
  PageCache caches = cache(100, 1500);
  const RelationIndex relation = caches.add(3000);
  caches.warm_file_cache(relation);
  CHECK(text(caches.run(relation, 300)) == "150 from the file cache, 150 from disk");
  CHECK(text(caches.run(relation, 2700)) == "1350 from the file cache, 1350 from disk");
}

TEST_CASE("relations give up pages in proportion to what they have") {
  PageCache caches = cache(1000, 1);
  const RelationIndex large = caches.add(750);
  const RelationIndex small = caches.add(250);
  caches.warm_buffers(large);
  caches.warm_buffers(small);
  const RelationIndex newcomer = caches.add(0);
  caches.grow(newcomer, 100);
  CHECK(fmt::format("{} {} {}", caches.buffered(large), caches.buffered(small),
                    caches.buffered(newcomer)) == "678 226 96");
}

// Random replacement in equilibrium: a relation gains a page with each of its misses and gives up
// pages in proportion to those it has, so cached_i = C * misses_i / misses, and
// hit_i = cached_i / N_i. Solved for the sum of misses by repetition.
TEST_CASE("two relations share a cache as random replacement does") {
  constexpr double kCapacity = 1000;
  constexpr double kSizes[] = {500, 2000};
  double misses = 1;
  double miss[2] = {};
  for (int i = 0; i < 1000; ++i) {
    for (int k = 0; k < 2; ++k) miss[k] = 1 / (1 + kCapacity / kSizes[k] / misses);
    misses = miss[0] + miss[1];
  }
  PageCache caches = cache(1000, 1);
  const RelationIndex first = caches.add(500);
  const RelationIndex second = caches.add(2000);
  double missed[2] = {};
  for (int i = 0; i < 200'000; ++i) {
    const PageReads a = caches.touch(first, 1);
    const PageReads b = caches.touch(second, 1);
    if (i < 100'000) continue;
    missed[0] += a.from_disk + a.from_file_cache;
    missed[1] += b.from_disk + b.from_file_cache;
  }
  CHECK(missed[0] / 1e5 == doctest::Approx(miss[0]).epsilon(0.002));
  CHECK(missed[1] / 1e5 == doctest::Approx(miss[1]).epsilon(0.002));
  CHECK(miss[1] - miss[0] > 0.2);
}

TEST_CASE("a truncated relation leaves its room to others") {
  PageCache caches = cache(10, 10);
  const RelationIndex first = caches.add(10);
  caches.warm_buffers(first);
  caches.truncate(first);
  CHECK(caches.pages(first) == 0);
  const RelationIndex second = caches.add(10);
  caches.warm_buffers(second);
  CHECK(caches.buffered(second) == 10);
}
