#pragma once
#include <string>
#include <vector>

#include "content-server/phone/board.hpp"

namespace skylt {

/// A word about a session's state, and the theme's colour for it: "changed", "cancelled" or "full".
struct StatePlate {
  TaggedText text;
  const char* token;
};

/// Cancelled, replaced, moved, late, full: in this order, those that hold; as on the screens.
std::vector<StatePlate> plates_of(const Visit& visit, const EffectiveSession& item, SeenFrom seen);

/// The gravest change in one sentence; empty without one.
TaggedText change_sentence(const Visit& visit, const EffectiveSession& item);

TaggedText title_of(const Visit& visit, const EffectiveSession& item);
TaggedText room_name(const Visit& visit, const std::optional<RoomRef>& room);
TaggedText level_name(const Visit& visit, const std::optional<RoomRef>& room);

/// "På svenska, arabiska"; empty when it is not said.
TaggedText spoken_in(const Visit& visit, const Session& session);
/// Sign languages left out: they are among access_of().
TaggedText interpreted_to(const Visit& visit, const Session& session);
/// The services of the session that have a name, and "Provisional" where it is not sure.
std::vector<TaggedText> access_of(const Visit& visit, const Session& session);
/// For whom; words that no language has are the source's own.
std::vector<TaggedText> audience_of(const Visit& visit, const Session& session);

struct OrganiserLink {
  TaggedText name;
  std::string url;  ///< http or https; may be empty
};
std::vector<OrganiserLink> organisers_of(const Visit& visit, const Session& session);

/// The address where it is one that a browser may be sent to (http, https); else empty.
std::string web_address(const std::string& address);

/// Notices for this screen that hold now, the most important first.
std::vector<const Message*> notices_of(const Visit& visit);
/// Its welcome that holds now; nullptr without one.
const Message* welcome_of(const Visit& visit);

}  // namespace skylt
