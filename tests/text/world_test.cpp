// Texts of the world's languages with the fonts of a snapshot: every letter there, every line box around its ink.
#include <sstream>

#include "player/text/typesetter.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/data.hpp"
#include "tests/support/fonts.hpp"
#include "tests/text/ink.hpp"

using namespace skylt;

namespace {

Typesetter& noto() {
  static Typesetter typesetter{test::noto_fonts(), test::hyphenation_dictionaries()};
  return typesetter;
}

void check_layout(const TaggedText& text, int width, const TextStyle& style) {
  INFO(text.language << " in " << width << ": " << text.text);
  const auto layout = noto().layout(text, width, style);
  CHECK(layout->missing_glyphs == 0);
  CHECK_FALSE(layout->truncated);
  CHECK(test::ink_outside(noto(), *layout) == 0);
  int bottom = 0;
  for (const TextLine& line : layout->lines) {
    CHECK(line.box.x >= 0);
    CHECK(line.box.right() <= width);
    CHECK(line.box.y == bottom);
    bottom = line.box.bottom();
  }
  CHECK(layout->size.height == bottom);
}

}  // namespace

TEST_CASE("tall and deep letters stay inside their line box (L-17)") {
  const std::vector<TaggedText> tall{
      {"Ặ Ỗ g\nÅÄÖ jgq", "vi"}, {"ปั้น ฎู ญู่ ที่ ปี๊", "th"},     {"یہ ایک چچچ نستعلیق ہے ججججج", "ur"},
      {"ក្ស្ម៉ៃ ស្ត្រី ង្គ្រោះ", "km"}, {"Åg\nÅg\nÅg", "sv"},     {"jf Ĵ ﬀ ſ þ", "sv"},
      {"كَلِمَةٌ مُشَكَّلَةٌ إِلَىٰ", "ar"}, {"क्ष्म्य र्त्स्न्य ङ्क्त", "hi"}, {"တိုက်ရိုက် ကြွေ ဿ", "my"},
      {"བསྒྲུབས་ རྐྱེན་", "bo"},      {"שָׁלוֹם בְּרֵאשִׁית", "he"},    {"Ǻ Ǟ Ṩ ṧ Ặ ǰ", "smj"}};
  for (const TaggedText& text : tall) {
    for (const Weight weight : {Weight::Regular, Weight::Bold}) {
      for (const double em : {17.0, 40.0, 63.7}) check_layout(text, 900, {.em_px = em, .weight = weight});
    }
  }
}

TEST_CASE("the direction of every language with a sample is known (L-12)") {
  const auto path = test::shared_data("unicode/udhr-article1.tsv");
  SKIP_WITHOUT_DATA(path);
  std::istringstream rows{test::read_file(*path)};
  for (std::string row; std::getline(rows, row);) {
    std::vector<std::string> fields;
    std::istringstream columns{row};
    for (std::string field; std::getline(columns, field, '\t');) fields.push_back(field);
    if (fields.size() < 8 || fields[4] != "rtl") continue;
    INFO(fields[1] << " " << fields[3]);
    CHECK(is_right_to_left(fields[1]));
  }
}
