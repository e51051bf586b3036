#pragma once
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/snapshot/snapshot.hpp"

namespace skylt {

/// A file that goes into snapshots as it is.
struct AssetFile {
  std::string name;
  BlobPtr blob;
  std::string sha256;
  std::string type;  ///< media type
};

/// What the fonts of a screen must be able to set.
struct FontNeeds {
  std::set<char32_t> characters;
  std::set<std::string> languages;  ///< tags; Urdu asks for Nastaliq, Chinese, Japanese and Korean for their own forms
};

/// The fonts of the machine, by file name ("NotoSans-Regular.ttf"). Files are opened, hashed and asked for their
/// characters only when a text needs them. Thread-safe.
class FontShelf {
 public:
  /// Collects Noto Sans, Noto Serif for scripts without a Sans, and Nastaliq below `folders`; absent folders are
  /// skipped.
  explicit FontShelf(const std::vector<std::string>& folders);
  ~FontShelf();

  /// The files that set what is needed, by name: always Noto Sans Regular and Bold, then for each character that those
  /// lack the first family that has it, Regular and Bold. Of Noto Sans CJK (20 MB a weight) only the regions of the
  /// languages, each with the characters needed: "NotoSansCJKsc-Regular.otf". Characters that no family has are left
  /// out. Throws Error(not_found) when a font is not installed.
  std::vector<AssetFile> files_for(const FontNeeds& needs) const;

  /// A file as it is on the machine. Throws Error(not_found) for a name that is not on the shelf.
  AssetFile file(const std::string& name) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// All characters of UTF-8 text beyond ASCII that leave ink: no controls, joiners, isolates or private use.
std::set<char32_t> characters_of(std::string_view utf8);

}  // namespace skylt
