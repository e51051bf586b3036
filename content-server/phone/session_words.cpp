#include "content-server/phone/session_words.hpp"

#include <algorithm>
#include <array>

#include "core/language/dates.hpp"
#include "core/language/short_title.hpp"

namespace skylt {
namespace {

constexpr std::array kSignLanguages{"swl", "sgn", "ase", "bfi", "dsl", "fse", "fss", "gsg", "icl", "ils", "nsl", "rsl"};

bool is_sign_language(const std::string& tag) {
  const std::string base = tag.substr(0, tag.find('-'));
  return std::find(kSignLanguages.begin(), kSignLanguages.end(), base) != kSignLanguages.end();
}

WordArgument name_argument(std::string name, std::string value) { return {std::move(name), std::move(value), false}; }

/// Name of a session in a sentence: the short title where there is one.
std::string name_in_sentence(const Visit& visit, const EffectiveSession& item) {
  const auto brief = short_title_for(item.session.title, item.session.short_title, visit.chain);
  return brief.text.empty() ? title_of(visit, item).text : brief.text;
}

std::string name_of_id(const Visit& visit, const std::string& id) {
  const auto* item = visit.session(id);
  return item ? name_in_sentence(visit, *item) : std::string{};
}

TaggedText move_text(const Visit& visit, const EffectiveSession& item, SeenFrom seen) {
  const bool away = seen == SeenFrom::WhereItWas;
  const auto name = room_name(visit, away ? item.session.room : item.original_room);
  if (name.text.empty()) return {};
  return visit.say(away ? "moved-to" : "moved-from", {name_argument("room", name.text)});
}

/// With the date where it is another day's.
std::string moment_text(const Visit& visit, UtcTime instant) {
  const Interval today = service_day_interval(visit.today, visit.rule.zone, visit.rule.day_change);
  if (today.contains(instant)) return visit.clock(instant);
  const Day day{std::chrono::floor<std::chrono::days>(visit.rule.zone.to_local(instant))};
  return visit.date(day).text + ' ' + visit.clock(instant);
}

TaggedText delay_text(const Visit& visit, const EffectiveSession& item) {
  if (item.other_day) {
    const auto day = service_day(item.session.start, visit.rule.zone, visit.rule.day_change);
    if (day == visit.today) return {};  // its struck time says when it was to be
    return {moment_text(visit, item.session.start), visit.chain.front()};
  }
  const auto minutes = std::chrono::duration_cast<Minutes>(item.session.start - item.original_start).count();
  return visit.say(minutes > 0 ? "delayed" : "earlier", {{"minutes", std::int64_t{std::abs(minutes)}}});
}

bool holds_now(const Visit& visit, const Message& message) {
  return (!message.from || *message.from <= visit.now) && (!message.until || visit.now < *message.until) &&
         selects(message.screens, visit.snapshot.screen);
}

TaggedText language_list(const Visit& visit, const char* key, const std::vector<std::string>& tags) {
  if (tags.empty()) return {};
  std::string names;
  for (const auto& tag : tags)
    names += (names.empty() ? "" : visit.say("list-separator").text) + language_name(tag, visit.chain).text;
  return visit.say(key, {name_argument("languages", names)});
}

}  // namespace

std::vector<StatePlate> plates_of(const Visit& visit, const EffectiveSession& item, SeenFrom seen) {
  std::vector<StatePlate> plates;
  const auto add = [&](TaggedText text, const char* token) {
    if (!text.text.empty()) plates.push_back({std::move(text), token});
  };
  const auto add_about = [&](const std::string& other, const char* key) {
    const auto name = name_of_id(visit, other);
    if (!name.empty()) add(visit.say(key, {title_argument("title", name)}), "changed");
  };
  if (item.cancelled()) add(visit.say("cancelled"), "cancelled");
  if (item.replaced_by) add_about(*item.replaced_by, "replaced-by");
  if (item.moved() && !item.cancelled()) add(move_text(visit, item, seen), "changed");
  if (item.delayed() && !item.cancelled()) add(delay_text(visit, item), "changed");
  if (item.full && !item.cancelled()) {
    const auto other = room_name(visit, item.overflow);
    add(other.text.empty() ? visit.say("full") : visit.say("overflow", {name_argument("room", other.text)}), "full");
  }
  for (const auto& replaced : item.replaces) add_about(replaced, "replaces");
  return plates;
}

TaggedText change_sentence(const Visit& visit, const EffectiveSession& item) {
  const auto title = title_argument("title", name_in_sentence(visit, item));
  if (item.replaced_by) {
    if (const auto other = name_of_id(visit, *item.replaced_by); !other.empty())
      return visit.say("change.replaced", {title, title_argument("other", other)});
  }
  if (item.cancelled()) return visit.say("change.cancelled", {title});
  if (item.moved()) {
    const auto room = room_name(visit, item.session.room);
    if (!room.text.empty()) return visit.say("change.moved", {title, name_argument("room", room.text)});
  }
  if (item.delayed())
    return visit.say("change.delayed", {title, WordArgument{"time", moment_text(visit, item.session.start), true}});
  if (item.full) return visit.say("change.full", {title});
  return visit.best(item.note);
}

TaggedText title_of(const Visit& visit, const EffectiveSession& item) { return visit.best(item.session.title); }

TaggedText room_name(const Visit& visit, const std::optional<RoomRef>& room) {
  if (!room) return {};
  if (room->id)
    if (const Room* known = visit.room(*room->id))
      if (auto name = visit.best(known->name); !name.text.empty()) return name;
  return {room->name, "und"};
}

TaggedText level_name(const Visit& visit, const std::optional<RoomRef>& room) {
  if (!room || !room->id) return {};
  const Room* known = visit.room(*room->id);
  const Venue* venue = visit.venue_of_room(*room->id);
  if (!known || !venue) return {};
  for (const auto& level : venue->levels)
    if (level.id == known->level) return visit.best(level.name);
  return {};
}

TaggedText spoken_in(const Visit& visit, const Session& session) {
  return language_list(visit, "spoken", session.languages);
}

TaggedText interpreted_to(const Visit& visit, const Session& session) {
  std::vector<std::string> spoken;
  for (const auto& tag : session.interpreted)
    if (!is_sign_language(tag)) spoken.push_back(tag);
  return language_list(visit, "interpreted", spoken);
}

std::vector<TaggedText> access_of(const Visit& visit, const Session& session) {
  std::vector<TaggedText> out;
  const bool signs = std::any_of(session.interpreted.begin(), session.interpreted.end(), is_sign_language);
  for (const std::string service : kAccessServices) {
    const bool listed = std::find(session.access.begin(), session.access.end(), service) != session.access.end();
    if (listed || (service == "sign-language" && signs)) out.push_back(visit.say("access." + service));
  }
  if (session.status == SessionStatus::Tentative) out.push_back(visit.say("tentative"));
  return out;
}

std::vector<TaggedText> audience_of(const Visit& visit, const Session& session) {
  std::vector<TaggedText> out;
  for (const auto& audience : session.audience) {
    const std::string key = "audience." + audience;
    out.push_back(visit.words.knows(key) ? visit.say(key) : TaggedText{audience, "und"});
  }
  return out;
}

std::vector<OrganiserLink> organisers_of(const Visit& visit, const Session& session) {
  std::vector<OrganiserLink> out;
  const auto& known = visit.snapshot.organisers;
  for (const auto& id : session.organisers) {
    const auto it = std::find_if(known.begin(), known.end(), [&](const Organiser& one) { return one.id == id; });
    if (it == known.end())
      out.push_back({{id, "und"}, {}});
    else
      out.push_back({visit.best(it->name), web_address(it->url)});
  }
  return out;
}

std::string web_address(const std::string& address) {
  std::string scheme = address.substr(0, address.find(':'));
  std::transform(scheme.begin(), scheme.end(), scheme.begin(),
                 [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
  const bool is_web = (scheme == "http" || scheme == "https") && address.compare(scheme.size(), 3, "://") == 0;
  return is_web ? address : std::string{};
}

const Message* welcome_of(const Visit& visit) {
  const Message* best = nullptr;
  for (const auto& message : visit.snapshot.messages)
    if (message.kind == MessageKind::Welcome && holds_now(visit, message) &&
        (!best || message.priority > best->priority))
      best = &message;
  return best;
}

std::vector<const Message*> notices_of(const Visit& visit) {
  std::vector<const Message*> mine;
  for (const auto& message : visit.snapshot.messages) {
    if (message.kind != MessageKind::Welcome && holds_now(visit, message)) mine.push_back(&message);
  }
  std::stable_sort(mine.begin(), mine.end(), [](const Message* a, const Message* b) {
    const auto key = [](const Message* one) { return std::pair{one->kind == MessageKind::Emergency, one->priority}; };
    return key(a) > key(b);
  });
  return mine;
}

}  // namespace skylt
