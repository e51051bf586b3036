#include "content-server/publish/written.hpp"

#include <map>
#include <mutex>

#include "content-server/publish/fonts.hpp"
#include "core/language/dates.hpp"
#include "core/language/words.hpp"

namespace skylt {
namespace {

/// Of dates, and of the marks around titles.
std::set<char32_t> dates_in(const std::string& language) {
  constexpr std::chrono::year kYear{2026};  // the first days of its months fall on every weekday
  const LanguageChain chain{language};
  std::set<char32_t> characters;
  for (unsigned month = 1; month <= 12; ++month) {
    const Day day{kYear, std::chrono::month{month}, std::chrono::day{1}};
    characters.merge(characters_of(date_text(day, chain).text));
    characters.merge(characters_of(weekday_text(day, chain).text));
  }
  const auto [open, close] = quotation_marks(language);
  characters.merge(characters_of(open + close));
  return characters;
}

/// Looked up once for the whole life of the server: CLDR takes milliseconds for a language.
class Written {
 public:
  void add_dates(const std::string& reader, std::set<char32_t>& out) {
    const std::lock_guard lock{mutex_};
    const auto [entry, is_new] = dates_.try_emplace(reader);
    if (is_new) entry->second = dates_in(reader);
    out.insert(entry->second.begin(), entry->second.end());
  }

  void add_name(const std::string& reader, const std::string& language, std::set<char32_t>& out) {
    const std::lock_guard lock{mutex_};
    const auto [entry, is_new] = names_.try_emplace({reader, language});
    if (is_new) entry->second = characters_of(language_name(language, LanguageChain{reader}).text);
    out.insert(entry->second.begin(), entry->second.end());
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::set<char32_t>> dates_;
  std::map<std::pair<std::string, std::string>, std::set<char32_t>> names_;
};

}  // namespace

std::set<char32_t> written_characters(const std::set<std::string>& readers, const std::set<std::string>& named) {
  static Written written;
  std::set<char32_t> out;
  for (const auto& reader : readers) {
    written.add_dates(reader, out);
    for (const auto& language : named) written.add_name(reader, language, out);
  }
  return out;
}

}  // namespace skylt
