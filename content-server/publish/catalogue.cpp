#include "content-server/publish/catalogue.hpp"

#include <algorithm>

#include "content-server/publish/written.hpp"
#include "core/base/error.hpp"
#include "core/language/serving.hpp"

namespace skylt {
namespace {

void add_unique(std::vector<std::string>& list, const std::string& item) {
  if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
}

std::string joined(const std::vector<std::string>& list) {
  std::string out;
  for (const auto& item : list) out += item + '\x1f';
  return out + '\x1e';
}

bool shows(const Layout& layout, std::string_view widget) {
  for (const auto& [orientation, regions] : layout.variants)
    for (const auto& region : regions)
      if (region.widget == widget) return true;
  return false;
}

std::string primary_language(const std::string& tag) { return tag.substr(0, tag.find('-')); }

Manifest without_blobs(const ScreenContent& content, std::int64_t revision, UtcTime created) {
  Manifest manifest;
  manifest.event = content.event;
  manifest.screen = content.screen.name;
  manifest.revision = revision;
  manifest.created = created;
  manifest.rota = content.shared->rota;
  return manifest;
}

/// The inside of a JSON string.
std::string escaped(const std::string& text) {
  const std::string quoted = dump_json(Json(text));
  return quoted.substr(1, quoted.size() - 2);
}

}  // namespace

void check_measures(const Screen& screen) {
  const auto refuse = [&](const std::string& what) {
    throw Error{ErrorCode::Invalid,
                "screen '" + screen.id + "' has no " + what + ": set it before anything is published there (A-01)"};
  };
  if (screen.size.width <= 0 || screen.size.height <= 0) refuse("size in pixels (size)");
  if (!(screen.diagonal_inch > 0)) refuse("diagonal (diagonal_inch)");
  if (!(screen.distance_mm > 0)) refuse("viewing distance (distance_mm)");
}

Manifest ScreenContent::manifest(std::int64_t revision, UtcTime created) const {
  auto manifest = without_blobs(*this, revision, created);
  manifest.blobs.reserve(shared->refs.size() + 1);
  manifest.blobs = shared->refs;
  manifest.blobs.push_back(screen);
  return manifest;
}

std::string ScreenContent::text(std::int64_t revision, UtcTime created) const {
  return manifest_text_around(without_blobs(*this, revision, created),
                              shared->texts_before + blob_ref_text(screen) + shared->texts_after);
}

std::string ScreenContent::signed_text(std::int64_t revision, UtcTime created, const SigningKey& key) const {
  constexpr std::string_view kBlobs = R"("blobs":[)";
  const std::string own = blob_ref_text(screen);
  const std::string whole = text(revision, created);
  const auto blobs = whole.find(kBlobs) + kBlobs.size();  // stands in no string, where quotation marks are escaped
  const auto rest = blobs + shared->texts_before.size() + own.size() + shared->texts_after.size();
  const std::string empty = signed_manifest_text({{}, {sign_text(whole, key)}});
  const auto text_begins = empty.find(R"("")") + 1;
  return empty.substr(0, text_begins) + escaped(whole.substr(0, blobs)) + shared->escaped_before + escaped(own) +
         shared->escaped_after + escaped(whole.substr(rest)) + empty.substr(text_begins);
}

Catalogue::Catalogue(const EventData& data, const Assets& assets, CatalogueUse use)
    : data_{data}, assets_{assets}, use_{use}, programme_{visible_programme(data)} {}

ScreenContent Catalogue::content_of(const Screen& screen, const ScreenContent* before) {
  check_measures(screen);
  ScreenContent content;
  if (before) {
    content.screen = before->screen;
    content.screen_blob = before->screen_blob;
    blobs_.try_emplace(content.screen.sha256, content.screen_blob);
  } else {
    content.screen = add_blob("screen", screen.id, "application/json", dump_json(to_json(visible_screen(screen))));
    content.screen_blob = blobs_.at(content.screen.sha256);
  }
  content.shared = shared_of(screen);
  content.event = data_.event.id;
  content.fingerprint =
      sha256_hex(content.event + '\x1e' + content.screen.sha256 + content.shared->fingerprint + content.shared->rules);
  return content;
}

Catalogue::Chosen Catalogue::chosen_for(const Screen& screen) const {
  Chosen chosen;
  for (std::size_t i = 0; i < data_.rota.size(); ++i)
    if (selects(data_.rota[i].screens, screen)) chosen.rules.push_back(i);
  for (std::size_t i = 0; i < data_.messages.size(); ++i)
    if (selects(data_.messages[i].screens, screen)) chosen.messages.push_back(i);
  return chosen;
}

std::shared_ptr<const SharedContent> Catalogue::shared_of(const Screen& screen) {
  const Chosen chosen = chosen_for(screen);
  std::string key = screen.venue + '\x1e' + screen.layout + '\x1e' + joined(screen.languages);
  for (const auto index : chosen.rules) key += std::to_string(index) + ' ';
  key += '\x1e';
  for (const auto index : chosen.messages) key += std::to_string(index) + ' ';
  if (const auto known = groups_.find(key); known != groups_.end()) return known->second;
  auto shared = std::make_shared<SharedContent>();
  for (const auto index : chosen.rules) {
    shared->rota.push_back(data_.rota[index]);
    shared->rules += dump_json(to_json(data_.rota[index]));
  }
  add_blobs(needs_of(screen, chosen), *shared);
  groups_.emplace(std::move(key), shared);
  return shared;
}

Catalogue::Needs Catalogue::needs_of(const Screen& screen, const Chosen& chosen) const {
  Needs needs;
  needs.venue = screen.venue;
  std::vector<const Layout*> layouts{&find_layout(screen.layout, "screen '" + screen.id + "'")};
  add_unique(needs.layouts, screen.layout);
  for (const auto index : chosen.rules) {
    const auto& rule = data_.rota[index];
    layouts.push_back(&find_layout(rule.layout, "rota rule '" + rule.id + "'"));
    add_unique(needs.layouts, rule.layout);
  }
  std::sort(needs.layouts.begin(), needs.layouts.end());
  needs.venues = venues_of(screen, layouts);
  needs.images = images_of(screen, layouts);
  const bool welcomes =
      std::any_of(layouts.begin(), layouts.end(), [](const Layout* layout) { return shows(*layout, "welcome"); });
  needs.languages = languages_of(screen, welcomes);
  for (const auto index : chosen.messages)
    if (welcomes || data_.messages[index].kind != MessageKind::Welcome) needs.messages.push_back(index);
  return needs;
}

/// Whose words the screen may show: a screen that names its languages shows no others of the event's, but where it
/// welcomes in all of them.
std::vector<std::string> Catalogue::languages_of(const Screen& screen, bool welcomes) const {
  std::set<std::string> languages{"sv", "en"};  // the words must have every key in some language: these are complete
  languages.insert(screen.languages.begin(), screen.languages.end());
  languages.insert(data_.event.fallback.begin(), data_.event.fallback.end());
  if (screen.languages.empty() || welcomes)
    languages.insert(data_.event.languages.begin(), data_.event.languages.end());
  // The welcome greets in the national minority languages too (L-01).
  if (welcomes)
    for (const auto& file : assets_.words)
      if (is_minority_language(file.language)) languages.insert(file.language);
  return {languages.begin(), languages.end()};
}

std::set<std::string> Catalogue::images_of(const Screen& screen, const std::vector<const Layout*>& layouts) const {
  std::set<std::string> images;
  for (const auto* layout : layouts)
    for (const auto& [orientation, regions] : layout->variants)
      for (const auto& region : regions)
        if (region.widget == "image") images.insert(region.options.value("name", std::string{}));
  for (const auto& venue : data_.venues)
    for (const auto& level : venue.levels)
      if (venue.id == screen.venue && level.plan) images.insert(level.plan->image);
  return images;
}

std::vector<std::string> Catalogue::venues_of(const Screen& screen, const std::vector<const Layout*>& layouts) const {
  std::set<std::string> venues{screen.venue};
  bool all = screen.venue.empty() || data_.venues.size() <= 1;
  for (const auto* layout : layouts) {
    for (const auto& [orientation, regions] : layout->variants) {
      for (const auto& region : regions) {
        const auto option = region.options.find("venues");
        if (option == region.options.end()) continue;
        if (option->is_string()) all = all || *option == "all";
        if (!option->is_array()) continue;
        for (const auto& venue : *option)
          if (venue.is_string()) venues.insert(venue.get<std::string>());
      }
    }
  }
  if (all)
    for (const auto& [id, programme] : programme_) venues.insert(id);
  for (const auto& id : std::set<std::string>{venues})
    if (const auto found = programme_.find(id); found != programme_.end())
      venues.insert(found->second.moves_to.begin(), found->second.moves_to.end());
  return {venues.begin(), venues.end()};
}

/// The fonts and hyphenation that the parts and the screen's languages ask for.
void Catalogue::add_type(const Needs& needs, const std::vector<const Part*>& parts, std::vector<BlobRef>& refs) {
  std::string asked = joined(needs.languages);
  for (const auto* part : parts) asked += part->ref.sha256;
  const auto files = assets_.memo->type.get(sha256_hex(asked), [&] { return type_files(needs, parts); });
  for (const auto& file : files->fonts) refs.push_back(add_file("font", file));
  for (const auto& file : files->hyphenation) refs.push_back(add_file("hyphenation", file));
}

TypeFiles Catalogue::type_files(const Needs& needs, const std::vector<const Part*>& parts) const {
  const auto is_words = [](const Part* part) { return part->ref.role == "words"; };
  FontNeeds fonts;
  std::set<std::string> named;
  fonts.languages.insert(needs.languages.begin(), needs.languages.end());
  for (const auto* part : parts) {
    fonts.languages.insert(part->languages.begin(), part->languages.end());
    named.insert(part->named.begin(), part->named.end());
  }
  const std::string key = joined(needs.languages) + joined({named.begin(), named.end()});
  fonts.characters = *assets_.memo->characters.get(key, [&] {
    auto characters = written_characters({needs.languages.begin(), needs.languages.end()}, named);
    for (const auto* part : parts)
      if (is_words(part)) characters.insert(part->characters.begin(), part->characters.end());
    return characters;
  });
  for (const auto* part : parts)
    if (!is_words(part)) fonts.characters.insert(part->characters.begin(), part->characters.end());
  TypeFiles files{assets_.fonts->files_for(fonts), {}};
  std::set<std::string> primaries;
  for (const auto& language : fonts.languages) primaries.insert(primary_language(language));
  for (const auto& file : assets_.hyphenation)
    if (primaries.contains(file.name)) files.hyphenation.push_back(file);
  return files;
}

void Catalogue::add_blobs(const Needs& needs, SharedContent& shared) {
  auto& refs = shared.refs;
  const auto parts = parts_for(needs);
  for (const auto* part : parts) refs.push_back(part->ref);
  if (use_ == CatalogueUse::Publish) add_type(needs, parts, refs);
  for (const auto& image : data_.images)
    if (needs.images.contains(image.id)) refs.push_back(add_image(image));
  std::sort(refs.begin(), refs.end(),
            [](const BlobRef& a, const BlobRef& b) { return std::tie(a.role, a.name) < std::tie(b.role, b.name); });
  std::string all = joined(needs.languages);
  for (const auto& ref : refs) {
    all += ref.role + '\x1f' + ref.name + '\x1f' + ref.sha256;
    if (ref.role < "screen")
      shared.texts_before += blob_ref_text(ref) + ',';
    else
      shared.texts_after += ',' + blob_ref_text(ref);
  }
  shared.escaped_before = escaped(shared.texts_before);
  shared.escaped_after = escaped(shared.texts_after);
  shared.fingerprint = sha256_hex(all);
}

std::vector<const Catalogue::Part*> Catalogue::parts_for(const Needs& needs) {
  std::vector<const Part*> parts{&event_part(), &messages_part(needs.messages), &theme_part()};
  for (const auto& venue : data_.venues) parts.push_back(&venue_part(venue, venue.id == needs.venue));
  if (!data_.links.empty()) parts.push_back(&links_part());
  const auto is_here = [&](const Closure& closure) { return closure.venue == needs.venue; };
  if (std::any_of(data_.closures.begin(), data_.closures.end(), is_here)) parts.push_back(&closures_part(needs.venue));
  for (const auto& id : needs.venues) {
    parts.push_back(&programme_part(id));
    parts.push_back(&changes_part(id));
  }
  for (const auto& id : needs.layouts) parts.push_back(&layout_part(id));
  parts.push_back(&words_part(words_for(needs.languages)));
  return parts;
}

std::vector<const WordFile*> Catalogue::words_for(const std::vector<std::string>& languages) const {
  const auto indexes = assets_.memo->word_files.get(joined(languages), [&] {
    std::vector<std::string> tags;
    for (const auto& file : assets_.words) tags.push_back(file.language);
    std::set<std::size_t> found;
    for (const auto& language : languages)
      if (const auto file = find_serving(tags, language)) found.insert(*file);
    return std::vector<std::size_t>{found.begin(), found.end()};
  });
  std::vector<const WordFile*> files;
  for (const auto index : *indexes) files.push_back(&assets_.words[index]);
  return files;
}

}  // namespace skylt
