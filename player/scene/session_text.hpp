#pragma once
#include <string>
#include <vector>

#include "core/snapshot/ways.hpp"
#include "player/scene/context.hpp"

namespace skylt {

/// A state in words on a plate: "Inställt", "20 min sen". Colour is a theme token with its "on-" partner; "ground"
/// with "ink" where the plate lies on the loud block.
struct Plate {
  TaggedText text;
  std::string token;
  bool arrow = false;            ///< with an arrow before the words, in reading direction: it has gone elsewhere
  std::optional<Sign> way = {};  ///< with `arrow`, where the screen knows its place: the arrow shows the way there
};

/// Where a session is looked at from: seen in the room it left it says where it went, else where it came from.
/// WhereItIsShownToo: at the room that a full session overflows to.
enum class Seen { WhereItIs, WhereItWas, WhereItIsShownToo };

/// What a live change says about the session, the gravest first.
std::vector<Plate> plates_of(const Context& context, const EffectiveSession& item, Seen seen);

/// The same plates for the loud block, on which the dark ones would be lost.
std::vector<Plate> on_block(std::vector<Plate> plates);

/// Which facts about a session a place has room for. Rows: what differs from session to session. Door: all.
enum class Facts { Rows, Door };

/// Languages and services in words: "På engelska", "Tolkas till arabiska", "Teckenspråk". Languages only where they are
/// not the page's own, unless `facts` is Door. All in one language: the first of the chain that has every one of them
/// (L-05).
std::vector<TaggedText> facts_of(const Context& context, const EffectiveSession& item, Facts facts);

TaggedText title_of(const Context& context, const EffectiveSession& item);
/// The author's short title; empty text where there is none.
TaggedText short_title_of(const Context& context, const EffectiveSession& item);
/// "Malmö ungdomsråd · Malmö universitet"; names a person would know.
TaggedText organisers_of(const Context& context, const EffectiveSession& item);
/// The room's name as people know it; empty where the session has none.
TaggedText room_name(const Context& context, const std::optional<RoomRef>& room);
/// With its house, where that is not this screen's: "Hörsalen, Stadsbiblioteket".
TaggedText room_and_house(const Context& context, const std::optional<RoomRef>& room);
/// The floor's name, empty where unknown.
TaggedText level_name(const Context& context, const std::optional<RoomRef>& room);
/// Likewise by its id; empty without a venue.
TaggedText level_name(const Context& context, const Venue* venue, const std::string& level);

/// "14:30"; with the weekday, or the date, where it is not in the day that is shown.
std::string moment_text(const Context& context, UtcTime instant);

/// The time that stands with a session, and the struck one beside it, empty where there is none (C3). Where it was
/// announced for and is no longer, by room or by day, that is the time which people come for.
struct ToldTimes {
  TaggedText time, old;
};
ToldTimes told_times(const Context& context, const EffectiveSession& item, Seen seen);

/// "10:00–11:30"; the start alone where the session has no length.
TaggedText time_range(const Context& context, const Session& session);

/// The name in Swedish, as it stands on the building, beside one shown in another language (L-01); empty where the
/// page has no Swedish to show or it is the same.
TaggedText swedish_beside(const Context& context, const TaggedText& shown, const Text& name);

/// Texts one after the other with a middle dot between that never begins a line, tagged with the first one's language.
TaggedText joined(const std::vector<TaggedText>& texts);

/// "4 min", on foot.
TaggedText minutes_text(const Context& context, double minutes);

/// A room, title or date as an argument of words.
WordArgument name_argument(std::string name, std::string value);
WordArgument code_argument(std::string name, std::string value);

}  // namespace skylt
