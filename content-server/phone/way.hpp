#pragma once
#include "content-server/phone/html.hpp"
#include "content-server/phone/visit.hpp"

namespace skylt {

/// "4 min till fots", from the screen to where the session is; empty where it is not known, and at the very place.
TaggedText walk_of(const Visit& visit, const EffectiveSession& item);

/// How to come there from the screen, in sentences, and the way without steps where that is another one; nothing
/// where the screen's place or the room is not known, or nothing will be on there.
void put_way(Html& html, const Visit& visit, const EffectiveSession& item);

}  // namespace skylt
