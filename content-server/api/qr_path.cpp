#include "content-server/api/qr_path.hpp"

#include <qrcodegen/qrcodegen.hpp>

#include "core/base/error.hpp"

namespace skylt {
namespace {

constexpr int kQuiet = 4;  // modules, ISO/IEC 18004

qrcodegen::QrCode encode(const std::string& text) {
  try {
    return qrcodegen::QrCode::encodeText(text.c_str(), qrcodegen::QrCode::Ecc::MEDIUM);
  } catch (const qrcodegen::data_too_long&) {
    throw Error{ErrorCode::Invalid, "too long for a QR code"};
  }
}

}  // namespace

QrPath qr_path(const std::string& text) {
  const auto code = encode(text);
  QrPath path{code.getSize() + 2 * kQuiet, ""};
  for (int y = 0; y < code.getSize(); ++y) {
    for (int x = 0; x < code.getSize();) {
      int end = x;
      while (end < code.getSize() && code.getModule(end, y)) ++end;
      if (end > x)
        path.d += 'M' + std::to_string(x + kQuiet) + ' ' + std::to_string(y + kQuiet) + 'h' + std::to_string(end - x) +
                  "v1h-" + std::to_string(end - x) + 'z';
      x = end + 1;
    }
  }
  return path;
}

}  // namespace skylt
