#pragma once
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "content-server/store/database.hpp"
#include "content-server/store/store.hpp"
#include "core/base/json.hpp"
#include "core/base/time.hpp"

namespace skylt {

class Write;

enum class Role { Viewer, Editor, Translator, Publisher, Technician, Administrator };
inline constexpr const char* kRoleNames[] = {"viewer",    "editor",     "translator",
                                             "publisher", "technician", "administrator"};
inline const char* name_of(Role role) { return kRoleNames[static_cast<std::size_t>(role)]; }
/// Throws Error(invalid) that lists the roles.
Role parse_role(const std::string& name);

/// A person who may sign in. The password's hash and the second factor's secret stay in the store.
struct Account {
  std::string id;
  std::string email;  ///< folded to lower case; what she signs in with
  std::string name;
  Role role = Role::Viewer;
  std::vector<std::string> organisers, venues;  ///< what is an editor's own
  bool two_factor = false;
  bool disabled = false;
  std::optional<UtcTime> last_login;
  UtcTime made{};  ///< an administrator has a while from here to take up the second factor (S-21)
};

/// A volunteer's expiring way to her own sessions, without an account.
struct PersonalLink {
  std::string id, name, email;
  std::vector<std::string> sessions;
  UtcTime until{};
  std::string made_by;
};

struct Invitation {
  std::string id, email;
  Role role = Role::Viewer;
  std::vector<std::string> organisers, venues;
  UtcTime until{};
};

struct ApiToken {
  std::string id, account, name;
  std::optional<UtcTime> until;
};

/// Whose a cookie or a token is: one of the two.
struct Login {
  std::optional<Account> account;
  std::optional<PersonalLink> link;
  bool overdue = false;  ///< an administrator without the second factor whose time for it is over: she may only look
};

Json to_json(const Account& account);
Json to_json(const PersonalLink& link);
Json to_json(const Invitation& invitation);

/// Accounts and what stands for them, in the database of the event. What people do to accounts is in the history, no
/// secret with it (S-13). Its own connection; thread-safe. Throws Error.
class Accounts {
 public:
  explicit Accounts(const std::string& path);

  bool any();
  std::vector<Account> all();
  std::optional<Account> find(const std::string& id);
  std::optional<Account> find_by_email(const std::string& email);
  /// Argon2id string; empty when there is none.
  std::string password_of(const std::string& id);
  /// Throws Error(conflict) when the address is taken. Fills in the id.
  Account add(Account account, const std::string& password_hash, const std::string& actor, UtcTime now);
  /// Name, role, what is own, disabled. A disabled account's logins end at once (S-22). Throws Error(conflict) rather
  /// than leave the event without an administrator.
  void change(const Account& account, const Writer& writer, UtcTime now);
  /// Ends every login of that account but `except` (a cookie's token; empty: all).
  void set_password(const std::string& id, const std::string& hash, const std::string& except, const std::string& actor,
                    UtcTime now);

  struct SecondFactor {
    std::string secret;     ///< base32; empty: none
    std::int64_t used = 0;  ///< the last time step whose code was used (a code works once)
  };
  SecondFactor second_factor(const std::string& id);
  void set_second_factor(const std::string& id, const std::string& secret, bool in_force, const std::string& actor,
                         UtcTime now);
  /// False when that time step, or a later one, was used before.
  bool use_time_step(const std::string& id, std::int64_t step);

  /// Whether it is the set-up code, younger than 15 minutes; ten wrong ones end it (S-10, S-23).
  bool check_setup_code(const std::string& code, UtcTime now);
  void end_setup_code();

  /// A new login; its token, to be kept in a cookie.
  std::string open_login(const Account& account, UtcTime now);
  std::string open_login(const PersonalLink& link, UtcTime now);
  /// nullopt when it has ended: 30 minutes unused, 12 hours old, link over, account disabled (S-22).
  /// `use`: somebody does something with it, which keeps it open.
  std::optional<Login> login_of(const std::string& token, UtcTime now, bool use = true);
  void close_login(const std::string& token);

  std::string issue_token(ApiToken token, const std::string& actor, UtcTime now);
  std::vector<ApiToken> tokens_of(const std::string& account);
  bool remove_token(const std::string& account, const std::string& id, const std::string& actor, UtcTime now);
  std::optional<Login> owner_of_token(const std::string& token, UtcTime now);

  /// Returns what is to be handed over; the id is filled in.
  std::string invite(Invitation& invitation, const std::string& actor, UtcTime now);
  std::vector<Invitation> invitations(UtcTime now);
  std::optional<Invitation> find_invitation(const std::string& token, UtcTime now);
  bool remove_invitation(const std::string& id, const std::string& actor, UtcTime now);

  std::string make_link(PersonalLink& link, const std::string& actor, UtcTime now);
  std::vector<PersonalLink> links(UtcTime now);
  std::optional<PersonalLink> find_link(const std::string& token, UtcTime now);
  bool remove_link(const std::string& id, const std::string& actor, UtcTime now);

 private:
  std::optional<Account> account_where(const std::string& condition, const std::string& value);
  void log(const std::string& action, const std::string& object, const Json& before, const Json& after,
           const std::string& actor, UtcTime now,
           const std::vector<std::pair<std::string, std::vector<SqlValue>>>& sql);
  /// The revision that it makes.
  std::int64_t finish(Write& write);

  std::mutex mutex_;
  Database db_;
  std::string data_dir_;
};

}  // namespace skylt
