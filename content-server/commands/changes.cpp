// change: live edits laid over the programme.
#include <algorithm>
#include <array>
#include <cstdio>

#include "content-server/commands/command.hpp"
#include "content-server/publish/publish.hpp"
#include "core/venue/rooms.hpp"

namespace skylt {
namespace {

constexpr std::array<const char*, 6> kKinds = {"delayed", "moved", "cancelled", "full", "replaced", "text"};

struct ChangeOptions {
  std::string session, kind, start, room, by, until, at;
  std::vector<std::string> text;
  int minutes = 0;
  bool following = false;
};

/// What the options say; every kind names what it needs.
Change change_of(const ChangeOptions& options, bool has_minutes) {
  Change change;
  change.session = options.session;
  const auto kind = std::find(kKinds.begin(), kKinds.end(), options.kind);
  change.kind = static_cast<ChangeKind>(kind - kKinds.begin());
  if (has_minutes) change.minutes = Minutes{options.minutes};
  if (!options.start.empty()) change.start = instant_option("--start", options.start);
  if (!options.until.empty()) change.until = instant_option("--until", options.until);
  if (!options.room.empty()) change.room = options.room;
  if (!options.by.empty()) change.by = options.by;
  change.text = text_option(options.text);
  change.following = options.following;
  change.created = at_option(options.at);
  if (change.kind == ChangeKind::Delayed && has_minutes == change.start.has_value()) {
    throw UsageError{"a delay needs either --minutes or --start"};
  }
  if (change.kind == ChangeKind::Moved && !change.room) throw UsageError{"a move needs --room"};
  if (change.kind == ChangeKind::Replaced && !change.by) throw UsageError{"a replacement needs --by"};
  if (change.kind == ChangeKind::Text && change.text.empty()) throw UsageError{"a text needs --text TAG=…"};
  if (change.following && change.kind != ChangeKind::Delayed) throw UsageError{"--following goes with a delay only"};
  if ((has_minutes || change.start) && change.kind != ChangeKind::Delayed) {
    throw UsageError{"--minutes and --start go with a delay only"};
  }
  if (change.room && change.kind != ChangeKind::Moved && change.kind != ChangeKind::Full) {
    throw UsageError{"--room goes with a move, or with a full session that another room shows too"};
  }
  if (change.by && change.kind != ChangeKind::Replaced) throw UsageError{"--by goes with a replacement only"};
  for (const Fault& fault : senseless(change, change.created)) {
    const std::string what = "--" + fault.pointer.substr(1) + ": " + fault.reason;
    // A past programme may be rehearsed with this machine's clock.
    if (fault.pointer != "/until" || !options.at.empty()) throw UsageError{what};
    std::fprintf(stderr, "skylt-server change add: %s; --at says when it is made\n", what.c_str());
  }
  return change;
}

Json change_json(const Change& change, std::int64_t revision, const std::vector<std::string>& screens) {
  return {{"id", change.id},
          {"kind", kKinds.at(static_cast<std::size_t>(change.kind))},
          {"session", change.session},
          {"revision", revision},
          {"screens", screens}};
}

/// What import says of such a room: screens can show its name and no way to it.
void warn_of_unknown_room(const std::vector<Venue>& venues, const Change& change) {
  if (!change.room) return;
  const bool known = std::any_of(venues.begin(), venues.end(), [&](const Venue& venue) {
    const auto called = [&](const Room& room) { return room.id == *change.room; };
    return std::any_of(venue.rooms.begin(), venue.rooms.end(), called) || find_room(venues, venue.id, *change.room);
  });
  if (known) return;
  std::fprintf(stderr,
               "skylt-server change add: room '%s': no venue has a room of this name; screens show the name as it "
               "stands\n",
               change.room->c_str());
}

/// Screens that `change` alters, it being made (`holds`) or taken back.
std::vector<std::string> screens_of(Store& store, const Change& change, bool holds) {
  const std::string done = change.id + (holds ? " is made" : " is taken back");
  return screens_told(holds ? "change add" : "change undo", done, [&] {
    EventData with = store.event_data(), without = with;
    std::erase_if(without.changes, [&](const Change& known) { return known.id == change.id; });
    if (holds) warn_of_unknown_room(with.venues, change);
    if (!holds) with.changes.push_back(change);
    const Assets assets = Assets::load(share_dir());
    return holds ? affected_screens(without, with, assets) : affected_screens(with, without, assets);
  });
}

int add(const CommandLine& line, const ChangeOptions& options, bool has_minutes) {
  const Change wanted = change_of(options, has_minutes);
  const auto store = open_store(line);
  std::int64_t revision = 0;
  // First, so that screens need not wait for the rest.
  const Change change = store->add_change(wanted, {line.actor, std::nullopt, &revision});
  const auto screens = screens_of(*store, change, true);
  print_json(change_json(change, revision, screens));
  return 0;
}

int undo(const CommandLine& line, const std::string& id) {
  const auto store = open_store(line);
  std::int64_t revision = 0;
  const Change change = store->undo_change(id, {line.actor, std::nullopt, &revision});
  print_json(change_json(change, revision, screens_of(*store, change, false)));
  return 0;
}

int list(const CommandLine& line) {
  const auto store = open_store(line);
  const EventData data = store->event_data();
  auto revisions = revisions_made(*store, "change");
  const Assets assets = Assets::load(share_dir());
  Json list = Json::array();
  for (const Change& change : data.changes) {
    EventData without = data;
    std::erase(without.changes, change);
    Json json = to_json(change);
    json.update(change_json(change, revisions[change.id], affected_screens(without, data, assets)));
    list.push_back(json);
  }
  print_json({{"changes", list}});
  return 0;
}

}  // namespace

void add_change_commands(CLI::App& app, CommandLine& line) {
  CLI::App* change = app.add_subcommand("change", "Live edits, kept apart from what is imported");
  change->require_subcommand(1);
  CLI::App* command = change->add_subcommand("add", "Lay a change over a session");
  add_common_options(*command, line);
  auto options = std::make_shared<ChangeOptions>();
  command->add_option("--session", options->session, "Session id")->required();
  command->add_option("--kind", options->kind, "What happens to it")
      ->required()
      ->check(CLI::IsMember(std::vector<std::string>{kKinds.begin(), kKinds.end()}));
  CLI::Option* minutes =
      command->add_option("--minutes", options->minutes, "This much later")->check(CLI::Range(-20160, 20160));
  command->add_option("--start", options->start, "New start");
  command->add_option("--room", options->room, "New room, or the one that shows a full session too: id or name");
  command->add_option("--by", options->by, "Id of the session that takes its place");
  command->add_option("--text", options->text, "What to say, like sv=Flyttad (again for more languages)");
  command->add_option("--until", options->until, "When it ends (default: with the session's service day)");
  command->add_option("--at", options->at, "When it is made (default: now)");
  command->add_flag("--following", options->following, "Later sessions of the room move along");
  command->callback([&line, options, minutes] {
    line.run = [&line, options, minutes] { return add(line, *options, minutes->count() > 0); };
  });

  command = change->add_subcommand("list", "All changes");
  add_common_options(*command, line);
  command->callback([&line] { line.run = [&line] { return list(line); }; });

  command = change->add_subcommand("undo", "Take a change back");
  add_common_options(*command, line);
  auto id = std::make_shared<std::string>();
  command->add_option("CHANGE", *id, "Change id")->required();
  command->callback([&line, id] { line.run = [&line, id] { return undo(line, *id); }; });
}

}  // namespace skylt
