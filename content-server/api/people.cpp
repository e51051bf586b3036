// Accounts, invitations, personal links, tokens for scripts.
#include "content-server/api/desk.hpp"
#include "content-server/api/password.hpp"

namespace skylt {
namespace {

constexpr std::chrono::hours kInvitationLife{24 * 14};
constexpr std::chrono::hours kLongestLink{24 * 60};

void check_email(const std::string& email) {
  const auto at = email.find('@');
  if (at == 0 || at == std::string::npos || at + 1 == email.size() ||
      email.find_first_of(" <>\"\r\n") != std::string::npos)
    throw Error{ErrorCode::Invalid, "body: /email: '" + email + "' is not an address"};
}

Json token_json(const ApiToken& token) {
  return {{"id", token.id},
          {"name", token.name},
          {"until", token.until ? Json(format_instant(*token.until)) : Json(nullptr)}};
}

}  // namespace

HttpResponse get_people(Desk& desk, Call& call) {
  Json json = revision_json(desk);
  json["people"] = list_of(desk.accounts.all());
  json["invitations"] = list_of(desk.accounts.invitations(call.now));
  return json_response(200, json);
}

HttpResponse put_person(Desk& desk, Call& call) {
  struct Body {
    std::optional<std::string> name;
    std::optional<Role> role;
    std::optional<std::vector<std::string>> organisers, venues;
    std::optional<bool> disabled;
  };
  const auto body = read_body(call.body, [](JsonReader& reader) {
    Body value;
    if (reader.has("name")) value.name = clean_text(reader.string("name"), 100);
    if (reader.has("role")) value.role = parse_role(reader.string("role"));
    if (reader.has("organisers")) value.organisers = reader.strings("organisers");
    if (reader.has("venues")) value.venues = reader.strings("venues");
    value.disabled = reader.optional_boolean("disabled");
    reader.reject_unknown();
    return value;
  });
  std::int64_t revision = 0;
  const auto account = change_account(desk, call.name(), call.writer(&revision), call.now, [&](Account& person) {
    if (body.name) person.name = *body.name;
    if (body.role) person.role = *body.role;
    if (body.organisers) person.organisers = *body.organisers;
    if (body.venues) person.venues = *body.venues;
    if (body.disabled) person.disabled = *body.disabled;
  });
  return written(200, revision, Json{{"account", to_json(account)}});
}

HttpResponse post_invitation(Desk& desk, Call& call) {
  auto invitation = read_body(call.body, [](JsonReader& reader) {
    Invitation value;
    value.email = reader.string("email");
    value.role = parse_role(reader.string("role"));
    value.organisers = reader.strings("organisers");
    value.venues = reader.strings("venues");
    reader.reject_unknown();
    return value;
  });
  check_email(invitation.email);
  if (desk.accounts.find_by_email(invitation.email))
    throw Error{ErrorCode::Conflict, "there is an account with the address " + invitation.email + " already"};
  invitation.until = call.now + kInvitationLife;
  const auto token = desk.accounts.invite(invitation, call.actor(), call.now);
  return json_response(201, Json{{"invitation", to_json(invitation)}, {"token", token}});
}

HttpResponse post_join_in(Desk& desk, Call& call) {
  struct Body {
    std::string token, name, password;
  };
  const auto body = read_body(call.body, [](JsonReader& reader) {
    Body value{reader.string("token"), clean_text(reader.string("name"), 100), reader.string("password")};
    reader.reject_unknown();
    return value;
  });
  const auto invitation = desk.accounts.find_invitation(body.token, call.now);
  if (!invitation) throw Refusal{401, "unauthorized", "this invitation was used, taken back, or is too old"};
  check_new_password(body.password, invitation->email, body.name);
  Account account;
  account.email = invitation->email;
  account.name = body.name;
  account.role = invitation->role;
  account.organisers = invitation->organisers;
  account.venues = invitation->venues;
  account = desk.accounts.add(account, hash_password(body.password), invitation->email, call.now);
  desk.accounts.remove_invitation(invitation->id, account.email, call.now);
  auto response = json_response(201, Json{{"account", to_json(account)}});
  response.headers.push_back(login_cookie(call, desk.accounts.open_login(account, call.now)));
  return response;
}

HttpResponse delete_invitation(Desk& desk, Call& call) {
  if (!desk.accounts.remove_invitation(call.name(), call.actor(), call.now))
    throw Error{ErrorCode::NotFound, "there is no invitation '" + call.name() + "'"};
  return no_content();
}

HttpResponse get_links(Desk& desk, Call& call) {
  return json_response(200, Json{{"links", list_of(desk.accounts.links(call.now))}});
}

HttpResponse post_link(Desk& desk, Call& call) {
  auto link = read_body(call.body, [](JsonReader& reader) {
    PersonalLink value;
    value.name = clean_text(reader.string("name"), 100);
    value.email = reader.optional_string("email");
    value.sessions = reader.strings("sessions");
    value.until = reader.instant("until");
    reader.reject_unknown();
    return value;
  });
  if (!link.email.empty()) check_email(link.email);
  if (link.until <= call.now || link.until > call.now + kLongestLink)
    throw Error{ErrorCode::Invalid, "body: /until: must lie within the next 60 days"};
  const EventData data = desk.store.event_data();
  for (const auto& session : link.sessions) find_session(data, session);
  const auto token = desk.accounts.make_link(link, call.actor(), call.now);
  return json_response(201, Json{{"link", to_json(link)}, {"token", token}});
}

HttpResponse delete_link(Desk& desk, Call& call) {
  if (!desk.accounts.remove_link(call.name(), call.actor(), call.now))
    throw Error{ErrorCode::NotFound, "there is no link '" + call.name() + "'"};
  return no_content();
}

HttpResponse post_open_link(Desk& desk, Call& call) {
  const auto token = read_body(call.body, [](JsonReader& reader) {
    auto value = reader.string("token");
    reader.reject_unknown();
    return value;
  });
  const auto link = desk.accounts.find_link(token, call.now);
  if (!link) throw Refusal{401, "unauthorized", "this link has ended; whoever gave it to you can make a new one"};
  auto response = json_response(200, Json{{"link", to_json(*link)}});
  response.headers.push_back(login_cookie(call, desk.accounts.open_login(*link, call.now)));
  return response;
}

HttpResponse get_tokens(Desk& desk, Call& call) {
  Json list = Json::array();
  for (const auto& token : desk.accounts.tokens_of(call.account().id)) list.push_back(token_json(token));
  return json_response(200, Json{{"tokens", list}});
}

HttpResponse post_token(Desk& desk, Call& call) {
  auto token = read_body(call.body, [](JsonReader& reader) {
    ApiToken value;
    value.name = clean_text(reader.string("name"), 100);
    value.until = reader.optional_instant("until");
    reader.reject_unknown();
    return value;
  });
  if (call.cookie.empty()) throw forbidden("a token makes no tokens; sign in for that");
  token.account = call.account().id;
  token.id = new_id("t");
  const auto secret = desk.accounts.issue_token(token, call.actor(), call.now);
  auto json = token_json(token);
  json["token"] = secret;
  return json_response(201, json);
}

HttpResponse delete_token(Desk& desk, Call& call) {
  if (!desk.accounts.remove_token(call.account().id, call.name(), call.actor(), call.now))
    throw Error{ErrorCode::NotFound, "you have no token '" + call.name() + "'"};
  return no_content();
}

}  // namespace skylt
