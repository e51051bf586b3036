// user: who may sign in to the organisers' interface.
#include <cstdio>
#include <iostream>

#include "content-server/api/password.hpp"
#include "content-server/commands/command.hpp"
#include "content-server/store/accounts.hpp"
#include "content-server/store/clock.hpp"

namespace skylt {
namespace {

struct UserOptions {
  std::string email, name, role = "viewer";
  std::vector<std::string> organisers, venues;
};

Account need_account(Accounts& accounts, const std::string& email) {
  if (auto account = accounts.find_by_email(email)) return *account;
  throw Error{ErrorCode::NotFound, "there is no account '" + email + "'; skylt-server user list lists them"};
}

/// From standard input, so that it stands in no list of processes and no shell's history.
std::string read_password() {
  std::string password;
  std::getline(std::cin, password);
  return password;
}

void print_account(const CommandLine& line, const Account& account) {
  if (line.json) return print_json(to_json(account));
  std::printf("%-32s  %-13s  %s%s\n", account.email.c_str(), name_of(account.role), account.name.c_str(),
              account.disabled ? "  (disabled)" : "");
}

int add(const CommandLine& line, const UserOptions& options) {
  open_store(line);
  Accounts accounts{database_path(line.data_dir)};
  Account account;
  account.email = options.email;
  account.name = options.name.empty() ? options.email : options.name;
  account.role = parse_role(options.role);
  account.organisers = options.organisers;
  account.venues = options.venues;
  const auto password = read_password();
  check_new_password(password, account.email, account.name);
  print_account(line, accounts.add(account, hash_password(password), line.actor, wall_now()));
  return 0;
}

int list(const CommandLine& line) {
  open_store(line);
  Accounts accounts{database_path(line.data_dir)};
  Json users = Json::array();
  for (const auto& account : accounts.all()) {
    users.push_back(to_json(account));
    if (!line.json) print_account(line, account);
  }
  if (line.json) print_json({{"users", users}});
  return 0;
}

int disable(const CommandLine& line, const std::string& email) {
  open_store(line);
  Accounts accounts{database_path(line.data_dir)};
  auto account = need_account(accounts, email);
  account.disabled = true;
  accounts.change(account, line.actor, wall_now());
  print_account(line, account);
  return 0;
}

/// A new password, no second factor, enabled: for who has lost the telephone.
int reset(const CommandLine& line, const std::string& email) {
  open_store(line);
  Accounts accounts{database_path(line.data_dir)};
  auto account = need_account(accounts, email);
  const auto password = read_password();
  check_new_password(password, account.email, account.name);
  accounts.set_password(account.id, hash_password(password), "", line.actor, wall_now());
  if (account.two_factor) accounts.set_second_factor(account.id, "", false, line.actor, wall_now());
  account.two_factor = false;
  account.disabled = false;
  accounts.change(account, line.actor, wall_now());
  print_account(line, account);
  return 0;
}

int code(const CommandLine& line) {
  const auto store = open_store(line);
  if (Accounts{database_path(line.data_dir)}.any())
    throw Error{ErrorCode::Conflict, "there are accounts already; an administrator invites, or skylt-server user add"};
  const auto code = store->issue_setup_code();
  if (line.json) {
    print_json({{"set_up_code", code}});
  } else {
    std::printf("set-up code (works once, for 15 minutes): %s\n", code.c_str());
  }
  return 0;
}

}  // namespace

void add_user_commands(CLI::App& app, CommandLine& line) {
  CLI::App* user = app.add_subcommand("user", "Who may sign in to the organisers' interface");
  user->require_subcommand(1);
  CLI::App* command = user->add_subcommand("add", "Add an account; its password is read from standard input");
  add_common_options(*command, line);
  auto options = std::make_shared<UserOptions>();
  command->add_option("--email", options->email, "What the person signs in with")->required();
  command->add_option("--name", options->name, "What people call her");
  command->add_option("--role", options->role, "What she may do")
      ->capture_default_str()
      ->check(CLI::IsMember(std::vector<std::string>{std::begin(kRoleNames), std::end(kRoleNames)}));
  command->add_option("--organiser", options->organisers, "An editor's own organiser (again for more)");
  command->add_option("--venue", options->venues, "An editor's own venue (again for more)");
  command->callback([&line, options] { line.run = [&line, options] { return add(line, *options); }; });

  command = user->add_subcommand("list", "All accounts");
  add_common_options(*command, line);
  command->callback([&line] { line.run = [&line] { return list(line); }; });
  command = user->add_subcommand("code", "Print a new set-up code for the first administrator");
  add_common_options(*command, line);
  command->callback([&line] { line.run = [&line] { return code(line); }; });

  const auto add_one = [&](const char* name, const char* what, int (*action)(const CommandLine&, const std::string&)) {
    CLI::App* part = user->add_subcommand(name, what);
    add_common_options(*part, line);
    auto email = std::make_shared<std::string>();
    part->add_option("EMAIL", *email, "Whose account")->required();
    part->callback([&line, email, action] { line.run = [&line, email, action] { return action(line, *email); }; });
  };
  add_one("disable", "End an account's logins and let it in no more", disable);
  add_one("reset", "New password from standard input, no second factor, enabled", reset);
}

}  // namespace skylt
