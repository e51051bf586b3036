#include <chrono>
#include <filesystem>

#include "content-server/import/ics_reader.hpp"
#include "core/base/error.hpp"
#include "tests/import/import_support.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

std::vector<std::string> calendars_below(const std::string& folder) {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{folder})
    if (entry.is_regular_file() && entry.path().extension() == ".ics") paths.push_back(entry.path().string());
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::optional<ImportResult> import(const std::string& bytes) {
  SourceSettings settings = settings_in("Europe/Stockholm");
  settings.now = parse_instant("2026-05-05T08:00:00Z").value();
  try {
    return parse_ics(bytes, settings);
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::Invalid);
    return std::nullopt;
  }
}

/// Lines that begin an event, counted without the reader.
std::size_t begun_events(const std::string& bytes) {
  std::string plain = bytes;
  std::erase(plain, '\0');
  std::size_t count = 0;
  for (std::size_t at = 0; at < plain.size();) {
    const std::size_t end = std::min(plain.find_first_of("\r\n", at), plain.size());
    const std::string line = ics::upper_ascii(ics::trimmed(plain.substr(at, end - at)));
    if (line == "BEGIN:VEVENT" && plain[at] != ' ' && plain[at] != '\t') ++count;
    at = end + 1;
  }
  return count;
}

bool recurs(const std::string& bytes) {
  std::string upper = ics::upper_ascii(bytes);
  std::erase(upper, '\0');
  return upper.find("RRULE") != std::string::npos || upper.find("RDATE") != std::string::npos;
}

}  // namespace

TEST_CASE("every calendar of the corpora ends with exact books (I1, I5)") {
  std::size_t files = 0;
  for (const char* folder : {"ical", "schedules", "nordic"}) {
    const auto path = shared_data(folder);
    SKIP_WITHOUT_DATA(path);
    for (const std::string& file : calendars_below(*path)) {
      INFO(file);
      const std::string bytes = read_file(file);
      const auto result = import(bytes);
      ++files;
      if (!result) continue;
      check_books(*result);
      if (!recurs(bytes)) CHECK(result->records == begun_events(bytes));
      CHECK(result->records >= begun_events(bytes));
    }
  }
  CHECK(files > 400);
}

TEST_CASE("two readings of one calendar are equal (I7)") {
  const auto path = shared_data("ical");
  SKIP_WITHOUT_DATA(path);
  for (const std::string& file : calendars_below(*path)) {
    INFO(file);
    const std::string bytes = read_file(file);
    const auto first = import(bytes);
    const auto second = import(bytes);
    REQUIRE(first.has_value() == second.has_value());
    if (first) CHECK(first->sessions == second->sessions);
  }
}

TEST_CASE("the Almedalen calendars give the times that the site shows (I6)") {
  const auto folder = shared_data("nordic/almedalen-2026-ics");
  SKIP_WITHOUT_DATA(folder);
  std::string table = read_file(*folder + "/index.tsv");
  std::size_t checked = 0;
  for (std::size_t at = table.find('\n') + 1; at < table.size();) {
    const std::size_t end = std::min(table.find('\n', at), table.size());
    const std::string row = table.substr(at, end - at);
    at = end + 1;
    const std::size_t tab = row.find('\t');
    const std::size_t second = row.find('\t', tab + 1);
    INFO(row);
    const auto result = import(read_file(*folder + "/" + row.substr(0, tab)));
    REQUIRE(result);
    REQUIRE(result->sessions.size() == 1);
    const Session& session = result->sessions[0].session;
    const TimeZone zone = TimeZone::find("Europe/Stockholm");
    const std::string shown = row.substr(tab + 1, second - tab - 1);
    const auto clock = [&](UtcTime time) {
      std::string text = format_instant(time, zone).substr(11, 5);
      text[2] = '.';
      return text;
    };
    CHECK(shown == "M\xC3\xA5ndag " + clock(session.start) + " \xE2\x80\x93 " + clock(session.end));
    CHECK(session.room->name == row.substr(second + 1));
    CHECK(format_instant(session.start, zone).substr(0, 10) == "2026-06-22");
    ++checked;
  }
  CHECK(checked == 30);
}

TEST_CASE("the calendars of real conferences are read whole (I1)") {
  const auto count = [](const char* name) {
    const auto path = shared_data(name);
    return path ? import(read_file(*path))->sessions.size() : 0;
  };
  SKIP_WITHOUT_DATA(shared_data("schedules/emf2018.ics"));
  CHECK(count("schedules/emf2018.ics") == 355);
  CHECK(count("schedules/kielux2020.ics") ==
        count_of(read_file(*shared_data("schedules/kielux2020.ics")), "BEGIN:VEVENT"));
  CHECK(count("schedules/leap-festival2025.ics") ==
        count_of(read_file(*shared_data("schedules/leap-festival2025.ics")), "BEGIN:VEVENT"));
}
