#pragma once
#include <vector>

#include "player/scene/context.hpp"

namespace skylt {

/// A welcome in one language.
struct Greeting {
  TaggedText text;    ///< "Välkommen"
  TaggedText detail;  ///< below it: the message's own, else the event's name; may be empty
  TaggedText name;    ///< of the language in itself (L-02)
};

/// The greetings in all languages of the event, each only in its own words: of the welcome message that holds now, else
/// the screens' own. Swedish comes first, then the national minority languages where there are words for them (L-01),
/// then the event's order.
std::vector<Greeting> greetings_of(const Context& context);

/// Greetings to a page, so that each is back within 60 s (L-06): Swedish on every page in the first place, the others
/// spread evenly. The pages hold indexes into the list. Of more than can come back in time the last are left out.
inline constexpr Seconds kWelcomeCycle{60};
std::vector<std::vector<std::size_t>> greeting_pages(std::size_t greetings, std::size_t cells);

/// Which messages of that kind hold now on this screen, the most important first.
std::vector<const Message*> messages_now(const Context& context, MessageKind kind);

}  // namespace skylt
