// Any language, measure and bytes: a paragraph ends soon, and its lines never leave the measure unless it says so.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "player/text/typesetter.hpp"

namespace {

/// The files that are there, under their own names (fonts-noto-core, fonts-noto-cjk, hyphen-*).
std::vector<skylt::NamedBlob> files(const std::string& folder, const std::vector<std::string>& names) {
  std::vector<skylt::NamedBlob> blobs;
  for (const std::string& name : names) {
    std::ifstream in{folder + name, std::ios::binary};
    if (in) blobs.push_back({name, "", skylt::make_blob({std::istreambuf_iterator<char>{in}, {}})});
  }
  return blobs;
}

skylt::Typesetter make_typesetter() {
  auto fonts = files("/usr/share/fonts/truetype/noto/",
                     {"NotoSans-Regular.ttf", "NotoSansArabic-Regular.ttf", "NotoNastaliqUrdu-Regular.ttf",
                      "NotoSansHebrew-Regular.ttf", "NotoSansThai-Regular.ttf", "NotoSansKhmer-Regular.ttf",
                      "NotoSansMyanmar-Regular.ttf", "NotoSansDevanagari-Regular.ttf", "NotoSansEthiopic-Regular.ttf"});
  for (auto& font : files("/usr/share/fonts/opentype/noto/", {"NotoSansCJK-Regular.ttc"})) fonts.push_back(font);
  return {std::move(fonts), files("/usr/share/hyphen/", {"hyph_sv_SE.dic", "hyph_de_DE.dic", "hyph_en_GB.dic"})};
}

skylt::Typesetter& typesetter() {
  static skylt::Typesetter instance = make_typesetter();
  return instance;
}

constexpr std::array<const char*, 16> kLanguages{"sv", "en-GB", "de", "ar", "ur", "he",      "th",  "km",
                                                 "my", "ja",    "ko", "hi", "ti", "sr-Cyrl", "und", "not a tag"};

void require(bool holds) {
  if (!holds) std::abort();
}

void set(const skylt::TaggedText& text, int width, const skylt::TextStyle& style) {
  const auto layout = typesetter().layout(text, width, style);
  require(!layout->lines.empty());
  for (const skylt::TextLine& line : layout->lines) require(layout->truncated || line.box.right() <= width);
  const auto lines = static_cast<int>(layout->lines.size());
  require(style.max_lines == 0 || layout->truncated || lines <= style.max_lines);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  const std::string bytes{reinterpret_cast<const char*>(data + 3), size - 3};
  const skylt::TaggedText text{bytes, kLanguages[data[0] % kLanguages.size()]};
  const int width = 1 + data[1] * 5;
  const skylt::TextStyle style{.em_px = 8.0 + data[2] % 64, .max_lines = data[2] / 64};
  set(text, width, style);
  typesetter().width_of(text, style);
  skylt::clean_text(bytes, 400, (data[2] & 1) != 0);
  skylt::strip_markup(bytes);
  return 0;
}
