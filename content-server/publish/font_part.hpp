#pragma once
#include <cstddef>
#include <set>
#include <span>
#include <string>

namespace skylt {

/// One face of a font file or collection with the glyphs of `characters` only, and all that these become by the font's
/// own rules: set with it, a text looks as with the whole font. The same input gives the same bytes. Characters that
/// the face lacks are passed over. Throws Error(internal) when the file is no font.
std::string part_of_font(std::span<const std::byte> file, unsigned face, const std::set<char32_t>& characters);

}  // namespace skylt
