#include "tests/store/build_event.hpp"
#include "tests/support/catch.hpp"

namespace skylt::test {

using Catch::Matchers::Contains;

namespace {

std::unique_ptr<Store> store_with_programme() {
  auto store = store_with_venue();
  store->apply_import(reading(six_records(), two_rooms()), request("a.xml"));
  return store;
}

Change delay(const std::string& session, int minutes) {
  Change change;
  change.session = session;
  change.kind = ChangeKind::Delayed;
  change.minutes = Minutes{minutes};
  return change;
}

Change move_to(const std::string& session, const std::string& room) {
  Change change;
  change.session = session;
  change.kind = ChangeKind::Moved;
  change.room = room;
  return change;
}

ImportOutcome import_with_first_at(Store& store, const std::string& clock) {
  auto records = six_records();
  records[0] = record("g1", "Ett", clock, "Stora salen", "r1");
  return store.apply_import(reading(records, two_rooms()), request("a.xml"));
}

}  // namespace

TEST_CASE("a change has an author, a moment and what it was made against, and survives a re-import (C6)") {
  const auto store = store_with_programme();
  const auto session = session_called(*store, "Ett");
  const auto change = store->add_change(delay(session.id, 20), "eva");
  CHECK_FALSE(change.id.empty());
  CHECK(change.author == "eva");
  CHECK(change.created != UtcTime{});
  CHECK(change.seen_start == session.start);
  CHECK(change.start == session.start + std::chrono::minutes{20});

  store->apply_import(reading(six_records(), two_rooms()), request("a.xml"));
  auto other = six_records();
  other[1].session.title = Text::in("sv", "Tvåan");
  store->apply_import(reading(other, two_rooms()), request("a.xml"));
  REQUIRE(store->event_data().changes.size() == 1);
  CHECK(store->event_data().changes[0] == change);
  CHECK(session_called(*store, "Ett").start == session.start);
}

TEST_CASE("a change that the source catches up with is retired and stays in the history (C6)") {
  const auto store = store_with_programme();
  const auto session = session_called(*store, "Ett");
  const auto change = store->add_change(delay(session.id, 20), "eva");
  const auto outcome = import_with_first_at(*store, "09:20");
  CHECK(outcome.changed == 1);
  CHECK(store->event_data().changes.empty());
  bool retired = false;
  for (const auto& entry : store->history(100)) {
    retired = retired || (entry.action == "change.retire" && entry.object == change.id && !entry.before.empty());
  }
  CHECK(retired);
}

TEST_CASE("a change that the source contradicts holds and is reported (C6)") {
  const auto store = store_with_programme();
  store->add_change(delay(session_called(*store, "Ett").id, 20), "eva");
  const auto outcome = import_with_first_at(*store, "09:45");
  REQUIRE(store->event_data().changes.size() == 1);
  REQUIRE(outcome.findings.size() == 1);
  CHECK(outcome.findings[0].code == "change-conflict");
  CHECK(outcome.findings[0].reason ==
        "made against a start at 2027-05-04T07:00:00Z, which is now 2027-05-04T07:45:00Z; the change still holds");
}

TEST_CASE("an event file that catches up with a change retires it, and one that contradicts it is reported (C6)") {
  const auto store = Store::create(":memory:", "Europe/Stockholm");
  EventData event;
  event.event.id = "event";
  event.event.name = Text::in("sv", "Möten");
  event.event.time_zone = "Europe/Stockholm";
  Session one = record("", "Ett", "09:00", "").session;
  one.id = "one";
  event.sessions = {one};
  Change given = delay("one", 5);
  given.kind = ChangeKind::Text;
  given.minutes.reset();
  given.id = "given";
  given.text = Text::in("sv", "Ta med penna");
  event.changes = {given};
  import_event(*store, event);
  const auto at_start = [&](int minutes) {
    EventData later = event;
    later.sessions[0].start += std::chrono::minutes{minutes};
    later.sessions[0].end += std::chrono::minutes{minutes};
    return import_event(*store, later);
  };
  store->add_change(delay("one", 30), "eva");
  const auto against = at_start(10);
  REQUIRE(against.findings.size() == 1);
  CHECK(against.findings[0].code == "change-conflict");
  CHECK(store->event_data().changes.size() == 2);
  CHECK(at_start(30).findings.empty());
  REQUIRE(store->event_data().changes.size() == 1);
  CHECK(store->event_data().changes[0].id == "given");
}

TEST_CASE("a move names its room by id or name and is retired when the source moves the session there") {
  const auto store = store_with_programme();
  const auto session = session_called(*store, "Ett");
  CHECK(store->add_change(move_to(session.id, "lilla SALEN"), "eva").room == "lilla");
  auto records = six_records();
  records[0] = record("g1", "Ett", "09:00", "Lilla salen", "r2");
  store->apply_import(reading(records, two_rooms()), request("a.xml"));
  CHECK(store->event_data().changes.empty());

  CHECK(store->add_change(move_to(session.id, "Tältet på torget"), "eva").room == "Tältet på torget");
}

TEST_CASE("a delay that later sessions follow goes on from the first that the source has not moved (C6)") {
  const auto store = store_with_programme();
  auto following = delay(session_called(*store, "Ett").id, 20);
  following.following = true;
  const auto change = store->add_change(following, "eva");
  const auto now = "2027-05-04T06:00:00Z";

  auto records = six_records();
  records[0] = record("g1", "Ett", "09:20", "Stora salen", "r1");
  const auto outcome = store->apply_import(reading(records, two_rooms()), request("a.xml", now));
  auto changes = store->event_data().changes;
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].id == change.id);
  CHECK(changes[0].session == session_called(*store, "Två").id);
  CHECK(changes[0].start == at("2027-05-04T10:20:00+02:00"));
  CHECK(changes[0].following);
  CHECK(outcome.findings.empty());
  CHECK(std::count(outcome.notes.begin(), outcome.notes.end(),
                   "change " + change.id + " goes on from 'Två': the source now has 'Ett' at that time") == 1);
  CHECK(store->history(1).at(0).action != "change.retire");

  records[1] = record("g2", "Två", "10:20", "Stora salen", "r1");
  records[2] = record("g3", "Tre", "11:20", "Stora salen", "r1");
  store->apply_import(reading(records, two_rooms()), request("a.xml", now));
  CHECK(store->event_data().changes.empty());
}

TEST_CASE("a delay does not go on where the source has moved a session to another room (C6)") {
  const auto store = store_with_programme();
  auto following = delay(session_called(*store, "Ett").id, 20);
  following.following = true;
  store->add_change(following, "eva");
  auto records = six_records();
  records[0] = record("g1", "Ett", "09:20", "Stora salen", "r1");
  records[1] = record("g2", "Två", "10:00", "Lilla salen", "r2");
  store->apply_import(reading(records, two_rooms()), request("a.xml", "2027-05-04T06:00:00Z"));
  const auto changes = store->event_data().changes;
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].session == session_called(*store, "Tre").id);
}

TEST_CASE("a delay that others follow does not go on from a session that another stands for (C6)") {
  const auto store = store_with_programme();
  store->apply_import(reading({record("b", "Två", "10:00", "Stora salen")}), request("b.xml"));
  const auto pairs = store->duplicates();
  REQUIRE(pairs.size() == 1);
  const auto own = session_called(*store, "Ett").source;
  std::string shown, other;
  for (const Session& session : store->event_data().sessions) {
    if (session.title != Text::in("sv", "Två")) continue;
    (session.source == own ? shown : other) = session.id;
  }
  store->join_sessions(shown, other, "eva");
  auto following = delay(session_called(*store, "Ett").id, 20);
  following.following = true;
  store->add_change(following, "eva");
  auto records = six_records();
  records[0] = record("g1", "Ett", "09:20", "Stora salen", "r1");
  records[1] = record("g2", "Två", "10:20", "Stora salen", "r1");
  store->apply_import(reading(records, two_rooms()), request("a.xml", "2027-05-04T06:00:00Z"));
  const auto changes = store->event_data().changes;
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].session == session_called(*store, "Tre").id);
}

TEST_CASE("a change that names a room by its id stays as it is when a source renames a room of that name") {
  const auto store = store_with_venue();
  const auto programme = [](const std::string& hall) {
    return std::vector{record("1", "Ett", "09:00", hall, "h"), record("2", "Två", "10:00", "Lilla salen", "r2")};
  };
  store->apply_import(reading(programme("stora"), {{"h", "stora", 0}, {"r2", "Lilla salen", 1}}), request("a.xml"));
  store->add_change(move_to(session_called(*store, "Två").id, "stora"), "eva");
  store->apply_import(reading(programme("Aulan"), {{"h", "Aulan", 0}, {"r2", "Lilla salen", 1}}), request("a.xml"));
  CHECK(store->event_data().changes.at(0).room == "stora");
}

TEST_CASE("a change that names a room as its source does goes along when the source renames it (I9, C6)") {
  const auto store = store_with_venue();
  const auto programme = [](const std::string& tent) {
    return std::vector{record("1", "Ett", "09:00", tent, "t"), record("2", "Två", "10:00", "Stora salen", "r1"),
                       record("3", "Tre", "12:00", tent, "t")};
  };
  const auto rooms = [](const std::string& tent) {
    return std::vector<SourceRoom>{{"t", tent, 0}, {"r1", "Stora salen", 1}};
  };
  store->apply_import(reading(programme("Tältet"), rooms("Tältet")), request("a.xml"));
  store->add_change(move_to(session_called(*store, "Ett").id, "Lilla salen"), "eva");
  store->add_change(move_to(session_called(*store, "Två").id, "Tältet"), "eva");
  for (int time = 0; time < 2; ++time) {
    const auto outcome = store->apply_import(reading(programme("Cirkus"), rooms("Cirkus")), request("a.xml"));
    CHECK(std::none_of(outcome.findings.begin(), outcome.findings.end(),
                       [](const Finding& finding) { return finding.code == "change-conflict"; }));
  }
  const auto changes = store->event_data().changes;
  REQUIRE(changes.size() == 2);
  CHECK(changes[0].seen_room == "Cirkus");
  CHECK(changes[1].room == "Cirkus");
}

TEST_CASE("undoing a change takes it away and is history") {
  const auto store = store_with_programme();
  const auto change = store->add_change(delay(session_called(*store, "Ett").id, 5), "eva");
  const auto revision = store->revision();
  CHECK(store->undo_change(change.id, "omar").id == change.id);
  CHECK(store->revision() == revision + 1);
  CHECK(store->event_data().changes.empty());
  const auto last = store->history(1).at(0);
  CHECK(last.actor == "omar");
  CHECK(last.action == "change.undo");
  CHECK(last.object == change.id);
  CHECK(last.after.empty());
  CHECK_THROWS_WITH(store->undo_change(change.id, "omar"),
                    "change '" + change.id + "' does not exist; skylt-server change list lists them");
}

TEST_CASE("changes need sessions that exist") {
  const auto store = store_with_programme();
  CHECK_THROWS_WITH(store->add_change(delay("nix", 5), "eva"),
                    "session 'nix' does not exist; skylt-server show sessions lists them");
  Change replaced;
  replaced.session = session_called(*store, "Ett").id;
  replaced.kind = ChangeKind::Replaced;
  replaced.by = "nix";
  CHECK_THROWS_WITH(store->add_change(replaced, "eva"), Contains("session 'nix' does not exist"));
}

TEST_CASE("of two sessions that replace each other the second is refused, until the first is taken back") {
  const auto store = store_with_programme();
  const auto replaced = [&](const char* title, const char* by) {
    Change change;
    change.session = session_called(*store, title).id;
    change.kind = ChangeKind::Replaced;
    change.by = session_called(*store, by).id;
    return change;
  };
  const auto first = store->add_change(replaced("Ett", "Tv\xC3\xA5"), "eva");
  CHECK_THROWS_WITH(store->add_change(replaced("Tv\xC3\xA5", "Ett"), "eva"), Contains("take that change back first"));
  store->undo_change(first.id, "eva");
  store->add_change(replaced("Tv\xC3\xA5", "Ett"), "eva");
  CHECK(store->event_data().changes.size() == 1);
}

TEST_CASE("a change that can mean nothing is told by its key") {
  const auto noon = at("2027-05-04T12:00:00Z");
  Change change = delay("s", 0);
  change.by = "s";
  change.until = noon;
  CHECK(senseless(change, noon) ==
        Faults{{"/minutes", "a delay of 0 minutes changes nothing"},
               {"/by", "a session cannot be replaced by itself"},
               {"/until", "the change would end at 2027-05-04T12:00:00Z, when it is 2027-05-04T12:00:00Z already"}});
  change = delay("s", -5);
  change.until = noon;
  CHECK(senseless(change, noon - Seconds{1}).empty());
}

TEST_CASE("a move to the room where the session is is refused, unless it was moved away") {
  const auto store = store_with_programme();
  const auto session = session_called(*store, "Ett");
  const auto revision = store->revision();
  CHECK_THROWS_WITH(store->add_change(move_to(session.id, "Stora salen"), "eva"),
                    "session '" + session.id + "' is in 'stora' already");
  CHECK(store->revision() == revision);
  store->add_change(move_to(session.id, "lilla"), "eva");
  CHECK(store->add_change(move_to(session.id, "stora"), "eva").room == "stora");
}

TEST_CASE("a screen that could not be read back is refused before anything is written") {
  const auto store = store_with_venue();
  const auto revision = store->revision();
  auto screen = store->event_data().screens.at(0);
  screen.lower_edge_mm = -5000;
  CHECK_THROWS_WITH(store->put_screen(screen, "eva"), "screen: /lower_edge_mm: must lie between 0 and 10000000");
  screen.lower_edge_mm = 0;
  screen.id = "bad id!";
  CHECK_THROWS_AS(store->put_screen(screen, "eva"), Error);
  CHECK(store->revision() == revision);
  CHECK(store->event_data().screens.size() == 1);
}

TEST_CASE("an event file replaces the event but not sessions of sources nor live changes") {
  const auto store = store_with_programme();
  const auto change = store->add_change(delay(session_called(*store, "Ett").id, 5), "eva");
  auto data = venue_event();
  Session own;
  own.id = "invigning";
  own.title = Text::in("sv", "Invigning");
  own.start = at("2027-05-04T06:00:00Z");
  own.end = at("2027-05-04T06:30:00Z");
  own.room = RoomRef{"stora", ""};
  data.sessions = {own};
  const auto outcome = import_event(*store, data);
  CHECK(outcome.added == 1);
  CHECK(outcome.records == 1);
  CHECK(store->event_data().sessions.size() == 7);
  CHECK(store->event_data().changes == std::vector{change});
  CHECK(session_called(*store, "Invigning").room == RoomRef{"stora", "Stora salen"});

  data.sessions.clear();
  CHECK(import_event(*store, data).removed == 1);
  CHECK(session_called(*store, "Invigning").status == SessionStatus::Missing);
}

TEST_CASE("the record says what an event file did to each message, and who has it open hears of it") {
  const auto store = store_with_programme();
  auto data = store->event_data();
  Message welcome;
  welcome.id = "valkommen";
  welcome.text = Text::in("sv", "Välkommen");
  data.messages = {welcome};
  import_event(*store, data);
  const auto opened = store->revision();
  data.messages[0].text = Text::in("sv", "Varmt välkommen");
  import_event(*store, data);
  const auto entry = store->history(HistoryFilter{1, std::nullopt, "valkommen", opened}).at(0);
  CHECK(entry.action == "message.put");
  CHECK_THAT(entry.before, Contains("Välkommen"));
  CHECK_THAT(entry.after, Contains("Varmt välkommen"));
  CHECK_THROWS_AS(store->put_document("messages", "valkommen", to_json(welcome), Writer{"eva", opened, nullptr}),
                  Outdated);
  CHECK(store->event_data().messages == data.messages);
}

TEST_CASE("an exported event imports again to the same programme, here and elsewhere") {
  const auto store = store_with_programme();
  store->add_change(delay(session_called(*store, "Ett").id, 5), "eva");
  store->add_room_alias("lilla", {"", "Baren", ""}, "eva");
  const auto text = dump_json(to_json(store->event_data()));
  Faults faults;
  const auto data = read_event_data(parse_json(text, "export"), faults);
  CHECK(faults.empty());
  const auto again = import_event(*store, data);
  CHECK(again.unchanged == 6);
  CHECK(again.added + again.changed + again.removed == 0);

  const auto elsewhere = Store::create(":memory:", "Europe/Stockholm");
  CHECK(import_event(*elsewhere, data).added == 6);
  CHECK(dump_json(to_json(elsewhere->event_data())) == text);
  CHECK(import_event(*elsewhere, data).unchanged == 6);
  CHECK(elsewhere->apply_import(reading(six_records(), two_rooms()), request("a.xml")).unchanged == 6);
}

TEST_CASE("an alias that came back with an exported event can still be taken away") {
  const auto store = store_with_programme();
  store->add_room_alias("lilla", {"", "Baren", ""}, "eva");
  const auto aliases = [&] {
    for (const auto& venue : store->event_data().venues)
      for (const auto& room : venue.rooms)
        if (room.id == "lilla") return room.aliases.size();
    return std::size_t{0};
  };
  const auto with_it = aliases();
  import_event(*store, store->event_data());
  CHECK(aliases() == with_it);
  store->remove_room_alias("lilla", {"", "Baren", ""}, "eva");
  CHECK(aliases() == with_it - 1);
}

TEST_CASE("screens come and go with their tokens, of which only a hash is kept") {
  const auto store = store_with_venue();
  const auto token = store->issue_token("door-1", "eva");
  CHECK(token.size() == 43);
  CHECK(store->screen_of_token(token) == "door-1");
  CHECK_FALSE(store->screen_of_token(""));
  CHECK_FALSE(store->screen_of_token(token + "x"));
  for (const auto& entry : store->history(100)) {
    CHECK_THAT(entry.before + entry.after, !Contains(token));
  }
  const auto renewed = store->issue_token("door-1", "eva");
  CHECK_FALSE(store->screen_of_token(token));
  CHECK(store->screen_of_token(renewed) == "door-1");

  auto screen = store->event_data().screens.at(0);
  screen.name = "Stora dörren";
  store->put_screen(screen, "eva");
  CHECK(store->event_data().screens.at(0).name == "Stora dörren");
  CHECK(store->screen_of_token(renewed) == "door-1");
  screen.heading = 10;
  store->put_screen(screen, "eva");
  screen.heading = 100;
  store->put_screen(screen, "eva");
  CHECK_FALSE(store->event_data().screens.at(0).pose_holds());  // turned, and nobody has been there since (M6)
  store->put_screen(confirm_pose(store->event_data().screens.at(0), "eva", "2027-05-02"), "eva");
  CHECK(store->event_data().screens.at(0).pose_holds());
  store->remove_screen("door-1", "eva");
  CHECK(store->event_data().screens.empty());
  CHECK_FALSE(store->screen_of_token(renewed));
  CHECK_THROWS_WITH(store->remove_screen("door-1", "eva"),
                    "screen 'door-1' does not exist; skylt-server screen list lists them");
  CHECK_THROWS_WITH(store->issue_token("door-1", "eva"), Contains("screen 'door-1' does not exist"));
}

TEST_CASE("what players report is kept without making revisions") {
  const auto store = store_with_venue();
  const auto revision = store->revision();
  CHECK_FALSE(store->players().at(0).last_seen);
  PlayerStatus status;
  status.version = "0.1.0";
  status.shown_revision = 7;
  store->record_status("door-1", status, at("2027-05-04T08:00:00Z"));
  status.shown_revision = 8;
  store->record_status("door-1", status, at("2027-05-04T08:00:01Z"));
  store->record_status("gone", status, at("2027-05-04T08:00:02Z"));
  const auto players = store->players();
  REQUIRE(players.size() == 1);
  CHECK(players[0].last_seen == at("2027-05-04T08:00:01Z"));
  CHECK(players[0].status->shown_revision == 8);
  CHECK(store->revision() == revision);
}

TEST_CASE("things of different kinds may have one id, and what is done to the one is not done to the other") {
  const auto store = store_with_venue();
  Message message;
  message.id = "door-1";  // as the screen
  message.text = Text::in("sv", "Välkommen");
  store->put_document("messages", "door-1", to_json(message), "eva");
  const auto opened = store->revision();
  auto screen = store->event_data().screens.at(0);
  screen.name = "Stora dörren";
  store->put_screen(screen, "omar");
  HistoryFilter of_messages;
  of_messages.with = {"message."};
  CHECK(store->history(of_messages).at(0).last);
  message.text = Text::in("sv", "Varmt välkommen");
  store->put_document("messages", "door-1", to_json(message), Writer{"eva", opened, nullptr});
  CHECK(store->event_data().messages.at(0).text == message.text);
  CHECK_FALSE(store->history(of_messages).at(1).last);

  screen.name = "Lilla dörren";
  CHECK_THROWS_AS(store->put_document("screens", "door-1", to_json(screen), Writer{"eva", opened, nullptr}), Outdated);
}

TEST_CASE("what an import did to a session is heard of by whoever has it open, and so is a change of it") {
  const auto store = store_with_programme();
  const auto session = session_called(*store, "Ett");
  const auto opened = store->revision();
  import_with_first_at(*store, "09:20");
  CHECK_THROWS_AS(store->add_change(delay(session.id, 5), Writer{"eva", opened, nullptr}), Outdated);
  const auto again = store->revision();
  store->add_change(delay(session.id, 5), Writer{"omar", again, nullptr});
  CHECK_THROWS_AS(store->add_change(delay(session.id, 10), Writer{"eva", again, nullptr}), Outdated);
}

TEST_CASE("a source is imported anew only by who has seen its last import, whatever else has its name") {
  const auto store = store_with_venue();
  store->apply_import(reading(six_records(), two_rooms()), request("plan"));
  auto second = request("plan");
  second.seen = store->revision();
  Message message;
  message.id = "plan";
  message.text = Text::in("sv", "Planen ändras");
  store->put_document("messages", "plan", to_json(message), "eva");
  auto records = six_records();
  records[0].session.title = Text::in("sv", "Nytt");
  CHECK(store->apply_import(reading(records, two_rooms()), second).changed == 1);
  CHECK_THROWS_AS(store->apply_import(reading(six_records(), two_rooms()), second), Outdated);
}

TEST_CASE("a screen is checked, kept and recorded alike, whichever way it is written") {
  const auto store = store_with_venue();
  auto screen = store->event_data().screens.at(0);
  screen.name = "Stora dörren";
  store->put_screen(screen, "eva");
  CHECK(store->history(1).at(0).action == "screen.put");
  CHECK_THAT(store->history(1).at(0).before, Contains("Dörren"));
  screen.name = "Lilla dörren";
  store->put_document("screens", screen.id, to_json(screen), "eva");
  CHECK(store->history(1).at(0).action == "screen.put");
  const auto revision = store->revision();
  screen.lower_edge_mm = -5000;
  CHECK_THROWS_WITH(store->put_document("screens", screen.id, to_json(screen), "eva"),
                    "screen: /lower_edge_mm: must lie between 0 and 10000000");
  CHECK(store->revision() == revision);
  store->remove_document("screens", screen.id, "eva");
  CHECK_THROWS_WITH(store->remove_document("screens", screen.id, "eva"), "screen 'door-1' does not exist");
}

}  // namespace skylt::test
