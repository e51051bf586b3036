#pragma once
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>

#include "player/paint/map_picture.hpp"
#include "player/paint/pixels.hpp"
#include "player/paint/shapes.hpp"
#include "player/scene/scene.hpp"

namespace skylt {

/// Where glyphs' coverage comes from: the typesetter in the player, painted blocks in tests.
class GlyphSource {
 public:
  virtual ~GlyphSource() = default;
  /// As Typesetter::mask: valid until the next call.
  virtual Typesetter::GlyphMask mask(std::uint16_t face, std::uint32_t glyph, double em_px, int subpixel) = 0;
};

/// The file of an image by its hash; nullptr when it is not there.
using ImageSource = std::function<BlobPtr(const std::string& sha256)>;

/// A whole-pixel displacement of the picture on the panel.
struct ShiftPx {
  int x = 0;
  int y = 0;
  bool operator==(const ShiftPx&) const = default;
};

inline RectPx moved(const RectPx& r, ShiftPx by) { return {r.x + by.x, r.y + by.y, r.width, r.height}; }

/// Composes scenes into pixels in software. Keeps shapes, codes and scaled images drawn for one scene after the other.
/// One thread. Same scene, same pixels.
class Painter {
 public:
  /// Pictures that were decoded or drawn, by what they were made from: they hold for any snapshot.
  struct Drawn;
  using DrawnPtr = std::shared_ptr<Drawn>;

  /// `drawn`: those of another painter, to be shared with it; nullptr: none yet. What failed there is tried again.
  Painter(GlyphSource& glyphs, ImageSource images, DrawnPtr drawn = nullptr);

  DrawnPtr drawn() const { return drawn_; }

  /// Repaints `damage` (in pixels of the buffer) with what `scene`, moved by `shift`, has there; touches no other
  /// pixel. Ground shows where the shift uncovers an edge. Content that cannot be painted leaves its place empty and
  /// is named in failures().
  void paint(const Scene& scene, const PixelBuffer& to, std::span<const RectPx> damage, ShiftPx shift = {});
  void paint(const Scene& scene, const PixelBuffer& to);

  /// Images that were refused, as "image:<sha256>: why", and codes that fit no box, as "qr:<data>: why"; each once.
  const std::set<std::string>& failures() const { return failures_; }

 private:
  struct Target;
  void draw(const ShapeItem& item, const Target& target);
  void draw(const TextItem& item, const Target& target);
  void draw(const ArrowItem& item, const Target& target);
  void draw(const PictogramItem& item, const Target& target);
  void draw(const ImageItem& item, const Target& target);
  void draw(const QrItem& item, const Target& target);
  void draw(const MapItem& item, const Target& target);
  void draw_line(const TextItem& item, const TextLine& line, const Target& target);
  void draw_mask(const RectPx& box, Colour colour, const std::string& key, const std::function<Mask()>& make,
                 const Target& target);
  struct Made {
    Picture picture;
    bool whole = true;  ///< false: something could not be had
  };
  const Picture& picture_of(const ImageItem& item);
  Made picture_of(const MapItem& item);
  std::shared_ptr<const PlanPicture> plan_of(const MapPlan& plan);
  const Picture& cached(const std::string& key, const std::function<Made()>& make);

  GlyphSource& glyphs_;
  ImageSource images_;
  std::map<int, Mask> corners_;
  std::map<std::string, Mask> masks_;  ///< of arrows and pictograms, by shape and size
  DrawnPtr drawn_;
  std::set<std::string> failures_;
};

}  // namespace skylt
