// Measured latencies from files: counts by bucket.
//
//   .csv    columns bucket_low_us, bucket_high_us, count, and perhaps write_bytes
//   .json   fio's json+ output, or an object of named sections {"buckets": [[low_us, high_us, n]]}
//
// Formula        fio names a bin by its middle. Below 128 ns a bin is one nanosecond wide; above,
//                each power of two has 64 bins, so a key k belongs to a bin of 2^(log2(k) - 6) ns
//                with k in its middle
// Shape          buckets [low, high) in nanoseconds, rising, without overlap
// Errors         located Problems: in a .csv by line and column, in a .json by a path like
//                jobs[0].sync.lat_ns.bins; a selection that is missing or fits several is one too
// Source         fio 3.33, stat.c: plat_idx_to_val(), FIO_IO_U_PLAT_BITS = 6
// Checked by     tests/scenarios/histogram_file_test.cpp
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/file_source.hpp"
#include "scenarios/problem.hpp"
#include "sim/distribution.hpp"
#include "sim/units.hpp"

namespace scenarios {

/// Which of the histograms in a file; what is left out must have only one answer.
struct HistogramQuery {
  Place asked_at;  // where the scenario names the file
  std::optional<sim::Bytes> write_size;
  std::optional<std::string> job;
  std::optional<std::string> operation;  // read, write, trim or sync
  std::optional<std::string> section;
};

/// The buckets of the file `path`; empty after a report.
[[nodiscard]] std::vector<sim::Bucket> read_histogram(const std::string& path,
                                                      const HistogramQuery& query,
                                                      const FileSource& files, Problems& problems);

/// Holds buckets to the order that sim::Distribution::empirical requires.
class BucketCheck {
 public:
  /// What is wrong with the next bucket; empty if nothing is.
  [[nodiscard]] std::string add(const sim::Bucket& bucket);

  [[nodiscard]] std::uint64_t total() const { return total_; }

 private:
  std::int64_t end_ = 0;
  std::uint64_t total_ = 0;
};

/// The bin of fio that has `middle`, with `count`; nothing if no bin has it.
[[nodiscard]] std::optional<sim::Bucket> fio_bin(std::int64_t middle, std::uint64_t count);

}  // namespace scenarios
