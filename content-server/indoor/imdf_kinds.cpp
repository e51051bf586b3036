#include "content-server/indoor/imdf_kinds.hpp"

#include <algorithm>
#include <array>

namespace skylt::indoor {
namespace {

struct Row {
  std::string_view category;
  UnitKind kind;
};

constexpr UnitKind kRoom{"room", true, true};
constexpr UnitKind kWall{"wall", false, false};
constexpr UnitKind kClosed{"closed", false, false};

constexpr Row kUnits[] = {
    {"auditorium", kRoom},
    {"brick", kWall},
    {"classroom", kRoom},
    {"column", kWall},
    {"concrete", kWall},
    {"conferenceroom", kRoom},
    {"drywall", kWall},
    {"elevator", {"lift", true, false}},
    {"escalator", {"escalator", true, false}},
    {"exhibit", kRoom},
    {"fieldofplay", {"closed", false, true}},
    {"firstaid", kRoom},
    {"fitnessroom", kRoom},
    {"foodservice", kRoom},
    {"footbridge", {"corridor", true, true}},
    {"glass", kWall},
    {"huddleroom", kRoom},
    {"kitchen", kRoom},
    {"laboratory", kRoom},
    {"library", kRoom},
    {"lobby", {"lobby", true, true}},
    {"lounge", {"lobby", true, true}},
    {"mailroom", kRoom},
    {"mothersroom", kRoom},
    {"movietheater", kRoom},
    {"movingwalkway", {"moving-walk", true, false}},
    {"nonpublic", kClosed},
    {"office", kRoom},
    {"opentobelow", {"void", false, false}},
    {"parking", {"parking", true, true}},
    {"phoneroom", kRoom},
    {"platform", {"corridor", true, true}},
    {"privatelounge", kRoom},
    {"ramp", {"ramp", true, false}},
    {"recreation", kRoom},
    {"restroom", {"toilets", true, false}},
    {"road", {"road", false, false}},
    {"room", kRoom},
    {"serverroom", kClosed},
    {"shower", {"toilets", true, false}},
    {"smokingarea", kRoom},
    {"stairs", {"stairs", true, false}},
    {"steps", {"steps", true, false}},
    {"storage", kClosed},
    {"structure", kWall},
    {"terrace", {"outdoor", true, true}},
    {"theater", kRoom},
    {"unenclosedarea", {"lobby", true, true}},
    {"unspecified", kRoom},
    {"vegetation", {"void", false, false}},
    {"waitingroom", kRoom},
    {"walkway", {"corridor", true, true}},
    {"wood", kWall},
};

struct AmenityRow {
  std::string_view category;
  const char* kind;
};

constexpr AmenityRow kAmenities[] = {{"restroom", "toilets"},
                                     {"toilet", "toilets"},
                                     {"information", "information"},
                                     {"boxoffice", "tickets"},
                                     {"ticket", "tickets"},
                                     {"drinkingfountain", "water"},
                                     {"drinkingwater", "water"},
                                     {"firstaid", "first-aid"},
                                     {"coatcheck", "cloakroom"},
                                     {"cloakroom", "cloakroom"},
                                     {"entry", "entrance"},
                                     {"meditation", "quiet-room"},
                                     {"quietroom", "quiet-room"},
                                     {"prayerroom", "quiet-room"},
                                     {"cafe", "cafe"},
                                     {"coffee", "cafe"},
                                     {"foodservice", "cafe"},
                                     {"defibrillator", "defibrillator"},
                                     {"babychanging", "baby-changing"},
                                     {"mothersroom", "baby-changing"},
                                     {"elevator", "lift"}};

std::string_view stem(std::string_view category) { return category.substr(0, category.find('.')); }

}  // namespace

std::optional<UnitKind> unit_kind(std::string_view category) {
  const auto fits = [&](const Row& row) { return row.category == stem(category); };
  const auto row = std::find_if(std::begin(kUnits), std::end(kUnits), fits);
  if (row == std::end(kUnits)) return std::nullopt;
  return row->kind;
}

std::string amenity_kind(std::string_view category, bool wheelchair) {
  const auto fits = [&](const AmenityRow& row) { return row.category == stem(category); };
  const auto row = std::find_if(std::begin(kAmenities), std::end(kAmenities), fits);
  std::string kind = row == std::end(kAmenities) ? std::string{stem(category)} : row->kind;
  const bool accessible = wheelchair || category.find(".wheelchair") != std::string_view::npos;
  return kind == "toilets" && accessible ? "accessible-toilet" : kind;
}

std::optional<ConnectorKind> connector_kind(std::string_view category) {
  const std::string_view word = stem(category);
  if (word == "elevator") return ConnectorKind::Lift;
  if (word == "stairs") return ConnectorKind::Stairs;
  if (word == "steps") return ConnectorKind::Steps;
  if (word == "escalator") return ConnectorKind::Escalator;
  if (word == "ramp") return ConnectorKind::Ramp;
  if (word == "movingwalkway") return ConnectorKind::MovingWalk;
  return std::nullopt;
}

const char* space_kind_of(ConnectorKind kind) {
  switch (kind) {
    case ConnectorKind::Stairs: return "stairs";
    case ConnectorKind::Steps: return "steps";
    case ConnectorKind::Ramp: return "ramp";
    case ConnectorKind::Escalator: return "escalator";
    case ConnectorKind::Lift:
    case ConnectorKind::PlatformLift: return "lift";
    case ConnectorKind::MovingWalk: return "moving-walk";
  }
  return "room";
}

}  // namespace skylt::indoor
