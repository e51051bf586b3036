#include "content-server/http/phone_routes.hpp"

#include <algorithm>

#include "content-server/import/import.hpp"
#include "content-server/phone/html.hpp"
#include "core/base/ascii.hpp"
#include "core/base/url.hpp"

namespace skylt {
namespace {

const std::string kPages = "/s/";
const std::string kStatic = "/static/";
constexpr std::size_t kMostPages = 2000;  // kept ready; some 20 KiB each
constexpr const char* kPagePolicy =
    "default-src 'none'; style-src 'self'; img-src data:; object-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'";

/// Screen and session of "/s/SCREEN/SESSION"; nullopt for anything deeper.
std::optional<PageAddress> parse_path(const std::string& path) {
  PageAddress address;
  const auto rest = path.substr(kPages.size());
  const auto slash = rest.find('/');
  address.screen = unescape_url(rest.substr(0, slash));
  if (slash != std::string::npos) address.session = unescape_url(rest.substr(slash + 1));
  const bool deeper = slash != std::string::npos && rest.find('/', slash + 1) != std::string::npos;
  return address.screen.empty() || deeper ? std::nullopt : std::optional{address};
}

HttpResponse html_response(int status, std::string body) {
  HttpResponse response;
  response.status = status;
  response.headers = {{"Content-Type", "text/html; charset=utf-8"},
                      {"Content-Security-Policy", kPagePolicy},
                      {"Vary", "Accept-Language"}};
  response.body = std::move(body);
  return response;
}

/// A name for a file that every system takes.
std::string file_name_for(const std::string& session) {
  std::string name;
  for (const char c : session) {
    const bool plain = is_alnum(c) || c == '-';
    name += plain ? c : '-';
  }
  return name + ".ics";
}

/// The one session as it is true now; a move or a delay is in its times and its place.
HttpResponse calendar_response(const Visit& visit, const EffectiveSession& item) {
  EventData data;
  data.event = visit.snapshot.event;
  data.event.languages = visit.chain;
  data.organisers = visit.snapshot.organisers;
  data.tracks = visit.snapshot.tracks;
  data.venues = visit.snapshot.venues;
  data.sessions = {item.session};
  HttpResponse response;
  response.headers = {{"Content-Type", "text/calendar; charset=utf-8"},
                      {"Content-Disposition", "attachment; filename=\"" + file_name_for(item.session.id) + "\""},
                      {"Vary", "Accept-Language"}};
  response.body = export_ics(data);
  return response;
}

/// Until when a page may be kept: the next change of the programme, at most the next minute, since pages count minutes.
UtcTime good_until(const Visit& visit) {
  auto until = next_minute(visit.sessions, visit.now);
  if (visit.view.next_change) until = std::min(until, *visit.view.next_change);
  const auto expiry = next_change_expiry(visit.snapshot.sessions, visit.snapshot.changes,
                                         room_entries(visit.snapshot.venues, visit.chain), visit.rule, visit.now);
  if (expiry) until = std::min(until, *expiry);
  for (const auto& message : visit.snapshot.messages)
    for (const auto& edge : {message.from, message.until})
      if (edge && *edge > visit.now) until = std::min(until, *edge);
  return until;
}

std::string to_root(const std::string& path) {
  std::string up;
  for (auto count = std::count(path.begin(), path.end(), '/'); count > 1; --count) up += "../";
  return up;
}

/// "/s/x/" is "/s/x": links of a page are relative to its address.
HttpResponse without_slash(const HttpRequest& request) {
  const auto end = request.path.find_last_not_of('/');
  const auto from = request.path.rfind('/', end) + 1;
  HttpResponse response;
  response.status = 308;
  std::string location;
  for (auto i = end + 1; i < request.path.size(); ++i) location += "../";
  location += request.path.substr(from, end + 1 - from);
  if (!request.query.empty()) location += '?' + request.query;
  response.headers = {{"Location", location}, {"Cache-Control", "no-store"}};
  return response;
}

HttpResponse nothing_here() { return error_response(ErrorCode::NotFound, "there is nothing at this address"); }

}  // namespace

PhoneRoutes::PhoneRoutes(const LiveEvent& live, const Publisher& publisher, std::vector<WordFile> words,
                         Settings settings)
    : live_{live},
      publisher_{publisher},
      settings_{std::move(settings)},
      all_words_{words, true},
      checked_words_{std::move(words), false} {}

bool PhoneRoutes::takes(const std::string& path) { return path.starts_with(kPages) || path.starts_with(kStatic); }

HttpResponse PhoneRoutes::respond(const HttpRequest& request) {
  const auto data = live_.data();
  if (!data || data->event.public_address.empty()) return nothing_here();
  if (request.path.starts_with(kStatic)) return style_sheet(request.path.substr(kStatic.size()));
  if (request.path.ends_with('/') && request.path.find_last_not_of('/') >= kPages.size()) return without_slash(request);
  const auto address = parse_path(request.path);
  return address ? page(request, *address) : missing(request, {}, nullptr);
}

PhoneRoutes::ScreenPtr PhoneRoutes::find_screen(const std::string& id) {
  const auto offer = publisher_.find_offer(id);
  if (!offer || !offer->content.shared) return nullptr;
  const auto etag = offer->etag();
  {
    const std::lock_guard lock{mutex_};
    const auto known = screens_.find(id);
    if (known != screens_.end() && known->second->etag == etag) return known->second;
  }
  auto screen = read_screen(*offer);
  const std::lock_guard lock{mutex_};
  screens_[id] = screen;
  return screen;
}

PhoneRoutes::ScreenPtr PhoneRoutes::read_screen(const Offer& offer) const {
  auto screen = std::make_shared<Screen>();
  screen->etag = offer.etag();
  screen->snapshot = std::make_shared<const Snapshot>(
      load_snapshot(offer.content.manifest(offer.revision, offer.created), [&](const BlobRef& ref) {
        auto blob = publisher_.find_blob(ref.sha256);
        if (!blob) throw Error{ErrorCode::Unavailable, "the programme is being replaced; try again"};
        return blob;
      }));
  const Event& event = screen->snapshot->event;
  std::vector<std::string> first = screen->snapshot->screen.languages;
  first.insert(first.end(), event.languages.begin(), event.languages.end());
  screen->offered = offered_languages(words_for(event), event.draft_words, first);
  screen->style = phone_style(screen->snapshot->theme, settings_.css);
  return screen;
}

HttpResponse PhoneRoutes::style_sheet(const std::string& name) {
  std::shared_ptr<const Screen> any;
  {
    const std::lock_guard lock{mutex_};
    for (const auto& [id, screen] : screens_) {
      if (!any) any = screen;
      if (screen->style.name == name) any = screen;
    }
  }
  // A page that was kept over a change of theme, or over a restart, still gets the colours of now.
  if (!any && name.starts_with("phone-"))
    if (const auto data = live_.data(); data && !data->screens.empty()) any = find_screen(data->screens.front().id);
  if (!any || !name.starts_with("phone-")) return nothing_here();
  const bool lasting = any->style.name == name;
  HttpResponse response;
  response.headers = {{"Content-Type", "text/css; charset=utf-8"},
                      {"Cache-Control", lasting ? "public, max-age=31536000, immutable" : "public, max-age=30"},
                      {"ETag", '"' + any->style.name + '"'}};
  response.body = any->style.css;
  return response;
}

HttpResponse PhoneRoutes::page(const HttpRequest& request, PageAddress address) {
  const auto screen = find_screen(address.screen);
  if (!screen) return missing(request, {}, nullptr);
  UtcTime now = settings_.clock();
  if (settings_.any_moment) {
    if (const auto at = query_value(request.query, "at")) {
      address.moment = *at;
      if (const auto moment = parse_instant(*at)) now = *moment;
    }
  }
  std::vector<std::string> wanted;
  if (const auto chosen = query_value(request.query, "lang")) {
    if (const auto tag = canonical_language(*chosen)) wanted.push_back(*tag);
    address.chosen_language = !wanted.empty();
  }
  for (auto& tag : parse_accept_language(request.header("Accept-Language"))) wanted.push_back(std::move(tag));
  const auto language = choose_language(screen->offered, wanted);
  address.follow = query_value(request.query, "follow").has_value();
  address.programme = address.session.empty() && query_value(request.query, "view") == "programme";
  auto response = made(*screen, address, language, now);
  if (response.status == 404) return missing(request, address, screen.get());
  const auto found = std::find_if(response.headers.begin(), response.headers.end(),
                                  [](const auto& header) { return header.first == std::string{"ETag"}; });
  return matches(request.header("If-None-Match"), found->second) ? not_modified(std::move(response)) : response;
}

HttpResponse PhoneRoutes::made(const Screen& screen, const PageAddress& address, const std::string& language,
                               UtcTime now) {
  const std::string key = address.screen + '\n' + address.session + '\n' + language + '\n' +
                          (address.programme ? "p" : "") + (address.follow ? "f" : "") +
                          (address.chosen_language ? "c" : "") + '\n' + address.moment;
  const auto with_age = [&](HttpResponse response, UtcTime until) {
    const auto left = std::chrono::ceil<Seconds>(until - now).count();
    response.headers.emplace_back("Cache-Control", "public, max-age=" + std::to_string(std::clamp<long>(left, 0, 60)));
    return response;
  };
  {
    const std::lock_guard lock{mutex_};
    const auto known = pages_.find(key);
    if (known != pages_.end() && known->second.etag == screen.etag && now < known->second.until &&
        now >= known->second.until - Minutes{1})
      return with_age(known->second.response, known->second.until);
  }
  const Visit visit = make_visit(*screen.snapshot, words_for(screen.snapshot->event), now, language);
  const PageFrame frame{address, language, screen.offered, screen.style.name,
                        address.session.empty() ? "../" : "../../"};
  HttpResponse response;
  if (address.session.empty()) {
    response = html_response(200, address.programme ? programme_page(visit, frame) : screen_page(visit, frame));
  } else if (const auto* item = visit.session(address.session)) {
    response = html_response(200, session_page(visit, frame, *item));
  } else if (address.session.ends_with(".ics") &&
             visit.session(address.session.substr(0, address.session.size() - 4))) {
    response = calendar_response(visit, *visit.session(address.session.substr(0, address.session.size() - 4)));
  } else {
    response.status = 404;
    return response;
  }
  response.headers.emplace_back("Content-Language", language);
  response.headers.emplace_back("ETag", '"' + sha256_hex(response.body).substr(0, 32) + '"');
  const auto until = good_until(visit);
  const std::lock_guard lock{mutex_};
  if (pages_.size() >= kMostPages) pages_.clear();
  pages_[key] = {screen.etag, until, response};
  return with_age(std::move(response), until);
}

HttpResponse PhoneRoutes::missing(const HttpRequest& request, PageAddress address, const Screen* screen) {
  if (screen) return saying(request, 404, "phone.not-found", std::move(address), screen->style);
  PhoneStyle style;
  const auto data = live_.data();
  if (!data->screens.empty())
    if (const auto any = find_screen(data->screens.front().id)) style = any->style;
  return saying(request, 404, "phone.not-found", std::move(address), style);
}

std::optional<HttpResponse> PhoneRoutes::failure(const HttpRequest& request, int status) {
  const auto data = live_.data();
  if (!request.path.starts_with(kPages) || !data || data->event.public_address.empty()) return std::nullopt;
  PhoneStyle style;
  {
    const std::lock_guard lock{mutex_};
    if (!screens_.empty()) style = screens_.begin()->second->style;  // reading a screen may be what has failed
  }
  if (style.name.empty()) style.name = "phone-now.css";  // style_sheet() gives the one of now
  auto response = saying(request, status, "phone.try-again", {}, style);
  response.headers.emplace_back("Retry-After", status == 429 ? "1" : "10");
  return response;
}

HttpResponse PhoneRoutes::saying(const HttpRequest& request, int status, std::string_view words, PageAddress address,
                                 const PhoneStyle& style) {
  const auto data = live_.data();
  const Event& event = data->event;
  const auto offered = offered_languages(words_for(event), event.draft_words, event.languages);
  std::vector<std::string> wanted;
  const auto chosen = canonical_language(query_value(request.query, "lang").value_or(""));
  if (chosen) wanted.push_back(*chosen);
  for (auto& tag : parse_accept_language(request.header("Accept-Language"))) wanted.push_back(std::move(tag));
  const auto language = choose_language(offered, wanted);
  LanguageChain chain{language};
  chain.insert(chain.end(), event.languages.begin(), event.languages.end());
  address.chosen_language = chosen.has_value();
  const PageFrame frame{address, language, offered, style.name, to_root(request.path)};
  auto response = html_response(
      status, plain_page(words_for(event), words, chain, frame, event.name.best_for(chain).value_or(TaggedText{})));
  response.headers.emplace_back("Content-Language", language);
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

}  // namespace skylt
