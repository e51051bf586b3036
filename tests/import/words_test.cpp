#include "content-server/import/common.hpp"
#include "content-server/import/timestamp.hpp"
#include "core/base/error.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;
using namespace skylt::importing;

TEST_CASE("spoken languages are read as tags and as words") {
  const std::vector<std::pair<std::string, std::vector<std::string>>> table = {
      {"de, en", {"de", "en"}},
      {"Svenska och Engelska", {"sv", "en"}},
      {"Svenska and English", {"sv", "en"}},
      {"sv/en", {"sv", "en"}},
      {"De", {"de"}},
      {"de-formal", {"de"}},
      {"SV-se", {"sv-SE"}},
      {"svenska, svenskt teckenspr\xC3\xA5k", {"sv", "swl"}},
      {"en, en", {"en"}},
      {"", {}},
  };
  for (const auto& [written, tags] : table) {
    INFO(written);
    CHECK(read_languages(written) == tags);
  }
  std::vector<std::string> unknown;
  CHECK(read_languages("klingon och svenska", &unknown) == std::vector<std::string>{"sv"});
  CHECK(unknown == std::vector<std::string>{"klingon"});
}

TEST_CASE("a state said in a title is read only where it is plainly meant") {
  struct Row {
    const char* written;
    const char* title;
    const char* state;
  };
  const Row table[] = {
      {"INST\xC3\x84LLT: Debatt om klimatet", "Debatt om klimatet", "cancelled"},
      {"Inst\xC3\xA4llt - Debatt", "Debatt", "cancelled"},
      {"INST\xC3\x84LLT Debatt", "Debatt", "cancelled"},
      {"[CANCELLED] Talk", "Talk", "cancelled"},
      {"Talk [Cancelled]", "Talk", "cancelled"},
      {"Talk (inst\xC3\xA4llt)", "Talk", "cancelled"},
      {"ABGESAGT \xE2\x80\x93 Vortrag", "Vortrag", "cancelled"},
      {"Talk [Postponed]", "Talk [Postponed]", "tentative"},
      {"FLYTTAD: Debatt", "FLYTTAD: Debatt", "moved"},
      {"Cancelled flights and your rights", "Cancelled flights and your rights", ""},
      {"Inst\xC3\xA4lld p\xC3\xA5 framtiden", "Inst\xC3\xA4lld p\xC3\xA5 framtiden", ""},
      {"CANCELLED FLIGHTS", "CANCELLED FLIGHTS", ""},
      {"Moved-in: new neighbours", "Moved-in: new neighbours", ""},
      {"Talk", "Talk", ""},
  };
  for (const auto& row : table) {
    INFO(row.written);
    const TitleState state = read_title_state(row.written);
    CHECK(state.title == row.title);
    std::string word = state.moved ? "moved" : "";
    if (state.status == SessionStatus::Cancelled) word = "cancelled";
    if (state.status == SessionStatus::Tentative) word = "tentative";
    CHECK(word == row.state);
  }
}

TEST_CASE("breaks, services and open items are known by type, or by a title that is nothing else") {
  CHECK(classify_kind("", "Lunch") == SessionKind::Break);
  CHECK(classify_kind("", "Lunch med ministern") == SessionKind::Session);
  CHECK(classify_kind("talk", "Lunch") == SessionKind::Session);
  CHECK(classify_kind("BREAK", "Anything") == SessionKind::Break);
  CHECK(classify_kind("", "Registrering") == SessionKind::Service);
  CHECK(classify_kind("Tr\xC3\xA4"
                      "ffpunkt",
                      "Stadens t\xC3\xA4lt") == SessionKind::Open);
}

TEST_CASE("e-mail addresses and telephone numbers go from any text, with what only wraps them") {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"Frågor: info@malmo.se", "Frågor:"},
      {"Skriv (mailto:eva.ek+fest@kultur.malmo.se) i dag", "Skriv i dag"},
      {"Eva Ek <eva@x.se>, Omar <MAILTO:omar@x.se>", "Eva Ek , Omar"},
      {"björn@malmö.se eller иван@пример.рф", "eller"},
      {"連絡先はinfo@example.comまで", "連絡先はまで"},
      {"市民対話。質問は“info@example.com”へ", "市民対話。質問は“”へ"},
      {"demokrati–info@malmo.se", "demokrati–"},
      {"@a@chaos.social berättar", "berättar"},
      {"Ring +46 40 34 10 00.", "Ring ."},
      {"Ring +46 (0)40-34 10 00 eller tel:+4640341000!", "Ring eller !"},
      {"+1 (555) 123-4567 och +48 600 100 200", "och"},
      {"+46 40 – 34 10 00", ""},
      {"+46‑40‑34‑10‑00", ""},
      {"Ring +46 40 34 10 00 (2nd floor)", "Ring (2nd floor)"},
      {"+46 40 34 10 00. 3D-printing", ". 3D-printing"},
      {"+46 40 34 10 00 3tr", "3tr"},
      {"Anmälan: +46 40 34 10 00. 12 platser", "Anmälan: . 12 platser"},
      {"Titel: Demokrati nu. Kontakt: info@malmo.se", "Titel: Demokrati nu. Kontakt:"},
      {"Hotel: Scandic, bokning +46 40 34 10 00", "Hotel: Scandic, bokning"},
      {"main() och foo[] - info@malmo.se", "main() och foo[] -"},
  };
  for (const auto& [written, kept] : table) {
    INFO(written);
    std::string clean = without_addresses(written);
    for (std::size_t at; (at = clean.find("  ")) != std::string::npos;) clean.erase(at, 1);
    while (clean.starts_with(' ')) clean.erase(0, 1);
    while (clean.ends_with(' ')) clean.pop_back();
    CHECK(clean == kept);
  }
}

TEST_CASE("what is only like an address or a telephone number stays as it is written") {
  for (const std::string written : {
           "Nerds@Home och @ada",
           "Lunch@12.30",
           "Malmö@18.00 i Sal@1.101",
           "python@3.12 workshop, AI@2.0, user@v1.2.3",
           "Visning 10.00-11.00 + 13.00-14.00",
           "Fika +18.00-20.00",
           "Budget 2027: +25 000 000 kr",
           "+1 500 250 kr",
           "2027-05-04 + 2027-05-05",
           "+2027-05-04",
           "Möte 14.00 + 15.30 (2027)",
           "Rum A + 101 / 102 / 103",
           "C++11/14/17/20: what's new",
           "C++ 2023-10-04",
           "Café+ 10.00-12.00, Å+ 1990-2024",
           "Seniorer 65+ 2027-05-04, GMT+1 10.00-12.00, 1+1 2027",
           "+1990-2024",
           "ISBN 978-91-7061-123-4, 08-508 290 00",
           "https://medium.com/@skylt/en-text",
           "+46",
           "+",
           "@",
           "a@",
           "a@b",
           "@.",
       }) {
    CHECK(without_addresses(written) == written);
  }
}

TEST_CASE("only plain web addresses pass") {
  CHECK(clean_url("https://example.org/a?b=1") == "https://example.org/a?b=1");
  CHECK(clean_url("/talk/1.html", "https://example.org/2026/schedule/") == "https://example.org/talk/1.html");
  for (const char* bad : {"mailto:a@b.se", "javascript:alert(1)", "https://user:pw@example.org/", "http://", "/a", "",
                          "https://a b/", "//example.org/x"})
    CHECK(clean_url(bad) == "");
}

TEST_CASE("bytes are read as what they are") {
  CHECK(decode_text("\xEF\xBB\xBF"
                    "a")
            .text == "a");
  CHECK(decode_text("p\xE5 \x96 \x80").text == "p\xC3\xA5 \xE2\x80\x93 \xE2\x82\xAC");
  CHECK(decode_text("p\xE5").encoding == "windows-1252");
  CHECK(decode_text("\xC3\xA5\xC3\xA4\xC3\xB6 \xE5").text == "\xC3\xA5\xC3\xA4\xC3\xB6 \xC3\xA5");
  CHECK(decode_text("\x8C\x8A\x9A", "macintosh").text == "\xC3\xA5\xC3\xA4\xC3\xB6");
  CHECK(decode_text(std::string_view{"\xFE\xFF\0a\xD8\x3D\xDE\0", 8}).text == "a\xF0\x9F\x98\x80");
  CHECK(decode_text("\x93\xE5\x94 \x80", "ISO-8859-1").text == "\xE2\x80\x9C\xC3\xA5\xE2\x80\x9D \xE2\x82\xAC");
  CHECK_THROWS_AS(decode_text("a", "ebcdic-of-mars"), Error);
}

TEST_CASE("moments are read in the forms that producers write") {
  for (const char* good : {"2026-05-20", "2026-05-20 18:00", "2026-05-20T18:00:00.25+02:00", "2026-05-20T18:00Z",
                           "2026-05-20T18:00:00+0200", "2026-05-20T24:00:00"})
    CHECK(read_timestamp(good));
  for (const char* bad : {"", "20.5.2026", "2026-05-20T", "2026-13-01", "2026-05-20T25:00", "2026-05-20T18:00:00+99:00",
                          "2026-05-20x", "2026-05-20T18:00 tomorrow", "0001-01-01"})
    CHECK(!read_timestamp(bad));
}
