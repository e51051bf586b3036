#include "core/programme/change.hpp"

namespace skylt {
namespace {

/// The session that takes the place of `session`; later replacements win. nullptr when nothing does.
const std::string* replacement_of(const std::string& session, std::span<const Change> known) {
  const Change* newest = nullptr;
  for (const auto& change : known) {
    const bool replaces = change.kind == ChangeKind::Replaced && change.session == session && change.by;
    if (replaces && (!newest || newest->created <= change.created)) newest = &change;
  }
  return newest ? &*newest->by : nullptr;
}

}  // namespace

bool closes_ring(const Change& change, std::span<const Change> known) {
  if (change.kind != ChangeKind::Replaced || !change.by) return false;
  const std::string* at = &*change.by;
  for (std::size_t steps = 0; at && steps <= known.size(); ++steps) {
    if (*at == change.session) return true;
    at = replacement_of(*at, known);
  }
  return false;
}

}  // namespace skylt
