#pragma once
#include "core/snapshot/snapshot.hpp"

namespace skylt {

/// Time to lay out a thousand texts of the snapshot's words in all its languages, the first time with fresh fonts and
/// again, by us and, where it was there when this was built, by Pango with the same fonts; and to compose a first page
/// in a new language (L-37). A list of {"name","value","unit","bar"}.
Json measure_text(const Snapshot& snapshot);

}  // namespace skylt
