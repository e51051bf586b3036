#include "content-server/indoor/books.hpp"

#include <algorithm>
#include <cstdint>
#include <set>

#include "core/base/ascii.hpp"
#include "core/language/text.hpp"

namespace skylt::indoor {

std::string part_id(const std::string& prefix, const std::string& source_id) {
  constexpr std::size_t kLongest = 60;
  std::string id = prefix;
  for (const char c : source_id) {
    id += is_alnum(c) || c == '-' || c == '_' ? c : '-';
  }
  if (id.size() > kLongest || id.size() != prefix.size() + source_id.size()) {
    id.resize(std::min(id.size(), kLongest - 9));
    std::uint32_t hash = 2166136261u;  // FNV-1a: ids that were cut or mended stay apart
    for (const char c : source_id) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    id += "-" + std::to_string(hash % 100000000);
  }
  return id;
}

std::string slug_of(const std::string& name) {
  std::string slug;
  for (const char c : name) {
    if (is_alnum(c)) {
      slug += lower_ascii(c);
    } else if (!slug.empty() && slug.back() != '-') {
      slug += '-';
    }
  }
  slug.resize(std::min<std::size_t>(slug.size(), 40));
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug;
}

void name_rooms(Venue& venue) {
  std::set<std::string> taken;
  for (const Room& room : venue.rooms) taken.insert(room.id);
  for (Room& room : venue.rooms) {
    if (!room.id.empty()) continue;
    const auto& names = room.name.by_language();
    const auto english = names.find("en");
    std::string slug = english != names.end() ? slug_of(english->second) : std::string{};
    for (auto name = names.begin(); slug.empty() && name != names.end(); ++name) slug = slug_of(name->second);
    const std::string base = venue.id + "-" + (slug.empty() ? "room" : slug);
    room.id = base;
    for (int number = 2; !taken.insert(room.id).second; ++number) room.id = base + "-" + std::to_string(number);
  }
}

std::vector<std::string> names_in(const std::string& name) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at <= name.size();) {
    const std::size_t end = std::min(name.find(',', at), name.size());
    std::string part = clean_text(name.substr(at, end - at), 60);
    if (!part.empty() && std::find(names.begin(), names.end(), part) == names.end()) names.push_back(std::move(part));
    at = end + 1;
  }
  if (names.size() < 2 || names.size() > 20) names.clear();
  return names;
}

}  // namespace skylt::indoor
