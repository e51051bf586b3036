// Who one is: set-up, signing in and out, the second factor.
#include <spdlog/spdlog.h>

#include "content-server/api/desk.hpp"
#include "content-server/api/password.hpp"
#include "content-server/api/qr_path.hpp"
#include "content-server/api/totp.hpp"

namespace skylt {
namespace {

HttpResponse with_login(const Call& call, const std::string& token, int status, const Json& json) {
  auto response = json_response(status, json);
  response.headers.push_back(login_cookie(call, token));
  return response;
}

void need_setup_over(Desk& desk, bool over) {
  if (desk.accounts.any() != over)
    throw Refusal{403, "forbidden", over ? "the first account is not there yet" : "the first account is there already"};
}

std::string code_of(Call& call) {
  return read_body(call.body, [](JsonReader& reader) {
    auto code = reader.string("code");
    reader.reject_unknown();
    return code;
  });
}

void check_second_factor(Desk& desk, const Call& call, const std::string& id, const std::string& code) {
  const auto factor = desk.accounts.second_factor(id);
  const auto step = check_totp(factor.secret, code, call.now);
  if (!step || !desk.accounts.use_time_step(id, *step))
    throw Refusal{401, "second_factor", "the six digits are not right, or were used already"};
}

}  // namespace

HttpResponse get_setup(Desk& desk, Call&) { return json_response(200, Json{{"needed", !desk.accounts.any()}}); }

HttpResponse post_setup(Desk& desk, Call& call) {
  struct Body {
    std::string code, name, email, password;
  };
  const auto body = read_body(call.body, [](JsonReader& reader) {
    Body value{reader.string("code"), clean_text(reader.string("name"), 100), reader.string("email"),
               reader.string("password")};
    reader.reject_unknown();
    return value;
  });
  need_setup_over(desk, false);
  check_new_password(body.password, body.email, body.name);
  if (!desk.accounts.check_setup_code(body.code, call.now)) {
    spdlog::warn("set-up code refused from {}", call.visitor);
    throw Refusal{401, "unauthorized",
                  "this set-up code is not right, or older than 15 minutes; "
                  "skylt-server user code prints a new one"};
  }
  Account account;
  account.email = body.email;
  account.name = body.name;
  account.role = Role::Administrator;
  account = desk.accounts.add(account, hash_password(body.password), body.email, call.now);
  desk.accounts.end_setup_code();
  spdlog::info("first administrator {} from {}", account.id, call.visitor);
  return with_login(call, desk.accounts.open_login(account, call.now), 201, Json{{"account", to_json(account)}});
}

HttpResponse post_login(Desk& desk, Call& call) {
  struct Body {
    std::string email, password, code;
  };
  const auto body = read_body(call.body, [](JsonReader& reader) {
    Body value{reader.string("email"), reader.string("password"), reader.optional_string("code")};
    reader.reject_unknown();
    return value;
  });
  auto account = desk.accounts.find_by_email(body.email);
  const auto hash = account ? desk.accounts.password_of(account->id) : std::string{};
  if (!is_password(body.password, hash) || account->disabled) {
    spdlog::warn("login refused from {}", call.visitor);
    throw Refusal{401, "unauthorized", "the address or the password is not right"};
  }
  if (account->two_factor) {
    if (body.code.empty()) throw Refusal{401, "second_factor", "the six digits of your authenticator are needed too"};
    check_second_factor(desk, call, account->id, body.code);
  }
  const auto token = desk.accounts.open_login(*account, call.now);
  spdlog::info("login of {} from {}", account->id, call.visitor);
  account->last_login = call.now;
  return with_login(call, token, 200, Json{{"account", to_json(*account)}});
}

HttpResponse post_logout(Desk& desk, Call& call) {
  desk.accounts.close_login(call.cookie);
  auto response = no_content();
  response.headers = {login_cookie(call, "")};
  return response;
}

HttpResponse get_me(Desk& desk, Call& call) {
  Json json{{"account", nullptr}, {"link", nullptr}, {"may", actions_of(call.login)}};
  if (call.login.account) json["account"] = to_json(*call.login.account);
  if (call.login.link) json["link"] = to_json(*call.login.link);
  const auto due = call.login.account ? second_factor_due(*call.login.account) : std::nullopt;
  json["second_factor_due"] = due ? Json(format_instant(*due)) : Json(nullptr);
  json["revision"] = desk.store.revision();
  return json_response(200, json);
}

HttpResponse put_me(Desk& desk, Call& call) {
  struct Body {
    std::string name, password, old_password;
  };
  const auto body = read_body(call.body, [](JsonReader& reader) {
    Body value{clean_text(reader.optional_string("name"), 100), reader.optional_string("password"),
               reader.optional_string("old_password")};
    reader.reject_unknown();
    return value;
  });
  const auto& me = call.account();
  if (!body.password.empty()) {
    if (!is_password(body.old_password, desk.accounts.password_of(me.id)))
      throw Refusal{401, "wrong_password", "the old password is not right"};
    check_new_password(body.password, me.email, me.name);
    desk.accounts.set_password(me.id, hash_password(body.password), call.cookie, call.actor(), call.now);
  }
  auto account = desk.accounts.find(me.id).value_or(me);  // passwords take their time
  if (!body.name.empty() && body.name != account.name)
    account = change_account(desk, me.id, call.actor(), call.now, [&](Account& mine) { mine.name = body.name; });
  return json_response(200, Json{{"account", to_json(account)}});
}

HttpResponse post_two_factor(Desk& desk, Call& call) {
  const auto& account = call.account();
  if (account.two_factor) throw Error{ErrorCode::Conflict, "the second factor is in force already; end it first"};
  const auto secret = make_totp_secret();
  desk.accounts.set_second_factor(account.id, secret, false, call.actor(), call.now);
  const auto uri = totp_uri(secret, account.email, "Skylt");
  const auto code = qr_path(uri);
  return json_response(200, Json{{"secret", secret}, {"uri", uri}, {"qr", {{"side", code.side}, {"d", code.d}}}});
}

HttpResponse put_two_factor(Desk& desk, Call& call) {
  auto account = call.account();
  check_second_factor(desk, call, account.id, code_of(call));
  desk.accounts.set_second_factor(account.id, desk.accounts.second_factor(account.id).secret, true, call.actor(),
                                  call.now);
  account.two_factor = true;
  return json_response(200, Json{{"account", to_json(account)}});
}

HttpResponse delete_two_factor(Desk& desk, Call& call) {
  auto account = call.account();
  if (account.role == Role::Administrator && account.two_factor)
    throw Error{ErrorCode::Conflict,
                "an administrator keeps the second factor (skylt-server user reset ends a lost one)"};
  check_second_factor(desk, call, account.id, code_of(call));
  desk.accounts.set_second_factor(account.id, "", false, call.actor(), call.now);
  account.two_factor = false;
  return json_response(200, Json{{"account", to_json(account)}});
}

}  // namespace skylt
