#include "content-server/store/difference.hpp"

#include <algorithm>

namespace skylt {
namespace {

bool has_id(const Json& entry) { return entry.is_object() && entry.contains("id"); }
bool is_keyed(const Json& list) { return list.is_array() && std::all_of(list.begin(), list.end(), has_id); }

const Json* find_entry(const Json& list, const Json& id) {
  const auto found = std::find_if(list.begin(), list.end(), [&](const Json& entry) { return entry["id"] == id; });
  return found == list.end() ? nullptr : &*found;
}

/// The entries of `list` that `other` lacks or has otherwise.
Json entries_that_differ(const Json& list, const Json& other) {
  Json result = Json::array();
  for (const auto& entry : list) {
    const auto* partner = find_entry(other, entry["id"]);
    if (!partner || *partner != entry) result.push_back(entry);
  }
  return result;
}

Json list_taken_back(Json list, const Json& before, const Json& after) {
  for (const auto& entry : before) {
    const auto at = std::find_if(list.begin(), list.end(), [&](const Json& now) { return now["id"] == entry["id"]; });
    if (at != list.end()) {
      *at = entry;
    } else {
      list.push_back(entry);
    }
  }
  Json result = Json::array();
  for (auto& entry : list)
    if (find_entry(before, entry["id"]) || !find_entry(after, entry["id"])) result.push_back(std::move(entry));
  return result;
}

}  // namespace

Difference difference_of(const Json& before, const Json& after) {
  Difference difference;
  const auto note = [&](const std::string& key) {
    const Json was = before.value(key, Json{}), is = after.value(key, Json{});
    if (was == is || difference.before.contains(key) || difference.after.contains(key)) return;
    const bool keyed = is_keyed(was) && is_keyed(is);
    if (!was.is_null()) difference.before[key] = keyed ? entries_that_differ(was, is) : was;
    if (!is.is_null()) difference.after[key] = keyed ? entries_that_differ(is, was) : is;
  };
  for (const auto& [key, value] : before.items()) note(key);
  for (const auto& [key, value] : after.items()) note(key);
  return difference;
}

Json taken_back(Json document, const Difference& difference) {
  const Json none = Json::array();
  for (const auto* side : {&difference.before, &difference.after}) {
    for (const auto& [key, value] : side->items()) {
      const Json was = difference.before.value(key, Json{}), made = difference.after.value(key, Json{});
      if (was.is_null()) {
        document.erase(key);
      } else if (is_keyed(was) && is_keyed(made) && is_keyed(document.value(key, none))) {
        document[key] = list_taken_back(document[key], was, made);
      } else {
        document[key] = was;
      }
    }
  }
  return document;
}

}  // namespace skylt
