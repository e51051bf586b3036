// The event as it is.
#include <algorithm>

#include "content-server/api/desk.hpp"
#include "content-server/api/import_run.hpp"
#include "core/layout/widgets.hpp"
#include "core/programme/show.hpp"

namespace skylt {
namespace {

/// Languages of the event that the title lacks.
Json missing_languages(const Session& session, const Event& event) {
  Json missing = Json::array();
  for (const auto& language : event.languages)
    if (!session.title.by_language().contains(language)) missing.push_back(language);
  return missing;
}

Json layouts_json(const EventData& data, const Assets& assets) {
  Json list = Json::array();
  std::set<std::string> seen;
  for (const auto* layouts : {&data.layouts, &assets.layouts})
    for (const auto& layout : *layouts)
      if (seen.insert(layout.id).second) list.push_back(to_json(layout));
  return list;
}

const char* name_of(OptionKind kind) {
  switch (kind) {
    case OptionKind::Boolean: return "boolean";
    case OptionKind::Integer: return "integer";
    case OptionKind::Choice: return "choice";
    case OptionKind::Strings: return "strings";
    case OptionKind::Venues: return "venues";
    case OptionKind::Text: return "text";
    case OptionKind::String: return "string";
    case OptionKind::Url: return "url";
    case OptionKind::Language: return "language";
  }
  return "";
}

/// Every widget's options, from which the interface makes its forms.
Json widgets_json() {
  Json widgets = Json::array();
  for (const auto& widget : widget_specs()) {
    Json options = Json::array();
    for (const auto& option : widget.options) {
      Json one{{"name", option.name}, {"kind", name_of(option.kind)}, {"required", option.required}};
      if (option.kind == OptionKind::Integer) one.update({{"least", option.least}, {"most", option.most}});
      if (!option.choices.empty()) one["choices"] = option.choices;
      options.push_back(std::move(one));
    }
    widgets.push_back({{"name", widget.name}, {"options", std::move(options)}});
  }
  return widgets;
}

}  // namespace

HttpResponse get_event(Desk& desk, Call&) {
  Json json = revision_json(desk);
  const EventData data = desk.store.event_data();
  std::set<std::string> tags;
  for (const auto& screen : data.screens) tags.insert(screen.tags.begin(), screen.tags.end());
  json["now"] = format_instant(desk.clock());
  json["event"] = to_json(data.event);
  json["organisers"] = list_of(data.organisers);
  json["tracks"] = list_of(data.tracks);
  json["venues"] = list_of(data.venues);
  json["layouts"] = layouts_json(data, *desk.assets);
  json["own_layouts"] = Json::array();
  for (const auto& layout : data.layouts) json["own_layouts"].push_back(layout.id);
  json["widgets"] = widgets_json();
  json["tags"] = tags;
  return json_response(200, json);
}

HttpResponse get_sessions(Desk& desk, Call& call) {
  Json json = revision_json(desk);
  const EventData data = desk.store.event_data();
  ShowFilter filter;
  filter.venue = call.query("venue").value_or("");
  filter.room = call.query("room").value_or("");
  if (const auto day = call.query("day"); day && !day->empty()) {
    filter.day = parse_day(*day);
    if (!filter.day) throw Error{ErrorCode::Invalid, "day: '" + *day + "' is not a day like 2027-05-04"};
  }
  const auto source = call.query("source");
  std::map<std::string, const Session*> originals;
  for (const auto& session : data.sessions) originals[session.id] = &session;
  Json list = Json::array();
  Json shown = show_sessions(data, filter, desk.clock());
  for (auto& item : shown["sessions"]) {
    const Session& original = *originals.at(item["id"].get<std::string>());
    const bool mine = is_mine(call.login, original);
    if ((source && original.source != *source) || (call.login.link && !mine)) continue;
    item["original_start"] = format_instant(original.start);
    item["missing"] = missing_languages(original, data.event);
    item["mine"] = mine;
    list.push_back(std::move(item));
  }
  json["sessions"] = std::move(list);
  return json_response(200, json);
}

HttpResponse get_session(Desk& desk, Call& call) {
  Json json = revision_json(desk);
  const EventData data = desk.store.event_data();
  const Session& original = find_session(data, call.name());
  const bool mine = is_mine(call.login, original);
  if (call.login.link && !mine) throw Error{ErrorCode::NotFound, "there is no such session of yours"};
  json["session"] = nullptr;  // hidden ones are nowhere to be shown
  Json shown = show_sessions(data, {}, desk.clock());
  for (auto& item : shown["sessions"])
    if (item["id"] == original.id) json["session"] = item;
  json["original"] = session_document(original);
  json["changes"] = Json::array();
  for (const auto& change : data.changes)
    if (change.session == original.id) json["changes"].push_back(to_json(change));
  json["missing"] = missing_languages(original, data.event);
  json["mine"] = mine;
  return json_response(200, json);
}

HttpResponse get_now(Desk& desk, Call& call) {
  Json json = revision_json(desk);
  const EventData data = desk.store.event_data();
  ShowFilter filter;
  filter.venue = call.query("venue").value_or("");
  json.update(show_now(data, filter, call.query_instant("at").value_or(desk.clock())));
  return json_response(200, json);
}

HttpResponse get_changes(Desk& desk, Call& call) {
  Json json = revision_json(desk);
  const EventData data = desk.store.event_data();
  json["changes"] = Json::array();
  for (const auto& change : data.changes) {
    const auto session = std::find_if(data.sessions.begin(), data.sessions.end(),
                                      [&](const Session& each) { return each.id == change.session; });
    const bool mine = session != data.sessions.end() && is_mine(call.login, *session);
    if (!call.login.link || mine) json["changes"].push_back(to_json(change));
  }
  return json_response(200, json);
}

HttpResponse get_sources(Desk& desk, Call&) {
  Json json = revision_json(desk);
  const EventData data = desk.store.event_data();
  Json list = Json::array();
  for (const auto& source : desk.store.sources()) {
    const auto of_source = [&](const Session& session) { return session.source == source.name; };
    const auto missing = [&](const Session& session) {
      return of_source(session) && session.status == SessionStatus::Missing;
    };
    Json one = source_json(source);
    one["last_import"] = desk.store.last_outcome(source.name);
    one["sessions"] = std::count_if(data.sessions.begin(), data.sessions.end(), of_source);
    one["missing"] = std::count_if(data.sessions.begin(), data.sessions.end(), missing);
    list.push_back(std::move(one));
  }
  json["sources"] = std::move(list);
  return json_response(200, json);
}

HttpResponse get_unresolved(Desk& desk, Call&) {
  Json json = revision_json(desk);
  json["rooms"] = Json::array();
  for (const auto& room : desk.store.unresolved_rooms())
    json["rooms"].push_back(
        {{"source", room.source}, {"name", room.name}, {"guid", room.guid}, {"sessions", room.sessions}});
  return json_response(200, json);
}

HttpResponse get_duplicates(Desk& desk, Call&) {
  Json json = revision_json(desk);
  const EventData data = desk.store.event_data();
  json["duplicates"] = Json::array();
  const auto shown = [&](const std::string& id) {
    return std::any_of(data.sessions.begin(), data.sessions.end(), [&](const Session& each) { return each.id == id; });
  };
  for (const auto& pair : desk.store.duplicates()) {
    if (!shown(pair.first) || !shown(pair.second)) continue;  // withdrawn by its source, and another stands for it
    json["duplicates"].push_back({{"first", session_document(find_session(data, pair.first))},
                                  {"second", session_document(find_session(data, pair.second))}});
  }
  return json_response(200, json);
}

HttpResponse get_messages(Desk& desk, Call& call) {
  Json json = revision_json(desk);
  const EventData data = desk.store.event_data();
  json["messages"] = Json::array();
  for (const auto& message : data.messages) {
    Json item = to_json(message);
    item["mine"] =
        authorise(call.login, Action::Message, whose_message(call.login, message, data.screens)) == Verdict::Allowed;
    json["messages"].push_back(std::move(item));
  }
  return json_response(200, json);
}

HttpResponse get_rota(Desk& desk, Call& call) {
  Json json = revision_json(desk);
  const EventData data = desk.store.event_data();
  json["rota"] = list_of(data.rota);
  json["choice"] = nullptr;
  if (const auto id = call.query("screen")) {
    const auto& screen = find_screen(data, *id);
    const auto rule = day_rule(data.event);
    const auto at = call.query_instant("at").value_or(desk.clock());
    const auto choice = select_layout(screen, data.rota, rule.zone, rule.day_change, at);
    json["choice"] = {{"layout", choice.layout},
                      {"rule", choice.rule.empty() ? Json(nullptr) : Json(choice.rule)},
                      {"next_change", choice.next_change ? Json(format_instant(*choice.next_change)) : Json(nullptr)}};
  }
  return json_response(200, json);
}

}  // namespace skylt
