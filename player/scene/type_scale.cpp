#include "player/scene/type_scale.hpp"

#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <cmath>

#include "player/text/language_tag.hpp"

namespace skylt {
namespace {

constexpr double kMillimetresPerInch = 25.4;
constexpr double kDesignPart = 34;  ///< of the short side
constexpr double kMedium = 1.6;
constexpr double kLarge = 2.6;
constexpr double kLeastMustReadMm = 15;
constexpr double kNearMm = 1000;

/// `nastaliq`: how Arabic letters are set.
double factor_of(UScriptCode script, bool nastaliq) {
  switch (script) {
    case USCRIPT_GEORGIAN:
    case USCRIPT_ARMENIAN:
    case USCRIPT_ETHIOPIC: return 1.1;
    case USCRIPT_DEVANAGARI:
    case USCRIPT_BENGALI:
    case USCRIPT_GURMUKHI:
    case USCRIPT_GUJARATI:
    case USCRIPT_ORIYA:
    case USCRIPT_TAMIL:
    case USCRIPT_TELUGU:
    case USCRIPT_KANNADA:
    case USCRIPT_MALAYALAM:
    case USCRIPT_SINHALA:
    case USCRIPT_TIBETAN:
    case USCRIPT_HAN:
    case USCRIPT_SIMPLIFIED_HAN:
    case USCRIPT_TRADITIONAL_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_JAPANESE:
    case USCRIPT_HANGUL:
    case USCRIPT_KOREAN: return 1.15;
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
    case USCRIPT_SYRIAC:
    case USCRIPT_THAANA: return 1.2;
    case USCRIPT_ARABIC: return nastaliq ? 1.4 : 1.2;
    default: return 1;
  }
}

/// Whether a byte of UTF-8 begins a letter of a script beyond Latin, Greek and Cyrillic (U+0530 and above), but for the
/// punctuation and signs from U+2000, which all languages use.
bool begins_other_script(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0xD4 && byte != 0xE2;
}

double pitch_mm(const Screen& screen, SizePx size) {
  const double diagonal_px = std::hypot(size.width, size.height);
  return diagonal_px > 0 ? kMillimetresPerInch * screen.diagonal_inch / diagonal_px : 0;
}

}  // namespace

double letter_factor(const TaggedText& text) {
  if (std::none_of(text.text.begin(), text.text.end(), begins_other_script)) return 1;
  const bool nastaliq = is_nastaliq(text.language);
  const auto letters = icu::UnicodeString::fromUTF8(text.text);
  double largest = 1;
  for (std::int32_t i = 0; i < letters.length(); i = letters.moveIndex32(i, 1)) {
    UErrorCode status = U_ZERO_ERROR;
    largest = std::max(largest, factor_of(uscript_getScript(letters.char32At(i), &status), nastaliq));
  }
  return largest;
}

double script_factor(std::string_view language) {
  const auto code = script_of(language);
  const auto script = static_cast<UScriptCode>(u_getPropertyValueEnum(UCHAR_SCRIPT, code.c_str()));
  return factor_of(script, is_nastaliq(language));
}

double TypeScale::em(TextSize size, double factor) const {
  if (factor <= 1) return em(size);
  return std::max(em(size), std::ceil((size >= must ? must_px : floor_px) * factor / cap_ratio));
}

TypeScale type_scale(const Screen& screen, SizePx size, double cap_ratio) {
  TypeScale scale;
  scale.cap_ratio = cap_ratio;
  if (const double pitch = pitch_mm(screen, size); pitch > 0) {
    const double distance = screen.distance_mm;
    scale.floor_px = distance / 156 / pitch;
    scale.must_px = std::max(distance / 100, distance > kNearMm ? kLeastMustReadMm : 0.0) / pitch;
  }
  const double design = std::min(size.width, size.height) / kDesignPart;
  const double base = std::max({design, scale.floor_px / cap_ratio, scale.must_px / cap_ratio / kMedium});
  scale.em_px = {std::ceil(base), std::ceil(base * kMedium), std::ceil(base * kLarge)};
  scale.must = scale.em_px[0] * cap_ratio >= scale.must_px ? TextSize::Small : TextSize::Medium;
  return scale;
}

}  // namespace skylt
