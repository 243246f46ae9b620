// Throws bytes at the loader of scenarios and packages: nothing may crash, hang or leak.
#include <cstddef>
#include <cstdint>
#include <string>

#include "load_anything.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const bool package = text.rfind("package:", 0) == 0;
  static_cast<void>(package ? tests::loads_package(text) : tests::loads_anything(text));
  return 0;
}
