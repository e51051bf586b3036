#pragma once
#include <string>
#include <string_view>

namespace skylt {

/// Argon2id of libsodium's string form, 64 MiB, two passes (S-20 asks for 46 MiB). Takes some 100 ms on purpose.
std::string hash_password(const std::string& password);

/// False also for an empty or broken hash, after as long a time as for a good one: what an unknown name costs (S-23).
bool is_password(const std::string& password, const std::string& hash);

/// Throws Error(invalid) that says what is wrong with a new password: 8 to 256 characters, not a common one, not the
/// person's own address or name (S-20).
void check_new_password(const std::string& password, const std::string& email, const std::string& name);

}  // namespace skylt
