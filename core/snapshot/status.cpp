#include "core/base/error.hpp"
#include "core/snapshot/snapshot.hpp"

namespace skylt {
namespace {

constexpr std::size_t kMaxStatus =
    std::size_t{16} * 1024;  // R-60 keeps it below 2 KiB; many failure codes may exceed that
constexpr std::size_t kMaxFailures = 100;
constexpr std::size_t kMaxText = 100;

std::int64_t read_integer(JsonReader& reader, const char* key, std::int64_t lowest) {
  const Json* value = reader.raw(key);
  if (!value) return 0;
  if (value->is_number_integer() && *value >= lowest && *value <= std::int64_t{1} << 53)
    return value->get<std::int64_t>();
  reader.fault(key, "must be a whole number");
  return 0;
}

std::string read_short(JsonReader& reader, const char* key) {
  auto text = reader.optional_string(key);
  if (text.size() > kMaxText) reader.fault(key, "is longer than 100 bytes");
  return text;
}

Json drawn_json(const PlayerStatus::Drawn& drawn) {
  Json json{{"at", format_instant(drawn.at)}, {"rotation", format_instant(drawn.rotation)}, {"trusted", drawn.trusted}};
  if (drawn.fetched) json["fetched"] = format_instant(*drawn.fetched);
  json["size"] = {drawn.size.width, drawn.size.height};
  return json;
}

PlayerStatus::Drawn read_drawn(JsonReader& reader) {
  PlayerStatus::Drawn drawn;
  drawn.at = reader.instant("at");
  drawn.rotation = reader.instant("rotation");
  drawn.trusted = reader.boolean("trusted", true);
  drawn.fetched = reader.optional_instant("fetched");
  const Json* size = reader.raw("size");
  const auto is_side = [](const Json& side) { return side.is_number_integer() && side > 0 && side <= 32768; };
  if (size && size->is_array() && size->size() == 2 && is_side((*size)[0]) && is_side((*size)[1])) {
    drawn.size = {(*size)[0].get<int>(), (*size)[1].get<int>()};
  } else {
    reader.fault("size", "must be two whole numbers");
  }
  reader.reject_unknown();
  return drawn;
}

}  // namespace

Json to_json(const PlayerStatus& status) {
  Json failures = Json::array();
  for (const auto& [code, count] : status.failures) failures.push_back(Json{{"code", code}, {"count", count}});
  Json json{{"version", status.version},
            {"revision", status.revision},
            {"shown_revision", status.shown_revision},
            {"scene_sha256", status.scene_sha256},
            {"frame", status.frame},
            {"clock", Json{{"trusted", status.clock_trusted}, {"offset_ms", status.clock_offset_ms}}},
            {"uptime_s", status.uptime_s},
            {"disk_free", status.disk_free},
            {"failures", std::move(failures)}};
  if (status.drawn) json["drawn"] = drawn_json(*status.drawn);
  return json;
}

PlayerStatus parse_status(std::string_view json_text) {
  const Json document = parse_json(json_text, "status", {.max_depth = 8, .max_bytes = kMaxStatus});
  Faults faults;
  JsonReader reader{document, faults};
  PlayerStatus status;
  status.version = read_short(reader, "version");
  status.revision = read_integer(reader, "revision", 0);
  status.shown_revision = read_integer(reader, "shown_revision", 0);
  status.scene_sha256 = read_short(reader, "scene_sha256");
  status.frame = static_cast<std::uint64_t>(read_integer(reader, "frame", 0));
  reader.object("clock", [&](JsonReader& clock) {
    status.clock_trusted = clock.boolean("trusted", false);
    status.clock_offset_ms = read_integer(clock, "offset_ms", -(std::int64_t{1} << 53));
    clock.reject_unknown();
  });
  status.uptime_s = read_integer(reader, "uptime_s", 0);
  status.disk_free = static_cast<std::uint64_t>(read_integer(reader, "disk_free", 0));
  reader.each("failures", [&](JsonReader& item) {
    const auto code = read_short(item, "code");
    status.failures.emplace_back(code, static_cast<std::uint64_t>(read_integer(item, "count", 0)));
    item.reject_unknown();
  });
  reader.object("drawn", [&](JsonReader& drawn) { status.drawn = read_drawn(drawn); });
  if (status.failures.size() > kMaxFailures) reader.fault("failures", "has more than 100 entries");
  reader.reject_unknown();
  throw_on("status", faults);
  return status;
}

}  // namespace skylt
