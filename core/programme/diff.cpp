#include "core/programme/diff.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/base/ascii.hpp"
#include "core/programme/event.hpp"

namespace skylt {
namespace {

/// Appends a part so that no two lists of parts give the same key.
void append(std::string& key, std::string_view part) {
  key += std::to_string(part.size());
  key += ':';
  key += part;
}

std::string title_key(const Session& session) {
  std::string key;
  for (const auto& [language, words] : session.title.by_language()) {
    append(key, language);
    append(key, words);
  }
  return key;
}

/// The title whatever language a source, or its settings, now say that it is in.
std::string words_key(const Session& session) {
  std::string key;
  for (const auto& [language, words] : session.title.by_language()) append(key, words);
  return key;
}

/// The evening's end belongs to its day, as well as that can be told without knowing the zone.
std::string day_key(const Session& session) {
  constexpr std::chrono::hours kNight{3};
  return std::to_string(std::chrono::floor<std::chrono::days>(session.start - kNight).time_since_epoch().count());
}

/// The room as its source knows it: a renamed room with a guid stays the same (I9).
std::string room_key(const SourceRecord& record) {
  if (!record.room_guid.empty()) return "guid " + record.room_guid;
  const auto& room = record.session.room;
  if (!room) return "";
  return "name " + (room->name.empty() ? room->id.value_or("") : room->name);
}

enum Part : unsigned { kGuid = 1, kStart = 2, kRoom = 4, kTitle = 8, kWords = 16, kDay = 32 };

/// Empty when the record has no guid and the guid is asked for.
std::string key_of(const SourceRecord& record, unsigned parts) {
  std::string key;
  if ((parts & kGuid) != 0 && record.guid.empty()) return key;
  if ((parts & kGuid) != 0) append(key, record.guid);
  if ((parts & kStart) != 0) append(key, std::to_string(record.session.start.time_since_epoch().count()));
  if ((parts & kRoom) != 0) append(key, room_key(record));
  if ((parts & kTitle) != 0) append(key, title_key(record.session));
  if ((parts & kWords) != 0) append(key, words_key(record.session));
  if ((parts & kDay) != 0) append(key, day_key(record.session));
  return key;
}

/// Steps from one text to the other, each a byte put in, left out or replaced (Levenshtein), of their first 64 bytes.
std::size_t distance(std::string_view a, std::string_view b) {
  constexpr std::size_t kMost = 64;
  a = a.substr(0, kMost);
  b = b.substr(0, kMost);
  std::array<std::size_t, kMost + 1> row{};
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t before = row[0]++;
    for (std::size_t j = 1; j <= b.size(); ++j)
      before = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, before + (a[i - 1] == b[j - 1] ? 0 : 1)}));
  }
  return row[b.size()];
}

/// A title whose spelling was mended, or a word changed; not another one.
bool similar(const SourceRecord& a, const SourceRecord& b) {
  const auto one = words_key(a.session), other = words_key(b.session);
  return distance(one, other) * 3 <= std::min<std::size_t>(std::max(one.size(), other.size()), 64);
}

bool any(const SourceRecord&, const SourceRecord&) { return true; }
bool without_guids(const SourceRecord& a, const SourceRecord& b) { return a.guid.empty() && b.guid.empty(); }

class Matcher {
 public:
  Matcher(std::span<const SourceRecord> old_records, std::span<const SourceRecord> new_records)
      : old_{old_records}, new_{new_records}, partner_(new_records.size()), taken_(old_records.size(), false) {}

  /// Pairs what is left and agrees in `parts`: of several that do first those that differ in nothing else, then in file
  /// order on both sides.
  void pair_by(unsigned parts) {
    auto waiting = left_by(parts);
    if (waiting.empty()) return;
    const bool several =
        std::any_of(waiting.begin(), waiting.end(), [](const auto& each) { return each.second.size() > 1; });
    for (std::size_t i = 0; several && i < new_.size(); ++i) {
      if (partner_[i]) continue;
      const auto found = waiting.find(key_of(new_[i], parts));
      if (found == waiting.end() || found->second.size() < 2) continue;
      auto& old = found->second;
      const auto last = old.rbegin() + static_cast<std::ptrdiff_t>(std::min(old.size(), kLookedAt));
      const auto same = std::find_if(
          old.rbegin(), last, [&](std::size_t each) { return compare(old_[each].session, new_[i].session).empty(); });
      if (same == last) continue;
      pair(*same, i);
      old.erase(std::next(same).base());
    }
    for (std::size_t i = 0; i < new_.size(); ++i) {
      if (partner_[i]) continue;
      const auto found = waiting.find(key_of(new_[i], parts));
      if (found == waiting.end() || found->second.empty()) continue;
      pair(found->second.back(), i);
      found->second.pop_back();
    }
  }

  /// Pairs what is left, agrees in `parts` and with nothing else on either side, and is told to be alike.
  void pair_the_only(unsigned parts, bool (*alike)(const SourceRecord&, const SourceRecord&)) {
    const auto waiting = left_by(parts);
    if (waiting.empty()) return;
    std::unordered_map<std::string, std::vector<std::size_t>> fresh;
    for (std::size_t i = 0; i < new_.size(); ++i)
      if (!partner_[i]) fresh[key_of(new_[i], parts)].push_back(i);
    for (const auto& [key, only] : fresh) {
      const auto found = waiting.find(key);
      if (only.size() != 1 || found == waiting.end() || found->second.size() != 1) continue;
      if (alike(old_[found->second[0]], new_[only[0]])) pair(found->second[0], only[0]);
    }
  }

  std::vector<Match> take() const {
    std::vector<Match> matches;
    for (std::size_t i = 0; i < new_.size(); ++i) matches.push_back({partner_[i], i});
    for (std::size_t i = 0; i < old_.size(); ++i)
      if (!taken_[i]) matches.push_back({i, std::nullopt});
    return matches;
  }

 private:
  static constexpr std::size_t kLookedAt = 16;  // of many that agree; a file may be made of nothing else

  void pair(std::size_t old_index, std::size_t new_index) {
    partner_[new_index] = old_index;
    taken_[old_index] = true;
  }

  /// What is left of the old records by their key, last ones first.
  std::unordered_map<std::string, std::vector<std::size_t>> left_by(unsigned parts) const {
    std::unordered_map<std::string, std::vector<std::size_t>> left;
    for (std::size_t i = old_.size(); i-- > 0;) {
      if (taken_[i]) continue;
      const auto key = key_of(old_[i], parts);
      if (!key.empty()) left[key].push_back(i);
    }
    return left;
  }

  std::span<const SourceRecord> old_;
  std::span<const SourceRecord> new_;
  std::vector<std::optional<std::size_t>> partner_;
  std::vector<bool> taken_;
};

/// Eleven letters and digits, the same on every machine (FNV-1a, 64 bits).
std::string short_hash(const std::string& key) {
  Fnv1a digest;
  digest.add(key);
  std::uint64_t hash = digest.value() ^ digest.value() >> 29;
  constexpr std::string_view kDigits = "0123456789abcdefghjkmnpqrstvwxyz";
  std::string id = "s";
  for (int i = 0; i < 10; ++i, hash >>= 5) id += kDigits[hash & 31];
  return id;
}

std::string words_of(const Text& text) {
  if (text.by_language().size() == 1) return text.by_language().begin()->second;
  std::string words;
  for (const auto& [language, part] : text.by_language())
    words.append(words.empty() ? "" : " / ").append(language).append(": ").append(part);
  return words;
}

std::string words_of(const std::vector<std::string>& list) {
  std::string words;
  for (const auto& item : list) words += (words.empty() ? "" : ", ") + item;
  return words;
}

std::string words_of(const std::vector<Person>& people) {
  std::string words;
  for (const auto& person : people)
    words += (words.empty() ? "" : ", ") + person.name + (person.role.empty() ? "" : " (" + person.role + ")");
  return words;
}

std::string words_of(const std::string& text) { return text; }
std::string words_of(UtcTime instant) { return format_instant(instant); }
std::string words_of(bool flag) { return flag ? "true" : "false"; }
std::string words_of(const std::optional<RoomRef>& room) {
  if (!room) return "";
  return room->name.empty() ? room->id.value_or("") : room->name;
}

bool same_room(const std::optional<RoomRef>& a, const std::optional<RoomRef>& b) {
  if (a && b && a->id && b->id) return *a->id == *b->id;
  return a == b;
}

}  // namespace

std::vector<Match> match_records(std::span<const SourceRecord> old_records, std::span<const SourceRecord> new_records) {
  Matcher matcher{old_records, new_records};
  matcher.pair_by(kGuid | kStart | kRoom | kTitle);
  matcher.pair_by(kWords | kStart | kRoom);
  matcher.pair_by(kGuid | kStart | kTitle);
  matcher.pair_by(kGuid | kTitle);
  matcher.pair_by(kGuid | kStart);
  matcher.pair_by(kGuid);
  matcher.pair_the_only(kWords | kRoom | kDay, any);
  matcher.pair_the_only(kWords | kStart, without_guids);
  matcher.pair_the_only(kStart | kRoom, [](const SourceRecord& a, const SourceRecord& b) {
    return without_guids(a, b) && similar(a, b);
  });
  return matcher.take();
}

std::vector<FieldChange> compare(const Session& before, const Session& after) {
  std::vector<FieldChange> changes;
  const auto check = [&](const char* field, const auto& a, const auto& b) {
    if (!(a == b)) changes.push_back({field, words_of(a), words_of(b)});
  };
  const auto check_name = [&](const char* field) {
    const Json a = session_document(before)[field];
    const Json b = session_document(after)[field];
    if (a != b) changes.push_back({field, a.get<std::string>(), b.get<std::string>()});
  };
  check("title", before.title, after.title);
  check("short_title", before.short_title, after.short_title);
  check("subtitle", before.subtitle, after.subtitle);
  check("abstract", before.abstract, after.abstract);
  check("start", before.start, after.start);
  check("end", before.end, after.end);
  check("all_day", before.all_day, after.all_day);
  if (!same_room(before.room, after.room)) changes.push_back({"room", words_of(before.room), words_of(after.room)});
  check("venue", before.venue, after.venue);
  check("track", before.track, after.track);
  check("organisers", before.organisers, after.organisers);
  check("people", before.people, after.people);
  check("languages", before.languages, after.languages);
  check("interpreted", before.interpreted, after.interpreted);
  check("access", before.access, after.access);
  check("audience", before.audience, after.audience);
  check("url", before.url, after.url);
  check("materials", before.materials, after.materials);
  if (before.visibility != after.visibility) check_name("visibility");
  if (before.status != after.status) check_name("status");
  if (before.kind != after.kind) check_name("kind");
  return changes;
}

SessionIds::SessionIds(const std::string& source, std::function<bool(const std::string&)> taken)
    : taken_{std::move(taken)} {
  append(source_key_, source);
}

bool SessionIds::claim(const std::string& id) { return !taken_(id) && given_.insert(id).second; }

std::string SessionIds::next(const SourceRecord& record) {
  const auto details = key_of(record, kTitle | kStart | kRoom);
  auto id = short_hash(source_key_ + (record.guid.empty() ? details : key_of(record, kGuid)));
  if (claim(id)) return id;
  for (int n = 2; n < 10; ++n)
    if (auto numbered = id + "-" + std::to_string(n); claim(numbered)) return numbered;
  // A producer that gives every record one guid: tell them apart by the rest.
  const auto whole = short_hash(source_key_ + record.guid + details);
  int& n = numbers_[whole];
  for (;;) {
    ++n;
    if (auto numbered = n == 1 ? whole : whole + "-" + std::to_string(n); claim(numbered)) return numbered;
  }
}

}  // namespace skylt
