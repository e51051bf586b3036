// Who changed what, and taking it back.
#include <algorithm>
#include <charconv>
#include <sstream>

#include "content-server/api/desk.hpp"

namespace skylt {
namespace {

constexpr std::size_t kMostEntries = 1000;
constexpr std::size_t kMostRows = 100'000;
constexpr std::size_t kMostActions = 20;
constexpr std::size_t kLongestSearch = 200;

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
    {"screen.put", "screens", Action::Screen},    {"screen.remove", "screens", Action::Screen},
    {"screen.add", "screens", Action::Screen},    {"screen.change", "screens", Action::Screen},  // of older databases
    {"event.put", "event", Action::People},       {"layout.put", "layouts", Action::Rota},
    {"layout.remove", "layouts", Action::Rota},   {"venue.change", "", Action::Venue},
    {"closure.add", "", Action::Venue},           {"closure.end", "", Action::Venue},
    {"room.alias", "", Action::Source},           {"session.join", "", Action::Source},
    {"session.dismiss", "", Action::Source}};

const Undoing* undoing_of(const HistoryEntry& entry) {
  for (const auto& undoing : kUndoings)
    if (entry.action == undoing.prefix) return &undoing;
  return nullptr;
}

/// Whether the record says enough to take it back; of a new plan it keeps counts alone.
bool is_undoable(const HistoryEntry& entry) {
  return undoing_of(entry) && !(entry.action == "venue.change" && entry.before.empty());
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
bool may_undo(Desk& desk, Call& call, const HistoryEntry& entry, const Undoing& undoing, const Json& before,
              const Json& after) {
  const EventData data = desk.store.event_data();
  if (undoing.action == Action::Source) return call.take(authorise(call.login, Action::Source, Whose::Nothing));
  if (undoing.action == Action::Venue) {
    const auto venue =
        entry.action == "venue.change" ? entry.object : read_body(after.is_null() ? before : after, read_closure).venue;
    return call.take(authorise(call.login, Action::Venue, whose_venue(call.login, venue)));
  }
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

/// The words between the commas.
std::vector<std::string> words_of(const std::string& list) {
  std::vector<std::string> words;
  std::istringstream in{list};
  for (std::string word; std::getline(in, word, ',');)
    if (!word.empty()) words.push_back(word);
  return words;
}

HistoryFilter filter_of(const Call& call) {
  HistoryFilter filter;
  filter.object = call.query("object").value_or("");
  filter.with = words_of(call.query("actions").value_or(""));
  filter.search = call.query("search").value_or("");
  if (filter.with.size() > kMostActions)
    throw Error{ErrorCode::Invalid, "actions: at most " + std::to_string(kMostActions) + " of them"};
  if (filter.search.size() > kLongestSearch)
    throw Error{ErrorCode::Invalid, "search: at most " + std::to_string(kLongestSearch) + " bytes"};
  return filter;
}

/// Writes what stood there before the entry. Nobody's later change is lost by it: throws Outdated when there is one.
void take_back(Desk& desk, const HistoryEntry& entry, const Undoing& undoing, const Writer& writer) {
  const Json before = parsed(entry.before), after = parsed(entry.after);
  const auto said = [&](const char* key) { return after.value(key, std::string{}); };
  if (entry.action == "change.add") {
    Writer anyhow = writer;
    anyhow.seen.reset();  // other changes of the session stay as they are
    desk.store.undo_change(entry.object, anyhow);
  } else if (entry.action == "change.undo") {
    desk.store.add_change(read_body(before, read_change), writer);
  } else if (entry.action == "closure.add") {
    desk.store.end_closure(entry.object, writer);
  } else if (entry.action == "closure.end") {
    desk.store.add_closure(read_body(before, read_closure), writer);
  } else if (entry.action == "venue.change") {
    put_venue_back(desk, entry.object, {before, after}, writer);
  } else if (entry.action == "room.alias") {
    desk.store.remove_room_alias(entry.object, read_body(after, read_alias), writer);
  } else if (undoing.action == Action::Source) {
    desk.store.undecide(said("first"), said("second"), writer);
  } else if (before.is_null()) {
    desk.store.remove_document(undoing.part, entry.object, writer);
  } else {
    desk.store.put_document(undoing.part, entry.object, before, writer);
  }
}

/// Whether taking the entry back makes a screen, which then has no token: its old one ended with it.
bool makes_screen(const Undoing& undoing, const Json& after) {
  return undoing.action == Action::Screen && after.is_null();
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
          {"before", parsed(entry.before)}, {"after", parsed(entry.after)}, {"undo", entry.last && is_undoable(entry)}};
}

HttpResponse get_history(Desk& desk, Call& call) {
  Json json = revision_json(desk);
  HistoryFilter filter = filter_of(call);
  if (const auto limit = call.query("limit"))
    filter.limit = std::min(kMostEntries, static_cast<std::size_t>(whole_number(*limit, "limit")));
  if (const auto before = call.query("before")) filter.before = whole_number(*before, "before");
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
  HistoryFilter filter = filter_of(call);
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
  if (!is_undoable(entry) || (before.is_null() && after.is_null())) {
    call.take(authorise(call.login, undoing ? undoing->action : Action::Look, Whose::Others));
    throw Error{ErrorCode::Conflict, "'" + entry.action + "' cannot be taken back from here"};
  }
  if (!may_undo(desk, call, entry, *undoing, before, after))
    throw forbidden("somebody who may change this by herself takes it back");
  std::int64_t revision = 0;
  take_back(desk, entry, *undoing, Writer{call.actor(), entry.revision, &revision});
  Json json = Json::object();
  if (makes_screen(*undoing, after)) json["needs_token"] = true;
  return written(200, revision, json);
}

}  // namespace skylt
