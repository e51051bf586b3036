#include "content-server/http/source_poller.hpp"

#include "core/base/error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/data.hpp"

using namespace skylt;
using namespace skylt::test;
using namespace std::chrono_literals;

namespace {

const std::string kUrl = "https://example.org/programme.csv";
const UtcTime kWall = *parse_instant("2027-05-01T10:00:00Z");

std::string csv(const std::string& title) {
  return "id,title,start,end,room\n1," + title + ",2027-05-04T10:00:00+02:00,2027-05-04T11:00:00+02:00,Sal B\n";
}

/// A web server in memory that answers 304 to whoever has the present tag.
struct Web {
  std::string body = csv("Samtal"), etag = "\"1\"";
  bool down = false;
  int asked = 0;
  bool internal = false;                    ///< how it was last asked
  std::function<void()> meanwhile = [] {};  ///< what happens while it answers

  Fetched operator()(const std::string& url, const FetchOptions& options) {
    ++asked;
    internal = options.internal;
    CHECK(url == kUrl);
    meanwhile();
    if (down) throw Error{ErrorCode::Unavailable, url + ": no answer"};
    Fetched fetched;
    fetched.not_modified = options.etag == etag;
    fetched.etag = etag;
    if (!fetched.not_modified) fetched.body = body;
    return fetched;
  }
};

ImportRequest request_of(Source source) {
  ImportRequest request;
  request.source = std::move(source);
  request.actor = "test";
  request.now = kWall;
  return request;
}

struct Fixture {
  explicit Fixture(const std::string& format = "csv", const std::string& body = csv("Samtal"),
                   Seconds day_change = 4h) {
    web.body = body;
    auto store = Store::create(dir.path("skylt.db"), "Europe/Stockholm");
    Source source;
    source.name = source.settings.name = "feed";
    source.location = kUrl;
    source.format = format;
    source.etag = web.etag;
    source.settings.zone = TimeZone::find("Europe/Stockholm");
    source.settings.day_change = day_change;
    store->apply_import(parse_programme(body, format, source.settings), request_of(source));
    SourcePoller::Settings settings;
    settings.fetch = [this](const std::string& url, const FetchOptions& options) { return web(url, options); };
    poller = std::make_unique<SourcePoller>(std::move(store), settings, metrics);
    now = poller->poll_due(now, kWall);  // the first turn only says when
  }

  /// What the database says, seen from another process.
  std::unique_ptr<Store> outside() const { return Store::open(dir.path("skylt.db")); }

  /// While the source is being asked another process imports it with one session and what `edit` makes of its settings.
  void import_while_asked(const std::string& session, std::function<void(Source&)> edit) {
    web.meanwhile = [this, session, edit = std::move(edit)] {
      const auto store = outside();
      auto source = *store->find_source("feed");
      edit(source);
      store->apply_import(parse_programme(csv(session), "csv", source.settings), request_of(source));
    };
  }

  std::string title() const {
    const auto sessions = outside()->event_data().sessions;
    REQUIRE(sessions.size() == 1);
    return sessions[0].title.by_language().begin()->second;
  }

  TempDir dir;
  Web web;
  Metrics metrics;
  std::chrono::steady_clock::time_point now{};
  std::unique_ptr<SourcePoller> poller;
};

}  // namespace

TEST_CASE("a source is asked again in about five minutes and nothing is imported when nothing is new") {
  Fixture f;
  CHECK(f.web.asked == 0);
  CHECK(f.now >= std::chrono::steady_clock::time_point{} + 4min);
  CHECK(f.now <= std::chrono::steady_clock::time_point{} + 6min);
  const auto next = f.poller->poll_due(f.now, kWall + 5min);
  CHECK(f.web.asked == 1);
  CHECK(next > f.now + 3min);
  f.poller->poll_due(f.now + 1min, kWall + 6min);
  CHECK(f.web.asked == 1);
}

TEST_CASE("what a source has new is imported and its tag remembered") {
  Fixture f;
  f.web.body = csv("Annat samtal");
  f.web.etag = "\"2\"";
  auto next = f.poller->poll_due(f.now, kWall + 5min);
  CHECK(f.title() == "Annat samtal");
  f.poller->poll_due(next, kWall + 10min);
  CHECK(f.web.asked == 2);
  CHECK(f.outside()->find_source("feed")->etag == "\"2\"");
}

TEST_CASE("a source that is down or answers nonsense costs nothing and is asked again") {
  Fixture f;
  f.web.down = true;
  f.now = f.poller->poll_due(f.now, kWall + 5min);
  CHECK(f.title() == "Samtal");
  f.web.down = false;
  f.web.etag = "\"3\"";
  f.web.body = "<html>Please log in</html>";
  f.now = f.poller->poll_due(f.now, kWall + 10min);
  CHECK(f.title() == "Samtal");
  f.web.body = csv("Igen");
  f.poller->poll_due(f.now, kWall + 15min);
  CHECK(f.title() == "Igen");
}

TEST_CASE("what an organiser sets while a source is asked stays as she set it") {
  Fixture f;
  f.web.body = csv("Annat samtal");
  f.web.etag = "\"2\"";
  f.import_while_asked("Samtal", [](Source& source) { source.settings.trust_suspicious_utc = false; });
  f.poller->poll_due(f.now, kWall + 5min);
  CHECK(f.title() == "Annat samtal");
  CHECK_FALSE(f.outside()->find_source("feed")->settings.trust_suspicious_utc);
}

TEST_CASE("what was imported of a source while it was asked is not replaced by what may be older") {
  Fixture f;
  f.web.body = csv("Gammalt samtal");
  f.web.etag = "\"2\"";
  f.import_while_asked("Nytt samtal", [](Source& source) { source.etag = "\"3\""; });
  f.now = f.poller->poll_due(f.now, kWall + 5min);
  CHECK(f.title() == "Nytt samtal");
  f.web.meanwhile = [] {};
  f.web.body = csv("Nytt samtal");
  f.web.etag = "\"3\"";
  f.poller->poll_due(f.now, kWall + 10min);
  CHECK(f.title() == "Nytt samtal");
  CHECK(f.outside()->find_source("feed")->etag == "\"3\"");
}

TEST_CASE("a source marked as internal is asked as one, and no other (S-50)") {
  Fixture f;
  f.now = f.poller->poll_due(f.now, kWall + 5min);
  REQUIRE(f.web.asked == 1);
  CHECK_FALSE(f.web.internal);
  auto source = *f.outside()->find_source("feed");
  source.internal = true;
  f.outside()->apply_import(parse_programme(f.web.body, "csv", source.settings), request_of(source));
  f.now = f.poller->poll_due(f.now, kWall + 10min);
  REQUIRE(f.web.asked == 2);
  CHECK(f.web.internal);
}

TEST_CASE("nothing comes of a source whose address was changed while it was asked") {
  Fixture f;
  f.web.body = csv("Annat samtal");
  f.web.etag = "\"2\"";
  f.import_while_asked("Samtal", [](Source& source) { source.location = "https://example.org/moved.csv"; });
  f.poller->poll_due(f.now, kWall + 5min);
  CHECK(f.title() == "Samtal");
  CHECK(f.outside()->find_source("feed")->location == "https://example.org/moved.csv");
}

TEST_CASE("a night of a polled source ends when the event's does") {
  const auto xml = [](const std::string& title) {
    return "<schedule><version>1</version><conference><title>T</title></conference><day date='2027-05-04' index='1'>"
           "<room name='Sal B'><event id='1' guid='g1'><start>04:30</start><duration>00:45</duration><title>" +
           title + "</title></event></room></day></schedule>";
  };
  Fixture f{"schedule-xml", xml("Samtal"), 5h};
  const auto store = f.outside();
  Event event;
  event.id = "night";
  event.name.set("sv", "Natten");
  event.languages = {"sv"};
  event.day_change = 5h;
  store->put_document("event", event.id, to_json(event), "test");
  f.web.body = xml("Annat samtal");
  f.web.etag = "\"2\"";
  f.poller->poll_due(f.now, kWall + 5min);
  CHECK(f.title() == "Annat samtal");
  CHECK(format_instant(f.outside()->event_data().sessions.at(0).start) == "2027-05-05T02:30:00Z");
}

TEST_CASE("how many sources are followed, asked and failing stands in the figures") {
  Fixture f;
  const auto says = [&](const std::string& line) {
    return f.metrics.text({}).find("\nskylt_" + line + "\n") != std::string::npos;
  };
  CHECK(says("sources_followed 1"));
  CHECK(says("sources_asked_total 0"));
  f.now = f.poller->poll_due(f.now, kWall + 5min);
  f.web.down = true;
  f.poller->poll_due(f.now, kWall + 10min);
  CHECK(says("sources_asked_total 2"));
  CHECK(says("sources_failed_total 1"));
}
