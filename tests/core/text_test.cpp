#include "core/language/text.hpp"

#include <random>

#include "core/language/short_title.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;

namespace {
std::string best(const Text& text, LanguageChain chain) {
  const auto found = text.best_for(chain);
  return found ? found->language + ":" + found->text : "none";
}
}  // namespace

TEST_CASE("a short title never stands in for a title in a language that the reader asks for more (L-05)") {
  const Text title{{"en", "Lunch talk: the democracy ambassadors"}, {"sv", "Lunchsamtal: Demokratiambassadörerna"}};
  const Text brief{{"sv", "Demokratiambassadörerna"}};
  const std::vector<std::string> english{"en", "sv"}, swedish{"sv", "en"}, arabic{"ar", "sv", "en"};
  CHECK(short_title_for(title, brief, english).text.empty());
  CHECK(short_title_for(title, brief, swedish).text == "Demokratiambassadörerna");
  CHECK(short_title_for(title, brief, arabic).text == "Demokratiambassadörerna");
  CHECK(short_title_for(Text{{"sv", "Lunchsamtal"}}, Text{{"en", "Lunch"}}, english).text == "Lunch");
  CHECK(short_title_for(title, Text{}, swedish).text.empty());
}

TEST_CASE("a text answers in the first language of the chain that it has") {
  const Text text{{"sv", "Lokal"}, {"en-GB", "Room"}, {"ar", "قاعة"}, {"zh-Hant", "房間"}};
  CHECK(best(text, {"en-GB", "sv"}) == "en-GB:Room");
  CHECK(best(text, {"sv-FI", "en-GB"}) == "sv:Lokal");
  CHECK(best(text, {"en", "sv"}) == "en-GB:Room");
  CHECK(best(text, {"de", "ar-EG"}) == "ar:قاعة");
  CHECK(best(text, {"zh-Hans", "sv"}) == "sv:Lokal");
  CHECK(best(text, {"zh-TW", "sv"}) == "zh-Hant:房間");
  CHECK(best(text, {"fr"}) == "ar:قاعة");
  CHECK(best(Text{{"und", "A1"}, {"ar", "قاعة"}}, {"fr"}) == "und:A1");
  CHECK(best(Text{}, {"sv"}) == "none");
}

TEST_CASE("a singleton does not end a shortened tag (RFC 4647 3.4)") {
  CHECK(best(Text{{"ar", "a"}, {"ar-u", "b"}, {"sv", "c"}}, {"ar-u-nu-latn"}) == "ar:a");
}

TEST_CASE("setting a text canonicalises its tag and cleans its words (L-03 L-34)") {
  Text text;
  text.set("SV-se", " Hej\x01 då ");
  text.set("not a tag", "x");
  CHECK(text.by_language() == std::map<std::string, std::string>{{"sv-SE", "Hej då"}, {"und", "x"}});
  text.set("sv-SE", "");
  CHECK(text.by_language().size() == 1);
}

TEST_CASE("language tags take their canonical form (L-03)") {
  const std::vector<std::pair<std::string, std::string>> table{
      {"SV-se", "sv-SE"},     {"iw", "he"},         {"swe", "sv"},      {"ZH-hant-tw", "zh-Hant-TW"},
      {"sr-latn", "sr-Latn"}, {"kmr", "kmr"},       {"tl", "tl"},       {"ydd", "yi"},
      {"fit", "fit"},         {"i-klingon", "tlh"}, {"fa-af", "fa-AF"}, {"und", "und"}};
  for (const auto& [tag, wanted] : table) CHECK(canonical_language(tag) == wanted);
  for (const std::string tag : {"", "a", "sv-", "sv_SE", "svenska språket", "sv--SE", "de-DE-x"}) {
    INFO(tag);
    CHECK_FALSE(canonical_language(tag).has_value());
  }
  CHECK_FALSE(canonical_language(std::string(5000, 'a')).has_value());
}

TEST_CASE("direction follows the script of the language (L-12)") {
  for (const std::string tag :
       {"ar", "fa-AF", "prs", "ur", "he", "iw", "yi", "ydd", "ckb", "syr", "aii", "ps", "ku-Arab", "dv", "az-Arab"}) {
    INFO(tag);
    CHECK(is_right_to_left(tag));
  }
  for (const std::string tag :
       {"sv", "en", "kmr", "ku", "so", "ti", "th", "zh-Hant", "sr-Cyrl", "und", "", "nonsense!", "ar-Latn", "rom"}) {
    INFO(tag);
    CHECK_FALSE(is_right_to_left(tag));
  }
}

TEST_CASE("the script of a language is known even without CLDR data (L-03)") {
  const std::vector<std::pair<std::string, std::string>> table{{"sv", "Latn"}, {"zh-TW", "Hant"}, {"zh", "Hans"},
                                                               {"ja", "Jpan"}, {"aii", "Syrc"},   {"sr", "Cyrl"},
                                                               {"ti", "Ethi"}, {"fit", "Latn"},   {"??", "Latn"}};
  for (const auto& [tag, script] : table) CHECK(script_of(tag) == script);
}

TEST_CASE("cleaned text is NFC with single spaces and no controls (L-27 L-34)") {
  const std::vector<std::pair<std::string, std::string>> table{
      {"  Var\tdags   rasism \n", "Vardags rasism"},
      {"Mo\xCC\x88llevången", "Möllevången"},
      {"A\x07\x1B[31m", "A[31m"},
      {"a\xC2\x85"
       "b\xC2\x9F"
       "c",
       "a bc"},
      {"e\x01\xCC\x81", "é"},
      {"bad \xFF\xC3", "bad \xEF\xBF\xBD\xEF\xBF\xBD"},
      {"\xEF\xBB\xBFTitel", "Titel"},
      {"", ""},
      {"   ", ""},
      {"\xC2\xA0\xE2\x80\x8B", ""},
      {"10\xC2\xA0 000", "10\xC2\xA0 000"},
  };
  for (const auto& [raw, wanted] : table) {
    CHECK(clean_text(raw) == (raw.find("Var\t") != std::string::npos ? "Var dags rasism" : wanted));
    CHECK(clean_text(clean_text(raw)) == clean_text(raw));
  }
}

TEST_CASE("joiners, zero-width space, word joiner, no-break space and soft hyphen survive (L-34 L-35)") {
  for (const std::string kept :
       {"می\u200Cخواهم", "क\u094D\u200Dष", "เมือง\u200Bมัลเมอ", "a\u2060b", "10\u00A0kr", "Kongress\u00ADhall"}) {
    CHECK(clean_text(kept) == kept);
  }
}

TEST_CASE("embeddings and overrides go, isolates stay only in pairs (L-13 L-34)") {
  CHECK(clean_text("a\u202Eb\u202Cc\u202A\u202B\u202Dd") == "abcd");
  CHECK(clean_text("x \u206614:30\u2069 y") == "x \u206614:30\u2069 y");
  CHECK(clean_text("a\u2069b\u2067c") == "abc");
  CHECK(clean_text("\u2067a\u2066b\u2069c") == "a\u2066b\u2069c");
  CHECK(clean_text("\u2066abcdef\u2069", 3) == "ab");
}

TEST_CASE("at most eight marks stay on one base (L-34)") {
  std::string zalgo = "x";
  for (int i = 0; i < 50; ++i) zalgo += "\u0336";
  std::string wanted = "x";
  for (int i = 0; i < 8; ++i) wanted += "\u0336";
  CHECK(clean_text(zalgo + "y") == wanted + "y");
  std::string joiners = "x";
  for (int i = 0; i < 1000; ++i) joiners += "\u200D\u0336";
  CHECK(clean_text(joiners).size() < 30);
}

TEST_CASE("length is limited by grapheme cluster (L-34)") {
  CHECK(clean_text("åäö", 2) == "åä");
  CHECK(clean_text("👩‍👩‍👧‍👦👍🏽x", 2) == "👩‍👩‍👧‍👦👍🏽");
  CHECK(clean_text("ab cd", 3) == "ab");
  CHECK(clean_text("abc", 3) == "abc");
}

TEST_CASE("line feeds are kept where asked, at most one empty line") {
  CHECK(clean_text("a \r\n b\rc\u2028d", 0, true) == "a\nb\nc\nd");
  CHECK(clean_text("\n\na\n\n \n\nb\n", 0, true) == "a\n\nb");
  CHECK(clean_text("a\n\nb") == "a b");
}

TEST_CASE("invalid UTF-8 becomes U+FFFD") {
  CHECK(valid_utf8("åäö") == "åäö");
  CHECK(valid_utf8("a\xC0\xAF") == "a\uFFFD\uFFFD");
  CHECK(valid_utf8("\xED\xA0\x80").find("\xED\xA0\x80") == std::string::npos);
}

TEST_CASE("a text of plain characters is cleaned as it is beside any other") {
  const std::vector<std::string> parts{"a", "Z", "~", "å", "ß", "Ž",  "«",  "–",  "”",
                                       "…", "•", "€", " ", " ", "\t", "\n", "\r", "\r\n"};
  std::mt19937 dice{7};
  for (int i = 0; i < 3000; ++i) {
    std::string raw = "x";
    for (auto n = dice() % 12; n > 0; --n) raw += parts[dice() % parts.size()];
    for (const bool keep_lines : {false, true}) {
      CAPTURE(raw, keep_lines);
      CHECK("字" + clean_text(raw, 0, keep_lines) == clean_text("字" + raw, 0, keep_lines));
      CHECK(clean_text(" \n" + raw, 100, keep_lines) == clean_text(raw, 0, keep_lines));
    }
  }
}
