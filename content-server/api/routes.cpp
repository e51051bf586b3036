#include "content-server/api/routes.hpp"

#include <array>
#include <sstream>

#include "core/base/ascii.hpp"

namespace skylt {
namespace {

using A = Action;

constexpr Route kRoutes[] = {
    {"GET", "/setup", A::Public, false, get_setup, "", "Whether the first account is still to be made"},
    {"POST", "/setup", A::Public, false, post_setup, "code name email password", "Makes the first administrator"},
    {"POST", "/login", A::Public, false, post_login, "email password code?", "Signs in"},
    {"POST", "/logout", A::SignedIn, false, post_logout, "", "Ends this login"},
    {"GET", "/me", A::SignedIn, false, get_me, "", "Who asks, and what she may do"},
    {"PUT", "/me", A::SignedIn, false, put_me, "name? password? old_password?", "Changes one's own name or password"},
    {"POST", "/me/two-factor", A::SignedIn, false, post_two_factor, "", "A new secret for the second factor"},
    {"PUT", "/me/two-factor", A::SignedIn, false, put_two_factor, "code", "Puts the second factor in force"},
    {"DELETE", "/me/two-factor", A::SignedIn, false, delete_two_factor, "code", "Ends the second factor"},

    {"GET", "/event", A::Look, false, get_event, "", "The event, its organisers, tracks, venues and layouts"},
    {"GET", "/sessions", A::Look, false, get_sessions, "day? venue? room? source?", "Sessions as they are now"},
    {"GET", "/sessions/{id}", A::Look, false, get_session, "", "One session, with its changes"},
    {"GET", "/now", A::Look, false, get_now, "at? venue?", "Rooms by time"},
    {"GET", "/changes", A::Look, false, get_changes, "", "All live changes"},
    {"GET", "/closures", A::LookAll, false, get_closures, "", "What is closed in the venues"},
    {"GET", "/screens", A::LookAll, false, get_screens, "", "All screens with their health"},
    {"GET", "/screens/{id}", A::LookAll, false, get_screen, "", "One screen"},
    {"GET", "/screens/{id}/why", A::LookAll, false, get_why, "at?", "Why a screen shows what it shows"},
    {"GET", "/screens/{id}/picture", A::LookAll, false, get_picture, "at? language? size? width? draft?",
     "A screen at any moment, as its player draws it"},
    {"GET", "/drafts/{draft}/{screen}", A::Look, false, get_draft_picture, "at? language? size? width?",
     "A screen as it would look after what one has tried oneself"},
    {"GET", "/sessions/{id}/screens", A::Look, false, get_session_screens, "at?", "Which screens mention a session"},
    {"GET", "/receipts/{revision}", A::Look, false, get_receipt, "", "How far a revision has come"},
    {"GET", "/sources", A::LookAll, false, get_sources, "", "Where programmes come from"},
    {"GET", "/rooms/unresolved", A::LookAll, false, get_unresolved, "", "Names that no venue knows"},
    {"GET", "/duplicates", A::LookAll, false, get_duplicates, "", "Sessions of two sources that look like one"},
    {"GET", "/messages", A::LookAll, false, get_messages, "", "Welcome words and notices"},
    {"GET", "/rota", A::LookAll, false, get_rota, "screen? at?", "Which layout when, and what wins"},
    {"GET", "/history", A::LookAll, false, get_history, "limit? before? object? actions? search?", "Who changed what"},
    {"GET", "/history.csv", A::LookAll, false, get_history_csv, "object? actions? search?", "The record as a table"},

    {"POST", "/changes", A::Change, true, post_change, "session kind minutes? start? room? by? text? following? until?",
     "Lays a change over a session"},
    {"DELETE", "/changes/{id}", A::Change, true, delete_change, "", "Takes a change back"},
    {"POST", "/closures", A::Venue, true, post_closure, "venue target kind? from? until? text?",
     "Closes a lift, a door, a room"},
    {"DELETE", "/closures/{id}", A::Venue, true, delete_closure, "", "Opens it again"},
    {"POST", "/sessions", A::Session, true, post_session, "title start end room? venue?", "Adds a session by hand"},
    {"PUT", "/sessions/{id}", A::Session, true, put_session, "title start end room? venue?", "Edits a session"},
    {"PUT", "/sessions/{id}/texts", A::Translate, true, put_session_texts, "title? short_title? subtitle? abstract?",
     "Sets a session's texts by language"},
    {"DELETE", "/sessions/{id}", A::Session, true, delete_session, "", "Removes a session entered by hand"},
    {"PUT", "/messages/{id}", A::Message, true, put_message, "kind text detail? screens? from? until? priority?",
     "Makes or replaces a message"},
    {"PUT", "/messages/{id}/texts", A::Translate, true, put_message_texts, "text? detail?",
     "Sets a message's texts by language"},
    {"DELETE", "/messages/{id}", A::Message, true, delete_message, "", "Removes a message"},
    {"PUT", "/rota/{id}", A::Rota, false, put_rota, "layout screens? from_day? to_day?", "Makes or replaces a rule"},
    {"DELETE", "/rota/{id}", A::Rota, false, delete_rota, "", "Removes a rule"},
    {"PUT", "/layouts/{id}", A::Rota, false, put_layout, "name variants languages?",
     "Makes or replaces a layout of the event's own"},
    {"DELETE", "/layouts/{id}", A::Rota, false, delete_layout, "", "Removes it; the shipped one of that name is back"},
    {"PUT", "/screens/{id}", A::Screen, false, put_screen, "name? venue? size diagonal_inch distance_mm layout",
     "Adds or changes a screen"},
    {"DELETE", "/screens/{id}", A::Screen, false, delete_screen, "", "Takes a screen away"},
    {"POST", "/screens/{id}/token", A::Screen, false, post_screen_token, "", "A new token for a screen's player"},
    {"PUT", "/venues/{id}", A::Venue, true, put_venue, "name address? rooms",
     "Makes a venue, or says its name and rooms anew"},
    {"PUT", "/event", A::People, false, put_event, "id name time_zone start? end? languages",
     "Changes the event itself"},
    {"POST", "/rooms/aliases", A::Source, false, post_alias, "room text? guid? source?",
     "Says which room a name means"},
    {"DELETE", "/rooms/aliases", A::Source, false, delete_alias, "room text? guid? source?", "Takes that back"},
    {"POST", "/duplicates/join", A::Source, false, post_join, "first second", "The two are one session"},
    {"POST", "/duplicates/dismiss", A::Source, false, post_dismiss, "first second", "The two are different"},
    {"DELETE", "/duplicates", A::Source, false, delete_decision, "first second", "Takes either decision back"},
    {"POST", "/imports", A::Source, false, post_import,
     "location? content? name? format? venue? language? accept? apply", "Reads a programme, or says what it would do"},
    {"POST", "/history/{number}/undo", A::SignedIn, true, post_undo, "", "Takes back what one entry says"},

    {"GET", "/proposals", A::Look, false, get_proposals, "", "What waits for a decision, and what was decided"},
    {"POST", "/proposals/{id}/accept", A::Decide, false, post_accept, "word?", "Does what is proposed"},
    {"POST", "/proposals/{id}/decline", A::Decide, false, post_decline, "word?", "Declines it with a word"},
    {"GET", "/links", A::Link, false, get_links, "", "Volunteers' personal links"},
    {"POST", "/links", A::Link, false, post_link, "name email? sessions until", "Makes a personal link"},
    {"POST", "/links/open", A::Public, false, post_open_link, "token", "Comes in by a personal link"},
    {"DELETE", "/links/{id}", A::Link, false, delete_link, "", "Ends a personal link"},
    {"GET", "/people", A::People, false, get_people, "", "Accounts and open invitations"},
    {"PUT", "/people/{id}", A::People, false, put_person, "name? role? organisers? venues? disabled?",
     "Changes an account"},
    {"POST", "/invitations", A::People, false, post_invitation, "email role organisers? venues?", "Invites somebody"},
    {"POST", "/invitations/accept", A::Public, false, post_join_in, "token name password", "Takes an invitation up"},
    {"DELETE", "/invitations/{id}", A::People, false, delete_invitation, "", "Takes an invitation back"},
    {"GET", "/tokens", A::SignedIn, false, get_tokens, "", "One's own tokens for scripts"},
    {"POST", "/tokens", A::SignedIn, false, post_token, "name until?", "Makes a token for a script"},
    {"DELETE", "/tokens/{id}", A::SignedIn, false, delete_token, "", "Ends a token"},
    {"GET", "/events", A::SignedIn, false, nullptr, "", "What happens, as server-sent events"},
};

Json parameter(const std::string& name, const char* where, bool required) {
  return {{"name", name}, {"in", where}, {"required", required}, {"schema", {{"type", "string"}}}};
}

struct Key {
  std::string name;
  bool required;
};

std::vector<Key> keys_of(const Route& route) {
  std::vector<Key> keys;
  std::istringstream in{route.keys};
  for (std::string word; in >> word;) {
    const bool optional = word.back() == '?';
    if (optional) word.pop_back();
    keys.push_back({word, !optional});
  }
  return keys;
}

Json parameters_of(const Route& route) {
  Json list = Json::array();
  const std::string path = route.path;
  for (auto open = path.find('{'); open != std::string::npos; open = path.find('{', open + 1))
    list.push_back(parameter(path.substr(open + 1, path.find('}', open) - open - 1), "path", true));
  if (route.method == std::string{"GET"})
    for (const auto& key : keys_of(route)) list.push_back(parameter(key.name, "query", key.required));
  return list;
}

Json body_of(const Route& route) {
  Json properties = Json::object(), required = Json::array();
  for (const auto& key : keys_of(route)) {
    properties[key.name] = Json::object();
    if (key.required) required.push_back(key.name);
  }
  Json schema{{"type", "object"}, {"properties", properties}};
  if (!required.empty()) schema["required"] = required;
  return {{"required", true}, {"content", {{"application/json", {{"schema", schema}}}}}};
}

Json responses_of(const Route& route) {
  const Json refusal{{"description", "Refused; see docs/organisers-http.md"},
                     {"content", {{"application/json", {{"schema", {{"$ref", "#/components/schemas/Refusal"}}}}}}}};
  Json responses{{"2XX", {{"description", "Done"}}}, {"400", refusal}};
  if (route.action != A::Public) responses["401"] = refusal;
  responses["403"] = refusal;
  responses["4XX"] = refusal;
  return responses;
}

}  // namespace

std::span<const Route> routes() { return kRoutes; }

Json openapi_document() {
  Json paths = Json::object();
  for (const auto& route : kRoutes) {
    const std::string method = lower_ascii(std::string_view{route.method});
    Json operation{{"summary", route.summary}, {"x-skylt-action", name_of(route.action)}};
    if (auto parameters = parameters_of(route); !parameters.empty()) operation["parameters"] = std::move(parameters);
    if (method == "post" || method == "put") operation["requestBody"] = body_of(route);
    operation["responses"] = responses_of(route);
    if (route.action == A::Public) operation["security"] = Json::array();
    paths["/api/v1" + std::string{route.path}][method] = std::move(operation);
  }
  const Json error{{"type", "object"},
                   {"properties", {{"code", {{"type", "string"}}}, {"message", {{"type", "string"}}}}}};
  return {{"openapi", "3.1.0"},
          {"info", {{"title", "Skylt: organisers' HTTP"}, {"version", "1"}}},
          {"paths", paths},
          {"components",
           {{"securitySchemes",
             {{"cookie", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "__Host-skylt"}}},
              {"token", {{"type", "http"}, {"scheme", "bearer"}}}}},
            {"schemas", {{"Refusal", {{"type", "object"}, {"properties", {{"error", error}}}}}}}}},
          {"security", Json::array({{{"cookie", Json::array()}}, {{"token", Json::array()}}})}};
}

}  // namespace skylt
