#include "scenarios/distribution_field.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "scenarios/fields.hpp"

using namespace scenarios;
using namespace std::chrono_literals;
using sim::Distribution;

namespace {

constexpr Field kThingFields[] = {
    {.name = "latency", .kind = Kind::kLatency, .about = "A latency.", .example = "1ms"},
    {.name = "time", .kind = Kind::kPiecewiseLatency, .about = "A latency.", .example = "1ms"},
    {.name = "size", .kind = Kind::kSizeDistribution, .about = "A size.", .example = "1KiB"}};
constexpr Table kThing{.name = "thing", .about = "Distributions.", .fields = kThingFields};

const FileSource kFiles = memory_files(
    {{"data/fsync.csv", "bucket_low_us,bucket_high_us,count\n1.000,2.000,30\n2.000,4.000,70\n"}});

struct ReadLatency {
  explicit ReadLatency(const std::string& text)
      : root(parse_document("data/a.yaml", text, problems)),
        fields(read_fields(root, kThing, kFiles, problems)) {}

  [[nodiscard]] std::string wrong() const {
    std::string result;
    for (const Problem& problem : problems.sorted()) {
      result += fmt::format("{}:{} {}{}{}", problem.place.line, problem.place.column,
                            problem.message, problem.hint.empty() ? "" : " = ", problem.hint);
    }
    return result;
  }

  Problems problems;
  Value root;
  Fields fields;
};

DistributionValue latency(const std::string& text) {
  const ReadLatency read("latency: " + text + "\n");
  CHECK(read.wrong() == "");
  const auto value = read.fields.latency("latency");
  REQUIRE(value);
  CHECK(value->place == Place{"data/a.yaml", 1, 10});
  return *value;
}

std::string wrong_latency(const std::string& text) {
  const ReadLatency read("latency: " + text + "\n");
  CHECK_FALSE(read.fields.latency("latency"));
  return read.wrong();
}

}  // namespace

TEST_CASE("every form is the distribution it says, and has its words") {
  const auto is = [](const std::string& text, const Distribution& distribution,
                     const std::string& words) {
    CAPTURE(text);
    const DistributionValue value = latency(text);
    CHECK(value.distribution == distribution);
    CHECK(value.text == words);
  };
  is("80ms", Distribution::constant(80'000'000), "80ms");
  is("{uniform: [1ms, 5ms]}", Distribution::uniform(1'000'000, 5'000'000), "uniform, 1ms to 5ms");
  is("{exponential: 100us}", Distribution::exponential(1e5), "exponential, mean 100us");
  is("{normal: {mean: 5ms, deviation: 1ms}}", Distribution::normal(5e6, 1e6),
     "normal, mean 5ms, deviation 1ms");
  is("{normal: {mean: 5ms, deviation: 1ms, low: 1ms, high: 9ms}}",
     Distribution::normal(5e6, 1e6, 1'000'000, 9'000'000),
     "normal, mean 5ms, deviation 1ms, from 1ms, up to 9ms");
  is("{lognormal: {median: 200us, p99: 900us}}", Distribution::lognormal(2e5, 9e5),
     "lognormal, median 200us, p99 900us");
  is("{gamma: {shape: 2, mean: 1ms}}", Distribution::gamma(2, 1e6), "gamma, shape 2, mean 1ms");
  is("{pareto: {shape: 1.5, low: 1ms, high: 1s}}",
     Distribution::pareto(1.5, 1'000'000, 1'000'000'000), "pareto, shape 1.5, from 1ms to 1s");
  is("{mixture: [{weight: 0.99, is: 1ms}, {weight: 0.01, is: {exponential: 50ms}}]}",
     Distribution::mixture(
         {{0.99, Distribution::constant(1'000'000)}, {0.01, Distribution::exponential(5e7)}}),
     "mixture, 0.99 of 1ms, 0.01 of (exponential, mean 50ms)");
  is("{histogram: [{low: 1ms, high: 2ms, count: 10}, {low: 2ms, high: 4ms, count: 3}]}",
     Distribution::empirical({{1'000'000, 2'000'000, 10}, {2'000'000, 4'000'000, 3}}),
     "histogram, 13 observations in 2 buckets");
  is("{histogram: {file: fsync.csv}}",
     Distribution::empirical({{1'000, 2'000, 30}, {2'000, 4'000, 70}}),
     "histogram, 100 observations of fsync.csv");
  is("{exponential: 100us, bounds: [10us, 1ms]}",
     Distribution::exponential(1e5).bounded(10'000, 1'000'000),
     "exponential, mean 100us, between 10us and 1ms");
}

TEST_CASE("sizes are distributed like latencies") {
  const ReadLatency read(
      "size: {mixture: [{weight: 1, is: 1KiB}, {weight: 3, is: {uniform: [1B, 2B]}}]}");
  CHECK(read.wrong() == "");
  CHECK(read.fields.size_distribution("size")->text ==
        "mixture, 1 of 1KiB, 3 of (uniform, 1B to 2B)");
  CHECK(
      read.fields.size_distribution("size")->distribution ==
      Distribution::mixture({{1, Distribution::constant(1024)}, {3, Distribution::uniform(1, 2)}}));
  const ReadLatency histogram("size: {histogram: [{low: 1B, high: 3B, count: 1}]}");
  CHECK(histogram.fields.size_distribution("size")->distribution ==
        Distribution::empirical({{1, 3, 1}}));
  CHECK(ReadLatency("size: 5ms").wrong() ==
        "1:7 '5ms' has no unit of size: 'ms' = write one of B, KB, MB, GB, TB, KiB, MiB, GiB or "
        "TiB");
}

TEST_CASE("impossible numbers are refused where they stand") {
  CHECK(wrong_latency("{uniform: [5ms, 1ms]}") ==
        "1:26 the range ends at 1ms, before its start at 5ms = write the lower one first");
  CHECK(wrong_latency("{exponential: 0ms}") == "1:24 0ms is too small = the least is 1ns");
  CHECK(wrong_latency("{normal: {mean: 5ms, deviation: 0ms}}") ==
        "1:42 0ms is too small = the least is 1ns");
  CHECK(wrong_latency("{normal: {mean: 5ms, deviation: 1ms, low: 9ms, high: 1ms}}") ==
        "1:63 'high' (1ms) is below 'low' (9ms)");
  CHECK(wrong_latency("{normal: {mean: 5ms, deviation: 1ns, low: 9ms, high: 10ms}}") ==
        "1:63 nothing of this normal distribution lies between low and high"
        " = widen the limits, or move the mean between them");
  CHECK(wrong_latency("{lognormal: {median: 2ms, p99: 1ms}}") ==
        "1:41 'p99' (1ms) is below 'median' (2ms)");
  CHECK(wrong_latency("{gamma: {shape: 0, mean: 1ms}}") == "1:26 'shape' must be more than 0");
  CHECK(wrong_latency("{pareto: {shape: -1, low: 1ms, high: 2ms}}") ==
        "1:27 'shape' must be more than 0");
  CHECK(wrong_latency("{pareto: {shape: 1, low: 3ms, high: 2ms}}") ==
        "1:46 'high' (2ms) is below 'low' (3ms)");
  CHECK(wrong_latency("{mixture: [{weight: 0, is: 1ms}]}") == "1:30 'weight' must be more than 0");
  CHECK(wrong_latency("{histogram: [{low: 1ms, high: 1ms, count: 1}]}") ==
        "1:29 the bucket from 1M to 1M is empty");
  CHECK(wrong_latency(
            "{histogram: [{low: 1ms, high: 3ms, count: 1}, {low: 2ms, high: 4ms, count: 1}]}") ==
        "1:62 the bucket from 2M starts before the end of the one before it, 3M");
  CHECK(wrong_latency("{histogram: [{low: 1ms, high: 2ms, count: 0}]}") ==
        "1:22 the histogram has no observations = one bucket at least needs a count above 0");
  CHECK(wrong_latency("{uniform: [1ms, 2ms], bounds: [3ms, 4ms]}") ==
        "1:40 nothing of the distribution (uniform, 1ms to 2ms) lies between 3ms and 4ms"
        " = widen the bounds");
  CHECK(wrong_latency("{histogram: {file: absent.csv}}") ==
        "1:29 'data/absent.csv': no such file = the path is seen from the folder of this file");
}

TEST_CASE("wrong shapes are refused before any number is looked at") {
  CHECK(wrong_latency("{}") ==
        "1:10 one of uniform, exponential, normal, lognormal, gamma, pareto, mixture or histogram"
        " is missing = write exactly one");
  CHECK(wrong_latency("{uniform: [1ms, 2ms], exponential: 1ms}") ==
        "1:32 'uniform' and 'exponential' exclude each other = keep one of them");
  CHECK(wrong_latency("{exponentail: 1ms}") ==
        "1:10 one of uniform, exponential, normal, lognormal, gamma, pareto, mixture or histogram"
        " is missing = write exactly one"
        "1:11 unknown field 'exponentail' = did you mean 'exponential'?");
  CHECK(wrong_latency("{mixture: []}") ==
        "1:20 the list 'mixture' is empty = for example 'mixture: [{weight: 0.99, is: 1ms}, "
        "{weight: 0.01, is: {exponential: 50ms}}]'");
  CHECK(wrong_latency("{mixture: [{weight: 1, is: {gamma: {shape: 1}}}]}") ==
        "1:45 gamma: 'mean' is missing = write 'mean: 1ms'");
}

TEST_CASE("a latency over time is pieces that follow one another") {
  const ReadLatency read(
      "time: {piecewise: [{until: 5s, is: 1ms}, {until: 8s, is: 10ms}, {is: 1ms}]}");
  const auto pieces = read.fields.pieces("time");
  REQUIRE(pieces.size() == 3);
  CHECK(pieces[0].until == 5s);
  CHECK(pieces[1].until == 8s);
  CHECK(pieces[1].is.distribution.as_constant() == 10'000'000);
  CHECK_FALSE(pieces[2].until);
  CHECK(ReadLatency("time: 3ms").fields.pieces("time").size() == 1);
  CHECK(ReadLatency("time: {exponential: 3ms}").fields.pieces("time").size() == 1);
}

TEST_CASE("pieces that leave a gap or go back are refused") {
  CHECK(ReadLatency("time: {piecewise: [{until: 5s, is: 1ms}]}").wrong() ==
        "1:28 the last piece has no end = leave out 'until'");
  CHECK(ReadLatency("time: {piecewise: [{is: 1ms}, {is: 2ms}]}").wrong() ==
        "1:20 only the last piece may have no end = write 'until: 5s'");
  CHECK(ReadLatency("time: {piecewise: [{until: 5s, is: 1ms}, {until: 5s, is: 2ms}, {is: 1ms}]}")
            .wrong() ==
        "1:50 this piece ends before it begins = let each 'until' be later than the one before");
  CHECK(
      ReadLatency("latency: {piecewise: [{is: 1ms}]}").wrong().find("unknown field 'piecewise'") !=
      std::string::npos);
}

TEST_CASE("mixtures in mixtures are read once, however deep") {
  std::string text = "1ms";
  for (int depth = 0; depth < 9; ++depth) {
    text = "{mixture: [{weight: 1, is: " + text + "}, {weight: 1, is: 2ms}]}";
  }
  CHECK(latency(text).distribution.support() == sim::Support{1'000'000, 2'000'000});
}
