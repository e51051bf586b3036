#include "content-server/import/csv_table.hpp"
#include "content-server/import/csv_when.hpp"
#include "core/base/error.hpp"
#include "tests/import/import_support.hpp"

using namespace skylt;
using namespace skylt::test;
using Catch::Matchers::Contains;

namespace {

ImportResult read(const std::string& csv, const SourceSettings& settings = settings_in("Europe/Stockholm")) {
  auto result = parse_csv(csv, settings);
  check_books(result);
  return result;
}

SourceSettings with_format(const std::string& format, int year = 0) {
  auto settings = settings_in("Europe/Stockholm");
  settings.csv = CsvMapping{};
  settings.csv->date_format = format;
  settings.csv->year = year;
  return settings;
}

/// "2026-05-20T16:00:00Z 60" and the codes of the findings of a table of one row.
std::string when(const std::string& header, const std::string& row, const SourceSettings& settings) {
  const auto result = read("title;" + header + "\nA;" + row + "\n", settings);
  REQUIRE(result.records == 1);
  std::string out;
  if (!result.sessions.empty()) {
    const auto& record = result.sessions[0];
    out = format_instant(record.session.start, settings.zone).substr(0, 16) + " " +
          std::to_string(length_of(record).count());
  }
  for (const auto& finding : result.findings) out += (out.empty() ? "" : " ") + finding.code;
  return out;
}

}  // namespace

TEST_CASE("the programme of Almedalen 2022 is imported whole") {
  const auto path = shared_data("nordic/almedalen-2022.events.csv");
  SKIP_WITHOUT_DATA(path);
  const std::string bytes = read_file(*path);
  CHECK(detect_format(bytes) == "csv");
  const auto result = read(bytes);
  CHECK(result.records == 1661);
  CHECK(result.sessions.size() == 1661);
  const auto& first = result.sessions.at(0);
  CHECK(first.guid == "65029");
  CHECK(at(first) == "2022-07-03T14:00:00Z");
  CHECK(length_of(first) == Minutes{15});
  CHECK(first.session.room->name == "H\xC3\xA4stgatan 10A, H10");
  CHECK(first.session.organisers == std::vector<std::string>{"Skogsindustrierna"});
  CHECK(first.session.languages == std::vector<std::string>{"sv"});
  CHECK(first.session.url == "http://skogsindustrierna.se");
  const auto& second = result.sessions.at(1).session;
  REQUIRE(second.people.size() == 2);
  CHECK(second.people[1] == Person{"Andreas Johansson", "moderator"});
  const auto kind = [&](SessionKind wanted) {
    return std::count_if(result.sessions.begin(), result.sessions.end(),
                         [&](const SourceRecord& record) { return record.session.kind == wanted; });
  };
  CHECK(kind(SessionKind::Open) == 59);
  const auto both = std::count_if(result.sessions.begin(), result.sessions.end(), [](const SourceRecord& record) {
    return record.session.languages == std::vector<std::string>{"sv", "en"};
  });
  CHECK(both == 30);
}

TEST_CASE("delimiters are found, or taken from the sep line or the mapping") {
  for (const char* delimiter : {";", ",", "\t", "|"}) {
    const std::string d = delimiter;
    const auto result = read("Titel" + d + "Start" + d + "Plats\nA" + d + "2026-05-20 18:00" + d + "Aula\n");
    CHECK(result.sessions.at(0).session.room->name == "Aula");
    CHECK(result.notes.at(1) == "delimiter: " + std::string{d == "\t" ? "TAB" : d});
  }
  CHECK(read("sep=;\r\nTitel;Start\r\nA, B;2026-05-20 18:00\r\n").sessions.size() == 1);
  auto settings = settings_in("UTC");
  settings.csv = CsvMapping{};
  settings.csv->delimiter = ",";
  CHECK(read("titel,start\nA,2026-05-20 18:00\n", settings).sessions.size() == 1);
}

TEST_CASE("encodings of spreadsheets are found and noted") {
  const std::string table = "Titel;Start\nM\xC3\xB6te;2026-05-20 18:00\n";
  CHECK(read("\xEF\xBB\xBF" + table).notes.at(0) == "encoding: UTF-8 with byte order mark");
  CHECK(title_of(read("Titel;Start\nM\xF6te;2026-05-20 18:00\n").sessions.at(0)) == "M\xC3\xB6te");
  std::string utf16 = "\xFF\xFE";
  for (const char c : std::string{"Titel\tStart\r\nA\t2026-05-20 18:00\r\n"}) utf16 += {c, '\0'};
  CHECK(read(utf16).notes.at(0) == "encoding: UTF-16LE");
  CHECK(detect_format(utf16) == "csv");
}

TEST_CASE("quoted cells hold delimiters, quotes and lines, and a stray quote costs no other row") {
  const auto rows = importing::read_csv_rows("a,\"b,\"\"c\"\"\",\"d\r\ne\"\r\n1,2\n", ',');
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].cells == std::vector<std::string>{"a", "b,\"c\"", "d\r\ne"});
  const auto result = read(
      "title;start\n\"Unclosed;2026-05-20 18:00\nB;2026-05-20 19:00\n\"C\";2026-05-20 20:00\n19\" rack;2026-05-20 "
      "21:00\n");
  REQUIRE(result.sessions.size() == 4);
  CHECK(title_of(result.sessions[0]) == "\"Unclosed");
  CHECK(title_of(result.sessions[2]) == "C");
  CHECK(count_code(result, "unclosed-quote") == 1);
  CHECK(read("title;start\n\"Unclosed;2026-05-20 18:00\nB;2026-05-20 19:00\n").sessions.size() == 2);
}

TEST_CASE("cells of many addresses, words for and, and marks of typesetters end in bounded work") {
  std::string cell;
  for (int i = 0; i < 400'000; ++i) cell += "<a@b> & \xC2\xA0";
  CHECK(read("title;start;speakers\nA;2026-05-20 18:00;" + cell + "\nB;" + cell + ";C\n").records == 2);
  CHECK_THROWS_WITH(read("title;start" + std::string(20'000, ';') + "\n"), Contains("ten thousand columns"));
}

TEST_CASE("many stray quotes end in bounded work") {
  std::string csv = "title;start\n";
  for (int i = 0; i < 20000; ++i) csv += "\"x;2026-05-20 18:00\n";
  CHECK(read(csv).records == 20000);
}

TEST_CASE("ragged and empty rows are read, left out or reported by their row") {
  const auto result =
      read("title;start;room;;\nA;2026-05-20 18:00\n;;;;\n\nB;2026-05-20 19:00;Aula;;;surplus\nC;;Aula\n");
  CHECK(result.records == 3);
  CHECK(result.sessions.size() == 2);
  REQUIRE(result.findings.size() == 4);
  CHECK(result.findings[0].code == "no-end");
  CHECK(result.findings[1].where == "row 5");
  CHECK(result.findings[1].code == "extra-cells");
  CHECK(result.findings.back().code == "no-start");
  CHECK(result.findings.back().where == "row 6");
  CHECK(result.findings.back().record == "C");
  CHECK_THAT(result.notes, Catch::Matchers::VectorContains(std::string{"empty rows left out: 2"}));
}

TEST_CASE("dates in ISO form and with a month's name need no mapping, others are never guessed") {
  const auto none = settings_in("Europe/Stockholm");
  CHECK(when("start;end", "2026-05-20 18:00;2026-05-20 19:30", none) == "2026-05-20T18:00 90");
  CHECK(when("start;end", "2026-05-20T18:00:00Z;2026-05-20T21:30:00+02:00", none) == "2026-05-20T20:00 90");
  CHECK(when("date;start;end", "20 maj 2026;18.00;19.30", none) == "2026-05-20T18:00 90");
  CHECK(when("date;start", "20/5 2026;18.00", none) == "date-format");
  CHECK(when("date;start", "20.5.2026;18.00", none) == "date-format");
  CHECK(when("start;end", "5/6/2026 18:00;19:00", none) == "date-format");
  CHECK(when("date;start", "20 maj;18", none) == "date-format");
  CHECK(when("start;end", "12.09.26;13.09.26", none) == "date-format");
  CHECK(when("date;time", "2026-05-20;14.00-15.30 (drop in)", none) == "bad-time");
  CHECK(when("start;end", "after the mapping walk;19:00", none) == "bad-start");
  CHECK(when("date;start;end", "2027-03-28;02:30;04:00", none) == "2027-03-28T03:30 30 clock-change");
  CHECK(when("date;start;end", "2026-10-25;02:30;04:00", none) == "2026-10-25T02:30 150 clock-change");
  CHECK(when("start;end", "2026-10-25T02:30:00+01:00;2026-10-25T03:30:00+01:00", none) == "2026-10-25T02:30 60");
  const auto result = read("title;date;start\nA;5/6 2026;18\nB;2026-05-20;18:00\n", none);
  CHECK(result.sessions.size() == 1);
  CHECK(result.findings.at(0).reason ==
        "date '5/6 2026' is read only when its order is known; say date_format \"d/m/y\" or \"m/d/y\" in the mapping");
  CHECK(when("date;start", "20 May 26;18", none) == "2026-05-20T18:00 0 no-end");
  CHECK(when("date;start",
             "20\xC2\xA0maj\xC2\xA0"
             "2026;18",
             none) == "2026-05-20T18:00 0 no-end");
  CHECK(when("date;time",
             "2026\xE2\x80\x91"
             "05\xE2\x80\x91"
             "20;18:00\xC2\xA0\xE2\x80\x93\xE2\x80\xAF"
             "20:00",
             none) == "2026-05-20T18:00 120");
}

TEST_CASE("a range behind a date is no offset, and two moments of one day are a range") {
  const auto start = [](const std::string& cell) { return when("start", cell, settings_in("Europe/Stockholm")); };
  CHECK(start("2026-09-24 08:00-09:00") == "2026-09-24T08:00 60");
  CHECK(start("2026-09-24 12:00\xE2\x80\x93"
              "13:00") == "2026-09-24T12:00 60");
  CHECK(start("2026-09-24 10:00-12") == "2026-09-24T10:00 120");
  CHECK(start("2026-09-24 8:00 - 9:00") == "2026-09-24T08:00 60");
  CHECK(start("2026-09-24 22:00-01:00") == "2026-09-24T22:00 180");
  CHECK(start("2026-09-24 13:00 - 2026-09-24 14:00") == "2026-09-24T13:00 60");
  CHECK(start("September 24, 2026 1:00 PM \xE2\x86\x92 2:00 PM") == "2026-09-24T13:00 60");
  CHECK(start("2026-09-24T08:00-07:00") == "2026-09-24T17:00 0 no-end");
  CHECK(start("2026-09-24 08:00:00-07:00") == "2026-09-24T17:00 0 no-end");
  CHECK(start("2026-09-24 08:00+02:00") == "2026-09-24T08:00 0 no-end");
  CHECK(start("2026-09-24 08:00 -0700") == "2026-09-24T17:00 0 no-end");
  CHECK(start("20260924T130000") == "2026-09-24T13:00 0 no-end");
  CHECK(start("24-Sep-2026 13:00") == "2026-09-24T13:00 0 no-end");
  CHECK(start("24. desember 2026 13:00") == "2026-12-24T13:00 0 no-end");
  CHECK(start("24 d\xC3\xA9"
              "cembre 2026 13h30") == "2026-12-24T13:30 0 no-end");
  CHECK(start("24 de septiembre de 2026 13:00") == "2026-09-24T13:00 0 no-end");
  CHECK(start("Sep 24-25 10:00") == "date-format");  // days, and no year
  CHECK(start("20 maj - 25") == "date-format");
  std::string dashes = "x";
  for (int i = 0; i < 20'000; ++i) dashes += " - x";
  CHECK(start(dashes) == "bad-start");
}

TEST_CASE("parts of a number are hours: nobody tells parts of minutes") {
  CHECK(importing::read_table_duration("1,5") == Minutes{90});
  CHECK(importing::read_table_duration("0,75") == Minutes{45});
  CHECK(importing::read_table_duration("1.5") == Minutes{90});
  CHECK(importing::read_table_duration("90.0") == Minutes{90});
  CHECK_FALSE(importing::read_table_duration("1.30"));  // an hour and a half, or less
}

TEST_CASE("lengths are read as people write them") {
  const auto minutes = [](const std::string& cell) {
    const auto length = importing::read_table_duration(cell);
    return length ? std::chrono::duration_cast<Minutes>(*length).count() : -1;
  };
  for (const char* hour_and_half : {"90", "90.0", "1:30", "1,5 h", "1.5 hrs", "1h30", "1h 30m", "1 tim 30 min",
                                    "1 hr 30 mins", "PT1H30M", "90 min.", "90m"}) {
    INFO(hour_and_half);
    CHECK(minutes(hour_and_half) == 90);
  }
  CHECK(minutes("1 hr") == 60);
  CHECK(minutes("45 mins") == 45);
  for (const char* nothing : {"", "lång", "1 dag", "30 min 1 h", "1 h 2 h", "1h30m10", "1 2", "h", "1.2.3 h"}) {
    INFO(nothing);
    CHECK(minutes(nothing) == -1);
  }
}

TEST_CASE("a cell that names a day says what the mapping can do about it") {
  const auto reason = [](const std::string& cell) {
    const auto result = read("title;date;start\nA;" + cell + ";18:00\n", settings_in("Europe/Stockholm"));
    return result.findings.empty() ? std::string{} : result.findings[0].reason;
  };
  CHECK_THAT(reason("Freitag"), Contains("say in the mapping's \"days\" which date it stands for"));
  CHECK_THAT(reason("1"), Contains("\"days\""));
  CHECK_THAT(reason("vet ej \xC3\xA4nnu"), !Contains("\"days\""));
}

TEST_CASE("line breaks of a page part people as those of the cell do") {
  const auto names = [](const std::string& cell) {
    std::string all;
    const auto result =
        read("title;start;speakers\nA;2026-05-20 18:00;" + cell + "\n", settings_in("Europe/Stockholm"));
    for (const auto& person : result.sessions.at(0).session.people) all += person.name + "|";
    return all;
  };
  CHECK(names("Ada Ek<br>Bo Al") == "Ada Ek|Bo Al|");
  CHECK(names("<p>Ada Ek</p><p>Bo Al</p>") == "Ada Ek|Bo Al|");
}

TEST_CASE("clocks are read as people write them, and where a half of the day is not sure they are not") {
  const auto time = [](const std::string& cell) {
    return when("date;time", "2026-05-20;" + cell, settings_in("Europe/Stockholm"));
  };
  CHECK(time("2-4 pm") == "2026-05-20T14:00 120");
  CHECK(time("11-1 pm") == "2026-05-20T11:00 120");
  CHECK(time("9:30-11 am") == "2026-05-20T09:30 90");
  CHECK(time("10-12 am") == "bad-time");
  CHECK(time("12 pm - 1 pm") == "2026-05-20T12:00 60");
  CHECK(time("0900-1000") == "2026-05-20T09:00 60");
  CHECK(time("1800-2000") == "2026-05-20T18:00 120");
  CHECK(time("2026") == "bad-time");
  CHECK(time("1030") == "2026-05-20T10:30 0 no-end");
  CHECK(time("2145") == "2026-05-20T21:45 0 no-end");
  CHECK(time("2:00 p.m.") == "2026-05-20T14:00 0 no-end");
  CHECK(time("9 a.m. - 1:30 p.m.") == "2026-05-20T09:00 270");
  CHECK(time("18h30") == "2026-05-20T18:30 0 no-end");
  CHECK(time("fr\xC3\xA5n 18.00 till 20.00") == "2026-05-20T18:00 120");
  CHECK(time("Heldag") == "2026-05-20T00:00 1440 no-time");
}

TEST_CASE("a mapping gives the day of a table that names none, and what days by another name are") {
  auto settings = settings_in("Europe/Stockholm");
  settings.csv = CsvMapping{};
  settings.csv->date = parse_day("2026-05-22");
  CHECK(when("time", "18-20", settings) == "2026-05-22T18:00 120");
  CHECK(when("date;time", "2026-05-23;18-20", settings) == "2026-05-23T18:00 120");
  settings.csv->days = {{"Friday", *parse_day("2026-05-22")}, {"2", *parse_day("2026-05-23")}};
  CHECK(when("day;time", "friday ;18-20", settings) == "2026-05-22T18:00 120");
  CHECK(when("day;time", "2;18-20", settings) == "2026-05-23T18:00 120");
  const auto without = read("title;time\nA;18-20\n");
  CHECK_THAT(without.findings.at(0).reason, Contains("say \"date\" in the mapping"));
}

TEST_CASE("headers may stand below a title, in a row that the mapping names, or nowhere") {
  const auto below =
      read("Program Malm\xC3\xB6 M\xC3\xB6ts 2026;;;\n;;;\nTitel;Datum;Start;Sal\nA;2026-05-20;18:00;Aula\n");
  CHECK(below.sessions.at(0).session.room->name == "Aula");
  CHECK(below.records == 1);
  CHECK_THAT(below.notes, Catch::Matchers::VectorContains(std::string{"rows above the headers, not read: 1"}));
  const auto prose = read("Preliminary, may change\nTitle,Start\nA,2026-05-20 18:00\n");
  CHECK(title_of(prose.sessions.at(0)) == "A");
  auto settings = settings_in("Europe/Stockholm");
  settings.csv = CsvMapping{};
  settings.csv->columns = {{"title", "2"}, {"time", "1"}};
  settings.csv->date = parse_day("2026-05-22");
  settings.csv->header_row = 0;
  const auto none = read("13:10-13:30;Set-up;;\n13:30-13:50;Introduction;Ada Ek\n", settings);
  REQUIRE(none.sessions.size() == 2);
  CHECK(title_of(none.sessions[0]) == "Set-up");
  CHECK(length_of(none.sessions[1]) == Minutes{20});
  settings.csv->columns = {{"title", "Vad"}, {"start", "N\xC3\xA4r"}};
  settings.csv->header_row = 2;
  CHECK(read("Title;Start\nVad;N\xC3\xA4r\nA;2026-05-20 18:00\n", settings).sessions.size() == 1);
  settings.csv->header_row = 9;
  CHECK_THROWS_WITH(read("Vad;N\xC3\xA4r\n", settings), Contains("header_row is 9, and the file has 1 rows"));
}

TEST_CASE("the Macintosh's letters are told from those of Windows by where they stand") {
  // "Bokmässa på Möllan"
  CHECK(title_of(read("title;start\nBokm\x8Assa p\x8C M\x9Allan, r\x8C"
                      "dhus;2026-05-20 18:00\n")
                     .sessions.at(0)) ==
        "Bokm\xC3\xA4ssa p\xC3\xA5 M\xC3\xB6llan, r\xC3\xA5"
        "dhus");
  CHECK(title_of(read("title;start\nDu\x9A"
                      "an \x8A"
                      "ari\xE6 p\xE5 M\xF6llan;2026-05-20 18:00\n")
                     .sessions.at(0)) ==
        "Du\xC5\xA1"
        "an \xC5\xA0"
        "ari\xC3\xA6 p\xC3\xA5 M\xC3\xB6llan");
}

TEST_CASE("dates and times are read in the forms that the mapping states") {
  struct Row {
    const char* format;
    const char* header;
    const char* cells;
    const char* outcome;
  };
  const Row table[] = {
      {"d/m/y", "date;start;end", "5/6 2026;18.00;20.00", "2026-06-05T18:00 120"},
      {"m/d/y", "date;start;end", "5/6/2026;6:00 pm;8 pm", "2026-05-06T18:00 120"},
      {"d.m.y", "date;time",
       "20.5.2026;18\xE2\x80\x93"
       "20",
       "2026-05-20T18:00 120"},
      {"d.m.y", "start;end", "20.05.2026 18:00;20.05.2026 19:00", "2026-05-20T18:00 60"},
      {"d.m.y", "start;end", "18.00;20.00", "no-start"},
      {"d.m.y", "date;start;end", "20.5.26;kl 18;kl. 19.15", "2026-05-20T18:00 75"},
      {"d month y", "date;time", "ons 20 maj 2026;18.00 \xE2\x80\x93 20.00", "2026-05-20T18:00 120"},
      {"d month y", "date;time", "onsdag den 20 maj 2026;kl 18-20", "2026-05-20T18:00 120"},
      {"d/m/y", "date;start;duration", "20/5 2026;18;45 min", "2026-05-20T18:00 45"},
      {"d/m/y", "date;start;duration", "20/5 2026;18;1,5 tim", "2026-05-20T18:00 90"},
      {"d/m/y", "date;start;duration", "20/5 2026;18;a while", "bad-duration"},
      {"d/m/y", "date;start;duration", "20/5 2026;18;00:45:00", "2026-05-20T18:00 45"},
      {"d/m/y", "date;start;duration", "20/5 2026;18;1:30:00", "2026-05-20T18:00 90"},
      {"d/m/y", "date;start;duration", "20/5 2026;18;1:30:75", "bad-duration"},
      {"d/m/y", "date;start;duration", "20/5 2026;18;1:2:30:00", "bad-duration"},
      {"d.m.y", "start;end", "11.09.26 10:00;12.09.26 09:00", "2026-09-11T10:00 1380"},
      {"d.m.y", "start;end", "12.09.26;13.09.26", "2026-09-12T00:00 2880 no-time"},
      {"d.m.y", "date;start;end", "20.5.2026;18.30.00;19.30.00", "2026-05-20T18:30 60"},
      {"d.m.y", "date;start;end", "Mo., 4. Mai 2026;18.30;19", "2026-05-04T18:30 30"},
      {"d/m/y", "date;start;end", "20/5 2026;23.00;01.30", "2026-05-20T23:00 150"},
      {"d/m/y", "date;start;end_date;end", "20/5 2026;23.00;22/5 2026;01.30", "2026-05-20T23:00 1590"},
      {"d/m/y", "date;time", "20/5 2026;18.00-", "2026-05-20T18:00 0 no-end"},
      {"d/m/y", "date;time", "31/2 2026;18", "bad-date"},
      {"d/m/y", "date;time", "20/5 2026;evening", "bad-time"},
      {"d/m/y", "date;end_date", "20/5 2026;22/5 2026", "2026-05-20T00:00 4320 no-time"},
      {"d/m/y", "start;end", "20/5 2026 18.00;19/5 2026 18.00", "end-before-start"},
      {"d/m/y", "start;end", "20/5 2026 18.00;20/9 2026 18.00", "2026-05-20T18:00 20160 duration-capped"},
      {"d/m/y", "date;start", "2026-05-20;18:00", "2026-05-20T18:00 0 no-end"},
  };
  for (const auto& row : table) {
    INFO(row.format << " " << row.cells);
    CHECK(when(row.header, row.cells, with_format(row.format)) == row.outcome);
  }
  CHECK(when("date;time", "ons 20 maj;18-20", with_format("d month", 2026)) == "2026-05-20T18:00 120");
  CHECK(when("date;time", "20/5;18-20", with_format("d/m", 2026)) == "2026-05-20T18:00 120");
}

TEST_CASE("local times follow the clock change (I10)") {
  const auto zone = settings_in("Europe/Stockholm");
  const auto start = [&](const std::string& cell) {
    return format_instant(read("title;start\nA;" + cell + "\n", zone).sessions.at(0).session.start, zone.zone);
  };
  CHECK(start("2026-03-28 18:00") == "2026-03-28T18:00:00+01:00");
  CHECK(start("2026-03-29 18:00") == "2026-03-29T18:00:00+02:00");
  CHECK(start("2026-10-25 18:00") == "2026-10-25T18:00:00+01:00");
}

TEST_CASE("a mapping names the columns, case and spaces apart, and missing ones are told") {
  auto settings = settings_in("Europe/Stockholm");
  settings.csv = CsvMapping{};
  settings.csv->columns = {{"title", "Vad"}, {"start", "N\xC3\xA4r"}, {"room", "var"}, {"track", "Spalt"}};
  const auto result = read(" VAD ;n\xC3\x84r;Var:;Titel\nA;2026-05-20 18:00;Aula;no\n", settings);
  CHECK(title_of(result.sessions.at(0)) == "A");
  CHECK(result.sessions[0].session.room->name == "Aula");
  CHECK_THAT(result.notes,
             Catch::Matchers::VectorContains(std::string{"the mapping's column 'Spalt' for track is not in the file"}));
  CHECK_THROWS_WITH(read("Vad;Hur\nA;B\n", settings),
                    Contains("the mapping's column 'N\xC3\xA4r' for start is not in the file") &&
                        Contains("the headers are 'Vad', 'Hur'"));
  settings.csv->columns = {{"title", "SessionTitle"}, {"start", "STARTTIME"}};
  CHECK(read("Session Title;Start Time\nA;2026-05-20 18:00\n", settings).sessions.size() == 1);
}

TEST_CASE("headers are known only where they are beyond doubt") {
  CHECK_THROWS_WITH(read("foo;bar\n1;2\n"), Contains("no column is known to be the title"));
  const auto result = read("titel;start;sal;plats\nA;2026-05-20 18:00;B;C\n");
  CHECK(!result.sessions.at(0).session.room);
  CHECK_THAT(result.notes,
             Catch::Matchers::VectorContains(
                 std::string{"several columns could be room: 'sal' 'plats'; none is read, say which in the mapping"}));
}

TEST_CASE("contact columns are not read and addresses in names are dropped") {
  const auto result = read(
      "title;start;contact_person_1;e-post;telefon;speakers\nA;2026-05-20 18:00;canary one;canary@x.se;canary "
      "three;\"Ada Ek <canary@x.se>; Bo Al, +46 40 555 01 99\"\n");
  CHECK(result.sessions.at(0).session.people == std::vector<Person>{{"Ada Ek", ""}, {"Bo Al", ""}});
  CHECK(everything_in(result).find("canary") == std::string::npos);
  CHECK(everything_in(result).find("555") == std::string::npos);
}

TEST_CASE("cells that begin like formulas are text") {
  for (const char* cell : {"=1+1", "+46", "-x", "@home"})
    CHECK(title_of(read("title;start\n" + std::string{cell} + ";2026-05-20 18:00\n").sessions.at(0)) == cell);
}

TEST_CASE("states, services and languages are read from words") {
  const auto result = read(
      "title;start;status;tillg\xC3\xA4nglighet;spr\xC3\xA5k;m\xC3\xA5lgrupp;tolkning\nA;2026-05-20 "
      "18:00;Inst\xC3\xA4lld;H\xC3\xB6rslinga, rullstolsanpassat;svenska och engelska;unga;svenskt "
      "teckenspr\xC3\xA5k\nB;2026-05-20 18:00;utkast;;;;\n");
  const Session& a = result.sessions.at(0).session;
  CHECK(a.status == SessionStatus::Cancelled);
  CHECK(a.access == std::vector<std::string>{"hearing-loop", "wheelchair"});
  CHECK(a.languages == std::vector<std::string>{"sv", "en"});
  CHECK(a.interpreted == std::vector<std::string>{"swl"});
  CHECK(a.audience == std::vector<std::string>{"unga"});
  CHECK(result.sessions.at(1).session.visibility == Visibility::Hidden);
  for (const char* word : {"rejected", "Declined", "withdrawn", "submitted", "deleted", "waitlisted", "pending",
                           "unpublished", "ej publicerad", "avslagen"}) {
    INFO(word);
    const auto row = read("title;start;status\nA;2026-05-20 18:00;" + std::string{word} + "\n");
    CHECK(row.sessions.at(0).session.visibility == Visibility::Hidden);
    CHECK(count_code(row, "not-public") == 1);
  }
  CHECK(count_code(read("title;start;status\nA;2026-05-20 18:00;Accepted\n"), "unknown-status") == 0);
}

TEST_CASE("several speakers in one cell are told apart") {
  const auto names = [](const std::string& cell) {
    const auto result = read("title|start|speakers\nA|2026-05-20 18:00|" + cell + "\n");
    std::string out;
    for (const auto& person : result.sessions.at(0).session.people) out += person.name + "/";
    return out;
  };
  CHECK(names("Ada Ek; Bo Al") == "Ada Ek/Bo Al/");
  CHECK(names("Ada Ek, Bo Al") == "Ada Ek/Bo Al/");
  CHECK(names("Ada Ek, minister") == "Ada Ek/");
  CHECK(names("['Ada Ek, Minister', \"Bo O'Al\"]") == "Ada Ek/Bo O'Al/");
  CHECK(names("Carl von Essen, Eva Ek") == "Carl von Essen/Eva Ek/");
  CHECK(names("Ursula von der Leyen, Ebba Busch, Nooshi Dadgostar") ==
        "Ursula von der Leyen/Ebba Busch/Nooshi Dadgostar/");
  CHECK(names("Eva Ek, Ola Berg och \xC3\x85ke Lind") == "Eva Ek/Ola Berg/\xC3\x85ke Lind/");
  CHECK(names("Ek, Eva; Berg, Ola") == "Eva Ek/Ola Berg/");
  CHECK(names("Madonna, Eva Ek") == "Madonna/Eva Ek/");
  CHECK(names("Eva Ek, Ola Berg, minister") == "Eva Ek/Ola Berg/");
  CHECK(names("Ada Ek, Malm\xC3\xB6 stad") == "Ada Ek/");
  CHECK(names("Ada Ek, Region Sk\xC3\xA5ne") == "Ada Ek/");
  CHECK(names("['Ada Ek, VD, Svenskt N\xC3\xA4ringsliv']") == "Ada Ek/");
  CHECK(names("Anna Berg, Šárka Nováková, Łukasz Żal") == "Anna Berg/Šárka Nováková/Łukasz Żal/");
  CHECK(names("\xD0\x98\xD0\xB2\xD0\xB0\xD0\xBD \xD0\x95\xD0\xBA, \xD0\x90\xD0\xBD\xD0\xBD\xD0\xB0 \xD0\x9B\xD0\xB8") ==
        "\xD0\x98\xD0\xB2\xD0\xB0\xD0\xBD \xD0\x95\xD0\xBA/\xD0\x90\xD0\xBD\xD0\xBD\xD0\xB0 \xD0\x9B\xD0\xB8/");
  CHECK(names("Anna Berg, \xD9\x85\xD8\xAD\xD9\x85\xD8\xAF \xD8\xB9\xD9\x84\xD9\x8A") ==
        "Anna Berg/\xD9\x85\xD8\xAD\xD9\x85\xD8\xAF \xD8\xB9\xD9\x84\xD9\x8A/");
  CHECK(names("Anna Berg <a@x.se>, Bo Ek <b@x.se>") == "Anna Berg/Bo Ek/");
  CHECK(names("Anna Berg, Bo Ek m.fl.") == "Anna Berg/Bo Ek/");
  CHECK(names("Speaker 1, Speaker 2") == "Speaker 1/Speaker 2/");
  CHECK(names("Beno\xC3\xAE"
              "t Tiers, Chief Digital & Information Officer") ==
        "Beno\xC3\xAE"
        "t Tiers/");
}

TEST_CASE("a name behind a title is nobody for sure, and the table is told so") {
  const auto result = read("title;start;speakers\nA;2026-05-20 18:00;Ada Ek, VD, Bo Al\n");
  CHECK(result.sessions.at(0).session.people == std::vector<Person>{{"Ada Ek", ""}});
  CHECK(count_code(result, "people-unclear") == 1);
  CHECK(count_code(read("title;start;speakers\nA;2026-05-20 18:00;Cher, Madonna\n"), "people-unclear") == 1);
  CHECK(count_code(read("title;start;speakers\nA;2026-05-20 18:00;Ada Ek, VD\n"), "people-unclear") == 0);
}

TEST_CASE("the columns of Guidebook are known, and times that nobody reads are told") {
  const auto result = read(
      "Session Title,Date,Time Start,Time End,Room/Location,Schedule Track (Optional),Description (Optional)\n"
      "Opening,2026-04-21,4:00 PM,6:00 PM,Main,Key,Words\n");
  const Session& session = result.sessions.at(0).session;
  CHECK(at(result.sessions.at(0)) == "2026-04-21T14:00:00Z");
  CHECK(length_of(result.sessions.at(0)) == Minutes{120});
  CHECK(session.room->name == "Main");
  CHECK(session.track == "Key");
  const auto unread = read("title,date,from when\nA,2026-04-21,16:00\nB,2026-04-22,17:00\n");
  CHECK(count_code(unread, "unread-times") == 1);
  CHECK(unread.findings.at(0).where == "column 'from when'");
}

TEST_CASE("a mapping is read from JSON and written again") {
  const Json document = parse_json(
      R"({"columns":{"title":"Rubrik","start":"Tid","speakers":"Talare"},"date_format":"d/m/y","delimiter":"tab","date":"2026-05-22","days":{"fredag":"2026-05-22"},"header_row":3,"year":2026})",
      "m.json");
  Faults faults;
  JsonReader reader{document, faults};
  const CsvMapping mapping = parse_csv_mapping(reader);
  CHECK(faults.empty());
  CHECK(mapping.columns.at("title") == "Rubrik");
  CHECK(mapping.delimiter == "\t");
  CHECK(
      to_json(mapping) ==
      Json::parse(
          R"({"columns":{"people":"Talare","start":"Tid","title":"Rubrik"},"date_format":"d/m/y","delimiter":"tab","date":"2026-05-22","days":{"fredag":"2026-05-22"},"header_row":3,"year":2026})"));

  const Json wrong = parse_json(
      R"({"columns":{"titel":"x","end":7},"date_format":"q","delimiter":"ab","x":1,"date":"22/5","days":{"fr":5},"header_row":-1})",
      "m.json");
  JsonReader wrong_reader{wrong, faults};
  parse_csv_mapping(wrong_reader);
  CHECK(faults.size() == 8);
}

TEST_CASE("tables are told from prose") {
  CHECK(detect_format("Titel;Start\nA;2026-05-20 18:00\n") == "csv");
  CHECK(detect_format("a,b,c\n1,2,3\n4,5,6\n") == "csv");
  CHECK(!detect_format("Dear all,\n\nthe programme follows, as ever, in a letter.\n"));
  CHECK(!detect_format(""));
  CHECK(!detect_format(std::string_view{"\0\1\2", 3}));
}

TEST_CASE("yes and no are no languages, services or listeners") {
  const auto result = read(
      "titel;datum;tid;tolkning;tillg\u00e4nglighet;m\u00e5lgrupp;spr\u00e5k\n"
      "A;2026-05-20;18-19;Ja;Ja, horslinga;x;dk\n"
      "B;2026-05-20;18-19;Nej;-;Nej;Nej\n"
      "C;2026-05-20;18-19;TSP, en;Nej;Barn;no\n"
      "D;2026-05-20;18-19;kanske;;;\n");
  REQUIRE(result.sessions.size() == 4);
  const auto session = [&](std::size_t i) { return result.sessions[i].session; };
  CHECK(session(0).interpreted.empty());
  CHECK(session(0).access == std::vector<std::string>{"horslinga"});
  CHECK(session(0).audience.empty());
  CHECK(session(0).languages == std::vector<std::string>{"da"});
  CHECK(session(1).interpreted.empty());
  CHECK(session(1).access.empty());
  CHECK(session(1).audience.empty());
  CHECK(session(1).languages.empty());
  CHECK(session(2).interpreted == std::vector<std::string>{"swl", "en"});
  CHECK(session(2).languages == std::vector<std::string>{"no"});
  CHECK(count_code(result, "unknown-language") == 3);  // Ja, the Nej among languages, kanske
  CHECK(count_code(result, "unclear-yes") == 2);
}

TEST_CASE("a dash in a cell is nothing") {
  const auto result = read("titel;datum;tid;rum;sp\u00e5r;talare\nA;2026-05-20;18-19;-;\u2013;\u2013\n");
  REQUIRE(result.sessions.size() == 1);
  CHECK_FALSE(result.sessions[0].session.room);
  CHECK(result.sessions[0].session.track.empty());
  CHECK(result.sessions[0].session.people.empty());
}

TEST_CASE("beside a date the day is its weekday") {
  for (const char* headers : {"Dag;Datum", "Datum;Dag", "Day;Date"}) {
    const bool day_first = std::string{headers}.starts_with("Da") && headers[2] != 't';
    const auto result = read("Titel;" + std::string{headers} + ";Tid\nA;" +
                             (day_first ? "Onsdag;2026-05-20" : "2026-05-20;Onsdag") + ";18:00-19:00\n");
    CAPTURE(headers);
    REQUIRE(result.sessions.size() == 1);
    CHECK(at(result.sessions[0]) == "2026-05-20T16:00:00Z");
  }
}

TEST_CASE("an end that cannot be read costs nothing beside a length, and a length that disagrees is said") {
  const auto settings = settings_in("Europe/Stockholm");
  CHECK(when("start;slut;l\u00e4ngd", "2026-05-20 18:00;x;45", settings) == "2026-05-20T18:00 45 bad-end");
  CHECK(when("start;slut;l\u00e4ngd", "2026-05-20 18:00;19:00;x", settings) == "2026-05-20T18:00 60 bad-duration");
  CHECK(when("start;slut;l\u00e4ngd", "2026-05-20 18:00;19:00;90", settings) ==
        "2026-05-20T18:00 60 duration-end-differ");
  CHECK(when("start;slut;l\u00e4ngd", "2026-05-20 18:00;19:00;60", settings) == "2026-05-20T18:00 60");
  CHECK(when("start;slut", "2026-05-20 18:00;x", settings) == "bad-end");
}

TEST_CASE("a day and a month without a year say what the mapping needs, and with it every row of the column is read") {
  for (const char* date : {"20/5", "21.5.", "22-5"})
    CHECK(when("datum;tid", std::string{date} + ";18-19", settings_in("Europe/Stockholm")) == "date-format");
  for (const char* format : {"d/m", "d/m/y"})
    for (const char* date : {"20/5", "20.5.", "20.05.2026", "20/5 2026", "20/5-2026"}) {
      CAPTURE(format, date);
      CHECK(when("datum;tid", std::string{date} + ";18-19", with_format(format, 2026)) == "2026-05-20T18:00 60");
    }
  CHECK(when("datum;tid", "20260520;18-19", settings_in("Europe/Stockholm")) == "2026-05-20T18:00 60");
  const auto serial = read("titel;datum;tid\nA;46162,75;18-19\n");
  REQUIRE(serial.findings.size() == 1);
  CHECK_THAT(serial.findings[0].reason, Contains("format the column as a date"));
}
