#include <algorithm>
#include <map>

#include "tests/store/build_event.hpp"
#include "tests/support/catch.hpp"

namespace skylt::test {

using Catch::Matchers::Contains;

namespace {

bool has_finding(const ImportOutcome& outcome, const std::string& code, const std::string& record = "") {
  return std::any_of(outcome.findings.begin(), outcome.findings.end(), [&](const Finding& finding) {
    return finding.code == code && (record.empty() || finding.record == record);
  });
}

}  // namespace

TEST_CASE("the first import adds every session and raises the revision once") {
  const auto store = store_with_venue();
  const auto before = store->revision();
  const auto outcome = store->apply_import(reading(six_records(), two_rooms()), request("a.xml"));
  CHECK(outcome.added == 6);
  CHECK(outcome.records == 6);
  CHECK(outcome.revision == before + 1);
  CHECK(store->revision() == before + 1);
  CHECK(store->event_data().sessions.size() == 6);
}

TEST_CASE("the same file twice changes nothing and makes no revision (I7)") {
  const auto store = store_with_venue();
  const auto first = store->apply_import(reading(six_records(), two_rooms()), request("a.xml"));
  const auto history = store->history(1000).size();
  const auto second = store->apply_import(reading(six_records(), two_rooms()), request("a.xml"));
  CHECK(second.unchanged == 6);
  CHECK(second.added + second.changed + second.removed == 0);
  CHECK(second.revision == first.revision);
  CHECK(store->history(1000).size() == history);

  auto reordered = six_records();
  std::reverse(reordered.begin(), reordered.end());
  CHECK(store->apply_import(reading(reordered, two_rooms()), request("a.xml")).revision == first.revision);

  const auto event = import_event(*store, venue_event());
  CHECK(event.revision == first.revision);
}

TEST_CASE("a session keeps its id when it moves in time (I7)") {
  const auto store = store_with_venue();
  store->apply_import(reading(six_records(), two_rooms()), request("a.xml"));
  const auto id = session_called(*store, "Ett").id;
  auto records = six_records();
  records[0].session.start += std::chrono::minutes{30};
  const auto outcome = store->apply_import(reading(records, two_rooms()), request("a.xml"));
  CHECK(outcome.changed == 1);
  CHECK(outcome.unchanged == 5);
  REQUIRE(outcome.differences.size() == 1);
  CHECK(outcome.differences[0].session == id);
  CHECK(outcome.differences[0].what == "changed");
  CHECK(session_called(*store, "Ett").id == id);
}

TEST_CASE("a session that a new file lacks is missing and comes back with its id (I8, C5)") {
  const auto store = store_with_venue();
  store->apply_import(reading(six_records(), two_rooms()), request("a.xml"));
  const auto id = session_called(*store, "Ett").id;
  auto fewer = six_records();
  fewer.erase(fewer.begin());
  const auto gone = store->apply_import(reading(fewer, two_rooms()), request("a.xml"));
  CHECK(gone.removed == 1);
  CHECK_FALSE(gone.held());
  CHECK(session_called(*store, "Ett").status == SessionStatus::Missing);
  CHECK(session_called(*store, "Ett").room->id == "stora");

  const auto again = store->apply_import(reading(fewer, two_rooms()), request("a.xml"));
  CHECK(again.removed == 0);
  CHECK(again.revision == gone.revision);

  const auto back = store->apply_import(reading(six_records(), two_rooms()), request("a.xml"));
  CHECK(back.changed == 1);
  CHECK(back.added == 0);
  REQUIRE(back.differences.size() == 1);
  CHECK(back.differences[0].what == "back");
  CHECK(session_called(*store, "Ett").id == id);
  CHECK(session_called(*store, "Ett").status == SessionStatus::Confirmed);
}

TEST_CASE("a room renamed with its guid moves nothing, known room or not (I9)") {
  const bool known = GENERATE(true, false);
  const auto store = known ? store_with_venue() : Store::create(":memory:", "Europe/Stockholm");
  store->apply_import(reading(six_records(), two_rooms()), request("a.xml"));
  auto renamed = six_records();
  for (auto& record : renamed) {
    if (record.room_guid == "r1") record.session.room->name = "Torsten Hall";
  }
  const auto outcome =
      store->apply_import(reading(renamed, {{"r1", "Torsten Hall", 0}, {"r2", "Lilla salen", 1}}), request("a.xml"));
  CHECK(outcome.unchanged == 6);
  CHECK(outcome.changed + outcome.removed + outcome.added == 0);
  CHECK_FALSE(outcome.held());
  CHECK_THAT(outcome.notes,
             Catch::Matchers::VectorContains(std::string{"the room 'Stora salen' is called 'Torsten Hall' now"}));
  const auto room = session_called(*store, "Ett").room.value();
  if (known) {
    CHECK(room == RoomRef{"stora", "Stora salen"});
  } else {
    CHECK(room == RoomRef{std::nullopt, "Torsten Hall"});
  }
}

TEST_CASE("a session that moves between two rooms of one name is published, though its words are the same") {
  const auto store = store_with_venue();
  EventData data = venue_event();
  Venue other = data.venues[0];
  other.id = "moriska";
  for (Room& room : other.rooms) room.id += "-2";
  data.venues.push_back(other);
  import_event(*store, data);
  const std::vector<SourceRoom> rooms{{"r1", "Stora salen", 0}, {"r2", "Stora salen", 1}};
  const auto programme = [](const std::string& guid) {
    return std::vector{record("1", "Ett", "09:00", "Stora salen", guid),
                       record("2", "Två", "10:00", "Stora salen", "r1")};
  };
  store->apply_import(reading(programme("r1"), rooms), request("a.xml"));
  store->add_room_alias("stora", {"", "", "r1"}, "eva");
  store->add_room_alias("stora-2", {"", "", "r2"}, "eva");
  REQUIRE(session_called(*store, "Ett").room->id == "stora");
  const auto before = store->revision();
  const auto outcome = store->apply_import(reading(programme("r2"), rooms), request("a.xml"));
  CHECK(outcome.changed == 1);
  CHECK(outcome.revision == before + 1);
  CHECK(session_called(*store, "Ett").room->id == "stora-2");
}

TEST_CASE("rooms are found by guid alias, exact name, alias and the venue's names, in that order") {
  const auto store = Store::create(":memory:", "Europe/Stockholm");
  auto data = venue_event();
  data.venues[0].rooms[0].aliases = {{"a.xml", "", "guid-stora"}, {"", "HALL 1", ""}};
  data.venues[0].rooms[1].aliases = {{"a.xml", "Hall 1", ""}};
  import_event(*store, data);
  store->apply_import(reading({record("1", "Guid", "09:00", "Lilla salen", "guid-stora"),
                               record("2", "Exakt", "10:00", "Hall 1"), record("3", "Alias", "11:00", "hall  1"),
                               record("4", "Namn", "12:00", " main HALL"), record("5", "Okänd", "13:00", "Baren")}),
                      request("a.xml"));
  CHECK(session_called(*store, "Guid").room->id == "stora");
  CHECK(session_called(*store, "Exakt").room->id == "lilla");
  CHECK(session_called(*store, "Alias").room->id == "lilla");
  CHECK(session_called(*store, "Namn").room->id == "stora");
  CHECK(session_called(*store, "Namn").venue == "amiralen");
  CHECK(session_called(*store, "Okänd").room == RoomRef{std::nullopt, "Baren"});
}

TEST_CASE("an unknown room is reported once, listed, shown by its name, and found after an alias") {
  const auto store = store_with_venue();
  const auto outcome = store->apply_import(
      reading({record("1", "A", "09:00", "Baren"), record("2", "B", "10:00", "Baren")}), request("a.xml"));
  CHECK(std::count_if(outcome.findings.begin(), outcome.findings.end(),
                      [](const Finding& finding) { return finding.code == "unknown-room"; }) == 1);
  REQUIRE(store->unresolved_rooms().size() == 1);
  CHECK(store->unresolved_rooms()[0].name == "Baren");
  CHECK(store->unresolved_rooms()[0].sessions == 2);

  store->add_room_alias("lilla", {"", "baren", ""}, "eva");
  CHECK(store->unresolved_rooms().empty());
  CHECK(session_called(*store, "A").room == RoomRef{"lilla", "Lilla salen"});
  CHECK_THROWS_WITH(store->add_room_alias("nix", {"", "x", ""}, "eva"), Contains("room 'nix' does not exist"));

  import_event(*store, venue_event());
  CHECK(session_called(*store, "A").room->id == "lilla");
}

TEST_CASE("an import that would lose a third of a day is held back until a person accepts it (S-51)") {
  const auto store = store_with_venue();
  store->apply_import(reading(six_records(), two_rooms()), request("a.xml"));
  const auto before = store->revision();
  auto fewer = six_records();
  fewer.resize(4);
  const auto held = store->apply_import(reading(fewer, two_rooms()), request("a.xml"));
  CHECK(held.held());
  CHECK(sentence_of(held.hold.value()) == "2 of 6 sessions of 2027-05-04 would vanish");
  CHECK(to_json(*held.hold) == Json{{"code", "day-vanishes"}, {"part", 2}, {"all", 6}, {"day", "2027-05-04"}});
  CHECK(held.removed == 2);
  CHECK(store->revision() == before);
  CHECK(session_called(*store, "Sex").status == SessionStatus::Confirmed);

  auto accept = request("a.xml");
  accept.accept = true;
  const auto applied = store->apply_import(reading(fewer, two_rooms()), accept);
  CHECK_FALSE(applied.held());
  CHECK(applied.removed == 2);
  CHECK(session_called(*store, "Sex").status == SessionStatus::Missing);
}

TEST_CASE("of a file that ends too early nothing vanishes until a person accepts it, however few they are (S-51)") {
  const auto store = store_with_venue();
  store->apply_import(reading(six_records(), two_rooms()), request("a.ics"));
  auto fewer = six_records();
  fewer.pop_back();
  auto cut = reading(fewer, two_rooms());
  cut.findings.push_back({"line 9", "", Severity::Warning, "cut-off", "VEVENT is not closed"});
  const auto held = store->apply_import(cut, request("a.ics"));
  REQUIRE(held.held());
  CHECK(sentence_of(*held.hold) == "the file ends too early; 1 of 6 sessions would vanish");
  CHECK(session_called(*store, "Sex").status == SessionStatus::Confirmed);
  cut.findings.clear();
  CHECK_FALSE(store->apply_import(cut, request("a.ics")).held());
}

TEST_CASE("sessions of days gone by may vanish while the programme goes on (S-51)") {
  const auto store = store_with_venue();
  auto records = six_records();
  for (int i = 0; i < 4; ++i) {
    records.push_back(record("n" + std::to_string(i), "N" + std::to_string(i), "1" + std::to_string(i) + ":00",
                             "Lilla salen", "r2", "2027-05-05"));
  }
  store->apply_import(reading(records, two_rooms()), request("a.xml"));
  const std::vector<SourceRecord> only_second(records.begin() + 6, records.end());
  CHECK(store->apply_import(reading(only_second, two_rooms()), request("a.xml", "2027-05-04T08:00:00Z")).held());
  CHECK_FALSE(store->apply_import(reading(only_second, two_rooms()), request("a.xml", "2027-05-05T08:00:00Z")).held());
}

TEST_CASE("of today's programme what is over may vanish, as in feeds of what is to come (S-51)") {
  const auto store = store_with_venue();
  store->apply_import(reading(six_records(), two_rooms()), request("a.xml"));
  auto to_come = six_records();
  std::erase_if(to_come, [](const SourceRecord& each) { return each.session.start < at("2027-05-04T11:00:00+02:00"); });
  REQUIRE(to_come.size() == 2);
  CHECK(store->apply_import(reading(to_come, two_rooms()), request("a.xml", "2027-05-04T10:59:59+02:00")).held());
  const auto at_eleven = request("a.xml", "2027-05-04T11:00:00+02:00");
  to_come.pop_back();  // one more than is over
  CHECK(store->apply_import(reading(to_come, two_rooms()), at_eleven).held());
  to_come.push_back(six_records().back());
  const auto outcome = store->apply_import(reading(to_come, two_rooms()), at_eleven);
  CHECK_FALSE(outcome.held());
  CHECK(outcome.removed == 4);
}

TEST_CASE("dates of an endless series that are read no longer are not missing") {
  const auto store = store_with_venue();
  const auto weeks = [](int from, int to) {
    std::vector<SourceRecord> records;
    for (int week = from; week < to; ++week) {
      records.push_back(record("kor/2027-05-0" + std::to_string(week), "Kör", "18:00", "Stora salen", "",
                               "2027-05-0" + std::to_string(week)));
    }
    return records;
  };
  store->apply_import(reading(weeks(1, 8)), request("a.ics"));
  auto later = reading(weeks(4, 9));
  later.series_from["kor"] = at("2027-05-04T00:00:00+02:00");
  const auto outcome = store->apply_import(later, request("a.ics", "2027-05-05T08:00:00Z"));
  CHECK(outcome.removed == 0);
  CHECK(outcome.added == 1);
  CHECK(outcome.unchanged == 4);
  const auto sessions = store->event_data().sessions;
  CHECK(sessions.size() == 8);
  CHECK(std::none_of(sessions.begin(), sessions.end(),
                     [](const Session& session) { return session.status == SessionStatus::Missing; }));

  auto without_fifth = later;
  std::erase_if(without_fifth.sessions, [](const SourceRecord& each) { return each.guid == "kor/2027-05-05"; });
  CHECK(store->apply_import(without_fifth, request("a.ics", "2027-05-05T08:00:00Z")).removed == 1);
}

TEST_CASE("a programme that lies wholly in the past is guarded whole (S-51)") {
  const auto store = store_with_venue();
  store->apply_import(reading(six_records(), two_rooms()), request("a.xml"));
  auto fewer = six_records();
  fewer.resize(3);
  CHECK(store->apply_import(reading(fewer, two_rooms()), request("a.xml", "2030-01-01T00:00:00Z")).held());
}

TEST_CASE("an import that would change more than half is held back (S-51)") {
  const auto store = store_with_venue();
  store->apply_import(reading(six_records(), two_rooms()), request("a.xml"));
  auto shifted = six_records();
  for (std::size_t i = 0; i < 3; ++i) shifted[i].session.title = Text::in("sv", "Ny " + std::to_string(i));
  CHECK_FALSE(store->apply_import(reading(shifted, two_rooms()), request("a.xml")).held());
  for (auto& record : shifted) record.session.end += std::chrono::minutes{15};
  const auto held = store->apply_import(reading(shifted, two_rooms()), request("a.xml"));
  CHECK(held.held());
  CHECK(sentence_of(held.hold.value()) == "6 of 6 sessions would vanish or change");
}

TEST_CASE("a file without a usable session never replaces content, not even when accepted (S-51)") {
  const auto store = store_with_venue();
  store->apply_import(reading(six_records(), two_rooms()), request("a.xml"));
  auto accept = request("a.xml");
  accept.accept = true;
  const auto outcome = store->apply_import(reading({}), accept);
  CHECK(outcome.held());
  CHECK(sentence_of(outcome.hold.value()) == "no usable session in it; what was there stays");
  CHECK(session_called(*store, "Ett").status == SessionStatus::Confirmed);
  CHECK(store->apply_import(reading({}), request("new.xml")).held());
  CHECK_FALSE(store->find_source("new.xml"));
}

TEST_CASE("a dry run says what would change and writes nothing") {
  const auto store = store_with_venue();
  const auto before = store->revision();
  auto dry = request("a.xml");
  dry.dry_run = true;
  const auto outcome = store->apply_import(reading(six_records(), two_rooms()), dry);
  CHECK(outcome.added == 6);
  CHECK(outcome.differences.size() == 6);
  CHECK(store->revision() == before);
  CHECK(store->event_data().sessions.empty());
  CHECK(store->sources().empty());
}

TEST_CASE("records that cannot be kept are rejected by themselves") {
  const auto store = store_with_venue();
  auto records = six_records();
  records[2].session.people = {Person{"", "speaker"}};
  const auto outcome = store->apply_import(reading(records, two_rooms()), request("a.xml"));
  CHECK(outcome.added == 5);
  CHECK(has_finding(outcome, "unusable", "Tre"));
}

TEST_CASE("a file of many records keeps their order, and each its own reason, whichever core had it") {
  const auto store = store_with_venue();
  constexpr int kMany = 700;
  std::vector<SourceRecord> records;
  for (int i = 0; i < kMany; ++i)
    records.push_back(record("g" + std::to_string(i), "Nr " + std::to_string(i), "10:00", "Sal " + std::to_string(i)));
  const std::vector<std::size_t> spoiled{3, 340, 360, 699};
  for (const std::size_t i : spoiled) records[i].session.people = {Person{"", "speaker"}};
  const auto outcome = store->apply_import(reading(records), request("a.xml"));
  CHECK(outcome.added == records.size() - spoiled.size());
  std::vector<std::string> unusable;
  for (const Finding& finding : outcome.findings)
    if (finding.code == "unusable") unusable.push_back(finding.record);
  CHECK(unusable == std::vector<std::string>{"Nr 3", "Nr 340", "Nr 360", "Nr 699"});

  CHECK(store->apply_import(reading(records), request("a.xml")).unchanged == outcome.added);
  std::swap(records[0], records[600]);
  records[500].session.title = Text::in("sv", "Nytt");
  const auto again = store->apply_import(reading(records), request("a.xml"));
  CHECK(again.changed == 1);
  CHECK(again.unchanged == outcome.added - 1);
  CHECK(session_called(*store, "Nytt").room->name == "Sal 500");
  CHECK(session_called(*store, "Nr 600").room->name == "Sal 600");
}

TEST_CASE("a source keeps its settings and where it stands") {
  const auto store = store_with_venue();
  auto wanted = request("a.csv");
  wanted.source.location = "/srv/a.csv";
  wanted.source.format = "csv";
  wanted.source.etag = "\"42\"";
  wanted.source.settings.venue = "amiralen";
  wanted.source.settings.language = "sv";
  wanted.source.settings.status_from_title = false;
  wanted.source.settings.moments_last = Minutes{45};
  wanted.source.settings.csv = CsvMapping{};
  wanted.source.settings.csv->columns = {{"title", "Rubrik"}, {"start", "Start"}};
  wanted.source.settings.csv->date_format = "d/m/y";
  wanted.source.settings.csv->delimiter = ";";
  wanted.source.settings.csv->encoding = "windows-1252";
  wanted.source.settings.csv->year = 2027;
  wanted.source.settings.csv->date = parse_day("2027-05-04");
  wanted.source.settings.csv->days = {{"Fredag", parse_day("2027-05-07").value()}};
  wanted.source.settings.csv->header_row = 0;
  store->apply_import(reading(six_records()), wanted);
  const auto source = store->find_source("a.csv").value();
  CHECK(source.location == "/srv/a.csv");
  CHECK(source.etag == "\"42\"");
  CHECK(source.last_ok == wanted.now);
  CHECK(source.settings.venue == "amiralen");
  CHECK_FALSE(source.settings.status_from_title);
  CHECK(source.settings.moments_last == Minutes{45});
  CHECK(source.settings.csv == wanted.source.settings.csv);
  CHECK(source.settings.zone.name() == "Europe/Stockholm");
}

TEST_CASE("sources imported in any order give the same programme and the same duplicates (I12)") {
  const auto programme = [](const std::vector<std::string>& order) {
    const auto store = store_with_venue();
    for (const auto& source : order) {
      auto records = six_records();
      if (source == "b.xml") records.resize(4);
      auto result = reading(records, two_rooms());
      Track track;
      track.id = "demokrati";
      track.name = Text::in("sv", source == "a.xml" ? "Demokrati" : "Demokratin");
      result.tracks = {track};
      store->apply_import(result, request(source));
    }
    std::string pairs;
    for (const auto& pair : store->duplicates()) pairs += pair.first + "=" + pair.second + " ";
    return dump_json(to_json(store->event_data())) + pairs;
  };
  const auto forward = programme({"a.xml", "b.xml"});
  CHECK(forward == programme({"b.xml", "a.xml"}));
  CHECK(std::count(forward.begin(), forward.end(), '=') >= 4);
}

TEST_CASE("a session of two sources is flagged, and joined or parted only by a person") {
  const auto store = store_with_venue();
  store->apply_import(reading({record("1", "Ett", "09:00", "Stora salen")}), request("a.xml"));
  store->apply_import(reading({record("9", "ETT ", "09:00", "Main Hall")}), request("b.xml"));
  REQUIRE(store->duplicates().size() == 1);
  CHECK(store->event_data().sessions.size() == 2);
  const auto pair = store->duplicates()[0];

  store->dismiss_duplicate(pair.first, pair.second, "eva");
  CHECK(store->duplicates().empty());
  CHECK(store->event_data().sessions.size() == 2);

  store->join_sessions(pair.second, pair.first, "eva");
  REQUIRE(store->event_data().sessions.size() == 1);
  CHECK(store->event_data().sessions[0].id == pair.second);
  CHECK_THROWS_WITH(store->join_sessions(pair.first, pair.second, "eva"), Contains("itself joined"));
  CHECK_THROWS_WITH(store->join_sessions("x", pair.second, "eva"), Contains("session 'x' does not exist"));
}

TEST_CASE("an import says how many of its sessions another source has too, until somebody decides (I12)") {
  const auto store = store_with_venue();
  store->apply_import(reading(six_records(), two_rooms()), request("a.xml"));
  auto records = six_records();
  records.resize(2);
  const auto first = store->apply_import(reading(records, two_rooms()), request("b.xml"));
  REQUIRE(has_finding(first, "also-elsewhere"));
  CHECK(first.added == 2);
  CHECK(first.findings.back().where == "source 'a.xml'");
  CHECK(first.findings.back().reason ==
        "2 sessions stand there too, with the same start, room and title, and are shown twice until somebody says that "
        "they are one ('skylt-server session duplicates')");

  const auto pairs = store->duplicates();
  REQUIRE(pairs.size() == 2);
  store->join_sessions(pairs[0].first, pairs[0].second, "eva");
  store->dismiss_duplicate(pairs[1].first, pairs[1].second, "eva");
  CHECK_FALSE(has_finding(store->apply_import(reading(records, two_rooms()), request("b.xml")), "also-elsewhere"));
}

TEST_CASE("of many sessions alike in two sources each has one partner (I12)") {
  const auto store = store_with_venue();
  const auto alike = [](const std::string& source, int count) {
    std::vector<SourceRecord> records;
    for (int i = 0; i < count; ++i)
      records.push_back(record(source + std::to_string(i), "Bås", "09:00", "Stora salen"));
    return records;
  };
  store->apply_import(reading(alike("a", 5)), request("a.xml"));
  store->apply_import(reading(alike("b", 3)), request("b.xml"));
  CHECK(store->duplicates().size() == 3);
}

TEST_CASE("what was changed of a joined session holds when its source drops it") {
  const auto store = store_with_venue();
  for (const char* source : {"a.xml", "b.xml"})
    store->apply_import(reading({record("1", "Ett", "09:00", "Stora salen"), record("2", source, "12:00", "")}),
                        request(source));
  const auto pairs = store->duplicates();
  REQUIRE(pairs.size() == 1);
  const auto source_of = [&](const std::string& id) {
    for (const Session& session : store->event_data().sessions)
      if (session.id == id) return session.source;
    return std::string{};
  };
  const auto shown_source = source_of(pairs[0].first);
  const std::string dropping = shown_source;
  store->join_sessions(pairs[0].first, pairs[0].second, "eva");
  Change full;
  full.session = pairs[0].first;
  full.kind = ChangeKind::Full;
  store->add_change(full, "eva");
  CHECK(store->event_data().changes.at(0).session == pairs[0].first);

  store->apply_import(reading({record("2", dropping, "12:00", "")}), request(dropping));
  const auto data = store->event_data();
  CHECK(data.changes.at(0).session == pairs[0].second);
  const auto ones = std::count_if(data.sessions.begin(), data.sessions.end(),
                                  [](const Session& session) { return session.title == Text::in("sv", "Ett"); });
  CHECK(ones == 1);
  CHECK(source_of(pairs[0].second) != dropping);

  store->apply_import(reading({record("1", "Ett", "09:00", "Stora salen"), record("2", dropping, "12:00", "")}),
                      request(dropping));
  CHECK(store->event_data().changes.at(0).session == pairs[0].first);
}

TEST_CASE("of a session of three sources two pairs are decided, and the third is nobody's question any more") {
  const auto store = store_with_venue();
  for (const char* source : {"a.xml", "b.xml", "c.xml"})
    store->apply_import(reading({record(source, "Ett", "09:00", "Stora salen")}), request(source));
  REQUIRE(store->duplicates().size() == 3);
  const auto pair = store->duplicates()[0];
  store->join_sessions(pair.first, pair.second, "eva");
  const auto left = store->duplicates();
  REQUIRE(left.size() == 1);
  CHECK(left[0].first != pair.second);
  CHECK(left[0].second != pair.second);
}

TEST_CASE("sessions joined one to another are one, with the changes of each, also while one of them is missing") {
  const auto store = store_with_venue();
  const auto other = [](const std::string& source) { return record("other", "Annat i " + source, "12:00", ""); };
  for (const std::string source : {"a.xml", "b.xml", "c.xml"})
    store->apply_import(reading({record("1", "Ett", "09:00", "Stora salen"), other(source)}), request(source));
  const auto ones = [&] {
    std::map<std::string, std::string> by_source;
    for (const Session& session : store->event_data().sessions)
      if (session.title == Text::in("sv", "Ett")) by_source[session.source] = session.id;
    return by_source;
  };
  auto ids = ones();
  REQUIRE(ids.size() == 3);
  const auto a = ids["a.xml"], b = ids["b.xml"], c = ids["c.xml"];
  store->join_sessions(b, c, "eva");
  store->join_sessions(a, b, "eva");
  Change full;
  full.session = c;
  full.kind = ChangeKind::Full;
  store->add_change(full, "eva");
  const std::map<std::string, std::string> only_a{{"a.xml", a}};
  CHECK(ones() == only_a);
  CHECK(store->event_data().changes.at(0).session == a);

  store->apply_import(reading({other("b.xml")}), request("b.xml"));
  CHECK(ones() == only_a);
  CHECK(store->event_data().changes.at(0).session == a);
  store->undecide(a, b, "eva");
  CHECK(store->event_data().changes.at(0).session == c);  // b has gone missing
}

TEST_CASE("a session is joined to one other at most") {
  const auto store = store_with_venue();
  for (const char* source : {"a.xml", "b.xml", "c.xml"})
    store->apply_import(reading({record(source, "Ett", "09:00", "Stora salen")}), request(source));
  const auto pairs = store->duplicates();
  REQUIRE(pairs.size() == 3);
  const auto a = pairs[0].first, b = pairs[0].second, c = pairs[1].second;
  store->join_sessions(b, c, "eva");
  CHECK_THROWS_WITH(store->join_sessions(a, c, "eva"),
                    "'" + c + "' is joined to '" + b + "' already; name that one instead");
  CHECK_NOTHROW(store->join_sessions(b, c, "eva"));
}

TEST_CASE("an alias that a person gave stays apart from a venue that is written back, and can be taken back") {
  const auto store = store_with_venue();
  store->apply_import(reading({record("1", "A", "09:00", "Baren")}), request("a.xml"));
  const RoomAlias alias{"", "baren", ""};
  store->add_room_alias("lilla", alias, "eva");
  auto venue = store->event_data().venues.at(0);
  venue.name = Text::in("sv", "Amiralen, ombyggd");
  store->put_venue(venue, "eva");
  CHECK(store->unresolved_rooms().empty());
  store->remove_room_alias("lilla", alias, "eva");
  CHECK(store->unresolved_rooms().size() == 1);
}

TEST_CASE("an alias that the venue has by itself stays with it when a person's is taken back") {
  const auto store = store_with_venue();
  const RoomAlias alias{"", "baren", ""};
  auto data = venue_event();
  data.venues[0].rooms[1].aliases = {alias};
  import_event(*store, data);
  store->apply_import(reading({record("1", "A", "09:00", "Baren")}), request("a.xml"));
  store->add_room_alias("lilla", alias, "eva");
  auto venue = store->event_data().venues.at(0);
  venue.name = Text::in("sv", "Amiralen, ombyggd");
  store->put_venue(venue, "eva");
  store->remove_room_alias("lilla", alias, "eva");
  CHECK(store->unresolved_rooms().empty());
}

TEST_CASE("a session of the event's own that its file gives to a source is that source's from then on") {
  const auto store = store_with_venue();
  auto data = venue_event();
  data.sessions = {record("", "Invigning", "09:00", "Stora salen").session};
  data.sessions[0].id = "invigning";
  import_event(*store, data);
  data.sessions[0].source = "plan.csv";
  data.sessions[0].title = Text::in("sv", "Högtidlig invigning");
  import_event(*store, data);
  data.sessions[0].title = Text::in("sv", "Evas invigning");
  CHECK_THROWS_WITH(store->put_document("sessions", "invigning", to_json(data.sessions[0]), "eva"),
                    Contains("session 'invigning' comes from source 'plan.csv'"));
  const auto again = reading({record("", "Högtidlig invigning", "09:00", "Stora salen")});
  CHECK(store->apply_import(again, request("plan.csv")).added == 0);
}

TEST_CASE("an import that is held back keeps its outcome and makes no revision, a dry run neither") {
  const auto store = store_with_venue();
  store->apply_import(reading(six_records(), two_rooms()), request("a.xml"));
  CHECK(store->last_outcome("a.xml")["held"] == false);
  const auto revision = store->revision();
  auto fewer = six_records();
  fewer.resize(4);
  auto dry = request("a.xml");
  dry.dry_run = true;
  store->apply_import(reading(fewer, two_rooms()), dry);
  CHECK(store->last_outcome("a.xml")["held"] == false);
  store->apply_import(reading(fewer, two_rooms()), request("a.xml"));
  CHECK(store->last_outcome("a.xml")["held"] == true);
  CHECK(store->revision() == revision);
}

}  // namespace skylt::test
