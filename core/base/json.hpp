#pragma once
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.hpp"

// Compiled once, in json.cpp, rather than by every file that reads JSON.
extern template class nlohmann::basic_json<nlohmann::ordered_map>;

namespace skylt {

using Json = nlohmann::ordered_json;

/// One thing wrong in a document: where (RFC 6901 JSON pointer) and why.
struct Fault {
  std::string pointer;
  std::string reason;
  bool operator==(const Fault&) const = default;
};
using Faults = std::vector<Fault>;

struct JsonLimits {
  std::size_t max_depth = 64;
  std::size_t max_bytes = 64u << 20;
};

/// Parses UTF-8 JSON, keys in document order. Throws Error(invalid) naming `document` and the byte where it stopped.
/// Depth is bounded while parsing; a repeated key keeps its last value.
Json parse_json(std::string_view bytes, const std::string& document, JsonLimits limits = {});

/// Compact JSON text; invalid UTF-8 is replaced, never thrown on. The same value gives the same bytes.
std::string dump_json(const Json& value, int indent = -1);

/// A key as it stands in a pointer (RFC 6901 §3).
std::string pointer_token(std::string_view key);

/// Reads one JSON object field by field. A missing, mistyped or unknown key becomes a Fault with its pointer and the
/// getter returns its fallback, so one pass reports every fault. Call reject_unknown() when all known keys were read.
class JsonReader {
 public:
  JsonReader(const Json& value, Faults& faults, std::string pointer = "");

  const std::string& pointer() const { return pointer_; }
  const Json& value() const { return *value_; }
  bool has(const char* key) const;

  std::string string(const char* key);  ///< required, may not be empty
  std::string optional_string(const char* key, std::string fallback = {});
  double number(const char* key);
  std::optional<double> optional_number(const char* key);
  std::optional<int> optional_integer(const char* key);
  bool boolean(const char* key, bool fallback);
  std::optional<bool> optional_boolean(const char* key);
  UtcTime instant(const char* key);
  std::optional<UtcTime> optional_instant(const char* key);
  std::vector<std::string> strings(const char* key);  ///< absent: empty

  /// Calls `read` for the object under `key`; absent or null: not called. Anything but an object is a fault.
  void object(const char* key, const std::function<void(JsonReader&)>& read);
  /// Calls `read` for each element of the array under `key`, which must be objects; absent: not called.
  void each(const char* key, const std::function<void(JsonReader&)>& read);
  /// The raw value under `key`, or nullptr; marks the key as known.
  const Json* raw(const char* key);
  /// One of `names`; returns its index. Absent: `fallback`; anything else: a fault that lists them.
  std::size_t one_of(const char* key, const std::vector<std::string_view>& names, std::size_t fallback);

  void fault(const std::string& key, std::string reason);
  /// All faults of the document so far: their number before and after a record says whether it is whole.
  Faults& faults() { return *faults_; }
  void reject_unknown();

 private:
  const Json* find(const char* key);

  const Json* value_;
  Faults* faults_;
  std::string pointer_;
  std::vector<const Json*> known_;  ///< values that were asked for
};

/// One line: "layout.json: /variants/landscape: unknown key 'regoins' (and 2 more)".
std::string describe(const std::string& document, const Faults& faults);

/// Throws Error(invalid) with describe() when there are any.
void throw_on(const std::string& document, const Faults& faults);

}  // namespace skylt
