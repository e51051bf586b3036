// What stands beside a map: where it leads, what is on there, how far it is, the way in a sentence, with or without
// steps. Its pages are those of the map.
#include <algorithm>
#include <cmath>

#include "player/scene/compose.hpp"
#include "player/scene/session_text.hpp"
#include "player/scene/stops.hpp"

namespace skylt {
namespace {

/// How the column may be set, from the most generous on.
struct WayForm {
  TextSize name = TextSize::Large;
  TextSize title = TextSize::Medium;
  bool brief = false;  ///< the author's short title
};

constexpr WayForm kForms[] = {{TextSize::Large, TextSize::Medium, false},
                              {TextSize::Large, TextSize::Small, false},
                              {TextSize::Medium, TextSize::Small, false},
                              {TextSize::Medium, TextSize::Small, true}};

Piece piece_of(std::string role, TaggedText text, TextSize size, Weight weight, const char* colour = "ink") {
  Piece piece;
  piece.role = std::move(role);
  piece.text = std::move(text);
  piece.size = size;
  piece.weight = weight;
  piece.colour = colour;
  return piece;
}

/// "Rakt fram", "Snett till vänster"; empty without an arrow.
TaggedText sign_words(const Context& context, const Sign& sign) {
  switch (sign.arrow) {
    case ArrowKind::Here: return context.say("way.here");
    case ArrowKind::Behind: return context.say("way.behind");
    case ArrowKind::None: return {};
    case ArrowKind::Arrow: break;
  }
  switch (sign.bearing) {
    case 0: return context.say("way.ahead");
    case 45: return context.say("way.ahead-right");
    case 90:
    case 135: return context.say("way.right");
    case 225:
    case 270: return context.say("way.left");
    case 315: return context.say("way.ahead-left");
    default: return context.say("way.behind");
  }
}

/// Sentences one after the other, each begun anew.
TaggedText sentences(const std::vector<TaggedText>& parts) {
  TaggedText out;
  for (const auto& part : parts) {
    if (part.text.empty()) continue;
    if (out.text.empty()) out.language = part.language;
    out.text += (out.text.empty() ? "" : "\n") + part.text;
  }
  return out;
}

TaggedText way_in_words(const Context& context, const StopList& list, const Stop& stop) {
  std::vector<TaggedText> parts;
  if (stop.direction && stop.direction->reachable) parts.push_back(sign_words(context, stop.direction->sign));
  if (stop.direction && stop.direction->route) {
    for (const auto& leg : stop.direction->route->legs) {
      if (leg.direction == 0 || leg.nodes.empty()) continue;
      const Node* node = list.network->vertex(leg.nodes.back()).node;
      const Level* level = find_level(list.network->venue_of(leg.nodes.back()), node->level);
      if (level) parts.push_back(connector_words(context, leg.kind, leg.direction, context.best(level->name)));
    }
  } else if (const Level* level = find_level(*list.venue, level_of(list, stop))) {
    parts.push_back(context.best(level->name));
  }
  if (stop.room)
    if (const auto landmark = context.best(stop.room->landmark); !landmark.text.empty()) parts.push_back(landmark);
  return sentences(parts);
}

TaggedText step_free_words(const Context& context, const Direction& direction) {
  if (!direction.reachable && !direction.step_free_route) return context.say("way.no-way");
  if (direction.step_free == true) return context.say("way.step-free");
  if (direction.step_free_route)
    return context.say(direction.step_free_route->staffed ? "way.ask-staff" : "way.step-free-other");
  return context.say(direction.step_free ? "way.no-step-free" : "way.step-free-unknown");
}

struct Block {
  std::vector<SetPiece> pieces;
  std::string pictogram;  ///< before the first piece
};

std::vector<Block> compose(const Canvas& canvas, const StopList& list, const Stop& stop, const WayForm& form,
                           int width) {
  const Context& context = canvas.context();
  std::vector<Block> blocks(1);
  const auto add = [&](Block& block, Piece piece) {
    auto set = canvas.set(std::move(piece), width);
    if (!set.empty()) block.pieces.push_back(std::move(set));
  };
  auto name = piece_of("destination", stop_name(context, stop), form.name, Weight::Bold);
  name.must_read = true;
  add(blocks[0], name);
  if (stop.session) {
    auto time = piece_of("session.time", stop_time(context, stop), context.scale.must, Weight::Bold);
    time.must_read = true;
    add(blocks[0], time);
    const auto title = form.brief ? short_title_of(context, *stop.session) : title_of(context, *stop.session);
    auto piece = piece_of("session.title", title.text.empty() ? title_of(context, *stop.session) : title,
                          std::max(form.title, context.scale.must), Weight::Regular, "ink-quiet");
    add(blocks[0], piece);
  }
  Block way;
  if (stop.direction && stop.direction->minutes && stop.direction->sign.arrow != ArrowKind::Here) {
    const auto minutes = static_cast<std::int64_t>(std::max(1.0, std::ceil(*stop.direction->minutes)));
    add(way, piece_of("way.minutes", context.say("way.walk", {{"minutes", minutes}}), TextSize::Medium, Weight::Bold));
  }
  add(way, piece_of("way", way_in_words(context, list, stop), std::max(form.title, context.scale.must),
                    Weight::Regular));
  if (!way.pieces.empty()) blocks.push_back(std::move(way));
  if (stop.direction && !stop.direction->surveyed) {
    Block free;
    add(free, piece_of("way.step-free", step_free_words(context, *stop.direction), TextSize::Small, Weight::Bold));
    if (!free.pieces.empty()) blocks.push_back(std::move(free));
  }
  return blocks;
}

int height_of(const Context& context, const std::vector<Block>& blocks) {
  int height = 0;
  for (const auto& block : blocks) {
    for (const auto& piece : block.pieces) height += piece.height() + context.unit / 4;
    height += 3 * context.unit;
  }
  return height - 3 * context.unit;
}

bool fits(const Context& context, const std::vector<Block>& blocks, int height) {
  for (const auto& block : blocks)
    for (const auto& piece : block.pieces)
      if (piece.layout->truncated) return false;
  return height_of(context, blocks) <= height;
}

std::vector<SceneItem> draw_stop(const Context& context, const Place& place, const StopList& list, std::size_t page) {
  Canvas canvas{context, place.region.id};
  Foot foot;
  foot.page = static_cast<int>(page);
  foot.pages = static_cast<int>(list.stops.size());
  const auto composed_foot = compose_foot(canvas, foot, place.box.width, "ground");
  const int room = place.box.height - (composed_foot.height > 0 ? composed_foot.height + context.unit : 0);
  std::vector<Block> blocks;
  for (const auto& form : kForms) {
    blocks = compose(canvas, list, list.stops[page], form, place.box.width);
    if (fits(context, blocks, room)) break;
  }
  int y = place.box.y;
  const int thick = std::max(2, context.unit / 10);
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (i > 0) {
      canvas.shape("rule", {place.box.x, y + context.unit * 3 / 2 - thick / 2, place.box.width, thick}, "rule");
      y += 3 * context.unit;
    }
    for (const auto& piece : blocks[i].pieces) {
      if (y + piece.height() > place.box.y + room) break;
      canvas.put(piece, place.box.x, y);
      y += piece.height() + context.unit / 4;
    }
  }
  put(canvas, composed_foot, place.box.x, place.box.bottom() - composed_foot.height);
  return canvas.take();
}

}  // namespace

WidgetPages draw_way(const Context& context, const Place& place) {
  const StopList list = stops_of(context, place.region);
  WidgetPages out;
  for (std::size_t page = 0; page < list.stops.size(); ++page)
    out.pages.push_back(draw_stop(context, place, list, page));
  return out;
}

}  // namespace skylt
