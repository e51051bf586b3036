#pragma once
#include "player/scene/scene.hpp"

namespace skylt {

/// What stands on the glass before the first snapshot: a calm plate with three dots. No word, since there is no font
/// yet and no language to say it in; never blank, never an error.
Scene waiting_scene(SizePx size);

}  // namespace skylt
