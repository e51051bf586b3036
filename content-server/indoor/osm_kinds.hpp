#pragma once
#include <optional>
#include <string>

#include "content-server/indoor/osm_tree.hpp"
#include "core/venue/venue.hpp"

namespace skylt::indoor {

/// What an area of a map is here.
struct AreaKind {
  std::string kind;  ///< Space::kind
  bool walkable = true;
  bool walls = true;  ///< false: open to its neighbours (indoor=corridor, indoor=area)
};
AreaKind area_kind(const OsmElement& element);

/// Whether the element says something about the inside of a building.
bool is_indoor(const OsmElement& element);

/// Kind of a way up or down: lifts, stairs, escalators, ramps; nullopt: it is none.
std::optional<ConnectorKind> connector_of(const OsmElement& element);

/// A place that everybody seeks: toilets, information, water …; empty: none.
std::string amenity_of(const OsmElement& element);

/// Opening::door; empty: not known.
std::string door_of(const OsmElement& element);

/// wheelchair=yes and designated: true, no: false, anything else is not known.
std::optional<bool> wheelchair_of(const OsmElement& element);

/// Whether only staff may pass.
bool is_private(const OsmElement& element);

/// name, name:xx, else ref. What has no language is "und".
Text name_of(const OsmElement& element);

}  // namespace skylt::indoor
