// How much of a run is looked at where windows stand for the rest.
//
// Shape          a value
#pragma once

#include <cstdint>

namespace models::migration {

struct Sampling {
  std::uint64_t window = 1 << 15;  // events of a window, at least
  std::uint32_t windows = 32;      // of a stretch of equal work, at least, and more where it begins
  bool skips = true;               // what has a period is skipped exactly
};

}  // namespace models::migration
