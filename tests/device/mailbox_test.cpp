#include "player/device/mailbox.hpp"

#include <csignal>
#include <thread>

#include "tests/support/catch.hpp"

using namespace skylt;

namespace {

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
  CHECK_FALSE(mailbox.server_word().time);
  const UtcTime noon = *parse_instant("2026-05-05T12:00:00Z");
  mailbox.take_time(noon);
  CHECK(mailbox.wait(soon()).news);
  REQUIRE(mailbox.server_word().time);
  CHECK(*mailbox.server_word().time >= noon);
  CHECK(*mailbox.server_word().time < noon + Minutes{1});
}

TEST_CASE("a confirmation in time wakes nobody") {
  Mailbox mailbox;
  mailbox.confirm();
  mailbox.confirm();
  CHECK_FALSE(mailbox.wait(std::chrono::steady_clock::now()).news);
  CHECK(mailbox.server_word().confirmed);
}
