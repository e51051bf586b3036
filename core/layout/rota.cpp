#include <algorithm>
#include <array>
#include <set>

#include "core/layout/layout.hpp"

namespace skylt {
namespace {

constexpr std::array<const char*, 7> kWeekdays{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

std::string read_day(JsonReader& reader, const char* key) {
  auto text = reader.optional_string(key);
  if (!text.empty() && !parse_day(text)) reader.fault(key, "must be a day such as 2026-05-05");
  return text;
}

std::string read_clock(JsonReader& reader, const char* key) {
  auto text = reader.optional_string(key);
  const auto clock = text.empty() ? std::nullopt : parse_clock(text);
  if (!text.empty() && (!clock || *clock > std::chrono::hours{24} || text.size() != 5))
    reader.fault(key, "must be a time of day such as 09:30");
  return text;
}

std::vector<std::string> read_weekdays(JsonReader& reader) {
  auto names = reader.strings("weekdays");
  for (const auto& name : names)
    if (std::find(kWeekdays.begin(), kWeekdays.end(), name) == kWeekdays.end())
      reader.fault("weekdays", "'" + name + "' is none of mon, tue, wed, thu, fri, sat, sun");
  return names;
}

bool day_matches(const RotaRule& rule, Day day) {
  if (const auto from = parse_day(rule.from_day); from && day < *from) return false;
  if (const auto to = parse_day(rule.to_day); to && day > *to) return false;
  if (rule.weekdays.empty()) return true;
  const std::string name = kWeekdays[std::chrono::weekday{std::chrono::sys_days{day}}.c_encoding()];
  return std::find(rule.weekdays.begin(), rule.weekdays.end(), name) != rule.weekdays.end();
}

/// The hours of `rule` that begin on one service day, as instants. The times are wall time; one that is before the day
/// change lies in the night that ends the service day. Hours that end no later than they begin end a day later, which
/// may be beyond the day change: 22:00-06:00.
Interval hours_on(const RotaRule& rule, Day day, const TimeZone& zone, Seconds day_change) {
  constexpr std::chrono::days kDay{1};
  const LocalTime midnight{std::chrono::local_days{day}.time_since_epoch()};
  const auto since_midnight = [&](const std::string& text, Seconds otherwise) {
    const auto clock = parse_clock(text);
    if (!clock) return otherwise;
    return *clock < day_change ? *clock + kDay : *clock;
  };
  const Seconds start = since_midnight(rule.from_time, day_change);
  Seconds end = since_midnight(rule.to_time, day_change + kDay);
  if (end <= start) end += kDay;
  return {zone.to_utc(midnight + start), zone.to_utc(midnight + end)};
}

/// Whether its hours of this service day or of the one before hold.
bool applies(const RotaRule& rule, const TimeZone& zone, Seconds day_change, UtcTime at) {
  const std::chrono::sys_days today{service_day(at, zone, day_change)};
  const auto holds = [&](Day day) {
    return day_matches(rule, day) && hours_on(rule, day, zone, day_change).contains(at);
  };
  return holds(Day{today}) || holds(Day{today - std::chrono::days{1}});
}

const RotaRule* winner(const std::vector<const RotaRule*>& rules, const TimeZone& zone, Seconds day_change,
                       UtcTime at) {
  const RotaRule* best = nullptr;
  for (const auto* rule : rules)
    if (applies(*rule, zone, day_change, at) && (!best || rule->priority >= best->priority)) best = rule;
  return best;
}

/// Instants after `at` at which any rule may begin or end, in the service days from the one before `at`
/// to eight days later.
std::set<UtcTime> edges(const std::vector<const RotaRule*>& rules, const TimeZone& zone, Seconds day_change,
                        UtcTime at) {
  std::set<UtcTime> out;
  const auto today = std::chrono::sys_days{service_day(at, zone, day_change)};
  const auto add = [&](UtcTime edge) {
    if (edge > at) out.insert(edge);
  };
  const auto add_day = [&](const RotaRule& rule, Day day) {
    const Interval hours = hours_on(rule, day, zone, day_change);
    add(service_day_interval(day, zone, day_change).start);
    add(hours.start);
    add(hours.end);
  };
  for (const auto* rule : rules) {
    for (int ahead = -1; ahead <= 8; ++ahead) add_day(*rule, Day{today + std::chrono::days{ahead}});
    if (const auto from = parse_day(rule->from_day)) add_day(*rule, *from);
    if (const auto to = parse_day(rule->to_day)) add_day(*rule, Day{std::chrono::sys_days{*to} + std::chrono::days{1}});
  }
  return out;
}

}  // namespace

RotaRule read_rota_rule(JsonReader& reader) {
  RotaRule rule;
  rule.id = reader.string("id");
  rule.layout = reader.string("layout");
  rule.screens = reader.strings("screens");
  rule.from_day = read_day(reader, "from_day");
  rule.to_day = read_day(reader, "to_day");
  rule.from_time = read_clock(reader, "from_time");
  rule.to_time = read_clock(reader, "to_time");
  rule.weekdays = read_weekdays(reader);
  rule.priority = reader.optional_integer("priority").value_or(0);
  if (!rule.from_day.empty() && !rule.to_day.empty() && rule.to_day < rule.from_day)
    reader.fault("to_day", "lies before from_day");
  reader.reject_unknown();
  return rule;
}

Json to_json(const RotaRule& rule) {
  Json out{{"id", rule.id}, {"layout", rule.layout}};
  const auto add = [&](const char* key, const auto& value) {
    if (!value.empty()) out[key] = value;
  };
  add("screens", rule.screens);
  add("from_day", rule.from_day);
  add("to_day", rule.to_day);
  add("from_time", rule.from_time);
  add("to_time", rule.to_time);
  add("weekdays", rule.weekdays);
  if (rule.priority != 0) out["priority"] = rule.priority;
  return out;
}

bool selects(const std::vector<std::string>& selectors, const Screen& screen) {
  if (selectors.empty()) return true;
  return std::any_of(selectors.begin(), selectors.end(), [&](const std::string& selector) {
    if (selector.starts_with("tag:"))
      return std::find(screen.tags.begin(), screen.tags.end(), selector.substr(4)) != screen.tags.end();
    return selector == screen.id || (!screen.venue.empty() && selector == screen.venue);
  });
}

RotaChoice select_layout(const Screen& screen, const std::vector<RotaRule>& rota, const TimeZone& zone,
                         Seconds day_change, UtcTime at) {
  std::vector<const RotaRule*> mine;
  for (const auto& rule : rota)
    if (selects(rule.screens, screen)) mine.push_back(&rule);
  const auto choice_at = [&](UtcTime moment) {
    const RotaRule* rule = winner(mine, zone, day_change, moment);
    return rule ? RotaChoice{rule->layout, rule->id, {}} : RotaChoice{screen.layout, "", {}};
  };
  RotaChoice choice = choice_at(at);
  for (const UtcTime edge : edges(mine, zone, day_change, at)) {
    const RotaChoice then = choice_at(edge);
    if (then.layout == choice.layout && then.rule == choice.rule) continue;
    choice.next_change = edge;
    break;
  }
  return choice;
}

}  // namespace skylt
