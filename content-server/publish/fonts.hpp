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

/// The fonts of the machine, by file name ("NotoSans-Regular.ttf"). Files are opened, hashed and asked for their
/// characters only when a text needs them. Thread-safe.
class FontShelf {
 public:
  /// Collects Noto Sans, Noto Serif for scripts without a Sans, and Nastaliq below `folders`; absent folders are
  /// skipped.
  explicit FontShelf(const std::vector<std::string>& folders);
  ~FontShelf();

  /// Names of the files that set `characters`: always Noto Sans Regular and Bold, then for each character that those
  /// lack the first family that has it, Regular and Bold. `urdu`: Nastaliq as well. Characters that no family has are
  /// left out.
  std::set<std::string> needed_for(const std::set<char32_t>& characters, bool urdu) const;

  /// Throws Error(not_found) for a name that is not on the shelf.
  AssetFile file(const std::string& name) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// All characters of UTF-8 text beyond ASCII that leave ink: no controls, joiners, isolates or private use.
std::set<char32_t> characters_of(std::string_view utf8);

}  // namespace skylt
