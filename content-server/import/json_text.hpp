#pragma once
#include <string>
#include <string_view>

#include "core/base/json.hpp"

namespace skylt::importing {

/// JSON from outside, mended where that loses nothing: a lone surrogate escape (which would cost the whole file)
/// becomes U+FFFD, a raw control character inside a string becomes a space (J3).
struct MendedJson {
  Json value;
  std::size_t lone_surrogates = 0;
  std::size_t raw_controls = 0;
  std::string duplicate_key;  ///< one that stands twice in an object, whose first value is lost; empty: none
  std::string duplicate_at;   ///< where it stands the second time: "line 12, byte 4"
};

/// Throws Error(invalid): not JSON, truncated, nested deeper than 64 levels, or objects with so many keys that reading
/// them would take minutes.
MendedJson parse_mended_json(std::string text);

/// A string as it is, a number or boolean as its text; anything else is "".
std::string scalar_text(const Json& object, const char* key);

/// The words of a value of any shape: of a list its items' with commas between, of an object its "name", else the first
/// of its texts (one language of several).
std::string words_of(const Json& value);

/// Member of an object, or null when there is none.
const Json& member(const Json& object, const char* key);

}  // namespace skylt::importing
