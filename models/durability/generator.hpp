// One workload of the scenario: which operation comes next, on which key, of which size.
//
// Randomness     streams (workload/NAME, kind | key | size); the schedule's latency
//                (workload/NAME, interval | think) says when
// Shape          a value of a few words: a copy continues as the original would
// Checked by     tests/models/generator_test.cpp (shares of the mix, popularity, counts)
#pragma once

#include <cstdint>
#include <optional>

#include "models/durability/events.hpp"
#include "models/durability/params.hpp"
#include "sim/zipf.hpp"

namespace models::durability {

/// Time between arrivals, or a client's time to think, as the params give it.
[[nodiscard]] const hardware::Latency& pause_of(const GeneratorParams& params);

class Generator {
 public:
  struct Draft {
    OperationKind kind;
    KeyIndex key;
    std::uint32_t size;
  };

  Generator(const GeneratorParams& params, Schedule& schedule);

  /// The next operation. REQUIRES: more().
  Draft next();

  /// The count is not yet used up.
  [[nodiscard]] bool more() const { return sent_ < count_; }
  [[nodiscard]] std::uint64_t sent() const { return sent_; }
  /// Time between arrivals, or a client's time to think.
  [[nodiscard]] sim::LatencyId pause() const { return pause_; }

 private:
  OperationKind draw_kind();
  KeyIndex draw_key();

  std::array<double, kOperationKinds> up_to_{};  // the mix, summed up and normed to 1
  KeyRange keys_;
  bool sequential_;
  std::optional<sim::Zipf> zipf_;
  sim::Distribution value_size_;
  std::uint64_t count_;
  std::uint64_t sent_ = 0;
  bool one_kind_;
  sim::LatencyId pause_;
  sim::Stream kinds_;
  sim::Stream key_stream_;
  sim::Stream sizes_;
};

}  // namespace models::durability
