#include "content-server/store/account_rows.hpp"

#include "content-server/store/sqlite_store.hpp"
#include "core/base/ascii.hpp"
#include "core/base/error.hpp"
#include "core/snapshot/snapshot.hpp"

namespace skylt {
namespace {

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

}  // namespace

std::string folded(const std::string& email) { return lower_ascii(email); }

std::string short_id(const std::string& prefix) { return prefix + sha256_hex(random_token()).substr(0, 10); }

Json stored(const Account& account) {
  return {{"name", account.name},
          {"role", name_of(account.role)},
          {"organisers", account.organisers},
          {"venues", account.venues},
          {"two_factor", account.two_factor},
          {"disabled", account.disabled},
          {"made", format_instant(account.made)}};
}

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

ApiToken token_of(const SqlRow& row) {
  const Json doc = parse_json(row.text(2), "stored token");
  ApiToken token;
  token.id = row.text(0);
  token.account = row.text(1);
  token.name = doc.value("name", "");
  if (doc.contains("until") && doc["until"].is_string()) token.until = parse_instant(doc["until"].get<std::string>());
  return token;
}

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

}  // namespace skylt
