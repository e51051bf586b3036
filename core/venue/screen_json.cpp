#include <algorithm>
#include <array>
#include <cmath>

#include "core/programme/event.hpp"
#include "core/venue/venue_parts.hpp"

namespace skylt {
namespace {

using parts::number;
using parts::put;

constexpr std::array<std::string_view, 2> kModes{"light", "dark"};
constexpr std::array<std::string_view, 3> kLanguageDisplays{"one", "in-turn", "side-by-side"};
constexpr int kLargestSide = 32768;

SizePx read_size(JsonReader& reader) {
  constexpr const char* kExpected = "must be [width, height] in whole pixels up to 32768";
  const auto pair = parts::read_pair(reader, "size", kExpected);
  if (!pair) return {};
  for (const double side : *pair) {
    if (side >= 1 && side <= kLargestSide && side == static_cast<int>(side)) continue;
    reader.fault("size", kExpected);
    return {};
  }
  return {static_cast<int>((*pair)[0]), static_cast<int>((*pair)[1])};
}

Json to_json(const SurveyedDirection& direction) {
  Json json{{"destination", direction.destination}, {"bearing", number(direction.bearing)}};
  put(json, "step_free", direction.step_free);
  put(json, "minutes", direction.minutes);
  put(json, "by", direction.by);
  put(json, "on", direction.on);
  return json;
}

SurveyedDirection read_surveyed(JsonReader& reader) {
  SurveyedDirection direction;
  direction.destination = reader.string("destination");
  direction.bearing = reader.number("bearing");
  if (!(direction.bearing >= 0 && direction.bearing <= 315) || std::fmod(direction.bearing, 45) != 0)
    reader.fault("bearing", "must be one of 0, 45, 90, 135, 180, 225, 270, 315: degrees clockwise from straight ahead");
  direction.step_free = reader.optional_boolean("step_free");
  direction.minutes = parts::read_optional_measure(reader, "minutes");
  direction.by = parts::read_clean(reader, "by");
  direction.on = parts::read_day(reader, "on");
  reader.reject_unknown();
  return direction;
}

Json to_json(const ConfirmedPose& pose) {
  Json json = Json::object();
  put(json, "node", pose.node);
  if (pose.at) json["at"] = parts::to_json(*pose.at);
  put(json, "level", pose.level);
  json["heading"] = pose.heading ? number(*pose.heading) : Json(nullptr);
  put(json, "by", pose.by);
  put(json, "on", pose.on);
  return json;
}

std::optional<double> read_heading(JsonReader& reader) {
  const auto heading = reader.optional_number("heading");
  if (heading && !(*heading >= 0 && *heading <= 360)) reader.fault("heading", "must be degrees from 0 to 360, or null");
  return heading;
}

ConfirmedPose read_confirmed(JsonReader& reader) {
  ConfirmedPose pose;
  pose.node = reader.optional_string("node");
  pose.at = parts::read_point(reader, "at");
  pose.level = reader.optional_string("level");
  pose.heading = read_heading(reader);
  pose.by = parts::read_clean(reader, "by");
  pose.on = parts::read_day(reader, "on");
  reader.reject_unknown();
  return pose;
}

}  // namespace

Json to_json(const Screen& screen) {
  Json json = Json::object();
  json["id"] = screen.id;
  put(json, "name", screen.name);
  put(json, "venue", screen.venue);
  put(json, "node", screen.node);
  if (screen.at) json["at"] = parts::to_json(*screen.at);
  put(json, "level", screen.level);
  json["heading"] = screen.heading ? number(*screen.heading) : Json(nullptr);
  if (screen.confirmed) json["pose_confirmed"] = to_json(*screen.confirmed);
  if (!screen.surveyed.empty()) {
    json["surveyed"] = Json::array();
    for (const auto& direction : screen.surveyed) json["surveyed"].push_back(to_json(direction));
  }
  if (screen.size != SizePx{}) json["size"] = Json::array({screen.size.width, screen.size.height});
  if (screen.diagonal_inch != 0) json["diagonal_inch"] = number(screen.diagonal_inch);
  if (screen.distance_mm != 0) json["distance_mm"] = number(screen.distance_mm);
  if (screen.lower_edge_mm != 0) json["lower_edge_mm"] = number(screen.lower_edge_mm);
  put(json, "layout", screen.layout);
  put(json, "rooms", screen.rooms);
  put(json, "languages", screen.languages);
  if (screen.language_display != LanguageDisplay::One)
    json["language_display"] = parts::name_in(kLanguageDisplays, screen.language_display);
  put(json, "tags", screen.tags);
  json["mode"] = parts::name_in(kModes, screen.mode);
  if (screen.reduced_motion) json["reduced_motion"] = true;
  if (screen.passage) json["passage"] = true;
  return json;
}

Screen read_screen(JsonReader& reader) {
  Screen screen;
  screen.id = parts::read_id(reader);
  screen.name = parts::read_clean(reader, "name");
  screen.venue = reader.optional_string("venue");
  screen.node = reader.optional_string("node");
  screen.at = parts::read_point(reader, "at");
  screen.level = reader.optional_string("level");
  screen.heading = read_heading(reader);
  reader.object("pose_confirmed", [&](JsonReader& pose) { screen.confirmed = read_confirmed(pose); });
  reader.each("surveyed", [&](JsonReader& item) {
    const auto before = item.faults().size();
    auto direction = read_surveyed(item);
    if (item.faults().size() == before) screen.surveyed.push_back(std::move(direction));
  });
  screen.size = read_size(reader);
  screen.diagonal_inch = parts::read_optional_measure(reader, "diagonal_inch").value_or(0);
  screen.distance_mm = parts::read_optional_measure(reader, "distance_mm").value_or(0);
  screen.lower_edge_mm = parts::read_optional_measure(reader, "lower_edge_mm").value_or(0);
  screen.layout = reader.optional_string("layout");
  screen.rooms = reader.strings("rooms");
  for (const auto& tag : reader.strings("languages")) {
    const auto language = canonical_language(tag);
    if (!language) reader.fault("languages", "'" + tag + "' is not a language tag such as sv, en-GB or zh-Hans");
    if (language) screen.languages.push_back(*language);
  }
  screen.language_display = parts::read_enum(reader, "language_display", kLanguageDisplays, screen.language_display);
  screen.tags = reader.strings("tags");
  screen.mode = parts::read_enum(reader, "mode", kModes, screen.mode);
  screen.reduced_motion = reader.boolean("reduced_motion", false);
  screen.passage = reader.boolean("passage", false);
  reader.reject_unknown();
  return screen;
}

}  // namespace skylt
