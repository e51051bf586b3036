#pragma once
#include <functional>

#include "content-server/api/call.hpp"
#include "content-server/api/mailer.hpp"
#include "content-server/api/pictures.hpp"
#include "content-server/api/watch.hpp"
#include "content-server/store/difference.hpp"
#include "core/programme/find_screen.hpp"

namespace skylt {

/// What the handlers of /api/v1 work with; all of it thread-safe and outliving them.
struct Desk {
  Store& store;
  Accounts& accounts;
  LiveEvent& live;
  Publisher& publisher;
  std::shared_ptr<const Assets> assets;
  SigningKey key;
  Renderer& renderer;
  ScreenWatch& watch;
  Streams& streams;
  PictureCache& pictures;
  Drafts& drafts;
  Mailer& mailer;
  std::function<UtcTime()> clock;  ///< of the event: in a rehearsal not the wall's
};

/// One handler per route of the table; throws Error, Refusal, Outdated.
using Handler = HttpResponse (*)(Desk&, Call&);

// sign_in.cpp
HttpResponse get_setup(Desk& desk, Call& call);
HttpResponse post_setup(Desk& desk, Call& call);
HttpResponse post_login(Desk& desk, Call& call);
HttpResponse post_logout(Desk& desk, Call& call);
HttpResponse get_me(Desk& desk, Call& call);
HttpResponse put_me(Desk& desk, Call& call);
HttpResponse post_two_factor(Desk& desk, Call& call);
HttpResponse put_two_factor(Desk& desk, Call& call);
HttpResponse delete_two_factor(Desk& desk, Call& call);

// reads.cpp
HttpResponse get_event(Desk& desk, Call& call);
HttpResponse get_sessions(Desk& desk, Call& call);
HttpResponse get_session(Desk& desk, Call& call);
HttpResponse get_now(Desk& desk, Call& call);
HttpResponse get_changes(Desk& desk, Call& call);
HttpResponse get_sources(Desk& desk, Call& call);
HttpResponse get_unresolved(Desk& desk, Call& call);
HttpResponse get_duplicates(Desk& desk, Call& call);
HttpResponse get_messages(Desk& desk, Call& call);
HttpResponse get_rota(Desk& desk, Call& call);

// history.cpp
HttpResponse get_history(Desk& desk, Call& call);
HttpResponse get_history_csv(Desk& desk, Call& call);
HttpResponse post_undo(Desk& desk, Call& call);

// screens.cpp
HttpResponse get_screens(Desk& desk, Call& call);
HttpResponse get_screen(Desk& desk, Call& call);
HttpResponse get_why(Desk& desk, Call& call);
HttpResponse get_picture(Desk& desk, Call& call);
HttpResponse get_draft_picture(Desk& desk, Call& call);
HttpResponse get_session_screens(Desk& desk, Call& call);
HttpResponse get_receipt(Desk& desk, Call& call);
HttpResponse put_screen(Desk& desk, Call& call);
HttpResponse delete_screen(Desk& desk, Call& call);
HttpResponse post_screen_token(Desk& desk, Call& call);

// changes.cpp
HttpResponse post_change(Desk& desk, Call& call);
HttpResponse delete_change(Desk& desk, Call& call);

// documents.cpp
HttpResponse post_session(Desk& desk, Call& call);
HttpResponse put_session(Desk& desk, Call& call);
HttpResponse put_session_texts(Desk& desk, Call& call);
HttpResponse delete_session(Desk& desk, Call& call);
HttpResponse put_message(Desk& desk, Call& call);
HttpResponse put_message_texts(Desk& desk, Call& call);
HttpResponse delete_message(Desk& desk, Call& call);
HttpResponse put_rota(Desk& desk, Call& call);
HttpResponse delete_rota(Desk& desk, Call& call);
HttpResponse put_layout(Desk& desk, Call& call);
HttpResponse delete_layout(Desk& desk, Call& call);
HttpResponse put_event(Desk& desk, Call& call);

// closures.cpp
HttpResponse get_closures(Desk& desk, Call& call);
HttpResponse post_closure(Desk& desk, Call& call);
HttpResponse delete_closure(Desk& desk, Call& call);

// venues.cpp
HttpResponse put_venue(Desk& desk, Call& call);
/// The venue as it was before a change recorded as `difference`. Throws Error(conflict) where a room that would go is
/// in use, Outdated.
void put_venue_back(Desk& desk, const std::string& id, const Difference& difference, const Writer& writer);

// sources.cpp
HttpResponse post_alias(Desk& desk, Call& call);
HttpResponse delete_alias(Desk& desk, Call& call);
HttpResponse post_join(Desk& desk, Call& call);
HttpResponse post_dismiss(Desk& desk, Call& call);
HttpResponse delete_decision(Desk& desk, Call& call);
HttpResponse post_import(Desk& desk, Call& call);

// proposals.cpp
HttpResponse get_proposals(Desk& desk, Call& call);
HttpResponse post_accept(Desk& desk, Call& call);
HttpResponse post_decline(Desk& desk, Call& call);

// people.cpp
HttpResponse get_people(Desk& desk, Call& call);
HttpResponse put_person(Desk& desk, Call& call);
HttpResponse post_invitation(Desk& desk, Call& call);
HttpResponse post_join_in(Desk& desk, Call& call);
HttpResponse delete_invitation(Desk& desk, Call& call);
HttpResponse get_links(Desk& desk, Call& call);
HttpResponse post_link(Desk& desk, Call& call);
HttpResponse delete_link(Desk& desk, Call& call);
HttpResponse post_open_link(Desk& desk, Call& call);
HttpResponse get_tokens(Desk& desk, Call& call);
HttpResponse post_token(Desk& desk, Call& call);
HttpResponse delete_token(Desk& desk, Call& call);

// What handlers share.

/// Reads `json` by `read`; throws Error(invalid) with every fault.
template <class Read>
auto read_body(const Json& json, const Read& read) {
  Faults faults;
  JsonReader reader{json, faults};
  auto value = read(reader);
  throw_on("body", faults);
  return value;
}

/// Each as its to_json() gives it.
template <class Values>
Json list_of(const Values& values) {
  Json list = Json::array();
  for (const auto& value : values) list.push_back(to_json(value));
  return list;
}

RoomAlias read_alias(JsonReader& reader);

/// Throws Error(not_found).
const Session& find_session(const EventData& data, const std::string& id);

/// Answer of a try: which screens `after` would alter, and a draft to look at. `about`: the session that it is about;
/// the screens that mention it come first, at its moment. nullptr: no single one.
HttpResponse tried(Desk& desk, Call& call, const EventData& before, EventData after, const Session* about = nullptr);

/// Keeps what she may not do herself for a publisher; 202. `what`: "change", "session" or "message".
HttpResponse propose(Desk& desk, Call& call, const std::string& what, const Json& request, const std::string& session);

/// Hers, or one that she decides about or looks at.
bool may_see_proposal(const Login& login, const Json& document);
void publish_proposal(Desk& desk, const Json& document);

/// Alters the account as it is when it is written, however long ago it was read: what others changed meanwhile stays.
/// `alter` may be called again. Returns what was written. Throws as Accounts::change(), Error(not_found).
Account change_account(Desk& desk, const std::string& id, Writer writer, UtcTime now,
                       const std::function<void(Account&)>& alter);

/// Cookie that opens a login, and the one that ends it.
std::pair<std::string, std::string> login_cookie(const Call& call, const std::string& token);
std::string cookie_name(bool secure);

/// Id of the account or the personal link.
std::string id_of(const Login& login);

Json revision_json(Desk& desk);
Json history_json(const HistoryEntry& entry);
bool is_mine(const Login& login, const Session& session);
std::string new_id(const std::string& prefix);

}  // namespace skylt
