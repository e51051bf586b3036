// screen, snapshot, check-layout.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <set>

#include "content-server/commands/command.hpp"
#include "content-server/publish/catalogue.hpp"
#include "content-server/publish/publisher.hpp"
#include "content-server/store/clock.hpp"
#include "content-server/store/signing_key.hpp"
#include "core/programme/find_screen.hpp"

namespace skylt {
namespace {

struct ScreenOptions {
  Screen screen;
  std::string size, mode = "light";
  double heading = 0;
};

SizePx size_option(const std::string& text) {
  int width = 0;
  int height = 0;
  char more = 0;
  if (std::sscanf(text.c_str(), "%5dx%5d%c", &width, &height, &more) != 2 || width <= 0 || height <= 0) {
    throw UsageError{"--size: '" + text + "' is not a size in pixels; write it like 1920x1080"};
  }
  return {width, height};
}

void check_places(const EventData& data, const Screen& screen) {
  const auto venue = std::find_if(data.venues.begin(), data.venues.end(),
                                  [&](const Venue& known) { return known.id == screen.venue; });
  if (venue == data.venues.end() && !screen.venue.empty()) {
    throw Error{ErrorCode::NotFound, "--venue: the event has no venue '" + screen.venue + "'"};
  }
  const auto has_room = [&](const std::string& id) {
    return std::any_of(data.venues.begin(), data.venues.end(), [&](const Venue& known) {
      return std::any_of(known.rooms.begin(), known.rooms.end(), [&](const Room& room) { return room.id == id; });
    });
  };
  for (const std::string& room : screen.rooms) {
    if (!has_room(room)) throw Error{ErrorCode::NotFound, "--room: no venue has a room '" + room + "'"};
  }
  if (screen.node.empty()) return;
  const auto is_node = [&](const Node& node) { return node.id == screen.node; };
  if (venue == data.venues.end() || std::none_of(venue->nodes.begin(), venue->nodes.end(), is_node)) {
    throw Error{ErrorCode::NotFound, "--node: venue '" + screen.venue + "' has no node '" + screen.node + "'"};
  }
}

std::string joined(const std::set<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

void check_layout(const EventData& data, const std::string& layout) {
  std::set<std::string> known;
  const Assets assets = Assets::load(share_dir());
  for (const auto* layouts : {&assets.layouts, &data.layouts})
    for (const Layout& each : *layouts) known.insert(each.id);
  if (known.contains(layout)) return;
  throw Error{ErrorCode::NotFound, "--layout: there is no layout '" + layout + "'; there are: " + joined(known)};
}

void check_level(const EventData& data, const Screen& screen) {
  std::set<std::string> known;
  for (const Venue& venue : data.venues)
    if (venue.id == screen.venue)
      for (const Level& level : venue.levels) known.insert(level.id);
  if (known.contains(screen.level)) return;
  throw Error{ErrorCode::NotFound, "--level: venue '" + screen.venue + "' has no level '" + screen.level + "'; " +
                                       (known.empty() ? "it has none" : "there are: " + joined(known))};
}

/// Revision of what each screen was last offered.
std::map<std::string, LedgerEntry> offered(const CommandLine& line) {
  const std::string path = ledger_path(line.data_dir);
  return std::filesystem::exists(path) ? open_ledger(path)->read() : std::map<std::string, LedgerEntry>{};
}

Json screen_json(const Screen& screen, std::int64_t revision, const PlayerRecord* player) {
  Json json = {{"id", screen.id},
               {"name", screen.name},
               {"venue", screen.venue},
               {"node", screen.node},
               {"heading", screen.heading ? Json(*screen.heading) : Json(nullptr)},
               {"size", {screen.size.width, screen.size.height}},
               {"diagonal_inch", screen.diagonal_inch},
               {"distance_mm", screen.distance_mm},
               {"layout", screen.layout},
               {"rooms", screen.rooms},
               {"languages", screen.languages},
               {"tags", screen.tags},
               {"revision", revision}};
  json["last_seen"] = player && player->last_seen ? Json(format_instant(*player->last_seen)) : Json(nullptr);
  json["status"] = player && player->status ? to_json(*player->status) : Json(nullptr);
  return json;
}

int add(const CommandLine& line, const ScreenOptions& options, bool has_heading) {
  Screen screen = options.screen;
  screen.size = size_option(options.size);
  screen.mode = options.mode == "dark" ? ThemeMode::Dark : ThemeMode::Light;
  if (has_heading) screen.heading = options.heading;
  const auto store = open_store(line);
  const EventData data = store->event_data();
  const auto same = [&](const Screen& known) { return known.id == screen.id; };
  if (std::any_of(data.screens.begin(), data.screens.end(), same)) {
    throw Error{ErrorCode::Conflict, "screen '" + screen.id + "' exists already; screen remove takes it away"};
  }
  check_places(data, screen);
  check_layout(data, screen.layout);
  check_measures(screen);
  store->put_screen(screen, line.actor);
  const std::string token = store->issue_token(screen.id, line.actor);
  if (line.json) {
    Json json = screen_json(screen, store->revision(), nullptr);
    json["token"] = token;
    print_json(json);
  } else {
    std::printf("%s: added; token of its player (shown once): %s\n", screen.id.c_str(), token.c_str());
  }
  return 0;
}

int list(const CommandLine& line) {
  const auto store = open_store(line);
  const auto players = store->players();
  const std::int64_t revision = store->revision();
  const auto published = offered(line);
  Json screens = Json::array();
  for (const Screen& screen : store->event_data().screens) {
    const auto player = std::find_if(players.begin(), players.end(),
                                     [&](const PlayerRecord& record) { return record.screen == screen.id; });
    const auto entry = published.find(screen.id);
    screens.push_back(screen_json(screen, entry == published.end() ? revision : entry->second.revision,
                                  player == players.end() ? nullptr : &*player));
  }
  if (line.json) {
    print_json({{"screens", screens}});
    return 0;
  }
  for (const Json& screen : screens) {
    std::printf("%-20s  %-24s  %-12s  %s\n", screen["id"].get<std::string>().c_str(),
                screen["name"].get<std::string>().c_str(), screen["layout"].get<std::string>().c_str(),
                screen["last_seen"].is_null() ? "never seen" : screen["last_seen"].get<std::string>().c_str());
  }
  return 0;
}

int show(const CommandLine& line, const std::string& id) {
  const auto store = open_store(line);
  const auto players = store->players();
  const EventData data = store->event_data();
  for (const Screen& screen : data.screens) {
    if (screen.id != id) continue;
    const auto player =
        std::find_if(players.begin(), players.end(), [&](const PlayerRecord& record) { return record.screen == id; });
    const auto published = offered(line);
    const auto entry = published.find(id);
    print_json(screen_json(screen, entry == published.end() ? store->revision() : entry->second.revision,
                           player == players.end() ? nullptr : &*player));
    return 0;
  }
  throw Error{ErrorCode::NotFound, "screen '" + id + "' does not exist; skylt-server screen list lists them"};
}

int remove(const CommandLine& line, const std::string& id) {
  const auto store = open_store(line);
  store->remove_screen(id, line.actor);
  if (line.json) print_json({{"id", id}, {"revision", store->revision()}});
  return 0;
}

int keep_screen(const CommandLine& line, Store& store, const Screen& screen) {
  store.put_screen(screen, line.actor);
  const Screen kept = find_screen(store.event_data(), screen.id);
  if (line.json) {
    Json json = to_json(kept);
    json["revision"] = store.revision();
    json["pose_holds"] = kept.pose_holds();
    print_json(json);
  } else {
    std::printf("%s: %s\n", kept.id.c_str(),
                kept.pose_holds() ? "hangs as confirmed"
                                  : "moved; it shows no arrows and no map until you have stood before it and run "
                                    "skylt-server screen confirm");
  }
  return 0;
}

int confirm(const CommandLine& line, const std::string& id) {
  const auto store = open_store(line);
  const EventData data = store->event_data();
  const DayRule rule = day_rule(data.event);
  const std::string today = format_day(service_day(wall_now(), rule.zone, rule.day_change));
  return keep_screen(line, *store, confirm_pose(find_screen(data, id), line.actor, today));
}

struct MoveOptions {
  std::string screen, node, level;
  std::vector<double> at;
  double heading = 0;
};

int move(const CommandLine& line, const MoveOptions& options, bool has_heading) {
  const auto store = open_store(line);
  const EventData data = store->event_data();
  Screen screen = find_screen(data, options.screen);
  if (!options.node.empty()) {
    screen.node = options.node;
    screen.at.reset();
    screen.level.clear();
    check_places(data, screen);
  }
  if (!options.at.empty()) screen.at = Point{options.at[0], options.at[1]};
  if (!options.level.empty()) {
    screen.level = options.level;
    check_level(data, screen);
  }
  if (has_heading) screen.heading = options.heading;
  return keep_screen(line, *store, screen);
}

void add_screen_move(CLI::App& screen, CommandLine& line) {
  CLI::App* command = screen.add_subcommand("move", "Say where a screen hangs now and what its viewers face");
  add_common_options(*command, line);
  auto options = std::make_shared<MoveOptions>();
  command->add_option("SCREEN", options->screen, "Screen id")->required();
  command->add_option("--node", options->node, "Node of the venue's walking graph where it hangs");
  command->add_option("--at", options->at, "Metres east and north, when it does not hang at its node")
      ->expected(2)
      ->check(check_number);
  command->add_option("--level", options->level, "Level of --at, when it is not the node's");
  CLI::Option* heading = command->add_option("--heading", options->heading, "Degrees that a viewer faces, from north")
                             ->check(check_degrees);
  command->callback([&line, options, heading] {
    line.run = [&line, options, heading] { return move(line, *options, heading->count() > 0); };
  });
}

int token(const CommandLine& line, const std::string& id) {
  const std::string token = open_store(line)->issue_token(id, line.actor);
  if (line.json) {
    print_json({{"id", id}, {"token", token}});
  } else {
    std::printf("%s\n", token.c_str());
  }
  return 0;
}

int snapshot(const CommandLine& line, const std::string& screen, const std::string& out) {
  const auto store = open_store(line);
  const EventData data = store->event_data();
  const auto ledger = open_ledger(ledger_path(line.data_dir));
  const auto built = publish_once(data, Assets::load(share_dir()), screen, store->revision(), wall_now(),
                                  load_signing_key(line.data_dir), *ledger);
  std::error_code failed;
  std::filesystem::create_directories(out + "/blobs", failed);
  if (failed) throw Error{ErrorCode::Unavailable, out + ": cannot make the folder: " + failed.message()};
  std::uint64_t bytes = 0;
  const std::string blobs = out + "/blobs/";
  for (const auto& [hash, blob] : built.blobs) {
    replace_file(blobs + hash, std::string{blob->text()});
    bytes += blob->bytes().size();
  }
  replace_file(out + "/manifest.json", signed_manifest_text(built.signed_manifest));
  if (line.json) {
    print_json({{"screen", screen},
                {"revision", built.manifest.revision},
                {"out", out},
                {"blobs", built.blobs.size()},
                {"bytes", bytes}});
  } else {
    std::printf("%s: revision %lld of screen %s, %zu blobs, %llu bytes\n", out.c_str(),
                static_cast<long long>(built.manifest.revision), screen.c_str(), built.blobs.size(),
                static_cast<unsigned long long>(bytes));
  }
  return 0;
}

Faults layout_faults(const std::string& file) {
  Faults faults;
  try {
    read_layout(parse_json(load_file(file), file), faults);
  } catch (const Error& error) {
    faults.push_back({"", error.what()});
  }
  return faults;
}

int check_layouts(const CommandLine& line, const std::vector<std::string>& files) {
  Json checked = Json::array();
  std::size_t bad = 0;
  for (const std::string& file : files) {
    Json list = Json::array();
    const Faults faults = layout_faults(file);
    if (!faults.empty()) ++bad;
    for (const Fault& fault : faults) {
      list.push_back({{"pointer", fault.pointer}, {"reason", fault.reason}});
      if (!line.json) std::printf("%s: %s: %s\n", file.c_str(), fault.pointer.c_str(), fault.reason.c_str());
    }
    checked.push_back({{"file", file}, {"faults", list}});
  }
  if (line.json) print_json({{"files", checked}});
  if (bad == 0) return 0;
  std::fprintf(stderr,
               "skylt-server check-layout: %zu of %zu files have faults; docs/layouts.md says what is allowed\n", bad,
               files.size());
  return 1;
}

void add_screen_add(CLI::App& screen, CommandLine& line) {
  CLI::App* command = screen.add_subcommand("add", "Add a screen and print its player's token");
  add_common_options(*command, line);
  auto options = std::make_shared<ScreenOptions>();
  Screen& value = options->screen;
  command->add_option("--id", value.id, "Short name: letters, digits, hyphens")->required();
  command->add_option("--name", value.name, "What people call it");
  command->add_option("--venue", value.venue, "Venue id");
  command->add_option("--node", value.node, "Node of the venue's walking graph where it hangs");
  CLI::Option* heading = command->add_option("--heading", options->heading, "Degrees that a viewer faces, from north")
                             ->check(check_degrees);
  command->add_option("--size", options->size, "Pixels as mounted, like 1920x1080")->required();
  command->add_option("--diagonal", value.diagonal_inch, "Inches")->required()->check(check_positive);
  command->add_option("--distance", value.distance_mm, "Viewing distance in millimetres")
      ->required()
      ->check(check_positive);
  command->add_option("--lower-edge", value.lower_edge_mm, "Millimetres above the floor")->check(check_number);
  command->add_option("--layout", value.layout, "Layout id")->required();
  command->add_option("--room", value.rooms, "Room it speaks for (again for more)");
  command->add_option("--language", value.languages, "In order of preference (again for more)");
  command->add_option("--tag", value.tags, "For rota and messages (again for more)");
  command->add_option("--mode", options->mode, "Colours")->check(CLI::IsMember({"light", "dark"}));
  command->add_flag("--reduced-motion", value.reduced_motion, "No fades");
  command->add_flag("--passage", value.passage, "People pass by: all pages come round within 60 s, not 90");
  command->callback([&line, options, heading] {
    line.run = [&line, options, heading] { return add(line, *options, heading->count() > 0); };
  });
}

}  // namespace

void add_screen_commands(CLI::App& app, CommandLine& line) {
  CLI::App* screen = app.add_subcommand("screen", "Screens and their players");
  screen->require_subcommand(1);
  add_screen_add(*screen, line);
  add_screen_move(*screen, line);
  CLI::App* command = screen->add_subcommand("list", "All screens");
  add_common_options(*command, line);
  command->callback([&line] { line.run = [&line] { return list(line); }; });
  const auto add_one = [&](const char* name, const char* what, int (*action)(const CommandLine&, const std::string&)) {
    CLI::App* part = screen->add_subcommand(name, what);
    add_common_options(*part, line);
    auto id = std::make_shared<std::string>();
    part->add_option("SCREEN", *id, "Screen id")->required();
    part->callback([&line, id, action] { line.run = [&line, id, action] { return action(line, *id); }; });
  };
  add_one("show", "One screen, as JSON", show);
  add_one("confirm", "Say that you have stood before it and that it hangs and faces as recorded", confirm);
  add_one("remove", "Take a screen away; its token ends", remove);
  add_one("token", "Print a new token for the screen's player; the old one ends", token);

  command = app.add_subcommand("snapshot", "Write what one screen shows into a folder, for a USB stick");
  add_common_options(*command, line);
  auto id = std::make_shared<std::string>();
  auto out = std::make_shared<std::string>();
  command->add_option("--screen", *id, "Screen id")->required();
  command->add_option("--out", *out, "Folder")->required();
  command->callback([&line, id, out] { line.run = [&line, id, out] { return snapshot(line, *id, *out); }; });

  command = app.add_subcommand("check-layout", "Name every fault of layout documents");
  auto files = std::make_shared<std::vector<std::string>>();
  command->add_option("FILE", *files, "Layout documents")->required();
  command->add_flag("--json", line.json, "Print one JSON document");
  command->callback([&line, files] { line.run = [&line, files] { return check_layouts(line, *files); }; });
}

}  // namespace skylt
