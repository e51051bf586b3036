#pragma once
#include <array>
#include <string>
#include <string_view>

namespace skylt {

/// Names of days and months of a language that ICU has no data for, or not as they are written (L-22); Monday and
/// January first.
struct DateNames {
  const char* language;
  const char* pattern;  ///< with {weekday}, {day} and {month}
  std::array<const char*, 7> weekdays;
  std::array<const char*, 12> months;
};

/// nullptr where ICU's own data serve.
const DateNames* find_date_names(std::string_view language);

}  // namespace skylt
