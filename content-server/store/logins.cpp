// What lets somebody in: the set-up code, logins, the tokens of scripts.
#include <algorithm>
#include <filesystem>

#include "content-server/store/account_rows.hpp"
#include "content-server/store/sqlite_store.hpp"

namespace skylt {
namespace {

constexpr std::chrono::minutes kIdle{30};
constexpr std::chrono::hours kLongest{12};
constexpr std::chrono::minutes kSetupCode{15};
constexpr std::chrono::minutes kNoteUse{1};  // how often the use of a login is written down
constexpr int kMostWrongCodes = 10;

}  // namespace

bool Accounts::check_setup_code(const std::string& code, UtcTime now) {
  const std::lock_guard lock{mutex_};
  Transaction transaction{db_};
  const auto value = [&](const char* name) {
    const auto row = db_.query_one("SELECT value FROM settings WHERE name = :a", {std::string{name}});
    return row ? row->text(0) : std::string{};
  };
  const auto hash = value("setup_code");
  const auto made = parse_instant(value("setup_code_made"));
  if (hash.empty() || !made || now - *made > kSetupCode) return false;
  if (hash == sha256_hex(code)) return true;
  const auto wrong = value("setup_code_wrong");
  const int tries = (wrong.empty() ? 0 : std::stoi(wrong)) + 1;
  db_.run(
      "INSERT INTO settings (name, value) VALUES ('setup_code_wrong', :a)"
      " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      {std::to_string(tries)});
  if (tries >= kMostWrongCodes) db_.run("DELETE FROM settings WHERE name = 'setup_code'");
  transaction.commit();
  return false;
}

void Accounts::end_setup_code() {
  const std::lock_guard lock{mutex_};
  db_.run("DELETE FROM settings WHERE name IN ('setup_code', 'setup_code_made', 'setup_code_wrong')");
}

std::string Accounts::open_login(const Account& account, UtcTime now) {
  const std::lock_guard lock{mutex_};
  std::string token = random_token();
  Transaction transaction{db_};
  db_.run("DELETE FROM logins WHERE began < :a", {format_instant(now - kLongest)});
  db_.run("INSERT INTO logins (hash, account, began, used) VALUES (:a, :b, :c, :d)",
          {sha256_hex(token), account.id, format_instant(now), format_instant(now)});
  db_.run("UPDATE accounts SET last_login = :a WHERE id = :b", {format_instant(now), account.id});
  transaction.commit();
  return token;
}

std::string Accounts::open_login(const PersonalLink& link, UtcTime now) {
  const std::lock_guard lock{mutex_};
  std::string token = random_token();
  db_.run("INSERT INTO logins (hash, link, began, used) VALUES (:a, :b, :c, :d)",
          {sha256_hex(token), link.id, format_instant(now), format_instant(now)});
  return token;
}

std::optional<Login> Accounts::login_of(const std::string& token, UtcTime now, bool use) {
  const std::lock_guard lock{mutex_};
  const auto hash = sha256_hex(token);
  const auto row = db_.query_one("SELECT account, link, began, used FROM logins WHERE hash = :a", {hash});
  if (!row) return std::nullopt;
  const auto began = parse_instant(row->text(2)), used = parse_instant(row->text(3));
  if (!began || !used || now - *began > kLongest || now - *used > kIdle) {
    db_.run("DELETE FROM logins WHERE hash = :a", {hash});
    return std::nullopt;
  }
  if (use && now - *used > kNoteUse)
    db_.run("UPDATE logins SET used = :a WHERE hash = :b", {format_instant(now), hash});
  Login login;
  if (!row->text(0).empty()) {
    login.account = account_where("WHERE id = :a", row->text(0));
    if (!login.account || login.account->disabled) return std::nullopt;
    return login;
  }
  const auto link = db_.query_one("SELECT id, doc FROM personal_links WHERE id = :a", {row->text(1)});
  if (!link) return std::nullopt;
  login.link = link_of(*link);
  return login.link->until > now ? std::optional{login} : std::nullopt;
}

void Accounts::close_login(const std::string& token) {
  const std::lock_guard lock{mutex_};
  db_.run("DELETE FROM logins WHERE hash = :a", {sha256_hex(token)});
}

std::string Accounts::issue_token(ApiToken token, const std::string& actor, UtcTime now) {
  const std::lock_guard lock{mutex_};
  std::string secret = random_token();
  const Json doc{{"name", token.name}, {"until", token.until ? Json(format_instant(*token.until)) : Json(nullptr)}};
  log("token.add", token.id, nullptr, Json{{"name", token.name}}, actor, now,
      {{"INSERT INTO api_tokens (id, hash, account, doc) VALUES (:a, :b, :c, :d)",
        {token.id, sha256_hex(secret), token.account, dump_json(doc)}}});
  return secret;
}

std::vector<ApiToken> Accounts::tokens_of(const std::string& account) {
  const std::lock_guard lock{mutex_};
  std::vector<ApiToken> tokens;
  for (const auto& row : db_.query("SELECT id, account, doc FROM api_tokens WHERE account = :a ORDER BY id", {account}))
    tokens.push_back(token_of(row));
  return tokens;
}

bool Accounts::remove_token(const std::string& account, const std::string& id, const std::string& actor, UtcTime now) {
  const std::lock_guard lock{mutex_};
  const auto row =
      db_.query_one("SELECT id, account, doc FROM api_tokens WHERE id = :a AND account = :b", {id, account});
  if (!row) return false;
  log("token.remove", id, Json{{"name", token_of(*row).name}}, nullptr, actor, now,
      {{"DELETE FROM api_tokens WHERE id = :a", {id}}});
  return true;
}

std::optional<Login> Accounts::owner_of_token(const std::string& token, UtcTime now) {
  const std::lock_guard lock{mutex_};
  const auto row = db_.query_one("SELECT id, account, doc FROM api_tokens WHERE hash = :a", {sha256_hex(token)});
  if (!row) return std::nullopt;
  const auto known = token_of(*row);
  Login login;
  login.account = account_where("WHERE id = :a", known.account);
  const bool over = known.until && *known.until <= now;
  return over || !login.account || login.account->disabled ? std::nullopt : std::optional{login};
}

}  // namespace skylt
