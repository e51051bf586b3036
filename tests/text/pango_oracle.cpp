#include "tests/text/pango_oracle.hpp"

#include <fontconfig/fontconfig.h>
#include <pango/pangofc-fontmap.h>
#include <pango/pangoft2.h>
#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <cmath>
#include <fstream>
#include <stdexcept>

#include "tests/support/data.hpp"

namespace skylt::test {
namespace {

constexpr const char* kConfiguration =
    R"(<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<match target="pattern"><edit name="hinting"><bool>false</bool></edit><edit name="antialias"><bool>true</bool></edit></match>
<match target="font"><edit name="hinting"><bool>false</bool></edit></match></fontconfig>)";

struct ObjectUnref {
  void operator()(gpointer object) const { g_object_unref(object); }
};
template <typename T>
using ObjectPtr = std::unique_ptr<T, ObjectUnref>;

/// Grapheme clusters of a run from left to right, brackets mirrored where it runs to the left.
void append_run(icu::UnicodeString& out, const std::string& utf8, bool right_to_left) {
  const auto text = icu::UnicodeString::fromUTF8(utf8);
  if (!right_to_left) {
    out.append(text);
    return;
  }
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> clusters{
      icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status)};
  clusters->setText(text);
  std::int32_t end = text.length();
  for (std::int32_t start = clusters->preceding(end); end > 0; start = end > 0 ? clusters->preceding(end) : 0) {
    for (std::int32_t i = start; i < end; i = text.moveIndex32(i, 1)) out.append(u_charMirror(text.char32At(i)));
    end = start;
  }
}

}  // namespace

struct PangoOracle::Impl {
  TempDir folder;
  FcConfig* fontconfig = nullptr;
  ObjectPtr<PangoFontMap> map;
  ObjectPtr<PangoContext> context;

  ~Impl() {
    context.reset();
    map.reset();
    if (fontconfig) FcConfigDestroy(fontconfig);
  }

  ObjectPtr<PangoLayout> layout(const std::string& text, const Paragraph& as) {
    pango_context_set_base_dir(context.get(), as.right_to_left ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
    pango_context_set_language(context.get(), pango_language_from_string(as.language.c_str()));
    std::string families;
    for (const std::string& family : as.families) families += (families.empty() ? "" : ",") + family;
    PangoFontDescription* font = pango_font_description_new();
    pango_font_description_set_family(font, families.c_str());
    pango_font_description_set_absolute_size(font, as.em_px * PANGO_SCALE);
    ObjectPtr<PangoLayout> layout{pango_layout_new(context.get())};
    pango_layout_set_font_description(layout.get(), font);
    pango_font_description_free(font);
    PangoAttrList* attributes = pango_attr_list_new();
    pango_attr_list_insert(attributes, pango_attr_font_features_new("tnum=1"));
    pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
    pango_layout_set_attributes(layout.get(), attributes);
    pango_attr_list_unref(attributes);
    pango_layout_set_auto_dir(layout.get(), FALSE);
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_width(layout.get(), static_cast<int>(std::floor(as.width_px * PANGO_SCALE)));
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    return layout;
  }
};

PangoOracle::PangoOracle(const std::vector<NamedBlob>& fonts) : impl_{std::make_unique<Impl>()} {
  impl_->fontconfig = FcConfigCreate();
  FcConfigParseAndLoadFromMemory(impl_->fontconfig, reinterpret_cast<const FcChar8*>(kConfiguration), FcTrue);
  for (const NamedBlob& font : fonts) {
    const std::string path = impl_->folder.path(font.name);
    std::ofstream{path, std::ios::binary} << font.blob->text();
    if (!FcConfigAppFontAddFile(impl_->fontconfig, reinterpret_cast<const FcChar8*>(path.c_str())))
      throw std::runtime_error{"fontconfig does not take " + path};
  }
  impl_->map.reset(pango_ft2_font_map_new());
  pango_ft2_font_map_set_resolution(PANGO_FT2_FONT_MAP(impl_->map.get()), 72, 72);
  pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(impl_->map.get()), impl_->fontconfig);
  impl_->context.reset(pango_font_map_create_context(impl_->map.get()));
  pango_context_set_round_glyph_positions(impl_->context.get(), FALSE);
}

PangoOracle::~PangoOracle() = default;

std::vector<PangoOracle::Line> PangoOracle::lines(const std::string& text, const Paragraph& as) {
  const auto layout = impl_->layout(text, as);
  std::vector<Line> lines;
  for (GSList* at = pango_layout_get_lines_readonly(layout.get()); at; at = at->next) {
    auto* line = static_cast<PangoLayoutLine*>(at->data);
    Line out;
    out.text = text.substr(static_cast<std::size_t>(line->start_index), static_cast<std::size_t>(line->length));
    icu::UnicodeString visual;
    for (GSList* run = line->runs; run; run = run->next) {
      const PangoItem& item = *static_cast<PangoLayoutRun*>(run->data)->item;
      const auto piece = text.substr(static_cast<std::size_t>(item.offset), static_cast<std::size_t>(item.length));
      append_run(visual, piece, item.analysis.level % 2 != 0);
    }
    visual.toUTF8String(out.visual);
    PangoRectangle logical{};
    pango_layout_line_get_extents(line, nullptr, &logical);
    out.width_px = static_cast<double>(logical.width) / PANGO_SCALE;
    lines.push_back(std::move(out));
  }
  return lines;
}

int PangoOracle::line_count(const std::string& text, const Paragraph& as) {
  return pango_layout_get_line_count(impl_->layout(text, as).get());
}

}  // namespace skylt::test
