// A first-in-first-out queue in one block of memory that grows by doubling.
//
// std::deque takes a block for every few elements and copies slowly; worlds are copied often.
// Shape          elements are trivially copyable; capacity is a power of two
// Errors         none; REQUIRES on each access
// Checked by     tests/sim/ring_test.cpp
#pragma once

#include <cstddef>
#include <type_traits>
#include <vector>

#include "sim/check.hpp"

namespace sim {

template <class T>
class Ring {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::size_t size() const { return size_; }

  // By value, and never in memory if the compiler can help it: what is written in parts and read
  // back at once as a whole keeps processors waiting.
  void push_back(T value) {
    if (size_ == capacity_) grow();
    slots_[place(size_++)] = value;
  }

  /// Adds an element with whatever lies in its place; the caller fills it in, before it adds more.
  [[nodiscard]] T& append() {
    if (size_ == capacity_) grow();
    return slots_[place(size_++)];
  }

  /// REQUIRES: not empty.
  [[nodiscard]] const T& front() const { return (*this)[0]; }

  /// Removes and returns the oldest. REQUIRES: not empty.
  T pop_front() {
    SIM_CHECK(size_ > 0);
    const T value = slots_[first_];
    first_ = place(1);
    --size_;
    return value;
  }

  /// The newest, and its removal. REQUIRES: not empty.
  [[nodiscard]] const T& back() const { return (*this)[size_ - 1]; }
  void pop_back() {
    SIM_CHECK(size_ > 0);
    --size_;
  }

  /// The i-th oldest. REQUIRES: i < size().
  [[nodiscard]] const T& operator[](std::size_t i) const {
    SIM_CHECK(i < size_);
    return slots_[place(i)];
  }
  [[nodiscard]] T& operator[](std::size_t i) {
    SIM_CHECK(i < size_);
    return slots_[place(i)];
  }

  void clear() {
    first_ = 0;
    size_ = 0;
  }

 private:
  [[nodiscard]] std::size_t place(std::size_t i) const { return (first_ + i) & (capacity_ - 1); }

  [[gnu::noinline]] void grow() {
    std::vector<T> larger(slots_.empty() ? 8 : slots_.size() * 2);
    for (std::size_t i = 0; i < size_; ++i) larger[i] = (*this)[i];
    slots_ = std::move(larger);
    capacity_ = slots_.size();
    first_ = 0;
  }

  std::vector<T> slots_;
  std::size_t capacity_ = 0;  // slots_.size(), which costs a division
  std::size_t first_ = 0;
  std::size_t size_ = 0;
};

}  // namespace sim
