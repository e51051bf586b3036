#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <CLI/CLI.hpp>
#include <iostream>

#include "core/base/error.hpp"
#include "player/device/cache_lock.hpp"
#include "player/device/draw_on_request.hpp"
#include "player/device/render.hpp"
#include "player/device/run.hpp"
#include "player/sync/provision.hpp"

using namespace skylt;

namespace {

constexpr int kFailed = 1;
constexpr int kWrongUsage = 2;

/// CLI11's way to say that a value is wrong: an empty string is fine.
std::string check_instant(const std::string& text) {
  return parse_instant(text) ? "" : "'" + text + "' is not an instant such as 2026-05-05T10:00:00+02:00";
}
std::string check_size(const std::string& text) {
  return parse_size(text) ? "" : "'" + text + "' is not a size such as 1920x1080";
}

std::string check_language(const std::string& text) {
  return canonical_language(text) ? "" : "'" + text + "' is not a language tag such as sv, en-GB or zh-Hans";
}

std::string check_server(const std::string& text) {
  return is_server_address(text) ? "" : "'" + text + "' must begin with https:// or http://";
}

struct RunWords {
  std::string config, server, cache, window, at, token_file;
};

void add_run(CLI::App& app, RunWords& words) {
  app.add_option("--config", words.config, "configuration file (TOML)");
  app.add_option("--server", words.server, "address of the content server")->check(check_server);
  app.add_option("--token-file", words.token_file, "file with this player's token");
  app.add_option("--cache", words.cache, "folder of the local cache");
  app.add_option("--window", words.window, "a window of WxH pixels instead of the whole display")->check(check_size);
  app.add_option("--at", words.at, "start the shown time at this instant")->check(check_instant);
}

int run_command(const RunWords& words, MonotonicTime started) {
  RunOptions options;
  options.started = started;
  if (!words.config.empty()) options.config = load_config(words.config);
  if (!words.server.empty()) options.config.server = words.server;
  if (!words.cache.empty()) options.config.cache = words.cache;
  if (!words.token_file.empty()) options.config.token_file = words.token_file;
  if (!words.window.empty()) options.config.window = *parse_size(words.window);
  if (!words.at.empty()) options.at = parse_instant(words.at);
  run(options);
  return 0;
}

struct RenderWords {
  std::string snapshot, at, to, language, size, out, scene, fetched;
  int every = 0;
  bool requests = false;
};

void add_render(CLI::App& app, RenderWords& words) {
  auto* requests =
      app.add_flag("--requests", words.requests, "draw what standard input asks for, a JSON object a line");
  app.add_option("--snapshot", words.snapshot, "folder with manifest.json and blobs/")->excludes(requests);
  app.add_option("--at", words.at, "the moment to show")->check(check_instant)->excludes(requests);
  app.callback([&words] {
    if (words.requests) return;
    if (words.snapshot.empty()) throw CLI::RequiredError{"--snapshot"};
    if (words.at.empty()) throw CLI::RequiredError{"--at"};
    if (!words.to.empty() && words.every == 0) throw CLI::ValidationError{"--to", "says nothing without --every"};
    if (!words.to.empty() && *parse_instant(words.to) < *parse_instant(words.at))
      throw CLI::ValidationError{"--to", "'" + words.to + "' is before --at " + words.at};
  });
  app.add_option("--to", words.to, "with --every: the last moment")->check(check_instant);
  app.add_option("--every", words.every, "a scene every so many minutes, one JSON document a line")
      ->check(CLI::Range(1, 1440));
  app.add_option("--language", words.language, "a language before the screen's own")->check(check_language);
  app.add_option("--size", words.size, "WxH pixels instead of the screen's own")->check(check_size);
  app.add_option("--out", words.out, "write the picture to this PNG file");
  app.add_option("--scene", words.scene, "write the scene as JSON to this file, - for standard output");
  app.add_option("--fetched", words.fetched, "when the data was fetched (default: just now)")->check(check_instant);
}

int render_command(const RenderWords& words) {
  if (words.requests) {
    draw_on_request(std::cin, std::cout);
    return 0;
  }
  RenderOptions options;
  options.snapshot = words.snapshot;
  options.at = *parse_instant(words.at);
  if (!words.to.empty()) options.to = parse_instant(words.to);
  if (words.every > 0) options.every = Minutes{words.every};
  if (!words.fetched.empty()) options.fetched = parse_instant(words.fetched);
  if (!words.size.empty()) options.size = *parse_size(words.size);
  if (!words.language.empty()) options.language = *canonical_language(words.language);
  options.out = words.out;
  options.scene = words.scene;
  render(options);
  return 0;
}

struct ProvisionWords {
  std::string from, cache;
};

int provision_command(const ProvisionWords& words) {
  const std::string dir = words.cache.empty() ? default_cache() : words.cache;
  const CacheLock lock{dir};
  const auto files = posix_file_system();
  ContentCache cache{*files, dir};
  const Manifest manifest = provision(*files, words.from, cache).manifest;
  const Json answer{{"screen", manifest.screen}, {"revision", manifest.revision}, {"key", cache.trust().key}};
  std::cout << dump_json(answer) << '\n';
  return 0;
}

/// One line that names the fault; a word that is no command before anything that is missing.
int usage_error(const CLI::App& app, const CLI::ParseError& error) {
  if (error.get_exit_code() == 0) return app.exit(error);
  std::string command = "skylt-player";
  for (const CLI::App* chosen : app.get_subcommands()) command += " " + chosen->get_name();
  const auto words = app.remaining(true);
  const bool unknown = dynamic_cast<const CLI::RequiredError*>(&error) && !words.empty();
  std::cerr << command << ": " << (unknown ? "unknown '" + words.front() + "'" : error.what()) << "; see " << command
            << " --help\n";
  return kWrongUsage;
}

}  // namespace

int main(int argc, char** argv) {
  const auto started = std::chrono::steady_clock::now();
  CLI::App app{"Shows the screens of an event", "skylt-player"};
  app.require_subcommand(1);
  RunWords run_words;
  RenderWords render_words;
  ProvisionWords provision_words;
  auto* run_app = app.add_subcommand("run", "show this player's screen and keep it current");
  auto* render_app = app.add_subcommand("render", "draw a snapshot at a moment");
  auto* provision_app = app.add_subcommand("provision", "take a snapshot from a folder into the cache");
  add_run(*run_app, run_words);
  add_render(*render_app, render_words);
  provision_app->add_option("--from", provision_words.from, "folder with manifest.json and blobs/")->required();
  provision_app->add_option("--cache", provision_words.cache, "folder of the local cache");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return usage_error(app, error);
  }
  spdlog::set_default_logger(spdlog::stderr_logger_mt("skylt-player"));
  spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
  try {
    if (*run_app) return run_command(run_words, started);
    const int code = *render_app ? render_command(render_words) : provision_command(provision_words);
    if (!std::cout.flush()) throw Error{ErrorCode::Unavailable, "standard output cannot be written"};
    return code;
  } catch (const std::exception& error) {
    std::cerr << "skylt-player: " << describe(error) << '\n';
    return kFailed;
  }
}
