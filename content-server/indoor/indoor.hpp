#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "content-server/import/import.hpp"
#include "core/venue/seed.hpp"
#include "core/venue/venue.hpp"

namespace skylt {

/// Files of an indoor map by name, without folders.
using MapFiles = std::map<std::string, std::string>;

/// All files of a ZIP archive, in memory; nothing is written anywhere. Throws Error(invalid) for an archive that breaks
/// a limit of S-43: more than 2,000 entries or 200 MiB unpacked, packed better than 100:1, entries that overlap, are
/// there twice, are links, encrypted or archives themselves, or have an absolute path or `..` in their name.
MapFiles unpack_archive(std::string_view bytes);

/// The .json and .geojson files of a folder (not of those below it) under the same limits. Throws Error(not_found,
/// invalid).
MapFiles read_map_folder(const std::string& path);

bool is_archive(std::string_view bytes);

/// Whether the files are an IMDF archive: a manifest.json or at least levels and units.
bool is_imdf(const MapFiles& files);

struct IndoorSettings {
  std::string venue;  ///< id that the venue gets
};

/// One reading of an indoor map. Every feature of it is in `parts`, or rejected with one Error finding.
struct IndoorImport {
  std::string format;  ///< "imdf" or "osm"
  Venue venue;         ///< with its walking graph
  std::size_t features = 0;
  std::size_t rejected = 0;
  /// Source id of every accepted feature -> ids of the parts of the venue that it became; may be none.
  std::map<std::string, std::vector<std::string>> parts;
  std::vector<Finding> findings;  ///< where: the file; record: the feature's id
  std::vector<std::string> notes;
};

/// Apple/OGC IMDF 1.0.0 and its betas (OGC 20-094). WGS84 becomes metres, x east, y north (W6). Parts that are not
/// valid are findings and cost themselves only. Throws Error(invalid) when the files are no IMDF at all.
IndoorImport parse_imdf(const MapFiles& files, const IndoorSettings& settings);

/// Whether the bytes begin like OpenStreetMap XML.
bool is_osm(std::string_view bytes);

/// An .osm file with Simple Indoor Tagging (WAYFINDING.md section 3). A room without any door gets one assumed in the
/// wall that it shares with a corridor, reported. Throws Error(invalid) when it is no OSM XML or has nothing indoors.
IndoorImport parse_osm(std::string_view bytes, const IndoorSettings& settings);

}  // namespace skylt
