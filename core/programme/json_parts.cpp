#include "core/programme/json_parts.hpp"

#include <cmath>

#include "core/base/ascii.hpp"

namespace skylt::parts {
namespace {

Text read_languages(JsonReader& parent, const char* key, bool keep_lines) {
  Text text;
  const Json* value = parent.raw(key);
  if (value && !value->is_object()) {
    parent.fault(key, R"(must be an object of language to text, such as {"sv": "Välkommen"})");
    return text;
  }
  parent.object(key, [&](JsonReader& by_language) {
    for (const auto& [tag, words] : by_language.value().items()) {
      const auto language = canonical_language(tag);
      if (!language) {
        by_language.fault(tag, "'" + tag + "' is not a language tag such as sv, en-GB or zh-Hans");
      } else if (!words.is_string()) {
        by_language.fault(tag, "must be a string");
      } else if (text.by_language().contains(*language)) {
        by_language.fault(tag, "says the same language twice: '" + *language + "'");
      } else if (auto clean = clean_text(words.get_ref<const std::string&>(), 0, keep_lines); !clean.empty()) {
        text.set(*language, clean);
      }
    }
  });
  return text;
}

bool fits_id(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return is_alnum(c) || c == '-' || c == '_' || c == '.' || c == ':' || byte >= 0x80;
}

}  // namespace

Json number(double value) {
  const double whole = std::round(value);
  if (whole == value && std::abs(value) < 1e15) return static_cast<std::int64_t>(whole);
  return value;
}

void put(Json& object, const char* key, const std::string& value) {
  if (!value.empty()) object[key] = value;
}

void put(Json& object, const char* key, const Text& value) {
  if (value.empty()) return;
  Json text = Json::object();
  for (const auto& [language, words] : value.by_language()) text[language] = words;
  object[key] = std::move(text);
}

void put(Json& object, const char* key, const std::vector<std::string>& value) {
  if (!value.empty()) object[key] = strings(value);
}

void put(Json& object, const char* key, const std::optional<UtcTime>& value) {
  if (value) object[key] = format_instant(*value);
}

void put(Json& object, const char* key, const std::optional<double>& value) {
  if (value) object[key] = number(*value);
}

void put(Json& object, const char* key, const std::optional<int>& value) {
  if (value) object[key] = *value;
}

void put(Json& object, const char* key, const std::optional<bool>& value) {
  if (value) object[key] = *value;
}

void put_if(Json& object, const char* key, bool value) {
  if (value) object[key] = true;
}

Json strings(const std::vector<std::string>& values) {
  Json list = Json::array();
  for (const auto& value : values) list.push_back(value);
  return list;
}

std::string read_id(JsonReader& reader, const char* key) {
  auto id = reader.string(key);
  if (id.size() > 128) reader.fault(key, "is longer than 128 bytes");
  for (const char c : id) {
    if (fits_id(c)) continue;
    reader.fault(key, "may hold letters, digits, '-', '_', '.' and ':' only, not '" + std::string{c} + "'");
    break;
  }
  return id;
}

std::string read_clean(JsonReader& reader, const char* key) { return clean_text(reader.optional_string(key)); }

Text read_lines(JsonReader& parent, const char* key) { return read_languages(parent, key, true); }

std::string read_day(JsonReader& reader, const char* key) {
  auto day = reader.optional_string(key);
  if (day.empty() || parse_day(day)) return day;
  reader.fault(key, "must be a day such as 2026-05-04");
  return {};
}

}  // namespace skylt::parts

namespace skylt {

Text read_text(JsonReader& parent, const char* key) { return parts::read_languages(parent, key, false); }

Json to_json(const Text& text) {
  Json object = Json::object();
  for (const auto& [language, words] : text.by_language()) object[language] = words;
  return object;
}

}  // namespace skylt
