#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/base/error.hpp"
#include "core/language/words.hpp"
#include "core/layout/layout.hpp"

/// Any bytes read as a layout, a theme, a rota rule and a word file: faults, never a crash; what reads without faults
/// survives writing and reading again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace skylt;
  try {
    const Json document =
        parse_json({reinterpret_cast<const char*>(data), size}, "fuzz", {.max_depth = 64, .max_bytes = 1u << 20});
    Faults faults;
    const Layout layout = read_layout(document, faults);
    if (faults.empty()) {
      const Layout again = read_layout(to_json(layout), faults);
      if (!faults.empty() || !(again == layout)) __builtin_trap();
    }
    Faults ignored;
    read_theme(document, ignored);
    JsonReader reader{document, ignored};
    read_rota_rule(reader);
    read_word_file(document, ignored);
  } catch (const Error&) {
  }
  return 0;
}
