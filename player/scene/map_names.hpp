#pragma once
#include <string>
#include <vector>

#include "core/venue/map_labels.hpp"
#include "player/scene/canvas.hpp"

namespace skylt {

/// One way to set a label: a pictogram, texts below it, or both; everything centred.
struct LabelForm {
  std::string pictogram;  ///< empty: none
  int side = 0;           ///< of the pictogram
  std::vector<SetPiece> pieces;
  int gap = 0;  ///< between pictogram and text

  LabelSize size() const;
};

/// How a name can be set, the best first: on one line, on two, on three, each as narrow as its lines allow.
std::vector<SetPiece> name_settings(const Canvas& canvas, const Piece& piece, int widest);

/// All forms of a label: with the pictogram and the name, with the short name, then the pictogram alone. Only the name
/// of a room may be divided by hyphens; elsewhere none says as much as half a one.
struct LabelText {
  std::string pictogram;
  int side = 0;
  TaggedText name;
  TaggedText short_name;
  TaggedText time;  ///< below the name where it has room
  Weight weight = Weight::Regular;
  bool room = false;  ///< that visitors look for by this name
  bool destination = false;
};
std::vector<LabelForm> label_forms(const Canvas& canvas, const LabelText& text, int widest);

}  // namespace skylt
