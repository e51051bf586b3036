// `show now` against a second reading of the same file: our own few lines for the format and for what is on.
#include <algorithm>
#include <map>
#include <pugixml.hpp>
#include <set>

#include "content-server/store/store.hpp"
#include "core/programme/show.hpp"
#include "tests/e2e/server.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

/// Letters and digits of ASCII in lower case: what two readings of a title or a room cannot disagree about.
std::string folded(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c >= 'A' && c <= 'Z') out += static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
  }
  return out;
}

/// Minutes since 1970 in UTC.
using Minute = std::int64_t;

struct Item {
  std::string title, room;
  Minute start = 0;
  Minute end = 0;
};

Minute minutes_of_day(const std::string& text) {
  return std::stoi(text.substr(0, 2)) * 60 + std::stoi(text.substr(3, 2));
}

Minute midnight(const std::string& date) {
  std::tm calendar{};
  calendar.tm_year = std::stoi(date.substr(0, 4)) - 1900;
  calendar.tm_mon = std::stoi(date.substr(5, 2)) - 1;
  calendar.tm_mday = std::stoi(date.substr(8, 2));
  return timegm(&calendar) / 60;
}

/// "2016-12-27T11:00:00+01:00"
Minute instant(const std::string& text) {
  const Minute local = midnight(text) + minutes_of_day(text.substr(11));
  const auto sign = text.find_first_of("+-Z", 16);
  if (sign == std::string::npos || text[sign] == 'Z') return local;
  return local - (text[sign] == '-' ? -1 : 1) * minutes_of_day(text.substr(sign + 1));
}

/// "1:30", "01:30" or with days in front.
Minute length(const std::string& text) {
  Minute total = 0;
  std::size_t at = 0;
  for (int place = static_cast<int>(std::count(text.begin(), text.end(), ':')); place >= 0; --place) {
    const auto end = text.find(':', at);
    total += std::stoi(text.substr(at, end - at)) * (place == 2 ? 24 * 60 : place == 1 ? 60 : 1);
    at = end + 1;
  }
  return total;
}

Item item(const std::string& title, const std::string& room, Minute start, Minute duration) {
  return {folded(title), folded(room), start, start + duration};
}

std::vector<Item> read_xml(const std::string& path, Minute offset) {
  pugi::xml_document document;
  REQUIRE(document.load_file(path.c_str()));
  std::set<std::string> rooms;
  for (const auto& found : document.select_nodes("//room[@name]")) rooms.insert(found.node().attribute("name").value());
  std::vector<Item> items;
  for (const auto& found : document.select_nodes("//event")) {
    const auto event = found.node();
    const std::string date = event.child_value("date");
    const std::string parent = event.parent().attribute("name").value();
    const std::string own = event.child_value("room");
    const Minute start = date.empty() ? midnight(event.parent().parent().attribute("date").value()) +
                                            minutes_of_day(event.child_value("start")) - offset
                                      : instant(date);
    items.push_back(item(event.child_value("title"), rooms.contains(own) ? own : parent, start,
                         length(event.child_value("duration"))));
  }
  return items;
}

std::vector<Item> read_json(const std::string& path) {
  std::vector<Item> items;
  const Json document = Json::parse(read_file(path));
  for (const Json& day : document.at("schedule").at("conference").at("days")) {
    for (const auto& [room, events] : day.at("rooms").items()) {
      for (const Json& event : events) {
        items.push_back(item(event.at("title"), room, instant(event.at("date")), length(event.at("duration"))));
      }
    }
  }
  return items;
}

using Titles = std::multiset<std::string>;

struct InRoom {
  Titles now, background, next;
  bool operator==(const InRoom&) const = default;
};

std::ostream& operator<<(std::ostream& out, const InRoom& room) {
  for (const auto& [name, titles] :
       {std::pair{"now", &room.now}, {"background", &room.background}, {"next", &room.next}}) {
    out << name << ":";
    for (const std::string& title : *titles) out << " " << title;
    out << "; ";
  }
  return out;
}

/// The day of people, that begins at four in the morning.
Minute service_day_of(Minute at, Minute offset) { return (at + offset - 4 * 60) / (24 * 60); }

/// Half-open times; what is longer than four hours is open; next is the earliest of what is to come today.
std::map<std::string, InRoom> what_is_on(const std::vector<Item>& items, Minute at, Minute offset) {
  std::map<std::string, InRoom> rooms;
  std::map<std::string, Minute> earliest;
  for (const Item& i : items) {
    InRoom& room = rooms[i.room];
    if (i.start <= at && at < i.end) (i.end - i.start > 4 * 60 ? room.background : room.now).insert(i.title);
    if (i.start <= at || service_day_of(i.start, offset) != service_day_of(at, offset)) continue;
    const auto [place, fresh] = earliest.emplace(i.room, i.start);
    if (i.start > place->second) continue;
    if (i.start < place->second) room.next.clear();
    place->second = i.start;
    room.next.insert(i.title);
  }
  return rooms;
}

Titles titles(const Json& sessions) {
  Titles all;
  for (const Json& session : sessions) all.insert(folded(session.at("title").begin()->get<std::string>()));
  return all;
}

std::map<std::string, InRoom> rooms_of(const Json& answer) {
  std::map<std::string, InRoom> rooms;
  for (const Json& room : answer.at("rooms")) {
    InRoom& place = rooms[folded(room.at("room").at("name"))];
    place.now.merge(titles(room.at("now")));
    place.background.merge(titles(room.at("background")));
    place.next.merge(titles(room.at("next")));
  }
  return rooms;
}

void compare(const std::map<std::string, InRoom>& shown, const std::map<std::string, InRoom>& read) {
  CHECK(shown.size() == read.size());
  for (const auto& [name, room] : read) {
    INFO("room " << name);
    const auto found = shown.find(name);
    REQUIRE(found != shown.end());
    CHECK(found->second == room);
  }
}

std::string written(Minute at) { return format_instant(UtcTime{Minutes{at}}); }

struct Programme {
  const char* file;
  const char* zone;
  Minute offset;  ///< of the zone on those days
};

void check_programme(const Programme& programme) {
  const auto path = shared_data(std::string{"schedules/"} + programme.file);
  SKIP_WITHOUT_DATA(path);
  INFO(programme.file);
  const bool json = path->ends_with(".json");
  const auto items = json ? read_json(*path) : read_xml(*path, programme.offset);
  const Server server{programme.zone};
  server.ask({"import", *path});

  const auto by_start = [](const Item& a, const Item& b) { return a.start < b.start; };
  const auto [first, last] = std::minmax_element(items.begin(), items.end(), by_start);
  const EventData data = Store::open(server.folder() + "/skylt.db")->event_data();
  std::size_t moments = 0;
  for (Minute at = first->start - 60; at <= last->start + 12 * 60; at += 15) {
    INFO(written(at));
    const UtcTime instant{Minutes{at}};
    compare(rooms_of(show_now(data, {}, instant)), what_is_on(items, at, programme.offset));
    if (moments++ % 64 == 0) {
      compare(rooms_of(server.ask({"show", "now", "--at", written(at)})), what_is_on(items, at, programme.offset));
    }
  }
  CHECK(moments > 150);
}

}  // namespace

TEST_CASE("show now agrees with a second reading of 33C3 at every quarter of an hour (N1 and N3 to N6)") {
  check_programme({"ccc-33c3.everything.schedule.xml", "Europe/Berlin", 60});
}

TEST_CASE("show now agrees with a second reading of rC3 2021 at every quarter of an hour (N1 and N3 to N6)") {
  check_programme({"ccc-rc3_21.schedule.json", "Europe/Berlin", 60});
}

TEST_CASE("show now agrees with a second reading of EMF 2022 at every quarter of an hour (N1 and N3 to N6)") {
  check_programme({"emf2022.frab.xml", "Europe/London", 60});
}

TEST_CASE("show now agrees with a second reading of FOSDEM 2021 at every quarter of an hour (N1 and N3 to N6)") {
  check_programme({"fosdem2021.pentabarf.xml", "Europe/Brussels", 60});
}

TEST_CASE("at the end of one session and the start of the next the next one is on (N5)") {
  const Server server;
  write_file(server.beside("two.csv"),
             "id,title,start,end,room\na,First,2026-05-05 10:00,2026-05-05 11:00,Aula\n"
             "b,Second,2026-05-05 11:00,2026-05-05 12:00,Aula\n");
  server.ask({"import", server.beside("two.csv")});
  const auto at = [&](const char* time) {
    const Json answer = server.ask({"show", "now", "--at", std::string{"2026-05-05T"} + time + "+02:00"});
    return rooms_of(answer).at("aula");
  };
  CHECK(at("09:59:59") == InRoom{{}, {}, {"first"}});
  CHECK(at("10:00:00") == InRoom{{"first"}, {}, {"second"}});
  CHECK(at("10:59:59") == InRoom{{"first"}, {}, {"second"}});
  CHECK(at("11:00:00") == InRoom{{"second"}, {}, {}});
  CHECK(at("12:00:00") == InRoom{{}, {}, {}});
}
