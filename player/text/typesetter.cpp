#include "player/text/typesetter.hpp"

#include <algorithm>
#include <cmath>

#include "player/text/line_placing.hpp"
#include "player/text/lru_cache.hpp"
#include "player/text/mask_cache.hpp"
#include "player/text/plain_text.hpp"

namespace skylt {
namespace {

using ParagraphPtr = std::shared_ptr<const Paragraph>;

/// One paragraph with its lines chosen and placed.
struct SetParagraph {
  ParagraphPtr paragraph;
  std::vector<LineSpan> spans;
  std::vector<PlacedLine> lines;
};

/// The bytes of all that a layout depends on; never shown or kept beyond the process.
std::string key_of(const TaggedText& text, const TextStyle& style, int width_px) {
  std::string key;
  key.reserve(text.text.size() + text.language.size() + 64);
  key.append(text.text).append(1, '\0').append(text.language).append(1, '\0');
  const auto add = [&](auto value) { key.append(reinterpret_cast<const char*>(&value), sizeof value); };
  add(style.em_px);
  add(style.line_height);
  for (const int value : {width_px, style.max_lines, static_cast<int>(style.weight), static_cast<int>(style.align),
                          style.hyphenate ? 1 : 0, style.balance ? 1 : 0}) {
    add(value);
  }
  return key;
}

std::size_t bytes_of(const TextLayout& layout) {
  std::size_t bytes = sizeof layout + layout.source.text.size();
  for (const TextLine& line : layout.lines) {
    bytes += sizeof line + 2 * line.text.size() + line.glyphs.capacity() * sizeof(PlacedGlyph);
  }
  return bytes;
}

std::size_t bytes_of(const Paragraph& p) {
  const auto length = static_cast<std::size_t>(p.text.length());
  return sizeof p + length * (sizeof(char16_t) + sizeof(double) + sizeof(std::int32_t)) +
         p.breaks.size() * sizeof(BreakPlace) + p.runs.size() * sizeof(TextRun);
}

}  // namespace

class Typesetter::Impl {
 public:
  Impl(const std::vector<NamedBlob>& fonts, std::vector<NamedBlob> dictionaries, WordList names)
      : fonts_{fonts}, shaper_{fonts_}, hyphenation_{std::move(dictionaries)}, names_{std::move(names)} {}

  TextLayoutPtr layout(const TaggedText& text, int width_px, const TextStyle& style) {
    const std::string key = key_of(text, style, width_px);
    if (const TextLayoutPtr* known = layouts_.find(key)) return *known;
    auto made = std::make_shared<const TextLayout>(make_layout(text, std::max(1, width_px), style));
    layouts_.put(key, made, bytes_of(*made));
    return made;
  }

  int width_of(const TaggedText& text, const TextStyle& style) {
    const std::string key = key_of(text, style, -1);
    if (const int* known = widths_.find(key)) return *known;
    icu::UnicodeString line;
    for (const icu::UnicodeString& part : drawable(text.text).paragraphs) {
      if (!line.isEmpty() && !part.isEmpty()) line.append(u' ');
      line.append(part);
    }
    const ParagraphPtr p = analysed(line, text.language, style.weight);
    const LineSpan whole{0, p->text.length(), p->visible_end(0, p->text.length())};
    const int width = placer_.place(*p, whole, em_of(style), base_metrics(text.language, style.weight)).width;
    widths_.put(key, width, sizeof width);
    return width;
  }

  int line_advance(const std::string& language, const TextStyle& style) {
    const FontMetrics base = base_metrics(language, style.weight);
    const double em = em_of(style);
    const int own = static_cast<int>(std::ceil(base.ascent * em - 1e-6) + std::ceil(base.descent * em - 1e-6));
    return std::max(own, static_cast<int>(std::ceil(style.line_height * em - 1e-6)));
  }

  double cap_height_ratio() { return fonts_.cap_height(fonts_.latin(Weight::Regular)); }

  GlyphMask mask(std::uint16_t face, std::uint32_t glyph, double em_px, int subpixel) {
    return masks_.mask(face, glyph, em_px, subpixel);
  }

 private:
  static double em_of(const TextStyle& style) { return std::clamp(style.em_px, 1.0, 4096.0); }

  /// Height of the language's own font and of the Latin one, whose digits stand in every language (L-17).
  FontMetrics base_metrics(const std::string& language, Weight weight) {
    const FontMetrics own = fonts_.metrics(fonts_.primary(language, weight));
    const FontMetrics latin = fonts_.metrics(fonts_.latin(weight));
    return {std::max(own.ascent, latin.ascent), std::max(own.descent, latin.descent)};
  }

  ParagraphPtr analysed(const icu::UnicodeString& text, const std::string& language, Weight weight) {
    std::string key;
    text.toUTF8String(key);
    key += '\0' + language + (weight == Weight::Bold ? "/b" : "/r");
    if (const ParagraphPtr* known = paragraphs_.find(key)) return *known;
    auto made = std::make_shared<const Paragraph>(analyse(text, language, weight, fonts_, shaper_, names_));
    paragraphs_.put(key, made, bytes_of(*made));
    return made;
  }

  /// Lines of one paragraph; the measure shrinks where ink or kerning made a line wider than it was measured.
  SetParagraph set_paragraph(const ParagraphPtr& p, int width_px, const TextStyle& style, double poor_rag) {
    constexpr int kAttempts = 3;
    const FontMetrics base = base_metrics(p->language, style.weight);
    const double em = em_of(style);
    SetParagraph set{p, {}, {}};
    int reserve = 0;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
      const BreakRules rules{(width_px - reserve) / em, style.hyphenate ? &hyphenation_ : nullptr, poor_rag};
      set.spans = fill_lines(*p, rules);
      if (style.balance) set.spans = balance_lines(*p, rules, std::move(set.spans));
      set.lines.clear();
      int excess = 0;
      for (const LineSpan& span : set.spans) {
        set.lines.push_back(placer_.place(*p, span, em, base));
        excess = std::max(excess, set.lines.back().width - width_px);
      }
      if (excess <= 0 || reserve + excess >= width_px) break;
      reserve += excess;
    }
    return set;
  }

  std::vector<SetParagraph> set_all(const PlainText& text, const std::string& language, int width_px,
                                    const TextStyle& style, double poor_rag) {
    std::vector<SetParagraph> all;
    for (const icu::UnicodeString& part : text.paragraphs)
      all.push_back(set_paragraph(analysed(part, language, style.weight), width_px, style, poor_rag));
    return all;
  }

  static int line_count(const std::vector<SetParagraph>& all) {
    int lines = 0;
    for (const SetParagraph& set : all) lines += static_cast<int>(set.lines.size());
    return lines;
  }

  PlainText drawable(const std::string& utf8) {
    PlainText plain = plain_text(utf8);
    for (icu::UnicodeString& paragraph : plain.paragraphs)
      drop_pictures(paragraph, [this](UChar32 c) { return fonts_.has(c); });
    return plain;
  }

  TextLayout make_layout(const TaggedText& text, int width_px, const TextStyle& style) {
    constexpr double kPoorRag = 0.5;
    constexpr double kTightRag = 0.1;
    const PlainText plain = drawable(text.text);
    std::vector<SetParagraph> all = set_all(plain, text.language, width_px, style, kPoorRag);
    const bool limited = style.max_lines > 0;
    if (limited && style.hyphenate && line_count(all) > style.max_lines) {
      std::vector<SetParagraph> tight = set_all(plain, text.language, width_px, style, kTightRag);
      if (line_count(tight) <= style.max_lines) all = std::move(tight);
    }
    TextLayout layout;
    layout.source = text;
    layout.style = style;
    layout.width_px = width_px;
    layout.right_to_left = all.front().paragraph->right_to_left;
    layout.cap_height_px = cap_height_ratio() * em_of(style);
    layout.truncated = plain.cut || (limited && line_count(all) > style.max_lines);
    const int advance = line_advance(text.language, style);
    for (SetParagraph& set : all) {
      for (std::size_t i = 0; i < set.lines.size(); ++i) {
        if (set.spans[i].emergency || set.lines[i].width > width_px) layout.truncated = true;
        add_line(layout, std::move(set.lines[i]), advance);
      }
    }
    return layout;
  }

  static int left_of(const TextLayout& layout, int width) {
    const int room = layout.width_px - width;
    if (layout.style.align == Align::Centre) return room / 2;
    const bool at_left = (layout.style.align == Align::Start) != layout.right_to_left;
    return at_left ? 0 : room;
  }

  static void add_line(TextLayout& layout, PlacedLine placed, int advance) {
    TextLine line = std::move(placed.line);
    const int height = std::max(advance, placed.ascent + placed.descent);
    const int leading = (height - placed.ascent - placed.descent) / 2;
    line.box = {left_of(layout, placed.width), layout.size.height, placed.width, height};
    line.baseline_px = line.box.y + leading + placed.ascent;
    for (PlacedGlyph& glyph : line.glyphs) {
      glyph.x += static_cast<float>(line.box.x);
      glyph.y += static_cast<float>(line.baseline_px);
    }
    layout.size.width = std::max(layout.size.width, placed.width);
    layout.size.height += height;
    layout.missing_glyphs += placed.missing_glyphs;
    layout.lines.push_back(std::move(line));
  }

  static constexpr std::size_t kLayoutBytes = std::size_t{1024} * 1024;
  static constexpr std::size_t kParagraphBytes = std::size_t{512} * 1024;
  static constexpr std::size_t kWidthBytes = std::size_t{128} * 1024;

  FontSet fonts_;
  Shaper shaper_;
  Hyphenation hyphenation_;
  WordList names_;
  LinePlacer placer_{fonts_, shaper_};
  MaskCache masks_{fonts_};
  LruCache<TextLayoutPtr> layouts_{kLayoutBytes};
  LruCache<ParagraphPtr> paragraphs_{kParagraphBytes};
  LruCache<int> widths_{kWidthBytes};
};

Typesetter::Typesetter(const std::vector<NamedBlob>& fonts, std::vector<NamedBlob> hyphenation,
                       const std::map<std::string, std::vector<std::string>>& word_list)
    : impl_{std::make_unique<Impl>(fonts, std::move(hyphenation), WordList{word_list})} {}
Typesetter::~Typesetter() = default;
Typesetter::Typesetter(Typesetter&&) noexcept = default;
Typesetter& Typesetter::operator=(Typesetter&&) noexcept = default;

TextLayoutPtr Typesetter::layout(const TaggedText& text, int width_px, const TextStyle& style) {
  return impl_->layout(text, width_px, style);
}

int Typesetter::width_of(const TaggedText& text, const TextStyle& style) { return impl_->width_of(text, style); }

int Typesetter::line_advance(const std::string& language, const TextStyle& style) {
  return impl_->line_advance(language, style);
}

double Typesetter::cap_height_ratio() const { return impl_->cap_height_ratio(); }

Typesetter::GlyphMask Typesetter::mask(std::uint16_t face, std::uint32_t glyph, double em_px, int subpixel) {
  return impl_->mask(face, glyph, em_px, subpixel);
}

}  // namespace skylt
