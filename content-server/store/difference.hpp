#pragma once
#include "core/base/json.hpp"

namespace skylt {

/// What differs between two objects: the keys whose values do, and of a list of entries with ids the entries that do.
struct Difference {
  Json before = Json::object();  ///< what is only there before, or otherwise
  Json after = Json::object();
};

Difference difference_of(const Json& before, const Json& after);

/// `document`, which has come from a change that was recorded as `difference`, as it was before that; what else was
/// done to it since stays. An entry that comes back comes last in its list.
Json taken_back(Json document, const Difference& difference);

}  // namespace skylt
