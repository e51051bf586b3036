#pragma once
#include "content-server/publish/publish.hpp"

namespace skylt::test {

/// Skylt's own layouts, words and themes with the machine's fonts; loaded once.
const Assets& shipped_assets();

/// Two venues with two rooms each ("a1" … "b2"), a door screen at a1 and at b1, and a session in a1 and in b1.
EventData two_venues();

Session session(const std::string& id, const std::string& room, const std::string& venue, const std::string& title);
Screen screen(const std::string& id, const std::string& venue, const std::string& layout);
Change change(const std::string& id, const std::string& session, ChangeKind kind);

/// Where the built snapshot says that `role`/`name` is; throws when it does not.
const BlobRef& blob_of(const BuiltSnapshot& built, const std::string& role, const std::string& name);
std::string text_of(const BuiltSnapshot& built, const std::string& role, const std::string& name);

/// All bytes of rows in the snapshot, to look for what should not be there.
std::string all_rows(const BuiltSnapshot& built);

}  // namespace skylt::test
