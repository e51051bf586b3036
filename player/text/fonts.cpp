#include "player/text/fonts.hpp"

#include <ft2build.h>
#include FT_FREETYPE_H
#include <hb-ot.h>
#include <hb.h>
#include <unicode/normalizer2.h>

#include <algorithm>
#include <limits>

#include "core/base/error.hpp"
#include "core/language/cjk.hpp"
#include "core/language/text.hpp"
#include "player/text/analysis.hpp"
#include "player/text/language_tag.hpp"

namespace skylt {
namespace {

const char* data_of(const Blob& blob) { return reinterpret_cast<const char*>(blob.bytes().data()); }

hb_blob_t* hb_blob_on(const Blob& blob) {
  return hb_blob_create(data_of(blob), static_cast<unsigned>(blob.bytes().size()), HB_MEMORY_MODE_READONLY, nullptr,
                        nullptr);
}

/// How many faces the file holds; 0 when it is not a font.
unsigned face_count(const Blob& blob) {
  hb_blob_t* memory = hb_blob_on(blob);
  const unsigned count = hb_face_count(memory);
  hb_face_t* face = hb_face_create(memory, 0);
  const bool readable = count > 0 && hb_face_get_glyph_count(face) > 0;
  hb_face_destroy(face);
  hb_blob_destroy(memory);
  return readable ? count : 0;
}

/// "fonts/NotoSansArabic-Bold.ttf" -> {"NotoSansArabic", "Bold"}.
std::pair<std::string, std::string> family_and_style(std::string name) {
  if (const auto slash = name.rfind('/'); slash != std::string::npos) name = name.substr(slash + 1);
  name = name.substr(0, name.find('.'));
  const auto dash = name.rfind('-');
  if (dash == std::string::npos) return {name, "Regular"};
  return {name.substr(0, dash), name.substr(dash + 1)};
}

constexpr std::size_t kCjkRegions = 5;  // come first in Noto's collections

std::vector<std::string> families_of(UScriptCode script, const std::string& language) {
  switch (script) {
    case USCRIPT_LATIN:
    case USCRIPT_CYRILLIC:
    case USCRIPT_GREEK:
    case USCRIPT_COMMON: return {"NotoSans"};
    case USCRIPT_ARABIC:
      if (is_nastaliq(language)) return {"NotoNastaliqUrdu", "NotoSansArabic", "NotoNaskhArabic"};
      return {"NotoSansArabic", "NotoNaskhArabic", "NotoNastaliqUrdu"};
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_HANGUL:
    case USCRIPT_BOPOMOFO: return {cjk_family(cjk_region(language)), "NotoSansCJK"};
    default: break;
  }
  std::string name = uscript_getName(script);
  std::erase(name, '_');
  return {"NotoSans" + name, "NotoSerif" + name};
}

}  // namespace

struct FontSet::Face {
  BlobPtr blob;
  unsigned index = 0;  // inside a collection
  hb_font_t* shaper = nullptr;
  FT_Face outlines = nullptr;
  bool outlines_tried = false;
};

FontSet::FontSet(const std::vector<NamedBlob>& fonts) {
  for (const NamedBlob& font : fonts) {
    const unsigned count = font.blob ? face_count(*font.blob) : 0;
    if (count == 0) throw Error{ErrorCode::Invalid, "font " + font.name + ": not a font that can be read"};
    const auto parts = family_and_style(font.name);
    const std::string& family_name = parts.first;
    const std::string& style = parts.second;
    auto family =
        std::find_if(families_.begin(), families_.end(), [&](const Family& f) { return f.name == family_name; });
    if (family == families_.end()) family = families_.insert(family, Family{family_name, {}, {}, {}});
    auto& group = style == "Regular" ? family->regular : style == "Bold" ? family->bold : family->other;
    for (unsigned i = 0; i < std::min<unsigned>(count, kCjkRegions); ++i) {
      group.push_back(static_cast<int>(faces_.size()));
      faces_.push_back(std::make_unique<Face>(Face{font.blob, i}));
    }
  }
}

FontSet::~FontSet() {
  for (const auto& face : faces_) {
    if (face->shaper) hb_font_destroy(face->shaper);
    if (face->outlines) FT_Done_Face(face->outlines);
  }
  if (freetype_) FT_Done_FreeType(freetype_);
}

FontSet::Face& FontSet::opened(int face) {
  Face& f = *faces_[static_cast<std::size_t>(face)];
  if (!f.shaper) {
    hb_blob_t* memory = hb_blob_on(*f.blob);
    hb_face_t* hb_face = hb_face_create(memory, f.index);
    f.shaper = hb_font_create(hb_face);
    hb_face_destroy(hb_face);
    hb_blob_destroy(memory);
  }
  return f;
}

hb_font_t* FontSet::shaper(int face) { return opened(face).shaper; }

double FontSet::units_per_em(int face) { return hb_face_get_upem(hb_font_get_face(shaper(face))); }

FT_FaceRec_* FontSet::outlines(int face) {
  Face& f = *faces_[static_cast<std::size_t>(face)];
  if (!f.outlines_tried) {
    f.outlines_tried = true;
    if (!freetype_) FT_Init_FreeType(&freetype_);
    const auto bytes = f.blob->bytes();
    const auto* memory = reinterpret_cast<const FT_Byte*>(bytes.data());
    const auto failed = !freetype_ || FT_New_Memory_Face(freetype_, memory, static_cast<FT_Long>(bytes.size()),
                                                         static_cast<FT_Long>(f.index), &f.outlines);
    if (failed) f.outlines = nullptr;
  }
  return f.outlines;
}

FontMetrics FontSet::metrics(int face) {
  if (face == kNoFace) return {};
  hb_font_extents_t extents{};
  hb_font_get_h_extents(shaper(face), &extents);
  const double em = units_per_em(face);
  return {std::max(0.0, extents.ascender / em), std::max(0.0, -extents.descender / em)};
}

double FontSet::cap_height(int face) {
  constexpr double kUsual = 0.714;
  if (face == kNoFace) return kUsual;
  hb_position_t height = 0;
  const bool known = hb_ot_metrics_get_position(shaper(face), HB_OT_METRICS_TAG_CAP_HEIGHT, &height);
  return known && height > 0 ? height / units_per_em(face) : kUsual;
}

bool FontSet::covers(int face, UChar32 c) {
  hb_codepoint_t glyph = 0;
  const auto code = static_cast<hb_codepoint_t>(c);
  if (hb_font_get_nominal_glyph(shaper(face), code, &glyph)) return true;
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(status);
  icu::UnicodeString parts;
  if (U_FAILURE(status) || !nfd->getDecomposition(c, parts)) return false;
  for (std::int32_t i = 0; i < parts.length(); i = parts.moveIndex32(i, 1)) {
    if (!hb_font_get_nominal_glyph(shaper(face), static_cast<hb_codepoint_t>(parts.char32At(i)), &glyph)) return false;
  }
  return true;
}

bool FontSet::covers(int face, const icu::UnicodeString& text, std::int32_t from, std::int32_t to) {
  for (std::int32_t i = from; i < to; i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (!is_invisible(c) && !covers(face, c)) return false;
  }
  return true;
}

bool FontSet::has(UChar32 c) {
  if (nowhere_.contains(c)) return false;
  const auto& faces = chain(USCRIPT_LATIN, "und", Weight::Regular);  // ends with all others
  if (std::any_of(faces.begin(), faces.end(), [&](int face) { return covers(face, c); })) return true;
  nowhere_.emplace(c, true);
  return false;
}

void FontSet::add_family(const std::string& name, std::vector<int>& chain, const std::string& language,
                         Weight weight) const {
  const auto family = std::find_if(families_.begin(), families_.end(), [&](const Family& f) { return f.name == name; });
  if (family == families_.end()) return;
  const auto add = [&](const std::vector<int>& group) {
    if (group.empty()) return;
    const std::size_t region = group.size() >= kCjkRegions ? static_cast<std::size_t>(cjk_region(language)) : 0;
    const int face = group[std::min(region, group.size() - 1)];
    if (std::find(chain.begin(), chain.end(), face) == chain.end()) chain.push_back(face);
  };
  add(weight == Weight::Bold ? family->bold : family->regular);
  add(weight == Weight::Bold ? family->regular : family->bold);
  add(family->other);
}

const std::vector<int>& FontSet::chain(UScriptCode script, const std::string& language, Weight weight) {
  const std::string key = language + '/' + std::to_string(script) + (weight == Weight::Bold ? "/b" : "/r");
  auto [entry, is_new] = chains_.try_emplace(key);
  std::vector<int>& faces = entry->second;
  if (!is_new) return faces;
  for (const auto& name : families_of(script, language)) add_family(name, faces, language, weight);
  add_family("NotoSans", faces, language, weight);
  for (const auto& name : families_of(font_script(language), language)) add_family(name, faces, language, weight);
  for (const Family& family : families_) add_family(family.name, faces, language, weight);
  return faces;
}

int FontSet::primary(const std::string& language, Weight weight) {
  const auto& faces = chain(font_script(language), language, weight);
  return faces.empty() ? kNoFace : faces.front();
}

int FontSet::latin(Weight weight) {
  const auto& faces = chain(USCRIPT_LATIN, "und", weight);
  return faces.empty() ? kNoFace : faces.front();
}

int FontSet::choose(const icu::UnicodeString& text, std::int32_t from, std::int32_t to, UScriptCode script,
                    const std::string& language, Weight weight, int preferred) {
  if (preferred != kNoFace && covers(preferred, text, from, to)) return preferred;
  const UChar32 base = text.char32At(from);
  if (nowhere_.contains(base)) return kNoFace;
  for (const int face : chain(script, language, weight)) {
    if (covers(face, text, from, to)) return face;
  }
  for (const int face : chain(script, language, weight)) {
    if (covers(face, base)) return face;  // a base with a mark that no font has: show the base
  }
  nowhere_.emplace(base, true);
  return kNoFace;
}

}  // namespace skylt
