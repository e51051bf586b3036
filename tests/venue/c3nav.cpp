#include "tests/venue/c3nav.hpp"

#include <algorithm>
#include <map>
#include <sstream>

#include "core/base/json.hpp"
#include "core/venue/plane.hpp"
#include "tests/support/data.hpp"

namespace skylt::test {
namespace {

constexpr double kMetresPerPixel = 0.214035;
constexpr double kHeight = 1024;

Point point(double x, double y) { return {x * kMetresPerPixel, (kHeight - y) * kMetresPerPixel}; }

Ring ring(const std::string& shape) {
  Ring ring;
  std::istringstream words{shape};
  for (std::string word; words >> word;) {
    const auto comma = word.find(',');
    ring.push_back(point(std::stod(word.substr(0, comma)), std::stod(word.substr(comma + 1))));
  }
  return ring;
}

std::string kind(const Json& connection) {
  const std::string type = connection.value("ctype", "");
  return type == "elevator" ? "lift" : type.empty() ? "corridor" : type;
}

using Barriers = std::map<int, std::vector<std::pair<Point, Point>>>;

bool is_barred(const Barriers& barriers, int level, const Point& a, const Point& b) {
  const auto found = barriers.find(level);
  if (found == barriers.end()) return false;
  return std::any_of(found->second.begin(), found->second.end(),
                     [&](const auto& wall) { return plane::crossing(a, b, wall.first, wall.second).has_value(); });
}

void join_rooms(Venue& venue, const Barriers& barriers) {
  const std::size_t nodes = venue.nodes.size();
  for (std::size_t i = 0; i < nodes; ++i) {
    for (std::size_t k = i + 1; k < nodes; ++k) {
      const Node &a = venue.nodes[i], &b = venue.nodes[k];
      if (a.space.empty() || a.space != b.space || is_barred(barriers, std::stoi(a.level), {a.x, a.y}, {b.x, b.y}))
        continue;
      Edge edge;
      edge.from = a.id;
      edge.to = b.id;
      edge.kind = "corridor";
      venue.edges.push_back(edge);
    }
  }
}

}  // namespace

std::optional<Venue> congress_centre() {
  const auto path = shared_data("indoor/c3nav-32c3/graph.json");
  if (!path) return std::nullopt;
  const Json graph = parse_json(read_file(*path), *path);
  Venue venue;
  venue.id = "cch";
  for (int ordinal = 0; ordinal < 5; ++ordinal) {
    Level level;
    level.id = std::to_string(ordinal);
    level.ordinal = ordinal;
    venue.levels.push_back(level);
  }
  for (const auto& [id, item] : graph["rooms"].items()) {
    Space space;
    space.id = id;
    space.level = std::to_string(item["level"].get<int>());
    space.kind = "room";
    space.rings = {ring(item["shape"].get<std::string>())};
    venue.spaces.push_back(space);
  }
  for (const auto& [id, item] : graph["nodes"].items()) {
    const Point at = point(item["x"].get<double>(), item["y"].get<double>());
    Node node{id, std::to_string(item["level"].get<int>()), at.x, at.y, {}, {}};
    for (const Space& space : venue.spaces) {
      if (space.level == node.level && plane::inside(space.rings, at)) node.space = space.id;
    }
    venue.nodes.push_back(node);
  }
  Barriers barriers;
  for (const auto& item : graph["barriers"])
    barriers[item["level"].get<int>()].emplace_back(point(item["x1"].get<double>(), item["y1"].get<double>()),
                                                    point(item["x2"].get<double>(), item["y2"].get<double>()));
  join_rooms(venue, barriers);
  for (const auto& item : graph["connections"]) {
    Edge edge;
    edge.from = item["node0"].get<std::string>();
    edge.to = item["node1"].get<std::string>();
    edge.kind = kind(item);
    edge.directed = item.value("directed", false);
    venue.edges.push_back(edge);
  }
  return venue;
}

}  // namespace skylt::test
