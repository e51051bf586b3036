// One reading of one file, record by record: what was accepted, what was not and why.
#include <algorithm>
#include <map>

#include "content-server/import/common.hpp"

namespace skylt::importing {

Collector::Collector(std::string format, const SourceSettings& settings, const Progress& progress, std::size_t total)
    : settings_{settings}, progress_{progress}, total_{total} {
  result_.format = std::move(format);
}

void Collector::begin(std::string where, std::string_view name) {
  where_ = std::move(where);
  name_ = without_addresses(clean_text(name, 120));
}

void Collector::warn(std::string code, std::string reason) {
  result_.findings.push_back({where_, name_, Severity::Warning, std::move(code), std::move(reason)});
}

void Collector::reject(std::string code, std::string reason) {
  result_.findings.push_back({where_, name_, Severity::Error, std::move(code), std::move(reason)});
  count();
}

void Collector::warn_file(std::string where, std::string code, std::string reason) {
  result_.findings.push_back({std::move(where), {}, Severity::Warning, std::move(code), std::move(reason)});
}

void Collector::count() {
  ++result_.records;
  if (progress_ && result_.records % 100 == 0) progress_(result_.records, total_);
}

Text Collector::read_text(const RawText& words, const RawRecord& raw, const std::vector<std::string>& languages,
                          bool line) {
  Text text;
  for (const auto& [language, written] : words) {
    std::string clean = raw.plain ? clean_text(written, 0, !line)
                        : line    ? without_addresses(clean_line(written))
                                  : without_addresses(clean_paragraphs(written));
    if (clean.empty()) continue;
    if (line && !raw.plain && written.size() > kLineLength && clean_text(written).size() > clean.size() + 8)
      warn("shortened", "a title or subtitle is longer than 400 characters and was cut");
    std::string spelled = language;
    std::replace(spelled.begin(), spelled.end(), '_', '-');  // "en_GB" of a locale
    std::string tag = canonical_language(spelled).value_or("");
    if (tag.empty() && !languages.empty()) tag = languages.front();
    if (tag.empty()) tag = canonical_language(settings_.language).value_or("und");
    text.set(tag, clean);
  }
  return text;
}

void Collector::accept(const RawRecord& raw) {
  SourceRecord record;
  Session& session = record.session;
  std::vector<std::string> unknown;
  session.languages = read_languages(raw.language, &unknown);
  session.title = read_text(raw.title, raw, session.languages, true);
  if (session.title.empty()) return reject("no-title", "has no title");
  if (!unknown.empty()) warn("unknown-language", "language '" + clean_text(unknown.front(), 40) + "' is not known");

  session.status = raw.status;
  if (settings_.status_from_title && raw.status == SessionStatus::Confirmed) {
    const Text written = session.title;
    for (const auto& [language, words] : written.by_language()) {
      TitleState state = read_title_state(words);
      if (state.words.empty()) continue;
      if (state.status) session.status = *state.status;
      session.title.set(language, state.title);
      warn(state.moved ? "moved-by-title" : "status-from-title",
           "the title says '" + state.words + "'" + (state.moved ? "; where to is not known" : ""));
    }
  }

  record.guid = clean_text(raw.guid, 400);
  record.room_guid = clean_text(raw.room_guid, 200);
  if (record.guid != "id:" + raw.id) flag_duplicate("id", clean_text(raw.id, 100));
  session.short_title = read_text(raw.short_title, raw, session.languages, true);
  session.subtitle = read_text(raw.subtitle, raw, session.languages, true);
  session.abstract = read_text(raw.abstract, raw, session.languages, false);
  session.start = raw.start;
  session.end = raw.end;
  session.all_day = raw.all_day;
  const auto line = [&](const std::string& written) {
    return raw.plain ? clean_line(written) : without_addresses(clean_line(written));
  };
  if (std::string room = line(raw.room); !room.empty()) session.room = RoomRef{std::nullopt, std::move(room)};
  session.venue = settings_.venue;
  session.track = line(raw.track);
  for (const auto& name : raw.organisers)
    if (auto organiser = read_person(name)) session.organisers.push_back(organiser->name);
  for (const auto& given : raw.people) {
    auto person = read_person(given.name);
    if (!person) continue;
    if (!given.role.empty()) person->role = fold_words(clean_text(given.role, 40));
    session.people.push_back(std::move(*person));
  }
  std::vector<std::string> not_spoken;
  session.interpreted = read_languages(raw.interpreted, &not_spoken);
  if (!not_spoken.empty())
    warn("unknown-language", "interpretation into '" + clean_text(not_spoken.front(), 40) + "' is not known");
  for (const auto& item : raw.access) session.access.push_back(line(item));
  for (const auto& item : raw.audience) session.audience.push_back(line(item));
  session.url = clean_url(raw.url);
  session.materials = clean_url(raw.materials);
  session.visibility = raw.visibility;
  session.kind = raw.kind ? *raw.kind : classify_kind(raw.type, session.title.by_language().begin()->second);
  accept(std::move(record));
}

void Collector::accept(SourceRecord record) {
  record.session.source = settings_.name;
  if (record.session.end == record.session.start) {
    ++moments_;
    record.session.end += settings_.moments_last;
  }
  for (const auto& [language, words] : record.session.title.by_language())
    if (words.find("\xEF\xBF\xBD") != std::string::npos)
      warn("broken-characters", "the title holds characters that could not be read");
  flag_duplicate("guid", record.guid);
  result_.sessions.push_back(std::move(record));
  count();
}

void Collector::flag_duplicate(std::string_view kind, const std::string& value) {
  if (value.empty()) return;
  const auto [it, fresh] = seen_.emplace(std::string{kind} + ":" + value, result_.records + 1);
  if (!fresh)
    warn("duplicate-" + std::string{kind}, "has the same " + std::string{kind} + " '" + value + "' as record " +
                                               std::to_string(it->second) + "; both are kept");
}

void Collector::add_room(std::string_view name, std::string_view guid) {
  SourceRoom room{clean_text(guid, 200), without_addresses(clean_line(name)), static_cast<int>(result_.rooms.size())};
  if (room.name.empty() && room.guid.empty()) return;
  // One entry per guid; a room without guid is the one of the same name.
  const bool known = room.guid.empty() ? rooms_.contains("name:" + room.name) : rooms_.contains("guid:" + room.guid);
  rooms_.insert("name:" + room.name);
  if (!room.guid.empty()) rooms_.insert("guid:" + room.guid);
  if (!known) result_.rooms.push_back(std::move(room));
}

void Collector::add_track(std::string_view id, std::string_view name, std::string_view language,
                          std::string_view colour) {
  Track track;
  const std::string clean = clean_line(name);
  if (clean.empty()) return;
  track.id = clean_text(id.empty() ? std::string_view{clean} : id, 100);
  track.name.set(canonical_language(language).value_or(canonical_language(settings_.language).value_or("und")), clean);
  const std::string value = fold_words(clean_text(colour));
  if (value.size() == 7 && value[0] == '#' && value.find_first_not_of("0123456789abcdef", 1) == std::string::npos)
    track.colour = value;
  result_.tracks.push_back(std::move(track));
}

namespace {

/// A guid that a file gives to rooms of several names tells none of them apart (pretalx has done so): their names do.
/// Returns those names, a line for each guid.
std::vector<std::string> tell_rooms_by_name(ImportResult& result) {
  std::map<std::string, std::map<std::string, std::string>> names;  // by guid, folded
  for (const auto& record : result.sessions)
    if (!record.room_guid.empty() && record.session.room)
      names[record.room_guid].emplace(fold_words(record.session.room->name), record.session.room->name);
  std::erase_if(names, [](const auto& each) { return each.second.size() < 2; });
  for (auto& record : result.sessions)
    if (names.contains(record.room_guid)) record.room_guid.clear();
  std::vector<std::string> told;
  std::erase_if(result.rooms, [&](const SourceRoom& room) { return names.contains(room.guid); });
  for (const auto& [guid, rooms] : names) {
    std::string list;
    for (const auto& [folded, name] : rooms) {
      result.rooms.push_back({"", name, static_cast<int>(result.rooms.size())});
      list += (list.empty() ? "'" : ", '") + name + "'";
    }
    told.push_back(std::move(list));
  }
  return told;
}

}  // namespace

ImportResult Collector::finish() {
  for (const std::string& rooms : tell_rooms_by_name(result_))
    warn_file("rooms", "room-guid-repeats",
              "the rooms " + rooms + " have one guid; they are told apart by their names");
  const long long minutes = settings_.moments_last.count();
  if (moments_ > 0)
    note("sessions without an end: " + std::to_string(moments_) + "; " +
         (minutes > 0 ? "each lasts " + std::to_string(minutes) + " minutes here"
                      : "gone from the screens as they begin (--moments-last says how long they last)"));
  if (progress_) progress_(result_.records, total_ == 0 ? result_.records : total_);
  return std::move(result_);
}

}  // namespace skylt::importing
