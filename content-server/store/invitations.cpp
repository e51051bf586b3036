// Invitations of new accounts, and the personal links of volunteers.
#include <algorithm>

#include "content-server/store/account_rows.hpp"
#include "content-server/store/sqlite_store.hpp"

namespace skylt {

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

bool Accounts::remove_invitation(const std::string& id, const std::string& actor, UtcTime now) {
  const std::lock_guard lock{mutex_};
  const auto row = db_.query_one("SELECT id, doc FROM invitations WHERE id = :a", {id});
  if (!row) return false;
  log("account.uninvite", id, to_json(invitation_of(*row)), nullptr, actor, now,
      {{"DELETE FROM invitations WHERE id = :a", {id}}});
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
  Write write{db_, actor, now};
  const auto row = db_.query_one("SELECT id, doc FROM personal_links WHERE id = :a", {id});
  if (!row) return false;
  db_.run("DELETE FROM personal_links WHERE id = :a", {id});
  write.log("link.remove", id, to_json(link_of(*row)), nullptr);
  finish(write);
  return true;
}

}  // namespace skylt
