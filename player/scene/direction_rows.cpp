#include "player/scene/direction_rows.hpp"

#include <algorithm>

namespace skylt {
namespace {

const Node* node_of(const Context& context, const std::string& venue_id, const std::string& id) {
  const Venue* venue = context.venue(venue_id);
  if (!venue) return nullptr;
  for (const auto& node : venue->nodes)
    if (node.id == id) return &node;
  return nullptr;
}

/// "Plan 2 · vid den blå trappan".
TaggedText place_of(const Context& context, const Direction& to) {
  std::vector<TaggedText> parts{level_name(context, context.venue(to.venue), to.level)};
  if (to.kind == DestinationKind::Room) {
    if (const Room* room = context.room(to.id)) parts.push_back(context.best(room->landmark));
  } else if (const Venue* venue = context.venue(to.venue)) {
    for (const auto& amenity : venue->amenities) {
      const Node* node = amenity.id == to.id ? node_of(context, to.venue, amenity.node) : nullptr;
      const auto landmark = node ? context.best(node->landmark) : TaggedText{};
      if (!landmark.text.empty()) parts.push_back(context.say("way.near", {name_argument("landmark", landmark.text)}));
    }
  }
  return joined(parts);
}

const RoomNow* room_now(const Context& context, const std::string& id) {
  for (const auto& room : context.view.rooms)
    if (room.room_id == id) return &room;
  return nullptr;
}

/// What is on in the room, else what begins within the hour.
const EffectiveSession* shown_session(const Context& context, const std::string& room_id) {
  const RoomNow* room = context.trusted() ? room_now(context, room_id) : nullptr;
  if (!room) return nullptr;
  if (!room->now.empty()) return &room->now.front();
  if (!room->next.empty() && room->next.front().session.start <= context.moment.now + kShownBefore)
    return &room->next.front();
  return room->background.empty() ? nullptr : &room->background.front();
}

StepFreeNote step_free_note(const Context& context, const Direction& to) {
  StepFreeNote note;
  if (!to.step_free_route) {
    note.known = note.none = to.step_free.has_value();
    note.text = context.say(note.none ? "way.no-step-free" : "way.step-free-unknown");
    return note;
  }
  const auto& other = to.step_free_sign;
  // Where it starts as the way that the large arrow shows, that one serves for both.
  const bool alike = other && other->arrow == to.sign.arrow && other->bearing == to.sign.bearing;
  if (!alike) note.sign = other;
  std::vector<TaggedText> parts{context.say("way.step-free")};
  if (other)
    parts.push_back(
        connector_words(context.speech(), other->connector_kind, other->direction,
                        level_name(context, context.venue(context.snapshot.screen.venue), other->connector_level)));
  if (to.step_free_route->staffed) parts.push_back(context.say("way.ask-staff"));
  parts.push_back(
      context.say("way.minutes", {{"minutes", std::int64_t{minutes_on_foot(to.step_free_route->seconds / 60)}}}));
  note.text = joined(parts);
  return note;
}

TaggedText destination_name(const Context& context, const Direction& to) {
  if (auto own = context.best(to.name); !own.text.empty()) return own;
  const std::string key = "amenity." + to.what;
  return to.kind == DestinationKind::Amenity && context.snapshot.words.knows(key) ? context.say(key) : TaggedText{};
}

void add_session(const Context& context, const Direction& to, DirectionRow& row) {
  const EffectiveSession* item = to.kind == DestinationKind::Room ? shown_session(context, to.id) : nullptr;
  if (!item) return;
  const bool running = item->session.start <= context.moment.now;
  row.when = running ? context.say("now") : TaggedText{context.clock(item->session.start), "und"};
  if (!running) row.begins = item->session.start;
  row.title = short_title_of(context, *item);
  if (row.title.text.empty()) row.title = title_of(context, *item);
  for (auto& plate : plates_of(context, *item, Seen::WhereItIs))
    if (plate.token == "full") row.plates.push_back(std::move(plate));
}

/// The floor or house where it is, unless that is where one stands or is taken to by the way up or down that the sign
/// names.
TaggedText level_of(const Context& context, const Direction& to) {
  const auto& pose = context.ways().pose();
  if (!pose || to.kind == DestinationKind::Venue || to.venue != pose->venue || to.level == pose->level) return {};
  if (!to.sign.connector_kind.empty() && to.sign.connector_level == to.level) return {};
  return level_name(context, context.venue(to.venue), to.level);
}

/// The first way up or down, where the block's heading does not name it.
void add_connector(const Context& context, const Direction& to, DirectionRow& row) {
  if (!to.route || (!to.sign.connector_kind.empty() && to.sign.direction != 0)) return;
  const auto leg =
      std::find_if(to.route->legs.begin(), to.route->legs.end(), [](const Leg& one) { return one.direction != 0; });
  if (leg == to.route->legs.end()) return;
  row.connector = pictogram_for(leg->kind);
  row.direction = leg->direction;
  const std::string key = "amenity." + leg->kind;
  if (context.snapshot.words.knows(key)) row.connector_name = context.say(key);
}

/// Whether a plan says where the screen and the room are: without one nothing is known of a way, not even that there is
/// none.
bool is_drawn(const Context& context, const Direction& to) {
  const Room* room = to.kind == DestinationKind::Room ? context.room(to.id) : nullptr;
  const bool screen = context.ways().pose() || !context.snapshot.screen.node.empty();
  return screen && (!room || !room->node.empty() || !room->nodes.empty());
}

DirectionRow row_of(const Context& context, const Direction& to, bool with_arrow) {
  DirectionRow row;
  row.name = destination_name(context, to);
  row.amenity = to.kind == DestinationKind::Amenity;
  if (const auto pictogram = pictogram_for(to.what); row.amenity && !pictogram.empty())
    row.pictograms.emplace_back(pictogram);
  add_session(context, to, row);
  if (!to.reachable) {
    if (is_drawn(context, to)) row.place = context.say("way.no-way");
  } else if (!with_arrow) {
    row.place = place_of(context, to);
  }
  if (to.reachable && with_arrow && to.sign.arrow != ArrowKind::Here) {
    row.level = level_of(context, to);
    if (!row.level.text.empty()) add_connector(context, to, row);
    if (const int minutes = to.minutes ? minutes_on_foot(*to.minutes) : 0; minutes > 1)
      row.minutes = context.say("way.minutes", {{"minutes", std::int64_t{minutes}}});
    row.step_free = to.step_free == true;
    if (!row.step_free) row.note = step_free_note(context, to);
  }
  if (!to.reachable && to.step_free_route) row.note = step_free_note(context, to);
  return row;
}

bool has(const std::vector<std::string>& list, const std::string& id) {
  return std::find(list.begin(), list.end(), id) != list.end();
}

bool is_shown(const Context& context, const Direction& to, const DirectionFilter& filter) {
  if (destination_name(context, to).text.empty()) return false;
  switch (to.kind) {
    case DestinationKind::Room:
      return filter.rooms.empty() ? shown_session(context, to.id) || !context.trusted() : has(filter.rooms, to.id);
    case DestinationKind::Amenity: return to.reachable && has(filter.amenities, to.what);
    case DestinationKind::Venue: return filter.venues && to.reachable;
  }
  return false;
}

/// Of that kind and without a name of its own; nullptr where none is.
const Direction* find_plain(const std::vector<const Direction*>& rows, std::string_view what) {
  const auto it = std::find_if(rows.begin(), rows.end(), [&](const Direction* to) {
    return to->kind == DestinationKind::Amenity && to->what == what && to->name.empty();
  });
  return it == rows.end() ? nullptr : *it;
}

void add_rows(const Context& context, const std::vector<const Direction*>& rows, bool with_arrow,
              DirectionBlock& block) {
  const Direction* toilets = with_arrow ? find_plain(rows, "toilets") : nullptr;
  const Direction* accessible = with_arrow ? find_plain(rows, "accessible-toilet") : nullptr;
  const bool both = toilets && accessible && toilets->level == accessible->level && accessible->step_free == true;
  const bool has_exit = std::any_of(rows.begin(), rows.end(), [](const Direction* to) { return to->what == "exit"; });
  for (const Direction* to : rows) {
    if (both && to == accessible) continue;
    if (with_arrow && has_exit && to->what == "entrance") continue;
    auto row = row_of(context, *to, with_arrow);
    if (both && to == toilets) {
      row.pictograms.emplace_back(pictogram_for(accessible->what));
      row.also = destination_name(context, *accessible);
    }
    block.rows.push_back(std::move(row));
  }
}

DirectionBlock block_of(const Context& context, const std::vector<Direction>& all, const DirectionGroup& group) {
  DirectionBlock block;
  const Direction& first = all[group.rows.front()];
  const bool with_arrow = group.arrow != ArrowKind::None;
  if (with_arrow) block.sign = first.sign;
  block.to_right = with_arrow && stands_right(first.sign);
  if (!group.connector_kind.empty() && group.direction != 0) {
    block.heading =
        connector_words(context.speech(), group.connector_kind, group.direction,
                        level_name(context, context.venue(context.snapshot.screen.venue), group.connector_level));
    block.pictogram = pictogram_for(group.connector_kind);
    block.direction = group.direction;
  }
  if (is_behind(group.arrow, group.bearing)) block.heading = joined({context.say("way.behind"), block.heading});
  if (group.arrow == ArrowKind::Here) block.heading = context.say("way.here");
  std::vector<const Direction*> rows;
  for (const auto index : group.rows) rows.push_back(&all[index]);
  std::stable_partition(rows.begin(), rows.end(),
                        [](const Direction* to) { return to->kind != DestinationKind::Amenity; });
  add_rows(context, rows, with_arrow, block);
  return block;
}

}  // namespace

std::vector<DirectionBlock> direction_blocks(const Context& context, const Ways& ways, const DirectionFilter& filter) {
  std::vector<Direction> shown;
  for (const auto& to : ways.directions())
    if (is_shown(context, to, filter)) shown.push_back(to);
  std::vector<DirectionBlock> blocks;
  for (const auto& group : group_directions(shown))
    if (!group.rows.empty()) blocks.push_back(block_of(context, shown, group));
  return blocks;
}

}  // namespace skylt
