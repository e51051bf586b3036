// Every real file through the real program: the books are exact, a second reading changes nothing.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <set>

#include "tests/e2e/server.hpp"

using namespace skylt;
using namespace skylt::test;
using Catch::Matchers::Contains;

namespace {

/// What the bytes of a file hold, counted without any of the importers. `exact` is false where a record of the file
/// stands for many (recurrences).
struct Count {
  std::size_t records = 0;
  bool exact = true;
};

std::size_t occurrences(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

std::string upper(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return text;
}

/// Lines BEGIN:VEVENT in any case; NULs are dropped, so that UTF-16 is read too.
Count calendar_events(std::string bytes) {
  std::erase(bytes, '\0');
  bytes = upper(bytes);
  Count count;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = std::min(bytes.find_first_of("\r\n", at), bytes.size());
    std::string line = bytes.substr(at, end - at);
    at = end + 1;
    if (line.starts_with(' ') || line.starts_with('\t')) continue;
    line.erase(line.find_last_not_of(" \t") + 1);
    if (line.ends_with("BEGIN:VEVENT")) ++count.records;
  }
  count.exact = bytes.find("RRULE") == std::string::npos && bytes.find("RDATE") == std::string::npos;
  return count;
}

Count schedule_json_events(const std::string& bytes) {
  const Json document = Json::parse(bytes);
  const Json& schedule = document.at("schedule");
  if (schedule.contains("events")) return {schedule.at("events").size()};
  Count count;
  for (const Json& day : schedule.at("conference").at("days")) {
    for (const Json& events : day.at("rooms")) count.records += events.size();
  }
  return count;
}

/// Records after the header, by the grammar of RFC 4180.
Count table_rows(const std::string& bytes) {
  Count count;
  bool quoted = false;
  bool filled = false;
  for (const char c : bytes) {
    if (c == '"') quoted = !quoted;
    if (c != '\n' || quoted) {
      filled = filled || (c != '\r' && c != '\n');
    } else if (filled) {
      ++count.records;
      filled = false;
    }
  }
  if (filled) ++count.records;
  --count.records;
  return count;
}

struct File {
  std::string path;
  std::string format;  ///< what it must be taken for; empty: it is no programme
  Count count;
};

/// Files of the data folder that only look like programmes.
const std::set<std::string> kNoProgrammes = {"europython2014.dialect.schedule.xml", "giggity-debconf23.metadata.json",
                                             "scale-13x.drupal-signs.json", "windowsZones.magicmirror.json"};

File described(const std::filesystem::path& path) {
  File file{path.string(), "", {}};
  const std::string name = path.filename().string();
  const std::string extension = path.extension().string();
  if (kNoProgrammes.contains(name) || file.path.find("/spec/") != std::string::npos) return file;
  const std::string bytes = read_file(file.path);
  if (extension == ".xml") {
    file.format = "schedule-xml";
    file.count = {occurrences(bytes, "<event ")};
  } else if (extension == ".ics") {
    file.format = "ics";
    file.count = calendar_events(bytes);
  } else if (extension == ".csv") {
    file.format = "csv";
    file.count = table_rows(bytes);
  } else if (extension == ".json" && file.path.find("/schedules/") != std::string::npos) {
    file.format = "schedule-json";
    file.count = schedule_json_events(bytes);
  }
  return file;
}

std::vector<File> files_of(const std::string& folder) {
  std::vector<File> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
    // The oracles' tables and mails among the calendars are no files that anybody imports.
    if (entry.is_regular_file() && entry.path().extension() != ".txt") files.push_back(described(entry.path()));
  }
  std::sort(files.begin(), files.end(), [](const File& a, const File& b) { return a.path < b.path; });
  return files;
}

/// The Almedalen table with what a person would say about it once.
constexpr const char* kMapping = R"({"columns":{"id":"id","title":"title","organiser":"organiser","start":"start",
  "end":"end","track":"topic_1","language":"language","room":"place","abstract":"description"},"date_format":"iso"})";

struct Imports {
  ProcessResult dry, first, second;
  Json sessions_after_dry;
};

std::vector<std::string> import_words(const File& file, const Server& server) {
  std::vector<std::string> words = {"import", file.path, "--json", "--at", "2026-05-05T08:00:00Z"};
  if (file.format == "csv") {
    write_file(server.beside("mapping.json"), kMapping);
    words.insert(words.end(), {"--mapping", server.beside("mapping.json")});
  }
  return words;
}

/// A server of its own for each file; every eighth is tried dry first.
std::vector<Imports> import_all(const std::vector<File>& files) {
  std::vector<Imports> all(files.size());
  in_parallel(files.size(), [&](std::size_t i) {
    const Server server;
    const auto words = import_words(files[i], server);
    if (i % 8 == 0) {
      auto dry = words;
      dry.push_back("--dry-run");
      all[i].dry = server.run(dry);
      all[i].sessions_after_dry = server.ask({"show", "sessions"});
    }
    all[i].first = server.run(words);
    all[i].second = server.run(words);
  });
  return all;
}

std::size_t number(const Json& answer, const char* key) { return answer.at(key).get<std::size_t>(); }

std::size_t rejected(const Json& answer) {
  const Json& findings = answer.at("findings");
  return static_cast<std::size_t>(std::count_if(findings.begin(), findings.end(),
                                                [](const Json& finding) { return finding.at("severity") == "error"; }));
}

void check_books(const Json& answer, const File& file) {
  CHECK(answer.at("format") == file.format);
  const std::size_t usable = number(answer, "added") + number(answer, "changed") + number(answer, "unchanged");
  CHECK(number(answer, "records") == usable + rejected(answer));
  if (file.count.exact) {
    CHECK(number(answer, "records") == file.count.records);
  } else {
    CHECK(number(answer, "records") >= file.count.records);
  }
  for (const Json& finding : answer.at("findings")) {
    CHECK(!finding.at("where").get<std::string>().empty());
    CHECK(!finding.at("code").get<std::string>().empty());
    CHECK(!finding.at("reason").get<std::string>().empty());
  }
}

/// Refused as a whole: one line that names the file, and no document.
void check_refused(const ProcessResult& result, const File& file) {
  CHECK(result.exit == 1);
  CHECK(result.out.empty());
  CHECK(line_count(result.err) == 1);
  CHECK_THAT(result.err, Contains(file.path));
}

void check_imports(const Imports& imports, const File& file) {
  INFO(file.path << "\n" << imports.first.err);
  if (file.format.empty() || imports.first.out.empty()) {
    check_refused(imports.first, file);
    check_refused(imports.second, file);
    CHECK(file.count.records == 0);
    return;
  }
  const Json first = one_document(imports.first.out);
  check_books(first, file);
  CHECK(number(first, "unchanged") + number(first, "changed") + number(first, "removed") == 0);
  const bool usable = number(first, "added") > 0;
  CHECK(imports.first.exit == (usable ? 0 : 1));
  CHECK(first.at("held") == !usable);

  const Json second = one_document(imports.second.out);
  check_books(second, file);
  CHECK(number(second, "added") + number(second, "changed") + number(second, "removed") == 0);
  CHECK(number(second, "unchanged") == number(first, "added"));
  CHECK(second.at("revision") == first.at("revision"));
  CHECK(second.at("findings") == first.at("findings"));

  if (imports.dry.out.empty()) return;
  const Json dry = one_document(imports.dry.out);
  for (const char* key : {"records", "added", "changed", "removed", "unchanged", "held", "findings"}) {
    INFO(key);
    CHECK(dry.at(key) == first.at(key));
  }
  CHECK(imports.dry.exit == imports.first.exit);
  CHECK(imports.sessions_after_dry.at("sessions").empty());
}

void sweep(const char* folder, std::size_t at_least) {
  const auto path = shared_data(folder);
  SKIP_WITHOUT_DATA(path);
  const auto files = files_of(*path);
  const auto imports = import_all(files);
  std::size_t records = 0;
  for (std::size_t i = 0; i < files.size(); ++i) {
    check_imports(imports[i], files[i]);
    records += files[i].count.records;
  }
  CHECK(files.size() >= at_least);
  const auto slowest = std::max_element(imports.begin(), imports.end(),
                                        [](const Imports& a, const Imports& b) { return a.first.took < b.first.took; });
  std::printf("%s: %zu files, %zu records, slowest import %lld ms (%s)\n", folder, files.size(), records,
              static_cast<long long>(slowest->first.took.count()),
              files[static_cast<std::size_t>(slowest - imports.begin())].path.c_str());
}

}  // namespace

TEST_CASE("every conference programme is imported with exact books and a second time without a change (I1 and I7)") {
  sweep("schedules", 25);
}

TEST_CASE("the Nordic democracy weeks are imported with exact books and a second time without a change (I1 and I7)") {
  sweep("nordic", 31);
}

TEST_CASE("every calendar of the corpora is imported with exact books and a second time without a change (I1 and I5)") {
  sweep("ical", 400);
}
