#pragma once
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/snapshot/snapshot.hpp"
#include "player/text/typesetter.hpp"

struct hb_font_t;
struct FT_FaceRec_;
struct FT_LibraryRec_;

namespace skylt {

/// Height above and depth below the baseline, both positive, in em.
struct FontMetrics {
  double ascent = 1.0;
  double descent = 0.3;
};

/// The snapshot's fonts, each opened when first needed, on the blob's own memory. Faces are numbered in the order of
/// the fonts given; a collection (NotoSansCJK) has one face per region.
class FontSet {
 public:
  static constexpr int kNoFace = -1;

  /// Throws Error(invalid) naming the font that is not one.
  explicit FontSet(const std::vector<NamedBlob>& fonts);
  ~FontSet();
  FontSet(const FontSet&) = delete;
  FontSet& operator=(const FontSet&) = delete;

  /// First face of the language's own script; kNoFace when there are no fonts.
  int primary(const std::string& language, Weight weight);

  /// Face of Latin text, digits and punctuation.
  int latin(Weight weight);

  /// Face that has every visible character of text[from, to), searched along the chain of the script, the language and
  /// all others (L-32); `preferred` is taken when it has them. kNoFace when none has.
  int choose(const icu::UnicodeString& text, std::int32_t from, std::int32_t to, UScriptCode script,
             const std::string& language, Weight weight, int preferred);

  /// Whether any face has the character.
  bool has(UChar32 c);

  hb_font_t* shaper(int face);      ///< scale: font units
  double units_per_em(int face);    ///< of that scale
  FT_FaceRec_* outlines(int face);  ///< nullptr when FreeType cannot read it
  FontMetrics metrics(int face);
  double cap_height(int face);  ///< in em

 private:
  struct Face;
  struct Family {
    std::string name;
    std::vector<int> regular, bold, other;  // faces; a collection's in the order of its regions
  };

  Face& opened(int face);
  bool covers(int face, UChar32 c);
  bool covers(int face, const icu::UnicodeString& text, std::int32_t from, std::int32_t to);
  void add_family(const std::string& name, std::vector<int>& chain, const std::string& language, Weight weight) const;
  const std::vector<int>& chain(UScriptCode script, const std::string& language, Weight weight);

  std::vector<std::unique_ptr<Face>> faces_;
  std::vector<Family> families_;
  std::map<std::string, std::vector<int>> chains_;
  std::unordered_map<UChar32, bool> nowhere_;  // characters that no font has
  FT_LibraryRec_* freetype_ = nullptr;
};

}  // namespace skylt
