#pragma once
#include <optional>
#include <span>
#include <string>

#include "core/programme/effective.hpp"

namespace skylt {

/// What a new file would do to one session that its source shows today.
struct SessionFate {
  UtcTime start{};
  bool vanishes = false;
  bool changes = false;
};

/// The shrink guard (S-51): a sentence saying why an import is held back for a person's OK, or nullopt. Held when more
/// than 30 % of a service day's sessions would vanish, or more than 50 % of all would vanish or change. Judged are
/// today and later days; a programme that lies wholly in the past is judged whole. Days, and programmes, of fewer than
/// four sessions are too small to tell an error from an edit and pass.
std::optional<std::string> hold_reason(std::span<const SessionFate> sessions, const DayRule& rule, UtcTime now);

}  // namespace skylt
