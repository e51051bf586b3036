#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "content-server/indoor/frame.hpp"

namespace skylt::indoor {

using Tags = std::map<std::string, std::string, std::less<>>;

/// One node, way or relation of an .osm file.
struct OsmElement {
  std::string id;  ///< "node/123", "way/4", "relation/5"
  Tags tags;
  LonLat at;                       ///< of a node
  std::vector<std::string> nodes;  ///< of a way, ids as above; closed: the first again at the end
  /// Of a relation: role and id of each member.
  std::vector<std::pair<std::string, std::string>> members;

  std::string_view tag(std::string_view key) const {
    const auto found = tags.find(key);
    return found == tags.end() ? std::string_view{} : std::string_view{found->second};
  }
  bool closed() const { return nodes.size() > 3 && nodes.front() == nodes.back(); }
};

/// Elements in the order of the file; deleted ones are left out. Throws Error(invalid) when it is no OSM XML.
std::vector<OsmElement> read_osm(std::string_view bytes);

}  // namespace skylt::indoor
