// SIM_CHECK: a condition that only our own mistake can break.
//
// Stays on in release builds. A broken one prints the condition and its place on
// standard error and aborts; nothing a user writes may reach it.
// Checked by     tests/sim/check_test.cpp
#pragma once

namespace sim::detail {
[[noreturn]] void check_failed(const char* condition, const char* file, int line);
}  // namespace sim::detail

#define SIM_CHECK(condition)          \
  (__builtin_expect(!!(condition), 1) \
       ? static_cast<void>(0)         \
       : ::sim::detail::check_failed(#condition, __FILE__, __LINE__))
