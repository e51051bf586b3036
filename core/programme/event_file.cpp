// The event file as a whole: reads every record with its own reader, then checks what they say about each other.
#include <algorithm>
#include <map>
#include <set>

#include "core/programme/event.hpp"
#include "core/programme/json_parts.hpp"
#include "core/venue/rooms.hpp"

namespace skylt {
namespace {

constexpr const char* kFormat = "skylt/event/1";

using Ids = std::set<std::string, std::less<>>;

bool is_web_address(const std::string& url) { return url.starts_with("https://") || url.starts_with("http://"); }

class EventFile {
 public:
  EventFile(const Json& document, Faults& faults, const InstalledIds* installed)
      : root_{document, faults}, faults_{faults}, installed_{installed} {
    if (installed_) {
      layouts_.insert(installed_->layouts.begin(), installed_->layouts.end());
      themes_.insert(installed_->themes.begin(), installed_->themes.end());
    }
  }

  EventData read();

 private:
  void read_head();
  void read_venues();
  void check_plans(JsonReader& item, Venue& venue);
  void read_links();
  void read_closures();
  void read_looks();
  void read_screens();
  void read_sessions();
  void read_changes();
  void read_messages();
  void check_screen(JsonReader& item, const Screen& screen);
  void check_place(JsonReader& item, const Screen& screen);
  void check_session(JsonReader& item, Session& session);
  void resolve_room(JsonReader& item, Session& session);
  void check_selectors(JsonReader& item, const std::vector<std::string>& selectors);
  void check_installed(JsonReader& item, const char* key, const Ids& ids, const std::string& id);

  /// Reads the list under `key` and keeps the records that are whole and whose id is new.
  template <typename Record, typename Read>
  void read_list(const char* key, std::vector<Record>& records, Ids& ids, const Read& read) {
    root_.each(key, [&](JsonReader& item) {
      const auto before = faults_.size();
      Record record = read(item);
      if (!record.id.empty() && !ids.insert(record.id).second) item.fault("id", "'" + record.id + "' is there twice");
      if (faults_.size() == before) records.push_back(std::move(record));
    });
  }

  JsonReader root_;
  Faults& faults_;
  const InstalledIds* installed_;
  EventData data_;
  Ids organisers_, tracks_, venues_, layouts_, themes_, rules_, screens_, sessions_, changes_, messages_, links_,
      images_, closures_;
  std::map<std::string, const Venue*, std::less<>> venue_of_room_;
  std::map<std::string, Ids, std::less<>> nodes_of_venue_;
};

EventData EventFile::read() {
  const auto format = root_.string("format");
  if (!format.empty() && format != kFormat)
    root_.fault("format", "must be \"" + std::string{kFormat} + "\", not \"" + format + "\"");
  read_head();
  read_venues();
  read_links();
  read_closures();
  read_looks();
  read_screens();
  read_sessions();
  read_changes();
  read_messages();
  root_.reject_unknown();
  return std::move(data_);
}

void EventFile::read_head() {
  if (!root_.has("event")) root_.fault("event", "is missing");
  root_.object("event", [&](JsonReader& item) { data_.event = read_event(item); });
  read_list("organisers", data_.organisers, organisers_, read_organiser);
  read_list("tracks", data_.tracks, tracks_, read_track);
  read_list("images", data_.images, images_, read_image);
}

void EventFile::read_venues() {
  std::map<std::string, std::size_t, std::less<>> index_of_room;
  root_.each("venues", [&](JsonReader& item) {
    auto venue = read_venue(item);
    check_plans(item, venue);
    if (venue.id.empty()) return;
    if (!venues_.insert(venue.id).second) return item.fault("id", "'" + venue.id + "' is there twice");
    for (const auto& node : venue.nodes) nodes_of_venue_[venue.id].insert(node.id);
    std::erase_if(venue.rooms, [&](const Room& room) {
      if (index_of_room.emplace(room.id, data_.venues.size()).second) return false;
      item.fault("rooms", "the room id '" + room.id + "' is taken by another venue");
      return true;
    });
    data_.venues.push_back(std::move(venue));
  });
  for (const auto& [room, index] : index_of_room) venue_of_room_[room] = &data_.venues[index];
}

void EventFile::check_plans(JsonReader& item, Venue& venue) {
  item.each("levels", [&](JsonReader& level) {
    level.object("plan", [&](JsonReader& plan) {
      const Json* name = plan.raw("image");
      if (name && name->is_string() && !images_.contains(name->get<std::string>()))
        plan.fault("image", "no image '" + name->get<std::string>() + "' in this file");
    });
  });
  for (auto& level : venue.levels)
    if (level.plan && !images_.contains(level.plan->image)) level.plan.reset();
}

void EventFile::read_links() {
  read_list("links", data_.links, links_, [&](JsonReader& item) {
    auto link = read_link(item);
    for (const auto& [key, end] : {std::pair{"from", &link.from}, {"to", &link.to}}) {
      if (end->venue.empty() || end->node.empty()) continue;
      if (!venues_.contains(end->venue))
        item.fault(key, "no venue '" + end->venue + "' in this file");
      else if (!nodes_of_venue_[end->venue].contains(end->node))
        item.fault(key, "no node '" + end->node + "' in venue '" + end->venue + "'");
    }
    return link;
  });
}

void EventFile::read_closures() {
  read_list("closures", data_.closures, closures_, [&](JsonReader& item) {
    auto closure = read_closure(item);
    const auto venue = std::find_if(data_.venues.begin(), data_.venues.end(),
                                    [&](const Venue& each) { return each.id == closure.venue; });
    if (closure.venue.empty() || closure.target.empty()) return closure;
    if (venue == data_.venues.end())
      item.fault("venue", "no venue '" + closure.venue + "' in this file");
    else if (!is_closable(*venue, closure.target))
      item.fault("target", "nothing that can be closed is called '" + closure.target + "' in venue '" + closure.venue +
                               "': name a connector, opening, space, amenity or room, or an edge as from>to");
    return closure;
  });
}

void EventFile::read_looks() {
  read_list("layouts", data_.layouts, layouts_,
            [](JsonReader& item) { return read_layout(item.value(), item.faults()); });
  read_list("themes", data_.themes, themes_, [](JsonReader& item) { return read_theme(item.value(), item.faults()); });
  root_.object("event", [&](JsonReader& item) { check_installed(item, "theme", themes_, data_.event.theme); });
}

void EventFile::read_screens() {
  read_list("screens", data_.screens, screens_, [&](JsonReader& item) {
    auto screen = read_screen(item);
    check_screen(item, screen);
    return screen;
  });
  read_list("rota", data_.rota, rules_, [&](JsonReader& item) {
    auto rule = read_rota_rule(item);
    check_installed(item, "layout", layouts_, rule.layout);
    check_selectors(item, rule.screens);
    return rule;
  });
}

void EventFile::read_sessions() {
  read_list("sessions", data_.sessions, sessions_, [&](JsonReader& item) {
    auto session = read_session(item);
    check_session(item, session);
    return session;
  });
}

void EventFile::read_changes() {
  Ids known;
  for (const auto& session : data_.sessions) known.insert(session.id);
  std::map<std::string, std::string> pointers;
  read_list("changes", data_.changes, changes_, [&](JsonReader& item) {
    auto change = read_change(item);
    if (!change.session.empty() && !known.contains(change.session))
      item.fault("session", "no session '" + change.session + "' in this file");
    if (change.by && !known.contains(*change.by)) item.fault("by", "no session '" + *change.by + "' in this file");
    pointers.emplace(change.id, item.pointer());
    return change;
  });
  const auto holding = [&](const std::string& session) { return newest_replacement(session, data_.changes); };
  std::set<std::string> closing;
  for (const auto& change : data_.changes) {
    if (holding(change.session) != &change || ring_closer(change, holding) != &change) continue;
    closing.insert(change.id);
    faults_.push_back({pointers[change.id] + "/by", "'" + *change.by + "' is itself replaced by '" + change.session +
                                                        "': one of them has to take place"});
  }
  std::erase_if(data_.changes, [&](const Change& change) { return closing.contains(change.id); });
}

void EventFile::read_messages() {
  read_list("messages", data_.messages, messages_, [&](JsonReader& item) {
    auto message = read_message(item);
    if (message.text.empty()) item.fault("text", "is missing: say it in at least one language");
    if (message.from && message.until && *message.until <= *message.from)
      item.fault("until", "must lie after 'from', " + format_instant(*message.from));
    check_selectors(item, message.screens);
    return message;
  });
}

void EventFile::check_screen(JsonReader& item, const Screen& screen) {
  const bool known_venue = venues_.contains(screen.venue);
  if (!screen.venue.empty() && !known_venue) item.fault("venue", "no venue '" + screen.venue + "' in this file");
  if (!screen.node.empty() && (known_venue || screen.venue.empty()) &&
      !nodes_of_venue_[screen.venue].contains(screen.node))
    item.fault("node", "no node '" + screen.node + "' in venue '" + screen.venue + "'");
  check_place(item, screen);
  for (const auto& room : screen.rooms)
    if (!venue_of_room_.contains(room)) item.fault("rooms", "no room '" + room + "' in this file");
  check_installed(item, "layout", layouts_, screen.layout);
}

void EventFile::check_place(JsonReader& item, const Screen& screen) {
  const auto venue = std::find_if(data_.venues.begin(), data_.venues.end(),
                                  [&](const Venue& each) { return each.id == screen.venue; });
  if (venue == data_.venues.end()) return;
  const bool known_level = std::any_of(venue->levels.begin(), venue->levels.end(),
                                       [&](const Level& level) { return level.id == screen.level; });
  if (!screen.level.empty() && !known_level)
    item.fault("level", "no level '" + screen.level + "' in venue '" + screen.venue + "'");
  for (const auto& direction : screen.surveyed) {
    const auto& id = direction.destination;
    const bool amenity = std::any_of(venue->amenities.begin(), venue->amenities.end(),
                                     [&](const Amenity& each) { return each.id == id; });
    if (!amenity && !venue_of_room_.contains(id) && !venues_.contains(id))
      item.fault("surveyed", "no room, venue or amenity of this venue is called '" + id + "'");
  }
}

void EventFile::check_session(JsonReader& item, Session& session) {
  if (session.title.empty()) item.fault("title", "is missing or empty");
  if (session.end < session.start) item.fault("end", "lies before the start, " + format_instant(session.start));
  if (!session.venue.empty() && !venues_.contains(session.venue))
    item.fault("venue", "no venue '" + session.venue + "' in this file");
  if (!session.url.empty() && !is_web_address(session.url)) item.fault("url", "must begin with https:// or http://");
  if (!session.materials.empty() && !is_web_address(session.materials))
    item.fault("materials", "must begin with https:// or http://");
  for (const auto* key : {"languages", "interpreted"}) {
    for (const auto& tag : key == std::string_view{"languages"} ? session.languages : session.interpreted)
      if (!canonical_language(tag)) item.fault(key, "'" + tag + "' is not a language tag such as sv or en-GB");
  }
  resolve_room(item, session);
}

void EventFile::resolve_room(JsonReader& item, Session& session) {
  if (!session.room) return;
  auto& ref = *session.room;
  const Json& written = item.value().at("room");
  if (written.is_string() && venue_of_room_.contains(ref.name)) {
    ref = {ref.name, ""};
  } else if (!written.contains("id")) {
    ref.id = find_room(data_.venues, session.venue, ref.name);
  }
  if (!ref.id) return;
  const auto found = venue_of_room_.find(*ref.id);
  if (found == venue_of_room_.end()) return item.fault("room", "no room '" + *ref.id + "' in this file");
  const Venue& venue = *found->second;
  if (session.venue.empty()) session.venue = venue.id;
  if (session.venue != venue.id)
    item.fault("room", "the room '" + *ref.id + "' is in venue '" + venue.id + "', not in '" + session.venue + "'");
  if (!ref.name.empty()) return;
  const auto room =
      std::find_if(venue.rooms.begin(), venue.rooms.end(), [&](const Room& r) { return r.id == *ref.id; });
  const auto name = room->name.best_for(data_.event.languages);
  ref.name = name ? name->text : room->id;
}

void EventFile::check_selectors(JsonReader& item, const std::vector<std::string>& selectors) {
  for (const auto& selector : selectors) {
    if (selector.starts_with("tag:") || screens_.contains(selector) || venues_.contains(selector)) continue;
    item.fault("screens", "no screen or venue '" + selector + "' in this file (a tag is written tag:foyer)");
  }
}

void EventFile::check_installed(JsonReader& item, const char* key, const Ids& ids, const std::string& id) {
  if (!installed_ || id.empty() || ids.contains(id)) return;
  std::string known;
  for (const auto& name : ids) known += (known.empty() ? "" : ", ") + name;
  item.fault(key, "no " + std::string{key} + " '" + id + "'; there are: " + known);
}

template <typename Record>
Json list_of(const std::vector<Record>& records) {
  Json list = Json::array();
  for (const auto& record : records) list.push_back(to_json(record));
  return list;
}

Json event_document(const Event& event) {
  Json json = to_json(event);
  Json full = Json::object();
  for (const auto* key : {"id", "name", "time_zone", "day_change", "start", "end", "languages", "fallback", "theme"}) {
    if (json.contains(key))
      full[key] = json[key];
    else if (key == std::string_view{"name"})
      full[key] = Json::object();
    else
      full[key] =
          key == std::string_view{"languages"} || key == std::string_view{"fallback"} ? Json::array() : Json("");
  }
  full.update(json);
  return full;
}

}  // namespace

EventData read_event_data(const Json& document, Faults& faults, const InstalledIds* installed) {
  return EventFile{document, faults, installed}.read();
}

Json to_json(const EventData& data) {
  Json json = Json::object();
  json["format"] = kFormat;
  json["event"] = event_document(data.event);
  json["organisers"] = list_of(data.organisers);
  json["tracks"] = list_of(data.tracks);
  if (!data.images.empty()) json["images"] = list_of(data.images);
  json["venues"] = list_of(data.venues);
  json["links"] = list_of(data.links);
  json["closures"] = list_of(data.closures);
  json["screens"] = list_of(data.screens);
  json["layouts"] = list_of(data.layouts);
  json["themes"] = list_of(data.themes);
  json["rota"] = list_of(data.rota);
  json["sessions"] = Json::array();
  for (const auto& session : data.sessions) json["sessions"].push_back(session_document(session));
  json["changes"] = list_of(data.changes);
  json["messages"] = list_of(data.messages);
  return json;
}

}  // namespace skylt
