#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "content-server/indoor/books.hpp"
#include "content-server/indoor/frame.hpp"
#include "content-server/indoor/imdf_files.hpp"

namespace skylt::indoor {

/// One reading of an IMDF archive. Features are read type by type, so that what others refer to is there before them.
class ImdfReader {
 public:
  ImdfReader(const MapFiles& files, const IndoorSettings& settings);
  IndoorImport run();

 private:
  struct Unit {
    std::string level;  ///< part id
    std::string category;
    bool wheelchair = false;
    std::vector<std::string> spaces;
    Point middle;
  };

  template <typename Read>
  void each(std::string_view type, const Read& read) {
    for (const Feature& feature : features_.list) {
      if (feature.type == type && done_.insert(feature.id).second) read(feature);
    }
  }

  LonLat origin() const;
  Text labels(const Json& properties, const char* key) const;
  std::vector<OpenHours> hours(const Feature& feature);
  static bool has_word(const Json& properties, const char* key, std::string_view word);
  std::vector<std::vector<Ring>> outlines(const Feature& feature);
  std::string level_of(const Feature& feature);
  std::vector<std::string> units_in(const Feature& feature, const char* key);

  void read_address(const Feature& feature);
  void read_venue(const Feature& feature);
  void read_building(const Feature& feature);
  void read_level(const Feature& feature);
  void report_shared_ordinals();
  void read_unit(const Feature& feature);
  void read_opening(const Feature& feature);
  void read_anchor(const Feature& feature);
  void read_amenity(const Feature& feature);
  void read_kiosk(const Feature& feature);
  void read_occupant(const Feature& feature);
  void read_relationship(const Feature& feature);
  void add_passage(const Feature& feature, const std::vector<std::string>& units,
                   const std::vector<std::string>& openings, bool directed);
  void add_room(const Feature& feature, const Text& name, const Unit& unit);
  void pass_over_the_rest();
  void add_toilets_without_amenity();

  IndoorImport result_;
  Books books_;
  Features features_;
  Frame frame_;
  SeedHints hints_;
  std::string language_;
  bool has_venue_ = false;
  std::size_t not_on_foot_ = 0;
  std::set<std::string> done_;
  // By the source's ids.
  std::map<std::string, std::string> addresses_, buildings_, levels_, anchors_;
  std::map<std::string, Unit> units_;
  std::map<std::string, std::size_t> openings_;  ///< index in the venue
  std::set<std::string> with_amenity_;
};

}  // namespace skylt::indoor
