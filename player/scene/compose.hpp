#pragma once
#include <functional>
#include <string>
#include <vector>

#include "player/scene/canvas.hpp"
#include "player/scene/session_text.hpp"

namespace skylt {

/// Texts and shapes laid out around an origin of their own, to be put anywhere: a row, a heading, a block.
struct Composed {
  struct Text {
    SetPiece piece;
    int x = 0;
    int y = 0;
  };
  struct Shape {
    std::string role;
    RectPx box;
    std::string colour;
    int radius_px = 0;
  };
  struct Arrow {
    RectPx box;
    std::string colour;
  };
  std::vector<Shape> shapes;
  std::vector<Arrow> arrows;  ///< in reading direction
  std::vector<Symbol> symbols;
  std::vector<Text> texts;
  int height = 0;

  void add(SetPiece piece, int x, int y) { texts.push_back({std::move(piece), x, y}); }
  /// Another composition inside this one; heights are the caller's business.
  void add(const Composed& inner, int x, int y);
};

/// The arrow of a sign; a turn for what lies behind or to a side there (A1), a ring for what is here.
Symbol arrow_symbol(std::string role, RectPx box, const Sign& sign, std::string colour = "ink",
                    std::string ground = "ground");

void put(Canvas& canvas, const Composed& composed, int x, int y);

/// Plates one after the other, wrapped to `width`; height 0 without plates. `used` is the width of the longest line.
struct PlateFlow {
  Composed composed;
  int used = 0;
  int lines = 0;
};
PlateFlow compose_plates(const Canvas& canvas, const std::vector<Plate>& plates, int width,
                         TextSize size = TextSize::Small);

/// One plate with its text; `size` is the text's.
Composed compose_plate(const Canvas& canvas, const Plate& plate, TextSize size, const std::string& role, int width);
int plate_width(const Canvas& canvas, const Plate& plate, TextSize size, const std::string& role);

/// The text cut at line ends into parts of at most `lines` lines each, the dots between them included, for a text that
/// no page can hold whole.
std::vector<TaggedText> split_text(const Canvas& canvas, const Piece& piece, int width, int lines);

/// The same in parts that all fit, of `lines` lines each or of fewer: the letters of another script may be higher than
/// the page's own. Empty where not even single lines fit.
std::vector<TaggedText> split_to_fit(const Canvas& canvas, const Piece& piece, int width, int lines,
                                     const std::function<bool(const TaggedText& part)>& fits);

/// "Uppdaterad 14:05" when the data are older than 15 min, a neutral note when older than 2 h; empty when fresh.
TaggedText age_note(const Context& context);
inline constexpr Minutes kAgeShown{15};
inline constexpr Minutes kAgeNoted{120};

/// How many a region leaves out: "3 till senare i dag", else "och 3 till": some of them are on now, or nobody knows the
/// time (N8).
TaggedText more_note(const Context& context, std::size_t count, bool all_later);

/// What a remark tells: "age" how old the data are (whatever else it tells), "day" the date, "more" what is left out.
std::string role_of_remark(const Context& context, const TaggedText& remark);

/// The last line of a region: a remark at the reading edge, "Sida 2 av 3" at the other.
struct Foot {
  TaggedText remark;
  int page = 0;
  int pages = 1;
};
/// Height 0 with neither.
Composed compose_foot(const Canvas& canvas, const Foot& foot, int width, const std::string& ground);

}  // namespace skylt
