#pragma once
#include <optional>
#include <vector>

#include "core/venue/directions.hpp"

namespace skylt::test {

/// Somebody who reads a screen at every node, facing `heading`, and goes where it sends him (W1).
class Visitor {
 public:
  Visitor(const Network& network, double heading) : network_{network}, heading_{heading} {}

  /// Where he stands before the screen at this node.
  Pose pose(std::size_t at) const;
  /// The node after the sign's target, beyond its door and its connector; nullopt where the target is not on the way.
  std::optional<std::size_t> behind_target(const Route& route, const Sign& sign) const;
  /// Of the ways on from where he stands, the one nearest to where the arrow points; nullopt where there is none.
  std::optional<std::size_t> nearest_way(std::size_t at, std::size_t destination, const Sign& sign) const;

 private:
  struct Way {
    std::size_t to;
    std::optional<double> azimuth;  ///< nullopt: straight up or down
    bool is_named;                  ///< the door of the lift or stair that the sign names
  };
  std::vector<Way> ways(std::size_t start, std::size_t destination, const Sign& sign) const;
  bool is_meant(const Network::Arc& arc, const Sign& sign) const;
  bool leads_to(std::size_t at, const Sign& sign) const;
  bool leads_to_another_connector(std::size_t at, const Sign& sign) const;
  std::size_t beyond(const Route& route, const Sign& sign, std::size_t k) const;

  const Network& network_;
  double heading_;
};

}  // namespace skylt::test
