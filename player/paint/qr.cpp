#include <algorithm>
#include <qrcodegen/qrcodegen.hpp>

#include "player/paint/shapes.hpp"

namespace skylt {
namespace {

constexpr int kQuietModules = 4;  // ISO/IEC 18004

Picture draw(const qrcodegen::QrCode& code, SizePx size) {
  const int modules = code.getSize() + 2 * kQuietModules;
  const int module_px = std::min(size.width, size.height) / modules;
  if (module_px == 0) return {};
  Picture picture{size, std::vector<std::uint32_t>(static_cast<std::size_t>(size.width) * size.height, 0xffffffffu)};
  const int left = (size.width - code.getSize() * module_px) / 2;
  const int top = (size.height - code.getSize() * module_px) / 2;
  const PixelBuffer to{size, size.width, picture.pixels.data()};
  for (int y = 0; y < code.getSize(); ++y) {
    for (int x = 0; x < code.getSize(); ++x) {
      if (!code.getModule(x, y)) continue;
      fill(to, to.bounds(), {left + x * module_px, top + y * module_px, module_px, module_px}, Colour{});
    }
  }
  return picture;
}

}  // namespace

Picture qr_picture(const std::string& data, SizePx size) {
  try {
    return draw(qrcodegen::QrCode::encodeText(data.c_str(), qrcodegen::QrCode::Ecc::MEDIUM), size);
  } catch (const qrcodegen::data_too_long&) {
    return {};
  }
}

}  // namespace skylt
