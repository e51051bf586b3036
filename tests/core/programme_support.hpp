#pragma once
// Small builders of programmes. The test day is Tuesday 2027-05-04 in Stockholm (UTC+2), service days from 04:00.
#include <algorithm>
#include <string>
#include <vector>

#include "core/programme/effective.hpp"
#include "core/programme/now.hpp"

namespace skylt::test {

inline UtcTime instant(const std::string& text) { return parse_instant(text).value(); }

/// "10:00" on the test day, "+1 00:30" on a later one, "-1 23:00" on an earlier one; local time.
inline UtcTime at(const std::string& text) {
  static const TimeZone zone = TimeZone::find("Europe/Stockholm");
  const auto space = text.find(' ');
  const int days = space == std::string::npos ? 0 : std::stoi(text.substr(0, space));
  const auto clock = parse_clock(space == std::string::npos ? text : text.substr(space + 1)).value();
  const auto day = std::chrono::local_days{std::chrono::year{2027} / 5 / 4} + std::chrono::days{days};
  return zone.to_utc(LocalTime{day.time_since_epoch() + clock});
}

inline DayRule day_rule() { return {TimeZone::find("Europe/Stockholm"), std::chrono::hours{4}}; }

inline std::vector<RoomEntry> two_rooms() { return {{"a", "Sal A", "radhuset"}, {"b", "Sal B", "radhuset"}}; }

/// session("s1", "a", "10:00", "11:00"): room is an id of two_rooms(), any other text a literal name, "" none.
inline Session session(const std::string& id, const std::string& room, const std::string& start,
                       const std::string& end) {
  Session session;
  session.id = id;
  session.title = {{"sv", "Titel " + id}};
  session.start = at(start);
  session.end = at(end);
  session.venue = "radhuset";
  if (room == "a" || room == "b")
    session.room = RoomRef{room, room == "a" ? "Sal A" : "Sal B"};
  else if (!room.empty())
    session.room = RoomRef{std::nullopt, room};
  return session;
}

inline Change change(const std::string& id, const std::string& session, ChangeKind kind, int created = 0) {
  Change change;
  change.id = id;
  change.session = session;
  change.kind = kind;
  change.created = at("06:00") + Minutes{created};
  return change;
}

inline Change delay(const std::string& id, const std::string& session, int minutes, bool following = false) {
  Change delayed = change(id, session, ChangeKind::Delayed);
  delayed.minutes = Minutes{minutes};
  delayed.following = following;
  return delayed;
}

inline Change move(const std::string& id, const std::string& session, const std::string& room) {
  Change moved = change(id, session, ChangeKind::Moved);
  moved.room = room;
  return moved;
}

inline std::vector<EffectiveSession> effective_at(const std::vector<Session>& sessions,
                                                  const std::vector<Change>& changes, UtcTime now) {
  const auto rooms = two_rooms();
  return effective(sessions, changes, rooms, day_rule(), now);
}

/// The one with that id; fails by exception when it is not there.
inline const EffectiveSession& one(const std::vector<EffectiveSession>& sessions, const std::string& id) {
  const auto found = std::find_if(sessions.begin(), sessions.end(), [&](const auto& s) { return s.session.id == id; });
  if (found == sessions.end()) throw std::runtime_error{"no session " + id};
  return *found;
}

/// "s1 s2": ids in order.
inline std::string ids(const std::vector<EffectiveSession>& sessions) {
  std::string text;
  for (const auto& session : sessions) text += (text.empty() ? "" : " ") + session.session.id;
  return text;
}

inline NowView now_view(const std::vector<Session>& sessions, const std::vector<Change>& changes, UtcTime now) {
  const auto rooms = two_rooms();
  NowOptions options;
  options.day = day_rule();
  return select_now(effective_at(sessions, changes, now), rooms, options, now);
}

inline const RoomNow& room(const NowView& view, const std::string& name) {
  const auto found =
      std::find_if(view.rooms.begin(), view.rooms.end(), [&](const auto& r) { return r.room_name == name; });
  if (found == view.rooms.end()) throw std::runtime_error{"no room " + name};
  return *found;
}

}  // namespace skylt::test
