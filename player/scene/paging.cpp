#include "player/scene/paging.hpp"

#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace skylt {
namespace {

constexpr double kOrientation = 3;        // seconds before reading begins
constexpr double kWordsPerSecond = 2;     // 120 words a minute, half the silent average
constexpr double kLettersPerSecond = 12;  // scripts without spaces
constexpr double kHanPerSecond = 2.5;
constexpr double kSumsError = 1e-6;  // what is 9 s but for the order of addition stays 9 s and not 10

constexpr UChar32 kFirstThai = 0xE00;  // before it no script sets words without spaces

/// How long one letter of a script that sets no spaces between words takes to read; 0 for all others.
double seconds_per_letter(UChar32 letter) {
  if (letter < kFirstThai) return 0;
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(letter, &status)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA: return 1 / kHanPerSecond;
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR: return 1 / kLettersPerSecond;
    default:
      return letter >= 0x3000 && uscript_hasScript(letter, USCRIPT_KATAKANA) ? 1 / kHanPerSecond : 0;  // 、。「」ー
  }
}

/// Reading time of every text is reckoned for every picture, so what is plain is answered without ICU's tables.
bool is_white(UChar32 letter) { return (letter <= ' ' || letter >= 0x80) && u_isUWhiteSpace(letter); }

/// Nobody reads the greetings in all languages (L-06).
bool is_greeting(const TextItem& item) { return item.role.starts_with("welcome"); }

}  // namespace

double reading_seconds(const TaggedText& text) {
  const auto letters = icu::UnicodeString::fromUTF8(text.text);
  double seconds = 0;
  bool in_word = false;
  for (std::int32_t i = 0; i < letters.length(); i = letters.moveIndex32(i, 1)) {
    const UChar32 letter = letters.char32At(i);
    const double own = seconds_per_letter(letter);
    seconds += own;
    const bool of_word = own == 0 && !is_white(letter) && (in_word || u_isalnum(letter));
    if (of_word && !in_word) seconds += 1 / kWordsPerSecond;
    in_word = of_word;
  }
  return seconds;
}

double page_reading_seconds(const std::vector<SceneItem>& items) {
  double seconds = 0;
  for (const auto& item : items)
    if (const auto* text = std::get_if<TextItem>(&item); text && text->layout && !is_greeting(*text))
      seconds += reading_seconds(text->layout->source);
  return seconds;
}

Seconds dwell_for(double reading) {
  const double seconds = kOrientation + reading - kSumsError;
  return Seconds{static_cast<int>(std::ceil(std::max(static_cast<double>(kLeastDwell.count()), seconds)))};
}

Seconds dwell_for(const std::vector<SceneItem>& items) { return dwell_for(page_reading_seconds(items)); }

PagePosition page_at(UtcTime rotation, const TimeZone& zone, const std::vector<Millis>& stays) {
  if (stays.size() <= 1) return {};
  const auto local = zone.to_local(rotation);
  const auto today = std::chrono::floor<std::chrono::days>(local).time_since_epoch();
  const UtcTime midnight = zone.to_utc(LocalTime{today});
  const UtcTime tomorrow = zone.to_utc(LocalTime{today + std::chrono::days{1}});
  const Millis round = std::accumulate(stays.begin(), stays.end(), Millis{0});
  Millis end = (rotation - midnight) / round * round;
  int page = 0;
  for (const Millis stay : stays) {
    end += stay;
    if (midnight + end > rotation) break;
    ++page;
  }
  return {page, std::min(midnight + end, tomorrow) - rotation};
}

}  // namespace skylt
