#include "core/venue/venue_parts.hpp"

#include "core/venue/hours.hpp"

namespace skylt::parts {
namespace {

constexpr double kLargestMeasure = 1e7;

void fault_unknown(JsonReader& reader, const char* key, const std::string& what, const std::string& id) {
  reader.fault(key, "no " + what + " '" + id + "' in this venue");
}

}  // namespace

bool is_new(Ids& ids, JsonReader& reader, const std::string& id) {
  if (ids.insert(id).second) return true;
  reader.fault("id", "'" + id + "' is there twice");
  return false;
}

std::string read_reference(JsonReader& reader, const char* key, const Ids& ids, const std::string& what) {
  auto id = reader.optional_string(key);
  if (id.empty() || ids.contains(id)) return id;
  fault_unknown(reader, key, what, id);
  return {};
}

std::vector<std::string> read_references(JsonReader& reader, const char* key, const Ids& ids, const std::string& what) {
  std::vector<std::string> known;
  for (auto& id : reader.strings(key)) {
    if (ids.contains(id))
      known.push_back(std::move(id));
    else
      fault_unknown(reader, key, what, id);
  }
  return known;
}

std::optional<std::array<double, 2>> read_pair(JsonReader& reader, const char* key, const char* expected) {
  const Json* value = reader.raw(key);
  if (!value) return std::nullopt;
  if (value->is_array() && value->size() == 2 && (*value)[0].is_number() && (*value)[1].is_number())
    return std::array<double, 2>{(*value)[0].get<double>(), (*value)[1].get<double>()};
  reader.fault(key, expected);
  return std::nullopt;
}

std::optional<Point> read_point(JsonReader& reader, const char* key) {
  const auto pair = read_pair(reader, key, "must be [x, y] in metres");
  return pair ? std::optional{Point{(*pair)[0], (*pair)[1]}} : std::nullopt;
}

Json to_json(const Point& point) { return Json::array({number(point.x), number(point.y)}); }

std::optional<double> read_optional_measure(JsonReader& reader, const char* key) {
  const auto value = reader.optional_number(key);
  if (!value || (*value >= 0 && *value <= kLargestMeasure)) return value;
  reader.fault(key, "must lie between 0 and 10000000");
  return std::nullopt;
}

std::optional<int> read_optional_count(JsonReader& reader, const char* key) {
  const auto value = reader.optional_integer(key);
  if (!value || *value >= 0) return value;
  reader.fault(key, "must not be below 0");
  return std::nullopt;
}

std::vector<OpenHours> read_hours(JsonReader& reader) {
  const auto text = reader.optional_string("hours");
  if (text.empty()) return {};
  if (auto hours = parse_hours(text)) return *hours;
  reader.fault("hours", "must be weekdays and times such as Mo-Fr 09:00-17:00; Sa 10:00-14:00");
  return {};
}

void put_hours(Json& object, const std::vector<OpenHours>& hours) { put(object, "hours", format_hours(hours)); }

}  // namespace skylt::parts
