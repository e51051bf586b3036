#include "content-server/store/accounts.hpp"

#include <algorithm>
#include <filesystem>

#include "content-server/store/notice.hpp"
#include "content-server/store/schema.hpp"
#include "content-server/store/sqlite_store.hpp"

namespace skylt {
namespace {

constexpr std::chrono::minutes kIdle{30};
constexpr std::chrono::hours kLongest{12};
constexpr std::chrono::minutes kSetupCode{15};
constexpr std::chrono::minutes kNoteUse{1};  // how often the use of a login is written down
constexpr int kMostWrongCodes = 10;

std::string short_id(const std::string& prefix) { return prefix + sha256_hex(random_token()).substr(0, 10); }

std::string folded(std::string email) {
  for (char& c : email)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return email;
}

template <class Value, class Fill>
Value read_stored(const std::string& what, const std::string& doc, const Fill& fill) {
  const Json json = parse_json(doc, what);
  Faults faults;
  JsonReader reader{json, faults};
  Value value;
  fill(reader, value);
  throw_on(what, faults);
  return value;
}

Json stored(const Account& account) {
  return {{"name", account.name},
          {"role", name_of(account.role)},
          {"organisers", account.organisers},
          {"venues", account.venues},
          {"two_factor", account.two_factor},
          {"disabled", account.disabled},
          {"made", format_instant(account.made)}};
}

constexpr const char* kAccountColumns = "SELECT id, email, doc, last_login FROM accounts ";

Account account_of(const SqlRow& row) {
  auto account = read_stored<Account>("stored account", row.text(2), [](JsonReader& reader, Account& value) {
    value.name = reader.optional_string("name");
    value.role = parse_role(reader.string("role"));
    value.organisers = reader.strings("organisers");
    value.venues = reader.strings("venues");
    value.two_factor = reader.boolean("two_factor", false);
    value.disabled = reader.boolean("disabled", false);
    value.made = reader.optional_instant("made").value_or(UtcTime{});
  });
  account.id = row.text(0);
  account.email = row.text(1);
  account.last_login = parse_instant(row.text(3));
  return account;
}

PersonalLink link_of(const SqlRow& row) {
  auto link = read_stored<PersonalLink>("stored link", row.text(1), [](JsonReader& reader, PersonalLink& value) {
    value.name = reader.optional_string("name");
    value.email = reader.optional_string("email");
    value.sessions = reader.strings("sessions");
    value.until = reader.instant("until");
    value.made_by = reader.optional_string("made_by");
  });
  link.id = row.text(0);
  return link;
}

Invitation invitation_of(const SqlRow& row) {
  auto invitation =
      read_stored<Invitation>("stored invitation", row.text(1), [](JsonReader& reader, Invitation& value) {
        value.email = reader.string("email");
        value.role = parse_role(reader.string("role"));
        value.organisers = reader.strings("organisers");
        value.venues = reader.strings("venues");
        value.until = reader.instant("until");
      });
  invitation.id = row.text(0);
  return invitation;
}

std::string doc_of(Json json) {
  json.erase("id");
  return dump_json(json);
}

}  // namespace

Role parse_role(const std::string& name) {
  std::string known;
  for (std::size_t i = 0; i < std::size(kRoleNames); ++i) {
    if (name == kRoleNames[i]) return static_cast<Role>(i);
    known += (i == 0 ? "" : ", ") + std::string{kRoleNames[i]};
  }
  throw Error{ErrorCode::Invalid, "'" + name + "' is not a role; there are " + known};
}

Json to_json(const Account& account) {
  Json json{{"id", account.id}, {"email", account.email}};
  json.update(stored(account));
  json["last_login"] = account.last_login ? Json(format_instant(*account.last_login)) : Json(nullptr);
  return json;
}

Json to_json(const PersonalLink& link) {
  return {{"id", link.id},
          {"name", link.name},
          {"email", link.email},
          {"sessions", link.sessions},
          {"until", format_instant(link.until)},
          {"made_by", link.made_by}};
}

Json to_json(const Invitation& invitation) {
  return {{"id", invitation.id},
          {"email", invitation.email},
          {"role", name_of(invitation.role)},
          {"organisers", invitation.organisers},
          {"venues", invitation.venues},
          {"until", format_instant(invitation.until)}};
}

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
  write.touch("accounts");
  write.log(action, object, before, after);
  write.commit();
  poke_servers(data_dir_);
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
  account.email = folded(account.email);
  if (account_where("WHERE email = :a", account.email))
    throw Error{ErrorCode::Conflict, "there is an account with the address " + account.email + " already"};
  account.id = short_id("a");
  account.made = now;
  log("account.add", account.id, nullptr, stored(account), actor, now,
      {{"INSERT INTO accounts (id, email, doc, password, totp_secret, totp_used) VALUES (:a, :b, :c, :d, '', 0)",
        {account.id, account.email, dump_json(stored(account)), password_hash}}});
  return account;
}

void Accounts::change(const Account& account, const std::string& actor, UtcTime now) {
  const std::lock_guard lock{mutex_};
  const auto old = account_where("WHERE id = :a", account.id);
  if (!old) throw Error{ErrorCode::NotFound, "there is no account '" + account.id + "'"};
  const bool rules = account.role == Role::Administrator && !account.disabled;
  if (!rules && old->role == Role::Administrator && !old->disabled) {
    const auto rows = db_.query(kAccountColumns + std::string{"ORDER BY email"});
    const auto others = std::count_if(rows.begin(), rows.end(), [&](const SqlRow& row) {
      const auto other = account_of(row);
      return other.id != account.id && other.role == Role::Administrator && !other.disabled;
    });
    if (others == 0) throw Error{ErrorCode::Conflict, "the last administrator stays one; make another first"};
  }
  std::vector<std::pair<std::string, std::vector<SqlValue>>> sql{
      {"UPDATE accounts SET doc = :a WHERE id = :b", {dump_json(stored(account)), account.id}}};
  if (account.disabled) sql.push_back({"DELETE FROM logins WHERE account = :a", {account.id}});
  log("account.change", account.id, stored(*old), stored(account), actor, now, sql);
}

void Accounts::set_password(const std::string& id, const std::string& hash, const std::string& except,
                            const std::string& actor, UtcTime now) {
  const std::lock_guard lock{mutex_};
  log("account.password", id, nullptr, nullptr, actor, now,
      {{"UPDATE accounts SET password = :a WHERE id = :b", {hash, id}},
       {"DELETE FROM logins WHERE account = :a AND hash <> :b", {id, sha256_hex(except)}}});
}

void Accounts::end_logins(const std::string& account) {
  const std::lock_guard lock{mutex_};
  db_.run("DELETE FROM logins WHERE account = :a", {account});
}

Accounts::SecondFactor Accounts::second_factor(const std::string& id) {
  const std::lock_guard lock{mutex_};
  const auto row = db_.query_one("SELECT totp_secret, totp_used FROM accounts WHERE id = :a", {id});
  return row ? SecondFactor{row->text(0), row->integer(1)} : SecondFactor{};
}

void Accounts::set_second_factor(const std::string& id, const std::string& secret, bool in_force,
                                 const std::string& actor, UtcTime now) {
  const std::lock_guard lock{mutex_};
  auto account = account_where("WHERE id = :a", id);
  if (!account) throw Error{ErrorCode::NotFound, "there is no account '" + id + "'"};
  account->two_factor = in_force;
  log(in_force ? "account.two-factor" : "account.two-factor-off", id, nullptr, nullptr, actor, now,
      {{"UPDATE accounts SET doc = :a, totp_secret = :b WHERE id = :c", {dump_json(stored(*account)), secret, id}}});
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

std::string Accounts::issue_token(ApiToken token, UtcTime now) {
  const std::lock_guard lock{mutex_};
  std::string secret = random_token();
  const Json doc{{"name", token.name}, {"until", token.until ? Json(format_instant(*token.until)) : Json(nullptr)}};
  log("token.add", token.id, nullptr, Json{{"name", token.name}}, token.account, now,
      {{"INSERT INTO api_tokens (id, hash, account, doc) VALUES (:a, :b, :c, :d)",
        {token.id, sha256_hex(secret), token.account, dump_json(doc)}}});
  return secret;
}

namespace {

ApiToken token_of(const SqlRow& row) {
  const Json doc = parse_json(row.text(2), "stored token");
  ApiToken token;
  token.id = row.text(0);
  token.account = row.text(1);
  token.name = doc.value("name", "");
  if (doc.contains("until") && doc["until"].is_string()) token.until = parse_instant(doc["until"].get<std::string>());
  return token;
}

}  // namespace

std::vector<ApiToken> Accounts::tokens_of(const std::string& account) {
  const std::lock_guard lock{mutex_};
  std::vector<ApiToken> tokens;
  for (const auto& row : db_.query("SELECT id, account, doc FROM api_tokens WHERE account = :a ORDER BY id", {account}))
    tokens.push_back(token_of(row));
  return tokens;
}

bool Accounts::remove_token(const std::string& account, const std::string& id) {
  const std::lock_guard lock{mutex_};
  if (!db_.query_one("SELECT id FROM api_tokens WHERE id = :a AND account = :b", {id, account})) return false;
  db_.run("DELETE FROM api_tokens WHERE id = :a", {id});
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

std::string Accounts::invite(Invitation& invitation, const std::string& actor, UtcTime now) {
  const std::lock_guard lock{mutex_};
  invitation.id = short_id("i");
  invitation.email = folded(invitation.email);
  std::string token = random_token();
  log("account.invite", invitation.id, nullptr, to_json(invitation), actor, now,
      {{"INSERT INTO invitations (id, hash, doc) VALUES (:a, :b, :c)",
        {invitation.id, sha256_hex(token), doc_of(to_json(invitation))}}});
  return token;
}

std::vector<Invitation> Accounts::invitations(UtcTime now) {
  const std::lock_guard lock{mutex_};
  std::vector<Invitation> list;
  for (const auto& row : db_.query("SELECT id, doc FROM invitations ORDER BY id")) {
    auto invitation = invitation_of(row);
    if (invitation.until > now) list.push_back(std::move(invitation));
  }
  return list;
}

std::optional<Invitation> Accounts::find_invitation(const std::string& token, UtcTime now) {
  const std::lock_guard lock{mutex_};
  const auto row = db_.query_one("SELECT id, doc FROM invitations WHERE hash = :a", {sha256_hex(token)});
  if (!row) return std::nullopt;
  auto invitation = invitation_of(*row);
  return invitation.until > now ? std::optional{invitation} : std::nullopt;
}

bool Accounts::remove_invitation(const std::string& id) {
  const std::lock_guard lock{mutex_};
  if (!db_.query_one("SELECT id FROM invitations WHERE id = :a", {id})) return false;
  db_.run("DELETE FROM invitations WHERE id = :a", {id});
  return true;
}

std::string Accounts::make_link(PersonalLink& link, const std::string& actor, UtcTime now) {
  const std::lock_guard lock{mutex_};
  link.id = short_id("l");
  link.made_by = actor;
  std::string token = random_token();
  log("link.add", link.id, nullptr, to_json(link), actor, now,
      {{"INSERT INTO personal_links (id, hash, doc) VALUES (:a, :b, :c)",
        {link.id, sha256_hex(token), doc_of(to_json(link))}}});
  return token;
}

std::vector<PersonalLink> Accounts::links(UtcTime now) {
  const std::lock_guard lock{mutex_};
  std::vector<PersonalLink> list;
  for (const auto& row : db_.query("SELECT id, doc FROM personal_links ORDER BY id")) {
    auto link = link_of(row);
    if (link.until > now) list.push_back(std::move(link));
  }
  return list;
}

std::optional<PersonalLink> Accounts::find_link(const std::string& token, UtcTime now) {
  const std::lock_guard lock{mutex_};
  const auto row = db_.query_one("SELECT id, doc FROM personal_links WHERE hash = :a", {sha256_hex(token)});
  if (!row) return std::nullopt;
  auto link = link_of(*row);
  return link.until > now ? std::optional{link} : std::nullopt;
}

bool Accounts::remove_link(const std::string& id, const std::string& actor, UtcTime now) {
  const std::lock_guard lock{mutex_};
  const auto row = db_.query_one("SELECT id, doc FROM personal_links WHERE id = :a", {id});
  if (!row) return false;
  log("link.remove", id, to_json(link_of(*row)), nullptr, actor, now,
      {{"DELETE FROM personal_links WHERE id = :a", {id}}});
  return true;
}

}  // namespace skylt
