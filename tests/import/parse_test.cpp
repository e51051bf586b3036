#include "core/base/error.hpp"
#include "tests/import/import_support.hpp"

using namespace skylt;
using namespace skylt::test;
using Catch::Matchers::Contains;

namespace {

ImportResult read(const std::string& bytes, const std::string& format = "auto",
                  const SourceSettings& settings = settings_in("Europe/Stockholm")) {
  return parse_programme(bytes, format, settings);
}

}  // namespace

TEST_CASE("each format is found by its content") {
  const std::string ics =
      "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:A\r\nDTSTART:20260505T160000Z\r\nEND:VEVENT\r\n"
      "END:VCALENDAR\r\n";
  const std::pair<std::string, const char*> files[] = {
      {"<?xml version='1.0'?><!-- x --><schedule/>", "schedule-xml"},
      {"\xEF\xBB\xBF  {\"$schema\":\"x\",\"schedule\":{\"conference\":{\"days\":[]}}}", "schedule-json"},
      {ics, "ics"},
      {"<!--\n" + ics, "ics"},
      {"title;start\nA;2026-05-05 18:00\n", "csv"},
  };
  for (const auto& [bytes, format] : files) {
    INFO(bytes);
    CHECK(detect_format(bytes) == format);
    CHECK(read(bytes).format == format);
  }
  CHECK(detect_format(R"({"format":"skylt/event/1","schedule":{}})") == "event");
}

TEST_CASE("files of other kinds are refused with what they are and what is read") {
  const std::pair<std::string, const char*> files[] = {
      {"<!DOCTYPE html><html><body>Log in</body></html>", "a web page (HTML)"},
      {"", "the file is empty"},
      {"%PDF-1.7", "a PDF"},
      {"<rss/>", "the root element <rss>"},
      {"<!DOCTYPE rss [<!ENTITY a 'x'>]>\n<rss/>", "the root element <rss>"},
      {"<iCalendar/>", "xCal"},
      {"<osm version='0.6'/>", "--format osm"},
      {R"({"version":0.6,"osm3s":{},"elements":[]})", "Overpass"},
      {R"([{"schedule":{}}])", "a JSON list"},
      {R"({"days":[]})", "JSON without \"schedule\""},
      {"\n\n{", "JSON that cannot be read: not valid JSON: parse error at line 3, column 2"},
      {"Dear all, here is the programme.", "neither XML, JSON, iCalendar nor a table"},
      {R"({"sessions":[{"isServiceSession":false}]})", "a Sessionize export"},
  };
  for (const auto& [bytes, words] : files) {
    INFO(bytes);
    CHECK_THROWS_WITH(read(bytes), Contains(words) && Contains("CSV"));
  }
  CHECK_THROWS_WITH(read("x", "xlsx"), Contains("is not one of auto"));
  CHECK_THROWS_WITH(read(R"({"format":"skylt/event/1"})"), Contains("event file"));
}

TEST_CASE("a source that has a mapping is read as a table when nothing else fits") {
  auto settings = settings_in("Europe/Stockholm");
  settings.csv = CsvMapping{};
  settings.csv->columns = {{"title", "Vad"}, {"start", "Tid"}};
  CHECK(read("Vad,Tid\nA,2026-05-05 18:00\n", "auto", settings).sessions.size() == 1);
}

TEST_CASE("every file of the corpus gives the same records twice (I7)") {
  for (const char* name : {"schedules/ccc-34c3.everything.schedule.xml", "schedules/ccc-rc3_21.schedule.json",
                           "schedules/voc-hub-schedule2.json", "nordic/almedalen-2022.events.csv"}) {
    const auto path = shared_data(name);
    SKIP_WITHOUT_DATA(path);
    INFO(name);
    const std::string bytes = read_file(*path);
    CHECK(read(bytes).sessions == read(bytes).sessions);
  }
}

TEST_CASE("a mangled file is rejected or counted exactly, never a crash") {
  for (const char* name : {"schedules/emf2016.frab.xml", "schedules/voc-pretalx-democon.json"}) {
    const auto path = shared_data(name);
    SKIP_WITHOUT_DATA(path);
    const std::string whole = read_file(*path).substr(0, 60000);
    const std::string format = name[10] == 'e' ? "schedule-xml" : "schedule-json";
    std::uint32_t random = 1;
    for (int round = 0; round < 60; ++round) {
      std::string bytes = whole;
      for (int i = 0; i < 8; ++i) {
        random = random * 1664525u + 1013904223u;
        bytes[random % bytes.size()] = static_cast<char>(random >> 24);
      }
      try {
        check_books(read(bytes, format));
      } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::Invalid);
      }
    }
  }
}
