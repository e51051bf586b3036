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

  Fetched operator()(const std::string& url, const FetchOptions& options) {
    ++asked;
    CHECK(url == kUrl);
    if (down) throw Error{ErrorCode::Unavailable, url + ": no answer"};
    Fetched fetched;
    fetched.not_modified = options.etag == etag;
    fetched.etag = etag;
    if (!fetched.not_modified) fetched.body = body;
    return fetched;
  }
};

struct Fixture {
  Fixture() {
    auto store = Store::create(dir.path("skylt.db"), "Europe/Stockholm");
    ImportRequest request;
    request.source.name = request.source.settings.name = "feed";
    request.source.location = kUrl;
    request.source.format = "csv";
    request.source.etag = web.etag;
    request.actor = "test";
    request.now = kWall;
    store->apply_import(parse_programme(web.body, "csv", request.source.settings), request);
    SourcePoller::Settings settings;
    settings.fetch = [this](const std::string& url, const FetchOptions& options) { return web(url, options); };
    poller = std::make_unique<SourcePoller>(std::move(store), settings);
    now = poller->poll_due(now, kWall);  // the first turn only says when
  }

  std::string title() const {
    const auto sessions = Store::open(dir.path("skylt.db"))->event_data().sessions;
    REQUIRE(sessions.size() == 1);
    return sessions[0].title.by_language().begin()->second;
  }

  TempDir dir;
  Web web;
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
  CHECK(Store::open(f.dir.path("skylt.db"))->find_source("feed")->etag == "\"2\"");
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
