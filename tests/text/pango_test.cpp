// Pango as the second opinion: the first article of human rights in every language that we have it in, set by both.
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "player/text/analysis.hpp"
#include "player/text/typesetter.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/data.hpp"
#include "tests/support/fonts.hpp"
#include "tests/text/articles.hpp"
#include "tests/text/pango_oracle.hpp"

using namespace skylt;
using test::Article;
using test::PangoOracle;

namespace {

constexpr int kWidths[]{420, 760, 1500};
constexpr double kEm = 32;

/// Without spaces at the ends and without what is never seen.
std::string trimmed(const std::string& utf8) {
  const auto text = icu::UnicodeString::fromUTF8(utf8);
  icu::UnicodeString out;
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (!is_invisible(c)) out.append(u_isUWhiteSpace(c) ? u' ' : c);
  }
  out.trim();
  std::string result;
  return out.toUTF8String(result);
}

using Strings = std::vector<std::string>;

Strings by_us(Typesetter& typesetter, const Article& article, double width, Strings* visual = nullptr) {
  const TextStyle plain{.em_px = kEm, .hyphenate = false, .balance = false};
  Strings lines;
  const auto layout = typesetter.layout(article.text, static_cast<int>(width), plain);
  for (const TextLine& line : layout->lines) {
    lines.push_back(trimmed(line.text));
    if (visual) visual->push_back(trimmed(line.visual));
  }
  return lines;
}

Strings by_pango(PangoOracle& pango, const Article& article, double width, Strings* visual = nullptr) {
  Strings lines;
  const PangoOracle::Paragraph as{test::families_for(article), article.text.language, article.right_to_left, kEm,
                                  width};
  for (const PangoOracle::Line& line : pango.lines(article.text.text, as)) {
    lines.push_back(trimmed(line.text));
    if (visual) visual->push_back(trimmed(line.visual));
  }
  return lines;
}

/// Why lines may differ; nullptr: they may not.
const char* reason_for(const Article& article) {
  const std::string& script = article.script;
  const std::string& language = article.text.language;
  if (script == "Khmr" || script == "Laoo") return "ICU knows the words of Khmer and Lao, Pango breaks at spaces only";
  if (script == "Mymr") return "words of Burmese, syllables of Shan and Mon; Pango breaks at spaces only";
  if (language == "ja") return "phrases stay whole where they fit";
  if (language == "ko") return "words stay whole, Pango breaks between syllables";
  if (language == "vi-Hani") return "no font has all its letters, and the boxes differ in width";
  if (language == "mcd")
    return "ICU keeps a hyphen after a space with the word that follows (the 22 tailorings of L-11)";
  return nullptr;
}

/// A line may fit by less than a pixel in one of the two: glyphs stand at quarters of pixels, and ink counts as width.
bool same_but_for_rounding(Typesetter& typesetter, PangoOracle& pango, const Article& article, int width) {
  const Strings theirs = by_pango(pango, article, width);
  for (const int wider : {1, 2}) {
    if (by_us(typesetter, article, width + wider) == theirs) return true;
  }
  const Strings ours = by_us(typesetter, article, width);
  for (const double narrower : {0.25, 0.5, 1.0, 1.5}) {
    if (by_pango(pango, article, width - narrower) == ours) return true;
  }
  return false;
}

/// Bold files left out: Debian's NotoNastaliqUrdu-Bold says of itself that it is regular.
std::vector<NamedBlob> regular(std::vector<NamedBlob> fonts) {
  std::erase_if(fonts, [](const NamedBlob& font) { return font.name.find("-Regular") == std::string::npos; });
  return fonts;
}

}  // namespace

TEST_CASE("lines break where Pango breaks them and read in the same order (L-10 L-11)") {
  const auto all = test::articles();
  SKIP_WITHOUT_DATA(all);
  const auto fonts = regular(test::fonts_for(*all));
  Typesetter typesetter{fonts, {}};
  PangoOracle pango{fonts};
  int same = 0;
  int by_rounding = 0;
  for (const Article& article : *all) {
    for (const int width : kWidths) {
      INFO(article.text.language << " " << article.script << " " << article.name << " at " << width);
      Strings our_visual;
      Strings their_visual;
      const Strings ours = by_us(typesetter, article, width, &our_visual);
      const Strings theirs = by_pango(pango, article, width, &their_visual);
      if (ours == theirs) {
        ++same;
        CHECK(our_visual == their_visual);
      } else if (!reason_for(article)) {
        ++by_rounding;
        const bool rounding = same_but_for_rounding(typesetter, pango, article, width);
        if (!rounding) CHECK(ours == theirs);
      }
    }
  }
  CHECK(same > 1540);
  CHECK(by_rounding < 15);
}

TEST_CASE("mixed directions and brackets read in Pango's order (L-10 L-13)") {
  const std::vector<NamedBlob> fonts = regular(test::noto_fonts());
  Typesetter typesetter{fonts, {}};
  PangoOracle pango{fonts};
  const std::vector<std::pair<std::string, std::string>> texts{
      {"ar", "الغرفة Sal 12B الساعة 14:30"},
      {"ar", "الساعة \u206614:30–15:15\u2069 (Rådhuset, Sal 3) والسبت"},
      {"he", "חדר 12B (קומה \u2066-1\u2069) בשעה 14:30"},
      {"fa", "سالن «Kongresshallen» ۱۴ و 15:15"},
      {"ur", "فون \u2066040-34 10 00\u2069 پر"},
      {"sv", "Sal 3: \u2068مرحبا [א] 12\u2069 - 14:30 (Rådhuset)"},
      {"sv", "Samtal: חדר 12 (אבג) och 3 % av (ابج)"}};
  for (const auto& [language, text] : texts) {
    INFO(language << ": " << text);
    const Article article{
        "", "", is_right_to_left(language) ? "Arab" : "Latn", is_right_to_left(language), {text, language}};
    Strings our_visual;
    Strings their_visual;
    by_us(typesetter, article, 4000, &our_visual);
    by_pango(pango, article, 4000, &their_visual);
    CHECK(our_visual == their_visual);
  }
}
