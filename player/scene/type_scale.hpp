#pragma once
#include <array>
#include <string_view>

#include "core/base/geometry.hpp"
#include "core/language/text.hpp"
#include "core/venue/venue.hpp"

namespace skylt {

/// The only three sizes of Latin text on a screen, about 1 : 1.6 : 2.6 (SCREENS.md).
enum class TextSize { Small, Medium, Large };

/// How much larger than Latin letters those of the text are set, so that they are read from as far: 1.1 for
/// Georgian, Armenian and Ethiopic; 1.15 for Indic scripts and for Chinese, Japanese and Korean; 1.2 for Arabic, Thai,
/// Lao, Khmer and Burmese; 1.4 for Urdu, which is set in Nastaliq. Syriac and Thaana are taken like Arabic, Tibetan
/// like Indic scripts. 1 for what is in no such script, such as figures.
double letter_factor(const TaggedText& text);

/// The same for whatever is written in a language.
double script_factor(std::string_view language);

/// Sizes and floors in px for one screen.
struct TypeScale {
  std::array<double, 3> em_px{};  ///< of Latin text
  double floor_px = 0;            ///< least capital height of any Latin text: distance / 156
  double must_px = 0;    ///< of what must be read: distance / 100, 15 mm at least where it is read from beyond 1 m
  double cap_ratio = 1;  ///< capital height as a fraction of the em
  TextSize must = TextSize::Small;  ///< smallest size that may carry what must be read

  double em(TextSize size) const { return em_px[static_cast<std::size_t>(size)]; }
  /// The em of that size for letters of a factor: larger where the size would be below their floor.
  double em(TextSize size, double factor) const;
};

/// `size` is the picture's, which may differ from the screen's own in a preview: the glass stays as large as it is.
/// `cap_ratio` is the capital height as a fraction of the em. The design size is 1/34 of the short side; the floors
/// raise it where the screen is small for its distance.
TypeScale type_scale(const Screen& screen, SizePx size, double cap_ratio);

}  // namespace skylt
