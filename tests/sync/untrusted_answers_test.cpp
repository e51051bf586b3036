// Answers that are not the server's, by accident or by malice: nothing of them is shown, and no time or key believed.
#include <algorithm>

#include "tests/sync/shown_player.hpp"

using namespace skylt;
using namespace skylt::test;

TEST_CASE("answers that are not the server's change nothing on the screen (R-20)") {
  using Answer = std::pair<std::string, HttpResponse>;
  const std::string html = "<html><body>Välkommen till gästnätet</body></html>";
  const std::vector<Answer> answers = {
      {"a captive portal's page", {200, {{"content-type", "text/html"}}, html}},
      {"a page that claims to be JSON", {200, {{"content-type", "application/json"}}, html}},
      {"a redirect to a login page", {302, {{"location", "http://login.example"}}, ""}},
      {"a proxy's error page", {503, {{"content-type", "text/html"}}, html}},
      {"garbage of gzip", {200, {{"content-type", "application/json"}}, std::string("\x1f\x8b\x08\0\0\xff\xfe", 7)}},
      {"nothing at all", {200, {{"content-type", "application/json"}}, ""}},
      {"an empty object", {200, {{"content-type", "application/json"}}, "{}"}},
      {"not found", {404, {}, ""}},
      {"unauthorised", {401, {}, ""}},
  };
  for (const auto& [what, answer] : answers) {
    INFO(what);
    Shown shown;
    shown.server.publish(11);
    shown.server.before = [&, reply = answer](const HttpRequest&) { return reply; };
    CHECK(shown.unchanged_after());
    shown.server.before = nullptr;
    shown.player->sync->turn();
    CHECK(shown.player->screen.shown() == 11);
  }
}

TEST_CASE("pages that come instead of blobs change nothing and leave no trace (R-20)") {
  Shown shown;
  shown.server.publish(11);
  shown.server.before = [](const HttpRequest& request) -> std::optional<HttpResponse> {
    if (!is_blob(request)) return std::nullopt;
    return HttpResponse{200, {{"content-type", "text/html"}}, "<html>login</html>"};
  };
  CHECK(shown.unchanged_after());
  shown.server.before = nullptr;
  shown.player->sync->turn();
  CHECK(shown.player->screen.shown() == 11);
}

TEST_CASE("a manifest truncated at any length changes nothing (R-20)") {
  Shown shown;
  shown.server.publish(11);
  std::size_t kept = 0;
  shown.server.after = [&](const HttpRequest& request, HttpResponse& response) {
    if (is_poll(request) && response.status == 200) response.body.resize(kept);
  };
  const std::size_t whole = signed_manifest_text(small_snapshot(11, shown.server.key()).signed_manifest).size();
  for (kept = 0; kept < whole; kept += 23) {
    INFO(kept);
    REQUIRE(shown.unchanged_after(1));
  }
}

TEST_CASE("an attacker's content is never shown (S-60 to S-68)") {
  Shown shown;
  const SigningKey stranger = make_signing_key();
  SmallSnapshot forged = small_snapshot(11, stranger);

  SECTION("a manifest signed with another key (S-60)") { shown.server.put(forged); }
  SECTION("the server's key named beside another key's signature (S-60)") {
    forged.signed_manifest.signatures[0].key = shown.server.key().public_key;
    shown.server.put(forged);
  }
  SECTION("an unsigned manifest (S-60)") {
    forged.signed_manifest.signatures.clear();
    shown.server.put(forged);
  }
  SECTION("a signed manifest with one altered byte (S-60)") {
    SmallSnapshot altered = small_snapshot(11, shown.server.key());
    altered.signed_manifest.text.replace(altered.signed_manifest.text.find("foyer"), 5, "foyar");
    shown.server.put(altered);
  }
  SECTION("another file than the one that was signed (S-60, S-64)") {
    shown.server.publish(11);
    shown.server.after = [](const HttpRequest& request, HttpResponse& response) {
      if (is_blob(request) && !response.body.empty()) response.body[0] = static_cast<char>(response.body[0] ^ 1);
    };
  }
  SECTION("a file that goes on for ever (S-61)") {
    shown.server.publish(11);
    shown.server.after = [](const HttpRequest& request, HttpResponse& response) {
      if (!is_blob(request)) return;
      response.headers.erase("content-length");
      response.body += std::string(20000, 'x');
    };
  }
  SECTION("a manifest that goes on for ever (S-61)") {
    shown.server.after = [](const HttpRequest& request, HttpResponse& response) {
      if (is_poll(request)) response.body += std::string(8u << 20, ' ');
    };
    shown.server.publish(11);
  }
  SECTION("a validly signed older revision (S-62)") { shown.server.publish(9); }
  SECTION("the same revision with other content (S-62)") {
    SmallSnapshot other = small_snapshot(10, shown.server.key());
    other.manifest.created += Minutes{1};
    other.signed_manifest = sign(other.manifest, shown.server.key());
    shown.server.put(other);
  }
  SECTION("a revision far in the future (S-66)") { shown.server.publish(10 + 1'000'001); }
  SECTION("a snapshot with a part missing (S-64)") {
    SmallSnapshot part = small_snapshot(11, shown.server.key());
    std::erase_if(part.manifest.blobs, [](const BlobRef& ref) { return ref.role == "theme"; });
    part.signed_manifest = sign(part.manifest, shown.server.key());
    shown.server.put(part);
  }
  SECTION("blobs that the server does not have (S-67)") {
    shown.server.publish(11);
    shown.server.before = [](const HttpRequest& request) -> std::optional<HttpResponse> {
      if (!is_blob(request)) return std::nullopt;
      return HttpResponse{404, {}, ""};
    };
  }
  CHECK(shown.unchanged_after(4));
  CHECK_FALSE(shown.player->log.empty());
  // Errors never leave the player where it cannot be helped (S-67).
  shown.server.before = nullptr;
  shown.server.after = nullptr;
  shown.server.publish(12);
  shown.player->sync->turn();
  CHECK(shown.player->screen.shown() == 12);
}

TEST_CASE("a configured key is pinned with the first manifest that it signs and locks nobody out before (S-60)") {
  ContentSource server{make_signing_key()};
  MemoryDisk disk;
  server.publish(1);
  PlayerDouble mistyped{server, disk, Seconds{0}, make_signing_key().public_key};
  mistyped.sync->turn();
  CHECK(mistyped.screen.shown() == 0);
  CHECK(mistyped.cache.trust().key.empty());
  PlayerDouble corrected{server, disk, Seconds{0}, server.key().public_key};
  corrected.sync->turn();
  CHECK(corrected.screen.shown() == 1);
  CHECK(corrected.cache.trust().key == server.key().public_key);
  const std::string other = make_signing_key().public_key;
  CHECK_THROWS_WITH((PlayerDouble{server, disk, Seconds{0}, other}),
                    "this player trusts the server with key " + server.key().public_key + ", not " + other);
}

TEST_CASE("the server's signed time is taken when it goes forward and has its signature (R-41, R-42)") {
  Shown shown;
  CHECK(shown.player->screen.times.empty());
  shown.server.time = *parse_instant("2026-11-22T20:00:00Z");
  shown.player->sync->turn();
  CHECK(shown.player->screen.times == std::vector<UtcTime>{shown.server.time});
  shown.server.time -= Minutes{1};
  shown.player->sync->turn();
  CHECK(shown.player->screen.times.size() == 1);
  shown.server.before = [&](const HttpRequest& request) -> std::optional<HttpResponse> {
    if (is_poll(request)) return std::nullopt;
    return HttpResponse{200, {}, dump_json(signed_time(shown.server.time + Minutes{9}, make_signing_key()))};
  };
  shown.player->sync->turn();
  CHECK(shown.player->screen.times.size() == 1);
  CHECK(shown.player->cache.trust().time == *parse_instant("2026-11-22T20:00:00Z"));
}

TEST_CASE("a signed time that cannot be is neither taken nor kept, and is reported (R-42)") {
  Shown shown;
  shown.player->unbelievable = *parse_instant("2027-06-01T00:00:00Z");
  shown.server.time = *parse_instant("2027-11-22T20:00:00Z");
  shown.player->sync->turn();
  CHECK(shown.player->screen.times.empty());
  shown.server.time = *parse_instant("2026-11-22T20:00:00Z");
  shown.player->sync->turn();
  CHECK(shown.player->screen.times == std::vector<UtcTime>{shown.server.time});
  CHECK(shown.failures()["clock"] == 1);
}
