// The first article of human rights in every language that we have it in, with the fonts that a snapshot would carry.
#include <map>
#include <set>

#include "player/text/typesetter.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/data.hpp"
#include "tests/text/articles.hpp"
#include "tests/text/ink.hpp"

using namespace skylt;

namespace {

/// Languages with letters that no Noto font of Debian 12 has: chữ Nôm of Vietnamese.
const std::set<std::string> kWithoutFont{"vi-Hani"};

}  // namespace

TEST_CASE("article 1 in every language at three widths has all its letters and no ink outside (L-17 L-32 L-33)") {
  const auto all = test::articles();
  SKIP_WITHOUT_DATA(all);
  REQUIRE(all->size() > 525);
  Typesetter typesetter{test::fonts_for(*all), {}};
  std::map<std::string, int> without_font;
  for (const test::Article& article : *all) {
    for (const int width : {420, 760, 1500}) {
      INFO(article.text.language << " " << article.name << " in " << width);
      const auto layout = typesetter.layout(article.text, width, {.em_px = 32});
      if (layout->missing_glyphs > 0) ++without_font[article.text.language];
      CHECK(layout->right_to_left == article.right_to_left);
      CHECK(test::ink_outside(typesetter, *layout) == 0);
      int bottom = 0;
      for (const TextLine& line : layout->lines) {
        CHECK(line.box.x >= 0);
        CHECK(line.box.right() <= width);
        CHECK(line.box.y == bottom);
        bottom = line.box.bottom();
      }
    }
  }
  for (const auto& [language, times] : without_font) {
    INFO(language);
    CHECK(kWithoutFont.contains(language));
  }
}
