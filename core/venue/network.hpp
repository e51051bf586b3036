#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/venue/venue.hpp"

namespace skylt {

/// What a venue's graph is at one moment: what can be passed, by whom, at what cost. Built from the venues' nodes and
/// edges (what an import or a person put there), the links between venues, and the closures and opening hours that hold
/// at `at`. Immutable; indices are stable while it lives.
class Network {
 public:
  struct Vertex {
    std::size_t venue;  ///< index into `venues`
    const Node* node;
  };
  struct Arc {
    std::size_t to;
    const Edge* edge;            ///< nullptr: a link
    const Link* link;            ///< nullptr: an edge
    const Connector* connector;  ///< may be nullptr
    const Opening* opening;      ///< may be nullptr
    std::string_view kind;       ///< the edge's, else its connector's; "link"
    int centimetres;
    std::optional<bool> step_free;  ///< unknown is nullopt and does not serve a step-free profile
    bool staffed;
    bool reversed;  ///< walked against the direction in which the edge is written
    bool closed;    ///< now, by a closure or by hours
  };

  /// Throws nothing for content: an edge that leads nowhere is left out (check_venue() reports it). The arguments
  /// outlive it. `zone_minute` and `weekday` (0 = Monday) say the local time of the moment for opening hours.
  Network(std::span<const Venue> venues, std::span<const Link> links, std::span<const Closure> closures, UtcTime at,
          int weekday, int zone_minute);

  std::size_t size() const { return vertices_.size(); }
  const Vertex& vertex(std::size_t index) const { return vertices_[index]; }
  std::span<const Arc> arcs(std::size_t from) const;
  std::optional<std::size_t> find(std::string_view venue, std::string_view node) const;
  const Venue& venue_of(std::size_t index) const { return venues_[vertices_[index].venue]; }
  std::span<const Venue> venues() const { return venues_; }
  /// Whether a closure holds for the thing with this id now.
  bool is_closed(std::string_view venue, std::string_view id) const;

 private:
  std::span<const Venue> venues_;
  std::vector<Vertex> vertices_;
  std::vector<Arc> arcs_;
  std::vector<std::size_t> first_;  ///< of the arcs of each vertex; one more at the end
  std::vector<std::pair<std::string, std::string>> closed_;
};

}  // namespace skylt
