// Numbered slots for things in flight: take one, use its number, give it back.
//
// A number is valid from take() to give_back(); the smallest memory is the most that was ever in
// flight at once. Numbers are reused last-out-first-in, so they depend on history alone.
// Shape          elements are trivially copyable; numbers are 32-bit
// Checked by     tests/sim/pool_test.cpp
#pragma once

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

 private:
  std::vector<T> slots_;
  std::vector<Number> free_;
};

}  // namespace sim
