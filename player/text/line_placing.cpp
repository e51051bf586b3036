#include "player/text/line_placing.hpp"

#include <hb.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <cmath>

#include "player/text/analysis.hpp"

namespace skylt {
namespace {

// FreeType rounds outlines to 1/64 px.
constexpr double kRasterSlack = 1.0 / 32;

double to_quarter(double px) { return std::round(px * 4) / 4; }
int ceil_px(double px) { return static_cast<int>(std::ceil(px - 1e-6)); }

/// Never seen, and not needed to shape the letters around them again.
bool is_left_out(UChar32 c) {
  const bool shapes = c == 0x200C || c == 0x200D || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
  return is_invisible(c) && !shapes;
}

void append_visible(icu::UnicodeString& out, const icu::UnicodeString& text, std::int32_t from, std::int32_t to,
                    bool mirrored) {
  for (std::int32_t i = from; i < to; i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (!is_left_out(c)) out.append(mirrored ? u_charMirror(c) : c);
  }
}

std::string utf8(const icu::UnicodeString& text) {
  std::string result;
  return text.toUTF8String(result);
}

/// Parts of the paragraph's runs inside the line, in logical order.
std::vector<TextRun> runs_of(const Paragraph& p, const LineSpan& span) {
  std::vector<TextRun> runs;
  auto run = std::upper_bound(p.runs.begin(), p.runs.end(), span.start,
                              [](std::int32_t at, const TextRun& r) { return at < r.end; });
  for (; run != p.runs.end() && run->start < span.visible_end; ++run) {
    runs.push_back(*run);
    runs.back().start = std::max(run->start, span.start);
    runs.back().end = std::min(run->end, span.visible_end);
  }
  return runs;
}

/// What the eye meets in one run: grapheme clusters backwards, with mirrored brackets, where it runs to the left.
void append_visual(icu::UnicodeString& out, const Paragraph& p, const TextRun& run) {
  if (!run.right_to_left()) return append_visible(out, p.text, run.start, run.end, false);
  auto cluster = std::lower_bound(p.graphemes.begin(), p.graphemes.end(), run.end);
  for (std::int32_t end = run.end; end > run.start;) {
    const std::int32_t before = cluster == p.graphemes.begin() ? 0 : *--cluster;
    const std::int32_t start = std::max(run.start, before);
    append_visible(out, p.text, start, end, true);
    end = start;
  }
}

}  // namespace

void LinePlacer::place_run(const icu::UnicodeString& text, const TextRun& run, const std::string& language,
                           double em_px, PlacedLine& out, Ink& ink, double& pen) {
  hb_font_t* font = run.face == FontSet::kNoFace ? nullptr : fonts_.shaper(run.face);
  const double unit = font ? em_px / fonts_.units_per_em(run.face) : 0;
  for (const ShapedGlyph& g : shaper_.shape(text, run, language)) {
    const double x = to_quarter(pen + static_cast<double>(g.dx) * em_px);
    const double y = -std::round(static_cast<double>(g.dy) * em_px);
    pen += static_cast<double>(g.advance) * em_px;
    if (g.glyph == 0) ++out.missing_glyphs;
    hb_glyph_extents_t extents{};
    if (!font || !hb_font_get_glyph_extents(font, g.glyph, &extents) || extents.width == 0 || extents.height == 0) {
      continue;  // nothing to see
    }
    const double left = x + extents.x_bearing * unit;
    const double top = y - extents.y_bearing * unit;
    ink.left = std::min(ink.left, left - kRasterSlack);
    ink.right = std::max(ink.right, left + extents.width * unit + kRasterSlack);
    ink.top = std::min(ink.top, top - kRasterSlack);
    ink.bottom = std::max(ink.bottom, top - extents.height * unit + kRasterSlack);
    out.line.glyphs.push_back(
        {static_cast<std::uint16_t>(run.face), g.glyph, static_cast<float>(x), static_cast<float>(y)});
  }
}

PlacedLine LinePlacer::place(const Paragraph& p, const LineSpan& span, double em_px, const FontMetrics& base) {
  PlacedLine out;
  Ink ink;
  double pen = 0;
  FontMetrics metrics = base;
  std::vector<TextRun> runs = runs_of(p, span);
  for (const TextRun& run : runs) {
    if (!run.lettered) continue;
    const FontMetrics own = fonts_.metrics(run.face);
    metrics = {std::max(metrics.ascent, own.ascent), std::max(metrics.descent, own.descent)};
  }
  std::vector<UBiDiLevel> levels;
  for (const TextRun& run : runs) levels.push_back(run.level);
  const icu::UnicodeString hyphen{kHyphen};
  if (span.hyphen) levels.push_back(runs.empty() ? 0 : runs.back().level);
  icu::UnicodeString visual;
  for (const std::int32_t piece : visual_order(levels)) {
    const auto index = static_cast<std::size_t>(piece);
    if (index < runs.size()) {
      place_run(p.text, runs[index], p.language, em_px, out, ink, pen);
      append_visual(visual, p, runs[index]);
    } else {
      place_run(hyphen, {0, 1, 0, USCRIPT_LATIN, fonts_.latin(p.weight), false}, p.language, em_px, out, ink, pen);
      visual.append(hyphen);
    }
  }
  icu::UnicodeString logical;
  append_visible(logical, p.text, span.start, span.visible_end, false);
  if (span.hyphen) logical.append(hyphen);
  out.line.text = utf8(logical);
  out.line.visual = utf8(visual);
  out.line.hyphenated = span.hyphen;

  const double shift = std::ceil(-ink.left * 4) / 4;  // ink left of the pen moves the line, by quarters
  for (PlacedGlyph& glyph : out.line.glyphs) glyph.x += static_cast<float>(shift);
  out.width = ceil_px(std::max(pen, ink.right) + shift);
  out.ascent = std::max(ceil_px(metrics.ascent * em_px), ceil_px(-ink.top));
  out.descent = std::max(ceil_px(metrics.descent * em_px), ceil_px(ink.bottom));
  return out;
}

}  // namespace skylt
