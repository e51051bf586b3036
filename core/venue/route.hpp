#pragma once
#include <string>
#include <vector>

#include "core/venue/network.hpp"

namespace skylt {

enum class Profile { Walk, StepFree, FewSteps };

/// One stretch of a route of one kind: a corridor walk of several nodes, a flight of stairs, a lift ride.
struct Leg {
  std::string kind;  ///< Arc::kind; walks on the flat ("corridor", "door", "outdoor") are joined into "walk"
  std::vector<std::size_t> nodes;  ///< vertices, from first to last
  const Connector* connector = nullptr;
  int direction = 0;  ///< +1 up, -1 down, 0 level
  double metres = 0;
  double seconds = 0;
};

/// The quickest way from one vertex to another. Data, never sentences.
struct Route {
  std::vector<std::size_t> nodes;  ///< from start to destination; one alone: one is there
  std::vector<Leg> legs;
  double metres = 0;
  double seconds = 0;
  std::optional<bool> step_free;  ///< of the whole; false: has stairs; nullopt: something on it is not known
  bool staffed = false;           ///< needs a person with a key somewhere
};

/// Quickest ways from `start` to every vertex for one profile: Dijkstra on whole milliseconds, ties broken by fewer
/// centimetres, then fewer nodes, then node ids, so the same venue gives the same route everywhere (W7). Walking speeds
/// and their sources stand in route.cpp.
class Routes {
 public:
  Routes(const Network& network, std::size_t start, Profile profile);
  /// nullopt where no way leads there.
  std::optional<Route> to(std::size_t destination) const;
  /// Of several, the nearest; nullopt when none is reachable.
  std::optional<Route> to_nearest(const std::vector<std::size_t>& destinations) const;

 private:
  const Network* network_;
  std::size_t start_;
  Profile profile_;
  std::vector<std::int64_t> cost_;     ///< milliseconds; -1: not reachable
  std::vector<std::size_t> previous_;  ///< vertex before, on the way
  std::vector<std::size_t> through_;   ///< arc index by which
};

}  // namespace skylt
