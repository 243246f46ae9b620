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

Interrupt::Interrupt() : before_(::signal(SIGINT, note_interrupt)) { g_asked = 0; }

Interrupt::~Interrupt() { ::signal(SIGINT, before_); }

bool Interrupt::asked() { return g_asked != 0; }

}  // namespace cli
