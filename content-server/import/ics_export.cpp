#include <algorithm>

#include "content-server/import/ics_time.hpp"
#include "content-server/import/ics_zone_text.hpp"
#include "content-server/import/import.hpp"

namespace skylt {
namespace {

using ics::format_wall;

constexpr std::size_t kMostOctets = 75;

std::string escape_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '\\' || c == ';' || c == ',') out += '\\';
    out += c;
  }
  return out;
}

/// RFC 6868 and quotes for a parameter value.
std::string quote_parameter(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '^') {
      out += "^^";
    } else if (c == '"') {
      out += "^'";
    } else if (c == '\n') {
      out += "^n";
    } else {
      out += c;
    }
  }
  return out + '"';
}

/// Octets of the unit at `at` that a fold may not divide: a code point, or a backslash with what it escapes.
std::size_t unit_size(std::string_view line, std::size_t at) {
  std::size_t end = at + 1;
  if (line[at] == '\\' && end < line.size()) ++end;
  while (end < line.size() && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) ++end;
  return end - at;
}

/// The file under way; folds what is added.
class Writer {
 public:
  void line(std::string_view text) {
    std::size_t column = 0;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t size = unit_size(text, at);
      if (column + size > kMostOctets) {
        out_ += "\r\n ";
        column = 1;
      }
      out_ += text.substr(at, size);
      column += size;
      at += size;
    }
    out_ += "\r\n";
  }

  /// NAME:value as TEXT; nothing where the value is empty.
  void text(std::string_view name, std::string_view value) {
    if (!value.empty()) line(std::string{name} + ":" + escape_text(value));
  }

  void list(std::string_view name, const std::vector<std::string>& values) {
    std::string joined;
    for (const std::string& value : values) joined += (joined.empty() ? "" : ",") + escape_text(value);
    if (!joined.empty()) line(std::string{name} + ":" + joined);
  }

  void tagged(std::string_view name, std::string_view language, std::string_view value) {
    line(std::string{name} + ";LANGUAGE=" + std::string{language} + ":" + escape_text(value));
  }

  /// The best language under `name`, where one is allowed, the others under `others`.
  void translated(std::string_view name, std::string_view others, const Text& value, const LanguageChain& chain) {
    const auto best = value.best_for(chain);
    if (!best) return;
    tagged(name, best->language, best->text);
    for (const auto& [language, words] : value.by_language())
      if (language != best->language) tagged(others, language, words);
  }

  void translated(std::string_view name, const Text& value) {
    for (const auto& [language, words] : value.by_language()) tagged(name, language, words);
  }

  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

std::string utc_text(UtcTime instant) { return format_wall(LocalTime{instant.time_since_epoch()}) + "Z"; }

class Exporter {
 public:
  explicit Exporter(const EventData& data)
      : data_{data}, zone_{TimeZone::find(data.event.time_zone)}, chain_{data.event.languages} {
    for (const Session& session : data.sessions)
      if (session.visibility != Visibility::Hidden) sessions_.push_back(&session);
    in_utc_ = zone_.offset_at(UtcTime{}) == Seconds{0} && zone_.name().find("UTC") != std::string::npos;
    in_utc_ = in_utc_ || sessions_.empty() || latest() - earliest() > std::chrono::days{3660};
  }

  std::string run() {
    out_.line("BEGIN:VCALENDAR");
    out_.line("VERSION:2.0");
    out_.line("PRODID:-//Skylt//Skylt//EN");
    out_.line("CALSCALE:GREGORIAN");
    out_.line("METHOD:PUBLISH");
    if (const auto name = data_.event.name.best_for(chain_)) {
      out_.tagged("NAME", name->language, name->text);
      out_.text("X-WR-CALNAME", name->text);
    }
    out_.text("X-WR-TIMEZONE", zone_.name());
    if (!in_utc_)
      for (const std::string& line : ics::zone_lines(zone_, earliest(), latest())) out_.line(line);
    for (const Session* session : sessions_) write(*session);
    out_.line("END:VCALENDAR");
    return out_.take();
  }

 private:
  UtcTime earliest() const {
    return (*std::min_element(sessions_.begin(), sessions_.end(), [](auto* a, auto* b) { return a->start < b->start; }))
        ->start;
  }

  UtcTime latest() const {
    return (*std::max_element(sessions_.begin(), sessions_.end(), [](auto* a, auto* b) { return a->end < b->end; }))
        ->end;
  }

  void write(const Session& session) {
    out_.line("BEGIN:VEVENT");
    out_.text("UID", session.id + "@" + (data_.event.id.empty() ? "skylt" : data_.event.id));
    out_.line("DTSTAMP:20000101T000000Z");  // required; nothing here may change from one export to the next
    write_times(session);
    out_.translated("SUMMARY", "X-SKYLT-SUMMARY", session.title, chain_);
    out_.translated("DESCRIPTION", "X-SKYLT-DESCRIPTION", session.abstract, chain_);
    if (session.room) out_.text("LOCATION", room_name(*session.room));
    write_state(session);
    if (!session.url.empty()) out_.line("URL:" + session.url);
    write_track(session);
    write_organisers(session);
    write_own(session);
    if (session.visibility == Visibility::Public)
      for (std::size_t i = 0; i < session.people.size(); ++i) write_person(session, i);
    out_.line("END:VEVENT");
  }

  void write_times(const Session& session) {
    const LocalTime start = zone_.to_local(session.start);
    const LocalTime end = zone_.to_local(session.end);
    const auto is_midnight = [](LocalTime time) { return time == std::chrono::floor<std::chrono::days>(time); };
    if (session.all_day && is_midnight(start) && is_midnight(end) && start < end) {
      out_.line("DTSTART;VALUE=DATE:" + format_wall(start, true));
      out_.line("DTEND;VALUE=DATE:" + format_wall(end, true));
      return;
    }
    out_.line("DTSTART" + time_value(session.start));
    if (session.end > session.start) out_.line("DTEND" + time_value(session.end));
    if (session.all_day) out_.line("X-SKYLT-ALL-DAY:TRUE");
  }

  /// The second of two equal readings in autumn exists in UTC only.
  std::string time_value(UtcTime instant) const {
    const LocalTime wall = zone_.to_local(instant);
    if (in_utc_ || zone_.to_utc(wall) != instant) return ":" + utc_text(instant);
    return ";TZID=" + zone_.name() + ":" + format_wall(wall);
  }

  void write_state(const Session& session) {
    switch (session.status) {
      case SessionStatus::Confirmed: out_.line("STATUS:CONFIRMED"); break;
      case SessionStatus::Tentative: out_.line("STATUS:TENTATIVE"); break;
      case SessionStatus::Cancelled: out_.line("STATUS:CANCELLED"); break;
      case SessionStatus::Missing: out_.line("X-SKYLT-MISSING:TRUE"); break;
    }
  }

  void write_track(const Session& session) {
    if (session.track.empty()) return;
    std::string name = session.track;
    for (const Track& track : data_.tracks)
      if (track.id == session.track)
        if (const auto best = track.name.best_for(chain_)) name = best->text;
    out_.text("CATEGORIES", name);
    if (name != session.track) out_.text("X-SKYLT-TRACK", session.track);
  }

  void write_organisers(const Session& session) {
    if (session.organisers.empty()) return;
    std::string name = session.organisers.front();
    for (const Organiser& organiser : data_.organisers)
      if (organiser.id == name)
        if (const auto best = organiser.name.best_for(chain_)) name = best->text;
    out_.line("ORGANIZER;CN=" + quote_parameter(name) + ":invalid:nomail");
    out_.list("X-SKYLT-ORGANISERS", session.organisers);
  }

  void write_own(const Session& session) {
    out_.translated("X-SKYLT-SUBTITLE", session.subtitle);
    out_.translated("X-SKYLT-SHORT-TITLE", session.short_title);
    out_.list("X-SKYLT-LANGUAGES", session.languages);
    out_.list("X-SKYLT-INTERPRETED", session.interpreted);
    out_.list("X-SKYLT-ACCESS", session.access);
    out_.list("X-SKYLT-AUDIENCE", session.audience);
    out_.text("X-SKYLT-MATERIALS", session.materials);
    constexpr std::string_view kinds[] = {"", "BREAK", "SERVICE", "OPEN"};
    out_.text("X-SKYLT-KIND", kinds[static_cast<std::size_t>(session.kind)]);
  }

  /// RFC 9073 §7.1.
  void write_person(const Session& session, std::size_t index) {
    const Person& person = session.people[index];
    out_.line("BEGIN:PARTICIPANT");
    out_.text("UID", session.id + "-" + std::to_string(index + 1));
    out_.line("PARTICIPANT-TYPE:SPEAKER");
    out_.text("SUMMARY", person.name);
    if (person.role != "speaker") out_.line("X-SKYLT-ROLE:" + escape_text(person.role));
    out_.line("END:PARTICIPANT");
  }

  std::string room_name(const RoomRef& room) const {
    if (room.id)
      for (const Venue& venue : data_.venues)
        for (const Room& known : venue.rooms)
          if (known.id == *room.id)
            if (const auto best = known.name.best_for(chain_)) return best->text;
    return room.name;
  }

  const EventData& data_;
  TimeZone zone_;
  LanguageChain chain_;
  std::vector<const Session*> sessions_;
  bool in_utc_ = false;
  Writer out_;
};

}  // namespace

std::string export_ics(const EventData& data) { return Exporter{data}.run(); }

}  // namespace skylt
