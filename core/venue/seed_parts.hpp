#pragma once
// The steps of seed_graph(), each on its own. Pure.

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/venue/polygon.hpp"
#include "core/venue/seed.hpp"

namespace skylt::seeding {

/// What can be walked inside one space: the points given, corners that were needed to get round walls, and edges
/// between their indices (points first, then corners; the smaller index first).
struct Ways {
  std::vector<Point> corners;
  std::vector<std::size_t> corner_numbers;  ///< of the vertex, counted over all rings
  std::vector<std::pair<std::size_t, std::size_t>> edges;
  bool too_detailed = false;  ///< so many walls that only direct ways were looked for
};

/// The shortest ways between all `points`, each strictly inside `rings`, straight where they see each other and by
/// corners else. A way is left out where two shorter ones together are at most 3 % longer.
Ways ways_inside(const std::vector<Ring>& rings, const std::vector<Point>& points);

/// A space with what is looked up often.
struct Area {
  const Space* space = nullptr;
  const Level* level = nullptr;
  Bounds bounds;
};

/// Spaces of a venue by place. Borrowed from the venue, whose spaces and levels may not move meanwhile.
class Areas {
 public:
  explicit Areas(const Venue& venue);
  const Area* find(const std::string& space) const;
  std::vector<const Area*> at_ordinal(double ordinal) const;
  /// The space at `p` on a level with that ordinal; a walkable one before others, one of `level` before others.
  const Area* at(const std::string& level, Point p) const;
  /// All whose boundary or inside lies within `metres` of `p`, nearest first.
  std::vector<const Area*> near(const std::string& level, Point p, double metres) const;
  const Level* level(const std::string& id) const;
  const std::vector<Area>& all() const { return areas_; }
  std::vector<double> ordinals() const;

 private:
  std::vector<Area> areas_;
  std::map<std::string, std::size_t> by_id_;
  std::map<std::string, const Level*> levels_;
  std::map<double, std::vector<std::size_t>> by_ordinal_;
};

/// A connector with where it can be ridden or walked: pairs of stops.
struct Rides {
  std::string connector;
  ConnectorKind kind = ConnectorKind::Stairs;
  std::vector<SeedStop> stops;
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  bool directed = false;
};

/// From the hints and from spaces that lie above each other; new connectors are added to the venue. Escalators whose
/// direction is not known and that have no companion beside them are reported and left out.
std::vector<Rides> find_rides(Venue& venue, const Areas& areas, const SeedHints& hints, std::vector<SeedGap>& gaps);

/// Openings for rooms that have none, in the wall that they share with a corridor.
std::vector<Opening> assumed_doors(const Venue& venue, const Areas& areas, const std::set<std::string>& with_opening,
                                   std::vector<SeedGap>& gaps);

/// An id of parts joined by dots; a long one is shortened to a hash, so that it stays an id.
std::string joined_id(const std::string& what, const std::string& first, const std::string& second = {});

}  // namespace skylt::seeding
