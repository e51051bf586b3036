#include "core/language/pseudo.hpp"

#include <unicode/unistr.h>

#include "tests/support/catch.hpp"
#include "tests/support/data.hpp"

using namespace skylt;

namespace {

constexpr PseudoLocale kAll[]{PseudoLocale::Longer, PseudoLocale::RightToLeft, PseudoLocale::Tallest};

std::string longer(const std::string& text) { return pseudo_text(text, PseudoLocale::Longer); }

}  // namespace

TEST_CASE("the longer pseudo-locale makes every word at least 40 percent longer (L-28)") {
  CHECK(longer("Sal 3") == "[Šááĺĺ 3]");
  CHECK(longer("Demokrati nu") == "[Ďéémóóķŕááťíí ńúú]");
  CHECK(longer("14:30") == "[14:30]");
  for (const std::string word : {"Arbetsmarknadsförvaltningen", "hmm", "å", "Rådhuset"}) {
    const auto before = icu::UnicodeString::fromUTF8(word).length();
    const auto after = icu::UnicodeString::fromUTF8(longer(word)).length() - 2;
    INFO(word << " " << longer(word));
    CHECK(after * 10 >= before * 14);
  }
}

TEST_CASE("the right-to-left pseudo-locale says everything in letters that run to the left (L-28)") {
  CHECK(pseudo_text("Sal 3, 14:30", PseudoLocale::RightToLeft) == "סאל 3, 14:30");
  CHECK(pseudo_text("Arbetsmarknaden", PseudoLocale::RightToLeft) == "ארבהתסמאר קנאדהנ");
  for (const auto locale : {PseudoLocale::RightToLeft, PseudoLocale::Tallest}) {
    CHECK(is_right_to_left(pseudo_language(locale)));
    for (const char c : pseudo_text("Rådhuset i Malmö", locale)) CHECK_FALSE((c >= 'A' && c <= 'z'));
  }
}

TEST_CASE("the tallest pseudo-locale is written in nastaliq (L-28)") {
  CHECK(pseudo_language(PseudoLocale::Tallest) == "ur-XT");
  CHECK(pseudo_text("Sal", PseudoLocale::Tallest) == "سال");
}

TEST_CASE("pseudo languages are well formed tags") {
  for (const auto locale : kAll) CHECK(canonical_language(pseudo_language(locale)) == pseudo_language(locale));
}

TEST_CASE("invisible characters survive and marks that lose their letter go") {
  CHECK(pseudo_text("\u2066A\u00ADb\u2069", PseudoLocale::RightToLeft) == "\u2066א\u00ADב\u2069");
  CHECK(pseudo_text("e\u0330x", PseudoLocale::RightToLeft) == "הצ");
}

TEST_CASE("a text gains the pseudo language and keeps its others") {
  const std::vector<std::string> chain{"sv"};
  const Text text = with_pseudo({{"sv", "Sal"}, {"en", "Hall"}}, chain, PseudoLocale::RightToLeft);
  CHECK(text.by_language().size() == 3);
  CHECK(text.by_language().at("he-XB") == "סאל");
  CHECK(with_pseudo({}, chain, PseudoLocale::Longer).empty());
}

TEST_CASE("pseudo words keep arguments and plural forms (L-28)") {
  WordFile file{"sv", "svenska", {}};
  file.messages["in"] = {"börjar om {minutes, plural, one {# minut} other {# minuter}}", WordState::Checked};
  file.messages["moved"] = {"flyttad till {room}", WordState::Checked};
  file.messages["quoted"] = {"det är '{'så'}'", WordState::Checked};
  const WordFile pseudo = pseudo_words(file, PseudoLocale::Longer);
  CHECK(pseudo.messages.at("in").pattern == "[bööŕĵááŕŕ óóm {minutes, plural, one {# mííńúúť} other {# mííńúúťééŕ}}]");
  const Words words{{pseudo}, true};
  const std::vector<std::string> chain{"sv-XA"};
  CHECK(words.say("in", chain, {{"minutes", std::int64_t{1}}}).text == "[bööŕĵááŕŕ óóm 1 mííńúúť]");
  CHECK(words.say("moved", chain, {{"room", std::string{"Sal 3"}}}).text == "[fĺýýťťááďď ťííĺĺĺ \u2068Sal 3\u2069]");
  CHECK(words.say("quoted", chain, {{"x", std::int64_t{1}}}).text == "[ďééťť ääŕ {šǻǻ}]");
}

TEST_CASE("every message of the shipped words is sound in every pseudo-locale (L-28)") {
  for (const std::string language : {"sv", "en"}) {
    Faults faults;
    const auto document =
        parse_json(test::read_file(test::source_path("assets/words/" + language + ".json")), language);
    const WordFile file = read_word_file(document, faults);
    for (const auto locale : kAll) {
      Faults found;
      const WordFile pseudo = pseudo_words(file, locale);
      CHECK(read_word_file(to_json(pseudo), found).messages.size() == file.messages.size());
      CHECK(found.empty());
    }
  }
}
