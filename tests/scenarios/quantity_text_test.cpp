#include "sim/quantity_text.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using namespace std::chrono_literals;
using sim::to_text;

TEST_CASE("durations are printed exactly, in the unit a person would take") {
  CHECK(to_text(0ns) == "0ms");
  CHECK(to_text(1ns) == "1ns");
  CHECK(to_text(999ns) == "999ns");
  CHECK(to_text(1us) == "1us");
  CHECK(to_text(105'321ns) == "105.321us");
  CHECK(to_text(80ms) == "80ms");
  CHECK(to_text(1250us) == "1.25ms");
  CHECK(to_text(1s + 1ns) == "1.000000001s");
  CHECK(to_text(59s) == "59s");
  CHECK(to_text(1min) == "1min");
  CHECK(to_text(90s) == "90s");
  CHECK(to_text(15min) == "15min");
  CHECK(to_text(90min) == "90min");
  CHECK(to_text(3h) == "3h");
  CHECK(to_text(48h) == "2d");
  CHECK(to_text(sim::Duration::max()) == "9223372036.854775807s");
  CHECK(to_text(sim::Duration::min()) == "-9223372036.854775808s");
  CHECK(to_text(-5ms) == "-5ms");
}

TEST_CASE("instants are durations since the start") {
  CHECK(to_text(sim::at(106ms)) == "106ms");
  CHECK(to_text(sim::kNever) == "never");
}

TEST_CASE("sizes take the shortest whole unit, binary first") {
  CHECK(to_text(sim::Bytes{0}) == "0B");
  CHECK(to_text(sim::Bytes{512}) == "512B");
  CHECK(to_text(sim::Bytes{4096}) == "4KiB");
  CHECK(to_text(sim::Bytes{1'000'000}) == "1MB");
  CHECK(to_text(sim::Bytes{1500}) == "1500B");
  CHECK(to_text(sim::Bytes{1LL << 40}) == "1TiB");
  CHECK(to_text(sim::Bytes{-4096}) == "-4KiB");
}

TEST_CASE("rates are printed in bytes, or in bits for links") {
  CHECK(to_text(sim::ByteRate{125'000'000}) == "125MB/s");
  CHECK(to_text(sim::ByteRate{125LL << 20}) == "125MiB/s");
  CHECK(sim::bit_rate_text({1'250'000'000}) == "10Gbit/s");
  CHECK(sim::bit_rate_text({1}) == "8bit/s");
  CHECK(sim::bit_rate_text({INT64_MAX}) == "73786976294838206456bit/s");
}

TEST_CASE("event rates take the unit that says them exactly") {
  CHECK(to_text(sim::EventRate::of(5000, 1s)) == "5000/s");
  CHECK(to_text(sim::EventRate::of(20, 1ms)) == "20000/s");
  CHECK(to_text(sim::EventRate::of(20, 1min)) == "20/min");
  CHECK(to_text(sim::EventRate::of(25, 10s)) == "150/min");
  CHECK(to_text(sim::EventRate::of(1, 7ns)) == "1 per 7ns");
  CHECK(sim::EventRate::of(5000, 1s).mean_interval_nanoseconds() == 200'000.0);
  CHECK(sim::EventRate::of(3, 1min).per_second() == 0.05);
}

TEST_CASE("counts take k, M and G where they are whole") {
  CHECK(sim::count_text(0) == "0");
  CHECK(sim::count_text(1500) == "1500");
  CHECK(sim::count_text(10'000) == "10k");
  CHECK(sim::count_text(2'000'000) == "2M");
  CHECK(sim::count_text(-3'000'000'000) == "-3G");
}

TEST_CASE("numbers are as short as they read back, without an exponent") {
  CHECK(sim::number_text(0.1) == "0.1");
  CHECK(sim::number_text(3) == "3");
  CHECK(sim::number_text(-0.25) == "-0.25");
  CHECK(sim::number_text(1e-9) == "0.000000001");
  CHECK(sim::number_text(1e21) == "1000000000000000000000");
  CHECK(sim::number_text(std::numeric_limits<double>::denorm_min()).size() == 326);
}
