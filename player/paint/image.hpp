#pragma once
#include <optional>
#include <span>

#include "player/paint/pixels.hpp"

namespace skylt {

/// Width and height that the header of a PNG, JPEG or WebP file states; nullopt for anything else.
std::optional<SizePx> image_size(std::span<const std::byte> file);

/// Decodes a PNG, JPEG or WebP file and scales it to the largest size that fits into `box`, keeping its proportions.
/// Refused before decoding: files above 20 MiB, 40 megapixels or 16,384 a side (S-42), and other formats (S-40).
/// Throws Error(invalid) with the reason.
Picture decode_image(std::span<const std::byte> file, SizePx box);

}  // namespace skylt
