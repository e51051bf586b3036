#include "player/scene/paging.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "player/text/language_tag.hpp"

namespace skylt {
namespace {

constexpr double kOrientation = 3;        // seconds before reading begins
constexpr double kWordsPerSecond = 2;     // 120 words a minute, half the silent average
constexpr double kLettersPerSecond = 12;  // scripts without spaces
constexpr double kHanPerSecond = 2.5;

bool any_of(const std::string& language, std::initializer_list<const char*> tags) {
  return std::any_of(tags.begin(), tags.end(), [&](const char* tag) { return primary_language(language) == tag; });
}

std::size_t count_words(const std::string& text) {
  std::size_t words = 0;
  std::size_t at = 0;
  while ((at = text.find_first_not_of(" \n\t", at)) != std::string::npos) {
    const std::size_t end = std::min(text.find_first_of(" \n\t", at), text.size());
    const std::string word = text.substr(at, end - at);
    if (word != "·" && word != "…" && word != "–") ++words;
    at = end;
  }
  return words;
}

std::size_t count_characters(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

/// Nobody reads the greetings in all languages (L-06).
bool is_greeting(const TextItem& item) { return item.role.starts_with("welcome"); }

}  // namespace

double reading_seconds(const TaggedText& text) {
  if (any_of(text.language, {"zh", "ja"})) return static_cast<double>(count_characters(text.text)) / kHanPerSecond;
  if (any_of(text.language, {"th", "lo", "km", "my"}))
    return static_cast<double>(count_characters(text.text)) / kLettersPerSecond;
  return static_cast<double>(count_words(text.text)) / kWordsPerSecond;
}

Seconds dwell_for(const std::vector<SceneItem>& items) {
  double seconds = kOrientation;
  for (const auto& item : items)
    if (const auto* text = std::get_if<TextItem>(&item); text && text->layout && !is_greeting(*text))
      seconds += reading_seconds(text->layout->source);
  return Seconds{static_cast<int>(std::ceil(std::max(static_cast<double>(kLeastDwell.count()), seconds)))};
}

PagePosition page_at(UtcTime rotation, const TimeZone& zone, int pages, Seconds dwell) {
  if (pages <= 1) return {};
  const auto local = zone.to_local(rotation);
  const UtcTime midnight = zone.to_utc(LocalTime{std::chrono::floor<std::chrono::days>(local).time_since_epoch()});
  const auto tomorrow =
      zone.to_utc(LocalTime{std::chrono::floor<std::chrono::days>(local).time_since_epoch() + std::chrono::days{1}});
  const auto since = rotation - midnight;
  const auto turn = since / Millis{dwell};
  const auto edge = std::min(midnight + (turn + 1) * Millis{dwell}, tomorrow);
  return {static_cast<int>(turn % pages), edge - rotation};
}

}  // namespace skylt
