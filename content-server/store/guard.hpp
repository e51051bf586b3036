#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "core/base/json.hpp"
#include "core/programme/effective.hpp"

namespace skylt {

/// What a new file would do to one session that its source shows today.
struct SessionFate {
  UtcTime start{};
  UtcTime end{};
  bool vanishes = false;
  bool changes = false;
};

/// Why an import is held back for a person's OK.
struct Hold {
  std::string code;      ///< "day-vanishes", "much-differs", "nothing-usable", "cut-off"
  std::size_t part = 0;  ///< sessions that would vanish, or vanish or change
  std::size_t all = 0;   ///< of so many
  std::optional<Day> day{};
  bool operator==(const Hold&) const = default;
};

/// In English.
std::string sentence_of(const Hold& hold);

/// Of a file that ends too early: whatever would vanish may stand in the part that is missing.
std::optional<Hold> hold_of_cut_off(std::span<const SessionFate> sessions);

/// {"code","part","all","day"|null}
Json to_json(const Hold& hold);

/// The shrink guard (S-51): why an import is held back, or nullopt. Held when more
/// than 30 % of a service day's sessions would vanish, or more than 50 % of all would vanish or change. Judged are
/// today and later days; a programme that lies wholly in the past is judged whole. What is over by `now` may leave, as
/// in feeds of what is to come, unless something of its day vanishes that is not. Days, and programmes, of fewer than
/// four sessions are too small to tell an error from an edit and pass.
std::optional<Hold> hold_reason(std::span<const SessionFate> sessions, const DayRule& rule, UtcTime now);

}  // namespace skylt
