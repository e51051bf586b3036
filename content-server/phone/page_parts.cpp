#include "content-server/phone/page_parts.hpp"

#include <algorithm>

#include "content-server/phone/way.hpp"

namespace skylt {
namespace {

void put_time(Html& html, const Visit& visit, UtcTime instant) {
  html.put("time", visit.clock(instant), {{"datetime", format_instant(instant, visit.rule.zone)}});
}

/// The bar of the screen's block: how far what is on has come.
void put_progress(Html& html, const Visit& visit, const EffectiveSession& item) {
  const auto whole = item.session.end - item.session.start;
  if (whole <= Millis{0}) return;
  const auto done = std::clamp<Millis::rep>((visit.now - item.session.start) * 1000 / whole, 0, 1000);
  html.open("svg", {{"class", "progress"},
                    {"viewBox", "0 0 1000 8"},
                    {"preserveAspectRatio", "none"},
                    {"aria-hidden", "true"},
                    {"focusable", "false"}});
  html.open("rect", {{"class", "track"}, {"width", "1000"}, {"height", "8"}}).close();
  html.open("rect", {{"class", "done"}, {"width", std::to_string(done)}, {"height", "8"}}).close();
  html.close();
}

bool spoken_in_own(const Visit& visit, const Session& session) {
  const auto base = [](const std::string& tag) { return tag.substr(0, tag.find('-')); };
  return std::any_of(session.languages.begin(), session.languages.end(),
                     [&](const std::string& tag) { return base(tag) == base(visit.chain.front()); });
}

std::vector<TaggedText> facts_of(const Visit& visit, const Session& session) {
  std::vector<TaggedText> facts;
  if (!spoken_in_own(visit, session)) facts.push_back(spoken_in(visit, session));
  facts.push_back(interpreted_to(visit, session));
  for (auto& text : access_of(visit, session)) facts.push_back(std::move(text));
  return facts;
}

void put_when(Html& html, const Visit& visit, const Listed& one) {
  const EffectiveSession& item = *one.item;
  html.open("p", {{"class", "time"}});
  if (item.other_day && one.seen == SeenFrom::WhereItWas) {  // the plate says when it is instead
    put_time(html, visit, item.original_start);
    html.close();
    return;
  }
  put_old_time(html, visit, item);
  if (one.open) {
    html.put("span", visit.say("open"), {{"class", "open"}}).text(" ");
  }
  put_times(html, visit, item.session.start, item.session.end);
  html.close();
}

void put_session(Html& html, const Visit& visit, const PageFrame& frame, const Listed& one,
                 const SessionListStyle& style) {
  const EffectiveSession& item = *one.item;
  std::string kind = "session";
  if (item.cancelled()) kind += " cancelled";
  if (one.running) kind += " running";
  html.open("li", {{"class", kind}, {"data-session", item.session.id}});
  put_when(html, visit, one);
  html.open("div", {{"class", "what"}});
  Html::Attributes link{{"href", link_to_session(frame, item.session.id)}};
  const auto title = title_of(visit, item);
  html.open("h3");
  html.open("a", link);
  html.put(item.cancelled() ? "s" : "span", title).close().close();
  if (style.rooms)
    put_joined(html, "p",
               {room_name(visit, item.session.room), level_name(visit, item.session.room),
                style.walk && one.seen == SeenFrom::WhereItIs ? walk_of(visit, item) : TaggedText{}},
               {{"class", "where"}});
  put_plates(html, plates_of(visit, item, one.seen));
  const Minutes left = minutes_until(item.session.start, visit.now);
  if (style.countdown && !item.cancelled() && one.seen == SeenFrom::WhereItIs && left < Minutes{60})
    html.put("p", visit.say("starts-in", {{"minutes", std::int64_t{left.count()}}}), {{"class", "soon"}});
  put_joined(html, "p", facts_of(visit, item.session), {{"class", "facts"}});
  if (style.loud && one.running && !one.open) put_progress(html, visit, item);
  html.close().close();
}

}  // namespace

void put_times(Html& html, const Visit& visit, UtcTime start, UtcTime end) {
  html.open("span", {{"class", "times"}, {"dir", "ltr"}});
  put_time(html, visit, start);
  if (end > start) {
    html.text("–");
    put_time(html, visit, end);
  }
  html.close();
}

void put_old_time(Html& html, const Visit& visit, const EffectiveSession& item) {
  if (!item.delayed()) return;
  html.open("s", {{"class", "old"}});
  if (item.other_day) {
    const auto day = Day{std::chrono::floor<std::chrono::days>(visit.local(item.original_start))};
    html.put("span", visit.date(day)).text(" ");
  }
  put_time(html, visit, item.original_start);
  html.close().text(" ");
}

void put_plates(Html& html, const std::vector<StatePlate>& plates) {
  if (plates.empty()) return;
  html.open("p", {{"class", "plates"}});
  for (const auto& plate : plates) html.put("strong", plate.text, {{"class", plate.token}}).text(" ");
  html.close();
}

void put_joined(Html& html, const char* element, const std::vector<TaggedText>& texts,
                const Html::Attributes& attributes) {
  const bool any = std::any_of(texts.begin(), texts.end(), [](const TaggedText& one) { return !one.text.empty(); });
  if (!any) return;
  html.open(element, attributes);
  bool first = true;
  for (const auto& one : texts) {
    if (one.text.empty()) continue;
    if (!first) html.text("\u00a0· ");
    html.put("span", one);
    first = false;
  }
  html.close();
}

void put_sessions(Html& html, const Visit& visit, const PageFrame& frame, const std::vector<Listed>& list,
                  const SessionListStyle& style) {
  html.open("ul", {{"class", style.loud ? "sessions loud" : "sessions"}, {"role", "list"}});
  for (const auto& one : list) put_session(html, visit, frame, one, style);
  html.close();
}

}  // namespace skylt
