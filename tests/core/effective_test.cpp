#include "core/programme/effective.hpp"
#include "tests/core/programme_support.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;
using namespace skylt::test;

TEST_CASE("without changes everything is as imported and hidden sessions are not there") {
  auto secret = session("s2", "a", "11:00", "12:00");
  secret.visibility = Visibility::Hidden;
  auto quiet = session("s3", "a", "12:00", "13:00");
  quiet.visibility = Visibility::NamesWithheld;
  quiet.people = {{"Amina Farah", "speaker"}};
  const auto sessions = effective_at({quiet, secret, session("s1", "a", "10:00", "11:00")}, {}, at("09:00"));
  REQUIRE(ids(sessions) == "s1 s3");
  CHECK(sessions[1].session.people.empty());
  CHECK_FALSE(sessions[0].delayed());
  CHECK_FALSE(sessions[0].moved());
  CHECK(sessions[0].changes.empty());
}

TEST_CASE("sessions are in order of start, room and id") {
  const auto sessions = effective_at({session("z", "b", "10:00", "11:00"), session("y", "a", "10:00", "11:00"),
                                      session("x", "a", "10:00", "12:00"), session("w", "b", "09:00", "10:00")},
                                     {}, at("09:00"));
  CHECK(ids(sessions) == "w x y z");
}

TEST_CASE("a cancelled session stays in the programme as cancelled (C1)") {
  const auto sessions =
      effective_at({session("s1", "a", "10:00", "11:00")}, {change("c1", "s1", ChangeKind::Cancelled)}, at("09:00"));
  CHECK(one(sessions, "s1").cancelled());
  CHECK(one(sessions, "s1").changes == std::vector<std::string>{"c1"});
}

TEST_CASE("a moved session knows the room it came from (C2)") {
  const auto sessions = effective_at({session("s1", "a", "10:00", "11:00")}, {move("c1", "s1", "b")}, at("09:00"));
  CHECK(sessions[0].moved());
  CHECK(sessions[0].session.room == RoomRef{"b", "Sal B"});
  CHECK(sessions[0].original_room == RoomRef{"a", "Sal A"});
}

TEST_CASE("a move may name its room by its name or by words that are no known room") {
  const auto sessions = effective_at({session("s1", "a", "10:00", "11:00"), session("s2", "a", "10:00", "11:00")},
                                     {move("c1", "s1", "sal  b"), move("c2", "s2", "Gården")}, at("09:00"));
  CHECK(one(sessions, "s1").session.room == RoomRef{"b", "Sal B"});
  CHECK(one(sessions, "s2").session.room == RoomRef{std::nullopt, "Gården"});
}

TEST_CASE("a move to another venue takes the session there") {
  const std::vector<RoomEntry> rooms{{"a", "Sal A", "radhuset"}, {"c", "Aulan", "skolan"}};
  const std::vector<Session> sessions{session("s1", "a", "10:00", "11:00")};
  const std::vector<Change> changes{move("c1", "s1", "c")};
  const auto now = effective(sessions, changes, rooms, day_rule(), at("09:00"));
  CHECK(now[0].session.venue == "skolan");
  CHECK(now[0].original_venue == "radhuset");
}

TEST_CASE("a change that alters nothing is not in force") {
  const auto sessions =
      effective_at({session("s1", "a", "10:00", "11:00")}, {move("c1", "s1", "a"), delay("c2", "s1", 0)}, at("09:00"));
  CHECK(sessions[0].changes.empty());
}

TEST_CASE("a delay keeps the old time beside the new one (C3)") {
  auto to_start = change("c2", "s2", ChangeKind::Delayed);
  to_start.start = at("12:20");
  to_start.minutes = Minutes{5};
  const auto sessions = effective_at({session("s1", "a", "10:00", "11:00"), session("s2", "b", "12:00", "13:30")},
                                     {delay("c1", "s1", 15), to_start}, at("09:00"));
  CHECK(one(sessions, "s1").session.start == at("10:15"));
  CHECK(one(sessions, "s1").session.end == at("11:15"));
  CHECK(one(sessions, "s1").original_start == at("10:00"));
  CHECK(one(sessions, "s1").original_end == at("11:00"));
  CHECK(one(sessions, "s2").session.start == at("12:20"));
  CHECK(one(sessions, "s2").session.end == at("13:50"));
}

TEST_CASE("a delay moves what follows in the room until a gap takes it up (C3)") {
  const std::vector<Session> programme{session("s1", "a", "10:00", "11:00"), session("s2", "a", "11:00", "12:00"),
                                       session("s3", "a", "12:10", "13:00"), session("s4", "a", "13:20", "14:00"),
                                       session("s5", "b", "11:00", "12:00"), session("s0", "a", "09:00", "10:00")};
  const auto sessions = effective_at(programme, {delay("c1", "s1", 20, true)}, at("09:00"));
  CHECK(one(sessions, "s0").session.start == at("09:00"));
  CHECK(one(sessions, "s2").session.start == at("11:20"));
  CHECK(one(sessions, "s2").changes == std::vector<std::string>{"c1"});
  CHECK(one(sessions, "s3").session.start == at("12:30"));
  CHECK(one(sessions, "s4").session.start == at("13:20"));
  CHECK(one(sessions, "s4").changes.empty());
  CHECK(one(sessions, "s5").session.start == at("11:00"));
}

TEST_CASE("a delay without following moves nobody else (C3)") {
  const auto sessions = effective_at({session("s1", "a", "10:00", "11:00"), session("s2", "a", "11:00", "12:00")},
                                     {delay("c1", "s1", 20)}, at("09:00"));
  CHECK(one(sessions, "s2").session.start == at("11:00"));
}

TEST_CASE("a cancelled session leaves a gap that takes up a delay (C3)") {
  const auto sessions =
      effective_at({session("s1", "a", "10:00", "11:00"), session("s2", "a", "11:00", "12:00"),
                    session("s3", "a", "12:00", "13:00")},
                   {delay("c1", "s1", 20, true), change("c2", "s2", ChangeKind::Cancelled)}, at("09:00"));
  CHECK(one(sessions, "s2").session.start == at("11:00"));
  CHECK(one(sessions, "s3").session.start == at("12:00"));
}

TEST_CASE("a session with its own delay ends the chain and open items stand outside it (C3)") {
  auto exhibition = session("open", "a", "10:30", "18:00");
  exhibition.kind = SessionKind::Open;
  const auto sessions = effective_at({session("s1", "a", "10:00", "11:00"), exhibition,
                                      session("s2", "a", "11:00", "12:00"), session("s3", "a", "12:00", "13:00")},
                                     {delay("c1", "s1", 30, true), delay("c2", "s2", 5)}, at("09:00"));
  CHECK(one(sessions, "open").session.start == at("10:30"));
  CHECK(one(sessions, "s2").session.start == at("11:05"));
  CHECK(one(sessions, "s3").session.start == at("12:00"));
}

TEST_CASE("a following delay stays within the service day (C3)") {
  const auto sessions =
      effective_at({session("s1", "a", "23:00", "+1 03:55"), session("s2", "a", "+1 03:55", "+1 05:00"),
                    session("s3", "a", "+1 05:00", "+1 06:00")},
                   {delay("c1", "s1", 20, true)}, at("22:00"));
  CHECK(one(sessions, "s2").session.start == at("+1 04:15"));
  CHECK(one(sessions, "s3").session.start == at("+1 05:00"));
}

TEST_CASE("what a following delay shifts past the day change keeps the room that a move gave it (C2, C3)") {
  const std::vector<Session> moved_in{session("s1", "a", "+1 02:00", "+1 03:00"),
                                      session("s2", "b", "+1 03:00", "+1 04:00")};
  const std::vector<Change> pushed{delay("c1", "s1", 30, true), move("c2", "s2", "a")};
  const std::vector<Session> lead_moved{session("s1", "a", "+1 02:00", "+1 03:00"),
                                        session("s2", "b", "+1 03:00", "+1 04:00")};
  const std::vector<Change> followed{delay("c1", "s1", 60, true), move("c2", "s1", "b")};
  for (const auto* time : {"+1 03:59", "+1 04:00", "+1 04:29"}) {
    INFO(time);
    const auto here = one(effective_at(moved_in, pushed, at(time)), "s2").session;
    CHECK(here.start == at("+1 03:30"));
    CHECK(here.room->id == "a");
    CHECK(one(effective_at(lead_moved, followed, at(time)), "s2").session.start == at("+1 04:00"));
  }
  CHECK(effective_at(moved_in, pushed, at("+2 04:00")) == effective_at(moved_in, {}, at("+2 04:00")));
}

TEST_CASE("what ends a chain of delays ends it as long as the delay holds, past the day change too (C3)") {
  const std::vector<Session> programme{session("s1", "a", "+1 00:00", "+1 00:30"),
                                       session("s2", "a", "+1 00:30", "+1 01:00"),
                                       session("s3", "a", "+1 01:00", "+1 04:30")};
  for (const auto& taken : {change("c2", "s2", ChangeKind::Cancelled), delay("c2", "s2", 5)}) {
    const std::vector<Change> changes{delay("c1", "s1", 30, true), taken};
    for (const auto* time : {"+1 03:59", "+1 04:00", "+1 04:29"}) {
      INFO(time);
      CHECK(one(effective_at(programme, changes, at(time)), "s3").session.end == at("+1 04:30"));
    }
  }
}

TEST_CASE("a remark on a session that a following delay shifts lasts as long as the session (C3, C6)") {
  const std::vector<Session> programme{session("s1", "a", "+1 02:00", "+1 03:00"),
                                       session("s2", "a", "+1 03:00", "+1 04:00")};
  const std::vector<Change> changes{delay("c1", "s1", 30, true), change("c2", "s2", ChangeKind::Full)};
  CHECK(one(effective_at(programme, changes, at("+1 04:20")), "s2").full);
}

TEST_CASE("a replacement links both sessions (C4)") {
  auto replaced = change("c1", "s1", ChangeKind::Replaced);
  replaced.by = "s2";
  auto lost = change("c2", "s3", ChangeKind::Replaced);
  lost.by = "gone";
  const auto sessions = effective_at({session("s1", "a", "10:00", "11:00"), session("s2", "a", "10:00", "11:00"),
                                      session("s3", "b", "10:00", "11:00")},
                                     {replaced, lost}, at("09:00"));
  CHECK(one(sessions, "s1").cancelled());
  CHECK(one(sessions, "s1").replaced_by == "s2");
  CHECK(one(sessions, "s2").replaces == std::vector<std::string>{"s1"});
  CHECK_FALSE(one(sessions, "s2").cancelled());
  CHECK(one(sessions, "s3").cancelled());
  CHECK_FALSE(one(sessions, "s3").replaced_by);
}

TEST_CASE("a session that takes the place of two names both (C4)") {
  auto first = change("c1", "s1", ChangeKind::Replaced), second = change("c2", "s2", ChangeKind::Replaced);
  first.by = second.by = "s3";
  const auto sessions = effective_at({session("s1", "a", "10:00", "11:00"), session("s2", "b", "10:00", "11:00"),
                                      session("s3", "b", "10:00", "11:00")},
                                     {first, second}, at("09:00"));
  CHECK(one(sessions, "s3").replaces == std::vector<std::string>{"s1", "s2"});
}

TEST_CASE("of replacements that go round in a ring the newest does not hold, and the others do") {
  const std::vector<Session> programme{session("a", "a", "10:00", "11:00"), session("b", "b", "10:00", "11:00"),
                                       session("c", "a", "12:00", "13:00"), session("d", "a", "14:00", "15:00")};
  const auto replaced = [](const char* id, const char* session, const char* by, const char* created) {
    auto made = change(id, session, ChangeKind::Replaced);
    made.by = by;
    made.created = at(created);
    return made;
  };
  const auto off = [&](const std::vector<Change>& changes) {
    std::string ids;
    for (const auto& item : effective_at(programme, changes, at("09:00")))
      if (item.cancelled()) ids += item.session.id;
    return ids;
  };
  const auto first = replaced("c1", "a", "b", "08:00"), second = replaced("c2", "b", "c", "08:10"),
             third = replaced("c3", "c", "a", "08:20");
  CHECK(off({first, second}) == "ab");
  CHECK(off({first, second, third}) == "ab");
  CHECK(off({third, second, first}) == "ab");
  CHECK(off({replaced("c1", "a", "b", "08:20"), second, replaced("c3", "c", "a", "08:00")}) == "bc");
  CHECK(off({first, second, third, replaced("c4", "d", "a", "08:30")}) == "abd");
  CHECK(off({first, replaced("c2", "b", "a", "08:10"), replaced("c4", "a", "c", "08:30")}) == "ab");
}

TEST_CASE("a full session may name another room that shows it too, and that room's door has it besides its own") {
  auto full = change("c1", "s1", ChangeKind::Full);
  full.room = "b";
  const std::vector<Session> programme{session("s1", "a", "10:00", "11:00"), session("s2", "b", "12:00", "13:00")};
  CHECK(one(effective_at(programme, {full}, at("09:00")), "s1").overflow == RoomRef{"b", "Sal B"});
  const auto other = [&](const std::string& time) { return room(now_view(programme, {full}, at(time)), "Sal B"); };
  CHECK(ids(other("09:00").relayed) == "s1");
  CHECK(ids(other("10:30").relayed) == "s1");
  CHECK(other("10:30").now.empty());
  CHECK(other("11:00").relayed.empty());
  CHECK(now_view(programme, {full}, at("10:30")).next_change == at("11:00"));
  full.room = "a";
  CHECK_FALSE(one(effective_at(programme, {full}, at("09:00")), "s1").overflow);
  full.room = "Tältet";
  CHECK(one(effective_at(programme, {full}, at("09:00")), "s1").overflow == RoomRef{std::nullopt, "Tältet"});
}

TEST_CASE("a session missing from its source shows its last known data (C5)") {
  auto missing = session("s1", "a", "10:00", "11:00");
  missing.status = SessionStatus::Missing;
  const auto sessions = effective_at({missing}, {}, at("10:30"));
  CHECK_FALSE(sessions[0].cancelled());
  CHECK(ids(room(now_view({missing}, {}, at("10:30")), "Sal A").now) == "s1");
}

TEST_CASE("the newer change of a kind wins and different kinds add up (C6)") {
  auto newer = move("c2", "s1", "Gården");
  newer.created = at("07:00");
  auto full = change("c3", "s1", ChangeKind::Full, -30);
  full.text = {{"sv", "Se sändningen"}};
  const auto sessions = effective_at({session("s1", "a", "10:00", "11:00")},
                                     {newer, move("c1", "s1", "b"), full, delay("c4", "s1", 5)}, at("09:00"));
  CHECK(sessions[0].session.room == RoomRef{std::nullopt, "Gården"});
  CHECK(sessions[0].full);
  CHECK(sessions[0].session.start == at("10:05"));
  CHECK(sessions[0].note == Text{{"sv", "Se sändningen"}});
  CHECK(sessions[0].changes == std::vector<std::string>{"c3", "c4", "c2"});
  CHECK(sessions[0].changed == at("07:00"));
}

TEST_CASE("a change of kind text is what the note says before any remark (C6)") {
  auto text = change("c1", "s1", ChangeKind::Text);
  text.text = {{"sv", "Ta med penna"}};
  auto full = change("c2", "s1", ChangeKind::Full, 10);
  full.text = {{"sv", "Se sändningen"}};
  CHECK(effective_at({session("s1", "a", "10:00", "11:00")}, {text, full}, at("09:00"))[0].note == text.text);
}

TEST_CASE("a change ends at its until or with the service day of its session (C6)") {
  const std::vector<Session> programme{session("s1", "a", "10:00", "11:00"), session("s2", "a", "23:00", "+1 03:50")};
  auto short_lived = change("c1", "s1", ChangeKind::Full);
  short_lived.until = at("10:20");
  const std::vector<Change> changes{short_lived, change("c2", "s1", ChangeKind::Cancelled), delay("c3", "s2", 30)};
  CHECK(one(effective_at(programme, changes, at("10:19:59")), "s1").full);
  CHECK_FALSE(one(effective_at(programme, changes, at("10:20")), "s1").full);
  CHECK(one(effective_at(programme, changes, at("+1 03:59")), "s1").cancelled());
  CHECK_FALSE(one(effective_at(programme, changes, at("+1 04:00")), "s1").cancelled());
  CHECK(one(effective_at(programme, changes, at("+1 04:10")), "s2").delayed());
  CHECK_FALSE(one(effective_at(programme, changes, at("+2 04:00")), "s2").delayed());
  CHECK(next_change_expiry(programme, changes, two_rooms(), day_rule(), at("09:00")) == at("10:20"));
  CHECK(next_change_expiry(programme, changes, two_rooms(), day_rule(), at("10:20")) == at("+1 04:00"));
  CHECK(next_change_expiry(programme, changes, two_rooms(), day_rule(), at("+1 04:00")) == at("+2 04:00"));
  CHECK_FALSE(next_change_expiry(programme, changes, two_rooms(), day_rule(), at("+2 04:00")));
}

TEST_CASE("changes of unknown and hidden sessions are passed over") {
  auto secret = session("s1", "a", "10:00", "11:00");
  secret.visibility = Visibility::Hidden;
  const std::vector<Session> programme{secret};
  const std::vector<Change> changes{delay("c1", "s1", 5), delay("c2", "nobody", 5)};
  CHECK(effective_at(programme, changes, at("09:00")).empty());
  CHECK_FALSE(next_change_expiry(programme, changes, two_rooms(), day_rule(), at("09:00")));
}

TEST_CASE("a session whose end is the day change belongs to the evening before") {
  const std::vector<Session> programme{session("s1", "a", "22:00", "+1 04:00")};
  const std::vector<Change> changes{change("c1", "s1", ChangeKind::Full)};
  CHECK(next_change_expiry(programme, changes, two_rooms(), day_rule(), at("09:00")) == at("+1 04:00"));
}
