// Throws bytes at everything that reads a user's file: nothing may crash, hang or leak.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "read_anything.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  scenarios::read_anything({reinterpret_cast<const char*>(data), size});
  return 0;
}
