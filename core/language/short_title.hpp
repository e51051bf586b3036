#pragma once
#include <span>
#include <string>

#include "core/language/text.hpp"

namespace skylt {

/// An author's short title for a reader of `chain`: empty where there is none, and where it would be in a language that
/// the reader asks for less than the one in which there is a title (a whole line falls back, and only where it must,
/// L-05).
TaggedText short_title_for(const Text& title, const Text& short_title, std::span<const std::string> chain);

}  // namespace skylt
