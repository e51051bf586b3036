#include "content-server/http/live.hpp"

#include <atomic>
#include <set>
#include <thread>

#include "tests/http/server_parts.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

const UtcTime kNow = *parse_instant("2027-05-03T07:00:00Z");

ServerParts::Options with_two_screens() {
  ServerParts::Options options;
  options.alter = keep_two_screens;
  return options;
}

/// So many rules for that screen that they alone fill more than a manifest may have.
void add_endless_rota(EventData& data, const Screen& screen) {
  for (int i = 0; i < 5000; ++i) {
    RotaRule rule;
    rule.id = std::string(250, 'r') + std::to_string(i);
    rule.layout = screen.layout;
    rule.screens = {screen.id};
    data.rota.push_back(std::move(rule));
  }
}

}  // namespace

TEST_CASE("an answer that cannot be sent strands no other player") {
  ServerParts parts{with_two_screens()};
  parts.live.refresh(kNow);
  const auto screens = parts.live.data()->screens;
  REQUIRE(screens.size() == 2);
  std::map<std::string, std::vector<int>> told;
  const auto poll = [&](const std::string& screen, const std::function<void(HttpResponse)>& send) {
    const auto etag = parts.publisher.find_offer(screen)->etag();
    parts.waiting.add({screen, etag, std::make_unique<CalledAnswer>(send)}, SteadyTime::max());
  };
  for (const auto& screen : screens) {
    poll(screen.id, [](HttpResponse) { throw std::runtime_error{"no memory"}; });
    poll(screen.id, [&, id = screen.id](HttpResponse response) { told[id].push_back(response.status); });
  }
  parts.rename_event("Möten i Malmö");
  parts.live.refresh(kNow + Minutes{1});
  for (const auto& screen : screens) CHECK(told[screen.id] == std::vector<int>{200});
  CHECK(parts.waiting.size() == 0);
}

TEST_CASE("a token that was replaced is refused before anybody hears of the change") {
  ServerParts parts{with_two_screens()};
  const auto screen = parts.store->event_data().screens.front().id;
  const auto token = parts.store->issue_token(screen, "test");
  std::optional<std::string> owner;
  parts.live.on_published(
      [&](std::int64_t, const std::vector<std::string>&, UtcTime) { owner = parts.tokens.screen_of(token); });
  parts.live.refresh(kNow);
  REQUIRE(owner == screen);
  parts.store->issue_token(screen, "test");
  parts.live.refresh(kNow + Minutes{1});
  CHECK_FALSE(owner);
}

TEST_CASE("the event and its revision are told of one moment") {
  ServerParts::Options options;
  options.alter = [](EventData& data) { data.screens.clear(); };
  ServerParts parts{options};
  const auto name_of = [](const EventData& data) { return data.event.name.by_language().begin()->second; };
  using Told = std::pair<std::int64_t, std::string>;
  std::set<Told> told, were;
  std::atomic<bool> done{false};
  std::thread reader{[&] {
    while (!done)
      if (const auto state = parts.live.state(); state.data) told.emplace(state.revision, name_of(*state.data));
  }};
  for (int i = 0; i < 50; ++i) {
    parts.rename_event("Möte " + std::to_string(i));
    parts.live.refresh(kNow + Minutes{i});
    were.emplace(parts.store->revision(), "Möte " + std::to_string(i));
  }
  done = true;
  reader.join();
  CHECK(were.size() == 50);
  for (const auto& each : told) CHECK(were.contains(each));
}

TEST_CASE("a screen whose manifest would be larger than 1 MiB gets the reason, and the others their snapshots (S-61)") {
  ServerParts parts{with_two_screens()};
  EventData data = parts.store->event_data();
  const auto large = data.screens.front(), other = data.screens.back();
  add_endless_rota(data, large);
  CHECK(parts.publisher.update(data, 5, kNow).size() == 2);
  const auto refused = parts.live.manifest_of(large.id);
  CHECK(refused.status == 409);
  CHECK_THAT(refused.body, Catch::Matchers::Contains("larger than 1 MiB (S-61)"));
  CHECK(parts.live.manifest_of(other.id).status == 200);
}

TEST_CASE("a screen whose manifest grew too large keeps its last snapshot (S-61)") {
  ServerParts parts{with_two_screens()};
  EventData data = parts.store->event_data();
  const auto large = data.screens.front();
  parts.publisher.update(data, 5, kNow);
  add_endless_rota(data, large);
  CHECK(parts.publisher.update(data, 6, kNow).empty());
  CHECK(parts.publisher.find_offer(large.id)->revision == 5);
  CHECK(parts.live.manifest_of(large.id).status == 200);
}
