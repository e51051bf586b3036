#pragma once
#include <optional>
#include <string>
#include <vector>

#include "player/scene/map_drawing.hpp"
#include "player/scene/map_names.hpp"
#include "player/scene/stops.hpp"

namespace skylt {

/// The level's drawing where nobody has drawn its spaces; nullptr where there is none.
const Level* drawn_level(const LevelPlan& plan);

/// nullptr where the snapshot has no image of that name.
const NamedBlob* find_image(const Context& context, const std::string& name);

/// The same box, to whole pixels and from them: the corner to the nearest one, the size up, so that it holds the box to
/// within half a pixel.
PixelBox pixels(const RectPx& r);
RectPx rect(const PixelBox& b);

/// One page of a map in the making.
class MapPage {
 public:
  /// All arguments outlive it. `stop`: where the way leads; nullptr: nowhere.
  MapPage(const Context& context, const Place& place, const StopList& list, const LevelPlan& plan, const Stop* stop)
      : context_{context},
        canvas_{context, place.region.id},
        list_{list},
        plan_{plan},
        stop_{stop},
        tones_{map_tones(context.colours)},
        box_{canvas_.on_screen(place.box)} {}

  std::vector<SceneItem> draw();

 private:
  struct Label {
    LabelWish wish;
    std::vector<LabelForm> forms;
    Colour ink;
    Colour ground;
    std::string alternative;  ///< of a pictogram that stands alone
    std::string id;
    bool closed = false;  ///< out of service: crossed out
  };

  void lay_out();
  void lay_plan();
  void add_names();
  void add_amenities();
  void place_names();
  void put_label(const Label& label, const PlacedLabel& placed);
  void put_strip();
  int put_strip_text(const Piece& piece, int from, int until);
  void put_closed_note(int from, int until);
  void put_cross(const RectPx& sign, Colour ground);
  void put_here();
  void put_exit();
  void put_end();
  std::optional<RectPx> beside(Pixel centre, double distance, SizePx size, bool below_first, bool anywhere) const;
  std::optional<RectPx> around(Pixel centre, double distance, double most, SizePx size, bool anywhere) const;
  std::optional<RectPx> near(Pixel centre, double distance, SizePx size) const;
  bool is_free(const PixelBox& place) const;
  bool misleads(const PixelBox& place) const;
  void put_plate(const SetPiece& piece, const RectPx& plate, const std::string& role, Colour colour, Colour ink);
  Colour ground_of(const MapArea& area) const;
  std::string told() const;

  bool is_own_level() const { return list_.pose && plan_.holds(list_.pose->level); }
  int em() const { return static_cast<int>(context_.scale.em(TextSize::Small)); }

  const Context& context_;
  Canvas canvas_;
  const StopList& list_;
  const LevelPlan& plan_;
  const Stop* stop_;
  MapTones tones_;
  RectPx box_;  ///< of the region
  RectPx map_;  ///< the drawing's part of it
  int strip_ = 0;
  PixelBox frame_;
  MapStroke stroke_;
  MapGeometry geometry_;
  LabelField field_;
  std::vector<PixelBox> kept_;  ///< what no plate may cover: shafts that are out of service
  std::vector<ClosedWay> closed_;
  std::vector<Label> labels_;
  std::vector<std::string> unnamed_;
  std::vector<SceneItem> over_;  ///< what lies on the drawing
  MapItem item_;
};

}  // namespace skylt
