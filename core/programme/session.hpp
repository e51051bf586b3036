#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "core/language/text.hpp"

namespace skylt {

/// What may leave the server: NamesWithheld drops `people`; Hidden leaves in no snapshot, export or public answer.
enum class Visibility { Public, NamesWithheld, Hidden };

/// As the source says. Missing: it stood in an earlier file of its source and does not any more; not the same as
/// cancelled (I8, C5).
enum class SessionStatus { Confirmed, Tentative, Cancelled, Missing };

/// Open items (exhibitions, drop-in, long open houses) run in the background and never mask a scheduled session (N3).
enum class SessionKind { Session, Break, Service, Open };

struct Person {
  std::string name;
  std::string role;  ///< "speaker", "moderator", …; empty: not said
  bool operator==(const Person&) const = default;
};

/// Where a session is: `id` when it is a known room, else only the literal name that the source gave.
struct RoomRef {
  std::optional<std::string> id;
  std::string name;
  bool operator==(const RoomRef&) const = default;
};

/// One programme item as its source gives it; never altered by live changes.
struct Session {
  std::string id;      ///< ours; stable over re-imports
  std::string source;  ///< name of the source it came from; empty: entered by hand or part of the event file
  Text title;
  Text short_title;  ///< author's own, for narrow places (A-09)
  Text subtitle;
  Text abstract;
  UtcTime start{};
  UtcTime end{};  ///< half-open; end == start: a moment
  bool all_day = false;
  std::optional<RoomRef> room;
  std::string venue;                    ///< venue id; of its room, else of its source; may be empty
  std::string track;                    ///< track id, or the source's literal name
  std::vector<std::string> organisers;  ///< organiser ids, or literal names
  std::vector<Person> people;
  std::vector<std::string> languages;    ///< BCP 47: spoken
  std::vector<std::string> interpreted;  ///< BCP 47: interpreted to, sign languages included ("swl")
  std::vector<std::string> access;       ///< services: see kAccessServices
  std::vector<std::string> audience;     ///< "residents", "young-people", … or the source's words
  std::string url;
  std::string materials;  ///< URL
  Visibility visibility = Visibility::Public;
  SessionStatus status = SessionStatus::Confirmed;
  SessionKind kind = SessionKind::Session;

  bool operator==(const Session&) const = default;
};

/// Services that have a badge on screens; others are kept and shown by their literal name in lists only.
inline constexpr const char* kAccessServices[] = {"sign-language", "hearing-loop",      "captions", "easy-language",
                                                  "wheelchair",    "audio-description", "quiet",    "companion"};

}  // namespace skylt
