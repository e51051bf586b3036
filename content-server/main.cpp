// skylt-server: reads the command line, runs one command, and says in one line what went wrong.
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <iostream>

#include "content-server/commands/command.hpp"

namespace {

/// "skylt-server change add": the chosen command with its group.
std::string command_name(const CLI::App& app) {
  std::string name = "skylt-server";
  const CLI::App* level = &app;
  for (auto chosen = level->get_subcommands(); !chosen.empty(); chosen = level->get_subcommands()) {
    level = chosen.front();
    name += " " + level->get_name();
  }
  return name;
}

/// What is wrong with the command line. A word that is no command is named before anything that is missing.
std::string usage_fault(const CLI::App& app, const CLI::ParseError& error) {
  const auto words = app.remaining(true);
  const bool unknown = dynamic_cast<const CLI::RequiredError*>(&error) && !words.empty();
  return unknown ? "unknown '" + words.front() + "'" : error.what();
}

/// One line, whatever the cause put into it.
int fail(const std::string& command, std::string reason, int code) {
  for (char& c : reason) {
    if (c == '\n' || c == '\r') c = ' ';
  }
  std::fprintf(stderr, "%s: %s\n", command.c_str(), reason.c_str());
  return code;
}

int run(CLI::App& app, skylt::CommandLine& line, int argc, char** argv) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    const std::string command = command_name(app);
    return fail(command, usage_fault(app, error) + "; see " + command + " --help", 2);
  }
  try {
    const int code = line.run();
    if (std::fflush(stdout) == 0 && std::cout.flush()) return code;
    return fail(command_name(app), std::string{"standard output cannot be written: "} + std::strerror(errno), 1);
  } catch (const skylt::UsageError& error) {
    return fail(command_name(app), error.what(), 2);
  } catch (const std::exception& error) {
    return fail(command_name(app), skylt::describe(error), 1);
  }
}

}  // namespace

int main(int argc, char** argv) {
  spdlog::set_default_logger(spdlog::stderr_color_mt("skylt-server"));
  CLI::App app{"Keeps the programme of an event and publishes it to its screens.", "skylt-server"};
  app.require_subcommand(1);
  app.set_version_flag("--version", "skylt-server " SKYLT_VERSION);
  skylt::CommandLine line;
  skylt::add_setup_commands(app, line);
  skylt::add_programme_commands(app, line);
  skylt::add_screen_commands(app, line);
  skylt::add_source_commands(app, line);
  skylt::add_change_commands(app, line);
  skylt::add_closure_commands(app, line);
  skylt::add_user_commands(app, line);
  skylt::add_word_commands(app, line);
  skylt::add_venue_commands(app, line);
  return run(app, line, argc, argv);
}
