#pragma once
#include "player/paint/pixels.hpp"
#include "player/scene/map_item.hpp"

namespace skylt {

/// The drawing that a map is laid on, decoded no larger than the map needs it.
struct PlanPicture {
  Picture picture;
  SizePx own;  ///< of its file, in whose pixels MapPlan is told
};

/// The map drawn with Cairo, anti-aliased, as an opaque picture of `size`. `plan`: the drawing that it names; nullptr
/// where it has none or it cannot be had.
Picture map_picture(const MapDrawing& drawing, SizePx size, const PlanPicture* plan);

}  // namespace skylt
