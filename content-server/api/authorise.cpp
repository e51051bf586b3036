#include "content-server/api/authorise.hpp"

#include <algorithm>
#include <map>

#include "core/base/error.hpp"
#include "core/layout/layout.hpp"
#include "core/programme/effective.hpp"

namespace skylt {
namespace {

constexpr std::chrono::hours kGrace{7 * 24};  // long enough for a first start, short enough not to be forgotten

constexpr Action kNamed[] = {Action::Look,    Action::Change, Action::Session, Action::Translate,
                             Action::Message, Action::Rota,   Action::Screen,  Action::Venue,
                             Action::Source,  Action::Decide, Action::People,  Action::Link};

bool contains(const std::vector<std::string>& list, const std::string& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

bool is_one_of(Action action, std::initializer_list<Action> list) {
  return std::find(list.begin(), list.end(), action) != list.end();
}

Verdict for_editor(Action action, Whose whose) {
  if (!is_one_of(action, {Action::Change, Action::Session, Action::Message, Action::Venue})) return Verdict::Denied;
  return whose == Whose::Others ? Verdict::Propose : Verdict::Allowed;
}

Verdict for_account(Role role, Action action, Whose whose) {
  if (is_one_of(action, {Action::SignedIn, Action::Look, Action::LookAll})) return Verdict::Allowed;
  const auto only = [&](std::initializer_list<Action> list) {
    return is_one_of(action, list) ? Verdict::Allowed : Verdict::Denied;
  };
  switch (role) {
    case Role::Viewer: return Verdict::Denied;
    case Role::Editor: return for_editor(action, whose);
    case Role::Translator: return only({Action::Translate});
    case Role::Publisher:
      return only({Action::Change, Action::Session, Action::Translate, Action::Message, Action::Rota, Action::Venue,
                   Action::Source, Action::Decide, Action::Link});
    case Role::Technician: return only({Action::Screen, Action::Rota, Action::Venue});
    case Role::Administrator: return Verdict::Allowed;
  }
  return Verdict::Denied;
}

Verdict for_link(Action action, Whose whose) {
  if (is_one_of(action, {Action::SignedIn, Action::Look})) return Verdict::Allowed;
  if (action == Action::Change && whose != Whose::Others) return Verdict::Allowed;
  return Verdict::Denied;
}

/// Whether sessions that are not hers begin at another time with the change than without it.
bool moves_others(const Login& login, const EventData& data, const Change& change, UtcTime now) {
  if (!change.following) return false;
  const auto rooms = room_entries(data.venues, data.event.languages);
  auto changes = data.changes;
  std::erase_if(changes, [&](const Change& each) { return each.id == change.id; });
  const auto without = effective(data.sessions, changes, rooms, day_rule(data.event), now);
  changes.push_back(change);
  const auto with = effective(data.sessions, changes, rooms, day_rule(data.event), now);
  std::map<std::string, UtcTime> starts;
  for (const auto& item : without) starts[item.session.id] = item.session.start;
  return std::any_of(with.begin(), with.end(), [&](const EffectiveSession& item) {
    return item.session.id != change.session && starts[item.session.id] != item.session.start &&
           whose_session(login, item.session) == Whose::Others;
  });
}

}  // namespace

const char* name_of(Action action) {
  switch (action) {
    case Action::Public: return "public";
    case Action::SignedIn: return "signed-in";
    case Action::Look: return "look";
    case Action::LookAll: return "look-all";
    case Action::Change: return "change";
    case Action::Session: return "session";
    case Action::Translate: return "translate";
    case Action::Message: return "message";
    case Action::Rota: return "rota";
    case Action::Screen: return "screen";
    case Action::Venue: return "venue";
    case Action::Source: return "source";
    case Action::Decide: return "decide";
    case Action::People: return "people";
    case Action::Link: return "link";
  }
  return "";
}

Verdict authorise(const Login& login, Action action, Whose whose) {
  if (action == Action::Public) return Verdict::Allowed;
  if (login.account) return for_account(login.overdue ? Role::Viewer : login.account->role, action, whose);
  return login.link ? for_link(action, whose) : Verdict::Denied;
}

std::optional<UtcTime> second_factor_due(const Account& account) {
  if (account.role != Role::Administrator || account.two_factor) return std::nullopt;
  return account.made + kGrace;
}

bool is_city_wide(const Message& message, const std::vector<Screen>& screens) {
  return message.screens.empty() ||
         (screens.size() > 1 && std::all_of(screens.begin(), screens.end(),
                                            [&](const Screen& screen) { return selects(message.screens, screen); }));
}

Whose whose_session(const Login& login, const Session& session) {
  if (login.link) return contains(login.link->sessions, session.id) ? Whose::Own : Whose::Others;
  if (!login.account) return Whose::Others;
  const auto& account = *login.account;
  const bool own = contains(account.venues, session.venue) ||
                   std::any_of(session.organisers.begin(), session.organisers.end(),
                               [&](const auto& organiser) { return contains(account.organisers, organiser); });
  return own ? Whose::Own : Whose::Others;
}

Whose whose_message(const Login& login, const Message& message, const std::vector<Screen>& screens) {
  if (!login.account || message.screens.empty()) return Whose::Others;
  bool any = false;
  for (const auto& screen : screens) {
    if (!selects(message.screens, screen)) continue;
    if (!contains(login.account->venues, screen.venue)) return Whose::Others;
    any = true;
  }
  return any ? Whose::Own : Whose::Others;
}

Whose whose_venue(const Login& login, const std::string& venue) {
  return login.account && contains(login.account->venues, venue) ? Whose::Own : Whose::Others;
}

bool needs_second_person(const Login& login, bool by_token, const Message& message,
                         const std::vector<Screen>& screens) {
  return is_city_wide(message, screens) && !(login.account && login.account->two_factor && !by_token);
}

Verdict authorise_change(const Login& login, const EventData& data, const Change& change, UtcTime now) {
  const auto session = std::find_if(data.sessions.begin(), data.sessions.end(),
                                    [&](const Session& each) { return each.id == change.session; });
  if (session == data.sessions.end()) throw Error{ErrorCode::NotFound, "there is no session '" + change.session + "'"};
  const auto verdict = authorise(login, Action::Change, whose_session(login, *session));
  if (verdict != Verdict::Allowed) return verdict;
  const bool time_or_room = change.kind == ChangeKind::Delayed || change.kind == ChangeKind::Moved;
  const bool wordless = change.text.empty() && !change.following;
  if (login.link && !(time_or_room && wordless)) return Verdict::Propose;
  const auto for_others = authorise(login, Action::Change, Whose::Others);
  return for_others != Verdict::Allowed && moves_others(login, data, change, now) ? Verdict::Propose : verdict;
}

std::vector<std::string> actions_of(const Login& login) {
  std::vector<std::string> names;
  for (const auto action : kNamed)
    if (authorise(login, action, Whose::Nothing) == Verdict::Allowed) names.emplace_back(name_of(action));
  return names;
}

bool is_about_people(const std::string& action) {
  return action.starts_with("account.") || action.starts_with("token.") || action.starts_with("link.");
}

std::string actor_of(const Login& login) {
  if (login.account) return login.account->email;
  return login.link ? login.link->name + " (personal link)" : "";
}

}  // namespace skylt
