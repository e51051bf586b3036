#include "content-server/import/ics_reader.hpp"

#include "content-server/import/ics_bytes.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/data.hpp"

using namespace skylt;
using namespace skylt::ics;

namespace {

const Component& first_event(const Document& document) {
  const Component& top = document.root.children.at(0);
  return top.name == "VEVENT" ? top : top.children.at(0);
}

std::string summary_of(const std::string& file) { return first_event(read_calendar(file)).text("SUMMARY"); }

std::string in_event(const std::string& lines) {
  return "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + lines + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
}

}  // namespace

TEST_CASE("a fold inside a UTF-8 sequence gives whole characters (I4)") {
  CHECK(summary_of(in_event("SUMMARY:Malm\xC3\r\n \xB6 M\xC3\xB6ts")) == "Malm\xC3\xB6 M\xC3\xB6ts");
  const auto path = test::shared_data("ical/icalendar-rb/fixtures/bad_wrapping.ics");
  SKIP_WITHOUT_DATA(path);
  const auto text = first_event(read_calendar(test::read_file(*path))).text("DESCRIPTION");
  CHECK(is_utf8(text));
  CHECK(text == "Event description that puts a UTF-8 multi-octet sequence right\xC2\xA0here.");
}

TEST_CASE("a line may be folded behind its name, or inside it (RFC 5545 3.1)") {
  const Document document =
      read_calendar(in_event("SUMMARY\r\n :A\r\nLOCATION:Sal A\r\nATTENDEE\r\n ;CN=canary:mailto:c@x.se\r\nDTST\r\n "
                             "ART:20260505T180000\r\nUID:1"));
  const Component& event = first_event(document);
  CHECK(event.text("SUMMARY") == "A");
  CHECK(event.text("LOCATION") == "Sal A");
  CHECK(event.text("DTSTART") == "20260505T180000");
  CHECK(event.text("UID") == "1");
}

TEST_CASE("an escape may be folded in two") { CHECK(summary_of(in_event("SUMMARY:one\\\r\n ntwo")) == "one\ntwo"); }

TEST_CASE("every kind of line ending is read and blank lines are skipped") {
  for (const std::string eol : {"\r\n", "\n", "\r", "\r\r\n"}) {
    const std::string file = "BEGIN:VEVENT" + eol + eol + "SUMMARY:A" + eol + " B" + eol + "UID:1" + eol + "END:VEVENT";
    const Document document = read_calendar(file);
    CHECK(first_event(document).text("SUMMARY") == "AB");
    CHECK(first_event(document).text("UID") == "1");
  }
}

TEST_CASE("byte order marks and UTF-16 and NULs and windows-1252 are read") {
  CHECK(summary_of("\xEF\xBB\xBF" + in_event("SUMMARY:\xC3\xA5")) == "\xC3\xA5");
  CHECK(summary_of(in_event("SUMMARY:Malm\xF6")) == "Malm\xC3\xB6");
  CHECK(summary_of(in_event(std::string{"SUM\0MARY:A", 10})) == "A");
  std::string wide{"\xFF\xFE"};
  for (const char c : in_event("SUMMARY:A")) wide += {c, '\0'};
  CHECK(summary_of(wide) == "A");
  CHECK(summary_of(wide.substr(2)) == "A");
  CHECK(read_calendar(in_event("SUMMARY:Malm\xF6")).encoding == "windows-1252");
}

TEST_CASE("half a character at the end of a line goes alone, and a windows-1252 letter stays") {
  CHECK(summary_of(in_event("SUMMARY:M\xC3\xB6te om R\xC3\xA5"
                            "d och \xC3")) ==
        "M\xC3\xB6te om R\xC3\xA5"
        "d och ");
  CHECK(summary_of(in_event("SUMMARY:Till R\xC3\r\nDESCRIPTION:M\xC3\xB6te\r\nLOCATION:R\xC3\xA5"
                            "d")) == "Till R");
  CHECK(summary_of(in_event("SUMMARY:M\xC3\xB6te \xE2\x82")) == "M\xC3\xB6te ");
  CHECK(summary_of(in_event("SUMMARY:Caf\xE9")) == "Caf\xC3\xA9");
  CHECK(summary_of(in_event("SUMMARY:M\xC3\xB6te p\xC3\xA5 caf\xE9 i stan")) ==
        "M\xC3\xB6te p\xC3\xA5 caf\xC3\xA9 i stan");
}

TEST_CASE("text in front of the calendar and lower case names are read") {
  CHECK(summary_of("<!--\nbegin:vcalendar\nbegin:vevent\nsummary;language=sv:A\nend:vevent\nend:vcalendar") == "A");
}

TEST_CASE("a line wrapped without a space goes on and a raw line feed in text stays one") {
  const std::string full = "SUMMARY:" + std::string(70, 'x');
  CHECK(summary_of(in_event(full + "\nyy zz")) == std::string(70, 'x') + "yy zz");
  CHECK(first_event(read_calendar(in_event("DESCRIPTION:first\nsecond line"))).text("DESCRIPTION") ==
        "first\nsecond line");
  CHECK(first_event(read_calendar(in_event("DTSTART:20260505\njunk"))).find("DTSTART")->value == "20260505");
}

TEST_CASE("parameters may be quoted and use RFC 6868 escapes") {
  const Document document = read_calendar(in_event("ORGANIZER;CN=\"Ek: Ada; Bo, Ce ^'x^'^^\";ROLE=A,B:mailto:a@b.c"));
  const Property& property = *first_event(document).find("ORGANIZER");
  CHECK(property.parameter("CN") == "Ek: Ada; Bo, Ce \"x\"^");
  CHECK(property.parameters.at(1).values.size() == 2);
  CHECK(property.value == "mailto:a@b.c");
}

TEST_CASE("a TZID with a colon and no quotes keeps it") {
  const Document document = read_calendar(in_event("DTSTART;TZID=(GMT +01:00) Berlin:20260505T100000"));
  CHECK(first_event(document).find("DTSTART")->parameter("TZID") == "(GMT +01:00) Berlin");
  CHECK(first_event(document).find("DTSTART")->value == "20260505T100000");
  const Document iso = read_calendar(in_event("DTSTART;TZID=Europe/Stockholm:2026-05-05T10:00:00"));
  CHECK(first_event(iso).find("DTSTART")->parameter("TZID") == "Europe/Stockholm");
  CHECK(first_event(iso).find("DTSTART")->value == "2026-05-05T10:00:00");
}

TEST_CASE("quoted-printable values of old vCalendar are decoded, soft line breaks and character set included") {
  CHECK(summary_of(in_event("SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:Malm=F6 =\nM=F6ts")) ==
        "Malm\xC3\xB6 M\xC3\xB6ts");
  CHECK(summary_of(in_event("SUMMARY;QUOTED-PRINTABLE:a=0D=0Ab")) == "a\nb");
}

TEST_CASE("missing END lines cost no event and none is inside another") {
  const Document document = read_calendar(
      "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nBEGIN:VALARM\nBEGIN:VEVENT\nUID:2\nEND:VEVENT\nBEGIN:VEVENT\nUID:3");
  CHECK(document.root.children.at(0).children.size() == 3);
  CHECK_FALSE(document.oddities.empty());
}

TEST_CASE("a file that ends inside a record is told from one that forgets an END") {
  const auto codes = [](const std::string& file) {
    std::string all;
    for (const auto& oddity : read_calendar(file).oddities) all += std::string{oddity.code} + " ";
    return all;
  };
  CHECK(codes("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nBEGIN:VEVENT\nUID:2\nEND:VEVENT\nEND:VCALENDAR\n") == "no-end ");
  CHECK(codes("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMM") == "cut-off cut-off ");
}

TEST_CASE("deep nesting and stray END lines are survived") {
  std::string file = "BEGIN:VCALENDAR\n";
  for (int i = 0; i < 100'000; ++i) file += "BEGIN:X\n";
  for (int i = 0; i < 200'000; ++i) file += "END:X\n";
  CHECK(read_calendar(file + "BEGIN:VEVENT\nUID:1\nEND:VEVENT\nEND:VCALENDAR").root.children.at(0).children.size() ==
        2);
}

TEST_CASE("TEXT escapes and lists are read as RFC 5545 says and unknown escapes keep their character") {
  CHECK(unescape_text("a\\nb\\Nc\\;d\\,e\\\\f\\x\\") == "a\nb\nc;d,e\\fx\\");
  CHECK(split_text_list("a\\,b, c,,d") == std::vector<std::string>{"a,b", "c", "d"});
}
