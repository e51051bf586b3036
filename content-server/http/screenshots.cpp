#include "content-server/http/screenshots.hpp"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <vector>

#include "core/base/ascii.hpp"
#include "core/base/error.hpp"

namespace skylt {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPngStart = "\x89PNG\r\n\x1a\n";

constexpr std::uint32_t kLargestSide = 16384;

std::uint32_t big_endian(const std::string& bytes, std::size_t from) {
  std::uint32_t number = 0;
  for (std::size_t i = from; i < from + 4; ++i) number = number << 8 | static_cast<unsigned char>(bytes[i]);
  return number;
}

/// Of the picture itself nothing is read: what it says of its size is what whoever opens it will ask memory for.
void check_png(const std::string& png) {
  constexpr std::size_t kType = 12, kWidth = 16, kHeight = 20, kHeaderEnd = 24;  // IHDR (PNG §11.2.2)
  if (png.compare(0, kPngStart.size(), kPngStart) != 0 || png.size() < kHeaderEnd || png.compare(kType, 4, "IHDR") != 0)
    throw Error{ErrorCode::Invalid, "a screenshot is a PNG"};
  for (const std::size_t side : {kWidth, kHeight}) {
    const auto pixels = big_endian(png, side);
    if (pixels == 0 || pixels > kLargestSide)
      throw Error{ErrorCode::Invalid, "a screenshot has from 1 to 16384 pixels on a side"};
  }
}

void remove_oldest(const fs::path& folder) {
  std::vector<fs::directory_entry> files;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator{folder, ignored}) files.push_back(entry);
  const auto age = [&](const fs::directory_entry& entry) {
    std::error_code gone;
    return entry.last_write_time(gone);
  };
  std::sort(files.begin(), files.end(), [&](const auto& a, const auto& b) { return age(a) > age(b); });
  for (std::size_t i = Screenshots::kKeptPerScreen; i < files.size(); ++i) fs::remove(files[i].path(), ignored);
}

}  // namespace

void Screenshots::keep(const std::string& screen, const std::string& number, const std::string& png) {
  if (number.empty() || number.size() > 9 || number.find_first_not_of("0123456789") != std::string::npos)
    throw Error{ErrorCode::Invalid, "a screenshot's number has one to nine digits"};
  if (png.size() > kMaxBytes) throw Error{ErrorCode::Invalid, "a screenshot is at most 512 KiB"};
  check_png(png);
  const std::lock_guard lock{mutex_};
  const auto folder = fs::path{folder_} / file_name_of(screen);
  std::error_code failed;
  fs::create_directories(folder, failed);
  const auto path = folder / (number + ".png");
  const auto beside = folder / (number + ".new");
  std::ofstream out{beside, std::ios::binary};
  out << png;
  out.close();
  if (!failed && out) fs::rename(beside, path, failed);
  if (failed || !out) {
    std::error_code ignored;
    fs::remove(beside, ignored);
    throw Error{ErrorCode::Unavailable, "the screenshot could not be written; is the disk full?"};
  }
  remove_oldest(folder);
}

std::string file_name_of(const std::string& id) {
  constexpr const char* kHex = "0123456789abcdef";
  std::string name;
  for (const char c : id) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_alnum(c) || c == '-') {
      name += c;
    } else {
      name += '_';
      name += kHex[byte >> 4];
      name += kHex[byte & 15];
    }
  }
  return name.empty() ? "_" : name;
}

}  // namespace skylt
