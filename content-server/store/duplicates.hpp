#pragma once
#include <set>
#include <span>
#include <string>
#include <utility>

#include "core/programme/session.hpp"

namespace skylt {

/// Ids of two sessions, the smaller one first.
using SessionPair = std::pair<std::string, std::string>;

/// Sessions of different sources that begin at once, in one room, with one title in some language: probably the same,
/// which a person decides (I12). Rooms found; each pair once. Of several alike in one source each has one partner in
/// another.
std::set<SessionPair> find_duplicates(std::span<const Session> sessions);

}  // namespace skylt
