#include "player/text/shaper.hpp"

#include <hb.h>

#include <array>

#include "player/text/analysis.hpp"

namespace skylt {
namespace {

constexpr float kUnknownAdvance = 0.5F;  // em, for characters when there is no font at all

}  // namespace

Shaper::Shaper(FontSet& fonts) : fonts_{fonts}, buffer_{hb_buffer_create()} {}

Shaper::~Shaper() { hb_buffer_destroy(buffer_); }

const std::vector<ShapedGlyph>& Shaper::shape(const icu::UnicodeString& text, const TextRun& run,
                                              const std::string& language) {
  glyphs_.clear();
  if (run.face == FontSet::kNoFace) {
    for (std::int32_t i = run.start; i < run.end; i = text.moveIndex32(i, 1)) {
      if (!is_invisible(text.char32At(i))) glyphs_.push_back({0, i, kUnknownAdvance, 0, 0});
    }
    return glyphs_;
  }
  hb_buffer_clear_contents(buffer_);
  hb_buffer_set_direction(buffer_, run.right_to_left() ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
  hb_buffer_set_script(buffer_, hb_script_from_string(uscript_getShortName(run.script), -1));
  hb_buffer_set_language(buffer_, hb_language_from_string(language.data(), static_cast<int>(language.size())));
  hb_buffer_add_utf16(buffer_, reinterpret_cast<const std::uint16_t*>(text.getBuffer()), text.length(),
                      static_cast<unsigned>(run.start), run.end - run.start);
  constexpr std::array<hb_feature_t, 1> kFeatures{
      {{HB_TAG('t', 'n', 'u', 'm'), 1, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END}}};
  hb_shape(fonts_.shaper(run.face), buffer_, kFeatures.data(), static_cast<unsigned>(kFeatures.size()));

  unsigned count = 0;
  const hb_glyph_info_t* infos = hb_buffer_get_glyph_infos(buffer_, &count);
  const hb_glyph_position_t* positions = hb_buffer_get_glyph_positions(buffer_, &count);
  const auto scale = static_cast<float>(1.0 / fonts_.units_per_em(run.face));
  const auto em = [scale](hb_position_t units) { return static_cast<float>(units) * scale; };
  glyphs_.reserve(count);
  for (unsigned i = 0; i < count; ++i) {
    const hb_glyph_position_t& p = positions[i];
    glyphs_.push_back({infos[i].codepoint, static_cast<std::int32_t>(infos[i].cluster), em(p.x_advance), em(p.x_offset),
                       em(p.y_offset)});
  }
  return glyphs_;
}

}  // namespace skylt
