#pragma once
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.hpp"
#include "core/language/text.hpp"
#include "core/layout/layout.hpp"
#include "core/programme/effective.hpp"
#include "core/programme/session.hpp"
#include "core/venue/venue.hpp"

namespace skylt {

/// One edition of a focus period.
struct Event {
  std::string id;
  Text name;
  std::string time_zone = "Europe/Stockholm";
  Seconds day_change{std::chrono::hours{4}};
  std::string start;                   ///< first day, "2026-05-04"; may be empty
  std::string end;                     ///< last day, inclusive
  std::vector<std::string> languages;  ///< of its screens; first is the main one
  std::vector<std::string> fallback;   ///< chain after the viewer's own; empty: `languages`
  std::string theme;                   ///< theme id
  std::string public_address;          ///< https URL under which visitors reach the public pages; empty: none
  bool draft_words = false;            ///< show interface words that no reader of the language has checked
  /// By language: names that dictionaries break in the wrong place, with "|" where a line may end inside: "เมือง|มัลเมอ"
  /// (L-18).
  std::map<std::string, std::vector<std::string>> word_list;
  bool operator==(const Event&) const = default;
};

struct Organiser {
  std::string id;
  Text name;
  Text short_name;
  std::string url;
  bool operator==(const Organiser&) const = default;
};

struct Track {
  std::string id;
  Text name;
  std::string colour;  ///< "#rrggbb"; may be empty
  bool operator==(const Track&) const = default;
};

enum class MessageKind { Welcome, Notice, Emergency };

struct Message {
  std::string id;
  MessageKind kind = MessageKind::Notice;
  Text text;
  Text detail;                       ///< a second, smaller line
  std::vector<std::string> screens;  ///< screen ids, venue ids or tags ("tag:foyer"); empty: all
  std::optional<UtcTime> from;
  std::optional<UtcTime> until;
  int priority = 0;
  bool operator==(const Message&) const = default;
};

/// A picture of the event: a plan that a level stands on, a logo that a layout shows.
struct Image {
  std::string id;
  std::string type;                          ///< media type, as the bytes say it
  std::shared_ptr<const std::string> bytes;  ///< never null
  bool operator==(const Image& other) const {
    return id == other.id && type == other.type &&
           (bytes == other.bytes || (bytes && other.bytes && *bytes == *other.bytes));
  }
};

/// A whole event as one value: what the event file carries and what the store returns.
struct EventData {
  Event event;
  std::vector<Organiser> organisers;
  std::vector<Track> tracks;
  std::vector<Image> images;
  std::vector<Venue> venues;
  std::vector<Link> links;        ///< between venues
  std::vector<Closure> closures;  ///< live changes of venues
  std::vector<Screen> screens;
  std::vector<Layout> layouts;
  std::vector<Theme> themes;
  std::vector<RotaRule> rota;
  std::vector<Session> sessions;
  std::vector<Change> changes;
  std::vector<Message> messages;
};

/// JSON of each part, as documented in docs/event-format.md; the same value gives the same bytes, defaults are left
/// out. The readers report every fault with its pointer and reject unknown keys.
Json to_json(const Text& text);
Json to_json(const Event& event);
Json to_json(const Organiser& organiser);
Json to_json(const Track& track);
Json to_json(const Image& image);
Json to_json(const Venue& venue);
Json to_json(const Link& link);
Json to_json(const Closure& closure);
Json to_json(const Screen& screen);
Json to_json(const Session& session);
Json to_json(const Change& change);
Json to_json(const Message& message);

Text read_text(JsonReader& parent, const char* key);
Event read_event(JsonReader& reader);
Organiser read_organiser(JsonReader& reader);
Track read_track(JsonReader& reader);
Image read_image(JsonReader& reader);
Venue read_venue(JsonReader& reader);
Link read_link(JsonReader& reader);
Closure read_closure(JsonReader& reader);
Screen read_screen(JsonReader& reader);
Session read_session(JsonReader& reader);
Change read_change(JsonReader& reader);
Message read_message(JsonReader& reader);

/// Whether a closure may name this: a connector, opening, space, amenity or room of the venue, or an edge, "from>to".
bool is_closable(const Venue& venue, std::string_view target);

/// Ids that exist outside an event file: what the installation ships.
struct InstalledIds {
  std::vector<std::string> layouts;
  std::vector<std::string> themes;
};

/// "skylt/event/1". Faults carry JSON pointers into the file; records with faults are left out of the value. Inside a
/// venue a fault costs no more than its part (a reference, an edge), never the venue or a room that has an id. Layouts
/// and themes that the file does not carry are checked against `installed`; nullptr: any name is taken, since only the
/// installation knows.
EventData read_event_data(const Json& document, Faults& faults, const InstalledIds* installed = nullptr);

/// The whole file, readable again to the same value. Unlike the parts, its event, screens and sessions carry every key
/// of the contract, also where empty.
Json to_json(const EventData& data);

/// A session with every key of the contract (CONTRACTS.md "Session"), but for `changes` and `service_day`.
Json session_document(const Session& session);

/// Every room of every venue, for select_now() and effective(); name in the best language of `chain`.
std::vector<RoomEntry> room_entries(std::span<const Venue> venues, std::span<const std::string> chain);

DayRule day_rule(const Event& event);

/// Address of a screen's public page, "https://malmomots.example/s/radhuset-foaje"; empty where the event has no
/// public address.
std::string screen_address(const Event& event, std::string_view screen);

}  // namespace skylt
