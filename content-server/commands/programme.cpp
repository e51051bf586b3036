// import, export, show.
#include <algorithm>
#include <cstdio>
#include <tuple>

#include "content-server/commands/import_command.hpp"
#include "content-server/import/import.hpp"
#include "core/programme/show.hpp"

namespace skylt {
namespace {

/// What may leave the server: no hidden session, no withheld name.
EventData public_part(EventData data) {
  std::erase_if(data.sessions, [](const Session& session) { return session.visibility == Visibility::Hidden; });
  std::set<std::string> left;
  for (Session& session : data.sessions) {
    if (session.visibility == Visibility::NamesWithheld) session.people.clear();
    left.insert(session.id);
  }
  std::erase_if(data.changes, [&](const Change& change) {
    return !left.contains(change.session) || (change.by && !left.contains(*change.by));
  });
  return data;
}

std::string exported(const EventData& data, const std::string& format) {
  if (format == "event") return dump_json(to_json(data), 2) + "\n";
  if (format == "schedule-xml") return export_schedule_xml(data);
  if (format == "schedule-json") return export_schedule_json(data);
  return export_ics(data);
}

int export_programme(const CommandLine& line, const std::string& format, const std::string& out) {
  const std::string bytes = exported(public_part(open_store(line)->event_data()), format);
  if (out.empty() || out == "-") {
    std::fwrite(bytes.data(), 1, bytes.size(), stdout);
    return 0;
  }
  replace_file(out, bytes);
  if (line.json) print_json({{"file", out}, {"format", format}, {"bytes", bytes.size()}});
  return 0;
}

struct ShowOptions {
  std::string day, venue, room, at;

  ShowFilter filter() const {
    ShowFilter filter;
    filter.venue = venue;
    filter.room = room;
    if (!day.empty()) {
      filter.day = parse_day(day);
      if (!filter.day) throw UsageError{"--day: '" + day + "' is not a day; write it like 2027-05-04"};
    }
    return filter;
  }
  UtcTime moment() const { return at_option(at); }
};

std::string text_of(const Json& text) { return text.empty() ? std::string{} : text.begin()->get<std::string>(); }

std::string room_name(const Json& room) { return room.is_object() ? room.value("name", "") : std::string{}; }

void print_session(const Json& session) {
  std::printf("%s  %-20s  %-9s  %s (%s)\n", session["start"].get<std::string>().c_str(),
              room_name(session["room"]).c_str(), session["status"].get<std::string>().c_str(),
              text_of(session["title"]).c_str(), session["id"].get<std::string>().c_str());
}

int sessions(const CommandLine& line, const ShowOptions& options) {
  const Json answer = show_sessions(open_store(line)->event_data(), options.filter(), options.moment());
  if (line.json) {
    print_json(answer);
  } else {
    for (const Json& session : answer["sessions"]) print_session(session);
  }
  return 0;
}

/// For programs by id (CONTRACTS.md); rooms that no venue has come last, by name. People read them in the venue's
/// order.
void sort_by_id(Json& rooms) {
  const auto key = [](const Json& row) {
    const Json& room = row["room"];
    return std::tuple{room["id"].is_null(), room["id"].is_null() ? "" : room["id"].get<std::string>(),
                      room["name"].get<std::string>(), room["venue"].get<std::string>()};
  };
  std::sort(rooms.begin(), rooms.end(), [&](const Json& a, const Json& b) { return key(a) < key(b); });
}

int now(const CommandLine& line, const ShowOptions& options) {
  Json answer = show_now(open_store(line)->event_data(), options.filter(), options.moment());
  if (line.json) {
    sort_by_id(answer["rooms"]);
    print_json(answer);
    return 0;
  }
  for (const Json& room : answer["rooms"]) {
    std::printf("%s: %s\n", room_name(room["room"]).c_str(), room["state"].get<std::string>().c_str());
    for (const char* part : {"now", "background", "next"}) {
      for (const Json& session : room[part]) {
        std::printf("  %-10s ", part);
        print_session(session);
      }
    }
  }
  return 0;
}

void add_import(CLI::App& app, CommandLine& line) {
  CLI::App* command = app.add_subcommand("import", "Read a programme or an indoor map from a file or URL");
  add_common_options(*command, line);
  auto options = std::make_shared<ImportOptions>();
  command->add_option("SOURCE", options->location, "File or URL; of an indoor map also a folder")->required();
  command->add_option("--format", options->format, "What it is")
      ->capture_default_str()
      ->check(CLI::IsMember({"auto", "schedule-xml", "schedule-json", "ics", "csv", "event", "imdf", "osm"}));
  command->add_option("--source", options->source, "Name of the source (default: the path or URL)");
  command->add_option("--mapping", options->mapping, "JSON file that says what a CSV file's columns are");
  command->add_option("--venue", options->venue, "Venue of its sessions; of a map: the venue that it is of");
  command->add_option("--language", options->language, "Language of its titles where it does not say");
  command->add_option("--time-zone", options->time_zone, "Zone of its times where it does not say");
  command->add_option("--utc-dates", options->utc_dates, "Dates labelled UTC that show the place's own clock")
      ->check(CLI::IsMember({"trusted", "local"}));
  command->add_option("--end-days", options->end_days, "Whether the last day of whole-day entries belongs to them")
      ->check(CLI::IsMember({"exclusive", "inclusive"}));
  command->add_option("--moments-last", options->moments_last, "Minutes that sessions without an end last; 0: no time")
      ->check(CLI::Range(0, 24 * 60));
  command
      ->add_option("--title-states", options->title_states, "\"INSTÄLLT: …\" in a title: its state, or words to keep")
      ->check(CLI::IsMember({"read", "kept"}));
  command->add_option("--at", options->at, "Moment of the import (default: now)");
  command->add_flag("--dry-run", options->dry_run, "Show what would change and write nothing");
  command->add_flag("--accept", options->accept, "Apply what would be held back");
  command->add_flag("--internal", options->internal,
                    "Allow http and private addresses; kept while the source's address stays");
  command->callback([&line, options] { line.run = [&line, options] { return import_source(line, *options); }; });
}

}  // namespace

void add_programme_commands(CLI::App& app, CommandLine& line) {
  add_import(app, line);

  CLI::App* command = app.add_subcommand("export", "Write the programme: no hidden sessions, no withheld names");
  add_common_options(*command, line);
  auto format = std::make_shared<std::string>();
  auto out = std::make_shared<std::string>();
  command->add_option("--format", *format, "What to write")
      ->required()
      ->check(CLI::IsMember({"event", "schedule-xml", "schedule-json", "ics"}));
  command->add_option("--out", *out, "File (default: standard output)");
  command->callback(
      [&line, format, out] { line.run = [&line, format, out] { return export_programme(line, *format, *out); }; });

  CLI::App* show = app.add_subcommand("show", "Show the programme with all live changes");
  show->require_subcommand(1);
  const auto add_show = [&](const char* name, const char* what, int (*action)(const CommandLine&, const ShowOptions&)) {
    CLI::App* part = show->add_subcommand(name, what);
    add_common_options(*part, line);
    auto options = std::make_shared<ShowOptions>();
    part->add_option("--venue", options->venue, "Venue id");
    part->add_option("--room", options->room, "Room id or name");
    part->add_option("--at", options->at, "Moment (default: now)");
    part->callback(
        [&line, options, action] { line.run = [&line, options, action] { return action(line, *options); }; });
    return std::pair{part, options};
  };
  const auto [days, options] = add_show("sessions", "All sessions", sessions);
  days->add_option("--day", options->day, "Service day, like 2027-05-04");
  add_show("now", "What is on in each room at a moment", now);
  add_directions_command(*show, line);
}

}  // namespace skylt
