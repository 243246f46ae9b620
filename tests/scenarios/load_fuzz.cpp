// Throws bytes at the loader of scenarios: nothing may crash, hang or leak.
//
// Build          clang++ -std=c++20 -I. -fsanitize=fuzzer,address,undefined, with the sources of
//                sim/, models/ and scenarios/ and the generated built-in files; see meson.build
#include <cstddef>
#include <cstdint>
#include <string>

#include "load_anything.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static_cast<void>(tests::loads_anything(std::string(reinterpret_cast<const char*>(data), size)));
  return 0;
}
