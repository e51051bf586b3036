#include "content-server/phone/page_parts.hpp"
#include "content-server/phone/way.hpp"

namespace skylt {
namespace {

/// A label and what belongs to it; left out where that is nothing.
void put_fact(Html& html, const TaggedText& label, const std::vector<TaggedText>& texts) {
  bool any = false;
  for (const auto& text : texts) any = any || !text.text.empty();
  if (!any) return;
  html.put("dt", label);
  for (const auto& text : texts)
    if (!text.text.empty()) html.put("dd", text);
}

void put_when(Html& html, const Visit& visit, const EffectiveSession& item) {
  html.put("dt", visit.say("phone.when"));
  html.open("dd");
  const auto date = visit.date(Day{std::chrono::floor<std::chrono::days>(visit.local(item.session.start))});
  html.put("span", date).text(" ");
  put_old_time(html, visit, item);
  put_times(html, visit, item.session.start, item.session.end);
  html.close();
}

void put_where(Html& html, const Visit& visit, const EffectiveSession& item) {
  const Venue* venue = visit.venue(item.session.venue);
  const auto room = room_name(visit, item.session.room);
  if (room.text.empty() && !venue) return;
  html.put("dt", visit.say("phone.where"));
  html.open("dd");
  if (item.moved()) {
    html.put("s", room_name(visit, item.original_room), {{"class", "old"}});
    html.text(" ");
  }
  put_joined(html, "span", {room, level_name(visit, item.session.room)});
  html.close();
  if (!venue) return;
  put_joined(html, "dd", {visit.best(venue->name), TaggedText{venue->address, "und"}}, {{"class", "quiet"}});
}

void put_organisers(Html& html, const Visit& visit, const Session& session) {
  const auto organisers = organisers_of(visit, session);
  if (organisers.empty()) return;
  html.put("dt", visit.say("phone.organiser"));
  for (const auto& one : organisers) {
    html.open("dd");
    if (one.url.empty())
      html.put("span", one.name);
    else
      html.put("a", one.name, {{"href", one.url}, {"rel", "noreferrer"}});
    html.close();
  }
}

std::vector<TaggedText> names_of(const std::vector<Person>& people) {
  std::vector<TaggedText> names;
  names.reserve(people.size());
  for (const auto& person : people) names.push_back({person.name, "und"});
  return names;
}

void put_facts(Html& html, const Visit& visit, const EffectiveSession& item) {
  const Session& session = item.session;
  html.open("dl");
  put_when(html, visit, item);
  put_where(html, visit, item);
  put_fact(html, visit.say("phone.people"), names_of(session.people));
  put_organisers(html, visit, session);
  put_fact(html, visit.say("phone.language"), {spoken_in(visit, session), interpreted_to(visit, session)});
  put_fact(html, visit.say("phone.access"), access_of(visit, session));
  put_fact(html, visit.say("phone.audience"), audience_of(visit, session));
  html.close();
}

/// Paragraphs of a text with line feeds.
void put_paragraphs(Html& html, const TaggedText& text) {
  std::size_t from = 0;
  while (from < text.text.size()) {
    const auto to = std::min(text.text.find("\n\n", from), text.text.size());
    if (to > from) html.put("p", TaggedText{text.text.substr(from, to - from), text.language});
    from = to + 2;
  }
}

void put_links(Html& html, const Visit& visit, const PageFrame& frame, const Session& session) {
  html.open("ul", {{"class", "links"}, {"role", "list"}});
  html.open("li").put("a", visit.say("phone.calendar"),
                      {{"class", "button"}, {"href", link_to_session(frame, session.id + ".ics")}});
  html.close();
  if (const auto address = web_address(session.materials); !address.empty()) {
    html.open("li").put("a", visit.say("phone.materials"), {{"href", address}, {"rel", "noreferrer"}});
    html.close();
  }
  if (const auto address = web_address(session.url); !address.empty()) {
    html.open("li").put("a", visit.say("phone.details"), {{"href", address}, {"rel", "noreferrer"}});
    html.close();
  }
  html.close();
}

}  // namespace

std::string session_page(const Visit& visit, const PageFrame& frame, const EffectiveSession& item) {
  PageHead head;
  head.event = visit.best(visit.snapshot.event.name);
  head.title = title_of(visit, item);
  head.beside = visit.best(item.session.subtitle);
  head.updated = visit.say("updated", {{"time", visit.clock(visit.now), true}});
  head.back = visit.say("phone.back");
  head.back_to = link_to_session(frame, "");
  return framed({visit.words, visit.chain}, frame, head, [&](Html& html) {
    html.open("article", {{"data-session", item.session.id}});
    put_plates(html, plates_of(visit, item, SeenFrom::WhereItIs));
    if (const EffectiveSession* other = item.replaced_by ? visit.session(*item.replaced_by) : nullptr) {
      html.open("p", {{"class", "story"}});
      html.put("a", change_sentence(visit, item), {{"href", link_to_session(frame, other->session.id)}}).close();
    }
    if (const auto note = visit.best(item.note); !note.text.empty()) html.put("p", note, {{"class", "story"}});
    put_facts(html, visit, item);
    put_way(html, visit, item);
    put_paragraphs(html, visit.best(item.session.abstract));
    html.close();
    put_links(html, visit, frame, item.session);
  });
}

}  // namespace skylt
