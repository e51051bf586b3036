#include "content-server/api/organisers.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "content-server/store/account_rows.hpp"
#include "content-server/store/clock.hpp"
#include "core/base/error.hpp"
#include "core/base/url.hpp"

namespace skylt {
namespace {

const std::string kBase = "/api/v1";

std::vector<std::string> parts_of(const std::string& path) {
  std::vector<std::string> parts;
  for (std::size_t from = 0; from < path.size();) {
    const auto slash = std::min(path.find('/', from + 1), path.size());
    parts.push_back(path.substr(from + 1, slash - from - 1));
    from = slash;
  }
  return parts;
}

/// The {…} parts of `pattern` as `path` fills them; nullopt when it is another path.
std::optional<std::vector<std::string>> match(const std::vector<std::string>& pattern,
                                              const std::vector<std::string>& path) {
  if (pattern.size() != path.size()) return std::nullopt;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (pattern[i].front() == '{')
      names.push_back(unescape_url(path[i]));
    else if (pattern[i] != path[i])
      return std::nullopt;
  }
  return names;
}

std::string cookie_of(const HttpRequest& request, const std::string& name) {
  const auto header = request.header("Cookie");
  for (std::size_t from = 0; from < header.size();) {
    const auto end = std::min(header.find(';', from), header.size());
    const auto part = header.substr(from, end - from);
    const auto start = part.find_first_not_of(' ');
    if (start != std::string::npos && part.compare(start, name.size() + 1, name + '=') == 0)
      return part.substr(start + name.size() + 1);
    from = end + 1;
  }
  return {};
}

bool is_loopback(const std::string& address) {
  return address.starts_with("127.") || address == "::1" || address.starts_with("::ffff:127.");
}

bool writes(const std::string& method) { return method != "GET" && method != "HEAD"; }

/// S-24: no other site makes a browser write. A page of another origin cannot set the header; a browser says where a
/// request comes from besides.
void check_origin(const Call& call) {
  const auto refuse = [](const char* why) { throw Refusal{403, "cross_site", why}; };
  if (call.request.header("X-Skylt") != "1") refuse("writing needs the header X-Skylt: 1");
  const auto site = call.request.header("Sec-Fetch-Site");
  if (!site.empty() && site != "same-origin" && site != "none") refuse("another site sends this");
  const auto origin = call.request.header("Origin");
  const auto host = call.request.header("Host");
  if (!origin.empty() && origin != "http://" + host && origin != "https://" + host) refuse("another site sends this");
}

void read_json_body(Call& call) {
  call.body = Json::object();
  if (!writes(call.request.method) || call.request.body.empty()) return;
  if (!call.request.header("Content-Type").starts_with("application/json"))
    throw Refusal{415, "type", "the body must be application/json"};
  call.body = parse_json(call.request.body, "body");
  if (!call.body.is_object()) throw Error{ErrorCode::Invalid, "body: must be an object"};
}

Refusal too_often(Seconds wait) {
  Refusal refusal{429, "too_many_requests", "too many tries; again in " + std::to_string(wait.count()) + " seconds"};
  refusal.retry_after = static_cast<int>(wait.count());
  return refusal;
}

HttpResponse refused(const Refusal& error) {
  auto response = refusal(error.status, error.code, error.what());
  if (error.retry_after > 0) response.headers.emplace_back("Retry-After", std::to_string(error.retry_after));
  if (error.status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
  return response;
}

/// Which account a guess is about: where everybody may try, the one that is named, whoever is signed in meanwhile.
std::string guessed_account(const Call& call) {
  if (call.action != Action::Public) return call.login.account ? call.login.account->email : std::string{};
  const auto email = call.body.find("email");
  return email != call.body.end() && email->is_string() ? folded(email->get<std::string>()) : std::string{};
}

}  // namespace

Organisers::Organisers(Desk& desk, WebFiles& files, ConnectionLimits& connections, Metrics& metrics)
    : desk_{desk}, files_{files}, connections_{connections}, metrics_{metrics} {}

std::optional<HttpResponse> Organisers::file(const HttpRequest& request, const std::string& visitor) {
  auto response = files_.respond(request);
  if (response && !of_files_.allow(counted_address(visitor), std::chrono::steady_clock::now()))
    return refused(too_often(Seconds{1}));
  return response;
}

void Organisers::handle(const HttpRequest& request, const std::string& visitor, bool secure, AnswerPtr open) {
  const auto kept = std::make_shared<AnswerPtr>(std::move(open));
  const bool taken = workers_.add([this, request, visitor, secure, kept] { answer(request, visitor, secure, *kept); });
  if (!taken) metrics_.reply(**kept, error_response(ErrorCode::Unavailable, "too much is asked at once; try again"));
}

void Organisers::answer(const HttpRequest& request, const std::string& visitor, bool secure, AnswerPtr& open) {
  HttpResponse response;
  Call call{request, visitor, secure};
  call.now = wall_now();
  try {
    const auto method = request.method == "HEAD" ? "GET" : request.method;
    response = respond(call, find(method, request.path.substr(kBase.size())), open);
  } catch (const Refusal& error) {
    response = refused(error);
  } catch (const Outdated& error) {
    response = outdated(error);
  } catch (const Error& error) {
    const bool internal = error.code() == ErrorCode::Internal;
    if (internal) spdlog::error("{} {}: {}", request.method, request.path, describe(error));
    response = error_response(error.code(), internal ? "something went wrong here" : error.what());
  } catch (const std::exception& error) {
    spdlog::error("{} {}: {}", request.method, request.path, describe(error));
    response = error_response(ErrorCode::Internal, "something went wrong here");
  }
  if (!open) return;
  response.head_only = request.method == "HEAD";
  metrics_.reply(*open, std::move(response));
}

Organisers::Found Organisers::find(const std::string& method, const std::string& path) {
  Found found;
  const auto parts = parts_of(path);
  for (const auto& route : routes()) {
    auto names = match(parts_of(route.path), parts);
    if (!names) continue;
    if (method == route.method) {
      // A path without {…} is meant before one with: "/links/open" is no link's id.
      if (found.route && !found.names.empty() && names->empty()) found.route = nullptr;
      if (!found.route) {
        found.route = &route;
        found.names = std::move(*names);
      }
    }
    if (found.allowed.find(route.method) == std::string::npos)
      found.allowed += (found.allowed.empty() ? "" : ", ") + std::string{route.method};
  }
  return found;
}

void Organisers::identify(Call& call) {
  std::optional<Login> login;
  const auto authorization = call.request.header("Authorization");
  if (!authorization.empty()) {
    const auto token = bearer_token(authorization);
    if (token) login = desk_.accounts.owner_of_token(*token, call.now);
    call.token = token.value_or("");
    if (!login) throw Refusal{401, "unauthorized", "this token is not known, or has ended"};
  } else {
    call.cookie = cookie_of(call.request, cookie_name(call.secure));
    if (!call.cookie.empty()) login = desk_.accounts.login_of(call.cookie, call.now);
    if (!login) call.cookie.clear();
  }
  if (!login) return;
  call.login = std::move(*login);
  if (!call.login.account) return;
  const auto due = second_factor_due(*call.login.account);
  call.login.overdue = due && call.now >= *due;
}

HttpResponse Organisers::respond(Call& call, const Found& found, AnswerPtr& open) {
  if (!call.secure && !is_loopback(call.visitor))
    throw Refusal{403, "insecure", "organisers come over https only; docs/deploying.md says how to set it up"};
  if (call.request.path == kBase + "/openapi.json")
    return writes(call.request.method) ? method_refused("GET, HEAD") : json_response(200, openapi_document());
  if (!found.route && found.allowed.empty())
    return error_response(ErrorCode::NotFound, "there is nothing at " + call.request.path);
  identify(call);
  const bool known = call.login.account || call.login.link;
  auto& limit = known ? of_person_ : of_stranger_;
  const auto who = known ? call.actor() : counted_address(call.visitor);
  if (!limit.allow(who, std::chrono::steady_clock::now())) throw too_often(Seconds{1});
  const auto& secret = call.cookie.empty() ? call.token : call.cookie;
  if (known && !connections_.identify_login(call.request.connection, "login " + sha256_hex(secret).substr(0, 16))) {
    auto response = refused(too_often(Seconds{1}));
    response.close = true;
    return response;
  }
  if (!found.route) return method_refused(found.allowed);
  const Route& route = *found.route;
  if (route.action != Action::Public && !known) throw Refusal{401, "unauthorized", "sign in first"};
  const bool by_token = known && call.cookie.empty();
  if (writes(call.request.method) && !by_token) check_origin(call);
  if (route.action != Action::Public && authorise(call.login, route.action, Whose::Nothing) == Verdict::Denied)
    throw call.login.overdue ? forbidden("an administrator needs the second factor now; set it up in your account")
                             : forbidden();
  call.names = found.names;
  call.action = route.action;
  read_json_body(call);
  if (route.handler) return run(call, route);
  HttpResponse head;
  head.headers = {
      {"Content-Type", "text/event-stream; charset=utf-8"}, {"Cache-Control", "no-store"}, {"X-Accel-Buffering", "no"}};
  if (call.request.method == "HEAD") return head;
  auto stream = open->stream(head);
  open.reset();
  stream->send("event: hello\ndata: " + dump_json(Json{{"revision", desk_.store.revision()}}) + "\n\n");
  desk_.streams.add(std::move(stream), call.login, call.cookie, call.token);
  return {};
}

HttpResponse Organisers::run(Call& call, const Route& route) {
  const std::string path = route.path;
  const bool guess = route.method == std::string{"POST"} && route.action == Action::Public;
  const bool of_factor = path == "/me/two-factor" && route.method != std::string{"POST"};
  const auto password = call.body.find("password");
  const bool of_password = path == "/me" && password != call.body.end() &&
                           !(password->is_string() && password->get_ref<const std::string&>().empty());
  if (!guess && !of_factor && !of_password) {
    auto response = route.handler(desk_, call);
    if (route.per_thing && !call.decided)
      throw Error{ErrorCode::Internal, std::string{route.method} + ' ' + route.path + " never asked whose it is"};
    return response;
  }
  const auto account = guessed_account(call);
  const auto address = counted_address(call.visitor);
  if (const auto wait = guesses_.wait(account, address, call.now); wait.count() > 0) throw too_often(wait);
  try {
    auto response = route.handler(desk_, call);
    if (!account.empty()) guesses_.succeeded(account);
    return response;
  } catch (const Refusal& error) {
    const bool asked_only = error.code == "second_factor" && !call.body.contains("code");
    if (error.status == 401 && !asked_only) guesses_.failed(account, address, call.now);
    throw;
  }
}

HttpResponse Organisers::outdated(const Outdated& error) {
  Json since = Json::array();
  for (const auto& entry : error.since) since.push_back(history_json(entry));
  const auto& newest = error.since.front();
  return json_response(409,
                       Json{{"error", {{"code", "conflict"}, {"message", error.what()}}},
                            {"revision", desk_.store.revision()},
                            {"since", since},
                            {"current", newest.after.empty() ? Json(nullptr) : parse_json(newest.after, "history")}});
}

}  // namespace skylt
