#include "sim/batch_means.hpp"

#include <doctest/doctest.h>

TEST_CASE("batches of a long series are joined, and their sums stay exact") {
  sim::BatchMeans series;
  for (std::uint64_t i = 0; i < 1000; ++i) series.add(i, sim::Duration(100 + i % 10));
  CHECK(series.width() == 16);
  CHECK(series.batches().size() == 63);
  CHECK(series.batches().front() == sim::BatchMeans::Batch{1660, 16});
  CHECK(series.batches().back() == sim::BatchMeans::Batch{844, 8});
}

TEST_CASE("a series that was widened is the series that was made wide") {
  sim::BatchMeans narrow;
  sim::BatchMeans wide;
  wide.widen(8);
  for (std::uint64_t i = 0; i < 50; ++i) {
    narrow.add(i, sim::Duration(i * i));
    wide.add(i, sim::Duration(i * i));
  }
  narrow.widen(8);
  CHECK(narrow == wide);
}
