#include <doctest/doctest.h>

#include <array>
#include <random>

#include "read_anything.hpp"

using namespace scenarios;

namespace {

constexpr std::string_view kSeed = R"(scenario: slow-disk
about: "The disk\tis slow."
rows: 10k
seed: -7
at: 1.5ms
link: 10Gbit/s
load: 20/ms
state: persisted
downtime: "< 15min"
window: [1ms, 5ms]
network: {piecewise: [{until: 5s, is: {mixture: [{weight: 1, is: 1ms}]}}, {is: 10ms}]}
document: {histogram: [{low: 1B, high: 2B, count: 3}], bounds: [1B, 9B]}
disk: {write: {histogram: {file: h.csv, write_size: 8KiB}}}
override:
  master: {write: {normal: {mean: 5ms, deviation: 1ms}}}
  replica0: {write: {pareto: {shape: 1.5, low: 1ms, high: 1s}, bounds: [2ms, 3ms]}}
script:
  - {store: k, value: 'it''s'}
  - wait: 5ms
)";
constexpr std::string_view kCsv = "write_bytes,bucket_low_us,bucket_high_us,count\n8192,1.5,2,3\n";
constexpr std::string_view kJson =
    R"({"jobs": [{"jobname": "a", "read": {"clat_ns": {"bins": {"129": 3, "5472": 1}}}}]})";

constexpr std::array<std::string_view, 24> kPieces{"{",
                                                   "}",
                                                   "[",
                                                   "]",
                                                   ":",
                                                   ",",
                                                   "'",
                                                   "\"",
                                                   "\n",
                                                   "- ",
                                                   "? ",
                                                   "&a",
                                                   "*a",
                                                   "!t",
                                                   "<<",
                                                   "|",
                                                   ">",
                                                   "\t",
                                                   "\xFF",
                                                   "\xE6\x97\xA5",
                                                   "99999999999999999999",
                                                   "0",
                                                   "-",
                                                   ".5"};

/// One to eight edits: a piece put in, a stretch taken out or said twice, a byte changed.
std::string mutated(std::string text, std::mt19937_64& bits) {
  for (std::uint64_t edits = 1 + bits() % 8; edits > 0; --edits) {
    const std::size_t at = bits() % (text.size() + 1);
    const std::size_t length = 1 + bits() % 12;
    switch (bits() % 4) {
      case 0:
        text.insert(at, kPieces[bits() % kPieces.size()]);
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        text.insert(at, text.substr(at, length));
        break;
      default:
        if (at < text.size()) text[at] = static_cast<char>(bits() % 256);
    }
  }
  return text;
}

}  // namespace

TEST_CASE("a broken file never breaks the reader, whatever is changed in it") {
  std::mt19937_64 bits(20261121);
  CHECK(read_anything(kSeed) == 1);  // the histogram file is the scenario itself here
  int right = 0;
  constexpr int kRounds = 10'000;
  for (int i = 0; i < kRounds; ++i) {
    const std::string_view seed = i % 5 == 0 ? kCsv : i % 5 == 1 ? kJson : kSeed;
    if (read_anything(mutated(std::string(seed), bits)) <= 1) ++right;
  }
  // Both roads were taken: files that are refused, and files that are read to the end.
  CHECK(right > 200);
  CHECK(right < kRounds / 2);
}
