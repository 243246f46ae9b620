#include "cli/interrupt.hpp"

#include <csignal>

namespace cli {

namespace {

volatile std::sig_atomic_t g_asked = 0;

void note_interrupt(int signal_number) {
  g_asked = 1;
  ::signal(signal_number, SIG_DFL);
}

}  // namespace

Interrupt::Interrupt(std::chrono::seconds most)
    : end_(std::chrono::steady_clock::now() + most), before_(::signal(SIGINT, note_interrupt)) {
  g_asked = 0;
}

Interrupt::~Interrupt() { ::signal(SIGINT, before_); }

bool Interrupt::asked() const { return g_asked != 0 || std::chrono::steady_clock::now() > end_; }

}  // namespace cli
