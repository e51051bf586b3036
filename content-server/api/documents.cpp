// What is written whole: sessions entered by hand, messages, the rota, the event.
#include <algorithm>

#include "content-server/api/desk.hpp"

namespace skylt {
namespace {

template <class Value>
void replace_by_id(std::vector<Value>& values, const Value& value) {
  const auto same = std::find_if(values.begin(), values.end(), [&](const Value& each) { return each.id == value.id; });
  if (same == values.end())
    values.push_back(value);
  else
    *same = value;
}

template <class Value>
const Value* find_by_id(const std::vector<Value>& values, const std::string& id) {
  const auto found = std::find_if(values.begin(), values.end(), [&](const Value& each) { return each.id == id; });
  return found == values.end() ? nullptr : &*found;
}

template <class Value>
const Value& need_by_id(const std::vector<Value>& values, const std::string& id, const std::string& what) {
  if (const auto* found = find_by_id(values, id)) return *found;
  throw Error{ErrorCode::NotFound, "there is no " + what + " '" + id + "'"};
}

/// The body with the id that the path says; another id in it is an error.
Json with_id(const Json& body, const std::string& id) {
  if (body.contains("id") && body["id"] != id) throw Error{ErrorCode::Invalid, "body: /id: is not the one of the path"};
  Json json{{"id", id}};
  json.update(body);
  return json;
}

Session session_from(const Json& body, const std::string& id) {
  const Json plain = without(body, {"mine", "missing", "original_start", "changes", "service_day"});
  auto session = read_body(with_id(plain, id), read_session);
  session.source.clear();
  if (session.end < session.start) throw Error{ErrorCode::Invalid, "body: /end: is before the start"};
  return session;
}

HttpResponse save_session(Desk& desk, Call& call, const EventData& before, const Session& session, int status) {
  if (call.trying()) {
    EventData after = before;
    replace_by_id(after.sessions, session);
    return tried(desk, call, before, std::move(after), &session);
  }
  std::int64_t revision = 0;
  desk.store.put_document("sessions", session.id, to_json(session), call.writer(&revision));
  return written(status, revision, Json{{"session", session_document(session)}});
}

HttpResponse removed(Desk& desk, Call& call, const char* part, const EventData& before, EventData after) {
  if (call.trying()) return tried(desk, call, before, std::move(after));
  std::int64_t revision = 0;
  desk.store.remove_document(part, call.name(), call.writer(&revision));
  return written(200, revision);
}

/// Lays the texts of `body` over those of `document`, language by language; an empty one takes its language away.
Json with_texts(Json document, const Json& body, std::initializer_list<const char*> keys) {
  for (const auto& [key, texts] : body.items()) {
    if (std::find(keys.begin(), keys.end(), key) == keys.end())
      throw Error{ErrorCode::Invalid, "body: unknown key '" + key + "'"};
    if (!texts.is_object()) throw Error{ErrorCode::Invalid, "body: /" + key + ": must be texts by language"};
    for (const auto& [language, text] : texts.items()) {
      if (text.is_string() && text.get<std::string>().empty() && document.contains(key))
        document[key].erase(language);
      else
        document[key][language] = text;
    }
  }
  return document;
}

/// Tries or saves one object of `list`, which is kept as a document of that kind, and answers with it as `name`.
template <class T>
HttpResponse put_one(Desk& desk, Call& call, const EventData& before, std::vector<T> EventData::*list, const T& one,
                     const char* kind, const char* name) {
  if (call.trying()) {
    EventData after = before;
    replace_by_id(after.*list, one);
    return tried(desk, call, before, std::move(after));
  }
  std::int64_t revision = 0;
  desk.store.put_document(kind, one.id, to_json(one), call.writer(&revision));
  return written(200, revision, Json{{name, to_json(one)}});
}

/// S-27: no emergency goes out from here, and nothing to the whole city without the second factor that one signed in
/// with or a second person. `at_once`: whether her right goes so far.
HttpResponse send_message(Desk& desk, Call& call, const EventData& before, const Message& message, bool at_once) {
  if (message.kind == MessageKind::Emergency)
    throw forbidden("an emergency message has its own way and its own role (S-27); it is not sent from here");
  const bool second = needs_second_person(call.login, call.cookie.empty(), message, before.screens);
  if (!call.trying() && (!at_once || second)) return propose(desk, call, "message", to_json(message), "");
  return put_one(desk, call, before, &EventData::messages, message, "messages", "message");
}

}  // namespace

HttpResponse post_session(Desk& desk, Call& call) {
  if (call.body.contains("id")) throw Error{ErrorCode::Invalid, "body: /id: a new session gets its id here"};
  const auto session = session_from(call.body, call.fresh_id("s"));
  const EventData before = desk.store.event_data();
  if (const auto* known = find_by_id(before.sessions, session.id)) {
    call.allowed(whose_session(call.login, *known));
    return written(200, desk.store.revision(), Json{{"session", session_document(*known)}});
  }
  if (!call.allowed(whose_session(call.login, session)) && !call.trying())
    return propose(desk, call, "session", to_json(session), session.id);
  return save_session(desk, call, before, session, 201);
}

HttpResponse put_session(Desk& desk, Call& call) {
  const EventData before = desk.store.event_data();
  const auto& old = find_session(before, call.name());
  auto session = session_from(call.body, old.id);
  session.source = old.source;
  // Hers before and after: nobody gives a session away, or takes one, by editing its organiser.
  const auto whose = whose_session(call.login, old) == Whose::Own ? whose_session(call.login, session) : Whose::Others;
  const bool at_once = call.allowed(whose);
  if (!old.source.empty())
    throw Error{ErrorCode::Conflict, "session '" + old.id + "' comes from source '" + old.source +
                                         "', which would overwrite this; lay a change over it instead"};
  if (!at_once && !call.trying()) return propose(desk, call, "session", to_json(session), session.id);
  return save_session(desk, call, before, session, 200);
}

HttpResponse put_session_texts(Desk& desk, Call& call) {
  const EventData before = desk.store.event_data();
  const auto& old = find_session(before, call.name());
  call.allowed(whose_session(call.login, old));
  const Json document = with_texts(to_json(old), call.body, {"title", "short_title", "subtitle", "abstract"});
  return save_session(desk, call, before, read_body(document, read_session), 200);
}

HttpResponse delete_session(Desk& desk, Call& call) {
  const EventData before = desk.store.event_data();
  const auto& old = find_session(before, call.name());
  if (!call.allowed(whose_session(call.login, old))) throw forbidden("this session is another organiser's");
  EventData after = before;
  std::erase(after.sessions, old);
  return removed(desk, call, "sessions", before, std::move(after));
}

HttpResponse put_message(Desk& desk, Call& call) {
  const EventData before = desk.store.event_data();
  const auto message = read_body(with_id(without(call.body, {"mine"}), call.name()), read_message);
  auto whose = whose_message(call.login, message, before.screens);
  if (const auto* old = find_by_id(before.messages, message.id);
      old && whose_message(call.login, *old, before.screens) == Whose::Others)
    whose = Whose::Others;
  return send_message(desk, call, before, message, call.allowed(whose));
}

HttpResponse put_message_texts(Desk& desk, Call& call) {
  const EventData before = desk.store.event_data();
  const auto& old = need_by_id(before.messages, call.name(), "message");
  const bool at_once = call.allowed(whose_message(call.login, old, before.screens));
  const auto message = read_body(with_texts(to_json(old), call.body, {"text", "detail"}), read_message);
  return send_message(desk, call, before, message, at_once);
}

HttpResponse delete_message(Desk& desk, Call& call) {
  const EventData before = desk.store.event_data();
  const auto& old = need_by_id(before.messages, call.name(), "message");
  if (!call.allowed(whose_message(call.login, old, before.screens)))
    throw forbidden("this message is not for screens of your venues alone");
  EventData after = before;
  std::erase(after.messages, old);
  return removed(desk, call, "messages", before, std::move(after));
}

HttpResponse put_rota(Desk& desk, Call& call) {
  const EventData before = desk.store.event_data();
  const auto rule = read_body(with_id(call.body, call.name()), read_rota_rule);
  const bool known = find_by_id(before.layouts, rule.layout) || find_by_id(desk.assets->layouts, rule.layout);
  if (!known) throw Error{ErrorCode::Invalid, "body: /layout: there is no layout '" + rule.layout + "'"};
  return put_one(desk, call, before, &EventData::rota, rule, "rota", "rule");
}

HttpResponse delete_rota(Desk& desk, Call& call) {
  const EventData before = desk.store.event_data();
  EventData after = before;
  std::erase(after.rota, need_by_id(before.rota, call.name(), "rule"));
  return removed(desk, call, "rota", before, std::move(after));
}

HttpResponse put_layout(Desk& desk, Call& call) {
  const EventData before = desk.store.event_data();
  Faults faults;
  const auto layout = read_layout(with_id(call.body, call.name()), faults);
  throw_on("body", faults);
  return put_one(desk, call, before, &EventData::layouts, layout, "layouts", "layout");
}

HttpResponse delete_layout(Desk& desk, Call& call) {
  const EventData before = desk.store.event_data();
  const auto& old = need_by_id(before.layouts, call.name(), "layout of the event's own");
  const auto uses = [&](const auto& each) { return each.layout == old.id; };
  const bool used = std::any_of(before.screens.begin(), before.screens.end(), uses) ||
                    std::any_of(before.rota.begin(), before.rota.end(), uses);
  if (used && !find_by_id(desk.assets->layouts, old.id))
    throw Error{ErrorCode::Conflict, "screens or rules still use the layout '" + old.id + "'; give them another first"};
  EventData after = before;
  std::erase(after.layouts, old);
  return removed(desk, call, "layouts", before, std::move(after));
}

HttpResponse put_event(Desk& desk, Call& call) {
  const EventData before = desk.store.event_data();
  const auto event = read_body(call.body, read_event);
  if (call.trying()) {
    EventData after = before;
    after.event = event;
    return tried(desk, call, before, std::move(after));
  }
  std::int64_t revision = 0;
  desk.store.put_document("event", event.id, to_json(event), call.writer(&revision));
  return written(200, revision, Json{{"event", to_json(event)}});
}

}  // namespace skylt
