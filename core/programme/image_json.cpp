#include "core/base/base64.hpp"
#include "core/programme/event.hpp"
#include "core/programme/json_parts.hpp"

namespace skylt {
namespace {

constexpr std::size_t kLargestImage = 8u << 20;

/// The media type that the bytes themselves say; empty for anything that screens do not show.
std::string type_of(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return "image/png";
  if (bytes.starts_with("\xff\xd8\xff")) return "image/jpeg";
  if (bytes.size() > 12 && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP") return "image/webp";
  return {};
}

}  // namespace

Json to_json(const Image& image) { return Json{{"id", image.id}, {"data", base64_of(*image.bytes)}}; }

Image read_image(JsonReader& reader) {
  Image image;
  image.id = parts::read_id(reader);
  auto bytes = from_base64(reader.string("data"));
  if (!bytes) {
    reader.fault("data", "must be base64");
    bytes.emplace();
  } else if (!bytes->empty()) {
    image.type = type_of(*bytes);
    if (image.type.empty()) reader.fault("data", "must be a PNG, JPEG or WebP picture");
    if (bytes->size() > kLargestImage) reader.fault("data", "is larger than 8 MiB");
  }
  image.bytes = std::make_shared<const std::string>(std::move(*bytes));
  reader.reject_unknown();
  return image;
}

}  // namespace skylt
