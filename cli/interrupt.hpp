// A first interrupt asks a long search to end with what it has; a second one ends the program.
//
// Shape          while one of these lives; the old handler is put back
// Checked by     tests/scenarios/orderings_test.cpp (what an interrupt leaves)
#pragma once

namespace cli {

class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  [[nodiscard]] static bool asked();

 private:
  void (*before_)(int);
};

}  // namespace cli
