#include "core/programme/change.hpp"

#include <set>
#include <string_view>
#include <tuple>

namespace skylt {

const Change* newest_replacement(const std::string& session, std::span<const Change> changes) {
  const Change* newest = nullptr;
  for (const auto& change : changes) {
    const bool replaces = change.kind == ChangeKind::Replaced && change.session == session;
    if (replaces && (!newest || newest->created <= change.created)) newest = &change;
  }
  return newest;
}

const Change* ring_closer(const Change& change, const HoldingReplacement& holding) {
  const auto age = [](const Change& one) { return std::tie(one.created, one.id); };
  const Change* newest = &change;
  std::set<std::string_view> seen;
  for (const Change* at = &change; at && at->by;) {
    if (*at->by == change.session) return newest;
    if (!seen.insert(*at->by).second) return nullptr;
    at = holding(*at->by);
    if (at && age(*newest) < age(*at)) newest = at;
  }
  return nullptr;
}

}  // namespace skylt
