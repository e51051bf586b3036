#pragma once
#include <hb-subset.h>
#include <hb.h>

#include <cstddef>
#include <memory>
#include <span>

// HarfBuzz's objects as values that let go of themselves.
namespace skylt {

struct HbDelete {
  void operator()(hb_blob_t* p) const { hb_blob_destroy(p); }
  void operator()(hb_face_t* p) const { hb_face_destroy(p); }
  void operator()(hb_set_t* p) const { hb_set_destroy(p); }
  void operator()(hb_subset_input_t* p) const { hb_subset_input_destroy(p); }
};
using HbBlob = std::unique_ptr<hb_blob_t, HbDelete>;
using HbFace = std::unique_ptr<hb_face_t, HbDelete>;
using HbSet = std::unique_ptr<hb_set_t, HbDelete>;
using HbSubsetInput = std::unique_ptr<hb_subset_input_t, HbDelete>;

/// One face of a font file or collection, on its bytes: they must outlive it. Bytes that are no font make a face
/// without glyphs.
inline HbFace face_on(std::span<const std::byte> file, unsigned index) {
  const HbBlob blob{hb_blob_create(reinterpret_cast<const char*>(file.data()), static_cast<unsigned>(file.size()),
                                   HB_MEMORY_MODE_READONLY, nullptr, nullptr)};
  return HbFace{hb_face_create(blob.get(), index)};  // it keeps the blob
}

}  // namespace skylt
