// Relationships: how units hang together beyond what their outlines say.
#include <algorithm>
#include <limits>

#include "content-server/import/json_text.hpp"
#include "content-server/indoor/imdf_kinds.hpp"
#include "content-server/indoor/imdf_reader.hpp"
#include "core/venue/polygon.hpp"

namespace skylt::indoor {
namespace {

using importing::member;
using importing::scalar_text;

/// The features under origin, intermediary and destination, in that order.
std::vector<std::string> references(const Json& properties) {
  std::vector<std::string> ids;
  for (const char* key : {"origin", "intermediary", "destination"}) {
    const Json& value = member(properties, key);
    const Json list = value.is_array() ? value : value.is_object() ? Json::array({value}) : Json::array();
    for (const Json& reference : list) ids.push_back(scalar_text(reference, "id"));
  }
  return ids;
}

const Space* find_space(const Venue& venue, const std::string& id) {
  const auto called = [&](const Space& space) { return space.id == id; };
  const auto space = std::find_if(venue.spaces.begin(), venue.spaces.end(), called);
  return space == venue.spaces.end() ? nullptr : &*space;
}

/// Where two outlines come closest: the middle between a corner of one and the other.
Point meeting_point(const Space& a, const Space& b) {
  double least = std::numeric_limits<double>::infinity();
  Point best;
  for (const auto& [one, other] : {std::pair{&a, &b}, std::pair{&b, &a}}) {
    for (const Point corner : one->rings.front()) {
      const Point near = nearest_on_boundary(other->rings, corner);
      if (distance_of(corner, near) >= least) continue;
      least = distance_of(corner, near);
      best = {(corner.x + near.x) / 2, (corner.y + near.y) / 2};
    }
  }
  return best;
}

}  // namespace

void ImdfReader::read_relationship(const Feature& feature) {
  const std::string category = scalar_text(feature.properties, "category");
  const bool directed = scalar_text(feature.properties, "direction") == "directed";
  std::vector<std::string> units;
  std::vector<std::string> openings;
  for (const std::string& id : references(feature.properties)) {
    if (units_.contains(id)) {
      units.push_back(id);
    } else if (openings_.contains(id)) {
      openings.push_back(id);
    } else {
      books_.warn(feature.file, feature.id, "dangling-reference",
                  "no unit or opening '" + clean_text(id, 60) + "'; that end is passed over");
    }
  }
  if (category.starts_with("traversal")) {
    if (units.size() < 2) return books_.reject(feature.file, feature.id, "no-ends", "it must join two units");
    return add_passage(feature, units, openings, directed);
  }
  const auto kind = connector_kind(category);
  if (!kind) {
    return books_.reject(feature.file, feature.id, "unknown-category",
                         "'" + clean_text(category, 60) + "' is no kind of relationship");
  }
  if (units.size() < 2) return books_.reject(feature.file, feature.id, "no-ends", "it must join two units");
  Connector connector;
  connector.id = part_id("imdf-", feature.id);
  connector.kind = *kind;
  connector.hours = hours(feature);
  SeedConnector seed{connector.id, {}, directed};
  for (const std::string& unit : units) {
    seed.stops.push_back({units_.at(unit).level, units_.at(unit).spaces.front(), std::nullopt});
  }
  books_.accept(feature.id, {connector.id});
  result_.venue.connectors.push_back(std::move(connector));
  hints_.connectors.push_back(std::move(seed));
}

/// From unit to unit: through the opening that is named, else through one that is made where they touch.
void ImdfReader::add_passage(const Feature& feature, const std::vector<std::string>& units,
                             const std::vector<std::string>& openings, bool directed) {
  const std::string from = units_.at(units.front()).spaces.front();
  if (!openings.empty()) {
    if (directed) {
      for (const std::string& id : openings) {
        hints_.one_way[result_.venue.openings[openings_.at(id)].id] = from;
      }
    }
    return books_.accept(feature.id);
  }
  const Space* a = find_space(result_.venue, from);
  const Space* b = find_space(result_.venue, units_.at(units.back()).spaces.front());
  if (a == b || a->level != b->level) {
    return books_.reject(feature.file, feature.id, "no-ends", "its two units are one, or on different levels");
  }
  const Point at = meeting_point(*a, *b);
  if (distance_to_boundary(a->rings, at) > 1 || distance_to_boundary(b->rings, at) > 1) {
    return books_.reject(feature.file, feature.id, "units-apart", "its two units do not touch");
  }
  const Point near = interior_point(b->rings);
  const double length = std::max(distance_of(at, near), 0.001);
  const Point along{-(near.y - at.y) / length * 0.45, (near.x - at.x) / length * 0.45};
  Opening opening;
  opening.id = part_id("imdf-", feature.id);
  opening.level = a->level;
  opening.line = {Point{at.x - along.x, at.y - along.y}, Point{at.x + along.x, at.y + along.y}};
  opening.door = "open";
  if (directed) hints_.one_way[opening.id] = from;
  books_.accept(feature.id, {opening.id});
  result_.venue.openings.push_back(std::move(opening));
}

}  // namespace skylt::indoor
