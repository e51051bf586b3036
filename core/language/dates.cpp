#include "core/language/dates.hpp"

#include <unicode/dtptngen.h>
#include <unicode/gregocal.h>
#include <unicode/localpointer.h>
#include <unicode/smpdtfmt.h>
#include <unicode/uloc.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "core/base/error.hpp"
#include "core/language/date_names.hpp"

namespace skylt {
namespace {

std::string base_of(std::string_view language) { return std::string{language.substr(0, language.find('-'))}; }

/// Languages that this ICU has data for. ICU answers for any other in the process's locale (L-22).
bool icu_knows(const std::string& language) {
  static const std::set<std::string> kKnown = [] {
    std::set<std::string> known;
    const int32_t count = uloc_countAvailable();
    for (int32_t i = 0; i < count; ++i) {
      const std::string id = uloc_getAvailable(i);
      known.insert(id.substr(0, id.find('_')));
    }
    return known;
  }();
  return kKnown.contains(base_of(language));
}

/// ICU's locale for dates in `language`: Gregorian, digits 0-9. English without a country is the one of Europe, which
/// writes the day before the month.
icu::Locale date_locale(const std::string& language) {
  const std::string base = language == "en" ? "en-GB" : language;
  UErrorCode status = U_ZERO_ERROR;
  auto locale = icu::Locale::forLanguageTag(base + "-u-ca-gregory-nu-latn", status);
  return U_SUCCESS(status) ? locale : icu::Locale{base.c_str()};
}

/// Making a pattern generator takes milliseconds, so each thread keeps its patterns.
icu::UnicodeString date_pattern(const std::string& language) {
  thread_local std::map<std::string, icu::UnicodeString> patterns;
  if (const auto it = patterns.find(language); it != patterns.end()) return it->second;
  UErrorCode status = U_ZERO_ERROR;
  const icu::LocalPointer<icu::DateTimePatternGenerator> generator{
      icu::DateTimePatternGenerator::createInstance(date_locale(language), status)};
  if (U_FAILURE(status)) return icu::UnicodeString{"EEEE d MMMM"};
  auto pattern = generator->getBestPattern(icu::UnicodeString{"EEEEdMMMM"}, status);
  if (base_of(language) == "en") pattern = icu::UnicodeString{"EEEE d MMMM"};
  patterns.emplace(language, pattern);
  return pattern;
}

std::string newly_formatted(Day day, const std::string& language, const icu::UnicodeString& pattern) {
  UErrorCode status = U_ZERO_ERROR;
  icu::SimpleDateFormat format{pattern, date_locale(language), status};
  if (U_FAILURE(status)) throw Error{ErrorCode::Internal, "no date format for " + language};
  format.adoptTimeZone(icu::TimeZone::getGMT()->clone());
  const auto midday = std::chrono::sys_days{day} + std::chrono::hours{12};
  icu::UnicodeString text;
  format.format(static_cast<UDate>(Millis{midday.time_since_epoch()}.count()), text);
  std::string out;
  text.toUTF8String(out);
  return out;
}

/// A screen asks for the same week all day long (the header keeps room for its longest name), and making a format takes
/// a good part of a frame: each thread keeps the days that it was asked for, in every language and pattern.
std::string format_by_icu(Day day, const std::string& language, const icu::UnicodeString& pattern) {
  constexpr std::size_t kMostDays = 32;  // of one language; then all are forgotten
  thread_local std::map<std::pair<std::string, icu::UnicodeString>, std::map<Day, std::string>> formatted;
  auto& days = formatted[{language, pattern}];
  if (const auto known = days.find(day); known != days.end()) return known->second;
  if (days.size() >= kMostDays) days.clear();
  return days.emplace(day, newly_formatted(day, language, pattern)).first->second;
}

std::size_t weekday_index(Day day) { return std::chrono::weekday{std::chrono::sys_days{day}}.iso_encoding() - 1; }

std::string fill(std::string pattern, const DateNames& names, Day day) {
  const auto put = [&](const char* mark, const std::string& value) {
    if (const auto at = pattern.find(mark); at != std::string::npos)
      pattern.replace(at, std::char_traits<char>::length(mark), value);
  };
  put("{weekday}", names.weekdays[weekday_index(day)]);
  put("{day}", std::to_string(static_cast<unsigned>(day.day())));
  put("{month}", names.months[static_cast<unsigned>(day.month()) - 1]);
  return pattern;
}

/// Calls `own` or `by_icu` for the first language of the chain that has names; English where none has.
template <class Own, class ByIcu>
TaggedText in_first_known(std::span<const std::string> chain, Own own, ByIcu by_icu) {
  for (const auto& language : chain) {
    if (const DateNames* names = find_date_names(base_of(language))) return {own(*names), language};
    if (icu_knows(language)) return {by_icu(language), language};
  }
  return {by_icu("en"), "en"};
}

}  // namespace

std::string time_text(LocalTime reading) {
  const auto day = std::chrono::floor<std::chrono::days>(reading);
  return format_clock(std::chrono::floor<Seconds>(reading - day));
}

std::string time_range_text(LocalTime start, LocalTime end) { return time_text(start) + "–" + time_text(end); }

TaggedText date_text(Day day, std::span<const std::string> chain) {
  return in_first_known(
      chain, [&](const DateNames& names) { return fill(names.pattern, names, day); },
      [&](const std::string& language) { return format_by_icu(day, language, date_pattern(language)); });
}

TaggedText weekday_text(Day day, std::span<const std::string> chain) {
  return in_first_known(
      chain, [&](const DateNames& names) { return std::string{names.weekdays[weekday_index(day)]}; },
      [&](const std::string& language) { return format_by_icu(day, language, icu::UnicodeString{"cccc"}); });
}

TaggedText language_name(std::string_view language, std::span<const std::string> chain) {
  const std::string tag{language};
  const auto in = [&](const std::string& reader) -> std::string {
    UErrorCode status = U_ZERO_ERROR;
    std::array<UChar, 128> out{};
    const int32_t size = uloc_getDisplayLanguage(tag.c_str(), reader.c_str(), out.data(), out.size(), &status);
    if (U_FAILURE(status) || status == U_USING_DEFAULT_WARNING) return {};
    std::string text;
    icu::UnicodeString{out.data(), size}.toUTF8String(text);
    return text == base_of(tag) ? std::string{} : text;
  };
  for (const auto& reader : chain)
    if (icu_knows(reader))
      if (auto name = in(reader); !name.empty()) return {std::move(name), reader};
  if (icu_knows(tag))
    if (auto name = in(tag); !name.empty()) return {std::move(name), tag};
  return {tag, "und"};
}

}  // namespace skylt
