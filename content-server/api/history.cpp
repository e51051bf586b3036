// Who changed what, and taking it back.
#include <algorithm>
#include <charconv>

#include "content-server/api/desk.hpp"

namespace skylt {
namespace {

constexpr std::size_t kMostEntries = 1000;
constexpr std::size_t kMostRows = 100'000;

/// Part of the store that an action wrote, the action that undoing it needs, and whether it can be undone at all.
struct Undoing {
  const char* prefix;
  const char* part;
  Action action;
};
constexpr Undoing kUndoings[] = {
    {"change.add", "", Action::Change},           {"change.undo", "", Action::Change},
    {"session.put", "sessions", Action::Session}, {"session.remove", "sessions", Action::Session},
    {"message.put", "messages", Action::Message}, {"message.remove", "messages", Action::Message},
    {"rota.put", "rota", Action::Rota},           {"rota.remove", "rota", Action::Rota},
    {"screen.put", "screens", Action::Screen},    {"event.put", "event", Action::People},
    {"layout.put", "layouts", Action::Rota},      {"layout.remove", "layouts", Action::Rota}};

const Undoing* undoing_of(const HistoryEntry& entry) {
  for (const auto& undoing : kUndoings)
    if (entry.action == undoing.prefix) return &undoing;
  return nullptr;
}

Json parsed(const std::string& text) { return text.empty() ? Json(nullptr) : parse_json(text, "history"); }

std::int64_t whole_number(const std::string& text, const std::string& what) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < 0)
    throw Error{ErrorCode::Invalid, what + ": '" + text + "' is not a whole number"};
  return number;
}

/// RFC 4180; a cell that a spreadsheet would calculate is text (S-28).
std::string cell(std::string text) {
  std::erase(text, '\0');
  if (!text.empty() && std::string_view{"=+-@\t\r"}.find(text.front()) != std::string_view::npos) text.insert(0, "'");
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string{c};
  return quoted + '"';
}

HistoryEntry find_entry(Desk& desk, std::int64_t number) {
  HistoryFilter filter;
  filter.before = number + 1;
  filter.limit = 1;
  auto entries = desk.store.history(filter);
  if (entries.empty() || entries.front().number != number)
    throw Error{ErrorCode::NotFound, "the record has no entry " + std::to_string(number)};
  return std::move(entries.front());
}

Whose whose_document(const EventData& data, const Call& call, const std::string& part, const Json& document) {
  if (part == "sessions") return whose_session(call.login, read_body(document, read_session));
  if (part == "messages") return whose_message(call.login, read_body(document, read_message), data.screens);
  return Whose::Others;
}

/// Whether she may write at once what undoing writes: as if she did it by hand, of what stands there and of what comes
/// back. Throws Refusal.
bool may_undo(Desk& desk, Call& call, const Undoing& undoing, const Json& before, const Json& after) {
  const EventData data = desk.store.event_data();
  if (undoing.action == Action::Change) {
    const auto change = read_body(after.is_null() ? before : after, read_change);
    return call.take(authorise_change(call.login, data, change, desk.clock()));
  }
  for (const auto& document : {before, after})
    if (!document.is_null() &&
        !call.take(authorise(call.login, undoing.action, whose_document(data, call, undoing.part, document))))
      return false;
  if (undoing.action != Action::Message || before.is_null()) return true;
  return !needs_second_person(call.login, call.cookie.empty(), read_body(before, read_message), data.screens);
}

/// What a login may read of the record: a viewer looks at everything but people.
void leave_out_people(HistoryFilter& filter, const Login& login) {
  const auto may = [&](Action action) { return authorise(login, action, Whose::Nothing) == Verdict::Allowed; };
  if (!may(Action::People)) filter.without.insert(filter.without.end(), {"account.", "token."});
  if (!may(Action::Link)) filter.without.emplace_back("link.");
}

}  // namespace

Json history_json(const HistoryEntry& entry) {
  return {{"number", entry.number},         {"revision", entry.revision},   {"at", format_instant(entry.at)},
          {"actor", entry.actor},           {"action", entry.action},       {"object", entry.object},
          {"before", parsed(entry.before)}, {"after", parsed(entry.after)}, {"undo", undoing_of(entry) != nullptr}};
}

HttpResponse get_history(Desk& desk, Call& call) {
  Json json = revision_json(desk);
  HistoryFilter filter;
  if (const auto limit = call.query("limit"))
    filter.limit = std::min(kMostEntries, static_cast<std::size_t>(whole_number(*limit, "limit")));
  if (const auto before = call.query("before")) filter.before = whole_number(*before, "before");
  filter.object = call.query("object").value_or("");
  leave_out_people(filter, call.login);
  json["history"] = Json::array();
  for (const auto& entry : desk.store.history(filter)) json["history"].push_back(history_json(entry));
  return json_response(200, json);
}

HttpResponse get_history_csv(Desk& desk, Call& call) {
  HttpResponse response;
  response.headers = {{"Content-Type", "text/csv; charset=utf-8"},
                      {"Content-Disposition", "attachment; filename=\"history.csv\""},
                      {"Cache-Control", "no-store"}};
  response.body = "number,revision,at,actor,action,object,before,after\r\n";
  HistoryFilter filter;
  filter.limit = kMostRows;
  leave_out_people(filter, call.login);
  for (const auto& entry : desk.store.history(filter)) {
    response.body += std::to_string(entry.number) + ',' + std::to_string(entry.revision) + ',' +
                     format_instant(entry.at) + ',' + cell(entry.actor) + ',' + cell(entry.action) + ',' +
                     cell(entry.object) + ',' + cell(entry.before) + ',' + cell(entry.after) + "\r\n";
  }
  return response;
}

HttpResponse post_undo(Desk& desk, Call& call) {
  const auto entry = find_entry(desk, whole_number(call.name(), "number"));
  const auto* undoing = undoing_of(entry);
  const Json before = parsed(entry.before), after = parsed(entry.after);
  if (!undoing || (before.is_null() && after.is_null())) {
    call.take(authorise(call.login, undoing ? undoing->action : Action::Look, Whose::Others));
    throw Error{ErrorCode::Conflict, "'" + entry.action + "' cannot be taken back from here"};
  }
  if (!may_undo(desk, call, *undoing, before, after))
    throw forbidden("somebody who may change this by herself takes it back");
  std::int64_t revision = 0;
  const Writer writer{call.actor(), entry.revision, &revision};  // nobody's later change is lost by it
  if (entry.action == "change.add") {
    desk.store.undo_change(entry.object, writer);
  } else if (entry.action == "change.undo") {
    desk.store.add_change(read_body(before, read_change), writer);
  } else if (before.is_null()) {
    desk.store.remove_document(undoing->part, entry.object, writer);
  } else {
    desk.store.put_document(undoing->part, entry.object, before, writer);
  }
  return written(200, revision);
}

}  // namespace skylt
