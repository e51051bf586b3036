#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "content-server/indoor/books.hpp"
#include "content-server/indoor/osm_kinds.hpp"
#include "content-server/indoor/osm_tree.hpp"

namespace skylt::indoor {

/// One reading of an .osm file with Simple Indoor Tagging.
class OsmReader {
 public:
  OsmReader(std::string_view bytes, const IndoorSettings& settings);
  IndoorImport run();

 private:
  /// The levels of one object. Spanning: one object on all of them; else a copy on each.
  struct Floors {
    std::vector<double> levels;
    bool copies = false;
  };
  /// A space with the nodes of its outline, for doors and open borders.
  struct Outline {
    std::string space;
    std::string level;
    std::vector<std::string> nodes;  ///< not closed
    bool walls = true;
    bool walkable = true;
  };

  /// An area is of one part or several.
  struct AreaPart {
    std::vector<Ring> rings;         ///< the outline, then the holes in it
    std::vector<std::string> nodes;  ///< of the outline, closed
  };

  void find_origin();
  void find_missing_levels();
  std::optional<Floors> floors_of(const OsmElement& element);
  std::string level_id(double ordinal);
  void name_levels();
  void note_level_name(const OsmElement& element, const Floors& floors);

  void read(const OsmElement& element);
  void read_area(const OsmElement& element, const Floors& floors);
  std::vector<std::vector<std::string>> lines_of(const OsmElement& element, std::string_view role) const;
  std::optional<Ring> ring_of_nodes(const std::vector<std::string>& nodes) const;
  std::vector<AreaPart> parts_of(const OsmElement& element);
  void cut_holes(const OsmElement& element, std::vector<AreaPart>& parts) const;
  std::vector<std::string> add_spaces(const OsmElement& element, const Floors& floors, const AreaKind& kind,
                                      const std::vector<AreaPart>& parts);
  void add_rooms(const OsmElement& element, const Floors& floors, const std::vector<std::string>& spaces);
  void add_connector(const OsmElement& element, const Floors& floors, ConnectorKind kind, std::vector<SeedStop> stops,
                     bool directed);
  void read_lift_node(const OsmElement& element, const Floors& floors);
  void read_steps_line(const OsmElement& element, const Floors& floors, ConnectorKind kind);
  void read_footway(const OsmElement& element, const Floors& floors);
  void read_door(const OsmElement& element, const Floors& floors);
  void read_place(const OsmElement& element, const Floors& floors);
  void add_amenity(const OsmElement& element, const Floors& floors, const std::string& kind, Point at);
  void open_borders();

  IndoorImport result_;
  Books books_;
  SeedHints hints_;
  std::vector<OsmElement> elements_;
  std::map<std::string, const OsmElement*> by_id_;
  std::optional<Frame> frame_;
  std::set<double> missing_levels_;
  std::map<double, std::string> levels_;                      ///< ordinal -> level id
  std::map<double, std::map<std::string, int>> level_names_;  ///< level:ref -> how often
  std::map<double, Text> level_texts_;                        ///< of indoor=level
  std::vector<Outline> outlines_;
  std::map<std::string, std::vector<std::size_t>> outlines_at_;  ///< node -> outlines
};

}  // namespace skylt::indoor
