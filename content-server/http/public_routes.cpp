#include "content-server/http/public_routes.hpp"

#include <algorithm>

#include "content-server/import/import.hpp"
#include "content-server/store/clock.hpp"
#include "core/programme/effective.hpp"

namespace skylt {
namespace {

const std::string kProgrammes = "/public/v1/programme.";

struct Format {
  const char* name;
  const char* type;
  std::string (*write)(const EventData&);
};

constexpr Format kFormats[] = {{"json", "application/json; charset=utf-8", export_schedule_json},
                               {"ics", "text/calendar; charset=utf-8", export_ics},
                               {"xml", "application/xml; charset=utf-8", export_schedule_xml}};

const Format* find_format(const std::string& name) {
  for (const auto& format : kFormats)
    if (name == format.name) return &format;
  return nullptr;
}

/// When the next change ends that somebody gave an end; all others hold as long as anybody may ask for their session.
std::optional<UtcTime> next_end(const EventData& data, UtcTime now) {
  std::optional<UtcTime> next;
  for (const auto& change : data.changes)
    if (change.until && *change.until > now && (!next || *change.until < *next)) next = change.until;
  return next;
}

/// The programme as it is true now, of all its days: a visitor's calendar must not send her to what is cancelled.
EventData with_changes(const EventData& data, UtcTime now) {
  EventData changed = data;
  std::erase_if(changed.changes, [&](const Change& change) { return change.until && *change.until <= now; });
  for (auto& change : changed.changes) change.until.reset();
  const auto rooms = room_entries(data.venues, data.event.languages);
  changed.sessions.clear();
  // Before all sessions every change is in force: what was cancelled yesterday was cancelled.
  for (auto& item : effective(data.sessions, changed.changes, rooms, day_rule(data.event), UtcTime{}))
    changed.sessions.push_back(std::move(item.session));
  return changed;
}

}  // namespace

PublicRoutes::PublicRoutes(LiveEvent& live, Publisher& publisher, WaitingPolls& waiting, ConnectionLimits& connections,
                           Metrics& metrics)
    : live_{live}, publisher_{publisher}, waiting_{waiting}, connections_{connections}, metrics_{metrics} {}

bool PublicRoutes::takes(const std::string& path) {
  return path.starts_with(kProgrammes) || path == "/healthz" || path == "/readyz" || path == "/metrics";
}

HttpResponse PublicRoutes::respond(const HttpRequest& request) {
  if (request.path.starts_with(kProgrammes)) return programme(request, request.path.substr(kProgrammes.size()));
  if (request.path == "/metrics") return metrics_text();
  if (request.path == "/healthz") return json_response(200, Json{{"status", "ok"}});
  const bool ready = live_.data() != nullptr;
  return ready ? json_response(200, Json{{"status", "ready"}})
               : error_response(ErrorCode::Unavailable, "the event has not been read yet");
}

HttpResponse PublicRoutes::programme(const HttpRequest& request, const std::string& format) {
  const auto* known = find_format(format);
  if (!known) return error_response(ErrorCode::NotFound, "the programme is there as .json, .ics and .xml");
  const auto made = exported(format, wall_now());
  HttpResponse response;
  response.headers = {{"Content-Type", known->type},
                      {"Cache-Control", "public, max-age=30"},
                      {"ETag", made.etag},
                      {"Access-Control-Allow-Origin", "*"}};
  if (matches(request.header("If-None-Match"), made.etag)) return not_modified(std::move(response));
  response.blob = made.blob;
  response.length = made.blob->bytes().size();
  return response;
}

PublicRoutes::Exported PublicRoutes::exported(const std::string& format, UtcTime now) {
  const auto [data, revision] = live_.state();
  if (!data) throw Error{ErrorCode::Unavailable, "the event has not been read yet"};
  const std::lock_guard lock{mutex_};
  auto& made = exports_[format];
  if (made.revision != revision || (made.until && now >= *made.until)) {
    made.blob = make_blob(find_format(format)->write(with_changes(*data, now)));
    made.until = next_end(*data, now);
    made.etag = '"' + sha256_hex(made.blob->bytes()).substr(0, 32) + '"';
    made.revision = revision;
  }
  return made;
}

HttpResponse PublicRoutes::metrics_text() const {
  HttpResponse response;
  response.headers = {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}, {"Cache-Control", "no-store"}};
  response.body = metrics_.text({{"revision", static_cast<double>(live_.revision())},
                                 {"screens", static_cast<double>(publisher_.screens())},
                                 {"blobs", static_cast<double>(publisher_.blobs())},
                                 {"waiting_polls", static_cast<double>(waiting_.size())},
                                 {"connections", static_cast<double>(connections_.all())},
                                 {"connections_without_token", static_cast<double>(connections_.without_token())}});
  return response;
}

}  // namespace skylt
