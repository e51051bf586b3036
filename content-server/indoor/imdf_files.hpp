#pragma once
#include <string>
#include <vector>

#include "content-server/indoor/indoor.hpp"
#include "core/base/json.hpp"

namespace skylt::indoor {

/// One GeoJSON feature of an IMDF file.
struct Feature {
  std::string file;
  std::string id;    ///< as the source writes it
  std::string type;  ///< "unit", "opening" …
  Json properties;   ///< an object, perhaps empty
  Json geometry;     ///< null where there is none
};

/// What the files of an IMDF archive hold, type by type. Trailing commas are mended and reported; of a file that is no
/// JSON all the same, the features that are whole are taken and the rest rejected.
struct Features {
  Json manifest;
  std::vector<Feature> list;  ///< with distinct ids, in the order of the files and of the features in them
  std::size_t count = 0;      ///< of all, also those that were rejected
};

Features read_features(const MapFiles& files, std::vector<Finding>& findings);

}  // namespace skylt::indoor
