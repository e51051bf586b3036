#include "core/base/json.hpp"

#include <algorithm>

#include "core/base/error.hpp"

template class nlohmann::basic_json<nlohmann::ordered_map>;

namespace skylt {
namespace {

/// How many objects and lists stand in one another at the deepest place; before parsing, which needs memory for each.
std::size_t depth_of(std::string_view bytes) {
  const std::size_t first = bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos || (bytes[first] != '{' && bytes[first] != '[')) return 0;  // no JSON of ours
  std::size_t open = 0;
  std::size_t deepest = 0;
  for (std::size_t i = 0; (i = bytes.find_first_of("\"[]{}", i)) != std::string_view::npos; ++i) {
    switch (bytes[i]) {
      case '[':
      case '{': deepest = std::max(deepest, ++open); break;
      case ']':
      case '}': open -= open > 0 ? 1 : 0; break;
      default:  // a text: to the quotation mark that no backslash stands before
        while (++i < bytes.size() && bytes[i] != '"') i += bytes[i] == '\\' ? 1 : 0;
    }
  }
  return deepest;
}

}  // namespace

std::string pointer_token(std::string_view key) {
  std::string out;
  for (const char c : key) {
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out += c;
  }
  return out;
}

Json parse_json(std::string_view bytes, const std::string& document, JsonLimits limits) {
  if (bytes.size() > limits.max_bytes)
    throw Error{ErrorCode::Invalid, document + ": larger than " + std::to_string(limits.max_bytes) + " bytes"};
  if (depth_of(bytes) > limits.max_depth)
    throw Error{ErrorCode::Invalid, document + ": nested deeper than " + std::to_string(limits.max_depth) + " levels"};
  try {
    return Json::parse(bytes.begin(), bytes.end());
  } catch (const Json::exception& error) {  // parse errors, and numbers that no double holds
    const std::string what = error.what();
    const auto reason = what.find("] ");
    throw Error{ErrorCode::Invalid,
                document + ": not valid JSON: " + (reason == std::string::npos ? what : what.substr(reason + 2))};
  }
}

std::string dump_json(const Json& value, int indent) {
  return value.dump(indent, ' ', false, Json::error_handler_t::replace);
}

JsonReader::JsonReader(const Json& value, Faults& faults, std::string pointer)
    : value_{&value}, faults_{&faults}, pointer_{std::move(pointer)} {
  if (!value.is_object()) {
    static const Json kEmpty = Json::object();
    faults_->push_back({pointer_, "must be an object"});
    value_ = &kEmpty;
  }
}

bool JsonReader::has(const char* key) const { return value_->contains(key); }

const Json* JsonReader::find(const char* key) {
  const auto it = value_->find(key);
  if (it == value_->end()) return nullptr;
  known_.push_back(&*it);
  return it->is_null() ? nullptr : &*it;
}

void JsonReader::fault(const std::string& key, std::string reason) {
  faults_->push_back({key.empty() ? pointer_ : pointer_ + "/" + pointer_token(key), std::move(reason)});
}

std::string JsonReader::string(const char* key) {
  auto text = optional_string(key);
  if (text.empty() && (!find(key) || find(key)->is_string())) fault(key, "is missing or empty");
  return text;
}

std::string JsonReader::optional_string(const char* key, std::string fallback) {
  const Json* value = find(key);
  if (!value) return fallback;
  if (value->is_string()) return value->get<std::string>();
  fault(key, "must be a string");
  return fallback;
}

double JsonReader::number(const char* key) {
  if (!find(key)) fault(key, "is missing");
  return optional_number(key).value_or(0);
}

std::optional<double> JsonReader::optional_number(const char* key) {
  const Json* value = find(key);
  if (!value) return std::nullopt;
  if (value->is_number()) return value->get<double>();
  fault(key, "must be a number");
  return std::nullopt;
}

std::optional<int> JsonReader::optional_integer(const char* key) {
  const Json* value = find(key);
  if (!value) return std::nullopt;
  if (value->is_number_integer()) {
    const auto wide = value->get<std::int64_t>();
    if (wide >= -2'000'000'000 && wide <= 2'000'000'000) return static_cast<int>(wide);
  }
  fault(key, "must be a whole number");
  return std::nullopt;
}

bool JsonReader::boolean(const char* key, bool fallback) { return optional_boolean(key).value_or(fallback); }

std::optional<bool> JsonReader::optional_boolean(const char* key) {
  const Json* value = find(key);
  if (!value) return std::nullopt;
  if (value->is_boolean()) return value->get<bool>();
  fault(key, "must be true or false");
  return std::nullopt;
}

UtcTime JsonReader::instant(const char* key) {
  if (!find(key)) fault(key, "is missing");
  return optional_instant(key).value_or(UtcTime{});
}

std::optional<UtcTime> JsonReader::optional_instant(const char* key) {
  const Json* value = find(key);
  if (!value) return std::nullopt;
  const auto instant = value->is_string() ? parse_instant(value->get_ref<const std::string&>()) : std::nullopt;
  if (!instant) fault(key, "must be an RFC 3339 instant such as 2026-05-05T10:00:00+02:00");
  return instant;
}

std::vector<std::string> JsonReader::strings(const char* key) {
  std::vector<std::string> out;
  const Json* value = find(key);
  if (!value) return out;
  if (!value->is_array() ||
      !std::all_of(value->begin(), value->end(), [](const Json& item) { return item.is_string(); })) {
    fault(key, "must be a list of strings");
    return out;
  }
  for (const auto& item : *value) out.push_back(item.get<std::string>());
  return out;
}

void JsonReader::object(const char* key, const std::function<void(JsonReader&)>& read) {
  const Json* value = find(key);
  if (!value) return;
  JsonReader inner{*value, *faults_, pointer_ + "/" + pointer_token(key)};
  if (value->is_object()) read(inner);
}

void JsonReader::each(const char* key, const std::function<void(JsonReader&)>& read) {
  const Json* value = find(key);
  if (!value) return;
  if (!value->is_array()) return fault(key, "must be a list");
  std::size_t index = 0;
  for (const auto& item : *value) {
    JsonReader inner{item, *faults_, pointer_ + "/" + pointer_token(key) + "/" + std::to_string(index++)};
    if (item.is_object()) read(inner);
  }
}

const Json* JsonReader::raw(const char* key) { return find(key); }

std::size_t JsonReader::one_of(const char* key, const std::vector<std::string_view>& names, std::size_t fallback) {
  const Json* value = find(key);
  if (!value) return fallback;
  std::string choices;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (value->is_string() && value->get_ref<const std::string&>() == names[i]) return i;
    choices += (i == 0 ? "" : ", ") + std::string{names[i]};
  }
  fault(key, "must be one of " + choices);
  return fallback;
}

void JsonReader::reject_unknown() {
  for (const auto& [key, value] : value_->items())
    if (std::find(known_.begin(), known_.end(), &value) == known_.end()) fault(key, "unknown key '" + key + "'");
}

std::string describe(const std::string& document, const Faults& faults) {
  if (faults.empty()) return document + ": no faults";
  std::string text = document + ": " + (faults[0].pointer.empty() ? "" : faults[0].pointer + ": ") + faults[0].reason;
  if (faults.size() > 1) text += " (and " + std::to_string(faults.size() - 1) + " more)";
  return text;
}

void throw_on(const std::string& document, const Faults& faults) {
  if (!faults.empty()) throw Error{ErrorCode::Invalid, describe(document, faults)};
}

}  // namespace skylt
