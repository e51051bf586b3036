#include "core/language/cjk.hpp"

#include "core/language/text.hpp"

namespace skylt {

CjkRegion cjk_region(std::string_view language) {
  const std::string script = script_of(language);
  if (script == "Jpan") return CjkRegion::Japan;
  if (script == "Kore") return CjkRegion::Korea;
  if (language.find("HK") != std::string_view::npos || language.starts_with("yue")) return CjkRegion::HongKong;
  return script == "Hant" ? CjkRegion::Taiwan : CjkRegion::China;
}

const char* cjk_family(CjkRegion region) {
  switch (region) {
    case CjkRegion::Japan: return "NotoSansCJKjp";
    case CjkRegion::Korea: return "NotoSansCJKkr";
    case CjkRegion::Taiwan: return "NotoSansCJKtc";
    case CjkRegion::HongKong: return "NotoSansCJKhk";
    case CjkRegion::China: break;
  }
  return "NotoSansCJKsc";
}

}  // namespace skylt
