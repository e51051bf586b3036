// init, serve, backup, restore, history.
#include <arpa/inet.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "content-server/commands/command.hpp"
#include "content-server/http/server.hpp"
#include "content-server/store/notice.hpp"
#include "content-server/store/signing_key.hpp"

namespace skylt {
namespace {

/// Revisions are skipped by this much where the database that is replaced cannot say how far it had come.
constexpr std::int64_t kUnknownRevisions = 500'000;  // half of what players follow at once (S-66), for those that lag

int init(const CommandLine& line, const std::string& time_zone) {
  zone_option("--time-zone", time_zone);
  std::error_code failed;
  std::filesystem::create_directories(line.data_dir, failed);
  if (failed) throw Error{ErrorCode::Unavailable, line.data_dir + ": cannot make the folder: " + failed.message()};
  const std::string path = database_path(line.data_dir);
  // The key first, and the one that is there: what a failed init has done is no hindrance to the next.
  SigningKey key;
  const bool had_key = has_signing_key(line.data_dir);
  if (!std::filesystem::exists(path, failed))
    key = had_key ? load_signing_key(line.data_dir) : create_signing_key(line.data_dir);
  const auto store = Store::create(path, time_zone);  // refuses where there is a database
  // Players may have followed a database under this key that is gone: they refuse what is older (S-62).
  if (had_key) store->skip_revisions_to(store->revision() + kUnknownRevisions, line.actor);
  const std::string code = store->issue_setup_code();
  if (line.json) {
    print_json({{"data", line.data_dir}, {"time_zone", time_zone}, {"key", key.public_key}, {"set_up_code", code}});
  } else {
    std::printf("%s: new database%s, time zone %s\nset-up code (works once, for 15 minutes): %s\n",
                line.data_dir.c_str(), had_key ? " under the signing key that was there" : " and signing key",
                time_zone.c_str(), code.c_str());
  }
  return 0;
}

int backup(const CommandLine& line, const std::string& out) {
  const auto store = open_store(line);
  store->backup_to(out);
  const std::int64_t revision = store->revision();
  if (line.json) {
    print_json({{"file", out}, {"revision", revision}});
  } else {
    std::printf("%s: revision %lld (the signing key is not in it; keep signing.key apart)\n", out.c_str(),
                static_cast<long long>(revision));
  }
  return 0;
}

/// The newest revision of the database about to be replaced; nullopt where it cannot say, 0 where there is none.
std::optional<std::int64_t> revision_before(const std::string& path) {
  if (!std::filesystem::exists(path)) return 0;
  try {
    return Store::open(path)->revision();
  } catch (const Error&) {
    return std::nullopt;  // damaged: that is why it is being replaced
  }
}

/// The copy of a backup while it is being checked; gone with the object unless it has taken the database's place.
class Incoming {
 public:
  Incoming(std::string path, const std::string& from) : path_{std::move(path)} {
    clear();
    std::error_code failed;
    std::filesystem::copy_file(from, path_, failed);
    if (failed) {
      clear();
      throw Error{ErrorCode::Unavailable, from + ": cannot be copied to " + path_ + ": " + failed.message()};
    }
    std::filesystem::permissions(path_, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write,
                                 failed);
  }
  ~Incoming() { clear(); }
  Incoming(const Incoming&) = delete;
  Incoming& operator=(const Incoming&) = delete;

  const std::string& path() const { return path_; }

 private:
  void clear() const {
    std::error_code absent;
    for (const char* part : {"", "-wal", "-shm"}) std::filesystem::remove(path_ + part, absent);
  }

  std::string path_;
};

/// Checks and migrates the copy. What is wrong with it is said of the backup: the database in use is as it was.
std::unique_ptr<Store> open_backup(const Incoming& incoming, const std::string& from) {
  try {
    auto store = Store::open(incoming.path());
    store->revision();  // of another program's database there is none
    return store;
  } catch (const Error& error) {
    if (error.code() == ErrorCode::Internal)
      throw Error{ErrorCode::Invalid, from + ": this backup is not a readable database; name another"};
    std::throw_with_nested(Error{error.code(), from + ": this backup cannot be used"});
  }
}

void set_aside(const std::string& path, const std::string& suffix) {
  for (const char* part : {"", "-wal", "-shm"}) {
    std::error_code absent;
    std::filesystem::rename(path + part, path + suffix + part, absent);
  }
}

int restore(const CommandLine& line, const std::string& from) {
  const std::string path = database_path(line.data_dir);
  if (!std::filesystem::exists(from)) throw Error{ErrorCode::NotFound, from + ": there is no such backup"};
  if (poke_servers(line.data_dir) > 0) {
    throw Error{ErrorCode::Conflict, line.data_dir + ": a server is running on it; stop it first"};
  }
  std::error_code failed;
  std::filesystem::create_directories(line.data_dir, failed);
  const Incoming incoming{path + ".incoming", from};
  const auto seen = revision_before(path);
  {
    const auto store = open_backup(incoming, from);  // before anything is replaced
    const std::int64_t revision = store->revision();
    // A database that is older than the backup, as on a new machine, does not know what players have seen since.
    const bool knows = seen && *seen >= revision;
    store->skip_revisions_to(knows ? *seen + 1 : revision + kUnknownRevisions, line.actor);
  }
  const bool new_key = !has_signing_key(line.data_dir);
  if (new_key) create_signing_key(line.data_dir);
  set_aside(path, ".replaced");
  std::filesystem::rename(incoming.path(), path);
  const std::int64_t revision = Store::open(path)->revision();
  if (line.json) {
    print_json({{"file", from}, {"revision", revision}, {"new_key", new_key}});
    return 0;
  }
  std::printf("%s: restored as revision %lld; what was there is kept as skylt.db.replaced\n", from.c_str(),
              static_cast<long long>(revision));
  if (new_key) {
    std::printf(
        "%s/signing.key: new, for there was none; players that know the old key must be provisioned again, unless the "
        "old signing.key is put in its place\n",
        line.data_dir.c_str());
  }
  return 0;
}

Json parsed_or_null(const std::string& text) { return text.empty() ? Json{} : parse_json(text, "history"); }

int history(const CommandLine& line, std::size_t limit) {
  const auto entries = open_store(line)->history(limit);
  if (!line.json) {
    for (const HistoryEntry& entry : entries) {
      std::printf("%6lld  %s  %-12s  %-16s  %s\n", static_cast<long long>(entry.revision),
                  format_instant(entry.at).c_str(), entry.actor.c_str(), entry.action.c_str(), entry.object.c_str());
    }
    return 0;
  }
  Json list = Json::array();
  for (const HistoryEntry& entry : entries) {
    list.push_back({{"revision", entry.revision},
                    {"at", format_instant(entry.at)},
                    {"actor", entry.actor},
                    {"action", entry.action},
                    {"object", entry.object},
                    {"before", parsed_or_null(entry.before)},
                    {"after", parsed_or_null(entry.after)}});
  }
  print_json({{"history", list}});
  return 0;
}

/// What `serve` is told, before it is known to fit together.
struct ServeArguments {
  ServeOptions options;
  std::string at;                ///< an instant; empty: no rehearsal
  std::string mail_credentials;  ///< file; empty: none
};

void check_listen(const std::string& listen) {
  try {
    parse_listen(listen);
  } catch (const Error& error) {
    throw UsageError{error.what()};  // it names the option
  }
}

void check_certificate(const Certificate& certificate) {
  if (certificate.chain_file.empty() != certificate.key_file.empty())
    throw UsageError{"--certificate and --key belong together; one of them is missing"};
}

void check_mail(const MailSettings& mail) {
  if (!mail.server.empty() && !mail.server.starts_with("smtp://") && !mail.server.starts_with("smtps://"))
    throw UsageError{"--mail-server " + mail.server + ": must be smtp://HOST:PORT or smtps://HOST:PORT"};
  if (mail.server.empty() != mail.from.empty())
    throw UsageError{"--mail-server and --mail-from belong together; one of them is missing"};
}

/// Reads the user and password of the mail server: two lines, kept from others' eyes by the file's mode.
void read_credentials(MailSettings& mail, const std::string& file) {
  std::ifstream in{file};
  if (!std::getline(in, mail.user) || !std::getline(in, mail.password) || mail.user.empty())
    throw UsageError{"--mail-credentials " + file +
                     ": must have the user's name on its first line and the password on the second"};
}

int serve_as_told(const CommandLine& line, const ServeArguments& arguments) {
  ServeOptions options = arguments.options;
  options.data_dir = line.data_dir;
  options.share_dir = share_dir();
  check_listen(options.listen);
  check_certificate(options.certificate);
  check_mail(options.mail);
  if (!arguments.mail_credentials.empty()) read_credentials(options.mail, arguments.mail_credentials);
  options.rehearse = parse_instant(arguments.at);
  if (!arguments.at.empty() && !options.rehearse)
    throw UsageError{"--at " + arguments.at + ": must be an instant such as 2027-05-04T10:12:00+02:00"};
  return serve(options);
}

void add_init(CLI::App& app, CommandLine& line) {
  CLI::App* command = app.add_subcommand("init", "Make a new database and signing key");
  add_common_options(*command, line);
  auto time_zone = std::make_shared<std::string>("Europe/Stockholm");
  command->add_option("--time-zone", *time_zone, "IANA name of the event's zone")->capture_default_str();
  command->callback([&line, time_zone] { line.run = [&line, time_zone] { return init(line, *time_zone); }; });
}

/// What is wrong with an IP address; empty: nothing.
std::string ip_address(const std::string& text) {
  in6_addr read{};
  const bool good = inet_pton(AF_INET, text.c_str(), &read) == 1 || inet_pton(AF_INET6, text.c_str(), &read) == 1;
  return good ? "" : "'" + text + "' is not an IP address";
}

void add_serve(CLI::App& app, CommandLine& line) {
  CLI::App* command =
      app.add_subcommand("serve", "Answer players and visitors until SIGTERM; prints `listening URL` when ready");
  add_common_options(*command, line);
  auto told = std::make_shared<ServeArguments>();
  ServeOptions& options = told->options;
  command->add_option("--listen", options.listen, "HOST:PORT; port 0 takes a free one")->capture_default_str();
  command
      ->add_option("--proxy", options.proxy,
                   "IP address of the reverse proxy in front; its X-Forwarded-For is believed")
      ->check(ip_address);
  command->add_option("--at", told->at, "Rehearse: visitors' pages begin at this instant, and ?at= shows any other");
  command->add_option("--certificate", options.certificate.chain_file,
                      "Serve https: PEM file of the certificate and its chain");
  command->add_option("--key", options.certificate.key_file, "PEM file of the certificate's key");
  command->add_option("--mail-server", options.mail.server,
                      "Send answers by e-mail: smtp://HOST:PORT or smtps://HOST:PORT");
  command->add_option("--mail-from", options.mail.from, "The address that they come from");
  command->add_option("--mail-credentials", told->mail_credentials,
                      "File with the mail server's user and password, a line each");
  command->callback([&line, told] { line.run = [&line, told] { return serve_as_told(line, *told); }; });
}

void add_backup(CLI::App& app, CommandLine& line) {
  CLI::App* command = app.add_subcommand("backup", "Copy the whole database into a file, also while a server uses it");
  add_common_options(*command, line);
  auto out = std::make_shared<std::string>();
  command->add_option("--out", *out, "New file")->required();
  command->callback([&line, out] { line.run = [&line, out] { return backup(line, *out); }; });
}

void add_restore(CLI::App& app, CommandLine& line) {
  CLI::App* command = app.add_subcommand("restore", "Put a backup in the database's place, as a new revision");
  add_common_options(*command, line);
  auto from = std::make_shared<std::string>();
  command->add_option("--from", *from, "The backup")->required();
  command->callback([&line, from] { line.run = [&line, from] { return restore(line, *from); }; });
}

void add_history(CLI::App& app, CommandLine& line) {
  CLI::App* command = app.add_subcommand("history", "Who changed what, newest first");
  add_common_options(*command, line);
  auto limit = std::make_shared<std::size_t>(50);
  command->add_option("--limit", *limit, "How many entries")->capture_default_str();
  command->callback([&line, limit] { line.run = [&line, limit] { return history(line, *limit); }; });
}

}  // namespace

void add_setup_commands(CLI::App& app, CommandLine& line) {
  add_init(app, line);
  add_serve(app, line);
  add_backup(app, line);
  add_restore(app, line);
  add_history(app, line);
}

}  // namespace skylt
