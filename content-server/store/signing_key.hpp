#pragma once
#include <string>

#include "core/snapshot/snapshot.hpp"

namespace skylt {

/// The event's Ed25519 key lies in <dir>/signing.key, mode 0600, outside the database and its backups (S-13).
/// Throws Error(not_found) when there is none, Error(invalid) when it is damaged or readable by others.
SigningKey load_signing_key(const std::string& dir);

/// Whether there is one, readable or not.
bool has_signing_key(const std::string& dir);

/// Makes a new key; throws Error(conflict) when there is one already, Error(unavailable) when it cannot be written, and
/// then leaves nothing behind.
SigningKey create_signing_key(const std::string& dir);

}  // namespace skylt
