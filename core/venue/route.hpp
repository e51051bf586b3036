#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/venue/network.hpp"

namespace skylt {

/// StepFreeStaffed also takes what needs a person with a key: the alternative where one cannot go alone.
enum class Profile { Walk, StepFree, FewSteps, StepFreeStaffed };

/// One stretch of a route of one kind: a corridor walk of several nodes, a flight of stairs, a lift ride.
struct Leg {
  std::string kind;  ///< Arc::kind; walks on the flat ("corridor", "door", "outdoor") are joined into "walk"
  std::vector<std::size_t> nodes;  ///< vertices, from first to last
  const Connector* connector = nullptr;
  const Link* link = nullptr;
  int direction = 0;  ///< +1 up, -1 down, 0 level
  double metres = 0;
  double seconds = 0;
};

/// The quickest way from one vertex to another. Data, never sentences.
struct Route {
  std::vector<std::size_t> nodes;  ///< from start to destination; one alone: one is there
  std::vector<std::size_t> arcs;   ///< numbers of the arcs between them (Network::arc)
  std::vector<Leg> legs;
  double metres = 0;
  double seconds = 0;
  std::optional<bool> step_free;  ///< alone and of the whole; false: has stairs; nullopt: something on it is not known
  bool staffed = false;           ///< needs a person with a key somewhere
};

/// Quickest ways from `start` to every vertex for one profile: Dijkstra on whole milliseconds, ties broken by fewer
/// centimetres, then fewer nodes, then node ids seen from the end, so the same venue gives the same route everywhere
/// (W7). A lift is waited for once, however many levels it is ridden. Walking speeds and their sources stand in
/// speeds.hpp.
class Routes {
 public:
  Routes(const Network& network, std::size_t start, Profile profile);
  /// nullopt where no way leads there.
  std::optional<Route> to(std::size_t destination) const;
  /// Of several, the nearest; nullopt when none is reachable.
  std::optional<Route> to_nearest(const std::vector<std::size_t>& destinations) const;
  /// Milliseconds to a vertex, as the profile weighs them; nullopt where no way leads there.
  std::optional<std::int64_t> cost(std::size_t destination) const;

 private:
  // One stands at a vertex (states 0 … size-1) or in a lift just after one of its arcs (size + number of the arc).
  struct State {
    std::int64_t milliseconds = -1;  ///< -1: not reached
    std::int64_t centimetres = 0;
    int hops = 0;
    std::size_t previous = 0;  ///< state before
    std::size_t arc = kNoArc;  ///< by which; kNoArc: stepping out of the lift
    bool settled = false;
  };
  static constexpr std::size_t kNoArc = static_cast<std::size_t>(-1);

  std::size_t vertex_of(std::size_t state) const;
  bool is_better(const State& a, const State& b) const;
  bool improve(std::size_t state, const State& offer);

  const Network* network_;
  std::size_t start_;
  Profile profile_;
  std::vector<State> states_;
};

}  // namespace skylt
