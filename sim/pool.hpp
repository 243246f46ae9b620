// Numbered slots for things in flight: take one, use its number, give it back.
//
// A number is valid from take() to give_back(); the smallest memory is the most that was ever in
// flight at once. Numbers are reused last-out-first-in, so they depend on history alone.
// Shape          elements are trivially copyable; numbers are 32-bit
// Checked by     tests/sim/pool_test.cpp
#pragma once

#include <algorithm>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "sim/check.hpp"

namespace sim {

template <class T>
class Pool {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  using Number = std::uint32_t;

  /// REQUIRES: `value` is none of its own.
  Number take(const T& value) {
    const Number number = take();
    slots_[number] = value;
    return number;
  }

  /// A number whose content is whatever was there; the caller fills it in.
  Number take() {
    if (free_count_ == 0) add_slot();
    return free_[--free_count_];
  }

  /// REQUIRES: the number is in use.
  void give_back(Number number) {
    SIM_CHECK(number < count_ && free_count_ < count_);
    free_[free_count_++] = number;
  }

  [[nodiscard]] T& operator[](Number number) {
    SIM_CHECK(number < count_);
    return slots_[number];
  }
  [[nodiscard]] const T& operator[](Number number) const {
    SIM_CHECK(number < count_);
    return slots_[number];
  }

  [[nodiscard]] std::size_t in_use() const { return count_ - free_count_; }

  /// Calls `visit` with each element in use, in order of their numbers. Sorts a copy of the free
  /// numbers: for those who look on, not for handlers.
  template <class Visit>
  void for_each(Visit&& visit) const {
    for_each_number([&](Number number) { visit(slots_[number]); });
  }
  template <class Visit>
  void for_each(Visit&& visit) {
    for_each_number([&](Number number) { visit(slots_[number]); });
  }

  /// Which numbers come next is the same each time, and what `visit` says of each element in use;
  /// see sim/recurrence.hpp.
  template <class Walk, class Visit>
  void recur(Walk& recurrence, Visit&& visit) {
    recurrence.same(count_);
    recurrence.same(free_count_);
    for (std::uint32_t i = 0; i < free_count_; ++i) recurrence.same(free_[i]);
    for_each(visit);
  }

  /// The numbers in use, in their order.
  template <class Visit>
  void for_each_number(Visit&& visit) const {
    std::vector<Number> free(free_.begin(), free_.begin() + free_count_);
    std::sort(free.begin(), free.end());
    auto next_free = free.begin();
    for (Number number = 0; number < slots_.size(); ++number) {
      if (next_free != free.end() && *next_free == number) {
        ++next_free;
      } else {
        visit(number);
      }
    }
  }

 private:
  [[gnu::noinline]] void add_slot() {
    slots_.emplace_back();
    free_.emplace_back();
    free_.front() = count_++;
    free_count_ = 1;
  }

  std::vector<T> slots_;
  std::vector<Number> free_;      // the first free_count_ of them
  std::uint32_t free_count_ = 0;  // counted here, since a vector's size costs a division
  std::uint32_t count_ = 0;       // slots_.size()
};

}  // namespace sim
