#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/programme/event.hpp"

namespace skylt {

/// What of one venue's programme may leave the server.
struct VenueProgramme {
  std::vector<Session> sessions;   ///< by start, id; those of the venue, moved there, or standing in for one of them
  std::vector<Change> changes;     ///< of those sessions, by id
  std::set<std::string> moves_to;  ///< other venues that one of these sessions was moved to
};

/// The programme by venue id; sessions without a venue are under the empty id. Every venue of the event is there.
/// Hidden sessions and their changes are left out, withheld names, sources and authors are dropped. A session replaced
/// by a hidden one is cancelled without a word of what replaces it.
std::map<std::string, VenueProgramme> visible_programme(const EventData& data);

/// The venue without the names under which sources know its rooms.
Venue visible_venue(Venue venue);

/// What screens of other venues need to know of it: its name, address, levels and rooms, and the nodes where `links`
/// arrive; nothing that is drawn or walked inside.
Venue venue_from_afar(Venue venue, const std::vector<Link>& links);

/// The screen without who surveyed its directions.
Screen visible_screen(Screen screen);

}  // namespace skylt
