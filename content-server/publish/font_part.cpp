#include "content-server/publish/font_part.hpp"

#include "content-server/publish/harfbuzz.hpp"
#include "core/base/error.hpp"

namespace skylt {
namespace {

constexpr hb_tag_t kFixedWidthFigures = HB_TAG('t', 'n', 'u', 'm');  // the players set all figures with it (L-26)
constexpr hb_tag_t kVerticalTables[] = {HB_TAG('v', 'h', 'e', 'a'), HB_TAG('v', 'm', 't', 'x'),
                                        HB_TAG('V', 'O', 'R', 'G')};

}  // namespace

std::string part_of_font(std::span<const std::byte> file, unsigned face, const std::set<char32_t>& characters) {
  const HbFace whole = face_on(file, face);
  const HbSubsetInput wanted{hb_subset_input_create_or_fail()};
  if (!wanted) throw Error{ErrorCode::Internal, "no memory for a part of a font"};
  for (const char32_t c : characters) hb_set_add(hb_subset_input_unicode_set(wanted.get()), c);
  hb_set_add(hb_subset_input_set(wanted.get(), HB_SUBSET_SETS_LAYOUT_FEATURE_TAG), kFixedWidthFigures);
  for (const hb_tag_t table : kVerticalTables)
    hb_set_add(hb_subset_input_set(wanted.get(), HB_SUBSET_SETS_DROP_TABLE_TAG), table);
  hb_subset_input_set_flags(wanted.get(), HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_NOTDEF_OUTLINE);
  const HbFace part{hb_subset_or_fail(whole.get(), wanted.get())};
  if (!part) throw Error{ErrorCode::Internal, "a part of a font cannot be made: is the font file whole?"};
  const HbBlob bytes{hb_face_reference_blob(part.get())};
  unsigned size = 0;
  const char* data = hb_blob_get_data(bytes.get(), &size);
  return {data, size};
}

}  // namespace skylt
