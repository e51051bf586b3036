#include "core/programme/diff.hpp"

#include <random>
#include <set>

#include "tests/core/programme_support.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

SourceRecord record(const std::string& guid, const std::string& title, const std::string& room,
                    const std::string& start) {
  SourceRecord record;
  record.guid = guid;
  record.session = session("", room, start, start);
  record.session.title = {{"sv", title}};
  return record;
}

/// "0-0 1-2 x-1 2-x": old and new index of each pair, x where there is none; by new index, then old.
std::string pairs(const std::vector<SourceRecord>& before, const std::vector<SourceRecord>& after) {
  std::string text;
  for (const auto& match : match_records(before, after)) {
    const auto name = [](const std::optional<std::size_t>& index) { return index ? std::to_string(*index) : "x"; };
    text += (text.empty() ? "" : " ") + name(match.old_index) + "-" + name(match.new_index);
  }
  return text;
}

}  // namespace

TEST_CASE("the same file in another order pairs every record with itself") {
  const std::vector<SourceRecord> before{record("g1", "A", "a", "10:00"), record("g2", "B", "a", "11:00"),
                                         record("", "C", "b", "10:00")};
  const std::vector<SourceRecord> after{before[2], before[0], before[1]};
  CHECK(pairs(before, after) == "2-0 0-1 1-2");
}

TEST_CASE("a record that moved in time or place is found by its guid") {
  CHECK(pairs({record("g1", "A", "a", "10:00")}, {record("g1", "A ny", "b", "12:00")}) == "0-0");
}

TEST_CASE("a record with a new guid is found by title, start and room") {
  CHECK(pairs({record("g1", "A", "a", "10:00")}, {record("g9", "A", "a", "10:00")}) == "0-0");
}

TEST_CASE("slots that a producer renumbers stay where they are, and changes with them") {
  const std::vector<SourceRecord> before{record("g0", "A", "a", "11:00"), record("g1", "A", "a", "12:00")};
  const std::vector<SourceRecord> after{record("g0", "A", "a", "10:00"), record("g1", "A", "a", "11:00"),
                                        record("g2", "A", "a", "12:00")};
  CHECK(pairs(before, after) == "x-0 0-1 1-2");
}

TEST_CASE("without a guid an edit is found where nothing else can be meant") {
  const auto one = record("", "Klimat f\xC3\xB6r alla", "a", "10:00");
  CHECK(pairs({one}, {record("", "Klimat f\xC3\xB6r alla", "a", "11:00")}) == "0-0");
  CHECK(pairs({one}, {record("", "Klimat f\xC3\xB6r alla", "b", "10:00")}) == "0-0");
  CHECK(pairs({one}, {record("", "Klimat \xC3\xA5t alla", "a", "10:00")}) == "0-0");
  CHECK(pairs({one}, {record("", "Kaffe", "a", "10:00")}) == "x-0 0-x");
  CHECK(pairs({one}, {record("", "Klimat f\xC3\xB6r alla", "b", "11:00")}) == "x-0 0-x");
  CHECK(pairs({record("g1", "A", "a", "10:00")}, {record("g2", "B", "a", "10:00")}) == "x-0 0-x");
  CHECK(pairs({record("g1", "A", "a", "10:00")}, {record("g2", "A", "a", "11:00")}) == "0-0");
  const std::vector<SourceRecord> twice{record("", "A", "a", "10:00"), record("", "A", "a", "12:00")};
  CHECK(pairs(twice, {record("", "A", "a", "11:00"), record("", "A", "a", "13:00")}) == "x-0 x-1 0-x 1-x");
  auto other_day = record("", "A", "a", "10:00");
  other_day.session.start += std::chrono::hours{24};
  CHECK(pairs({record("", "A", "a", "10:00")}, {other_day}) == "x-0 0-x");
}

TEST_CASE("a title is the same whatever language it is said to be in") {
  auto after = record("", "A", "a", "10:00");
  after.session.title = {{"und", "A"}};
  CHECK(pairs({record("", "A", "a", "10:00")}, {after}) == "0-0");
}

TEST_CASE("of several with one title, start and room those equal in everything are one") {
  auto library = record("", "\xC3\x96ppet hus", "a", "10:00"), museum = library;
  library.session.venue = "bibliotek";
  museum.session.venue = "museum";
  CHECK(pairs({library, museum}, {museum, library}) == "1-0 0-1");
  CHECK(pairs({library, museum}, {museum}) == "1-0 0-x");
}

TEST_CASE("doubled guids keep their own sessions though one of them is gone") {
  const std::vector<SourceRecord> before{record("g", "A", "a", "10:00"), record("g", "A", "a", "11:00"),
                                         record("g", "A", "b", "12:00")};
  CHECK(pairs(before, {before[2], before[1]}) == "2-0 1-1 0-x");
}

TEST_CASE("doubled guids at one time in two rooms are told apart by the room") {
  const std::vector<SourceRecord> before{record("g", "A", "a", "10:00"), record("g", "A", "b", "10:00")};
  CHECK(pairs(before, {before[1], before[0]}) == "1-0 0-1");
}

TEST_CASE("where every record has one guid the title tells them apart") {
  const std::vector<SourceRecord> before{record("46939", "A", "a", "10:00"), record("46939", "B", "a", "11:00"),
                                         record("46939", "C", "a", "12:00")};
  const std::vector<SourceRecord> after{record("46939", "C", "a", "13:00"), record("46939", "A", "b", "10:00"),
                                        record("46939", "B ny", "a", "11:00")};
  CHECK(pairs(before, after) == "2-0 0-1 1-2");
}

TEST_CASE("two sessions that swap rooms stay themselves") {
  const std::vector<SourceRecord> before{record("g1", "A", "a", "10:00"), record("g2", "B", "b", "10:00")};
  const std::vector<SourceRecord> after{record("g1", "A", "b", "10:00"), record("g2", "B", "a", "10:00")};
  CHECK(pairs(before, after) == "0-0 1-1");
}

TEST_CASE("a renamed room with its guid is the same room (I9)") {
  auto before = record("", "A", "Sal 1", "10:00");
  auto after = record("", "A", "Stora salen", "10:00");
  before.session.start -= Minutes{1};
  CHECK(pairs({before}, {after}) == "x-0 0-x");
  before.session.start += Minutes{1};
  before.room_guid = after.room_guid = "r1";
  CHECK(pairs({before}, {after}) == "0-0");
}

TEST_CASE("identical records pair in file order and none is merged") {
  const auto same = record("g", "A", "a", "10:00");
  CHECK(pairs({same, same, same}, {same, same}) == "0-0 1-1 2-x");
  CHECK(pairs({same}, {same, same}) == "0-0 x-1");
}

TEST_CASE("every record of both sides is in exactly one match") {
  std::mt19937 engine{7};
  const auto below = [&](int n) { return std::uniform_int_distribution<int>{0, n - 1}(engine); };
  const auto random_file = [&] {
    std::vector<SourceRecord> records;
    for (int i = below(30); i > 0; --i)
      records.push_back(record(below(3) == 0 ? "" : "g" + std::to_string(below(6)),
                               std::string(1, char('A' + below(4))), below(2) == 0 ? "a" : "b",
                               "1" + std::to_string(below(5)) + ":00"));
    return records;
  };
  for (int round = 0; round < 300; ++round) {
    const auto before = random_file();
    const auto after = random_file();
    std::multiset<std::size_t> old_seen, new_seen;
    for (const auto& match : match_records(before, after)) {
      CHECK((match.old_index || match.new_index));
      if (match.old_index) old_seen.insert(*match.old_index);
      if (match.new_index) new_seen.insert(*match.new_index);
    }
    CHECK(old_seen.size() == before.size());
    CHECK(std::set<std::size_t>(old_seen.begin(), old_seen.end()).size() == before.size());
    CHECK(new_seen.size() == after.size());
    CHECK(std::set<std::size_t>(new_seen.begin(), new_seen.end()).size() == after.size());
    for (const auto& match : match_records(before, before)) {
      REQUIRE((match.old_index && match.new_index));
      CHECK(before[*match.old_index] == before[*match.new_index]);
    }
  }
}

TEST_CASE("compare names every field that a reader would notice and no other") {
  auto before = session("s1", "a", "10:00", "11:00");
  auto after = before;
  after.id = "other";
  after.source = "other";
  CHECK(compare(before, after).empty());
  after.title = {{"en", "Who"}, {"sv", "Vem"}};
  after.start = at("10:15");
  after.room = RoomRef{"b", "Sal B"};
  after.people = {{"Amina Farah", "speaker"}, {"Bo", ""}};
  after.status = SessionStatus::Cancelled;
  std::string text;
  for (const auto& change : compare(before, after))
    text += change.field + ": " + change.before + " -> " + change.after + "\n";
  CHECK(text ==
        "title: Titel s1 -> en: Who / sv: Vem\n"
        "start: 2027-05-04T08:00:00Z -> 2027-05-04T08:15:00Z\n"
        "room: Sal A -> Sal B\n"
        "people:  -> Amina Farah (speaker), Bo\n"
        "status: confirmed -> cancelled\n");
}

TEST_CASE("a known room under another name is no difference (I9)") {
  auto before = session("s1", "a", "10:00", "11:00");
  auto after = before;
  after.room->name = "Stora salen";
  CHECK(compare(before, after).empty());
  before.room->id.reset();
  CHECK(compare(before, after).size() == 1);
}

TEST_CASE("session ids are short, stable and never taken twice") {
  const auto none = [](const std::string&) { return false; };
  SessionIds names{"pretalx", none};
  std::set<std::string> ids;
  const auto make = [&](const SourceRecord& r) {
    const auto id = names.next(r);
    CHECK(ids.insert(id).second);
    return id;
  };
  const auto first = make(record("g1", "A", "a", "10:00"));
  CHECK(first.size() == 11);
  CHECK(make(record("g1", "B", "b", "11:00")) == first + "-2");
  const auto id_of = [&](const char* source, const SourceRecord& r) { return SessionIds{source, none}.next(r); };
  CHECK(id_of("pretalx", record("g1", "C", "a", "12:00")) == first);
  CHECK(id_of("frab", record("g1", "A", "a", "10:00")) != first);
  CHECK(id_of("x", record("", "A", "a", "10:00")) != id_of("x", record("", "A", "a", "11:00")));
  SessionIds after{"pretalx", [&](const std::string& id) { return ids.contains(id); }};
  CHECK(after.next(record("g1", "D", "a", "12:00")) == first + "-3");
  for (int i = 0; i < 2000; ++i) make(record("46939", "T" + std::to_string(i), "a", "10:00"));
  for (int i = 0; i < 50; ++i) make(record("46939", "T", "a", "10:00"));
}

TEST_CASE("twenty thousand equal records ask no more than ten times each whether an id is taken") {
  std::size_t asked = 0;
  SessionIds ids{"table", [&](const std::string&) { return ++asked, false; }};
  std::set<std::string> all;
  for (int i = 0; i < 20'000; ++i) all.insert(ids.next(record("", "Lunch", "a", "12:00")));
  CHECK(all.size() == 20'000);
  CHECK(asked <= 200'000);
}
