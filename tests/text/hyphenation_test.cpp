#include <hyphen.h>
#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <sstream>

#include "player/text/hyphenation.hpp"
#include "player/text/patterns.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/data.hpp"
#include "tests/support/fonts.hpp"

using namespace skylt;

namespace {

/// "Arbetsmarknad" as "ar-bets-mark-nad"; compounds with "=".
std::string divided(const std::string& language, const std::string& word) {
  static Hyphenation hyphenation{test::hyphenation_dictionaries()};
  const auto text = icu::UnicodeString::fromUTF8(word);
  icu::UnicodeString out;
  std::int32_t from = 0;
  for (const HyphenPlace& place : hyphenation.places(text, 0, text.length(), language)) {
    out.append(text, from, place.at - from).append(place.compound ? u'=' : u'-');
    from = place.at;
  }
  out.append(text, from, text.length() - from);
  std::string result;
  return out.toUTF8String(result);
}

/// The same by libhyphen, without compounds' mark.
std::string by_libhyphen(HyphenDict& dictionary, const std::string& lower_word) {
  const auto text = icu::UnicodeString::fromUTF8(lower_word);
  std::string bytes;
  if (dictionary.utf8) {
    bytes = lower_word;
  } else {
    for (std::int32_t i = 0; i < text.length(); ++i) bytes += static_cast<char>(text.charAt(i));
  }
  std::vector<char> hyphens(bytes.size() + 5, 0);
  char** rep = nullptr;
  int* pos = nullptr;
  int* cut = nullptr;
  hnj_hyphen_hyphenate3(&dictionary, bytes.c_str(), static_cast<int>(bytes.size()), hyphens.data(), nullptr, &rep, &pos,
                        &cut, 2, 3, 0, 0);
  for (std::size_t i = 0; rep && i < bytes.size(); ++i) std::free(rep[i]);
  std::free(rep);
  std::free(pos);
  std::free(cut);
  icu::UnicodeString out;
  for (std::int32_t i = 0; i < text.length(); ++i) {
    out.append(text.charAt(i));
    const bool odd = hyphens[static_cast<std::size_t>(i)] & 1;
    if (odd && i + 1 < text.length()) out.append(u'-');
  }
  std::string result;
  return out.toUTF8String(result);
}

}  // namespace

TEST_CASE("words are divided by the patterns of their language") {
  CHECK(divided("sv", "representation") == "re-pre-sen-ta-tion");
  CHECK(divided("en-GB", "representation") == "rep-res-ent-a-tion");
  CHECK(divided("de", "parlamentarisch") == "par-la-men-ta-risch");  // by its own rule: a longer beginning silences
  CHECK(divided("da", "menneskerettigheder") == "men-ne-ske-ret-tig-he-der");
  CHECK(divided("th", "representation") == "representation");
  CHECK(divided("sv", "14:30") == "14:30");
}

TEST_CASE("Swedish compounds are divided at their joints first") {
  CHECK(divided("sv", "arbetsmarknad") == "ar-bets=mark-nad");
  CHECK(divided("sv-SE", "Kulturförvaltningen") == "Kul-tur=för-valt-ningen");
  for (const auto& [word, joint] : {std::pair{"Demokratiambassadörerna", "ti=am"},
                                    {"kommunbudget", "mun=bud"},
                                    {"ungdomsråden", "doms=rå"},
                                    {"stadsdelsutveckling", "dels=ut"}}) {
    CAPTURE(divided("sv", word));
    CHECK(divided("sv", word).find(joint) != std::string::npos);
  }
  CHECK(divided("sv", "demokratins").find('=') == std::string::npos);
  CHECK(divided("sv", "plantering").find('=') == std::string::npos);
}

TEST_CASE("German compounds are known as such") {
  for (const auto& [word, joint] : {std::pair{"Wohnungsbaugesellschaft", "nungs=bau"}, {"Kinderzimmer", "der=zim"}}) {
    CAPTURE(divided("de", word));
    CHECK(divided("de", word).find(joint) != std::string::npos);
  }
  CHECK(divided("de", "Sitzung").find('=') == std::string::npos);
}

TEST_CASE("a dictionary made for libhyphen may have lines of digits alone") {
  const PatternDictionary dictionary{"UTF-8\nLEFTHYPHENMIN 1\nRIGHTHYPHENMIN 1\n8\nri1ta\nabc\n"};
  const auto places = dictionary.places(u"aritan");
  REQUIRE(places.size() == 1);
  CHECK(places.front().at == 3);
}

TEST_CASE("places agree with libhyphen on real words") {
  const auto path = test::shared_data("unicode/udhr-article1.tsv");
  SKIP_WITHOUT_DATA(path);
  // Not Danish: its patterns are TeX's own, of which libhyphen drops those that end inside a longer match ("ret-tig").
  const std::vector<std::pair<std::string, std::string>> tables{
      {"swe", "sv"}, {"eng", "en-GB"}, {"fra", "fr"}, {"deu_1996", "de"}};
  int words = 0;
  for (const auto& [key, language] : tables) {
    const auto& all = test::hyphenation_dictionaries();
    const auto blob = std::find_if(all.begin(), all.end(), [&](const NamedBlob& b) { return b.name == language; });
    REQUIRE(blob != all.end());
    const auto bytes = blob->blob->bytes();
    std::FILE* file = fmemopen(const_cast<std::byte*>(bytes.data()), bytes.size(), "r");
    const std::unique_ptr<HyphenDict, decltype(&hnj_hyphen_free)> oracle{hnj_hyphen_load_file(file), &hnj_hyphen_free};
    std::fclose(file);
    REQUIRE(oracle);
    std::istringstream rows{test::read_file(*path)};
    for (std::string row; std::getline(rows, row);) {
      if (!row.starts_with(key + "\t")) continue;
      std::istringstream text{row};
      for (std::string word; text >> word;) {
        auto unicode = icu::UnicodeString::fromUTF8(word);
        unicode.toLower(icu::Locale::getRoot());
        while (!unicode.isEmpty() && !u_isalpha(unicode.charAt(unicode.length() - 1))) {
          unicode.truncate(unicode.length() - 1);
        }
        bool letters = unicode.length() >= 5;
        for (std::int32_t i = 0; i < unicode.length(); ++i) letters = letters && u_isalpha(unicode.charAt(i));
        if (!letters) continue;
        std::string lower;
        unicode.toUTF8String(lower);
        auto mine = divided(language, lower);
        std::replace(mine.begin(), mine.end(), '=', '-');
        CHECK(mine == by_libhyphen(*oracle, lower));
        ++words;
      }
    }
  }
  CHECK(words > 40);
}

TEST_CASE("a dictionary of arbitrary bytes does no harm") {
  for (const std::string bytes :
       {"", "\n", "UTF-8", "NO-SUCH-CHARSET\na1b\n", "ISO8859-1\n1\n9\n.\n..\n9999a\nNEXTLEVEL\n",
        "UTF-8\nNEXTLEVEL\nNEXTLEVEL\nLEFTHYPHENMIN -99999999999\n1a1b1c1\n"}) {
    Hyphenation hyphenation{{{"sv", "", make_blob(bytes)}}};
    const icu::UnicodeString word{u"abcabcabc"};
    for (const HyphenPlace& place : hyphenation.places(word, 0, word.length(), "sv")) {
      CHECK(place.at > 0);
      CHECK(place.at < word.length());
    }
  }
}
