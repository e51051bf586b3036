#pragma once
#include <span>
#include <string>

#include "core/base/time.hpp"
#include "core/language/text.hpp"

namespace skylt {

/// "14:30": 24 hours, digits 0-9, the same in every language (L-20, L-25).
std::string time_text(LocalTime reading);

/// "10:00–11:30" with an en dash.
std::string time_range_text(LocalTime start, LocalTime end);

/// "tisdag 5 maj": weekday, day and month in the first language of `chain` that has names; Gregorian (L-21, L-22).
TaggedText date_text(Day day, std::span<const std::string> chain);

/// "tisdag".
TaggedText weekday_text(Day day, std::span<const std::string> chain);

/// Name of `language` in the first language of `chain`: "arabiska". The tag's own name for itself where unknown.
TaggedText language_name(std::string_view language, std::span<const std::string> chain);

}  // namespace skylt
