// One workload of the scenario: which operation comes next, on which key, of which size.
//
// Randomness     streams (workload/NAME, kind | key | size | watch); the schedule's latency
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
  Draft next() {
    SIM_CHECK(more());
    const OperationKind kind = only_kind_ ? *only_kind_ : draw_kind();
    const KeyIndex key = sequential_ ? next_in_turn() : draw_key();
    const bool has_value = kind == OperationKind::kStore;
    ++sent_;
    return {kind, key, !has_value ? 0 : only_size_ ? *only_size_ : draw_size()};
  }

  /// Whether clients watch this operation.
  bool is_watched(const Draft& draft) {
    const bool writes = draft.kind == OperationKind::kStore || draft.kind == OperationKind::kDelete;
    return writes && (watched_ >= 1 || watches_.uniform() < watched_);
  }

  /// The count is not yet used up.
  [[nodiscard]] bool more() const { return sent_ < count_; }
  [[nodiscard]] std::uint64_t sent() const { return sent_; }
  /// Time between arrivals, or a client's time to think.
  [[nodiscard]] sim::LatencyId pause() const { return pause_; }

 private:
  OperationKind draw_kind();
  KeyIndex draw_key();
  std::uint32_t draw_size();

  KeyIndex next_in_turn() {
    const KeyIndex key = keys_.first + turn_;
    turn_ = turn_ + 1 == keys_.count ? 0 : turn_ + 1;
    return key;
  }

  std::array<double, kOperationKinds> up_to_{};  // the mix, summed up and normed to 1
  KeyRange keys_;
  bool sequential_;
  std::uint32_t turn_ = 0;  // of sequential keys: which of them comes next
  std::optional<sim::Zipf> zipf_;
  sim::Distribution value_size_;
  std::optional<std::uint32_t> only_size_;  // every value is of this size
  std::uint64_t count_;
  std::uint64_t sent_ = 0;
  std::optional<OperationKind> only_kind_;  // the mix has no other
  sim::LatencyId pause_;
  sim::Stream kinds_;
  sim::Stream key_stream_;
  sim::Stream sizes_;
  double watched_;
  sim::Stream watches_;
};

}  // namespace models::durability
