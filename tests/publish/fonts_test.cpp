#include "content-server/publish/fonts.hpp"

#include "core/base/error.hpp"
#include "tests/publish/event.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

std::set<std::string> fonts_for(const char* text, bool urdu = false) {
  return shipped_assets().fonts->needed_for(characters_of(text), urdu);
}

const std::set<std::string> kLatin{"NotoSans-Regular.ttf", "NotoSans-Bold.ttf"};

std::set<std::string> latin_and(std::initializer_list<const char*> more) {
  auto names = kLatin;
  names.insert(more.begin(), more.end());
  return names;
}

}  // namespace

TEST_CASE("a snapshot carries the fonts that its texts need and no others") {
  CHECK(fonts_for("") == kLatin);
  CHECK(fonts_for("\xC3\x84ndrat i dag \xE2\x80\x93 10:00") == kLatin);
  CHECK(fonts_for("\xD0\x94\xD0\xBE\xD0\xB1\xD1\x80\xD0\xBE") == kLatin);  // Noto Sans has Cyrillic
  CHECK(fonts_for("\xD8\xA3\xD9\x87\xD9\x84\xD8\xA7") ==
        latin_and({"NotoSansArabic-Regular.ttf", "NotoSansArabic-Bold.ttf"}));
  CHECK(fonts_for("\xE4\xBD\xA0\xE5\xA5\xBD") == latin_and({"NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"}));
  CHECK(fonts_for("", true) == latin_and({"NotoNastaliqUrdu-Regular.ttf", "NotoNastaliqUrdu-Bold.ttf"}));
}

TEST_CASE("characters without ink ask for no font") {
  // ZWNJ, ZWJ, first-strong isolate, soft hyphen, private use, no-break space
  CHECK(characters_of("\xE2\x80\x8C\xE2\x80\x8D\xE2\x81\xA8\xC2\xAD\xEE\x80\x80\xC2\xA0").empty());
  CHECK(characters_of("\xFF\xC3").empty());
  CHECK(characters_of("a\xC3\xA5") == std::set<char32_t>{0xE5});
}

TEST_CASE("a font file carries its hash, and a missing one says what to install") {
  const auto file = shipped_assets().fonts->file("NotoSans-Bold.ttf");
  CHECK(file.sha256 == sha256_hex(file.blob->bytes()));
  CHECK(file.type == "font/ttf");
  CHECK_THROWS_WITH(shipped_assets().fonts->file("Comic.ttf"),
                    "font Comic.ttf is not installed: install fonts-noto-core and fonts-noto-cjk");
}

TEST_CASE("a title in Arabic brings its font to the screens of its venue alone") {
  const auto before = two_venues();
  auto after = before;
  after.sessions[0].title.set("ar", "\xD8\xA3\xD9\x87\xD9\x84\xD8\xA7");
  CHECK(affected_screens(before, after, shipped_assets()) == std::vector<std::string>{"door-a"});
}
