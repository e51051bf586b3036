#pragma once
#include "core/base/json.hpp"
#include "core/language/text.hpp"

namespace skylt {

/// The optional "name" of a layout or theme, in languages.
Text read_name(JsonReader& reader);

}  // namespace skylt
