#include "content-server/indoor/osm_kinds.hpp"

#include <algorithm>
#include <array>

namespace skylt::indoor {
namespace {

bool is_yes(std::string_view value) { return !value.empty() && value != "no"; }

bool one_of(std::string_view value, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), value) != words.end();
}

}  // namespace

AreaKind area_kind(const OsmElement& element) {
  const std::string_view indoor = element.tag("indoor");
  const std::string_view room = element.tag("room");
  const bool walls = indoor != "corridor" && indoor != "area";
  if (is_private(element) || room == "disused") return {"closed", false, true};
  if (is_yes(element.tag("elevator")) || room == "elevator" || element.tag("highway") == "elevator") {
    return {"lift", true, walls};
  }
  if (is_yes(element.tag("conveying"))) return {"escalator", true, walls};
  if (is_yes(element.tag("stairs")) || room == "stairs" || element.tag("highway") == "steps") {
    return {"stairs", true, walls};
  }
  if (is_yes(element.tag("ramp")) || room == "ramp") return {"ramp", true, walls};
  if (element.tag("amenity") == "toilets" || room == "toilet" || room == "toilets") return {"toilets", true, walls};
  if (element.tag("amenity") == "parking" || is_yes(element.tag("parking"))) return {"parking", true, walls};
  if (one_of(room, {"shaft", "technical", "storage"})) return {"closed", false, true};
  if (indoor == "corridor" || room == "corridor") return {"corridor", true, walls};
  if (indoor == "area" || one_of(room, {"entrance", "lobby", "hall", "waiting"})) return {"lobby", true, walls};
  return {"room", true, walls};
}

bool is_indoor(const OsmElement& element) {
  static constexpr std::array kWithLevel{"highway", "door",   "entrance", "amenity",   "shop", "elevator", "stairs",
                                         "tourism", "office", "room",     "conveying", "ramp", "emergency"};
  const auto has = [&](std::string_view key) { return element.tags.contains(key); };
  if (has("indoor") && element.tag("indoor") != "no") return true;
  const bool on_level = has("level") || has("repeat_on");
  return on_level && std::any_of(kWithLevel.begin(), kWithLevel.end(), has);
}

std::optional<ConnectorKind> connector_of(const OsmElement& element) {
  const std::string_view highway = element.tag("highway");
  if (highway == "elevator" || is_yes(element.tag("elevator")) || element.tag("room") == "elevator") {
    return ConnectorKind::Lift;
  }
  const bool conveying = is_yes(element.tag("conveying"));
  if (highway == "steps" || is_yes(element.tag("stairs")) || element.tag("room") == "stairs") {
    return conveying ? ConnectorKind::Escalator : ConnectorKind::Stairs;
  }
  if (conveying) return ConnectorKind::MovingWalk;
  if (is_yes(element.tag("ramp"))) return ConnectorKind::Ramp;
  return std::nullopt;
}

std::string amenity_of(const OsmElement& element) {
  const std::string_view amenity = element.tag("amenity");
  if (amenity == "toilets") return element.tag("wheelchair") == "yes" ? "accessible-toilet" : "toilets";
  if (amenity == "drinking_water" || element.tag("drinking_water") == "yes") return "water";
  if (one_of(amenity, {"cafe", "restaurant", "fast_food"})) return "cafe";
  if (element.tag("tourism") == "information" || amenity == "reception_desk") return "information";
  if (element.tag("emergency") == "first_aid" || element.tag("healthcare") == "first_aid") return "first-aid";
  if (element.tag("emergency") == "defibrillator") return "defibrillator";
  if (one_of(amenity, {"cloakroom", "lockers", "luggage_locker"})) return "cloakroom";
  return {};
}

std::string door_of(const OsmElement& element) {
  const std::string_view door = element.tag("door");
  const std::string_view automatic =
      element.tags.contains("automatic_door") ? element.tag("automatic_door") : element.tag("door:automatic");
  if (door == "no" || door == "opening") return "open";
  if (door == "revolving") return "revolving";
  if (is_yes(automatic)) return "automatic";
  if (element.tag("barrier") == "turnstile") return "turnstile";
  if (one_of(door, {"hinged", "swinging", "folding", "overhead"})) return "manual";
  return door == "sliding" && automatic == "no" ? "manual" : "";
}

std::optional<bool> wheelchair_of(const OsmElement& element) {
  const std::string_view wheelchair = element.tag("wheelchair");
  if (one_of(wheelchair, {"yes", "designated"})) return true;
  if (wheelchair == "no") return false;
  return std::nullopt;
}

bool is_private(const OsmElement& element) { return one_of(element.tag("access"), {"private", "no", "employees"}); }

Text name_of(const OsmElement& element) {
  Text name;
  for (const auto& [key, value] : element.tags) {
    if (!key.starts_with("name:")) continue;
    if (const auto tag = canonical_language(key.substr(5))) name.set(*tag, value);
  }
  if (!element.tag("name").empty()) name.set("und", std::string{element.tag("name")});
  if (name.empty() && !element.tag("ref").empty()) name.set("und", std::string{element.tag("ref")});
  return name;
}

}  // namespace skylt::indoor
