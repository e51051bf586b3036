#pragma once
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/venue/hours.hpp"
#include "core/venue/sight.hpp"
#include "core/venue/venue.hpp"

namespace skylt {

/// "stairs", "steps", "ramp", "escalator", "lift", "platform-lift", "moving-walk": as edges are called.
std::string_view kind_of(ConnectorKind kind);
/// Whether an edge of this kind is a way up, down or along that a sign names: one of the above.
bool is_connector(std::string_view kind);

/// Weekday (0 = Monday) and minute since midnight in the zone.
struct LocalMoment {
  int weekday = 0;
  int minute = 0;
};
LocalMoment local_moment(UtcTime at, const TimeZone& zone);

/// What a venue's graph is at one moment: what can be passed, by whom, at what cost. Built from the venues' nodes and
/// edges (what an import or a person put there), the links between venues, and the closures and opening hours that hold
/// at `at`. Immutable; indices are stable while it lives.
class Network {
 public:
  struct Vertex {
    std::size_t venue;  ///< index into `venues`
    const Node* node;
    double ordinal;                    ///< of its level; 0 where it has none
    std::optional<std::size_t> space;  ///< index into the venue's spaces
  };
  struct Arc {
    std::size_t to = 0;
    const Edge* edge = nullptr;            ///< nullptr: a link
    const Link* link = nullptr;            ///< nullptr: an edge
    const Connector* connector = nullptr;  ///< may be nullptr
    const Opening* opening = nullptr;      ///< may be nullptr
    std::string_view kind;                 ///< the edge's, else its connector's or its opening's; "link"; may be empty
    int centimetres = 0;
    int steps = 0;      ///< of a flight; counted from the difference of levels where nobody has counted them
    double levels = 0;  ///< climbed: above 0 up, below 0 down
    std::optional<bool> step_free;  ///< unknown is nullopt and does not serve a step-free profile
    bool staffed = false;           ///< only with a person who has a key
    bool reversed = false;          ///< walked against the direction in which the edge is written
    bool closed = false;            ///< now, by a closure or by hours
  };

  /// Throws nothing for content: an edge that leads nowhere is left out (check_venue() reports it), and so is the way
  /// through an opening that serves emergencies only. The arguments outlive it. `weekday` (0 = Monday) and
  /// `zone_minute` (since midnight) say the local time of the moment for opening hours.
  Network(std::span<const Venue> venues, std::span<const Link> links, std::span<const Closure> closures, UtcTime at,
          int weekday, int zone_minute);
  Network(std::span<const Venue> venues, std::span<const Link> links, std::span<const Closure> closures, UtcTime at,
          const TimeZone& zone);

  std::size_t size() const { return vertices_.size(); }
  const Vertex& vertex(std::size_t index) const { return vertices_[index]; }
  std::span<const Arc> arcs(std::size_t from) const;
  /// Number of an arc among all: those of vertex 0 come first.
  std::size_t first_arc(std::size_t from) const { return first_[from]; }
  const Arc& arc(std::size_t index) const { return arcs_[index]; }
  std::size_t arc_count() const { return arcs_.size(); }
  std::optional<std::size_t> find(std::string_view venue, std::string_view node) const;
  const Venue& venue_of(std::size_t index) const { return venues_[vertices_[index].venue]; }
  const Venue* find_venue(std::string_view id) const;
  std::span<const Venue> venues() const { return venues_; }
  std::span<const Link> links() const { return links_; }
  const Sight& sight(std::size_t venue) const { return sights_[venue]; }
  Point point(std::size_t index) const { return {vertices_[index].node->x, vertices_[index].node->y}; }
  /// Whether a closure holds for the thing with this id now.
  bool is_closed(std::string_view venue, std::string_view id) const;
  /// Whether these hours hold now.
  bool is_open_now(const std::vector<OpenHours>& hours) const { return is_open(hours, now_.weekday, now_.minute); }

 private:
  struct Graph;
  void add_edges(std::size_t venue, Graph& graph);
  void add_links(Graph& graph);
  bool is_closed_edge(const Venue& venue, const Edge& edge, const Arc& arc) const;
  bool is_closed_space(std::size_t vertex) const;

  std::span<const Venue> venues_;
  std::span<const Link> links_;
  LocalMoment now_;
  std::vector<Vertex> vertices_;
  std::vector<std::pair<std::pair<std::string_view, std::string_view>, std::size_t>> by_id_;  ///< sorted
  std::vector<Arc> arcs_;
  std::vector<std::size_t> first_;                        ///< of the arcs of each vertex; one more at the end
  std::vector<Sight> sights_;                             ///< of each venue
  std::set<std::pair<std::string, std::string>> closed_;  ///< venue and target
};

}  // namespace skylt
