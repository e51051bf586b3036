// Random programmes, read a second time by a reader that knows nothing of intervals of rooms, and walked to their end.
#include <random>

#include "core/programme/now.hpp"
#include "tests/core/programme_support.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

class Dice {
 public:
  explicit Dice(unsigned seed) : engine_{seed} {}
  int below(int limit) { return std::uniform_int_distribution<int>{0, limit - 1}(engine_); }
  bool one_in(int n) { return below(n) == 0; }

 private:
  std::mt19937 engine_;
};

const char* some_room(Dice& dice) {
  constexpr const char* kRooms[] = {"a", "b", "a", "b", "Gården", ""};
  return kRooms[dice.below(6)];
}

/// Up to twelve sessions over three days around midnight and day change, in steps of five minutes.
std::vector<Session> random_sessions(Dice& dice) {
  std::vector<Session> sessions;
  for (int i = dice.below(13); i > 0; --i) {
    auto s = session("s" + std::to_string(i), some_room(dice), "00:00", "00:00");
    s.start += Minutes{5 * dice.below(3 * 288)};
    s.end = s.start + Minutes{5 * dice.below(dice.one_in(6) ? 100 : 20)};
    if (dice.one_in(8)) s.kind = SessionKind::Open;
    if (dice.one_in(8)) s.all_day = true;
    if (dice.one_in(8)) s.status = SessionStatus::Cancelled;
    if (dice.one_in(8)) s.status = SessionStatus::Missing;
    if (dice.one_in(10)) s.visibility = Visibility::Hidden;
    sessions.push_back(std::move(s));
  }
  return sessions;
}

std::vector<Change> random_changes(Dice& dice) {
  std::vector<Change> changes;
  for (int i = dice.below(5); i > 0; --i) {
    auto c = change("c" + std::to_string(i), "s" + std::to_string(1 + dice.below(12)),
                    static_cast<ChangeKind>(dice.below(6)), dice.below(9));
    c.minutes = Minutes{5 * (dice.below(30) - 3)};
    c.room = some_room(dice);
    c.by = "s" + std::to_string(1 + dice.below(12));
    c.following = dice.one_in(2);
    if (dice.one_in(3)) c.until = at("12:00") + Minutes{5 * dice.below(400)};
    changes.push_back(std::move(c));
  }
  return changes;
}

bool same_answers(const NowView& a, const NowView& b) {
  return std::equal(
      a.rooms.begin(), a.rooms.end(), b.rooms.begin(), b.rooms.end(), [](const RoomNow& x, const RoomNow& y) {
        return x.room_id == y.room_id && x.room_name == y.room_name && x.venue == y.venue && x.status == y.status &&
               x.until == y.until && x.now == y.now && x.background == y.background && x.next == y.next &&
               x.later == y.later && x.departed == y.departed && x.tomorrow == y.tomorrow;
      });
}

NowView view_of(const std::vector<EffectiveSession>& sessions, UtcTime now) {
  const auto rooms = two_rooms();
  NowOptions options;
  options.day = day_rule();
  return select_now(sessions, rooms, options, now);
}

}  // namespace

TEST_CASE("the answer stays the same until next_change and differs at it") {
  for (unsigned seed = 0; seed < 150; ++seed) {
    Dice dice{seed};
    const auto sessions = effective_at(random_sessions(dice), random_changes(dice), at("06:00"));
    UtcTime now = at("-1 22:00") + Minutes{dice.below(300)};
    for (int step = 0; step < 200; ++step) {
      const auto view = view_of(sessions, now);
      const UtcTime until = view.next_change.value_or(now + std::chrono::days{5});
      REQUIRE(until > now);
      INFO("seed " << seed << ", from " << format_instant(now) << " until " << format_instant(until));
      for (int probe = 0; probe < 6; ++probe) {
        const auto offset = (until - now) * dice.below(1000) / 1000;
        CHECK(same_answers(view, view_of(sessions, now + offset)));
      }
      CHECK(same_answers(view, view_of(sessions, until - Millis{1})));
      if (!view.next_change) break;
      CHECK_FALSE(same_answers(view, view_of(sessions, until)));
      now = until;
    }
  }
}

TEST_CASE("effective sessions stay the same until the next change ends") {
  for (unsigned seed = 0; seed < 150; ++seed) {
    Dice dice{seed};
    const auto sessions = random_sessions(dice);
    const auto changes = random_changes(dice);
    UtcTime now = at("06:00");
    while (const auto until = next_change_expiry(sessions, changes, two_rooms(), day_rule(), now)) {
      INFO("seed " << seed << ", from " << format_instant(now));
      REQUIRE(*until > now);
      const auto before = effective_at(sessions, changes, now);
      CHECK(before == effective_at(sessions, changes, *until - Millis{1}));
      CHECK(before == effective_at(sessions, changes, now + (*until - now) / 2));
      now = *until;
    }
    CHECK(effective_at(sessions, changes, now) == effective_at(sessions, {}, now));
  }
}

TEST_CASE("a plain reading of the programme agrees at every quarter of an hour (N1 N3 N4 N5 N6)") {
  for (unsigned seed = 1000; seed < 1060; ++seed) {
    Dice dice{seed};
    const auto sessions = effective_at(random_sessions(dice), random_changes(dice), at("06:00"));
    for (UtcTime now = at("00:00"); now < at("+4 00:00"); now += Minutes{15}) {
      INFO("seed " << seed << ", at " << format_instant(now));
      const auto view = view_of(sessions, now);
      const auto today = service_day(now, day_rule().zone, day_rule().day_change);
      const auto day_of = [](const Session& session) {
        if (session.all_day) return Day{std::chrono::floor<std::chrono::days>(day_rule().zone.to_local(session.start))};
        return service_day(session.start, day_rule().zone, day_rule().day_change);
      };
      std::size_t on = 0;
      for (const auto& s : sessions) {
        if (s.cancelled() || s.session.start > now || now >= s.session.end) continue;
        ++on;
        const auto& in = room(view, s.session.room ? s.session.room->name : "");
        const bool open = s.session.kind == SessionKind::Open || s.session.all_day ||
                          s.session.end - s.session.start > std::chrono::hours{4};
        const auto& list = open ? in.background : in.now;
        CHECK(std::count(list.begin(), list.end(), s) == 1);
      }
      for (const auto& r : view.rooms) {
        on -= r.now.size() + r.background.size();
        std::vector<std::pair<UtcTime, std::string>> to_come;
        for (const auto& s : sessions)
          if (!s.cancelled() && s.session.start > now && (s.session.room ? s.session.room->name : "") == r.room_name &&
              day_of(s.session) == today)
            to_come.emplace_back(s.session.start, s.session.id);
        std::sort(to_come.begin(), to_come.end());
        std::string expected;
        for (const auto& [start, id] : to_come)
          if (start == to_come[0].first) expected += (expected.empty() ? "" : " ") + id;
        CHECK(ids(r.next) == expected);
      }
      CHECK(on == 0);
    }
  }
}
