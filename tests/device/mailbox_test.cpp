#include "player/device/mailbox.hpp"

#include <csignal>
#include <thread>

#include "tests/support/catch.hpp"

using namespace skylt;

namespace {

std::shared_ptr<const Snapshot> snapshot_of_revision(std::int64_t revision) {
  auto snapshot = std::make_shared<Snapshot>();
  snapshot->manifest.revision = revision;
  return snapshot;
}

MonotonicTime soon() { return std::chrono::steady_clock::now() + Seconds{20}; }

}  // namespace

TEST_CASE("a snapshot wakes the sleeping thread and is handed over once") {
  Mailbox mailbox;
  const auto snapshot = std::make_shared<const Snapshot>();
  std::thread sync{[&] { mailbox.take(snapshot); }};
  CHECK(mailbox.wait(soon()).news);
  sync.join();
  CHECK(mailbox.collect() == snapshot);
  CHECK(mailbox.collect() == nullptr);
  CHECK_FALSE(mailbox.wait(std::chrono::steady_clock::now()).news);
}

TEST_CASE("of two snapshots that come while nobody looks the newer one is shown") {
  Mailbox mailbox;
  const auto newer = std::make_shared<const Snapshot>();
  mailbox.take(std::make_shared<const Snapshot>());
  mailbox.take(newer);
  CHECK(mailbox.collect() == newer);
}

TEST_CASE("SIGTERM ends the sleep") {
  Mailbox mailbox;
  ::raise(SIGTERM);
  CHECK(mailbox.wait(soon()).end);
  sigset_t end;  // it stays pending; nobody else is meant
  sigemptyset(&end);
  sigaddset(&end, SIGTERM);
  CHECK(sigwaitinfo(&end, nullptr) == SIGTERM);
}

TEST_CASE("a report waits until the revision is shown") {
  Mailbox mailbox;
  std::thread sdl{[&] {
    PlayerStatus status;
    status.shown_revision = 8;
    status.frame = 3;
    mailbox.leave_status(status);
  }};
  CHECK(mailbox.status(8).frame == 3);
  sdl.join();
}

TEST_CASE("the first signed time wakes the screen and runs on from there (R-41)") {
  Mailbox mailbox;
  CHECK_FALSE(mailbox.server_time());
  const UtcTime noon = *parse_instant("2026-05-05T12:00:00Z");
  mailbox.take_time(noon);
  CHECK(mailbox.wait(soon()).news);
  REQUIRE(mailbox.server_time());
  CHECK(*mailbox.server_time() >= noon);
  CHECK(*mailbox.server_time() < noon + Minutes{1});
}

TEST_CASE("the latest instant that the server signed stays where it is (R-42)") {
  Mailbox mailbox;
  CHECK_FALSE(mailbox.signed_time());
  const UtcTime noon = *parse_instant("2026-05-05T12:00:00Z");
  mailbox.take_time(noon);
  mailbox.take_time(noon - Minutes{1});
  CHECK(mailbox.signed_time() == noon);
}

TEST_CASE("a confirmation in time wakes nobody") {
  Mailbox mailbox;
  mailbox.take(snapshot_of_revision(8));
  CHECK(mailbox.wait(soon()).news);
  mailbox.confirm(8);
  mailbox.confirm(8);
  CHECK_FALSE(mailbox.wait(std::chrono::steady_clock::now()).news);
}

TEST_CASE("the first confirmation of what came from the cache takes the note of its age away (R-24)") {
  Mailbox mailbox;
  mailbox.confirm(8);
  CHECK(mailbox.wait(soon()).news);
}

TEST_CASE("the server's word counts for the revision that it speaks of (R-24)") {
  Mailbox mailbox;
  PlayerStatus status;
  status.shown_revision = 8;
  mailbox.leave_status(status);
  mailbox.confirm(8);
  const auto confirmed = mailbox.confirmed(8);
  REQUIRE(confirmed);
  mailbox.take(snapshot_of_revision(9));
  mailbox.confirm(9);
  CHECK(mailbox.confirmed(8) == confirmed);
  CHECK(mailbox.confirmed(9) >= confirmed);
  CHECK_FALSE(mailbox.confirmed(10));
  status.shown_revision = 9;
  mailbox.leave_status(status);
  mailbox.confirm(9);
  CHECK_FALSE(mailbox.confirmed(8));
}
