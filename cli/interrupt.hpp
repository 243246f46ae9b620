// What ends a long search early: an interrupt, or its time. A second interrupt ends the program.
//
// Shape          while one of these lives; the old handler is put back
// Checked by     tests/scenarios/orderings_test.cpp (what is left of a search that is ended early)
#pragma once

#include <chrono>

namespace cli {

class Interrupt {
 public:
  explicit Interrupt(std::chrono::seconds most);
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  [[nodiscard]] bool asked() const;

 private:
  std::chrono::steady_clock::time_point end_;
  void (*before_)(int);
};

}  // namespace cli
