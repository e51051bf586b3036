#include "player/text/typesetter.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include "tests/support/catch.hpp"
#include "tests/support/fonts.hpp"

using namespace skylt;

namespace {

Typesetter& noto() {
  static Typesetter typesetter{test::noto_fonts(), test::hyphenation_dictionaries()};
  return typesetter;
}

std::vector<std::string> lines(const TextLayout& layout) {
  std::vector<std::string> result;
  for (const TextLine& line : layout.lines) result.push_back(line.text);
  return result;
}

std::string visual(const std::string& language, const std::string& text) {
  return noto().layout({text, language}, 4000, {})->lines.at(0).visual;
}

using Lines = std::vector<std::string>;

/// A letter so large that its parts can be measured.
Typesetter::GlyphMask letter(const std::string& language, const std::string& text, Weight weight) {
  constexpr double kEm = 1000;
  const auto layout = noto().layout({text, language}, 4000, {.em_px = kEm, .weight = weight});
  const PlacedGlyph& glyph = layout->lines.at(0).glyphs.at(0);
  return noto().mask(glyph.face, glyph.glyph, kEm, 0);
}

/// The first stroke that a line across the letter meets, `part` of the letter's height below its top.
struct Stroke {
  std::ptrdiff_t left = 0;
  double width = 0;
};
Stroke stroke_at(const Typesetter::GlyphMask& mask, double part) {
  const unsigned char* row = mask.alpha + static_cast<std::ptrdiff_t>(part * mask.height) * mask.stride;
  const unsigned char* end = row + mask.width;
  const unsigned char* from = std::find_if(row, end, [](unsigned char alpha) { return alpha != 0; });
  return {from - row, std::accumulate(from, std::find(from, end, 0), 0.0) / 255};
}

}  // namespace

TEST_CASE("a short text is one line as wide as its letters") {
  const auto layout = noto().layout({"Rådhuset", "sv"}, 1000, {.em_px = 48});
  REQUIRE(layout->lines.size() == 1);
  CHECK(layout->lines[0].text == "Rådhuset");
  CHECK(layout->lines[0].glyphs.size() == 8);
  CHECK(layout->missing_glyphs == 0);
  CHECK_FALSE(layout->truncated);
  CHECK(layout->cap_height_px == Approx(48 * 0.714));
  CHECK(layout->size.width == noto().width_of({"Rådhuset", "sv"}, {.em_px = 48}));
}

TEST_CASE("a text set to its own width is one line") {
  for (const std::string text : {"Samtal om rasism", "jfåjÅ fj", "Kongresshallen 14:30–15:15"}) {
    const int width = noto().width_of({text, "sv"}, {.em_px = 37.3});
    CHECK(noto().layout({text, "sv"}, width, {.em_px = 37.3})->lines.size() == 1);
    CHECK(noto().layout({text, "sv"}, width - 8, {.em_px = 37.3})->lines.size() == 2);
  }
}

TEST_CASE("an Arabic sentence keeps times and room codes readable (L-10 test vectors)") {
  CHECK(visual("ar", "الغرفة Sal 12B الساعة 14:30") == "14:30 ةعاسلا Sal 12B ةفرغلا");
  CHECK(visual("ar", "الساعة \u206614:30–15:15\u2069") == "14:30–15:15 ةعاسلا");
  CHECK(visual("ar", "التاريخ \u20662026-08-27\u2069") == "2026-08-27 خيراتلا");
}

TEST_CASE("Thai with digits and Latin has no missing glyph (L-32)") {
  CHECK(noto().layout({"ประชุม 14:30 Sal B", "th"}, 4000, {})->missing_glyphs == 0);
}

TEST_CASE("words wrap at spaces and the spaces between lines are not set") {
  const auto layout = noto().layout({"Samtal om rasism i skolan", "sv"}, 300, {.em_px = 40, .balance = false});
  CHECK(lines(*layout) == Lines{"Samtal om", "rasism i skolan"});
  CHECK(layout->size.width <= 300);
}

TEST_CASE("line feeds break lines and an empty line stays") {
  const auto layout = noto().layout({"a\n\nb\r\nc", "sv"}, 300, {});
  CHECK(lines(*layout) == Lines{"a", "", "b", "c"});
}

TEST_CASE("a compound wider than the measure is divided by its patterns") {
  const auto layout = noto().layout({"Arbetsmarknadsförvaltningen", "sv"}, 400, {.em_px = 40});
  for (const TextLine& line : layout->lines) {
    INFO(line.text);
    CHECK(line.box.right() <= 400);
  }
  REQUIRE(layout->lines.size() == 2);
  CHECK(lines(*layout) == Lines{"Arbetsmarknads-", "förvaltningen"});
  CHECK(layout->lines[0].hyphenated);
  CHECK_FALSE(layout->truncated);
}

TEST_CASE("a word that cannot be divided is cut between grapheme clusters and reported") {
  const auto layout = noto().layout({"12345678901234567890", "sv"}, 200, {.em_px = 40});
  CHECK(layout->truncated);
  for (const TextLine& line : layout->lines) CHECK(line.box.right() <= 200);
}

TEST_CASE("the last line is not one short word where an earlier break avoids it") {
  const TaggedText text{"Vem får plats i staden nu", "sv"};
  const int width = noto().width_of({"Vem får plats i staden", "sv"}, {});
  CHECK(lines(*noto().layout(text, width, {.balance = false})) == Lines{"Vem får plats i staden", "nu"});
  CHECK(lines(*noto().layout(text, width, {})) == Lines{"Vem får plats", "i staden nu"});
}

TEST_CASE("what takes more lines than it may is set whole and said to be too long") {
  const auto layout = noto().layout({"Samtal om rasism i skolan", "sv"}, 300, {.em_px = 40, .max_lines = 1});
  CHECK(layout->lines.size() == 2);
  CHECK(layout->truncated);
}

TEST_CASE("embeddings and overrides have no effect (L-13)") { CHECK(visual("sv", "a\u202Ebcd\u202C e") == "abcd e"); }

TEST_CASE("the text test vectors read as they should on the screen (rules/languages 6)") {
  CHECK(visual("ar", "هاتف \u2066040-34 10 00\u2069") == "040-34 10 00 فتاه");
  CHECK(visual("ar", "الطابق \u2066-1\u2069") == "-1 قباطلا");
  CHECK(visual("sv", "Sal 3: \u2068مرحبا\u2069 - 14:30 (Rådhuset)") == "Sal 3: ابحرم - 14:30 (Rådhuset)");
  CHECK(visual("ar", "الساعة 14:30-15:15") == "15:15-14:30 ةعاسلا");
}

TEST_CASE("the time reads 1-4-3-0 from left to right in every language (L-20)") {
  for (const std::string language : {"sv", "ar", "fa", "ur", "he", "yi", "ckb", "syr", "th", "ti", "ja", "hi"}) {
    INFO(language);
    CHECK(visual(language, "14:30") == "14:30");
  }
}

TEST_CASE("direction comes from the language and not from the first letter (L-12)") {
  const auto arabic = noto().layout({"Sal 3", "ar"}, 500, {});
  CHECK(arabic->right_to_left);
  CHECK(arabic->lines[0].box.right() == 500);
  const auto swedish = noto().layout({"مرحبا", "sv"}, 500, {});
  CHECK_FALSE(swedish->right_to_left);
  CHECK(swedish->lines[0].box.x == 0);
}

TEST_CASE("lines stand at the reading edge or its end or in the middle") {
  const auto left_of = [](const std::string& language, Align align) {
    const RectPx box = noto().layout({"Sal 3", language}, 500, {.align = align})->lines[0].box;
    return box.x == 0 ? "left" : box.right() == 500 ? "right" : box.x == (500 - box.width) / 2 ? "middle" : "nowhere";
  };
  CHECK(left_of("sv", Align::Start) == std::string{"left"});
  CHECK(left_of("sv", Align::End) == std::string{"right"});
  CHECK(left_of("sv", Align::Centre) == std::string{"middle"});
  CHECK(left_of("ar", Align::Start) == std::string{"right"});
  CHECK(left_of("ar", Align::End) == std::string{"left"});
}

TEST_CASE("a hyphen comes to the rescue before a text is longer than its limit") {
  const TaggedText text{"Vi samtalar om samhällsförändringar", "sv"};
  const int width = noto().width_of({"Vi samtalar om samhällsför-", "sv"}, {});
  CHECK(noto().layout(text, width, {})->lines[0].text == "Vi samtalar om");
  const TaggedText longer{"Vi samtalar om samhällsförändringar i skolorna", "sv"};
  const auto limited = noto().layout(longer, width, {.max_lines = 2});
  CHECK(limited->lines.size() == 2);
  CHECK_FALSE(limited->truncated);
}

TEST_CASE("soft hyphens are where an author allows a hyphen and are never seen otherwise") {
  const TaggedText text{"Kongress\u00ADhallen", "fi"};
  CHECK(lines(*noto().layout(text, 1000, {})) == Lines{"Kongresshallen"});
  CHECK(lines(*noto().layout(text, 250, {})) == Lines{"Kongress-", "hallen"});
}

TEST_CASE("the language chooses the form of a Han character (L-32)") {
  const auto glyph = [](const std::string& language) {
    return noto().layout({"骨", language}, 500, {})->lines[0].glyphs.at(0);
  };
  CHECK(glyph("ja").face != glyph("zh-Hans").face);
  CHECK(glyph("ja").glyph != glyph("zh-Hans").glyph);
}

TEST_CASE("Serbian text gets Serbian letter forms through the language (L-03)") {
  const auto glyph = [](const std::string& language) {
    return noto().layout({"б", language}, 500, {})->lines[0].glyphs.at(0).glyph;
  };
  CHECK(glyph("sr-Cyrl") != glyph("ru"));
}

TEST_CASE("Macedonian text gets its own letter forms (L-03)") {  // Debian's Noto Sans has none for Bulgarian
  const auto glyphs = [](const std::string& language) {
    std::vector<std::uint32_t> out;
    for (const auto& glyph : noto().layout({"бгдпт", language}, 500, {})->lines[0].glyphs) out.push_back(glyph.glyph);
    return out;
  };
  CHECK(glyphs("mk") != glyphs("ru"));
}

TEST_CASE("all figures are equally wide, so that a clock does not jiggle (L-26)") {
  for (const char* language : {"sv", "ar", "th", "ti", "hi", "zh-Hans", "ja", "he", "km"}) {
    for (const Weight weight : {Weight::Regular, Weight::Bold}) {
      CAPTURE(language);
      const auto width = [&](const char* time) {
        return noto().width_of({time, language}, {.em_px = 97, .weight = weight});
      };
      const int zero = width("00:00");
      for (const char* time : {"11:11", "22:22", "14:30", "19:58", "07:46"}) CHECK(std::abs(width(time) - zero) <= 1);
    }
  }
}

TEST_CASE("Arabic is never hyphenated, not even at an author's soft hyphen, and its bold is a face of its own (L-15)") {
  const TaggedText text{"الديم\u00ADقراطية المح\u00ADلية والمشاركة المج\u00ADتمعية في مدينة مالمو", "ar"};
  for (const int width : {90, 160, 300}) {
    for (const auto& line : noto().layout(text, width, {.em_px = 40})->lines) {
      CAPTURE(width, line.text);
      CHECK_FALSE(line.hyphenated);
      CHECK(line.visual.find('-') == std::string::npos);
    }
  }
  // Nor inside a page in another language.
  const TaggedText mixed{"Samtal med الديم\u00ADقراطية المح\u00ADلية", "sv"};
  for (const int width : {90, 160, 300})
    for (const auto& line : noto().layout(mixed, width, {.em_px = 40})->lines) CHECK_FALSE(line.hyphenated);
  const auto face = [&](Weight weight) {
    return noto().layout(text, 4000, {.weight = weight})->lines[0].glyphs[0].face;
  };
  CHECK(face(Weight::Regular) != face(Weight::Bold));
}

TEST_CASE("joined letters are set at the advances of their font: nothing spaces them (L-15)") {
  // Twice the size is twice the width: no tracking is added in pixels.
  for (const auto& [language, word] : {std::pair{"ar", "مرحبا"}, {"hi", "स्वागत"}, {"bn", "স্বাগতম"}, {"syr", "ܒܫܝܢܐ"}}) {
    CAPTURE(language);
    const auto glyphs = [&, tag = std::string{language}, text = std::string{word}](double em) {
      return noto().layout({text, tag}, 4000, {.em_px = em})->lines[0].glyphs;
    };
    const auto small = glyphs(100);
    const auto large = glyphs(200);
    REQUIRE(small.size() == large.size());
    for (std::size_t i = 0; i < small.size(); ++i)
      CHECK(large[i].x - large[0].x == Approx(2 * (small[i].x - small[0].x)).margin(1));
  }
}

TEST_CASE("letters are upright, neither narrow nor wide, the small ones at least seven tenths of the capitals (A-05)") {
  for (const auto& [language, capital, small, round] :
       {std::tuple{"sv", "H", "x", "O"}, {"el", "Η", "κ", "Ο"}, {"ru", "Н", "н", "О"}}) {
    for (const Weight weight : {Weight::Regular, Weight::Bold}) {
      CAPTURE(language);
      const auto stem = letter(language, capital, weight);
      const double height = stem.height;
      CHECK(stroke_at(stem, 0.05).left == stroke_at(stem, 0.95).left);
      CHECK(letter(language, small, weight).height >= 0.70 * height);
      const double width = letter(language, round, weight).width;
      CHECK(width >= 0.55 * height);
      CHECK(width <= 1.10 * height);
    }
  }
}

TEST_CASE("a stroke of running text is between an eighth and a fifth of the capitals' height (A-07)") {
  for (const auto& [language, capital] : {std::pair{"sv", "H"}, {"el", "Η"}, {"ru", "Н"}}) {
    CAPTURE(language);
    const auto stem = letter(language, capital, Weight::Regular);
    CHECK(stroke_at(stem, 0.25).width >= stem.height / 8.0);
    CHECK(stroke_at(stem, 0.25).width <= stem.height / 5.0);
  }
}

TEST_CASE("bold uses the bold face (L-16)") {
  const TaggedText text{"Rådhuset", "sv"};
  CHECK(noto().width_of(text, {.weight = Weight::Bold}) > noto().width_of(text, {}));
}

TEST_CASE("a character that no font has is counted (L-33)") {
  CHECK(noto().layout({"a\U000F0000b", "sv"}, 500, {})->missing_glyphs == 1);
}

TEST_CASE("without fonts a layout still comes back and says what is missing") {
  Typesetter bare{{}, {}};
  const auto layout = bare.layout({"Sal 3", "sv"}, 500, {});
  CHECK(layout->lines.size() == 1);
  CHECK(layout->missing_glyphs == 5);
  CHECK(bare.line_advance("sv", {}) > 0);
}

TEST_CASE("what is not a font is refused by name") {
  CHECK_THROWS_WITH((Typesetter{{{"NotoSans-Regular.ttf", "", make_blob("<html>")}}, {}}),
                    "font NotoSans-Regular.ttf: not a font that can be read");
}

TEST_CASE("an empty text is one empty line of the usual height") {
  const auto layout = noto().layout({"", "sv"}, 500, {});
  REQUIRE(layout->lines.size() == 1);
  CHECK(layout->size.height == noto().line_advance("sv", {}));
}

TEST_CASE("lines are as far apart as the advance says and never closer than the font allows (L-17)") {
  const TextStyle wide{.em_px = 40, .line_height = 2};
  const TextStyle tight{.em_px = 40, .line_height = 0.5};
  CHECK(noto().line_advance("sv", wide) == 80);
  CHECK(noto().line_advance("sv", tight) == noto().line_advance("sv", {.em_px = 40}));
  CHECK(noto().line_advance("ur", {.em_px = 40}) >= 100);
  const auto layout = noto().layout({"a\nb", "sv"}, 500, wide);
  CHECK(layout->lines[1].baseline_px - layout->lines[0].baseline_px == 80);
}

TEST_CASE("the same text asked for twice is the same layout") {
  CHECK(noto().layout({"Sal 3", "sv"}, 500, {}) == noto().layout({"Sal 3", "sv"}, 500, {}));
  CHECK(noto().layout({"Sal 3", "sv"}, 500, {}) != noto().layout({"Sal 3", "da"}, 500, {}));
}

TEST_CASE("only a text longer than any may be is cut, and ends with an ellipsis (L-36)") {
  std::string text;
  for (int i = 0; i < 20000; ++i) text += "ord ";
  const auto layout = noto().layout({text, "sv"}, 1000, {});
  CHECK(layout->truncated);
  CHECK(layout->lines.back().text.ends_with("…"));
}

TEST_CASE("a base keeps at most eight marks and a stack eight consonants (L-34)") {
  const auto glyphs = [](const std::string& language, const std::string& unit) {
    std::string text = "ក";
    if (language == "sv") text = "x";
    for (int i = 0; i < 5000; ++i) text += unit;
    std::size_t count = 0;
    for (const TextLine& line : noto().layout({text, language}, 3000, {})->lines) count += line.glyphs.size();
    return count;
  };
  CHECK(glyphs("sv", "\u0336") <= 9);
  CHECK(glyphs("km", "\u17D2ក") >= 5000);
}

TEST_CASE("Japanese phrases and Korean words stay whole until they do not fit") {
  const TextStyle style{.em_px = 40};
  CHECK(lines(*noto().layout({"인종차별에 대한 대화: 학교와 직장에서", "ko"}, 340, style)) ==
        Lines{"인종차별에 대한", "대화: 학교와", "직장에서"});
  CHECK(lines(*noto().layout({"人種差別についての対話", "ja"}, 400, style)) == Lines{"人種差別についての", "対話"});
  const auto narrow = noto().layout({"差別についての", "ja"}, 130, style);
  CHECK(narrow->lines.size() == 3);
  CHECK_FALSE(narrow->truncated);
}
