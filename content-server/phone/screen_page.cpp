#include <algorithm>

#include "content-server/phone/page_parts.hpp"
#include "core/layout/session_filter.hpp"

namespace skylt {
namespace {

TaggedText venue_name(const Visit& visit) {
  const Venue* venue = visit.venue(visit.snapshot.screen.venue);
  return venue ? visit.best(venue->name) : visit.best(visit.snapshot.event.name);
}

/// Parts in their order as one text in the first one's language.
TaggedText beside(const std::vector<TaggedText>& parts) {
  TaggedText out;
  for (const auto& part : parts) {
    if (part.text.empty()) continue;
    if (out.text.empty())
      out = part;
    else
      out.text += "\u00a0· " + (part.language == out.language ? part.text : isolate_name(part.text));
  }
  return out;
}

PageHead head_of(const Visit& visit, const ScreenFilter& filter) {
  PageHead head;
  head.event = visit.best(visit.snapshot.event.name);
  head.updated = visit.say("updated", {{"time", visit.clock(visit.now), true}});
  const Room* room = filter.door().empty() ? nullptr : visit.room(filter.door().front());
  if (room) {
    head.title = visit.best(room->name);
    head.beside = beside({level_name(visit, RoomRef{room->id, ""}), venue_name(visit)});
    return head;
  }
  head.title = visit.best(filter.title());
  if (head.title.text.empty())
    head.title = venue_name(visit);
  else
    head.beside = venue_name(visit);
  return head;
}

void put_notices(Html& html, const Visit& visit) {
  const auto notices = notices_of(visit);
  if (notices.empty()) return;
  html.open("ul", {{"class", "notices"}, {"role", "list"}});
  for (const auto* notice : notices) {
    html.open("li", {{"class", notice->kind == MessageKind::Emergency ? "notice emergency" : "notice"}});
    html.put("p", visit.best(notice->text));
    if (const auto detail = visit.best(notice->detail); !detail.text.empty()) html.put("p", detail);
    html.close();
  }
  html.close();
}

/// What a screen that welcomes people says.
void put_welcome(Html& html, const Visit& visit) {
  const Message* message = welcome_of(visit);
  const auto event = visit.best(visit.snapshot.event.name);
  const auto text = message ? visit.best(message->text) : visit.say("welcome-to", {{"event", event.text, false}});
  html.put("p", text, {{"class", "statement"}});
  if (!message) return;
  if (const auto detail = visit.best(message->detail); !detail.text.empty())
    html.put("p", detail, {{"class", "detail"}});
}

void put_day(Html& html, const Visit& visit, Day day, const char* element = "p") {
  const auto date = visit.date(day);
  Html::Attributes attributes{{"class", "day"}};
  html.tag(attributes, date.language);
  html.open(element, attributes).put("time", date.text, {{"datetime", format_day(day)}}).close();
}

/// One part of the page under a heading of its own.
void put_section(Html& html, const char* id, const TaggedText& heading, const std::function<void()>& content) {
  html.open("section", {{"class", id}, {"aria-labelledby", id}});
  html.put("h2", heading, {{"id", id}});
  content();
  html.close();
}

void put_changes(Html& html, const Visit& visit, const PageFrame& frame, const ScreenFilter& filter) {
  const auto changed = changed_today(visit.sessions, visit.rule, visit.now);
  std::vector<std::pair<const EffectiveSession*, TaggedText>> sentences;
  for (const auto& item : changed) {
    if (!filter.passes(item)) continue;
    if (auto text = change_sentence(visit, item); !text.text.empty()) sentences.emplace_back(&item, std::move(text));
  }
  if (sentences.empty()) return;
  put_section(html, "changes", visit.say("changed-today"), [&] {
    html.open("ul", {{"role", "list"}});
    for (const auto& [item, text] : sentences)
      html.open("li").put("a", text, {{"href", link_to_session(frame, item->session.id)}}).close();
    html.close();
  });
}

/// A link to the same page with or without what cannot be followed.
void put_follow_link(Html& html, const Visit& visit, const PageFrame& frame) {
  PageAddress to = frame.address;
  to.follow = !to.follow;
  if (frame.address.follow) {
    html.open("p", {{"class", "more"}}).put("a", visit.say("phone.all-sessions"), {{"href", link_to(frame, to)}});
    html.close();
    return;
  }
  const ScreenFilter all{visit};
  std::size_t can = 0;
  std::size_t cannot = 0;
  for (const auto& item : visit.sessions) {
    if (!all.passes(item) || item.session.languages.empty()) continue;
    ++(can_follow(item.session, frame.language) ? can : cannot);
  }
  if (can == 0 || cannot == 0) return;
  const auto name = std::find_if(frame.offered.begin(), frame.offered.end(),
                                 [&](const OfferedLanguage& one) { return one.tag == frame.language; });
  html.open("p", {{"class", "more"}});
  html.put("a",
           visit.say("follow-in", {{"language", name == frame.offered.end() ? frame.language : name->name, false}}),
           {{"href", link_to(frame, to)}});
  html.close();
}

void put_ending(Html& html, const Visit& visit, const PageFrame& frame, const PhoneEnding& ending,
                const SessionListStyle& style) {
  html.put("p", ending.statement, {{"class", "statement"}});
  if (!ending.detail.text.empty()) html.put("p", ending.detail, {{"class", "detail"}});
  if (ending.first.empty()) return;
  const Day day = visit.day_of(ending.first.front().item->session);
  put_section(html, "first", visit.date(day), [&] { put_sessions(html, visit, frame, ending.first, style); });
}

void put_board(Html& html, const Visit& visit, const PageFrame& frame, const ScreenFilter& filter) {
  const Board board = board_of(visit, filter);
  SessionListStyle style;
  style.rooms = filter.door().size() != 1;
  style.walk = !board.ending;
  if (board.ending) return put_ending(html, visit, frame, *board.ending, style);
  if (board.no_more_today) html.put("p", visit.say("no-more-today"), {{"class", "statement"}});
  if (!board.now.empty())
    put_section(html, "now", visit.say(board.now_in_vain ? "changed-today" : "now"), [&] {
      SessionListStyle loud = style;
      loud.loud = true;
      put_sessions(html, visit, frame, board.now, loud);
    });
  if (!board.next.empty())
    put_section(html, "next", visit.say("next"), [&] {
      SessionListStyle soon = style;
      soon.countdown = !style.rooms;
      put_sessions(html, visit, frame, board.next, soon);
    });
  if (!board.later.empty())
    put_section(html, "later", visit.say("later-today"), [&] { put_sessions(html, visit, frame, board.later, style); });
}

}  // namespace

std::string screen_page(const Visit& visit, const PageFrame& frame) {
  const ScreenFilter filter{visit, frame.address.follow ? frame.language : std::string{}};
  return framed({visit.words, visit.chain}, frame, head_of(visit, filter), [&](Html& html) {
    put_day(html, visit, Day{std::chrono::floor<std::chrono::days>(visit.local(visit.now))});
    if (filter.greets()) put_welcome(html, visit);
    put_notices(html, visit);
    put_board(html, visit, frame, filter);
    put_changes(html, visit, frame, filter);
    put_follow_link(html, visit, frame);
    PageAddress programme = frame.address;
    programme.programme = true;
    html.open("p", {{"class", "more"}});
    html.put("a", visit.say("phone.whole-programme"), {{"href", link_to(frame, programme)}});
    html.close();
  });
}

std::string programme_page(const Visit& visit, const PageFrame& frame) {
  const ScreenFilter filter{visit, frame.address.follow ? frame.language : std::string{}};
  PageHead head = head_of(visit, filter);
  head.back = visit.say("phone.this-screen");
  head.back_to = link_to_session(frame, "");
  return framed({visit.words, visit.chain}, frame, head, [&](Html& html) {
    put_follow_link(html, visit, frame);
    const auto all = whole_programme(visit, filter);
    SessionListStyle style;
    style.rooms = filter.door().size() != 1;
    for (auto from = all.begin(); from != all.end();) {
      const Day day = visit.day_of(from->item->session);
      const auto to =
          std::find_if(from, all.end(), [&](const Listed& one) { return visit.day_of(one.item->session) != day; });
      const std::string id = "day-" + format_day(day);
      put_section(html, id.c_str(), visit.date(day), [&] { put_sessions(html, visit, frame, {from, to}, style); });
      from = to;
    }
    if (all.empty()) html.put("p", visit.say("nothing-today"), {{"class", "statement"}});
  });
}

std::string plain_page(const Words& words, std::string_view saying, const LanguageChain& chain, const PageFrame& frame,
                       const TaggedText& event) {
  const Speech speech{words, chain};
  PageHead head;
  head.event = event;
  head.title = speech.say(saying);
  return framed(speech, frame, head, [&](Html& html) {
    if (frame.address.screen.empty()) return;
    html.open("p", {{"class", "more"}});
    html.put("a", speech.say("phone.to-start"), {{"href", link_to_session(frame, "")}});
    html.close();
  });
}

}  // namespace skylt
