// closure: what cannot be passed for a time, kept apart from the venues.
#include <cstdio>

#include "content-server/commands/command.hpp"
#include "content-server/publish/publish.hpp"

namespace skylt {
namespace {

struct ClosureOptions {
  std::string venue, target, kind, from, until, at;
  std::vector<std::string> text;
};

Closure closure_of(const ClosureOptions& options) {
  Closure closure;
  closure.venue = options.venue;
  closure.target = options.target;
  closure.kind = options.kind == "closed" ? ClosureKind::Closed : ClosureKind::OutOfService;
  if (!options.from.empty()) closure.from = instant_option("--from", options.from);
  if (!options.until.empty()) closure.until = instant_option("--until", options.until);
  closure.text = text_option(options.text);
  closure.created = at_option(options.at);
  if (closure.until && *closure.until <= closure.created) {
    const std::string what = "--until: the closure would end at " + format_instant(*closure.until) + ", when it is " +
                             format_instant(closure.created) + " already";
    // A past programme may be rehearsed with this machine's clock.
    if (!options.at.empty()) throw UsageError{what};
    std::fprintf(stderr, "skylt-server closure add: %s; --at says when it is made\n", what.c_str());
  }
  return closure;
}

/// Screens on which it makes a difference.
std::vector<std::string> screens_of(const Closure& closure, const EventData& data, const Assets& assets) {
  EventData with = data, without = data;
  std::erase_if(without.closures, [&](const Closure& known) { return known.id == closure.id; });
  with.closures = without.closures;
  with.closures.push_back(closure);
  return affected_screens(without, with, assets);
}

Json closure_json(const Closure& closure, std::int64_t revision, const std::vector<std::string>& screens) {
  Json json = to_json(closure);
  json["revision"] = revision;
  json["screens"] = screens;
  return json;
}

int add(const CommandLine& line, const ClosureOptions& options) {
  const Closure wanted = closure_of(options);
  const auto store = open_store(line);
  std::int64_t revision = 0;
  // First, so that screens need not wait for the rest.
  const Closure closure = store->add_closure(wanted, {line.actor, std::nullopt, &revision});
  const auto screens = screens_told("closure add", closure.id + " is made", [&] {
    return screens_of(closure, store->event_data(), Assets::load(share_dir()));
  });
  print_json(closure_json(closure, revision, screens));
  return 0;
}

int end(const CommandLine& line, const std::string& id) {
  const auto store = open_store(line);
  std::int64_t revision = 0;
  const Closure closure = store->end_closure(id, {line.actor, std::nullopt, &revision});
  const auto screens = screens_told("closure end", closure.id + " is taken away", [&] {
    return screens_of(closure, store->event_data(), Assets::load(share_dir()));
  });
  print_json(closure_json(closure, revision, screens));
  return 0;
}

int list(const CommandLine& line) {
  const auto store = open_store(line);
  const EventData data = store->event_data();
  auto revisions = revisions_made(*store, "closure");
  const Assets assets = Assets::load(share_dir());
  Json list = Json::array();
  for (const Closure& closure : data.closures)
    list.push_back(closure_json(closure, revisions[closure.id], screens_of(closure, data, assets)));
  print_json({{"closures", list}});
  return 0;
}

}  // namespace

void add_closure_commands(CLI::App& app, CommandLine& line) {
  CLI::App* closure = app.add_subcommand("closure", "Lifts, doors and ways that cannot be used for a time");
  closure->require_subcommand(1);
  CLI::App* command = closure->add_subcommand("add", "Close something; every route around it follows");
  add_common_options(*command, line);
  auto options = std::make_shared<ClosureOptions>();
  command->add_option("--venue", options->venue, "Venue id")->required();
  command
      ->add_option("--target", options->target,
                   "Id of a connector, opening, space, amenity or room, or an edge as from>to")
      ->required();
  command->add_option("--kind", options->kind, "How it is said")
      ->required()
      ->check(CLI::IsMember({"closed", "out-of-service"}));
  command->add_option("--from", options->from, "When it begins (default: at once)");
  command->add_option("--until", options->until, "When it ends (default: when someone ends it)");
  command->add_option("--text", options->text, "Why, like sv=Hissen repareras (again for more languages)");
  command->add_option("--at", options->at, "When it is made (default: now)");
  command->callback([&line, options] { line.run = [&line, options] { return add(line, *options); }; });

  command = closure->add_subcommand("list", "All closures, past and to come");
  add_common_options(*command, line);
  command->callback([&line] { line.run = [&line] { return list(line); }; });

  command = closure->add_subcommand("end", "Take a closure away");
  add_common_options(*command, line);
  auto id = std::make_shared<std::string>();
  command->add_option("CLOSURE", *id, "Closure id")->required();
  command->callback([&line, id] { line.run = [&line, id] { return end(line, *id); }; });
}

}  // namespace skylt
