#include "core/venue/rooms.hpp"

#include <unicode/unistr.h>

#include <algorithm>

namespace skylt {
namespace {

bool is_called(const Room& room, const std::string& folded, std::string_view source) {
  for (const auto* text : {&room.name, &room.short_name}) {
    for (const auto& [language, name] : text->by_language())
      if (fold_room_name(name) == folded) return true;
  }
  return std::any_of(room.aliases.begin(), room.aliases.end(), [&](const RoomAlias& alias) {
    return (alias.source.empty() || alias.source == source) && fold_room_name(alias.text) == folded;
  });
}

}  // namespace

std::string fold_room_name(std::string_view name) {
  std::string folded;
  icu::UnicodeString::fromUTF8(icu::StringPiece{name.data(), static_cast<int32_t>(name.size())})
      .foldCase()
      .toUTF8String(folded);
  return clean_text(folded);
}

std::optional<std::string> find_room(std::span<const Venue> venues, std::string_view venue, std::string_view name,
                                     std::string_view source) {
  const auto folded = fold_room_name(name);
  if (folded.empty()) return std::nullopt;
  std::optional<std::string> found;
  for (const auto& candidate : venues) {
    if (!venue.empty() && candidate.id != venue) continue;
    for (const auto& room : candidate.rooms) {
      if (!is_called(room, folded, source)) continue;
      if (found) return std::nullopt;
      found = room.id;
    }
  }
  return found;
}

}  // namespace skylt
