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

  Number take(const T& value) {
    if (free_.empty()) {
      slots_.push_back(value);
      return static_cast<Number>(slots_.size() - 1);
    }
    const Number number = free_.back();
    free_.pop_back();
    slots_[number] = value;
    return number;
  }

  void give_back(Number number) {
    SIM_CHECK(number < slots_.size());
    free_.push_back(number);
  }

  [[nodiscard]] T& operator[](Number number) {
    SIM_CHECK(number < slots_.size());
    return slots_[number];
  }
  [[nodiscard]] const T& operator[](Number number) const {
    SIM_CHECK(number < slots_.size());
    return slots_[number];
  }

  [[nodiscard]] std::size_t in_use() const { return slots_.size() - free_.size(); }

  /// Calls `visit` with each element in use, in order of their numbers. Sorts a copy of the free
  /// numbers: for those who look on, not for handlers.
  template <class Visit>
  void for_each(Visit&& visit) const {
    std::vector<Number> free = free_;
    std::sort(free.begin(), free.end());
    auto next_free = free.begin();
    for (Number number = 0; number < slots_.size(); ++number) {
      if (next_free != free.end() && *next_free == number) {
        ++next_free;
      } else {
        visit(slots_[number]);
      }
    }
  }

 private:
  std::vector<T> slots_;
  std::vector<Number> free_;
};

}  // namespace sim
