#include "player/text/typesetter.hpp"

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

TEST_CASE("what does not fit ends with an ellipsis at a word boundary (L-36)") {
  const TextStyle style{.em_px = 40, .max_lines = 2, .hyphenate = false, .overflow = Overflow::Ellipsis};
  const auto layout = noto().layout({"Samtal om rasism i skolan, på jobbet och på stan", "sv"}, 340, style);
  CHECK(lines(*layout) == Lines{"Samtal om", "rasism i skolan…"});
  CHECK(layout->truncated);
}

TEST_CASE("with Report everything is set and said to be too long") {
  const TextStyle style{.em_px = 40, .max_lines = 1, .overflow = Overflow::Report};
  const auto layout = noto().layout({"Samtal om rasism i skolan", "sv"}, 300, style);
  CHECK(layout->lines.size() == 2);
  CHECK(layout->truncated);
}
