#include <unicode/locid.h>
#include <unicode/messagepattern.h>
#include <unicode/plurrule.h>
#include <unicode/uchar.h>
#include <unicode/ulocdata.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <set>

#include "core/base/error.hpp"
#include "core/language/dates.hpp"
#include "core/language/serving.hpp"
#include "core/language/words.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/data.hpp"

using namespace skylt;

namespace {

WordFile file_of(const std::string& language, WordState state, std::map<std::string, std::string> messages) {
  WordFile file;
  file.language = language;
  file.name = language;
  for (auto& [key, pattern] : messages) file.messages[key] = {pattern, state};
  return file;
}

std::vector<WordFile> shipped() {
  std::vector<WordFile> files;
  for (const auto& entry : std::filesystem::directory_iterator{test::source_path("assets/words")}) {
    Faults faults;
    files.push_back(read_word_file(parse_json(test::read_file(entry.path().string()), "words"), faults));
    CAPTURE(entry.path().string());
    CHECK(describe("", faults) == ": no faults");
    CHECK(files.back().language == entry.path().stem().string());
  }
  return files;
}

/// What a pattern is made of.
struct Anatomy {
  std::set<std::string> arguments;
  std::set<std::string> forms;  ///< of its plural, exact ones such as =0 too
  bool text_is_clean = true;    ///< NFC, no bidi control, no ASCII apostrophe, which quotes in a pattern
};

Anatomy anatomy(const std::string& pattern) {
  const auto text = icu::UnicodeString::fromUTF8(pattern);
  UErrorCode status = U_ZERO_ERROR;
  const icu::MessagePattern parts{text, nullptr, status};
  Anatomy found;
  for (int32_t i = 0; i < parts.countParts(); ++i) {
    const auto& part = parts.getPart(i);
    std::string words;
    parts.getSubstring(part).toUTF8String(words);
    if (part.getType() == UMSGPAT_PART_TYPE_ARG_NAME) found.arguments.insert(words);
    if (part.getType() == UMSGPAT_PART_TYPE_ARG_SELECTOR) found.forms.insert(words);
  }
  const std::string edged = "|" + pattern + "|";
  found.text_is_clean = clean_text(edged) == edged && pattern.find('\'') == std::string::npos;
  for (int32_t i = 0; i < text.length(); ++i)
    if (u_hasBinaryProperty(text.char32At(i), UCHAR_BIDI_CONTROL)) found.text_is_clean = false;
  return found;
}

/// Without the invisible isolates.
std::string bare(std::string text) {
  for (const char* mark : {"\u2066", "\u2068", "\u2069"})
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark)) text.erase(at, 3);
  return text;
}

const Day kDay = *parse_day("2026-05-05");

}  // namespace

TEST_CASE("the whole line falls back to the next language, never a part of it") {
  const Words words{{file_of("sv", WordState::Checked, {{"now", "Nu"}, {"until", "till {time}"}}),
                     file_of("ar", WordState::Checked, {{"now", "الآن"}})},
                    false};
  const LanguageChain chain{"ar", "sv"};
  CHECK(words.say("now", chain) == TaggedText{"الآن", "ar"});
  CHECK(words.say("until", chain, {{"time", std::string{"11:30"}, true}}).language == "sv");
}

TEST_CASE("the nearest tag speaks, whatever the order of the files (L-03)") {
  const Words words{{file_of("fa", WordState::Checked, {{"now", "اکنون"}, {"next", "بعدی"}}),
                     file_of("fa-AF", WordState::Checked, {{"now", "حالا"}})},
                    false};
  const LanguageChain dari{"fa-AF"};
  CHECK(words.say("now", dari) == TaggedText{"حالا", "fa-AF"});
  CHECK(words.say("next", dari) == TaggedText{"بعدی", "fa"});
  CHECK(words.say("now", LanguageChain{"fa-IR"}).language == "fa");
  CHECK(words.name_of("fa-AF") == "fa-AF");
}

TEST_CASE("a language without words of its own speaks with those that serve its readers (L-03)") {
  std::vector<WordFile> files;
  for (const char* tag : {"sv", "zh-Hant", "zh-Hans", "sr-Latn", "sr-Cyrl", "nb", "kmr", "fa"})
    files.push_back(file_of(tag, WordState::Checked, {{"now", tag}}));
  const Words words{files, false};
  const auto spoken = [&](const std::string& wanted) { return words.say("now", LanguageChain{wanted, "sv"}); };
  const std::map<std::string, std::string> expected{
      {"zh", "zh-Hans"},    {"zh-CN", "zh-Hans"}, {"zh-TW", "zh-Hant"}, {"zh-HK", "zh-Hant"}, {"sr", "sr-Cyrl"},
      {"sr-ME", "sr-Latn"}, {"nn", "nb"},         {"ku", "kmr"},        {"fa-IR", "fa"},      {"so", "sv"}};
  for (const auto& [wanted, tag] : expected) {
    CAPTURE(wanted);
    CHECK(spoken(wanted) == TaggedText{tag, tag});
    if (wanted != "so") CHECK(words.name_of(wanted) == tag);
  }
  CHECK(words.name_of("so") == "so");
  const std::vector<std::string> traditional{"sv", "zh-Hant"};
  CHECK(find_serving(traditional, "zh-CN") == 1u);  // better than none
  CHECK_FALSE(find_serving(traditional, "ja"));
}

TEST_CASE("a draft is shown only where the event asks for drafts (L-05)") {
  const std::vector<WordFile> files{file_of("fi", WordState::Draft, {{"now", "Nyt"}}),
                                    file_of("sv", WordState::Checked, {{"now", "Nu"}})};
  CHECK(Words(files, false).say("now", LanguageChain{"fi"}).text == "Nu");
  CHECK(Words(files, true).say("now", LanguageChain{"fi"}).text == "Nyt");
}

TEST_CASE("inserted times are isolated left to right and names by their first strong letter (L-13)") {
  const Words words{{file_of("sv", WordState::Checked, {{"x", "{room} {time}"}})}, false};
  const auto said =
      words.say("x", LanguageChain{"sv"}, {{"room", std::string{"مرحبا"}}, {"time", std::string{"14:30"}, true}});
  CHECK(said.text == "\u2068مرحبا\u2069 \u206614:30\u2069");
}

TEST_CASE("plural forms follow the language") {
  const auto files = shipped();
  const Words words{files, true};
  const auto say = [&](const char* language, std::int64_t minutes) {
    return bare(words.say("starts-in", LanguageChain{language}, {{"minutes", minutes}}).text);
  };
  CHECK(say("sv", 1) == "Börjar om 1 minut");
  CHECK(say("sv", 12) == "Börjar om 12 minuter");
  CHECK(say("sv-SE", 12) == "Börjar om 12 minuter");
  CHECK(say("en", 0) == "Starting now");
  CHECK(say("bs", 3) == "Počinje za 3 minute");
  CHECK(say("ar", 2) == "يبدأ بعد دقيقتين");
  CHECK(say("ar", 5) == "يبدأ بعد 5 دقائق");
}

TEST_CASE("Swedish and English have every word and no language has an unknown one") {
  const auto keys = parse_json(test::read_file(test::source_path("assets/word-keys.json")), "keys").at("keys");
  const auto files = shipped();
  REQUIRE(files.size() >= 8);
  for (const auto& file : files) {
    CAPTURE(file.language);
    for (const auto& [key, message] : file.messages) {
      CAPTURE(key);
      CHECK(keys.contains(key));
    }
    if (file.language == "sv" || file.language == "en") CHECK(file.messages.size() == keys.size());
  }
}

TEST_CASE("every shipped message is filled in with what the English one takes, and nothing else") {
  const auto files = shipped();
  const auto english =
      std::find_if(files.begin(), files.end(), [](const WordFile& file) { return file.language == "en"; });
  REQUIRE(english != files.end());
  for (const auto& file : files) {
    for (const auto& [key, message] : file.messages) {
      CAPTURE(file.language, key, message.pattern);
      const auto mine = anatomy(message.pattern);
      CHECK(mine.arguments == anatomy(english->messages.at(key).pattern).arguments);
      CHECK(mine.text_is_clean);
      std::vector<WordArgument> values;
      for (const auto& name : mine.arguments)
        values.push_back(name == "n" || name == "minutes" ? WordArgument{name, std::int64_t{4}}
                                                          : WordArgument{name, std::string{"Sal B"}});
      const auto said = Words{{file}, true}.say(key, LanguageChain{file.language}, values);
      CHECK(said.language == file.language);
      CHECK(said.text.find('{') == std::string::npos);
    }
  }
}

TEST_CASE("a shipped plural says each form that its language has for the numbers up to 200") {
  const std::set<std::string> kCldrForms{"zero", "one", "two", "few", "many", "other"};
  for (const auto& file : shipped()) {
    UErrorCode status = U_ZERO_ERROR;
    const auto locale = icu::Locale::forLanguageTag(file.language, status);
    const std::unique_ptr<icu::PluralRules> rules{icu::PluralRules::forLocale(locale, status)};
    REQUIRE(U_SUCCESS(status));
    for (const auto& [key, message] : file.messages) {
      const auto forms = anatomy(message.pattern).forms;
      if (forms.empty() || forms == std::set<std::string>{"other"}) continue;
      CAPTURE(file.language, key, message.pattern);
      for (int number = 0; number <= 200; ++number) {
        if (forms.contains("=" + std::to_string(number))) continue;
        std::string form;
        rules->select(number).toUTF8String(form);
        CAPTURE(number, form);
        CHECK(forms.contains(form));
      }
      for (const auto& form : forms) {
        CAPTURE(form);
        CHECK((form.starts_with('=') || kCldrForms.contains(form)));
      }
    }
  }
}

TEST_CASE("words between quotation marks have the marks of their language (L-24)") {
  const icu::UnicodeString marks{u"\u201C\u201D\u201E\u201F\u00AB\u00BB\u2039\u203A\u300C\u300D\u300E\u300F\""};
  for (const auto& file : shipped()) {
    icu::UnicodeString allowed;
    UErrorCode status = U_ZERO_ERROR;
    ULocaleData* data = ulocdata_open(file.language.c_str(), &status);
    for (const auto kind :
         {ULOCDATA_QUOTATION_START, ULOCDATA_QUOTATION_END, ULOCDATA_ALT_QUOTATION_START, ULOCDATA_ALT_QUOTATION_END}) {
      std::array<UChar, 8> mark{};
      const auto size = ulocdata_getDelimiter(data, kind, mark.data(), mark.size(), &status);
      if (U_SUCCESS(status)) allowed.append(mark.data(), size);
    }
    ulocdata_close(data);
    for (const auto& [key, message] : file.messages) {
      const auto text = icu::UnicodeString::fromUTF8(message.pattern);
      for (int32_t i = 0; i < text.length(); ++i) {
        if (marks.indexOf(text.charAt(i)) < 0) continue;
        INFO(file.language << " " << key << " '" << message.pattern << "'");
        CHECK(allowed.indexOf(text.charAt(i)) >= 0);
      }
    }
  }
}

TEST_CASE("times, dates and counts have the digits 0-9 in every language, as on the door plates (L-25)") {
  const auto only_plain = [](const std::string& said) {
    const auto text = icu::UnicodeString::fromUTF8(said);
    bool digits = false;
    for (int32_t i = 0; i < text.length(); ++i) {
      if (u_charType(text.charAt(i)) != U_DECIMAL_DIGIT_NUMBER) continue;
      digits = true;
      if (text.charAt(i) > u'9') return false;
    }
    return digits;
  };
  const LocalTime noon{std::chrono::local_days{kDay}.time_since_epoch() + std::chrono::hours{14} + Minutes{30}};
  CHECK(time_text(noon) == "14:30");
  const Words words{shipped(), true};
  for (const auto& file : words.files()) {
    const LanguageChain chain{file.language};
    CAPTURE(file.language);
    CHECK(only_plain(date_text(kDay, chain).text));
    CHECK(only_plain(words.say("page", chain, {{"page", std::int64_t{3}}, {"pages", std::int64_t{12}}}).text));
    CHECK(only_plain(words.say("more-later", chain, {{"n", std::int64_t{5}}}).text));
    CHECK(only_plain(words.say("delayed", chain, {{"minutes", std::int64_t{20}}}).text));
  }
}

TEST_CASE("a date asked for again is that day's, in that language and form, whatever was asked before") {
  const Day next{std::chrono::sys_days{kDay} + std::chrono::days{1}};
  for (int round = 0; round < 2; ++round) {
    CHECK(date_text(kDay, LanguageChain{"de"}).text == "Dienstag, 5. Mai");
    CHECK(weekday_text(kDay, LanguageChain{"de"}).text == "Dienstag");
    CHECK(date_text(next, LanguageChain{"de"}).text == "Mittwoch, 6. Mai");
    CHECK(date_text(next, LanguageChain{"fr"}).text == "mercredi 6 mai");
  }
}

TEST_CASE("no code changes the case of weekdays and months: each language writes them its own way (L-23)") {
  const auto date = [](const char* language) { return date_text(kDay, LanguageChain{language}).text; };
  for (const char* language : {"sv", "fi", "da", "nb", "fr", "es", "it", "pl", "ru", "uk", "ro", "bs"}) {
    CAPTURE(language);
    const auto text = icu::UnicodeString::fromUTF8(date(language));
    auto lower = text;
    CHECK(lower.toLower(icu::Locale{language}) == text);
  }
  CHECK(date("de").find("Dienstag") != std::string::npos);
  CHECK(date("en").find("Tuesday") != std::string::npos);
  CHECK(date("tr").find("Salı") != std::string::npos);  // dotless, as no locale-less change of case would keep it
}

TEST_CASE("core words fit the length that a layout keeps for them in every language (L-29)") {
  const auto keys = parse_json(test::read_file(test::source_path("assets/word-keys.json")), "keys").at("keys");
  int limited = 0;
  for (const auto& file : shipped()) {
    for (const auto& [key, message] : file.messages) {
      const auto limit = keys.at(key).find("max");
      if (limit == keys.at(key).end()) continue;
      ++limited;
      // Letters that stand on the line: marks above and below take no room.
      const auto text = icu::UnicodeString::fromUTF8(message.pattern);
      int letters = 0;
      bool inside = false;  // an argument, which counts as two letters
      for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        const UChar32 c = text.char32At(i);
        if (c == u'{' || c == u'}') {
          inside = c == u'{';
          ++letters;
        } else if (!inside && (U_GET_GC_MASK(c) & (U_GC_MN_MASK | U_GC_CF_MASK)) == 0) {
          ++letters;
        }
      }
      INFO(file.language << " " << key << " '" << message.pattern << "'");
      if (message.pattern.find("plural") == std::string::npos) CHECK(letters <= limit->get<int>() * 3 / 2);
    }
  }
  CHECK(limited > 1000);
}

TEST_CASE("Kelderash Romani keeps its own tag and is not Romani at large (L-04)") {
  CHECK(canonical_language("rmy") == "rmy");
  CHECK(date_text(kDay, LanguageChain{"rmy"}).language == "rmy");
}

TEST_CASE("faults in a word file are named") {
  Faults faults;
  read_word_file(
      parse_json(R"({"format":"skylt/words/1","language":"sv","name":"svenska","messages":{"a":"{x","b":7}})", "w"),
      faults);
  REQUIRE(faults.size() == 2);
  CHECK(faults[0].pointer == "/messages/a");
  CHECK(faults[1] == Fault{"/messages/b", "must be a string, or an object with pattern and state"});
}

TEST_CASE("a word file read and written again is the same") {
  for (const auto& file : shipped()) {
    Faults faults;
    CHECK(to_json(read_word_file(to_json(file), faults)) == to_json(file));
    CHECK(faults.empty());
  }
}

TEST_CASE("times are written with 24 hours and an en dash in every language (L-20)") {
  const LocalTime noon{std::chrono::local_days{kDay}.time_since_epoch() + std::chrono::hours{14} + Minutes{30}};
  CHECK(time_text(noon) == "14:30");
  CHECK(time_range_text(noon, noon + std::chrono::hours{1}) == "14:30–15:30");
}

TEST_CASE("dates are Gregorian and in the reader's language (L-21, L-22)") {
  const auto date = [](const char* language) { return date_text(kDay, LanguageChain{language}); };
  CHECK(date("sv").text == "tisdag 5 maj");
  CHECK(date("en").text == "Tuesday 5 May");
  CHECK(date("de").text == "Dienstag, 5. Mai");
  CHECK(date("fi").text == "tiistai 5. toukokuuta");
  CHECK(date("fit").text == "tiistai 5. toukokuuta");
  CHECK(date("se").text == "maŋŋebárga miessemánu 5. b.");
  CHECK(date("fa").text.find("1405") == std::string::npos);
  CHECK(date("th").text.find("2569") == std::string::npos);
  CHECK(weekday_text(kDay, LanguageChain{"sv"}).text == "tisdag");
}

TEST_CASE("no language gets English months but English (L-22)") {
  for (const auto* language :
       {"fit", "sma", "smj", "rom", "kmr", "syr", "se", "yi", "ckb", "ti", "so", "sq", "bs", "pl"}) {
    for (int month = 1; month <= 12; ++month) {
      const Day day{std::chrono::year{2026}, std::chrono::month(static_cast<unsigned>(month)), std::chrono::day{6}};
      const auto text = date_text(day, LanguageChain{language});
      CAPTURE(language, text.text);
      CHECK(text.language == language);
      for (const auto* english : {"January", "March", "May ", "June", "July", "October", "Monday", "Sunday"})
        CHECK(text.text.find(english) == std::string::npos);
      CHECK(text.text.find('6') != std::string::npos);
    }
  }
}

TEST_CASE("a language no one knows is dated in the next of the chain, which the text says") {
  CHECK(date_text(kDay, LanguageChain{"xyz", "sv"}) == TaggedText{"tisdag 5 maj", "sv"});
}

TEST_CASE("languages are named in the reader's language") {
  CHECK(language_name("ar", LanguageChain{"sv"}) == TaggedText{"arabiska", "sv"});
  CHECK(language_name("fa-AF", LanguageChain{"en"}).language == "en");
  CHECK(language_name("so", LanguageChain{"fit", "sv"}).text == "somaliska");
  CHECK(language_name("qqq", LanguageChain{"sv"}).text == "qqq");
}

TEST_CASE("a title put into a message stands in the quotation marks of the message's language, each by itself (L-13)") {
  const Words words{{file_of("sv", WordState::Checked, {{"x", "{title} är inställt"}}),
                     file_of("de", WordState::Checked, {{"x", "{title} fällt aus"}}),
                     file_of("fr", WordState::Checked, {{"x", "{title} est annulé"}}),
                     file_of("ar", WordState::Checked, {{"x", "أُلغي {title}"}})},
                    true};
  const auto say = [&](const char* language) {
    return words.say("x", LanguageChain{language}, {title_argument("title", "Vem, egentligen?")}).text;
  };
  const auto name = isolate_name("Vem, egentligen?");
  CHECK(say("sv") == "”" + name + "” är inställt");
  CHECK(say("de") == "„" + name + "“ fällt aus");
  CHECK(say("fr") == "«\u00a0" + name + "\u00a0» est annulé");
  CHECK(say("ar") == "أُلغي ”" + name + "“");
  CHECK(quotation_marks("x-unknown") == std::pair<std::string, std::string>{"“", "”"});
}
