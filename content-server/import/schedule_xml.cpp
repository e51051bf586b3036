// schedule.xml of every producer (PROGRAMME-FORMATS §1, rules X1–X6).
#include <set>
#include <unordered_map>

#include "content-server/import/common.hpp"
#include "content-server/import/schedule_time.hpp"
#include "content-server/import/xml_tree.hpp"
#include "core/base/error.hpp"

namespace skylt {
namespace {

using namespace importing;

/// An <event> with what surrounds it.
struct Found {
  pugi::xml_node event;
  std::string where;
  std::string day;        ///< day/@date
  std::string room;       ///< room/@name
  std::string room_guid;  ///< room/@guid
};

/// Walks the document in order and lists every <event>, wherever it stands.
class Finder {
 public:
  std::vector<Found> events;
  std::vector<std::pair<std::string, std::string>> rooms;  ///< name, guid
  std::size_t entries = 0;                                 ///< <entry> elements of another dialect
  std::size_t items = 0;                                   ///< <item startTime=…> of a third

  void walk(pugi::xml_node node, const Found& place) {
    std::size_t event_number = 0;
    for (const auto child : node.children()) {
      if (child.type() != pugi::node_element) continue;
      const std::string_view name = local_name(child.name());
      const bool has_place = name == "day" || name == "event" || (name == "room" && !child.attribute("name").empty());
      if (!has_place) {
        if (name == "entry") ++entries;
        if (name == "item" && child.attribute("startTime")) ++items;
        walk(child, place);
        continue;
      }
      Found inner = place;
      if (name == "day") {
        inner.day = attribute_of(child, "date");
        if (inner.day.empty()) inner.day = attribute_of(child, "start");
        inner.where = "day " + std::to_string(++days_);
      } else if (name == "room") {
        inner.room = attribute_of(child, "name");
        inner.room_guid = attribute_of(child, "guid");
        inner.where += (inner.where.empty() ? "room '" : ", room '") + clean_line(inner.room) + "'";
        rooms.emplace_back(inner.room, inner.room_guid);
      } else {
        inner.event = child;
        inner.where += (inner.where.empty() ? "event " : ", event ") + std::to_string(++event_number);
        events.push_back(inner);
      }
      walk(child, inner);
    }
  }

 private:
  int days_ = 0;
};

/// Room names of the file, to tell a room's name from a remark (X4).
class RoomNames {
 public:
  explicit RoomNames(const std::vector<std::pair<std::string, std::string>>& rooms) {
    for (const auto& [name, guid] : rooms) guids_.emplace(clean_line(name), guid);
  }
  bool known(const std::string& name) const { return guids_.contains(clean_line(name)); }
  std::string guid(const std::string& name) const {
    const auto it = guids_.find(clean_line(name));
    return it == guids_.end() ? std::string{} : it->second;
  }

 private:
  std::unordered_map<std::string, std::string> guids_;
};

void read_room(const Found& found, const RoomNames& rooms, Collector& books, RawRecord& raw) {
  const std::string text = child_text(found.event, "room");
  const std::string own = clean_line(text);
  const std::string parent = clean_line(found.room);
  if (own.empty() || own == parent) {
    raw.room = found.room;
    raw.room_guid = found.room_guid;
    return;
  }
  const bool use_text = rooms.known(text) || parent.empty();
  raw.room = use_text ? text : found.room;
  raw.room_guid = use_text ? rooms.guid(text) : found.room_guid;
  if (parent.empty()) return;
  books.warn("room-mismatch", "stands under room '" + parent + "' but names room '" + own + "'; '" +
                                  (use_text ? own : parent) + "' is used");
}

std::string identity(pugi::xml_node event) {
  if (const auto guid = attribute_of(event, "guid"); !guid.empty()) return std::string{guid};
  if (const auto code = attribute_of(event, "code"); !code.empty()) return "code:" + std::string{code};
  if (const auto id = attribute_of(event, "id"); !id.empty()) return "id:" + std::string{id};
  return {};
}

/// Where the dialects write a name: an element or attribute of its own, or the person's text.
std::string name_of(pugi::xml_node person) {
  for (const char* element : {"name", "public_name", "full_public_name"})
    if (std::string name = child_text(person, element); !clean_line(name).empty()) return name;
  std::string own;
  for (const auto text : person.children())
    if (text.type() == pugi::node_pcdata || text.type() == pugi::node_cdata) own += text.value();
  return clean_line(own).empty() ? std::string{attribute_of(person, "name")} : own;
}

std::vector<Person> read_people(pugi::xml_node event) {
  std::vector<Person> people;
  for (const auto person : child_of(event, "persons").children())
    if (person.type() == pugi::node_element) people.push_back({name_of(person), {}});
  for (const auto person : event.children())
    if (person.type() == pugi::node_element && local_name(person.name()) == "person")
      people.push_back({name_of(person), {}});
  return people;
}

/// Address of the first attachment that has one.
std::string first_attachment(pugi::xml_node event) {
  for (const auto attachment : child_of(event, "attachments").children()) {
    std::string url = clean_url(attribute_of(attachment, "href"));
    if (!url.empty()) return url;
  }
  return {};
}

class Importer {
 public:
  Importer(const XmlTree& tree, const SourceSettings& settings, const Progress& progress, const Finder& finder)
      : books_{"schedule-xml", settings, progress, finder.events.size()},
        conference_{child_of(tree.root(), "conference")},
        rooms_{finder.rooms},
        times_{settings, books_} {
    for (const auto& [name, guid] : finder.rooms) books_.add_room(name, guid);
    books_.result().title = clean_line(child_text(conference_, "title"));
    plain_ = attribute_of(child_of(tree.root(), "generator"), "name") == "skylt";
    if (plain_) times_.trust_lengths();
    base_url_ = child_text(conference_, "base_url");
    if (base_url_.empty()) base_url_ = child_text(tree.root(), "base_url");
    read_tracks(conference_);
    read_tracks(child_of(tree.root(), "tracks"));
    times_.set_zone(child_text(conference_, "time_zone_name"));
    times_.set_day_change(child_text(conference_, "day_change"));
    for (const auto& found : finder.events) times_.learn_length(child_text(found.event, "duration"));
  }

  void read(const Found& found) {
    const auto event = found.event;
    books_.begin(found.where, child_text(event, "title"));
    RawRecord raw;
    const auto times = times_.resolve({.date = child_text(event, "date"),
                                       .start = child_text(event, "start"),
                                       .day = found.day,
                                       .duration = child_text(event, "duration"),
                                       .end = child_text(event, "end")});
    if (!times) return;
    raw.start = times->start;
    raw.end = times->end;
    read_room(found, rooms_, books_, raw);
    raw.guid = identity(event);
    raw.id = attribute_of(event, "id");
    raw.plain = plain_;
    raw.title = {{"", child_text(event, "title")}};
    raw.subtitle = {{"", child_text(event, "subtitle")}};
    std::string abstract = child_text(event, "abstract");
    if (abstract.empty()) abstract = child_text(event, "description");
    raw.abstract = {{"", std::move(abstract)}};
    raw.track = child_text(event, "track");
    raw.type = child_text(event, "type");
    raw.language = child_text(event, "language");
    raw.people = read_people(event);
    raw.url = clean_url(child_text(event, "url"), base_url_);
    if (raw.url.empty()) raw.url = clean_url(attribute_of(event, "href"), base_url_);
    raw.materials = first_attachment(event);
    books_.accept(raw);
  }

  Collector& books() { return books_; }

 private:
  void read_tracks(pugi::xml_node parent) {
    for (const auto track : parent.children()) {
      if (track.type() != pugi::node_element || local_name(track.name()) != "track") continue;
      const auto name = attribute_of(track, "name");
      books_.add_track(attribute_of(track, "slug"), name.empty() ? text_of(track) : std::string{name}, "",
                       attribute_of(track, "color"));
    }
  }

  Collector books_;
  pugi::xml_node conference_;
  RoomNames rooms_;
  ScheduleTimes times_;
  std::string base_url_;
  bool plain_ = false;
};

std::string decode_xml(std::string_view bytes, std::string& encoding) {
  DecodedText decoded = decode_text(bytes);
  const std::string declared = declared_encoding(bytes);
  const bool seven_bits = declared.starts_with("iso-2022") || declared.starts_with("hz-");  // looks like ASCII
  if (seven_bits || (decoded.encoding == "windows-1252" && !declared.empty() && !declared.starts_with("utf"))) {
    try {
      decoded = decode_text(bytes, declared);
    } catch (const Error&) {
      encoding = "windows-1252 (the declared encoding is unknown)";
      return decoded.text;
    }
  }
  encoding = decoded.encoding;
  return std::move(decoded.text);
}

void check_dialect(const XmlTree& tree, const Finder& finder) {
  const std::string root{local_name(tree.root().name())};
  if (root == "iCalendar")
    throw Error{ErrorCode::Invalid,
                "this is xCal, whose times have no zone; use the schedule.xml or .ics export instead"};
  if (root != "schedule")
    throw Error{ErrorCode::Invalid, "the root element is <" + root + ">, not <schedule>; this is not a schedule.xml"};
  if (finder.events.empty() && finder.entries > 0)
    throw Error{ErrorCode::Invalid, "this schedule.xml is of the EuroPython 2014 dialect (" +
                                        std::to_string(finder.entries) +
                                        " <entry> elements, no <event>), which is not read; export it from frab, "
                                        "pretalx, wafer or hub, or as CSV"};
  if (finder.events.empty() && finder.items > 0)
    throw Error{ErrorCode::Invalid, "this schedule.xml is of Giggity's own dialect (" + std::to_string(finder.items) +
                                        " <item> elements, no <event>), which is not read; export it from frab, "
                                        "pretalx, wafer or hub, or as CSV"};
}

}  // namespace

ImportResult parse_schedule_xml(std::string_view bytes, const SourceSettings& settings, const Progress& progress) {
  check_size(bytes);
  std::string encoding;
  const XmlTree tree{decode_xml(bytes, encoding)};
  Finder finder;
  finder.walk(tree.root(), {});
  check_dialect(tree, finder);
  Importer importer{tree, settings, progress, finder};
  if (encoding != "UTF-8") importer.books().note("encoding: " + encoding);
  if (finder.entries > 0)
    importer.books().warn_file("", "unknown-elements",
                               std::to_string(finder.entries) + " <entry> elements of another dialect are not read");
  for (const auto& found : finder.events) importer.read(found);
  return importer.books().finish();
}

}  // namespace skylt
