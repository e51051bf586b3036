#pragma once
#include <CLI/CLI.hpp>
#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>

#include "content-server/store/store.hpp"
#include "core/base/error.hpp"
#include "core/base/json.hpp"

namespace skylt {

/// The command line is well formed but says something that cannot be meant: exit code 2.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What every command shares, and what was asked for.
struct CommandLine {
  std::string data_dir;
  std::string actor;
  bool json = false;
  std::function<int()> run;  ///< the chosen command; returns the exit code
};

/// One function for each group of commands; each adds its subcommands to `app`.
void add_setup_commands(CLI::App& app, CommandLine& line);      // init, serve, backup, restore, history
void add_programme_commands(CLI::App& app, CommandLine& line);  // import, export, show
void add_screen_commands(CLI::App& app, CommandLine& line);     // screen, snapshot, check-layout
void add_source_commands(CLI::App& app, CommandLine& line);     // source, room, session
void add_change_commands(CLI::App& app, CommandLine& line);     // change
void add_closure_commands(CLI::App& app, CommandLine& line);    // closure
void add_user_commands(CLI::App& app, CommandLine& line);       // user
void add_word_commands(CLI::App& app, CommandLine& line);       // words
void add_venue_commands(CLI::App& app, CommandLine& line);      // venue

/// "directions" below "show".
void add_directions_command(CLI::App& show, CommandLine& line);

/// --data, --actor and --json.
void add_common_options(CLI::App& command, CommandLine& line);

std::unique_ptr<Store> open_store(const CommandLine& line);
std::string database_path(const std::string& data_dir);
std::string ledger_path(const std::string& data_dir);

/// By id, the revision with which each object of that kind ("change", "closure") was made or imported.
std::map<std::string, std::int64_t> revisions_made(Store& store, const std::string& kind);

/// The screens on which something that is `done` ("c1 is made") makes a difference. Nobody must think that it is not
/// done: what fails in working them out is said beside the answer, not instead of it.
std::vector<std::string> screens_told(const std::string& command, const std::string& done,
                                      const std::function<std::vector<std::string>()>& screens);

/// One JSON document on standard output.
void print_json(const Json& document);

/// Throws UsageError naming the option.
UtcTime instant_option(const std::string& option, const std::string& value);

/// The moment that --at names; empty: now. Throws UsageError.
UtcTime at_option(const std::string& value);

/// Throws UsageError naming the option.
TimeZone zone_option(const std::string& option, const std::string& value);

/// CLI11's way to say that a number is wrong: an empty string is fine. NaN and infinity are no numbers here, for JSON
/// has neither.
std::string check_number(const std::string& text);
std::string check_positive(const std::string& text);
std::string check_degrees(const std::string& text);

/// Texts written as sv=Flyttad, one of each language. Throws UsageError.
Text text_option(const std::vector<std::string>& values);

inline constexpr std::size_t kLargestFile = 64u << 20;
/// Whole file, at most kLargestFile bytes. Throws Error naming it.
std::string load_file(const std::string& path);

/// Writes beside and renames, so that `path` is whole or as it was; what a link leads to, where it is one. What is no
/// file, as /dev/stdout, is written to. Throws Error naming it.
void replace_file(const std::string& path, const std::string& bytes);

/// Folder of layouts and assets: $SKYLT_SHARE, else ../share/skylt beside the program, else the source tree it was
/// built in.
std::string share_dir();

}  // namespace skylt
