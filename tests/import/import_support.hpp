#pragma once
// What the tests of every format share.
#include <algorithm>
#include <string>

#include "content-server/import/import.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/data.hpp"

namespace skylt::test {

inline SourceSettings settings_in(const std::string& zone) {
  SourceSettings settings;
  settings.name = "test";
  settings.zone = TimeZone::find(zone);
  return settings;
}

inline std::size_t errors_in(const ImportResult& result) {
  return static_cast<std::size_t>(std::count_if(result.findings.begin(), result.findings.end(),
                                                [](const Finding& f) { return f.severity == Severity::Error; }));
}

inline std::size_t count_code(const ImportResult& result, const std::string& code) {
  return static_cast<std::size_t>(
      std::count_if(result.findings.begin(), result.findings.end(), [&](const Finding& f) { return f.code == code; }));
}

/// The promise of every parser.
inline void check_books(const ImportResult& result) {
  CHECK(result.records == result.sessions.size() + errors_in(result));
}

inline std::size_t count_of(const std::string& text, const std::string& needle) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(needle, at)) != std::string::npos; at += needle.size()) ++count;
  return count;
}

/// Everything that an import lets through, as one string to search for what must not be there.
inline std::string everything_in(const ImportResult& result) {
  std::string all = result.title + "\n";
  const auto add = [&](const std::string& text) { all += text + "\n"; };
  const auto add_text = [&](const Text& text) {
    for (const auto& [language, words] : text.by_language()) add(words);
  };
  for (const auto& record : result.sessions) {
    const Session& s = record.session;
    add(record.guid);
    add(record.room_guid);
    for (const Text* text : {&s.title, &s.short_title, &s.subtitle, &s.abstract}) add_text(*text);
    if (s.room) add(s.room->name);
    for (const auto* list : {&s.organisers, &s.languages, &s.interpreted, &s.access, &s.audience})
      for (const auto& item : *list) add(item);
    for (const auto& person : s.people) add(person.name + " " + person.role);
    add(s.track);
    add(s.url);
    add(s.materials);
  }
  for (const auto& room : result.rooms) add(room.guid + " " + room.name);
  for (const auto& track : result.tracks) add_text(track.name);
  for (const auto& finding : result.findings) add(finding.where + finding.record + finding.reason);
  for (const auto& note : result.notes) add(note);
  return all;
}

inline std::string title_of(const SourceRecord& record) {
  return record.session.title.empty() ? "" : record.session.title.by_language().begin()->second;
}

inline std::string at(const SourceRecord& record) { return format_instant(record.session.start); }

inline Minutes length_of(const SourceRecord& record) {
  return std::chrono::duration_cast<Minutes>(record.session.end - record.session.start);
}

}  // namespace skylt::test
