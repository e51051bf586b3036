#pragma once
#include <optional>
#include <span>

#include "player/paint/pixels.hpp"

namespace skylt {

/// Width and height that the header of a PNG, JPEG or WebP file states, as it is seen; nullopt for anything else.
std::optional<SizePx> image_size(std::span<const std::byte> file);

/// Contain: as large as fits into the box. Cover: the box full, what lies outside it cut off on both sides alike.
enum class ImageFit { Contain, Cover };

/// Decodes a PNG, JPEG or WebP file and scales it to `box`, keeping its proportions. The picture has the size of what
/// is shown: with Cover that of the box. A photograph is turned as its Exif block says. Refused before decoding: files
/// above 20 MiB, 40 megapixels or 16,384 a side (S-42), and other formats (S-40). Throws Error(invalid) with the
/// reason.
Picture decode_image(std::span<const std::byte> file, SizePx box, ImageFit fit = ImageFit::Contain);

}  // namespace skylt
