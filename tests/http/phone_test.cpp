// The page of a screen as a visitor's phone gets it: the real server on loopback, in rehearsal, so that any moment of
// the sample event can be looked at.
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <regex>
#include <set>

#include "core/programme/show.hpp"
#include "tests/http/client.hpp"
#include "tests/http/running_server.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;
using namespace skylt::test;
using Catch::Matchers::Contains;

namespace {

const std::string kDoor = "/s/radhuset-sal-b";
const std::string kFoyer = "/s/radhuset-foaje";
constexpr int kMostAsked = 2000;                              // until it is too often, on a slow machine too
constexpr const char* kMoment = "2027-05-04T10:12:00+02:00";  // the sample's busiest hour
constexpr const char* kDays[] = {"2027-05-03", "2027-05-04", "2027-05-05", "2027-05-06", "2027-05-07"};

ServeOptions rehearsal() {
  ServeOptions options;
  options.rehearse = parse_instant(kMoment);
  options.proxy = "127.0.0.1";
  return options;
}

/// Visitors of many addresses, as a proxy tells of them: no test may meet the limit of one.
Reply visit(const RunningServer& server, const std::string& path, std::vector<std::string> headers = {}) {
  static int count = 0;
  ++count;
  headers.push_back("X-Forwarded-For: 192.0.2." + std::to_string(count % 250) + ", 198.51." +
                    std::to_string(count / 250 % 250) + "." + std::to_string(count % 250));
  return get(server.url(path), headers);
}

std::string at(const std::string& instant) {
  std::string out = "?at=";
  for (const char c : instant) out += c == '+' ? std::string{"%2B"} : std::string{c};
  return out;
}

/// Ids of the sessions in the part of the page under the heading `section`.
struct Shown {
  std::set<std::string> all, running;
};
Shown sessions_in(const std::string& html, const std::string& section) {
  Shown shown;
  const auto from = html.find("<section class=\"" + section + "\"");
  if (from == std::string::npos) return shown;
  const std::string part = html.substr(from, html.find("</section>", from) - from);
  static const std::regex kSession{"<li class=\"([a-z ]*)\" data-session=\"([^\"]*)\""};
  for (auto it = std::sregex_iterator{part.begin(), part.end(), kSession}; it != std::sregex_iterator{}; ++it) {
    shown.all.insert((*it)[2]);
    if ((*it)[1].str().find("running") != std::string::npos) shown.running.insert((*it)[2]);
  }
  return shown;
}

EventData sample_event() {
  Faults faults;
  auto data = read_event_data(parse_json(read_file(source_path("assets/demo/event.json")), "event.json"), faults);
  REQUIRE(faults.empty());
  return data;
}

/// Which rows of `show now` a sample screen speaks of.
bool speaks_of(const Screen& screen, const Json& room) {
  if (screen.layout == "agenda-young") return true;
  if (screen.layout != "door") return room.at("room").at("venue") == screen.venue;
  return room.at("room").at("id").is_string() && room.at("room").at("id") == screen.rooms.front();
}

std::set<std::string> ids_of(const Json& shown, const Screen& screen, const std::vector<const char*>& lists) {
  std::set<std::string> ids;
  for (const auto& room : shown.at("rooms")) {
    if (!speaks_of(screen, room)) continue;
    for (const char* list : lists)
      for (const auto& session : room.at(list)) {
        const auto audience = session.value("audience", Json::array());
        const bool for_young = std::find(audience.begin(), audience.end(), "young-people") != audience.end();
        if (screen.layout != "agenda-young" || for_young) ids.insert(session.at("id").get<std::string>());
      }
  }
  return ids;
}

bool holds_all(const std::set<std::string>& of, const std::set<std::string>& wanted) {
  return std::includes(of.begin(), of.end(), wanted.begin(), wanted.end());
}

}  // namespace

TEST_CASE("a screen's page has the same sessions as `show now` at every quarter of an hour") {
  const RunningServer server{rehearsal()};
  const auto data = sample_event();
  int compared = 0;
  for (const std::string day : kDays) {
    for (int quarter = 6 * 4; quarter < 24 * 4; ++quarter) {
      char time[32];
      std::snprintf(time, sizeof time, "T%02d:%02d:00+02:00", quarter / 4, quarter % 4 * 15);
      const Json truth = show_now(data, {}, *parse_instant(day + time));
      for (const auto& screen : data.screens) {
        INFO(screen.id << " " << day << time);
        const auto reply = visit(server, "/s/" + screen.id + at(day + time));
        REQUIRE(reply.status == 200);
        const auto now = sessions_in(reply.body, "now"), next = sessions_in(reply.body, "next"),
                   later = sessions_in(reply.body, "later");
        CHECK(now.running == ids_of(truth, screen, {"now", "background"}));
        CHECK(holds_all(next.all, ids_of(truth, screen, {"next"})));
        auto coming = next.all;
        coming.insert(later.all.begin(), later.all.end());
        CHECK(holds_all(coming, ids_of(truth, screen, {"later"})));
        auto all = coming;
        all.insert(now.all.begin(), now.all.end());
        CHECK(holds_all(ids_of(truth, screen, {"now", "background", "next", "later", "departed"}), all));
        ++compared;
      }
    }
  }
  CHECK(compared == 5 * 72 * 13);
}

TEST_CASE("there is no page where the event has no public address") {
  const RunningServer server{rehearsal(), [](EventData& data) { data.event.public_address.clear(); }};
  for (const std::string& path :
       {kDoor, kDoor + "/mon-valkommen-till-malmo-mots", std::string{"/s/"}, std::string{"/static/x.css"}}) {
    const auto reply = visit(server, path);
    CHECK(reply.status == 404);
    CHECK_THAT(reply.body, !Contains("<html"));
  }
}

TEST_CASE("a page is in the language asked for, in its direction, with what is in another one tagged (L-03 L-12)") {
  const RunningServer server{rehearsal()};
  const auto swedish = visit(server, kDoor);
  CHECK_THAT(swedish.body, Contains("<html lang=\"sv\" dir=\"ltr\">"));
  CHECK_THAT(swedish.body, Contains("<h1>Sal B</h1>"));
  const auto dari = visit(server, kDoor + "?lang=fa-AF");
  CHECK_THAT(dari.body, Contains("<html lang=\"fa-AF\" dir=\"rtl\">"));
  CHECK_THAT(dari.body, Contains("<h1 lang=\"sv\" dir=\"ltr\">Sal B</h1>"));
  CHECK_THAT(dari.body, Contains("<span class=\"times\" dir=\"ltr\"><time"));
  CHECK_THAT(dari.body, Contains("?lang=fa-AF\""));  // links keep what was chosen
  CHECK(dari.header("content-language") == "fa-AF");
  const auto by_browser = visit(server, kDoor, {"Accept-Language: th-TH,th;q=0.9,en;q=0.8"});
  CHECK_THAT(by_browser.body, Contains("<html lang=\"th\""));
  CHECK_THAT(by_browser.header("vary"), Contains("Accept-Language"));
  CHECK_THAT(by_browser.body, !Contains("sal-b/tue-tillganglighet-borjar-vid-dorren?lang="));
  CHECK_THAT(visit(server, kDoor + "?lang=%3Cscript%3E").body, Contains("<html lang=\"sv\""));
}

TEST_CASE("words that nobody has checked say so, and are not shown where the event does not want them (L-05)") {
  const RunningServer server{rehearsal()};
  CHECK_THAT(visit(server, kDoor + "?lang=ar").body, Contains("class=\"draft\""));
  CHECK_THAT(visit(server, kDoor + "?lang=sv").body, !Contains("class=\"draft\""));
  const RunningServer strict{rehearsal(), [](EventData& data) { data.event.draft_words = false; }};
  const auto refused = visit(strict, kDoor + "?lang=ar");
  CHECK_THAT(refused.body, Contains("<html lang=\"sv\""));
  CHECK_THAT(refused.body, !Contains("hreflang=\"ar\""));
}

TEST_CASE("text from outside cannot become markup on any page") {
  const std::string evil = "<script>alert('x')</script> \"><img src=x onerror=y> & \u2066";
  const RunningServer server{rehearsal(), [&](EventData& data) {
                               for (auto& session : data.sessions) {
                                 session.title = Text::in("sv", evil);
                                 session.subtitle = session.abstract = session.title;
                                 session.people = {{evil, "speaker"}};
                                 session.organisers = {evil};
                                 session.audience = {evil};
                               }
                               for (auto& venue : data.venues) {
                                 venue.name = Text::in("sv", evil);
                                 venue.address = evil;
                                 for (auto& room : venue.rooms) room.name = venue.name;
                               }
                               for (auto& message : data.messages) message.text = message.detail = Text::in("sv", evil);
                               data.event.name = Text::in("sv", evil);
                             }};
  const std::string session = sample_event().sessions.front().id;
  for (const auto& path : {kFoyer, kFoyer + "?view=programme", kDoor, "/s/radhuset-festsalen/" + session,
                           "/s/<script>" + std::string{"/x"}, std::string{"/s/radhuset-foaje/%3Cscript%3E"}}) {
    INFO(path);
    const auto reply = visit(server, path);
    REQUIRE_THAT(reply.body, Contains("<html"));
    CHECK_THAT(reply.body, !Contains("<script"));
    CHECK_THAT(reply.body, !Contains("<img"));
    CHECK_THAT(reply.header("content-type"), Contains("text/html; charset=utf-8"));
  }
}

TEST_CASE("what is hidden or withheld stands on no page of any screen") {
  const RunningServer server{rehearsal(), [](EventData& data) {
                               for (auto& session : data.sessions) {
                                 session.source = "CANARY-SOURCE";
                                 if (session.visibility == Visibility::Hidden)
                                   session.title = Text::in("sv", "CANARY-H");
                                 if (session.visibility == Visibility::NamesWithheld)
                                   session.people = {{"CANARY-NAME", "speaker"}};
                               }
                               for (auto& change : data.changes) change.author = "CANARY-AUTHOR";
                               for (auto& venue : data.venues)
                                 for (auto& room : venue.rooms) room.aliases.push_back({"", "CANARY-ALIAS", ""});
                             }};
  const auto data = sample_event();
  std::size_t pages = 0;
  const auto check = [&](const std::string& path, bool found) {
    INFO(path);
    const auto reply = visit(server, path);
    CHECK(reply.status == (found ? 200 : 404));
    CHECK_THAT(reply.body, !Contains("CANARY"));
    ++pages;
  };
  const auto young = std::find_if(data.screens.begin(), data.screens.end(),
                                  [](const Screen& screen) { return screen.layout == "agenda-young"; });
  REQUIRE(young != data.screens.end());
  for (const auto& screen : data.screens) {
    check("/s/" + screen.id, true);
    check("/s/" + screen.id + "?view=programme&lang=en", true);
  }
  for (const auto& session : data.sessions) {  // this screen's snapshot holds every venue's programme
    const bool shown = session.visibility != Visibility::Hidden;
    check("/s/" + young->id + "/" + session.id, shown);
    check("/s/" + young->id + "/" + session.id + ".ics", shown);
  }
  CHECK(pages > 200);
}

TEST_CASE("a session's page tells when and where it is and what changed, and gives it to a calendar") {
  const RunningServer server{rehearsal()};
  const std::string moved = "/tue-tillganglighet-borjar-vid-dorren";  // to room B, by the sample's change c3
  const auto page = visit(server, kDoor + moved);
  CHECK_THAT(page.body, Contains("Sal B") && Contains("Flyttad från") && Contains("<s class=\"old\">Sal A</s>") &&
                            Contains("Rådhusplatsen 1, Malmö"));
  CHECK_THAT(page.body, Contains("<time datetime=\"2027-05-04T"));
  const auto ics = visit(server, kDoor + moved + ".ics");
  CHECK_THAT(ics.header("content-type"), Contains("text/calendar"));
  CHECK_THAT(ics.header("content-disposition"), Contains("attachment; filename=\"tue-tillganglighet"));
  CHECK_THAT(ics.body, Contains("BEGIN:VEVENT") && Contains("LOCATION:Sal B"));
  CHECK(ics.body.find("BEGIN:VEVENT") == ics.body.rfind("BEGIN:VEVENT"));
  const auto with_material = visit(server, "/s/radhuset-festsalen/mon-vem-bestammer-i-malmo-en");
  CHECK_THAT(with_material.body, Contains("href=\"https://malmomots.example/material/vem-bestammer\""));
}

TEST_CASE("a page may be kept until it may differ and is fetched again only then") {
  const RunningServer server{rehearsal()};
  const auto first = visit(server, kDoor);
  const auto etag = first.header("etag");
  REQUIRE_FALSE(etag.empty());
  const auto keep = first.header("cache-control");
  REQUIRE_THAT(keep, Catch::Matchers::StartsWith("public, max-age="));
  CHECK(std::stoi(keep.substr(keep.find('=') + 1)) <= 60);
  const auto again =
      visit(server, kDoor + at(kMoment), {"If-None-Match: " + visit(server, kDoor + at(kMoment)).header("etag")});
  CHECK(again.status == 304);
  CHECK(again.body.empty());
  CHECK_THAT(again.header("cache-control"), Catch::Matchers::StartsWith("public, max-age="));
  CHECK_THAT(again.header("vary"), Catch::Matchers::Contains("Accept-Language"));
  const auto before = visit(server, kDoor + at("2027-05-04T10:59:59+02:00")),
             later = visit(server, kDoor + at("2027-05-04T11:00:00+02:00"));
  CHECK(before.header("etag") != later.header("etag"));
  CHECK(before.header("cache-control") == "public, max-age=1");
  CHECK(first.header("etag") != visit(server, kDoor + "?lang=en").header("etag"));
}

TEST_CASE("HEAD says what GET would, and other methods are refused") {
  const RunningServer server{rehearsal()};
  const std::string path = kDoor + at(kMoment);
  const auto got = get(server.url(path)), head = request("HEAD", server.url(path));
  CHECK(head.status == 200);
  CHECK(head.body.empty());
  CHECK(head.header("content-length") == std::to_string(got.body.size()));
  CHECK(head.header("etag") == got.header("etag"));
  const auto posted = request("POST", server.url(path));
  CHECK(posted.status == 405);
  CHECK(posted.header("allow") == "GET, HEAD");
}

TEST_CASE("a page needs no script and sets no cookie, and its style sheet is the only thing it loads (S-25 S-70)") {
  const RunningServer server{rehearsal()};
  const auto page = visit(server, kFoyer);
  CHECK_THAT(page.header("content-security-policy"), Contains("default-src 'none'; style-src 'self'"));
  CHECK_THAT(page.header("content-security-policy"), !Contains("script-src") && !Contains("unsafe"));
  CHECK(page.header("set-cookie").empty());
  CHECK_THAT(page.body, !Contains("<script") && !Contains(" style=") && !Contains(" on" + std::string{"click"}));
  const std::regex style{"href=\"\\.\\./(static/phone-[0-9a-f]{16}\\.css)\""};
  std::smatch found;
  REQUIRE(std::regex_search(page.body, found, style));
  const auto css = visit(server, "/" + found[1].str());
  CHECK(css.status == 200);
  CHECK_THAT(css.header("content-type"), Contains("text/css"));
  CHECK_THAT(css.header("cache-control"), Contains("immutable"));
  CHECK_THAT(css.body, Contains("--accent:#ffc53d") && Contains("prefers-color-scheme: dark"));
  CHECK_THAT(css.body, !Contains("url(") && !Contains("@import"));
  CHECK_THAT(visit(server, "/static/phone-old.css").header("cache-control"), !Contains("immutable"));
  CHECK(visit(server, "/static/other").status == 404);
}

TEST_CASE("what is not there is told kindly in the visitor's language, with a way back") {
  const RunningServer server{rehearsal()};
  const auto no_session = visit(server, kDoor + "/nothing", {"Accept-Language: ar"});
  CHECK(no_session.status == 404);
  CHECK_THAT(no_session.body, Contains("<html lang=\"ar\" dir=\"rtl\">") && Contains("href=\"../radhuset-sal-b\""));
  for (const std::string path : {"/s/nowhere", "/s/nowhere/nothing", "/s/a/b/c/d"}) {
    const auto reply = visit(server, path + "?lang=en");
    CHECK(reply.status == 404);
    CHECK_THAT(reply.body, Contains("There is nothing at this address."));
    CHECK_THAT(reply.body, !Contains(server.data_dir()));
  }
  const auto slash = visit(server, kDoor + "/?lang=en");
  CHECK(slash.status == 308);
  CHECK(slash.header("location") == "../radhuset-sal-b?lang=en");
}

TEST_CASE("a page tells nothing of the host it was asked at") {
  const RunningServer server{rehearsal()};
  const auto reply = visit(server, kFoyer, {"Host: internal.example:9999"});
  CHECK(reply.status == 200);
  CHECK_THAT(reply.body, !Contains("internal.example") && !Contains("127.0.0.1"));
}

TEST_CASE("visitors behind a proxy are counted one by one and a false proxy is not believed (S-23)") {
  const RunningServer server{rehearsal()};
  int refused = 0;
  for (int i = 0; i < 300; ++i) refused += visit(server, kDoor).status == 429 ? 1 : 0;
  CHECK(refused == 0);
  for (int i = 0; i < kMostAsked && refused == 0; ++i)
    refused += get(server.url(kDoor), {"X-Forwarded-For: 192.0.2.1, 203.0.113.7"}).status == 429 ? 1 : 0;
  CHECK(refused > 0);
  const RunningServer direct{{}};
  refused = 0;
  for (int i = 0; i < kMostAsked && refused == 0; ++i)
    refused += get(direct.url(kDoor), {"X-Forwarded-For: 203.0.113." + std::to_string(i)}).status == 429 ? 1 : 0;
  CHECK(refused > 0);
}

TEST_CASE("whoever asks too often is told so on a page in the visitor's language, not in JSON (S-23)") {
  const RunningServer server{rehearsal()};
  std::optional<Reply> refused;
  for (int i = 0; i < kMostAsked && !refused; ++i) {
    auto reply = get(server.url(kDoor), {"X-Forwarded-For: 203.0.113.9", "Accept-Language: fa-AF"});
    if (reply.status == 429) refused = std::move(reply);
  }
  REQUIRE(refused);
  CHECK(refused->header("content-type") == "text/html; charset=utf-8");
  CHECK(refused->header("retry-after") == "1");
  CHECK(refused->header("cache-control") == "no-store");
  CHECK_THAT(refused->body, Contains("<html lang=\"fa-AF\" dir=\"rtl\">") && Contains("static/phone-"));
  for (int i = 0; i < 50; ++i) {
    const auto other = get(server.url("/public/v1/programme.json"), {"X-Forwarded-For: 203.0.113.9"});
    if (other.status == 429) CHECK_THAT(other.header("content-type"), Contains("json"));
  }
}

TEST_CASE("a live change stands on the page at once") {
  RunningServer server{rehearsal()};
  const std::string path = kDoor + "/tue-tillganglighet-borjar-vid-dorren";
  REQUIRE_THAT(visit(server, path).body, !Contains("Med kaffe"));
  server.add_note("tue-tillganglighet-borjar-vid-dorren", "Med kaffe");
  bool seen = false;
  for (int i = 0; i < 3000 && !seen; ++i) {
    seen = visit(server, path).body.find("Med kaffe") != std::string::npos;
    if (!seen) usleep(20'000);
  }
  CHECK(seen);
}

TEST_CASE("the moment of a page cannot be chosen outside a rehearsal") {
  const RunningServer server;
  const auto soon = visit(server, kDoor).body;
  const auto at_a_moment = visit(server, kDoor + at("2027-05-04T10:12:00+02:00")).body;
  CHECK((at_a_moment == soon || at_a_moment == visit(server, kDoor).body));
}
