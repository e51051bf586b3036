// source, room, session: where programmes come from, and what people decide about them.
#include <cstdio>
#include <map>

#include "content-server/api/import_run.hpp"
#include "content-server/commands/command.hpp"
#include "content-server/store/reconcile.hpp"

namespace skylt {
namespace {

int list_sources(const CommandLine& line) {
  Json list = Json::array();
  for (const Source& source : open_store(line)->sources()) {
    list.push_back(source_json(source));
    if (!line.json) {
      std::printf("%s: %s, %s, last read %s\n", source.name.c_str(), source.format.c_str(), source.location.c_str(),
                  source.last_ok ? format_instant(*source.last_ok).c_str() : "never");
    }
  }
  if (line.json) print_json({{"sources", list}});
  return 0;
}

int add_alias(const CommandLine& line, const std::string& room, const RoomAlias& alias) {
  const auto store = open_store(line);
  store->add_room_alias(room, alias, line.actor);
  if (line.json) print_json({{"room", room}, {"revision", store->revision()}});
  return 0;
}

int list_unresolved(const CommandLine& line) {
  Json list = Json::array();
  for (const auto& room : open_store(line)->unresolved_rooms()) {
    list.push_back({{"source", room.source}, {"name", room.name}, {"guid", room.guid}, {"sessions", room.sessions}});
    if (!line.json) std::printf("%s: '%s', %zu sessions\n", room.source.c_str(), room.name.c_str(), room.sessions);
  }
  if (line.json) print_json({{"rooms", list}});
  return 0;
}

int list_duplicates(const CommandLine& line) {
  const auto store = open_store(line);
  std::map<std::string, std::string> titles;
  for (const Session& session : store->event_data().sessions) titles[session.id] = any_text(session.title);
  Json list = Json::array();
  for (const auto& pair : store->duplicates()) {
    list.push_back({{"first", pair.first}, {"second", pair.second}, {"title", titles[pair.first]}});
    if (!line.json) std::printf("%s  %s  %s\n", pair.first.c_str(), pair.second.c_str(), titles[pair.first].c_str());
  }
  if (line.json) print_json({{"duplicates", list}});
  return 0;
}

void add_decision(CLI::App& session, CommandLine& line, const char* name, const char* what,
                  void (Store::*decide)(const std::string&, const std::string&, const Writer&)) {
  CLI::App* command = session.add_subcommand(name, what);
  add_common_options(*command, line);
  auto first = std::make_shared<std::string>();
  auto second = std::make_shared<std::string>();
  command->add_option("FIRST", *first, "Session id")->required();
  command->add_option("SECOND", *second, "Session id")->required();
  command->callback([&line, first, second, decide] {
    line.run = [&line, first, second, decide] {
      const auto store = open_store(line);
      ((*store).*decide)(*first, *second, line.actor);
      if (line.json) print_json({{"first", *first}, {"second", *second}, {"revision", store->revision()}});
      return 0;
    };
  });
}

}  // namespace

void add_source_commands(CLI::App& app, CommandLine& line) {
  CLI::App* source = app.add_subcommand("source", "Where programmes come from");
  source->require_subcommand(1);
  CLI::App* command = source->add_subcommand("list", "All sources");
  add_common_options(*command, line);
  command->callback([&line] { line.run = [&line] { return list_sources(line); }; });

  CLI::App* room = app.add_subcommand("room", "How sources name rooms");
  room->require_subcommand(1);
  CLI::App* alias = room->add_subcommand("alias", "Names under which sources know a room");
  alias->require_subcommand(1);
  command = alias->add_subcommand("add", "Say which room a name means");
  add_common_options(*command, line);
  auto id = std::make_shared<std::string>();
  auto name = std::make_shared<RoomAlias>();
  command->add_option("--room", *id, "Room id")->required();
  command->add_option("--text", name->text, "The name, as the source writes it");
  command->add_option("--guid", name->guid, "The source's guid of the room");
  command->add_option("--source", name->source, "Only of this source (default: any)");
  command->callback([&line, id, name] { line.run = [&line, id, name] { return add_alias(line, *id, *name); }; });
  command = room->add_subcommand("unresolved", "Names that no venue knows");
  add_common_options(*command, line);
  command->callback([&line] { line.run = [&line] { return list_unresolved(line); }; });

  CLI::App* session = app.add_subcommand("session", "Sessions that two sources carry");
  session->require_subcommand(1);
  command = session->add_subcommand("duplicates", "Sessions of different sources that look like one");
  add_common_options(*command, line);
  command->callback([&line] { line.run = [&line] { return list_duplicates(line); }; });
  add_decision(*session, line, "join", "They are one: the second is no longer shown by itself", &Store::join_sessions);
  add_decision(*session, line, "dismiss", "They are two", &Store::dismiss_duplicate);
}

}  // namespace skylt
