#include "player/paint/png.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <fstream>

#include "core/base/error.hpp"
#include "player/paint/cairo.hpp"

namespace skylt {
namespace {

void put_number(std::string& to, std::uint32_t number) {
  for (const int shift : {24, 16, 8, 0}) to += static_cast<char>(number >> shift & 0xff);
}

/// A chunk of a PNG file: length, type, data, check sum (ISO/IEC 15948 §5.3).
void put_chunk(std::ofstream& out, const std::string& type, const std::string& data) {
  std::string head, check;
  put_number(head, static_cast<std::uint32_t>(data.size()));
  const std::string body = type + data;
  put_number(check, static_cast<std::uint32_t>(
                        crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()))));
  out << head << body << check;
}

/// Rows of eight-bit RGB, each with filter type 0.
std::string rgb_rows(const PixelBuffer& pixels) {
  const auto width = static_cast<std::size_t>(pixels.size.width), height = static_cast<std::size_t>(pixels.size.height);
  std::string rows((width * 3 + 1) * height, '\0');
  auto* to = rows.data();
  for (int y = 0; y < pixels.size.height; ++y) {
    ++to;
    const std::uint32_t* from = pixels.at(0, y);
    for (std::size_t x = 0; x < width; ++x) {
      *to++ = static_cast<char>(from[x] >> 16 & 0xff);
      *to++ = static_cast<char>(from[x] >> 8 & 0xff);
      *to++ = static_cast<char>(from[x] & 0xff);
    }
  }
  return rows;
}

}  // namespace

void write_png_fast(const PixelBuffer& pixels, const std::string& path) {
  const std::string rows = rgb_rows(pixels);
  uLongf size = compressBound(rows.size());
  std::string packed(size, '\0');
  compress2(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(rows.data()), rows.size(),
            1);
  packed.resize(size);
  std::string head;
  put_number(head, static_cast<std::uint32_t>(pixels.size.width));
  put_number(head, static_cast<std::uint32_t>(pixels.size.height));
  head += std::string{"\x08\x02\x00\x00\x00", 5};
  std::ofstream out{path, std::ios::binary};
  out << "\x89PNG\r\n\x1a\n";
  put_chunk(out, "IHDR", head);
  put_chunk(out, "IDAT", packed);
  put_chunk(out, "IEND", "");
  if (!out.flush()) throw Error{ErrorCode::Unavailable, path + ": cannot write the picture"};
}

void shrink(const PixelBuffer& to, const PixelBuffer& from) {
  for (int y = 0; y < to.size.height; ++y) {
    const int top = y * from.size.height / to.size.height;
    const int bottom = std::max(top + 1, (y + 1) * from.size.height / to.size.height);
    for (int x = 0; x < to.size.width; ++x) {
      const int left = x * from.size.width / to.size.width;
      const int right = std::max(left + 1, (x + 1) * from.size.width / to.size.width);
      std::array<std::uint32_t, 3> sum{};
      for (int row = top; row < bottom; ++row) {
        for (int column = left; column < right; ++column) {
          const std::uint32_t pixel = *from.at(column, row);
          sum[0] += pixel >> 16 & 0xff;
          sum[1] += pixel >> 8 & 0xff;
          sum[2] += pixel & 0xff;
        }
      }
      const auto count = static_cast<std::uint32_t>((bottom - top) * (right - left));
      *to.at(x, y) = 0xff000000u | (sum[0] / count) << 16 | (sum[1] / count) << 8 | sum[2] / count;
    }
  }
}

void write_png(const PixelBuffer& pixels, const std::string& path) {
  const CairoSurfacePtr surface{cairo_image_surface_create_for_data(reinterpret_cast<unsigned char*>(pixels.pixels),
                                                                    CAIRO_FORMAT_RGB24, pixels.size.width,
                                                                    pixels.size.height, pixels.stride * 4)};
  const cairo_status_t status = cairo_surface_write_to_png(surface.get(), path.c_str());
  if (status != CAIRO_STATUS_SUCCESS) {
    throw Error{ErrorCode::Unavailable, path + ": cannot write the picture: " + cairo_status_to_string(status)};
  }
}

}  // namespace skylt
