#include "content-server/store/accounts.hpp"

#include <algorithm>
#include <filesystem>

#include "content-server/store/account_rows.hpp"
#include "content-server/store/notice.hpp"
#include "content-server/store/record.hpp"
#include "content-server/store/schema.hpp"
#include "content-server/store/sqlite_store.hpp"

namespace skylt {

Accounts::Accounts(const std::string& path) : db_{path} {
  migrate(db_);
  const auto folder = std::filesystem::path{path}.parent_path();
  data_dir_ = folder.empty() ? "." : folder.string();
}

void Accounts::log(const std::string& action, const std::string& object, const Json& before, const Json& after,
                   const std::string& actor, UtcTime now,
                   const std::vector<std::pair<std::string, std::vector<SqlValue>>>& sql) {
  Write write{db_, actor, now};
  for (const auto& [statement, values] : sql) db_.run(statement, values);
  write.log(action, object, before, after);
  finish(write);
}

std::int64_t Accounts::finish(Write& write) {
  write.touch("accounts");
  const auto revision = write.commit();
  poke_servers(data_dir_);
  return revision;
}

bool Accounts::any() {
  const std::lock_guard lock{mutex_};
  return db_.query_one("SELECT id FROM accounts LIMIT 1").has_value();
}

std::vector<Account> Accounts::all() {
  const std::lock_guard lock{mutex_};
  std::vector<Account> accounts;
  for (const auto& row : db_.query(kAccountColumns + std::string{"ORDER BY email"}))
    accounts.push_back(account_of(row));
  return accounts;
}

std::optional<Account> Accounts::account_where(const std::string& condition, const std::string& value) {
  const auto row = db_.query_one(kAccountColumns + condition, {value});
  return row ? std::optional{account_of(*row)} : std::nullopt;
}

std::optional<Account> Accounts::find(const std::string& id) {
  const std::lock_guard lock{mutex_};
  return account_where("WHERE id = :a", id);
}

std::optional<Account> Accounts::find_by_email(const std::string& email) {
  const std::lock_guard lock{mutex_};
  return account_where("WHERE email = :a", folded(email));
}

std::string Accounts::password_of(const std::string& id) {
  const std::lock_guard lock{mutex_};
  const auto row = db_.query_one("SELECT password FROM accounts WHERE id = :a", {id});
  return row ? row->text(0) : std::string{};
}

Account Accounts::add(Account account, const std::string& password_hash, const std::string& actor, UtcTime now) {
  const std::lock_guard lock{mutex_};
  Write write{db_, actor, now};
  account.email = folded(account.email);
  if (account_where("WHERE email = :a", account.email))
    throw Error{ErrorCode::Conflict, "there is an account with the address " + account.email + " already"};
  account.id = short_id("a");
  account.made = now;
  db_.run("INSERT INTO accounts (id, email, doc, password, totp_secret, totp_used) VALUES (:a, :b, :c, :d, '', 0)",
          {account.id, account.email, dump_json(stored(account)), password_hash});
  write.log("account.add", account.id, nullptr, stored(account));
  finish(write);
  return account;
}

void Accounts::change(const Account& wanted, const Writer& writer, UtcTime now) {
  const std::lock_guard lock{mutex_};
  Account account = wanted;
  Write write{db_, writer.actor, now};
  if (writer.seen) {
    HistoryFilter since;
    since.object = account.id;
    since.after_revision = *writer.seen;
    since.with = {"account.change"};
    refuse_outdated(read_record(db_, since));
  }
  const auto old = account_where("WHERE id = :a", account.id);
  if (!old) throw Error{ErrorCode::NotFound, "there is no account '" + account.id + "'"};
  account.two_factor = old->two_factor;  // set_second_factor() alone changes it
  const bool rules = account.role == Role::Administrator && !account.disabled;
  if (!rules && old->role == Role::Administrator && !old->disabled) {
    const auto rows = db_.query(kAccountColumns + std::string{"ORDER BY email"});
    const auto others = std::count_if(rows.begin(), rows.end(), [&](const SqlRow& row) {
      const auto other = account_of(row);
      return other.id != account.id && other.role == Role::Administrator && !other.disabled;
    });
    if (others == 0) throw Error{ErrorCode::Conflict, "the last administrator stays one; make another first"};
  }
  db_.run("UPDATE accounts SET doc = :a WHERE id = :b", {dump_json(stored(account)), account.id});
  if (account.disabled) db_.run("DELETE FROM logins WHERE account = :a", {account.id});
  write.log("account.change", account.id, stored(*old), stored(account));
  const auto revision = finish(write);
  if (writer.made) *writer.made = revision;
}

void Accounts::set_password(const std::string& id, const std::string& hash, const std::string& except,
                            const std::string& actor, UtcTime now) {
  const std::lock_guard lock{mutex_};
  log("account.password", id, nullptr, nullptr, actor, now,
      {{"UPDATE accounts SET password = :a WHERE id = :b", {hash, id}},
       {"DELETE FROM logins WHERE account = :a AND hash <> :b", {id, sha256_hex(except)}}});
}

Accounts::SecondFactor Accounts::second_factor(const std::string& id) {
  const std::lock_guard lock{mutex_};
  const auto row = db_.query_one("SELECT totp_secret, totp_used FROM accounts WHERE id = :a", {id});
  return row ? SecondFactor{row->text(0), row->integer(1)} : SecondFactor{};
}

void Accounts::set_second_factor(const std::string& id, const std::string& secret, bool in_force,
                                 const std::string& actor, UtcTime now) {
  const std::lock_guard lock{mutex_};
  Write write{db_, actor, now};
  auto account = account_where("WHERE id = :a", id);
  if (!account) throw Error{ErrorCode::NotFound, "there is no account '" + id + "'"};
  account->two_factor = in_force;
  db_.run("UPDATE accounts SET doc = :a, totp_secret = :b WHERE id = :c", {dump_json(stored(*account)), secret, id});
  write.log(in_force ? "account.two-factor" : "account.two-factor-off", id, nullptr, nullptr);
  finish(write);
}

bool Accounts::use_time_step(const std::string& id, std::int64_t step) {
  const std::lock_guard lock{mutex_};
  Transaction transaction{db_};
  const auto row = db_.query_one("SELECT totp_used FROM accounts WHERE id = :a", {id});
  if (!row || row->integer(0) >= step) return false;
  db_.run("UPDATE accounts SET totp_used = :a WHERE id = :b", {step, id});
  transaction.commit();
  return true;
}

}  // namespace skylt
