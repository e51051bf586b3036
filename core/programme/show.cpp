#include "core/programme/show.hpp"

#include <algorithm>
#include <set>

#include "core/base/error.hpp"
#include "core/programme/service_day.hpp"
#include "core/venue/rooms.hpp"

namespace skylt {
namespace {

Json instant_or_null(const std::optional<UtcTime>& instant) {
  return instant ? Json(format_instant(*instant)) : Json(nullptr);
}

/// By id, as all lists of the protocol that do not say otherwise.
Json sessions_json(std::vector<EffectiveSession> sessions, const DayRule& rule) {
  std::sort(sessions.begin(), sessions.end(),
            [](const EffectiveSession& a, const EffectiveSession& b) { return a.session.id < b.session.id; });
  Json list = Json::array();
  for (const auto& session : sessions) list.push_back(session_json(session, rule));
  return list;
}

/// The programme of `data` at one moment, and what a filter means in it.
class View {
 public:
  View(const EventData& data, const ShowFilter& filter, UtcTime at)
      : data_{data},
        filter_{filter},
        rule_{day_rule(data.event)},
        rooms_{room_entries(data.venues, data.event.languages)},
        sessions_{effective(data.sessions, data.changes, rooms_, rule_, at)},
        room_id_{filter.room} {
    check_venue();
    check_room();
  }

  const DayRule& rule() const { return rule_; }
  std::span<const RoomEntry> rooms() const { return rooms_; }
  std::span<const EffectiveSession> sessions() const { return sessions_; }

  bool admits(const std::optional<RoomRef>& room, const std::string& venue) const {
    return admits(room ? room->id : std::nullopt, room ? room->name : "", venue);
  }

  /// Ids of changes in force whose session is, was or is also shown in a room that the filter admits.
  std::set<std::string> changes() const {
    std::set<std::string> admitted;
    for (const auto& session : sessions_) {
      const bool here = admits(session.session.room, session.session.venue) ||
                        admits(session.original_room, session.original_venue) ||
                        (session.overflow && admits(session.overflow, session.session.venue));
      if (here) admitted.insert(session.changes.begin(), session.changes.end());
    }
    return admitted;
  }

  bool admits(const std::optional<std::string>& room_id, const std::string& room_name, const std::string& venue) const {
    if (!filter_.venue.empty() && venue != filter_.venue) return false;
    if (filter_.room.empty()) return true;
    return room_id ? *room_id == room_id_ : fold_room_name(room_name) == fold_room_name(filter_.room);
  }

 private:
  void check_venue() const {
    if (filter_.venue.empty()) return;
    std::string known;
    for (const auto& venue : data_.venues) {
      if (venue.id == filter_.venue) return;
      known += (known.empty() ? "" : ", ") + venue.id;
    }
    for (const auto& session : sessions_)
      if (session.session.venue == filter_.venue) return;
    throw Error{ErrorCode::NotFound, "no venue '" + filter_.venue + "'" +
                                         (known.empty() ? "; the event has no venues" : "; there are: " + known)};
  }

  void check_room() {
    if (filter_.room.empty()) return;
    const bool is_id = std::any_of(rooms_.begin(), rooms_.end(), [&](const auto& r) { return r.id == filter_.room; });
    if (is_id) return;
    if (const auto id = find_room(data_.venues, filter_.venue, filter_.room)) {
      room_id_ = *id;
      return;
    }
    for (const auto& session : sessions_)
      if (session.session.room && admits(session.session.room, session.session.venue)) return;
    throw Error{ErrorCode::NotFound,
                "no room '" + filter_.room + "', or several; name one by its id or by a name that only it has"};
  }

  const EventData& data_;
  const ShowFilter& filter_;
  DayRule rule_;
  std::vector<RoomEntry> rooms_;
  std::vector<EffectiveSession> sessions_;
  std::string room_id_;
};

Json room_json(const RoomNow& room, const DayRule& rule) {
  Json json = Json::object();
  json["room"] = {
      {"id", room.room_id ? Json(*room.room_id) : Json(nullptr)}, {"name", room.room_name}, {"venue", room.venue}};
  json["state"] = name_of(room.status);
  json["until"] = instant_or_null(room.until);
  json["now"] = sessions_json(room.now, rule);
  json["background"] = sessions_json(room.background, rule);
  json["next"] = sessions_json(room.next, rule);
  json["later"] = sessions_json(room.later, rule);
  json["departed"] = sessions_json(room.departed, rule);
  json["relayed"] = sessions_json(room.relayed, rule);
  json["tomorrow"] = sessions_json(room.tomorrow, rule);
  return json;
}

}  // namespace

std::string name_of(RoomStatus status) {
  switch (status) {
    case RoomStatus::Running: return "running";
    case RoomStatus::Starting: return "starting";
    case RoomStatus::Overrun: return "overrun";
    case RoomStatus::Free: return "free";
    case RoomStatus::DayOver: return "day-over";
    case RoomStatus::Closed: return "closed";
  }
  return "closed";
}

Json session_json(const EffectiveSession& session, const DayRule& rule) {
  Json json = session_document(session.session);
  json["changes"] = Json::array();
  for (const auto& id : std::set<std::string>{session.changes.begin(), session.changes.end()})
    json["changes"].push_back(id);
  json["service_day"] = format_day(service_day(session.session, rule));
  return json;
}

Json show_sessions(const EventData& data, const ShowFilter& filter, UtcTime now) {
  const View view{data, filter, now};
  Json list = Json::array();
  for (const auto& session : view.sessions()) {
    const auto day = service_day(session.session, view.rule());
    if (filter.day && day != *filter.day) continue;
    if (!view.admits(session.session.room, session.session.venue)) continue;
    list.push_back(session_json(session, view.rule()));
  }
  Json json = Json::object();
  json["sessions"] = std::move(list);
  return json;
}

Json show_now(const EventData& data, const ShowFilter& filter, UtcTime at) {
  const View view{data, filter, at};
  NowOptions options;
  options.day = view.rule();
  options.asked = [&](const RoomEntry& room) {
    return view.admits(room.id.empty() ? std::nullopt : std::optional{room.id}, room.name, room.venue);
  };
  const auto now = select_now(view.sessions(), view.rooms(), options, at);
  const auto admitted = view.changes();
  const auto expiry = next_change_expiry(data.sessions, data.changes, view.rooms(), view.rule(), at,
                                         [&](const Change& change) { return admitted.contains(change.id); });
  auto next_change = now.next_change;
  if (expiry && (!next_change || *expiry < *next_change)) next_change = expiry;
  Json json = Json::object();
  json["at"] = format_instant(at);
  json["next_change"] = instant_or_null(next_change);
  json["rooms"] = Json::array();
  for (const auto& room : now.rooms) json["rooms"].push_back(room_json(room, view.rule()));
  return json;
}

}  // namespace skylt
