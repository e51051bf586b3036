#pragma once
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "content-server/publish/publish.hpp"
#include "content-server/publish/visible.hpp"

namespace skylt {

/// What many screens are given alike.
struct SharedContent {
  std::vector<BlobRef> refs;                  ///< by role, name
  std::string texts_before, texts_after;      ///< their JSON, around the screen's own blob
  std::string escaped_before, escaped_after;  ///< the same as it stands inside a JSON string
  std::vector<RotaRule> rota;
  std::string rules;        ///< the JSON of the rota
  std::string fingerprint;  ///< of the blobs
};

/// What one screen is given at one state of the event, without revision and date.
struct ScreenContent {
  std::string event;
  std::shared_ptr<const SharedContent> shared;
  BlobRef screen;
  BlobPtr screen_blob;
  std::string fingerprint;  ///< equal for equal contents

  Manifest manifest(std::int64_t revision, UtcTime created) const;
  /// manifest_text() of that manifest, quickly.
  std::string text(std::int64_t revision, UtcTime created) const;
  /// signed_manifest_text() of that manifest, quickly: what the screens have alike is encoded once.
  std::string signed_text(std::int64_t revision, UtcTime created, const SigningKey& key) const;
};

/// What a catalogue is made for. Fonts and hyphenation follow from the other blobs and the languages of a screen, so
/// contents that are only compared go without: choosing and cutting fonts takes a second.
enum class CatalogueUse { Publish, Compare };

/// One state of an event, encoded: each blob once, whoever needs it. Keeps references to its arguments. One thread.
class Catalogue {
 public:
  Catalogue(const EventData& data, const Assets& assets, CatalogueUse use = CatalogueUse::Publish);

  /// Throws Error(invalid) with a sentence for the person who set the screen up. `before`: what this very screen, equal
  /// in all, was given at another state; its own blob need not be made again.
  ScreenContent content_of(const Screen& screen, const ScreenContent* before = nullptr);

  /// Bytes of every blob that content_of() has named so far, by hash.
  const std::unordered_map<std::string, BlobPtr>& blobs() const { return blobs_; }

 private:
  using Part = EncodedPart;
  /// What of the event is meant for one screen, by its indexes.
  struct Chosen {
    std::vector<std::size_t> rules, messages;
  };
  struct Needs {
    std::string venue;  ///< the screen's own
    std::vector<std::string> layouts;
    std::vector<std::string> venues;  ///< whose programmes
    std::vector<std::string> languages;
    std::vector<std::size_t> messages;
    std::set<std::string> images;  ///< of the layouts, and the plans of the own venue
  };

  Chosen chosen_for(const Screen& screen) const;
  /// The same for all screens that the choice and their venue, layout and languages do not tell apart.
  std::shared_ptr<const SharedContent> shared_of(const Screen& screen);
  Needs needs_of(const Screen& screen, const Chosen& chosen) const;
  std::vector<std::string> languages_of(const Screen& screen, bool welcomes) const;
  std::set<std::string> images_of(const Screen& screen, const std::vector<const Layout*>& layouts) const;
  std::vector<std::string> venues_of(const Screen& screen, const std::vector<const Layout*>& layouts) const;
  void add_blobs(const Needs& needs, SharedContent& shared);
  std::vector<const Part*> parts_for(const Needs& needs);
  void add_type(const Needs& needs, const std::vector<const Part*>& parts, std::vector<BlobRef>& refs);
  const Part& event_part();
  /// `whole`: with its plan and graph; else as other venues see it.
  const Part& venue_part(const Venue& venue, bool whole);
  const Part& links_part();
  const Part& closures_part(const std::string& venue);
  const Part& programme_part(const std::string& venue);
  const Part& changes_part(const std::string& venue);
  const Part& messages_part(const std::vector<std::size_t>& indexes);
  /// One blob, a line for each language: a manifest that named each would be twice as long.
  const Part& words_part(const std::vector<const WordFile*>& files);
  const Part& layout_part(const std::string& id);
  const Part& theme_part();
  /// The part of that role and name, made by `rows` the first time; `variant` tells apart parts of one name.
  const Part& part(const std::string& role, const std::string& name, const std::string& variant,
                   const std::function<Json()>& rows);
  Part encoded(const std::string& role, const std::string& name, const Json& json) const;
  Part encoded(BlobRef ref, std::string bytes) const;
  const Part& keep(std::shared_ptr<const Part>& place, std::shared_ptr<const Part> made);
  TypeFiles type_files(const Needs& needs, const std::vector<const Part*>& parts) const;
  BlobRef add_blob(const std::string& role, const std::string& name, const std::string& type, std::string bytes);
  BlobRef add_image(const Image& image);
  BlobRef add_file(const std::string& role, const AssetFile& file);
  const Layout& find_layout(const std::string& id, const std::string& who) const;
  const Theme& find_theme() const;
  std::vector<const WordFile*> words_for(const std::vector<std::string>& languages) const;

  const EventData& data_;
  const Assets& assets_;
  const CatalogueUse use_;
  std::map<std::string, VenueProgramme> programme_;
  std::map<std::string, std::shared_ptr<const Part>> parts_;
  std::unordered_map<std::string, std::shared_ptr<const SharedContent>> groups_;
  std::map<std::string, BlobRef> images_;  ///< added already, by id
  std::unordered_map<std::string, BlobPtr> blobs_;
};

/// Throws Error(invalid) naming what a screen lacks before anything can be published to it.
void check_measures(const Screen& screen);

}  // namespace skylt
