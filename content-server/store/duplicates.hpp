#pragma once
#include <map>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "content-server/store/database.hpp"
#include "core/programme/session.hpp"

namespace skylt {

/// Ids of two sessions, the smaller one first.
using SessionPair = std::pair<std::string, std::string>;

/// What people decided about sessions that look alike (I12).
struct Joins {
  std::map<std::string, std::string> joined;  ///< second -> first: they are one
  std::set<SessionPair> decided;              ///< they are one, or they are two
};
Joins read_joins(Database& database);

/// Sessions that were joined are one: shown by the one that stands highest of those that have not gone missing.
class Standing {
 public:
  /// Of these sessions; `joins` must outlive it.
  explicit Standing(const Joins& joins) : joins_{&joins} {}
  void add(const Session& session);
  /// The id of the session that stands for this one: its own where nothing was joined.
  std::string of(const std::string& id) const;

 private:
  const Joins* joins_;
  std::map<std::string, std::tuple<bool, std::size_t, std::string>> best_;  ///< by the one at the top
};

/// Sessions of different sources that begin at once, in one room, with one title in some language: probably the same,
/// which a person decides (I12). Rooms found; each pair once. Of several alike in one source each has one partner in
/// another.
std::set<SessionPair> find_duplicates(std::span<const Session> sessions);

/// The same without what is joined or decided already.
std::set<SessionPair> undecided_duplicates(std::vector<Session> sessions, const Joins& joins);

}  // namespace skylt
