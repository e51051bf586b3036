#pragma once
#include <string>
#include <vector>

#include "core/snapshot/snapshot.hpp"

namespace skylt::test {

/// The system's Noto fonts (fonts-noto-core, fonts-noto-cjk) as a snapshot would carry them: Regular and Bold of every
/// script of rules/languages.md. Memory-mapped; the same blobs for the whole process.
const std::vector<NamedBlob>& noto_fonts();

/// Debian's hyphenation dictionaries for sv, da, de and en.
const std::vector<NamedBlob>& hyphenation_dictionaries();

}  // namespace skylt::test
