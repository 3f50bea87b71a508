// libFuzzer's way into one of the targets, which the build names.
#include "fuzz/targets.h"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  handrail::fuzz::HANDRAIL_FUZZ_TARGET({reinterpret_cast<const char*>(data), size}); // NOLINT: bytes are bytes
  return 0;
}
