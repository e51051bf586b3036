#include "content-server/import/ics_event.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace skylt::ics {
namespace {

constexpr std::string_view kOwnPrefix = "X-SKYLT-";

/// Places that say that there is no place yet.
constexpr std::array<std::string_view, 8> kNoPlaces = {
    "INGEN PLATS", "PLATS MEDDELAS SENARE", "DIGITALT EVENEMANG", "TBA", "TBD", "TBC", "TO BE ANNOUNCED", "N.N."};

/// Categories that name listeners rather than a subject, upper case ASCII.
constexpr std::array<std::string_view, 13> kAudiences = {
    "BARN",     "BARN OCH UNGA", "UNGDOMAR", "UNGA",         "FAMILJ",  "FAMILJER", "SENIORER",
    "CHILDREN", "YOUTH",         "FAMILIES", "YOUNG PEOPLE", "SENIORS", "RESIDENTS"};

bool is_one_of(std::string_view word, const auto& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::chrono::hours kLongest{24 * 3660};  ///< ten years

void warn(Entry& event, const char* code, std::string reason) { event.warnings.emplace_back(code, std::move(reason)); }

/// A property as a message names it.
std::string told(const Property& property) { return property.name + " '" + clean_text(property.value, 40) + "'"; }

/// nullptr: the block says nothing of it.
const Property* find_said(const Component& block, const std::string& name) {
  const Property* property = block.find(name);
  return property != nullptr && !trimmed(property->value).empty() ? property : nullptr;
}

/// nullopt, with a warning: it cannot be meant. `otherwise` says what is taken instead of a length below nothing.
std::optional<CalendarDuration> read_duration(const Property& property, const std::string& otherwise, Entry& event) {
  const auto length = parse_duration(property.value);
  if (!length)
    warn(event, "bad-duration", told(property) + " is not one; it is left out");
  else if (length->days.count() < 0 || length->exact.count() < 0)
    warn(event, "negative-duration", "DURATION is negative; " + otherwise);
  else if (length->days + length->exact > kLongest)
    warn(event, "bad-duration", told(property) + " cannot be meant; it is left out");
  else
    return length;
  return std::nullopt;
}

std::optional<CalendarTime> read_end_time(const Property& property, const SourceSettings& settings, Entry& event) {
  auto time = parse_time(property);
  if (!time) warn(event, "bad-end", told(property) + " is not a date; it is left out");
  if (time && time->form == TimeForm::Date && settings.dtend_inclusive) time->wall += std::chrono::days{1};
  return time;
}

/// What its DTEND or DURATION says of the length of a DATE; nullopt: nothing that can be meant.
std::optional<Seconds> read_days_length(const Property& property, const Span& span, Entry& event,
                                        const SourceSettings& settings) {
  const std::string otherwise = "one day is taken";
  if (property.name == "DURATION") {
    const auto length = read_duration(property, otherwise, event);
    return length ? std::optional<Seconds>{length->days + length->exact} : std::nullopt;
  }
  const auto end = read_end_time(property, settings, event);
  if (!end) return std::nullopt;
  const bool as_written = end->form == TimeForm::Date || end->form == TimeForm::Floating;
  const LocalTime wall =
      as_written ? end->wall : span.zone.to_local(zone_of(*end, *event.calendar, settings).to_utc(end->wall));
  if (wall >= span.start.wall) return std::chrono::duration_cast<Seconds>(wall - span.start.wall);
  warn(event, "end-before-start", "DTEND lies before DTSTART; " + otherwise);
  return std::nullopt;
}

/// A DATE lasts whole days and at least one, whatever its end says (RFC 5545 §3.6.1, §3.8.2.2, §3.8.2.5).
void read_days(const Property* end, Span& span, Entry& event, const SourceSettings& settings) {
  span.days = std::chrono::days{1};
  const auto length = end != nullptr ? read_days_length(*end, span, event, settings) : std::nullopt;
  if (!length || *length <= Seconds{0}) return;
  span.days = std::chrono::ceil<std::chrono::days>(*length);
  if (*length == span.days) return;
  warn(event, end->name == "DURATION" ? "bad-duration" : "bad-end",
       told(*end) + " ends within a day; whole days are taken");
}

void read_end(const Component& block, Span& span, Entry& event, const SourceSettings& settings) {
  const Property* end = find_said(block, "DTEND");
  if (end == nullptr) end = find_said(block, "DURATION");
  if (span.start.form == TimeForm::Date) return read_days(end, span, event, settings);
  if (end == nullptr) return;
  const std::string otherwise = "the session is taken to have no end";
  if (end->name == "DURATION") {
    if (const auto length = read_duration(*end, otherwise, event)) {
      span.days = length->days;
      span.exact = length->exact;
    }
    return;
  }
  auto time = read_end_time(*end, settings, event);
  if (!time) return;
  // A DTEND must be given as its DTSTART is (RFC 5545 §3.8.2.2): without a zone it has the one of its start.
  if (time->form == TimeForm::Floating) *time = {span.start.form, time->wall, span.start.tzid};
  const UtcTime start = span.start_at(span.start.wall);
  const UtcTime finish = zone_of(*time, *event.calendar, settings).to_utc(time->wall);
  if (finish < start) return warn(event, "end-before-start", "DTEND lies before DTSTART; " + otherwise);
  span.exact = std::chrono::duration_cast<Seconds>(finish - start);
}

/// DTSTART; a cancelled instance may give its RECURRENCE-ID alone.
std::optional<CalendarTime> read_start(const Component& block, Entry& event) {
  if (const Property* start = find_said(block, "DTSTART")) {
    auto time = parse_time(*start);
    if (!time) {
      event.fault = "bad-start";
      event.reason = "DTSTART '" + clean_text(start->value, 40) + "' is not a date";
    }
    return time;
  }
  if (event.recurrence_id) {
    event.warnings.emplace_back("no-start", "has no DTSTART; its RECURRENCE-ID is taken");
    return event.recurrence_id;
  }
  event.fault = "no-start";
  event.reason = "has no DTSTART";
  return std::nullopt;
}

/// Name in a CN parameter, unless it is only an address.
std::string common_name(const Property& property) {
  const std::string name{property.parameter("CN")};
  return name.find('@') == std::string::npos ? name : std::string{};
}

void read_people(const Component& block, importing::RawRecord& raw) {
  for (const Component& part : block.children) {
    if (part.name != "PARTICIPANT") continue;  // RFC 9073 §7.1
    const std::string type = upper_ascii(trimmed(part.text("PARTICIPANT-TYPE")));
    if (!is_one_of(type, std::array<std::string_view, 4>{"SPEAKER", "PERFORMER", "MODERATOR", "PANELIST"})) continue;
    std::string name = part.text("SUMMARY");
    if (name.empty()) name = part.text("NAME");
    if (!name.empty()) raw.people.push_back({std::move(name), type});
  }
}

void read_categories(const Component& block, importing::RawRecord& raw) {
  for (const Property& property : block.properties) {
    if (property.name != "CATEGORIES") continue;
    for (const std::string& category : split_text_list(property.value))
      if (raw.track.empty() && !is_one_of(upper_ascii(category), kAudiences)) raw.track = category;
  }
}

std::string read_place(const Component& block) {
  if (std::string place = block.text("LOCATION"); !trimmed(place).empty()) return place;
  for (const Component& part : block.children)
    if (part.name == "VLOCATION") return part.text("NAME");
  return {};
}

/// RFC 5545 §3.8.1.3: a class that is not known is to be treated as private.
Visibility read_class(const Component& block) {
  const std::string name = upper_ascii(trimmed(block.text("CLASS")));
  return name.empty() || name == "PUBLIC" ? Visibility::Public : Visibility::Hidden;
}

SessionStatus read_status(const Entry& event) {
  const std::string status = upper_ascii(trimmed(event.block->text("STATUS")));
  if (event.cancelled || status == "CANCELLED" || status == "CANCELED") return SessionStatus::Cancelled;
  return status == "TENTATIVE" ? SessionStatus::Tentative : SessionStatus::Confirmed;
}

importing::RawText texts(const Component& block, std::string_view name) {
  importing::RawText found;
  for (const Property& property : block.properties)
    if (property.name == name) found.emplace_back(property.parameter("LANGUAGE"), unescape_text(property.value));
  // RFC 5545 allows one SUMMARY: of several in one language the first is taken (later ones would win).
  std::reverse(found.begin(), found.end());
  return found;
}

std::vector<std::string> own_list(const Component& block, std::string_view name) {
  const Property* property = block.find(std::string{kOwnPrefix} + std::string{name});
  if (property == nullptr) return {};
  std::vector<std::string> items = split_text_list(property->value);
  for (std::string& item : items) item = clean_text(item, 100);
  return items;
}

std::vector<Person> own_people(const Component& block) {
  std::vector<Person> people;
  for (const Component& part : block.children) {
    if (part.name != "PARTICIPANT") continue;
    const Property* role = part.find("X-SKYLT-ROLE");
    people.push_back({clean_text(part.text("SUMMARY"), 200),
                      role == nullptr ? "speaker" : clean_text(unescape_text(role->value), 40)});
  }
  return people;
}

Text own_text(const Component& block, std::string_view name) {
  Text text;
  for (const auto& [language, words] : texts(block, std::string{kOwnPrefix} + std::string{name}))
    text.set(canonical_language(language).value_or("und"), clean_text(words, 400));
  return text;
}

}  // namespace

bool Entry::recurs() const { return block->find("RRULE") != nullptr || block->find("RDATE") != nullptr; }

Zone zone_of(const CalendarTime& time, Calendar& calendar, const SourceSettings& settings, bool* unknown) {
  if (time.form == TimeForm::Utc) return Zone{TimeZone{}};
  if (time.form == TimeForm::Zoned) {
    if (auto zone = calendar.zones.find(time.tzid)) return *zone;
    if (unknown != nullptr) *unknown = true;
  }
  return Zone{settings.zone};
}

LocalTime day_meant(const CalendarTime& time, Calendar& calendar, const SourceSettings& settings) {
  const LocalTime written{std::chrono::floor<std::chrono::days>(time.wall)};
  const bool as_written = time.form == TimeForm::Date || time.form == TimeForm::Floating ||
                          (time.form == TimeForm::Utc && time.wall == written);
  if (as_written) return written;
  const LocalTime here = Zone{settings.zone}.to_local(zone_of(time, calendar, settings).to_utc(time.wall));
  return LocalTime{std::chrono::floor<std::chrono::days>(here)};
}

Entry read_entry(Calendar& calendar, const Component& block, const SourceSettings& settings) {
  Entry event;
  event.calendar = &calendar;
  event.block = &block;
  event.uid = clean_text(trimmed(block.text("UID")), 300);
  event.sequence = std::strtol(block.text("SEQUENCE").c_str(), nullptr, 10);
  const std::string modified = block.text("LAST-MODIFIED");
  event.modified = trimmed(modified.empty() ? block.text("DTSTAMP") : modified);
  event.cancelled = calendar.cancels;
  if (const Property* id = block.find("RECURRENCE-ID")) {
    event.recurrence_id = parse_time(*id);
    event.following = upper_ascii(id->parameter("RANGE")) == "THISANDFUTURE";
    if (!event.recurrence_id)
      event.warnings.emplace_back("bad-recurrence-id",
                                  "RECURRENCE-ID is not a date; the record is taken as a single one");
  }
  const auto start = read_start(block, event);
  if (!start) return event;
  bool unknown = false;
  event.span = Span{*start, zone_of(*start, calendar, settings, &unknown)};
  if (unknown)
    event.warnings.emplace_back("unknown-zone", "time zone '" + clean_text(start->tzid, 60) +
                                                    "' is not known; read as " + settings.zone.name());
  read_end(block, *event.span, event, settings);
  return event;
}

importing::RawRecord read_words(const Entry& event, const std::function<void(std::string, std::string)>& warn) {
  const Component& block = *event.block;
  importing::RawRecord raw;
  raw.plain = event.calendar->ours;
  raw.title = texts(block, "SUMMARY");
  raw.abstract = texts(block, "DESCRIPTION");
  raw.room = read_place(block);
  const std::string place = upper_ascii(clean_text(raw.room));
  if (is_one_of(place, kNoPlaces)) warn("no-place", "LOCATION says '" + clean_text(raw.room, 60) + "'");
  read_categories(block, raw);
  read_people(block, raw);
  for (const Property& property : block.properties)
    if (property.name == "ORGANIZER")
      if (std::string name = common_name(property); !name.empty()) raw.organisers.push_back(std::move(name));
  // Some producers escape URLs as TEXT or as HTML.
  raw.url = importing::clean_line(unescape_text(trimmed(block.find("URL") != nullptr ? block.find("URL")->value : "")));
  raw.status = read_status(event);
  raw.visibility = read_class(block);
  if (raw.visibility == Visibility::Hidden && !raw.plain)
    warn("not-public", "its CLASS is " + clean_text(block.text("CLASS"), 40) + "; it is kept hidden");
  raw.all_day = event.span && event.span->start.form == TimeForm::Date;
  return raw;
}

void read_own_fields(const Entry& event, Session& session) {
  const Component& block = *event.block;
  for (const Property& property : block.properties) {
    if (property.name != "CATEGORIES") continue;
    for (const std::string& category : split_text_list(property.value))
      if (is_one_of(upper_ascii(category), kAudiences)) session.audience.push_back(clean_text(category, 100));
  }
  if (!event.calendar->ours) return;
  session.status = read_status(event);
  session.title = {};
  for (const char* name : {"SUMMARY", "X-SKYLT-SUMMARY"})
    for (const auto& [language, words] : texts(block, name))
      session.title.set(canonical_language(language).value_or("und"), clean_text(words));
  session.abstract = {};
  for (const char* name : {"DESCRIPTION", "X-SKYLT-DESCRIPTION"})
    for (const auto& [language, words] : texts(block, name))
      session.abstract.set(canonical_language(language).value_or("und"), clean_text(words, 0, true));
  if (session.room) session.room->name = clean_text(block.text("LOCATION"));
  if (const std::string track = block.text("X-SKYLT-TRACK"); !track.empty()) session.track = clean_text(track, 200);
  if (block.text("X-SKYLT-ALL-DAY") == "TRUE") session.all_day = true;
  session.people = own_people(block);
  session.subtitle = own_text(block, "SUBTITLE");
  session.short_title = own_text(block, "SHORT-TITLE");
  session.languages = own_list(block, "LANGUAGES");
  session.interpreted = own_list(block, "INTERPRETED");
  session.access = own_list(block, "ACCESS");
  session.audience = own_list(block, "AUDIENCE");
  session.organisers = own_list(block, "ORGANISERS");
  session.materials = importing::clean_url(block.text("X-SKYLT-MATERIALS"));
  const std::string kind = upper_ascii(block.text("X-SKYLT-KIND"));
  session.kind = kind == "BREAK"     ? SessionKind::Break
                 : kind == "SERVICE" ? SessionKind::Service
                 : kind == "OPEN"    ? SessionKind::Open
                                     : SessionKind::Session;
  if (block.text("X-SKYLT-MISSING") == "TRUE") session.status = SessionStatus::Missing;
}

std::string instance_key(const Span& span, LocalTime wall) {
  if (span.start.form == TimeForm::Date) return format_wall(wall, true);
  return format_wall(LocalTime{span.start_at(wall).time_since_epoch()}) + "Z";
}

}  // namespace skylt::ics
