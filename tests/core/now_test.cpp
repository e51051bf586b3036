#include "core/programme/now.hpp"
#include "core/programme/service_day.hpp"
#include "tests/core/programme_support.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;
using namespace skylt::test;

TEST_CASE("a session ending at 10:00 is over at 10:00 (N1)") {
  const std::vector<Session> programme{session("s1", "a", "09:00", "10:00")};
  CHECK(room(now_view(programme, {}, at("08:59:59")), "Sal A").now.empty());
  CHECK(ids(room(now_view(programme, {}, at("09:00")), "Sal A").now) == "s1");
  CHECK(ids(room(now_view(programme, {}, at("09:59:59")), "Sal A").now) == "s1");
  CHECK(room(now_view(programme, {}, at("10:00")), "Sal A").now.empty());
}

TEST_CASE("a session without length is next before its instant and never on (N1)") {
  const std::vector<Session> programme{session("s1", "a", "10:00", "10:00")};
  CHECK(ids(room(now_view(programme, {}, at("09:30")), "Sal A").next) == "s1");
  const auto then = now_view(programme, {}, at("10:00"));
  CHECK(room(then, "Sal A").now.empty());
  CHECK(room(then, "Sal A").status == RoomStatus::DayOver);
}

TEST_CASE("a room is running, starting, free, over or closed (N2)") {
  const std::vector<Session> programme{session("s1", "a", "09:00", "10:00"), session("s2", "a", "12:00", "13:00")};
  const auto status = [&](const char* time) { return room(now_view(programme, {}, at(time)), "Sal A").status; };
  const auto until = [&](const char* time) { return room(now_view(programme, {}, at(time)), "Sal A").until; };
  CHECK(status("07:59") == RoomStatus::Free);
  CHECK(status("08:00") == RoomStatus::Starting);
  CHECK(until("08:00") == at("09:00"));
  CHECK(status("09:00") == RoomStatus::Running);
  CHECK(until("09:00") == at("10:00"));
  CHECK(status("10:30") == RoomStatus::Free);
  CHECK(until("10:30") == at("12:00"));
  CHECK(status("13:00") == RoomStatus::DayOver);
  CHECK_FALSE(until("13:00"));
  CHECK(status("+1 04:00") == RoomStatus::Closed);
  CHECK(room(now_view(programme, {}, at("09:00")), "Sal B").status == RoomStatus::Closed);
}

TEST_CASE("a delayed session that passed its planned end overruns (N2)") {
  const std::vector<Session> programme{session("s1", "a", "09:00", "10:00")};
  const std::vector<Change> changes{delay("c1", "s1", 15)};
  const auto status = [&](const char* time) { return room(now_view(programme, changes, at(time)), "Sal A").status; };
  CHECK(status("09:10") == RoomStatus::Starting);
  CHECK(status("09:15") == RoomStatus::Running);
  CHECK(status("10:00") == RoomStatus::Overrun);
  CHECK(room(now_view(programme, changes, at("10:00")), "Sal A").until == at("10:15"));
  CHECK(status("10:15") == RoomStatus::DayOver);
}

TEST_CASE("a session put off to the afternoon does not overrun there (N2)") {
  const std::vector<Session> programme{session("s1", "a", "09:00", "10:00")};
  CHECK(room(now_view(programme, {delay("c1", "s1", 300)}, at("14:30")), "Sal A").status == RoomStatus::Running);
}

TEST_CASE("open items run in the background and never mask a session (N3)") {
  auto exhibition = session("open", "a", "08:00", "10:00");
  exhibition.kind = SessionKind::Open;
  auto all_day = session("day", "a", "08:00", "12:00");
  all_day.all_day = true;
  const std::vector<Session> programme{exhibition, all_day, session("long", "a", "08:00", "12:01"),
                                       session("four", "a", "08:00", "12:00"), session("s1", "a", "13:00", "14:00")};
  const auto view = now_view(programme, {}, at("09:00"));
  CHECK(ids(room(view, "Sal A").background) == "day long open");
  CHECK(ids(room(view, "Sal A").now) == "four");
  CHECK(ids(room(view, "Sal A").next) == "s1");
}

TEST_CASE("a whole day belongs to its date, not to the evening before (N3)") {
  auto fair = session("fair", "a", "+1 00:00", "+2 00:00");
  fair.all_day = true;
  const std::vector<Session> programme{session("s1", "a", "09:00", "10:00"), fair};
  const auto evening = now_view(programme, {}, at("12:00"));
  CHECK(room(evening, "Sal A").status == RoomStatus::DayOver);
  CHECK(ids(room(evening, "Sal A").next).empty());
  CHECK(ids(room(evening, "Sal A").tomorrow) == "fair");
  CHECK(room(now_view(programme, {}, at("23:30")), "Sal A").status == RoomStatus::DayOver);
  CHECK(ids(room(now_view(programme, {}, at("+1 12:00")), "Sal A").background) == "fair");
  const std::vector<Change> full{[] {
    Change change = delay("c1", "fair", 0);
    change.kind = ChangeKind::Full;
    return change;
  }()};
  CHECK(changed_today(effective_at(programme, full, at("12:00")), day_rule(), at("12:00")).empty());
  CHECK(changed_today(effective_at(programme, full, at("+1 12:00")), day_rule(), at("+1 12:00")).size() == 1);
  const auto sessions = effective_at(programme, {}, at("12:00"));
  CHECK_FALSE(planned_clock(effective_at({fair}, {}, at("12:00")).at(0)));
  CHECK(sessions_of_day(sessions, Day{std::chrono::year{2027} / 5 / 4}, day_rule()).size() == 1);
  CHECK(sessions_of_day(sessions, Day{std::chrono::year{2027} / 5 / 5}, day_rule()).size() == 1);
}

TEST_CASE("a room with nothing but an open item is free until it ends (N3)") {
  const std::vector<Session> programme{session("long", "a", "08:00", "18:00")};
  const auto now = now_view(programme, {}, at("17:30")).rooms[0];
  CHECK(now.status == RoomStatus::Free);
  CHECK(now.until == at("18:00"));
}

TEST_CASE("overlapping sessions of one room are all on by start (N4)") {
  const std::vector<Session> programme{session("s2", "a", "09:30", "11:00"), session("s1", "a", "09:00", "10:30"),
                                       session("s3", "a", "09:30", "10:00")};
  const auto view = now_view(programme, {}, at("09:45"));
  CHECK(ids(room(view, "Sal A").now) == "s1 s2 s3");
  CHECK(room(view, "Sal A").until == at("11:00"));
}

TEST_CASE("when one ends as the other begins the other is on (N5)") {
  const std::vector<Session> programme{session("s1", "a", "09:00", "10:00"), session("s2", "a", "10:00", "11:00")};
  CHECK(ids(room(now_view(programme, {}, at("10:00")), "Sal A").now) == "s2");
  CHECK(now_view(programme, {}, at("09:59")).next_change == at("10:00"));
}

TEST_CASE("next holds all with the earliest start in the service day (N6)") {
  const std::vector<Session> programme{session("s1", "a", "10:00", "11:00"), session("s2", "a", "10:00", "10:30"),
                                       session("s3", "a", "11:00", "12:00"), session("s4", "a", "+1 00:30", "+1 01:00"),
                                       session("s5", "a", "+1 09:00", "+1 10:00")};
  const auto morning = room(now_view(programme, {}, at("09:00")), "Sal A");
  CHECK(ids(morning.next) == "s1 s2");
  CHECK(ids(morning.later) == "s3 s4");
  CHECK(morning.tomorrow.empty());
  const auto night = room(now_view(programme, {}, at("+1 00:10")), "Sal A");
  CHECK(ids(night.next) == "s4");
  const auto over = room(now_view(programme, {}, at("+1 01:00")), "Sal A");
  CHECK(over.status == RoomStatus::DayOver);
  CHECK(over.next.empty());
  CHECK(ids(over.tomorrow) == "s5");
}

TEST_CASE("tomorrow is the next day that has any (N6)") {
  const std::vector<Session> programme{session("s1", "a", "+3 10:00", "+3 11:00"),
                                       session("s2", "a", "+3 10:00", "+3 12:00"),
                                       session("s3", "a", "+3 11:00", "+3 12:00")};
  const auto view = now_view(programme, {}, at("09:00"));
  CHECK(ids(room(view, "Sal A").tomorrow) == "s1 s2");
  CHECK(room(view, "Sal A").status == RoomStatus::Closed);
  CHECK(view.next_change == at("+3 04:00"));
}

TEST_CASE("minutes until a start are rounded up (N7)") {
  CHECK(minutes_until(at("10:00"), at("09:00")) == Minutes{60});
  CHECK(minutes_until(at("10:00"), at("09:59:59")) == Minutes{1});
  CHECK(minutes_until(at("10:00"), at("09:58:59")) == Minutes{2});
  CHECK(minutes_until(at("10:00"), at("10:00")) == Minutes{0});
}

TEST_CASE("the minutes until a start that is no whole minute turn at its second (N7)") {
  const std::vector<Session> programme{session("s1", "a", "10:00:20", "11:00"),
                                       session("s2", "b", "12:00:40", "13:00")};
  const auto sessions = effective_at(programme, {}, at("09:00"));
  CHECK(next_minute(sessions, at("09:30")) == at("09:30:20"));
  CHECK(next_minute(sessions, at("09:30:20")) == at("09:31"));
  CHECK(next_minute(sessions, at("10:00:20")) == at("10:01"));
  auto told = next_minute(sessions, at("09:30"));
  for (auto now = told; now < at("10:00:20"); now += Seconds{1}) {
    if (now == next_minute(sessions, told)) told = now;
    CHECK(minutes_until(at("10:00:20"), told) == minutes_until(at("10:00:20"), now));
  }
}

TEST_CASE("a room turns to starting exactly an hour before and says when (N7)") {
  const std::vector<Session> programme{session("s1", "a", "12:00", "13:00")};
  CHECK(now_view(programme, {}, at("10:00")).next_change == at("11:00"));
  CHECK(room(now_view(programme, {}, at("11:00")), "Sal A").status == RoomStatus::Starting);
}

TEST_CASE("the same arguments give the same answer whatever the order of the file (N9)") {
  std::vector<Session> programme{session("s1", "a", "09:00", "10:00"), session("s2", "a", "09:00", "10:00"),
                                 session("s3", "b", "09:00", "10:00"), session("s4", "Gården", "09:00", "10:00")};
  const auto first = now_view(programme, {}, at("09:30"));
  std::reverse(programme.begin(), programme.end());
  const auto second = now_view(programme, {}, at("09:30"));
  REQUIRE(first.rooms.size() == second.rooms.size());
  for (std::size_t i = 0; i < first.rooms.size(); ++i) CHECK(first.rooms[i].now == second.rooms[i].now);
}

TEST_CASE("a cancelled session is listed until its original end and never on (C1)") {
  const std::vector<Session> programme{session("s1", "a", "10:00", "11:00"), session("s2", "a", "11:00", "12:00")};
  const std::vector<Change> changes{change("c1", "s1", ChangeKind::Cancelled)};
  const auto before = room(now_view(programme, changes, at("09:00")), "Sal A");
  CHECK(ids(before.next) == "s2");
  CHECK(ids(before.later) == "s1");
  const auto during = room(now_view(programme, changes, at("10:30")), "Sal A");
  CHECK(during.now.empty());
  CHECK(during.status == RoomStatus::Starting);
  CHECK(ids(during.departed) == "s1");
  CHECK(room(now_view(programme, changes, at("11:00")), "Sal A").departed.empty());
}

TEST_CASE("a moved session departs from the old room until its original end and is in the new one (C2)") {
  const std::vector<Session> programme{session("s1", "a", "10:00", "11:00")};
  const std::vector<Change> changes{move("c1", "s1", "b")};
  const auto morning = now_view(programme, changes, at("05:00"));
  CHECK(ids(room(morning, "Sal A").departed) == "s1");
  CHECK(room(morning, "Sal A").departed[0].session.room == RoomRef{"b", "Sal B"});
  CHECK(room(morning, "Sal A").status == RoomStatus::Closed);
  CHECK(ids(room(morning, "Sal B").next) == "s1");
  const auto during = now_view(programme, changes, at("10:59:59"));
  CHECK(ids(room(during, "Sal B").now) == "s1");
  CHECK(room(during, "Sal B").now[0].original_room == RoomRef{"a", "Sal A"});
  CHECK(ids(room(during, "Sal A").departed) == "s1");
  CHECK(room(now_view(programme, changes, at("11:00")), "Sal A").departed.empty());
  CHECK(room(now_view(programme, changes, at("-1 20:00")), "Sal A").departed.empty());
}

TEST_CASE("a moved and delayed session is told in the old room until its new end (C2)") {
  const std::vector<Session> programme{session("s1", "a", "10:00", "11:00")};
  const std::vector<Change> changes{move("c1", "s1", "b"), delay("c2", "s1", 90)};
  CHECK(ids(room(now_view(programme, changes, at("12:00")), "Sal A").departed) == "s1");
  CHECK(room(now_view(programme, changes, at("12:30")), "Sal A").departed.empty());
}

TEST_CASE("every room of the venue is there and literal names and no name too") {
  const std::vector<Session> programme{session("s1", "Gården", "10:00", "11:00"), session("s2", "", "10:00", "11:00")};
  const auto view = now_view(programme, {}, at("10:30"));
  std::string names;
  for (const auto& room : view.rooms) names += "'" + room.room_name + "' ";
  CHECK(names == "'' 'Gården' 'Sal A' 'Sal B' ");
  CHECK_FALSE(room(view, "Gården").room_id);
  CHECK(ids(room(view, "").now) == "s2");
  CHECK(room(view, "Sal A").room_id == "a");
}

TEST_CASE("after midnight and before the day change it is still the evening before") {
  const std::vector<Session> programme{session("s1", "a", "+1 00:30", "+1 01:30"),
                                       session("s2", "a", "+1 09:00", "+1 10:00")};
  const auto rule = day_rule();
  const auto sessions = effective_at(programme, {}, at("23:00"));
  CHECK(ids(sessions_of_day(sessions, std::chrono::year{2027} / 5 / 4, rule)) == "s1");
  CHECK(ids(sessions_of_day(sessions, std::chrono::year{2027} / 5 / 5, rule)) == "s2");
}

TEST_CASE("changed today lists what a change touches and is not over with the newest change first") {
  const std::vector<Session> programme{session("s1", "a", "10:00", "11:00"), session("s2", "a", "12:00", "13:00"),
                                       session("s3", "b", "12:00", "13:00"),
                                       session("s4", "b", "+1 12:00", "+1 13:00")};
  const std::vector<Change> changes{change("c1", "s1", ChangeKind::Cancelled, 20),
                                    change("c2", "s2", ChangeKind::Full, 5), change("c3", "s3", ChangeKind::Full, 10),
                                    change("c4", "s4", ChangeKind::Full, 30)};
  const auto listed = [&](const char* time) {
    return ids(changed_today(effective_at(programme, changes, at(time)), day_rule(), at(time)));
  };
  CHECK(listed("09:00") == "s1 s3 s2");
  CHECK(listed("11:00") == "s3 s2");
  CHECK(listed("13:00").empty());
}

TEST_CASE("a session that is put off to another day is told where it was announced for, until its end there (C3)") {
  auto put_off = change("c1", "s1", ChangeKind::Delayed);
  put_off.start = at("+1 12:00");
  const std::vector<Session> programme{session("s1", "a", "10:00", "11:00")};
  const auto today = [&](const std::string& time) { return room(now_view(programme, {put_off}, at(time)), "Sal A"); };
  CHECK(ids(today("09:00").departed) == "s1");
  CHECK(ids(today("10:59").departed) == "s1");
  CHECK(today("11:00").departed.empty());
  CHECK(today("+1 12:10").departed.empty());
  CHECK(ids(today("+1 12:10").now) == "s1");
  CHECK(now_view(programme, {put_off}, at("10:30")).next_change == at("11:00"));

  const std::vector<Change> elsewhere{put_off, move("c2", "s1", "b")};
  const auto moved = [&](const std::string& time) { return room(now_view(programme, elsewhere, at(time)), "Sal A"); };
  CHECK(ids(moved("10:30").departed) == "s1");
  CHECK(moved("11:00").departed.empty());
  CHECK(moved("+1 12:10").departed.empty());
}
