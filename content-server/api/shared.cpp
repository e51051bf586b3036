// What several handlers need.
#include <algorithm>

#include "content-server/api/desk.hpp"
#include "content-server/api/mentions.hpp"
#include "content-server/store/sqlite_store.hpp"
#include "core/base/error.hpp"

namespace skylt {

const Session& find_session(const EventData& data, const std::string& id) {
  for (const auto& session : data.sessions)
    if (session.id == id) return session;
  throw Error{ErrorCode::NotFound, "there is no session '" + id + "'"};
}

HttpResponse tried(Desk& desk, Call& call, const EventData& before, EventData after, const Session* about) {
  const auto screens = affected_screens(before, after, *desk.assets);
  const auto at = about ? moment_of(*about, day_rule(after.event), desk.clock()) : desk.clock();
  const Mentions mentions{after, *desk.assets, at};
  Json mentioning = Json::array(), others = Json::array();
  for (const auto& screen : after.screens) {
    if (std::find(screens.begin(), screens.end(), screen.id) == screens.end()) continue;
    const bool mentioned = about && !mentions.regions(screen, about->id).empty();
    Json shown{{"id", screen.id}, {"name", screen.name}, {"size", {screen.size.width, screen.size.height}}};
    if (about) shown["mentions"] = mentioned;
    (mentioned ? mentioning : others).push_back(std::move(shown));
  }
  Json json = revision_json(desk);
  json["screens"] = screens;
  json["at"] = format_instant(at);
  json["pictures"] = std::move(mentioning);
  json["pictures"].insert(json["pictures"].end(), others.begin(), others.end());
  json["draft"] = desk.drafts.add(std::move(after), id_of(call.login), screens, call.now);
  return json_response(200, json);
}

HttpResponse propose(Desk& desk, Call& call, const std::string& what, const Json& request, const std::string& session) {
  const auto id = call.fresh_id("p");
  for (const auto& known : desk.store.proposals())
    if (known.id == id) return written(202, desk.store.revision(), Json{{"proposal", known.document}});
  Json document{{"id", id},
                {"by", call.actor()},
                {"name", call.login.account ? call.login.account->name : call.login.link->name},
                {"link", call.login.link ? Json(call.login.link->id) : Json(nullptr)},
                {"at", format_instant(call.now)},
                {"what", what},
                {"request", request},
                {"session", session.empty() ? Json(nullptr) : Json(session)},
                {"seen", call.writer(nullptr).seen.value_or(desk.store.revision())},
                {"state", "waiting"},
                {"decided_by", nullptr},
                {"word", ""}};
  std::int64_t revision = 0;
  desk.store.put_proposal({id, document}, {call.actor(), std::nullopt, &revision});
  publish_proposal(desk, document);
  return written(202, revision, Json{{"proposal", document}});
}

Account change_account(Desk& desk, const std::string& id, Writer writer, UtcTime now,
                       const std::function<void(Account&)>& alter) {
  constexpr int kMostTries = 5;
  const bool looked = writer.seen.has_value();
  for (int tries = 1;; ++tries) {
    if (!looked) writer.seen = desk.store.revision();  // read before the account: it may be newer, never older
    auto account = desk.accounts.find(id);
    if (!account) throw Error{ErrorCode::NotFound, "there is no account '" + id + "'"};
    alter(*account);
    try {
      desk.accounts.change(*account, writer, now);
      return *account;
    } catch (const Outdated&) {
      if (looked || tries == kMostTries) throw;
    }
  }
}

std::string cookie_name(bool secure) { return secure ? "__Host-skylt" : "skylt"; }

std::pair<std::string, std::string> login_cookie(const Call& call, const std::string& token) {
  std::string value = cookie_name(call.secure) + '=' + token + "; Path=/; HttpOnly; SameSite=Strict";
  if (call.secure) value += "; Secure";
  if (token.empty()) value += "; Max-Age=0";
  return {"Set-Cookie", value};
}

std::string id_of(const Login& login) {
  if (login.account) return login.account->id;
  return login.link ? login.link->id : std::string{};
}

Json revision_json(Desk& desk) { return {{"revision", desk.store.revision()}}; }

bool is_mine(const Login& login, const Session& session) {
  return authorise(login, Action::Change, whose_session(login, session)) == Verdict::Allowed;
}

std::string new_id(const std::string& prefix) { return prefix + sha256_hex(random_token()).substr(0, 9); }

}  // namespace skylt
