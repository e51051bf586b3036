#pragma once
// Shared by the readers and writers of event files; not for other folders.
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.hpp"
#include "core/language/text.hpp"

namespace skylt::parts {

/// "4", not "4.0", where the number is whole.
Json number(double value);

/// Writers that leave out what is empty.
void put(Json& object, const char* key, const std::string& value);
void put(Json& object, const char* key, const Text& value);
void put(Json& object, const char* key, const std::vector<std::string>& value);
void put(Json& object, const char* key, const std::optional<UtcTime>& value);
void put(Json& object, const char* key, const std::optional<double>& value);
void put(Json& object, const char* key, const std::optional<int>& value);
void put(Json& object, const char* key, const std::optional<bool>& value);
void put_if(Json& object, const char* key, bool value);  ///< only when true

Json strings(const std::vector<std::string>& values);

/// Required, at most 128 bytes of letters, digits, '-', '_', '.' and ':' (any letter outside ASCII counts).
std::string read_id(JsonReader& reader, const char* key = "id");

/// Optional, cleaned with clean_text().
std::string read_clean(JsonReader& reader, const char* key);

/// As read_text(), with line feeds kept.
Text read_lines(JsonReader& parent, const char* key);

/// A whole day "2026-05-04"; empty when absent.
std::string read_day(JsonReader& reader, const char* key);

template <typename Enum, std::size_t N>
Enum read_enum(JsonReader& reader, const char* key, const std::array<std::string_view, N>& names, Enum fallback) {
  return static_cast<Enum>(reader.one_of(key, {names.begin(), names.end()}, static_cast<std::size_t>(fallback)));
}

template <typename Enum, std::size_t N>
std::string name_in(const std::array<std::string_view, N>& names, Enum value) {
  return std::string{names.at(static_cast<std::size_t>(value))};
}

}  // namespace skylt::parts
