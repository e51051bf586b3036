// How the rows of an event become the bytes of blobs (docs/protocol.md).
#include <algorithm>

#include "content-server/publish/catalogue.hpp"
#include "core/base/error.hpp"

namespace skylt {
namespace {

constexpr const char* kJsonType = "application/json";

template <class Rows>
Json array_of(const Rows& rows) {
  Json array = Json::array();
  for (const auto& row : rows) array.push_back(to_json(row));
  return array;
}

template <class Row>
std::vector<Row> by_id(std::vector<Row> rows) {
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.id < b.id; });
  return rows;
}

template <class Row>
const Row* find_by_id(const std::vector<Row>& rows, const std::string& id) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.id == id; });
  return found == rows.end() ? nullptr : &*found;
}

/// Languages that `json` has texts in, of those that decide about fonts and hyphenation.
std::set<std::string> languages_in(const std::string& json, const std::vector<AssetFile>& dictionaries) {
  std::set<std::string> found;
  const auto look = [&](const std::string& tag) {
    if (json.find("\"" + tag + "\":") != std::string::npos || json.find("\"" + tag + "-") != std::string::npos)
      found.insert(tag);
  };
  for (const char* tag : {"ur", "ja", "ko", "yue", "zh-Hant", "zh-TW", "zh-HK", "zh-MO"}) look(tag);
  for (const auto& file : dictionaries) look(file.name);
  return found;
}

/// Languages that sessions and layouts name on the screen: spoken, interpreted to, to be followed in.
void collect_named(const Json& json, std::set<std::string>& named) {
  if (!json.is_structured()) return;
  for (const auto& [key, value] : json.items()) {
    if (json.is_object() && (key == "languages" || key == "interpreted") && value.is_array()) {
      for (const auto& tag : value)
        if (tag.is_string()) named.insert(tag.get<std::string>());
    } else if (json.is_object() && key == "follow-in" && value.is_string()) {
      named.insert(value.get<std::string>());
    } else {
      collect_named(value, named);
    }
  }
}

}  // namespace

const Catalogue::Part& Catalogue::part(const std::string& role, const std::string& name, const std::string& variant,
                                       const std::function<Json()>& rows) {
  auto& known = parts_[role + '\x1f' + name + '\x1f' + variant];
  return known ? *known : keep(known, std::make_shared<const Part>(encoded(role, name, rows())));
}

Catalogue::Part Catalogue::encoded(const std::string& role, const std::string& name, const Json& json) const {
  Part part = encoded({role, name, {}, 0, kJsonType}, dump_json(json));
  if (use_ == CatalogueUse::Publish && (role == "programme" || role == "layout")) collect_named(json, part.named);
  return part;
}

Catalogue::Part Catalogue::encoded(BlobRef ref, std::string bytes) const {
  Part part;
  if (use_ == CatalogueUse::Publish) {
    part.characters = characters_of(bytes);
    part.languages = languages_in(bytes, assets_.hyphenation);
  }
  ref.sha256 = sha256_hex(bytes);
  ref.bytes = bytes.size();
  part.ref = std::move(ref);
  part.blob = make_blob(std::move(bytes));
  return part;
}

const Catalogue::Part& Catalogue::keep(std::shared_ptr<const Part>& place, std::shared_ptr<const Part> made) {
  place = std::move(made);
  blobs_.try_emplace(place->ref.sha256, place->blob);
  return *place;
}

const Catalogue::Part& Catalogue::event_part() {
  return part("event", "event", "", [&] {
    return Json{{"event", to_json(data_.event)},
                {"organisers", array_of(by_id(data_.organisers))},
                {"tracks", array_of(by_id(data_.tracks))}};
  });
}

const Catalogue::Part& Catalogue::venue_part(const Venue& venue, bool whole) {
  return part("venue", venue.id, whole ? "whole" : "from afar",
              [&] { return to_json(whole ? visible_venue(venue) : venue_from_afar(venue, data_.links)); });
}

const Catalogue::Part& Catalogue::links_part() {
  return part("links", "links", "", [&] { return Json{{"links", array_of(by_id(data_.links))}}; });
}

const Catalogue::Part& Catalogue::closures_part(const std::string& venue) {
  return part("closures", venue, "", [&] {
    std::vector<Closure> here;
    for (const auto& closure : data_.closures) {
      if (closure.venue != venue) continue;
      here.push_back(closure);
      here.back().author.clear();
    }
    return Json{{"closures", array_of(by_id(std::move(here)))}};
  });
}

const Catalogue::Part& Catalogue::programme_part(const std::string& venue) {
  return part("programme", venue, "", [&] { return Json{{"sessions", array_of(programme_[venue].sessions)}}; });
}

const Catalogue::Part& Catalogue::changes_part(const std::string& venue) {
  return part("changes", venue, "", [&] { return Json{{"changes", array_of(programme_[venue].changes)}}; });
}

const Catalogue::Part& Catalogue::messages_part(const std::vector<std::size_t>& indexes) {
  std::string variant;
  for (const auto index : indexes) variant += std::to_string(index) + ' ';
  return part("messages", "messages", variant, [&] {
    std::vector<Message> messages;
    for (const auto index : indexes) {
      messages.push_back(data_.messages[index]);
      messages.back().screens.clear();  // where else it is shown is no business of this screen
    }
    return Json{{"messages", array_of(by_id(std::move(messages)))}};
  });
}

const Catalogue::Part& Catalogue::layout_part(const std::string& id) {
  return part("layout", id, "", [&] { return to_json(find_layout(id, "event")); });
}

const Catalogue::Part& Catalogue::theme_part() {
  const auto& theme = find_theme();
  return part("theme", theme.id, "", [&] { return to_json(theme); });
}

const Catalogue::Part& Catalogue::words_part(const std::vector<const WordFile*>& files) {
  std::string key = use_ == CatalogueUse::Publish ? "publish" : "compare";
  for (const auto* file : files) key += ' ' + file->language;
  auto& known = parts_["words\x1f" + key];
  if (known) return *known;
  return keep(known, assets_.memo->words.get(key, [&] {
    std::string lines;
    for (const auto* file : files) lines += (lines.empty() ? "" : "\n") + dump_json(to_json(*file));
    return encoded({"words", "words", {}, 0, "application/x-ndjson"}, std::move(lines));
  }));
}

BlobRef Catalogue::add_blob(const std::string& role, const std::string& name, const std::string& type,
                            std::string bytes) {
  BlobRef ref{role, name, sha256_hex(bytes), bytes.size(), type};
  blobs_.try_emplace(ref.sha256, make_blob(std::move(bytes)));
  return ref;
}

BlobRef Catalogue::add_image(const Image& image) {
  auto& ref = images_[image.id];
  if (ref.sha256.empty()) ref = add_blob("image", image.id, image.type, *image.bytes);
  return ref;
}

BlobRef Catalogue::add_file(const std::string& role, const AssetFile& file) {
  blobs_.try_emplace(file.sha256, file.blob);
  return {role, file.name, file.sha256, file.blob->bytes().size(), file.type};
}

const Layout& Catalogue::find_layout(const std::string& id, const std::string& who) const {
  if (const auto* layout = find_by_id(data_.layouts, id)) return *layout;
  if (const auto* layout = find_by_id(assets_.layouts, id)) return *layout;
  throw Error{ErrorCode::Invalid, who + " shows layout '" + id + "', which neither the event nor Skylt has"};
}

const Theme& Catalogue::find_theme() const {
  const auto& id = data_.event.theme;
  if (const auto* theme = find_by_id(data_.themes, id)) return *theme;
  if (const auto* theme = find_by_id(assets_.themes, id)) return *theme;
  if (!id.empty())
    throw Error{ErrorCode::Invalid, "the event's theme '" + id + "' is neither the event's own nor one of Skylt's"};
  if (!data_.themes.empty()) return data_.themes.front();
  if (assets_.themes.empty()) throw Error{ErrorCode::NotFound, "no theme is installed: assets/themes is empty"};
  return assets_.themes.front();
}

}  // namespace skylt
