#include "content-server/phone/html.hpp"
#include "content-server/phone/languages.hpp"
#include "content-server/phone/session_words.hpp"
#include "content-server/phone/style.hpp"
#include "core/base/url.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;

namespace {

std::vector<OfferedLanguage> offered(const std::vector<std::string>& tags) {
  std::vector<OfferedLanguage> out;
  for (const auto& tag : tags) out.push_back({tag, tag, false});
  return out;
}

WordFile words_in(const std::string& language, const std::string& name, WordState state) {
  WordFile file{language, name, {}};
  file.messages["now"] = {"x", state};
  return file;
}

std::string in_paragraph(const std::string& text) {
  Html html{"sv"};
  return html.put("p", text).take();
}

}  // namespace

TEST_CASE("whatever is put into a page as text or attribute is escaped") {
  Html html{"sv"};
  html.open("a", {{"href", "x\"><script>'&"}}).text("<b>&\"'</b>").close();
  CHECK(html.take() ==
        "<!doctype html>\n<a href=\"x&quot;&gt;&lt;script&gt;&#39;&amp;\">&lt;b&gt;&amp;&quot;&#39;&lt;/b&gt;</a>\n");
}

TEST_CASE("isolates become bdi elements and stray ones leave no open element (L-13)") {
  CHECK(in_paragraph("till \u2066B-12\u2069 nu") == "<!doctype html>\n<p>till <bdi dir=\"ltr\">B-12</bdi> nu</p>\n");
  CHECK(in_paragraph("\u2068سالن\u2069") == "<!doctype html>\n<p><bdi>سالن</bdi></p>\n");
  CHECK(in_paragraph("a\u2069b\u2068c") == "<!doctype html>\n<p>ab<bdi>c</bdi></p>\n");
}

TEST_CASE("a text in another language than the page says which and in what direction it runs (L-03)") {
  Html html{"sv"};
  html.put("p", TaggedText{"Nu", "sv"}).put("p", TaggedText{"الآن", "ar"}).put("p", TaggedText{"Aula 2", "und"});
  CHECK(html.take() == "<!doctype html>\n<p>Nu</p><p lang=\"ar\" dir=\"rtl\">الآن</p><p dir=\"auto\">Aula 2</p>\n");
}

TEST_CASE("ids in addresses survive escaping") {
  const std::string id = "a/b ?&=%å:x";
  CHECK(unescape_url(escape_url(id)) == id);
  CHECK(escape_url("radhuset-sal_b.2~") == "radhuset-sal_b.2~");
  CHECK(unescape_url("50%") == "50%");
  CHECK(unescape_url("%zz%4") == "%zz%4");
}

TEST_CASE("the languages a browser wants are read in the order of their weights") {
  using List = std::vector<std::string>;
  CHECK(parse_accept_language("fa-AF, sv;q=0.8, en;q=0.9, *;q=0.1") == List{"fa-AF", "en", "sv"});
  CHECK(parse_accept_language("en;q=0, sv") == List{"sv"});
  CHECK(parse_accept_language("") == List{});
  CHECK(parse_accept_language(";;,q=1,sv;q=1.0,;q=x,en;q=7") == List{"sv"});
  CHECK(parse_accept_language(std::string(9000, ',')).empty());
}

TEST_CASE("a visitor gets the nearest language that is offered") {
  const auto some = offered({"sv", "en", "nb", "kmr", "fa", "fa-AF", "sr-Cyrl", "sr-Latn", "zh-Hans", "zh-Hant", "tl"});
  const auto for_browser = [&](const std::string& header) {
    return choose_language(some, parse_accept_language(header));
  };
  CHECK(for_browser("sv-FI") == "sv");
  CHECK(for_browser("fa-AF") == "fa-AF");
  CHECK(for_browser("prs") == "fa-AF");
  CHECK(for_browser("fa-IR") == "fa");
  CHECK(for_browser("zh-TW") == "zh-Hant");
  CHECK(for_browser("zh-CN") == "zh-Hans");
  CHECK(for_browser("sr-RS") == "sr-Cyrl");
  CHECK(for_browser("no") == "nb");
  CHECK(for_browser("nn-NO") == "nb");
  CHECK(for_browser("ku") == "kmr");
  CHECK(for_browser("fil") == "tl");
  CHECK(for_browser("xx-YY, en-US") == "en");
  CHECK(for_browser("haw") == "sv");
}

TEST_CASE("draft languages are offered only where the event shows drafts (L-05)") {
  const Words words{{words_in("sv", "svenska", WordState::Checked), words_in("ar", "العربية", WordState::Draft),
                     words_in("fi", "suomi", WordState::Checked)},
                    true};
  const auto all = offered_languages(words, true, {"sv"});
  REQUIRE(all.size() == 3);
  CHECK(all[0].tag == "sv");
  CHECK(all[1].tag == "fi");
  CHECK(all[2].tag == "ar");
  CHECK(all[2].draft);
  CHECK_FALSE(all[1].draft);
  const auto checked = offered_languages(words, false, {"sv"});
  REQUIRE(checked.size() == 2);
  CHECK(checked[1].tag == "fi");
}

TEST_CASE("the event's languages come first under the tags that serve their readers") {
  const Words words{{words_in("ar", "العربية", WordState::Checked), words_in("zh-Hant", "繁體中文", WordState::Checked),
                     words_in("kmr", "Kurmancî", WordState::Checked), words_in("sv", "svenska", WordState::Checked)},
                    false};
  std::string tags;
  for (const auto& one : offered_languages(words, false, {"sv", "zh-TW", "ku"})) tags += one.tag + " ";
  CHECK(tags == "sv zh-Hant kmr ar ");
}

TEST_CASE("only addresses of the web become links") {
  CHECK(web_address("https://malmomots.example/a") == "https://malmomots.example/a");
  CHECK(web_address("HTTP://x.example") == "HTTP://x.example");
  for (const std::string bad :
       {"javascript:alert(1)", "data:text/html,x", "//x.example", "/x", "mailto:a@b.example", ""})
    CHECK(web_address(bad).empty());
}

TEST_CASE("a theme of one mode colours both light and dark pages") {
  Theme theme;
  theme.modes[ThemeMode::Light] = builtin_colours(ThemeMode::Light);
  const auto css = phone_style(theme, "body{}").css;
  CHECK(css.find("--ground:#f7f4ee") != css.rfind("--ground:#f7f4ee"));
  CHECK(css.find("--ground:#0e2238") == std::string::npos);
  theme.modes[ThemeMode::Dark] = builtin_colours(ThemeMode::Dark);
  CHECK(phone_style(theme, "body{}").css.find("--ground:#0e2238") != std::string::npos);
  CHECK(phone_style(theme, "body{}").name != phone_style(theme, "p{}").name);
}
