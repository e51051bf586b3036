#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/venue/venue.hpp"

namespace skylt::indoor {

/// What a unit's category means here.
struct UnitKind {
  const char* kind;  ///< Space::kind
  bool walkable = true;
  bool room = false;  ///< with a name, it is a place that people look for
};

/// nullopt: not a category of IMDF 1.0.0 or its betas.
std::optional<UnitKind> unit_kind(std::string_view category);

/// Amenity::kind: "toilets" of "restroom.female" …; the category itself where we have no word of our own.
std::string amenity_kind(std::string_view category, bool wheelchair);

/// Of amenities and relationships that are ways up and down: "elevator", "stairs", "escalator", "ramp",
/// "movingwalkway".
std::optional<ConnectorKind> connector_kind(std::string_view category);

/// "lift" of a lift: the kind that its spaces have.
const char* space_kind_of(ConnectorKind kind);

}  // namespace skylt::indoor
