#include "player/scene/direction_rows.hpp"

#include <algorithm>

namespace skylt {
namespace {

TaggedText level_text(const Context& context, const std::string& venue_id, const std::string& id) {
  const Venue* venue = context.venue(venue_id);
  if (!venue) return {};
  for (const auto& level : venue->levels)
    if (level.id == id) return context.best(level.name);
  return {};
}

const Node* node_of(const Context& context, const std::string& venue_id, const std::string& id) {
  const Venue* venue = context.venue(venue_id);
  if (!venue) return nullptr;
  for (const auto& node : venue->nodes)
    if (node.id == id) return &node;
  return nullptr;
}

/// "Plan 2 · vid den blå trappan".
TaggedText place_of(const Context& context, const Direction& to) {
  std::vector<TaggedText> parts{level_text(context, to.venue, to.level)};
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
    note.text = context.say(to.step_free ? "way.no-step-free" : "way.step-free-unknown");
    return note;
  }
  const auto& other = to.step_free_sign;
  // Where it starts as the way that the large arrow shows, that one serves for both.
  const bool alike = other && other->arrow == to.sign.arrow && other->bearing == to.sign.bearing;
  if (!alike) note.sign = other;
  std::vector<TaggedText> parts{context.say("way.step-free")};
  if (other)
    parts.push_back(connector_text(context, context.snapshot.screen.venue, other->connector_kind, other->direction,
                                   other->connector_level));
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

DirectionRow row_of(const Context& context, const Direction& to, bool with_arrow) {
  DirectionRow row;
  row.name = destination_name(context, to);
  if (to.kind == DestinationKind::Amenity) row.pictogram = pictogram_for(to.what);
  add_session(context, to, row);
  if (!to.reachable) {
    row.place = context.say("way.no-way");
  } else if (!with_arrow) {
    row.place = place_of(context, to);
  }
  if (to.reachable && with_arrow && to.sign.arrow != ArrowKind::Here) {
    if (to.minutes) row.minutes = context.say("way.minutes", {{"minutes", std::int64_t{minutes_on_foot(*to.minutes)}}});
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
    case DestinationKind::Amenity:
      return to.reachable &&
             (filter.all_amenities ? to.what != "lift" && to.what != "stairs" : has(filter.amenities, to.what));
    case DestinationKind::Venue: return filter.venues && to.reachable;
  }
  return false;
}

DirectionBlock block_of(const Context& context, const std::vector<Direction>& all, const DirectionGroup& group) {
  DirectionBlock block;
  const Direction& first = all[group.rows.front()];
  const bool with_arrow = group.arrow != ArrowKind::None;
  if (with_arrow) block.sign = first.sign;
  block.to_right = with_arrow && stands_right(first.sign);
  if (!group.connector_kind.empty() && group.direction != 0) {
    block.heading = connector_text(context, context.snapshot.screen.venue, group.connector_kind, group.direction,
                                   group.connector_level);
    block.pictogram = pictogram_for(group.connector_kind);
    block.direction = group.direction;
  }
  if (group.arrow == ArrowKind::Behind) block.heading = joined({context.say("way.behind"), block.heading});
  if (group.arrow == ArrowKind::Here) block.heading = context.say("way.here");
  for (const auto index : group.rows) block.rows.push_back(row_of(context, all[index], with_arrow));
  return block;
}

}  // namespace

TaggedText connector_text(const Context& context, const std::string& venue, const std::string& kind, int direction,
                          const std::string& level) {
  const auto name = level_text(context, venue, level);
  if (kind.empty() || name.text.empty()) return {};
  std::string key = "way." + kind + "-to";
  if (kind == "stairs" || kind == "steps") key = direction < 0 ? "way.stairs-down-to" : "way.stairs-up-to";
  if (!context.snapshot.words.knows(key)) return {};
  return context.say(key, {name_argument("level", name.text)});
}

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
