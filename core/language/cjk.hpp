#pragma once
#include <string_view>

namespace skylt {

/// The forms in which Chinese characters are written, in the order of the faces in Noto's collections.
enum class CjkRegion { Japan, Korea, China, Taiwan, HongKong };

/// "ja" -> Japan, "zh-TW" -> Taiwan; China where the language says nothing of it: "zh", "sv", "und".
CjkRegion cjk_region(std::string_view language);

/// Noto's name of the family that has one region only: "NotoSansCJKsc".
const char* cjk_family(CjkRegion region);

}  // namespace skylt
