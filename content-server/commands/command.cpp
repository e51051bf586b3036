#include "content-server/commands/command.hpp"

#include <fcntl.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>

#include "content-server/store/clock.hpp"

namespace skylt {
namespace {

std::string login_name() {
  if (const passwd* entry = ::getpwuid(::geteuid())) return entry->pw_name;
  return "uid " + std::to_string(::geteuid());
}

Error file_error(const std::string& path, const std::string& what) {
  return {errno == ENOENT ? ErrorCode::NotFound : ErrorCode::Unavailable, path + ": " + what + std::strerror(errno)};
}

/// nullopt for what is no number, or none that JSON could hold.
std::optional<double> finite_number(const std::string& text) {
  double number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  return error == std::errc{} && rest == end && std::isfinite(number) ? std::optional{number} : std::nullopt;
}

}  // namespace

void add_common_options(CLI::App& command, CommandLine& line) {
  command.add_option("--data", line.data_dir, "Folder of the database and the signing key (default: $SKYLT_DATA)")
      ->envname("SKYLT_DATA")
      ->required();
  command.add_option("--actor", line.actor, "Who does this, for the history (default: the login name)");
  command.add_flag("--json", line.json, "Print one JSON document");
  command.parse_complete_callback([&line] {
    if (line.actor.empty()) line.actor = login_name();
  });
}

std::string database_path(const std::string& data_dir) { return data_dir + "/skylt.db"; }

std::string ledger_path(const std::string& data_dir) { return data_dir + "/published.db"; }

std::unique_ptr<Store> open_store(const CommandLine& line) { return Store::open(database_path(line.data_dir)); }

std::map<std::string, std::int64_t> revisions_made(Store& store, const std::string& kind) {
  std::map<std::string, std::int64_t> revisions;
  HistoryFilter made;
  made.limit = std::numeric_limits<std::int32_t>::max();
  made.with = {kind + ".add", kind + ".import"};
  for (const HistoryEntry& entry : store.history(made)) revisions.emplace(entry.object, entry.revision);
  return revisions;
}

std::vector<std::string> screens_told(const std::string& command, const std::string& done,
                                      const std::function<std::vector<std::string>()>& screens) {
  try {
    return screens();
  } catch (const std::exception& error) {
    std::string reason = describe(error);
    std::replace(reason.begin(), reason.end(), '\n', ' ');
    std::fprintf(stderr, "skylt-server %s: %s, but the screens could not be worked out: %s\n", command.c_str(),
                 done.c_str(), reason.c_str());
    return {};
  }
}

void print_json(const Json& document) {
  const std::string text = dump_json(document, 2) + "\n";
  std::fwrite(text.data(), 1, text.size(), stdout);
}

UtcTime instant_option(const std::string& option, const std::string& value) {
  if (const auto instant = parse_instant(value)) return *instant;
  throw UsageError{option + ": '" + value + "' is not an instant; write it like 2027-05-04T08:30:00+02:00"};
}

UtcTime at_option(const std::string& value) { return value.empty() ? wall_now() : instant_option("--at", value); }

TimeZone zone_option(const std::string& option, const std::string& value) {
  try {
    return TimeZone::find(value);
  } catch (const Error&) {
    throw UsageError{option + ": '" + value + "' is not a time zone; write it like Europe/Stockholm"};
  }
}

std::string check_number(const std::string& text) {
  return finite_number(text) ? "" : "'" + text + "' is not a number";
}

std::string check_positive(const std::string& text) {
  const auto number = finite_number(text);
  return number && *number > 0 ? "" : "'" + text + "' is not a number above 0";
}

std::string check_degrees(const std::string& text) {
  const auto number = finite_number(text);
  return number && *number >= 0 && *number <= 360 ? "" : "'" + text + "' is not a number of degrees from 0 to 360";
}

Text text_option(const std::vector<std::string>& values) {
  Text text;
  for (const std::string& value : values) {
    const auto equals = value.find('=');
    const auto tag = canonical_language(value.substr(0, equals));
    if (equals == std::string::npos || !tag) {
      throw UsageError{"--text: '" + value + "' does not say its language; write it like sv=Flyttad"};
    }
    if (text.by_language().contains(*tag)) {
      throw UsageError{"--text: there are two texts in '" + *tag + "'; give each language once"};
    }
    text.set(*tag, clean_text(value.substr(equals + 1)));
  }
  return text;
}

std::string load_file(const std::string& path) {
  std::error_code unknown;
  if (std::filesystem::is_directory(path, unknown)) throw Error{ErrorCode::Invalid, path + ": is a folder, not a file"};
  std::ifstream in{path, std::ios::binary};
  if (!in) throw file_error(path, "cannot be read: ");
  const auto size = std::filesystem::file_size(path, unknown);
  if (!unknown && size > kLargestFile) throw Error{ErrorCode::Invalid, path + ": is larger than 64 MiB"};
  std::ostringstream out;
  out << in.rdbuf();
  if (in.bad()) throw file_error(path, "cannot be read: ");
  return out.str();
}

void replace_file(const std::string& wanted, const std::string& bytes) {
  std::error_code unknown;
  const auto there = std::filesystem::status(wanted, unknown);
  const bool special = std::filesystem::exists(there) && !std::filesystem::is_regular_file(there);
  // What a link leads to is replaced, and neither the link nor a device.
  const auto leads_to = std::filesystem::canonical(wanted, unknown);
  const std::string path = unknown ? wanted : leads_to.string();
  const std::string beside = special ? path : path + ".new";
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0) throw file_error(wanted, "cannot be written: ");
  std::size_t done = 0;
  bool good = true;
  while (good && done < bytes.size()) {
    const ssize_t wrote = ::write(file, bytes.data() + done, bytes.size() - done);
    good = wrote > 0;
    if (good) done += static_cast<std::size_t>(wrote);
  }
  if (!special) {
    good = good && ::fsync(file) == 0;
    if (good) good = ::rename(beside.c_str(), path.c_str()) == 0;
  }
  const int reason = errno;
  ::close(file);
  if (good) return;
  if (!special) ::unlink(beside.c_str());
  errno = reason;
  throw file_error(wanted, "cannot be written: ");
}

std::string share_dir() {
  if (const char* dir = std::getenv("SKYLT_SHARE"); dir && *dir) return dir;
  std::error_code unknown;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", unknown);
  const auto installed = program.parent_path().parent_path() / "share" / "skylt";
  if (!unknown && std::filesystem::is_directory(installed, unknown)) return installed.string();
  return SKYLT_BUILT_SHARE;
}

}  // namespace skylt
