// Screens: what they show, why, and pictures of it.
#include <algorithm>
#include <charconv>

#include "content-server/api/desk.hpp"
#include "content-server/api/mentions.hpp"
#include "content-server/publish/catalogue.hpp"

namespace skylt {
namespace {

constexpr int kLargestSide = 4096;

Json screen_state(Desk& desk, const Call& call, const Screen& screen) {
  Json json = to_json(screen);
  Json state = desk.watch.state_of(screen.id, call.now);
  state.erase("id");
  json.update(state);
  return json;
}

std::shared_ptr<const Offer> need_offer(Desk& desk, const std::string& screen) {
  auto offer = desk.publisher.find_offer(screen);
  if (!offer) throw Error{ErrorCode::NotFound, "there is no screen '" + screen + "'"};
  if (!offer->problem.empty()) throw Error{ErrorCode::Conflict, offer->problem};
  return offer;
}

SizePx read_size(const std::string& text) {
  const auto cross = text.find('x');
  SizePx size;
  const auto number = [&](std::size_t from, std::size_t to, int& out) {
    const auto [end, error] = std::from_chars(text.data() + from, text.data() + to, out);
    return error == std::errc{} && end == text.data() + to && out > 0 && out <= kLargestSide;
  };
  if (cross == std::string::npos || !number(0, cross, size.width) || !number(cross + 1, text.size(), size.height))
    throw Error{ErrorCode::Invalid, "size: must be WxH up to 4096, such as 1920x1080"};
  return size;
}

/// What a picture is of, and a name for it that changes when the picture may.
struct Source {
  std::string folder, key;
};

Drafts::Draft need_draft(Desk& desk, const Call& call, const std::string& id) {
  auto draft = desk.drafts.find(id, call.now);
  if (!draft) throw Error{ErrorCode::NotFound, "this draft is gone; try again"};
  return std::move(*draft);
}

Source of_draft(Desk& desk, const Call& call, const std::string& id, const std::string& screen) {
  const auto draft = need_draft(desk, call, id);
  const auto built = snapshot_for(*draft.data, *desk.assets, screen, desk.store.revision() + 1, call.now, desk.key);
  std::string key = "draft " + id + ' ' + screen;
  auto folder = desk.renderer.keep(key, built.manifest, signed_manifest_text(built.signed_manifest),
                                   [&](const std::string& sha256) { return built.blobs.at(sha256); });
  return {std::move(folder), std::move(key)};
}

Source of_now(Desk& desk, const std::string& screen) {
  const auto offer = need_offer(desk, screen);
  return {keep_offer(desk.renderer, desk.publisher, *offer), offer->etag()};
}

Drawing draw_scene(Desk& desk, const std::string& screen, UtcTime at) {
  DrawRequest request;
  request.snapshot = of_now(desk, screen).folder;
  request.at = request.rotation = at;
  request.scene = true;
  return desk.renderer.draw(request);
}

/// The session that a text on a screen is the title of; nullptr when it is none.
const Session* titled(const EventData& data, const std::string& text) {
  for (const auto& session : data.sessions)
    for (const auto* texts : {&session.title, &session.short_title})
      for (const auto& [language, title] : texts->by_language())
        if (title == text) return &session;
  return nullptr;
}

Json rules_json(const EventData& data, const Screen& screen, const RotaChoice& choice, UtcTime at) {
  const auto rule = day_rule(data.event);
  Json rules = Json::array();
  for (const auto& each : data.rota) {
    const bool means = selects(each.screens, screen);
    const auto alone = select_layout(screen, {each}, rule.zone, rule.day_change, at);
    const bool applies = means && !alone.rule.empty();
    const bool wins = each.id == choice.rule;
    const char* reason = !means ? "other-screens" : !applies ? "other-time" : wins ? "wins" : "outranked";
    rules.push_back({{"rule", to_json(each)}, {"applies", applies}, {"wins", wins}, {"reason", reason}});
  }
  return rules;
}

Json items_json(const EventData& data, const Json& scene, const std::string& first_language) {
  Json items = Json::array();
  for (const auto& item : scene["items"]) {
    if (item["kind"] != "text") continue;
    const auto* session = titled(data, item["text"].get<std::string>());
    const auto language = item["language"].get<std::string>();
    items.push_back({{"region", item["region"]},
                     {"role", item["role"]},
                     {"text", item["text"]},
                     {"language", language},
                     {"session", session ? Json(session->id) : Json(nullptr)},
                     {"source", session ? Json(session->source) : Json(nullptr)},
                     {"fallback", !first_language.empty() && language != first_language && language != "und"}});
  }
  return items;
}

}  // namespace

HttpResponse get_screens(Desk& desk, Call& call) {
  Json json = revision_json(desk);
  json["screens"] = Json::array();
  const EventData data = desk.store.event_data();
  for (const auto& screen : data.screens) json["screens"].push_back(screen_state(desk, call, screen));
  return json_response(200, json);
}

HttpResponse get_screen(Desk& desk, Call& call) {
  Json json = revision_json(desk);
  json.update(screen_state(desk, call, find_screen(desk.store.event_data(), call.name())));
  return json_response(200, json);
}

HttpResponse get_why(Desk& desk, Call& call) {
  const EventData data = desk.store.event_data();
  const auto& screen = find_screen(data, call.name());
  const auto at = call.query_instant("at").value_or(desk.clock());
  const auto rule = day_rule(data.event);
  const auto choice = select_layout(screen, data.rota, rule.zone, rule.day_change, at);
  const auto& languages = screen.languages.empty() ? data.event.languages : screen.languages;
  const auto state = desk.watch.state_of(screen.id, call.now);
  Json json = revision_json(desk);
  json["screen"] = screen.id;
  json["at"] = format_instant(at);
  json["layout"] = choice.layout;
  json["rule"] = nullptr;
  for (const auto& each : data.rota)
    if (each.id == choice.rule) json["rule"] = to_json(each);
  json["rules"] = rules_json(data, screen, choice, at);
  for (const char* key : {"offered", "shown", "clock", "agrees", "health"}) json[key] = state[key];
  json["languages"] = languages;
  json["items"] = items_json(data, draw_scene(desk, screen.id, at).scene, languages.empty() ? "" : languages.front());
  return json_response(200, json);
}

namespace {

/// The picture of `source` that the query asks for.
HttpResponse picture_of(Desk& desk, const Call& call, const Source& source) {
  DrawRequest request;
  request.snapshot = source.folder;
  request.at = call.query_instant("at").value_or(std::chrono::floor<Seconds>(desk.clock()));
  request.rotation = request.at;
  request.picture = true;
  if (const auto language = call.query("language"); language && !language->empty()) {
    const auto tag = canonical_language(*language);
    if (!tag) throw Error{ErrorCode::Invalid, "language: '" + *language + "' is not a language tag"};
    request.language = *tag;
  }
  if (const auto size = call.query("size")) request.size = read_size(*size);
  if (const auto width = call.query("width")) request.width = read_size(*width + "x1").width;
  const std::string key = source.key + ' ' + format_instant(request.at) + ' ' + request.language + ' ' +
                          call.query("size").value_or("") + ' ' + std::to_string(request.width);
  HttpResponse response;
  response.headers = {{"Content-Type", "image/png"},
                      {"Cache-Control", "private, no-cache"},
                      {"ETag", '"' + sha256_hex(key).substr(0, 32) + '"'}};
  if (call.request.header("If-None-Match") == response.headers.back().second) {
    response.status = 304;
    return response;
  }
  auto png = desk.pictures.find(key);
  if (!png) {
    png = desk.renderer.draw(request).png;
    desk.pictures.put(key, *png);
  }
  response.body = std::move(*png);
  return response;
}

}  // namespace

HttpResponse get_picture(Desk& desk, Call& call) {
  const auto draft = call.query("draft");
  return picture_of(desk, call, draft ? of_draft(desk, call, *draft, call.name()) : of_now(desk, call.name()));
}

HttpResponse get_draft_picture(Desk& desk, Call& call) {
  const auto draft = need_draft(desk, call, call.name(0));
  const auto& screen = call.name(1);
  const bool altered = std::find(draft.screens.begin(), draft.screens.end(), screen) != draft.screens.end();
  if (draft.by != id_of(call.login) || !altered) throw Error{ErrorCode::NotFound, "you have no such draft"};
  return picture_of(desk, call, of_draft(desk, call, draft.id, screen));
}

HttpResponse get_session_screens(Desk& desk, Call& call) {
  const EventData data = desk.store.event_data();
  const auto& session = find_session(data, call.name());
  if (call.login.link && !is_mine(call.login, session))
    throw Error{ErrorCode::NotFound, "there is no such session of yours"};
  const auto at = call.query_instant("at").value_or(moment_of(session, day_rule(data.event), desk.clock()));
  const Mentions mentions{data, *desk.assets, at};
  Json json = revision_json(desk);
  json["at"] = format_instant(at);
  json["screens"] = Json::array();
  for (const auto& screen : data.screens) {
    const auto offer = desk.publisher.find_offer(screen.id);
    if (!offer || !offer->problem.empty()) continue;
    if (const auto regions = mentions.regions(screen, session.id); !regions.empty())
      json["screens"].push_back({{"screen", screen.id}, {"name", screen.name}, {"regions", regions}});
  }
  return json_response(200, json);
}

HttpResponse get_receipt(Desk& desk, Call& call) {
  std::int64_t revision = 0;
  const auto& text = call.name();
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), revision);
  if (error != std::errc{} || end != text.data() + text.size())
    throw Error{ErrorCode::Invalid, "'" + text + "' is not a revision"};
  const auto receipt = desk.watch.receipt(revision, call.now);
  if (!receipt) throw Error{ErrorCode::NotFound, "revision " + text + " has not been published since the server began"};
  return json_response(200, *receipt);
}

HttpResponse put_screen(Desk& desk, Call& call) {
  Json body{{"id", call.name()}};
  body.update(call.body);
  if (body["id"] != call.name()) throw Error{ErrorCode::Invalid, "body: /id: is not the one of the path"};
  auto screen = read_body(body, read_screen);
  check_measures(screen);
  const EventData before = desk.store.event_data();
  const auto old = std::find_if(before.screens.begin(), before.screens.end(),
                                [&](const Screen& each) { return each.id == screen.id; });
  const bool known = old != before.screens.end();
  if (known && call.only_new() && to_json(*old) != to_json(screen))
    throw Refusal{409, "exists", "there is a screen '" + screen.id + "' already; choose another name"};
  if (known) screen = remember_pose(*old, std::move(screen));
  if (call.trying()) {
    EventData after = before;
    std::erase_if(after.screens, [&](const Screen& each) { return each.id == screen.id; });
    after.screens.push_back(screen);
    return tried(desk, call, before, std::move(after));
  }
  std::int64_t revision = 0;
  desk.store.put_document("screens", screen.id, to_json(screen), call.writer(&revision));
  Json json{{"screen", to_json(screen)}};
  if (!known) json["token"] = desk.store.issue_token(screen.id, call.actor());
  return written(known ? 200 : 201, revision, json);
}

HttpResponse delete_screen(Desk& desk, Call& call) {
  const EventData before = desk.store.event_data();
  find_screen(before, call.name());
  if (call.trying()) {
    EventData after = before;
    std::erase_if(after.screens, [&](const Screen& each) { return each.id == call.name(); });
    return tried(desk, call, before, std::move(after));
  }
  std::int64_t revision = 0;
  desk.store.remove_document("screens", call.name(), call.writer(&revision));
  return written(200, revision);
}

HttpResponse post_screen_token(Desk& desk, Call& call) {
  const auto token = desk.store.issue_token(call.name(), call.actor());
  return written(200, desk.store.revision(), Json{{"token", token}});
}

}  // namespace skylt
