#pragma once
#include "content-server/store/accounts.hpp"
#include "content-server/store/database.hpp"

namespace skylt {

// Rows of the tables of accounts, and what they say. Each throws Error naming what is damaged.

inline constexpr const char* kAccountColumns = "SELECT id, email, doc, last_login FROM accounts ";
Account account_of(const SqlRow& row);        ///< of kAccountColumns
PersonalLink link_of(const SqlRow& row);      ///< id, doc
Invitation invitation_of(const SqlRow& row);  ///< id, doc
ApiToken token_of(const SqlRow& row);         ///< id, account, doc

/// What the column `doc` keeps of an account.
Json stored(const Account& account);
/// The same of anything else: its JSON without the id.
std::string doc_of(Json json);

/// An e-mail address as it is compared: ASCII letters small.
std::string folded(const std::string& email);

/// A new id: the prefix and ten hexadecimal digits that nobody can guess.
std::string short_id(const std::string& prefix);

}  // namespace skylt
