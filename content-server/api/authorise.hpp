#pragma once
#include <string>
#include <vector>

#include "content-server/store/accounts.hpp"
#include "core/programme/event.hpp"

namespace skylt {

/// What a route does. Every route of the table has one; nothing is open by accident (S-26).
enum class Action {
  Public,     ///< nobody need be signed in
  SignedIn,   ///< whoever is
  Look,       ///< the event, sessions
  LookAll,    ///< everything else there is to look at
  Change,     ///< live changes of a session
  Session,    ///< sessions entered by hand
  Translate,  ///< texts by language
  Message,
  Rota,
  Screen,
  Venue,   ///< what is closed in a venue
  Source,  ///< imports, aliases, duplicates
  Decide,  ///< proposals
  People,
  Link
};
/// "change"; as in `may` of /api/v1/me.
const char* name_of(Action action);

enum class Verdict { Denied, Propose, Allowed };

/// The one place where it is decided who may do what. `own`: whether the thing is hers; Nothing: asked for the action
/// as such, before the thing is known, and answered with the best that any thing could give.
enum class Whose { Nothing, Own, Others };
Verdict authorise(const Login& login, Action action, Whose whose);

/// S-21: administrators have the second factor. Until when one may go on without it; nullopt: she has it, or needs
/// none.
std::optional<UtcTime> second_factor_due(const Account& account);

/// Whose a thing is to her.
Whose whose_session(const Login& login, const Session& session);
/// S-27: whether it goes to every screen of the event, which takes a second person or a second factor.
bool is_city_wide(const Message& message, const std::vector<Screen>& screens);
/// Hers when it is for screens of her venues only.
Whose whose_message(const Login& login, const Message& message, const std::vector<Screen>& screens);
Whose whose_venue(const Login& login, const std::string& venue);
/// A change of a session of `data`, to be made or taken back at `now`. A volunteer's change of time or room holds at
/// once; what she writes is looked at first, and so is a delay that others' sessions would follow. Throws
/// Error(not_found).
Verdict authorise_change(const Login& login, const EventData& data, const Change& change, UtcTime now);
/// S-27: whether a second person must accept it before it goes out: one for the whole city by somebody who did not
/// sign in with a second factor.
bool needs_second_person(const Login& login, bool by_token, const Message& message, const std::vector<Screen>& screens);

/// Names of the actions that she may do to something at once.
std::vector<std::string> actions_of(const Login& login);

/// Whether an action of the record is done to people: to accounts, tokens or personal links. Not everybody reads those.
bool is_about_people(const std::string& action);

/// What the history calls her.
std::string actor_of(const Login& login);

}  // namespace skylt
