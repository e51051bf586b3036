#pragma once
#include <string>

namespace skylt {

/// A QR code as the outline of its dark modules, for the "d" of an SVG path: one unit a module, with a quiet zone of
/// four; `side` is the length of the square that holds it.
struct QrPath {
  int side = 0;
  std::string d;
};
/// Throws Error(invalid) when `text` is too long for a code.
QrPath qr_path(const std::string& text);

}  // namespace skylt
