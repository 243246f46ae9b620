#include "scenarios/histogram_file.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cmath>

using namespace scenarios;

namespace {

const std::string kData = "tests/scenarios/data/";

HistogramQuery query() {
  HistogramQuery query;
  query.asked_at = {"a.yaml", 3, 5};
  return query;
}

/// What is wrong with a file of this name and text.
std::string wrong(const std::string& path, const std::string& text, const HistogramQuery& query) {
  Problems problems;
  problems.add_source("a.yaml", "\n\n    file\n");
  CHECK(read_histogram(path, query, memory_files({{path, text}}), problems).empty());
  return problems.to_text();
}

std::vector<sim::Bucket> read(const std::string& path, const HistogramQuery& query) {
  Problems problems;
  auto buckets = read_histogram(path, query, disk_files(), problems);
  CHECK(problems.to_text() == "");
  REQUIRE_FALSE(buckets.empty());
  return buckets;
}

std::uint64_t total(const std::vector<sim::Bucket>& buckets) {
  std::uint64_t sum = 0;
  for (const sim::Bucket& bucket : buckets) sum += bucket.count;
  return sum;
}

double mean(const std::vector<sim::Bucket>& buckets) {
  double sum = 0;
  for (const sim::Bucket& bucket : buckets) {
    sum += static_cast<double>(bucket.low + bucket.high) / 2 * static_cast<double>(bucket.count);
  }
  return sum / static_cast<double>(total(buckets));
}

/// The bucket in which a share of the observations is reached.
sim::Bucket percentile(const std::vector<sim::Bucket>& buckets, double share) {
  double seen = 0;
  for (const sim::Bucket& bucket : buckets) {
    seen += static_cast<double>(bucket.count);
    if (seen >= share * static_cast<double>(total(buckets))) return bucket;
  }
  return buckets.back();
}

}  // namespace

TEST_CASE("fio's bins are one wide below 128 ns, then 64 to a power of two") {
  CHECK(fio_bin(0, 7) == sim::Bucket{0, 1, 7});
  CHECK(fio_bin(127, 1) == sim::Bucket{127, 128, 1});
  CHECK(fio_bin(129, 1) == sim::Bucket{128, 130, 1});
  CHECK(fio_bin(255, 1) == sim::Bucket{254, 256, 1});
  CHECK(fio_bin(258, 1) == sim::Bucket{256, 260, 1});
  CHECK(fio_bin(5472, 1) == sim::Bucket{5440, 5504, 1});
  CHECK_FALSE(fio_bin(128, 1));
  CHECK_FALSE(fio_bin(5473, 1));
  CHECK_FALSE(fio_bin(-1, 1));
}

TEST_CASE("fio's bins lie end to end over the whole range") {
  std::int64_t end = 0;
  while (end < 1'000'000'000) {
    const int shift = end < 128 ? 0 : static_cast<int>(std::log2(static_cast<double>(end))) - 6;
    const std::int64_t width = std::int64_t{1} << shift;
    const auto bin = fio_bin(end + width / 2, 1);
    REQUIRE(bin);
    REQUIRE(*bin == sim::Bucket{end, end + width, 1});
    end = bin->high;
  }
}

TEST_CASE("a file of fio gives the count, mean and percentiles that fio reports itself") {
  HistogramQuery sync = query();
  sync.operation = "sync";
  const auto buckets = read(kData + "fio_sync.json", sync);
  CHECK(total(buckets) == 445);
  CHECK(mean(buckets) == doctest::Approx(717907.991011).epsilon(0.005));
  CHECK(buckets.front().low <= 469827);
  CHECK(buckets.front().high > 469827);
  CHECK(buckets.back().low <= 3181216);
  CHECK(buckets.back().high > 3181216);
  const auto p50 = percentile(buckets, 0.5);
  CHECK((p50.low + p50.high) / 2 == 684032);
  const auto p99 = percentile(buckets, 0.99);
  CHECK((p99.low + p99.high) / 2 == 1286144);
}

TEST_CASE("a .csv gives the rows of one write size") {
  HistogramQuery small = query();
  small.write_size = sim::Bytes{8192};
  const auto buckets = read(kData + "fsync.csv", small);
  CHECK(total(buckets) == 2000);
  CHECK(buckets.front() == sim::Bucket{83'968, 86'016, 1});
  CHECK(mean(buckets) == doctest::Approx(180'300).epsilon(0.01));
}

TEST_CASE("a .json of named sections gives one of them") {
  HistogramQuery tcp = query();
  tcp.section = "tcp_rtt_64B";
  const auto buckets = read(kData + "rtt.json", tcp);
  CHECK(total(buckets) == 20000);
  CHECK(mean(buckets) == doctest::Approx(18637).epsilon(0.01));
}

TEST_CASE("a choice that is missing or fits nothing names what there is") {
  Problems problems;
  CHECK(read_histogram(kData + "fio_sync.json", query(), disk_files(), problems).empty());
  CHECK(read_histogram(kData + "fsync.csv", query(), disk_files(), problems).empty());
  HistogramQuery other = query();
  other.job = "other";
  CHECK(read_histogram(kData + "fio_sync.json", other, disk_files(), problems).empty());
  other.write_size = sim::Bytes{1};
  CHECK(read_histogram(kData + "fsync.csv", other, disk_files(), problems).empty());
  const std::string at = "a.yaml:3:5: error: 'tests/scenarios/data/";
  const std::string sizes = "8KiB, 16KiB, 32KiB, 64KiB, 128KiB, 256KiB, 512KiB, 1MiB";
  const std::string choose_size = "\n      = write 'write_size: ...'\n";
  CHECK(problems.to_text() ==
        at +
            "fio_sync.json' has several: 'write' and 'sync'\n"
            "      = choose one with 'operation: ...'\n" +
            at + "fsync.csv' has several write sizes: " + sizes + choose_size + at +
            "fio_sync.json' has no job 'other'\n"
            "      = it has 'seqwrite_1m_fdatasync1'\n" +
            at + "fsync.csv' has no rows of 1B, only of " + sizes + choose_size);
}

TEST_CASE("mistakes in a .csv are shown in the .csv") {
  const std::string header = "bucket_low_us,bucket_high_us,count\n";
  CHECK(wrong("h.csv", header + "1,2,x\n", query()) ==
        R"(h.csv:2:5: error: 'x' is not a number of column 'count'
    2 | 1,2,x
      |     ^
      = asked for at a.yaml:3:5
)");
  CHECK(wrong("h.csv", header + "1,2,3\n1.5,3,1\n", query()) ==
        R"(h.csv:3:1: error: the bucket from 1500 starts before the end of the one before it, 2k
    3 | 1.5,3,1
      | ^
      = asked for at a.yaml:3:5
)");
  CHECK(wrong("h.csv", header + "1,2\n", query()) ==
        "h.csv:2:1: error: 2 cells where the first line has 3\n    2 | 1,2\n      | ^\n"
        "      = asked for at a.yaml:3:5\n");
  CHECK(wrong("h.csv", "low,count\n", query()) ==
        "h.csv:1:1: error: unknown column 'low'\n    1 | low,count\n      | ^\n"
        "      = write one of write_bytes, bucket_low_us, bucket_high_us or count\n");
  CHECK(wrong("h.csv", "bucket_low_us,count\n", query()).find("'bucket_high_us' is missing") !=
        std::string::npos);
  CHECK(wrong("h.csv", header, query()) ==
        "a.yaml:3:5: error: 'h.csv' has no observations\n    3 |     file\n      |     ^\n");
  CHECK(wrong("h.csv", "", query()).find("'h.csv' has no observations") != std::string::npos);
}

TEST_CASE("mistakes in a .json are shown by place or path") {
  CHECK(wrong("h.json", "{\"jobs\": [}", query()) ==
        "h.json:1:11: error: this is not JSON\n    1 | {\"jobs\": [}\n      |           ^\n"
        "      = asked for at a.yaml:3:5\n");
  const auto path_of = [](const std::string& text) { return wrong("h.json", text, query()); };
  const std::string hint = "\n      = asked for at a.yaml:3:5\n";
  CHECK(path_of("[]") == "h.json: error: an object is expected" + hint);
  CHECK(path_of("{}") == "h.json: error: neither fio's 'jobs' nor a section with 'buckets'" + hint);
  CHECK(path_of("{\"jobs\": 1}") == "h.json: error: jobs: an array of jobs is expected" + hint);
  CHECK(path_of("{\"jobs\": [1]}") ==
        "h.json: error: jobs[0]: a job with a jobname is expected" + hint);
  CHECK(path_of(R"({"jobs": [{"jobname": "a"}]})") ==
        "h.json: error: jobs[0]: there are no bins; run fio with --output-format=json+" + hint);
  CHECK(path_of(R"({"jobs": [{"jobname": "a", "read": {"clat_ns": {"bins": {"128": 1}}}}]})") ==
        "h.json: error: jobs[0].read.clat_ns.bins.128: this is not the middle of a bin of fio" +
            hint);
  CHECK(path_of(R"({"jobs": [{"jobname": "a", "read": {"clat_ns": {"bins": {"129": -1}}}}]})") ==
        "h.json: error: jobs[0].read.clat_ns.bins.129: the count is not a whole number" + hint);
  CHECK(path_of(R"({"a": {"buckets": [[1, 2, 3], [1, 2]]}})") ==
        "h.json: error: a.buckets[1]: [low_us, high_us, count] is expected" + hint);
  CHECK(path_of(R"({"a": {"buckets": [[1.0001, 2, 3]]}})") ==
        "h.json: error: "
        "a.buckets[0]: a limit is not a whole number of nanoseconds" +
            hint);
  CHECK(path_of(R"({"a": {"buckets": [[1, 3, 3], [2, 4, 1]]}})") ==
        "h.json: error: the bucket from 2k starts before the end of the one before it, 3k" + hint);
  CHECK(path_of(std::string(1'000'000, '[')).find("this is not JSON") != std::string::npos);
}

TEST_CASE("other files are refused") {
  CHECK(wrong("h.txt", "", query()) ==
        "a.yaml:3:5: error: 'h.txt' is no histogram file\n    3 |     file\n      |     ^\n"
        "      = name a .csv of bucket counts or a .json of fio\n");
}
