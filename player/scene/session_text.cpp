#include "player/scene/session_text.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "core/language/dates.hpp"
#include "core/language/serving.hpp"
#include "core/language/short_title.hpp"
#include "player/text/language_tag.hpp"

namespace skylt {
namespace {

constexpr std::array kSignLanguages{"swl", "sgn", "ase", "bfi", "dsl", "fse", "fss", "gsg", "icl", "ils", "nsl", "rsl"};

bool is_sign_language(const std::string& tag) {
  return std::find(kSignLanguages.begin(), kSignLanguages.end(), primary_language(tag)) != kSignLanguages.end();
}

const EffectiveSession* find_session(const Context& context, const std::string& id) {
  for (const auto& item : context.sessions)
    if (item.session.id == id) return &item;
  return nullptr;
}

/// Name of a session in a sentence about another one: the short title where there is one.
std::string name_in_sentence(const Context& context, const std::string& id) {
  const EffectiveSession* item = find_session(context, id);
  if (!item) return {};
  const TaggedText brief = short_title_of(context, *item);
  return brief.text.empty() ? title_of(context, *item).text : brief.text;
}

/// "20 min sen"; of what is put off from the day that is shown, the weekday and the time.
TaggedText delay_text(const Context& context, const EffectiveSession& item, Seen seen) {
  if (item.other_day && seen != Seen::WhereItWas) return {};  // its struck time says when it was to be
  if (item.other_day) return {moment_text(context, item.session.start), context.chain.front()};
  const auto minutes = std::chrono::duration_cast<Minutes>(item.session.start - item.original_start).count();
  return context.say(minutes > 0 ? "delayed" : "earlier", {{"minutes", std::int64_t{std::abs(minutes)}}});
}

TaggedText move_text(const Context& context, const EffectiveSession& item, Seen seen) {
  const bool away = seen == Seen::WhereItWas;
  const auto name = room_and_house(context, away ? item.session.room : item.original_room);
  if (name.text.empty()) return {};
  return context.say(away ? "moved-to" : "moved-from", {name_argument("room", name.text)});
}

/// Facts of one line in the words of a chain, and whether they all, names of languages included, came in one language.
class FactLine {
 public:
  FactLine(const Context& context, std::span<const std::string> chain) : context_{context}, chain_{chain} {}

  void say(std::string_view key, const std::vector<WordArgument>& arguments = {}) {
    texts_.push_back(context_.snapshot.words.say(key, chain_, arguments));
    note(texts_.back().language);
  }

  void say_languages(std::string_view key, const std::vector<std::string>& tags) {
    std::string names;
    for (const auto& tag : tags) {
      const TaggedText name = language_name(tag, chain_);
      names += (names.empty() ? "" : context_.snapshot.words.say("list-separator", chain_).text) + name.text;
      if (name.language != "und") note(name.language);
    }
    say(key, {name_argument("languages", names)});
  }

  bool whole() const { return whole_; }
  std::vector<TaggedText> take() { return std::move(texts_); }

 private:
  void note(const std::string& language) {
    if (language_.empty()) language_ = language;
    const auto within = [](const std::string& narrow, const std::string& wide) {
      return narrow == wide || narrow.starts_with(wide + "-");
    };
    whole_ = whole_ && (within(language, language_) || within(language_, language));
  }

  const Context& context_;
  std::span<const std::string> chain_;
  std::vector<TaggedText> texts_;
  std::string language_;
  bool whole_ = true;
};

/// The plate shows the way to a room, and how far it is, where this screen knows both (W3).
void point_to(const Context& context, const std::string& room, Plate& plate) {
  const Direction* to = context.ways().to_room(room);
  if (!to || (to->sign.arrow != ArrowKind::Arrow && to->sign.arrow != ArrowKind::Behind)) return;
  plate.arrow = true;
  plate.way = to->sign;
  if (to->minutes) plate.text = joined({plate.text, minutes_text(context, *to->minutes)});
}

/// No seats left; where another room shows it too, which one and the way there.
Plate full_plate(const Context& context, const EffectiveSession& item) {
  const auto other = room_name(context, item.overflow);
  if (other.text.empty()) return {context.say("full"), "full"};
  Plate plate{context.say("overflow", {name_argument("room", other.text)}), "full"};
  if (item.overflow->id) point_to(context, *item.overflow->id, plate);
  return plate;
}

/// A short text keeps on one line; a long one may break at its spaces.
std::string unbroken(std::string text) {
  constexpr std::size_t kShort = 28;
  if (text.size() > kShort) return text;
  for (auto at = text.find(' '); at != std::string::npos; at = text.find(' ', at)) text.replace(at, 1, "\u00a0");
  return text;
}

bool shown_in(Facts facts, const std::string& service) {
  static constexpr std::array kRows{"sign-language", "captions", "easy-language", "audio-description", "quiet"};
  if (facts == Facts::Door) return true;
  return std::find(kRows.begin(), kRows.end(), service) != kRows.end();
}

}  // namespace

TaggedText minutes_text(const Context& context, double minutes) {
  return context.say("way.minutes", {{"minutes", std::int64_t{minutes_on_foot(minutes)}}});
}

std::string moment_text(const Context& context, UtcTime instant) {
  const Interval shown = service_day_interval(context.today, context.zone, context.rule.day_change);
  if (shown.contains(instant)) return context.clock(instant);
  const Day day{std::chrono::floor<std::chrono::days>(context.local(instant))};
  const bool within_week = instant - shown.end < std::chrono::days{6} && shown.start - instant < std::chrono::days{6};
  return (within_week ? weekday_text(day, context.chain) : context.date(day)).text + ' ' + context.clock(instant);
}

ToldTimes told_times(const Context& context, const EffectiveSession& item, Seen seen) {
  const bool put_off = item.other_day && !item.cancelled();
  if (put_off && seen == Seen::WhereItWas) return {{context.clock(item.original_start), "und"}, {}};
  ToldTimes told{{context.clock(item.session.start), "und"}, {}};
  if (put_off)
    told.old = {moment_text(context, item.original_start), context.chain.front()};
  else if (item.delayed() && !item.cancelled())
    told.old = {context.clock(item.original_start), "und"};
  return told;
}

WordArgument name_argument(std::string name, std::string value) { return {std::move(name), std::move(value), false}; }
WordArgument code_argument(std::string name, std::string value) { return {std::move(name), std::move(value), true}; }

std::vector<Plate> plates_of(const Context& context, const EffectiveSession& item, Seen seen) {
  std::vector<Plate> plates;
  const auto add = [&](TaggedText text, const char* token) {
    if (!text.text.empty()) plates.push_back({std::move(text), token});
  };
  if (item.cancelled()) add(context.say("cancelled"), "cancelled");
  if (item.replaced_by) {
    if (const auto name = name_in_sentence(context, *item.replaced_by); !name.empty())
      add(context.say("replaced-by", {title_argument("title", name)}), "changed");
    const EffectiveSession* other = find_session(context, *item.replaced_by);
    const bool said = !plates.empty() && plates.back().token == "changed";
    if (said && other && other->session.room && other->session.room != item.session.room) {
      plates.back().text = joined({plates.back().text, room_and_house(context, other->session.room)});
      if (other->session.room->id) point_to(context, *other->session.room->id, plates.back());
    }
  }
  if (item.moved() && !item.cancelled()) {
    add(move_text(context, item, seen), "changed");
    if (!plates.empty() && plates.back().token == "changed" && seen == Seen::WhereItWas) {
      plates.back().arrow = true;
      if (item.session.room && item.session.room->id) point_to(context, *item.session.room->id, plates.back());
    }
  }
  if (item.delayed() && !item.cancelled()) {
    add(delay_text(context, item, seen), "changed");
    if (item.other_day && seen == Seen::WhereItWas) plates.back().arrow = true;
  }
  if (item.full && !item.cancelled() && seen != Seen::WhereItIsShownToo) plates.push_back(full_plate(context, item));
  for (const auto& replaced : item.replaces) {
    if (const auto name = name_in_sentence(context, replaced); !name.empty())
      add(context.say("replaces", {title_argument("title", name)}), "changed");
  }
  return plates;
}

std::vector<Plate> on_block(std::vector<Plate> plates) {
  for (auto& plate : plates)
    if (plate.token != "accent") plate.token = "ground";
  return plates;
}

namespace {

FactLine facts_in(const Context& context, std::span<const std::string> chain, const Session& session, Facts facts) {
  FactLine line{context, chain};
  const bool foreign = std::none_of(session.languages.begin(), session.languages.end(), [&](const std::string& tag) {
    return is_same_language(tag, context.chain.front());
  });
  if (!session.languages.empty() && (facts == Facts::Door || foreign)) line.say_languages("spoken", session.languages);
  std::vector<std::string> spoken_to;
  bool signs = std::find(session.access.begin(), session.access.end(), "sign-language") != session.access.end();
  for (const auto& tag : session.interpreted) {
    if (is_sign_language(tag))
      signs = true;
    else
      spoken_to.push_back(tag);
  }
  if (!spoken_to.empty()) line.say_languages("interpreted", spoken_to);
  for (const char* service : kAccessServices) {
    const std::string name = service;
    const bool has = name == "sign-language"
                         ? signs
                         : std::find(session.access.begin(), session.access.end(), name) != session.access.end();
    if (has && shown_in(facts, name)) line.say("access." + name);
  }
  if (session.status == SessionStatus::Tentative) line.say("tentative");
  return line;
}

}  // namespace

std::vector<TaggedText> facts_of(const Context& context, const EffectiveSession& item, Facts facts) {
  const std::span<const std::string> chain{context.chain};
  for (std::size_t first = 0; first < chain.size(); ++first) {
    FactLine line = facts_in(context, chain.subspan(first), item.session, facts);
    if (line.whole()) return line.take();
  }
  return facts_in(context, chain, item.session, facts).take();
}

TaggedText title_of(const Context& context, const EffectiveSession& item) { return context.best(item.session.title); }

TaggedText short_title_of(const Context& context, const EffectiveSession& item) {
  return short_title_for(item.session.title, item.session.short_title, context.chain);
}

TaggedText organisers_of(const Context& context, const EffectiveSession& item) {
  std::vector<TaggedText> names;
  for (const auto& id : item.session.organisers) {
    const auto& known = context.snapshot.organisers;
    const auto it = std::find_if(known.begin(), known.end(), [&](const Organiser& o) { return o.id == id; });
    names.push_back(it == known.end() ? TaggedText{id, "und"} : context.best(it->name));
  }
  return joined(names);
}

TaggedText room_name(const Context& context, const std::optional<RoomRef>& room) {
  if (!room) return {};
  if (room->id)
    if (const Room* known = context.room(*room->id))
      if (auto name = context.best(known->name); !name.text.empty()) return name;
  return {room->name, "und"};
}

TaggedText room_and_house(const Context& context, const std::optional<RoomRef>& room) {
  TaggedText name = room_name(context, room);
  const Venue* venue = room && room->id ? context.venue_of_room(*room->id) : nullptr;
  if (name.text.empty() || !venue || venue->id == context.snapshot.screen.venue) return name;
  if (const auto house = context.best(venue->name); !house.text.empty()) name.text += ", " + house.text;
  return name;
}

TaggedText level_name(const Context& context, const std::optional<RoomRef>& room) {
  const Room* known = room && room->id ? context.room(*room->id) : nullptr;
  return known ? level_name(context, context.venue_of_room(known->id), known->level) : TaggedText{};
}

TaggedText level_name(const Context& context, const Venue* venue, const std::string& level) {
  if (!venue) return {};
  for (const auto& one : venue->levels)
    if (one.id == level) return context.best(one.name);
  return {};
}

TaggedText time_range(const Context& context, const Session& session) {
  if (session.end <= session.start) return {context.clock(session.start), "und"};
  return {time_range_text(context.local(session.start), context.local(session.end)), "und"};
}

TaggedText swedish_beside(const Context& context, const TaggedText& shown, const Text& name) {
  const bool asked = std::find(context.chain.begin(), context.chain.end(), "sv") != context.chain.end();
  const auto it = name.by_language().find("sv");
  if (!asked || shown.language == "sv" || it == name.by_language().end() || it->second == shown.text) return {};
  return {it->second, "sv"};
}

TaggedText joined(const std::vector<TaggedText>& texts) {
  TaggedText out;
  for (auto text : texts) {
    if (text.text.empty()) continue;
    text.text = unbroken(std::move(text.text));
    if (out.text.empty()) {
      out = text;
      continue;
    }
    const bool same = text.language == out.language || text.language == "und";
    out.text += "\u00a0· " + (same ? text.text : isolate_name(text.text));
  }
  return out;
}

}  // namespace skylt
