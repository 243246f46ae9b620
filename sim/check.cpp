#include "sim/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace sim::detail {

void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: this must hold and does not: %s\n", file, line, condition);
  std::fprintf(stderr, "This is a mistake in durasim, not in your file.\n");
  std::abort();
}

}  // namespace sim::detail
