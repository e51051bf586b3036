#include "content-server/publish/fonts.hpp"

#include "core/base/error.hpp"
#include "player/text/typesetter.hpp"
#include "tests/publish/event.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

std::set<std::string> fonts_for(const char* text, std::set<std::string> languages = {}) {
  std::set<std::string> names;
  for (const auto& file : shipped_assets().fonts->files_for({characters_of(text), std::move(languages)}))
    names.insert(file.name);
  return names;
}

/// Ink of one line of text, glyph by glyph.
std::string picture_of(const std::vector<NamedBlob>& fonts, const TaggedText& text) {
  Typesetter typesetter{fonts, {}};
  TextStyle style;
  style.em_px = 48;
  const auto layout = typesetter.layout(text, 4000, style);
  CHECK(layout->missing_glyphs == 0);
  std::string picture;
  for (const auto& line : layout->lines) {
    for (const auto& glyph : line.glyphs) {
      const auto mask = typesetter.mask(glyph.face, glyph.glyph, style.em_px, 0);
      picture += std::to_string(glyph.x) + '/' + std::to_string(glyph.y) + ':';
      for (int row = 0; row < mask.height; ++row)
        picture.append(reinterpret_cast<const char*>(mask.alpha) + row * mask.stride,
                       static_cast<std::size_t>(mask.width));
    }
  }
  return picture;
}

/// Names of the fonts that the screen of `two_venues()` is given.
std::set<std::string> fonts_of(const EventData& data, const std::string& screen) {
  const auto built = snapshot_for(data, shipped_assets(), screen, 1, UtcTime{}, make_signing_key());
  std::set<std::string> names;
  for (const auto& ref : built.manifest.blobs)
    if (ref.role == "font") names.insert(ref.name);
  return names;
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
  CHECK(fonts_for("你好") == latin_and({"NotoSansCJKsc-Regular.otf", "NotoSansCJKsc-Bold.otf"}));
  CHECK(fonts_for("", {"ur"}) == latin_and({"NotoNastaliqUrdu-Regular.ttf", "NotoNastaliqUrdu-Bold.ttf"}));
}

TEST_CASE("characters without ink ask for no font") {
  // ZWNJ, ZWJ, first-strong isolate, soft hyphen, private use, no-break space
  CHECK(characters_of("\xE2\x80\x8C\xE2\x80\x8D\xE2\x81\xA8\xC2\xAD\xEE\x80\x80\xC2\xA0").empty());
  CHECK(characters_of("\xFF\xC3").empty());
  CHECK(characters_of("a\xC3\xA5") == std::set<char32_t>{0xE5});
}

TEST_CASE(
    "Chinese, Japanese and Korean bring the forms of their own regions only, and of 20 MB what they need (L-32)") {
  const auto names = fonts_for("骨", {"sv", "ja", "zh-Hant", "zh-HK"});
  for (const char* region : {"sc", "jp", "tc", "hk"})
    CHECK(names.contains(std::string{"NotoSansCJK"} + region + "-Regular.otf"));
  CHECK_FALSE(names.contains("NotoSansCJKkr-Regular.otf"));
  for (const auto& file : shipped_assets().fonts->files_for({characters_of("骨"), {"ja"}})) {
    CAPTURE(file.name);
    CHECK(file.blob->bytes().size() < 1'000'000);
    CHECK(file.sha256 == sha256_hex(file.blob->bytes()));
  }
}

TEST_CASE("text set with a part of a font looks as with the whole (L-31)") {
  const auto& shelf = *shipped_assets().fonts;
  const auto whole = shelf.file("NotoSansCJK-Regular.ttc");
  const std::string text = "你好，世界！第3会议室：14:30–15:15 骨直 ありがとうございます";
  for (const char* language : {"zh-Hans", "ja", "zh-Hant", "ko"}) {
    CAPTURE(language);
    std::vector<NamedBlob> parts;
    for (const auto& file : shelf.files_for({characters_of(text), {language}}))
      if (file.name.ends_with("-Regular.otf") || file.name == "NotoSans-Regular.ttf")
        parts.push_back({file.name, file.sha256, file.blob});
    const auto latin = shelf.file("NotoSans-Regular.ttf");
    CHECK(
        picture_of(parts, {text, language}) ==
        picture_of({{latin.name, latin.sha256, latin.blob}, {whole.name, whole.sha256, whole.blob}}, {text, language}));
  }
}

TEST_CASE("fonts have what players write by themselves: dates and names of languages (L-33)") {
  auto data = two_venues();
  data.event.languages = {"sv", "zh-Hans"};
  data.sessions[0].languages = {"ka"};  // 格鲁吉亚语
  const auto built = snapshot_for(data, shipped_assets(), "door-a", 1, UtcTime{}, make_signing_key());
  std::vector<NamedBlob> fonts;
  for (const auto& ref : built.manifest.blobs)
    if (ref.role == "font") fonts.push_back({ref.name, ref.sha256, built.blobs.at(ref.sha256)});
  Typesetter typesetter{fonts, {}};
  const auto missing = [&](const char* text) { return typesetter.layout({text, "zh-Hans"}, 4000, {})->missing_glyphs; };
  CHECK(missing("格鲁吉亚语 5月3日星期一 星期日") == 0);
  CHECK(missing("龘") == 1);  // no text has it
}

TEST_CASE("a screen that names its languages brings the fonts of these only; one that greets all brings all") {
  auto data = two_venues();
  data.event.languages = {"sv", "en", "ar", "ja", "th"};
  data.event.fallback = {"sv", "en"};
  Message welcome;
  welcome.id = "welcome";
  welcome.kind = MessageKind::Welcome;
  welcome.text = Text{{"sv", "Välkommen"}, {"hi", "स्वागत है"}};
  data.messages.push_back(welcome);
  CHECK(fonts_of(data, "door-a").contains("NotoSansThai-Bold.ttf"));
  CHECK_FALSE(fonts_of(data, "door-a").contains("NotoSansDevanagari-Bold.ttf"));
  data.screens[0].languages = {"sv", "en"};
  CHECK(fonts_of(data, "door-a") == kLatin);
  data.screens[0].layout = "welcome";
  for (const char* name : {"NotoSansThai-Bold.ttf", "NotoSansDevanagari-Bold.ttf", "NotoSansHebrew-Bold.ttf"})
    CHECK(fonts_of(data, "door-a").contains(name));
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
