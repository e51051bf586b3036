#include "core/language/text.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;

namespace {
std::string plain(const std::string& raw) { return clean_text(strip_markup(raw), 0, true); }
}  // namespace

TEST_CASE("HTML becomes plain words (PROGRAMME-FORMATS 0.7)") {
  const std::vector<std::pair<std::string, std::string>> table{
      {"<p>Hej <b>du</b></p><p>igen</p>", "Hej du\n\nigen"},
      {"rad ett<br/>rad två", "rad ett\nrad två"},
      {R"(<a href="https://x.se/?a=1&amp;b=2">Anmälan</a> här)", "Anmälan här"},
      {"Tom &amp; Jerry &ndash; &Aring;sa &#246; &#xF6; &unknown; &nbsp;", "Tom & Jerry – Åsa ö ö &unknown;"},
      {"<script>alert(1)</script>x<style>p{}</style>y<!-- z -->", "xy"},
      {"3 < 4 > 2 and a<b", "3 < 4 > 2 and a<b"},
      {"&lt;b&gt; is a tag", "<b> is a tag"},
      {"<ul><li>ett<li>två</ul>", "ett\ntvå"},
      {"Me <3 Malmö", "Me <3 Malmö"}};
  for (const auto& [raw, wanted] : table) CHECK(plain(raw) == wanted);
}

TEST_CASE("the same words give the same text whoever ended their lines") {
  const std::string lines = "# Rubrik\n\nett\n---\ntvå\n\n* a\n* b\n> citat\nUnder\n=====\n";
  const auto ended = [&](const std::string& end) {
    std::string text;
    for (const char c : lines) text += c == '\n' ? end : std::string{c};
    return text;
  };
  CHECK(plain(lines) == "Rubrik\n\nett\n\ntvå\n\n- a\n- b\ncitat\nUnder");
  CHECK(plain(ended("\r\n")) == plain(lines));
  CHECK(plain(ended("\r")) == plain(lines));
}

TEST_CASE("Markdown becomes plain words (PROGRAMME-FORMATS 0.7)") {
  const std::vector<std::pair<std::string, std::string>> table{
      {"Läs [programmet](https://x.se/a_(b)) nu", "Läs programmet nu"},
      {"![Karta](karta.png)", "Karta"},
      {"**viktigt** och _kursivt_ och `kod` ~~fel~~", "viktigt och kursivt och kod fel"},
      {"# Rubrik\n\n> citat\n\n* ett\n* två", "Rubrik\n\ncitat\n\n- ett\n- två"},
      {"“**Fett**” „**fett**“ »_kursiv_« —**x**— ’*y*’", "“Fett” „fett“ »kursiv« —x— ’y’"},
      {"日本**太字**です", "日本太字です"},
      {"é*é*é och å_å_å och a*b*c", "é*é*é och å_å_å och a*b*c"},
      {"2 * 3 * 4, snake_case_name, 5 ~ 6", "2 * 3 * 4, snake_case_name, 5 ~ 6"},
      {R"(\*inte kursiv\*)", "*inte kursiv*"},
      {"C# och [sic] och a[1](", "C# och [sic] och a[1]("},
      {"<https://malmo.se>", "https://malmo.se"},
      {"ett\n---\ntvå", "ett\n\ntvå"},
      {"#1 i Malmö", "#1 i Malmö"}};
  for (const auto& [raw, wanted] : table) CHECK(plain(raw) == wanted);
}

TEST_CASE("markup of any length ends soon") {
  for (const std::string unit : {"[", "![", "*a ", "<", "<a", "&", "](", "`", "_a", "<!--", "[a](("}) {
    std::string hostile;
    while (hostile.size() < 500000) hostile += unit;
    CHECK(strip_markup(hostile).size() <= hostile.size());
  }
}
