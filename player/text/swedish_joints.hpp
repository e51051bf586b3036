#pragma once
#include <unicode/unistr.h>

#include <vector>

#include "player/text/hyphenation.hpp"

namespace skylt {

/// Marks those of the places in a lower-case Swedish word that lie between the parts of a compound, as far as they can
/// be told from the parts that a city's programme is full of: "demokrati-ambassadörerna". Debian's Swedish patterns do
/// not tell joints from other places.
void mark_swedish_joints(const icu::UnicodeString& word, std::vector<HyphenPlace>& places);

}  // namespace skylt
