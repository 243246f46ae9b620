// Throws bytes at everything that reads a user's file: nothing may crash, hang or leak.
//
// Build          clang++ -std=c++20 -I. -fsanitize=fuzzer,address,undefined, with this file, the
//                scenarios_language_sources of scenarios/meson.build, sim/*.cpp, yaml-cpp and fmt
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "read_anything.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  scenarios::read_anything({reinterpret_cast<const char*>(data), size});
  return 0;
}
