#include "core/layout/session_filter.hpp"

#include <algorithm>

namespace skylt {
namespace {

bool holds(const std::vector<std::string>& list, const std::string& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

}  // namespace

bool option_flag(const Region& region, const char* key, bool fallback) {
  const auto it = region.options.find(key);
  return it != region.options.end() && it->is_boolean() ? it->get<bool>() : fallback;
}

std::string option_string(const Region& region, const char* key, std::string fallback) {
  const auto it = region.options.find(key);
  return it != region.options.end() && it->is_string() ? it->get<std::string>() : fallback;
}

std::vector<std::string> option_strings(const Region& region, const char* key) {
  std::vector<std::string> out;
  const auto it = region.options.find(key);
  if (it == region.options.end() || !it->is_array()) return out;
  for (const auto& item : *it)
    if (item.is_string()) out.push_back(item.get<std::string>());
  return out;
}

Text option_text(const Region& region, const char* key) {
  Text text;
  const auto it = region.options.find(key);
  if (it == region.options.end() || !it->is_object()) return text;
  for (const auto& [tag, value] : it->items())
    if (value.is_string())
      text.set(canonical_language(tag).value_or("und"), clean_text(value.get_ref<const std::string&>(), 600, true));
  return text;
}

SessionFilter::SessionFilter(const Screen& screen, const Region& region)
    : rooms_{option_strings(region, "rooms")},
      tracks_{option_strings(region, "tracks")},
      audience_{option_strings(region, "audience")},
      follow_in_{canonical_language(option_string(region, "follow-in", "")).value_or("")} {
  venues_ = option_strings(region, "venues");
  const bool own = option_string(region, "venues", "own") == "own";
  if (venues_.empty() && own && !screen.venue.empty() && !region.options.contains("rooms"))
    venues_.push_back(screen.venue);
  all_venues_ = venues_.empty();
}

bool SessionFilter::passes_venue(const std::string& venue) const { return all_venues_ || holds(venues_, venue); }

bool SessionFilter::passes_place(const std::string& venue, const std::optional<std::string>& room) const {
  return passes_venue(venue) && (rooms_.empty() || (room && holds(rooms_, *room)));
}

bool SessionFilter::passes(const EffectiveSession& item) const {
  const Session& session = item.session;
  const auto id_of = [](const std::optional<RoomRef>& room) { return room ? room->id : std::optional<std::string>{}; };
  const bool here = passes_place(session.venue, id_of(session.room)) ||
                    (item.moved() && passes_place(item.original_venue, id_of(item.original_room)));
  const bool in_track = tracks_.empty() || holds(tracks_, session.track);
  const bool for_them = audience_.empty() || std::any_of(session.audience.begin(), session.audience.end(),
                                                         [&](const std::string& one) { return holds(audience_, one); });
  return here && in_track && for_them && (follow_in_.empty() || can_follow(session, follow_in_));
}

bool can_follow(const Session& session, const std::string& language) {
  const auto spoken = [](const std::string& tag) { return tag.substr(0, tag.find('-')); };
  const auto serves = [&](const std::string& tag) { return spoken(tag) == spoken(language); };
  return std::any_of(session.languages.begin(), session.languages.end(), serves) ||
         std::any_of(session.interpreted.begin(), session.interpreted.end(), serves);
}

}  // namespace skylt
