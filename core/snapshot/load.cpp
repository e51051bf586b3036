#include <algorithm>
#include <exception>
#include <set>

#include "core/base/error.hpp"
#include "core/snapshot/load.hpp"

namespace skylt {
namespace {

/// Collects the parts of a snapshot blob by blob. Roles that this version does not know are left alone, so that an
/// older player keeps working with a newer server.
class Loader {
 public:
  Loader(Snapshot& snapshot, const BlobReader& read, const Snapshot* before) : snapshot_{snapshot}, read_{read} {
    if (before && word_refs(before->manifest) == word_refs(snapshot.manifest)) parsed_ = &before->words;
  }

  void take(const BlobRef& ref) {
    if (ref.role == "font") return take_file(ref, snapshot_.fonts);
    if (ref.role == "hyphenation") return take_file(ref, snapshot_.hyphenation);
    if (ref.role == "image") return take_file(ref, snapshot_.images);
    if (ref.role == "words" && parsed_)
      fetch(ref);
    else if (ref.role == "words")
      take_words(ref);
    else if (is_json_role(ref.role))
      take_json(ref);
  }

  void finish() {
    require(has_event_, "event");
    require(has_screen_, "screen");
    require(has_theme_, "theme");
    if (parsed_) words_ = parsed_->files();
    require(!words_.empty(), "words");
    require(!snapshot_.fonts.empty(), "font");
    const auto& wanted = snapshot_.screen.layout;
    const auto& all = snapshot_.layouts;
    require(std::any_of(all.begin(), all.end(), [&](const Layout& layout) { return layout.id == wanted; }),
            "layout '" + wanted + "'");
    if (snapshot_.screen.id != snapshot_.manifest.screen)
      throw Error{ErrorCode::Invalid, "snapshot of screen '" + snapshot_.manifest.screen + "' carries screen '" +
                                          snapshot_.screen.id + "'"};
    snapshot_.words = Words{std::move(words_), snapshot_.event.draft_words};
    std::sort(snapshot_.sessions.begin(), snapshot_.sessions.end(),
              [](const Session& a, const Session& b) { return std::tie(a.start, a.id) < std::tie(b.start, b.id); });
    std::sort(snapshot_.changes.begin(), snapshot_.changes.end(),
              [](const Change& a, const Change& b) { return std::tie(a.created, a.id) < std::tie(b.created, b.id); });
  }

 private:
  static bool is_json_role(const std::string& role) {
    static const std::set<std::string> kRoles{"event",   "venue",    "links",  "closures", "programme",
                                              "changes", "messages", "screen", "layout",   "theme"};
    return kRoles.contains(role);
  }

  static std::vector<std::pair<std::string, std::string>> word_refs(const Manifest& manifest) {
    std::vector<std::pair<std::string, std::string>> refs;
    for (const auto& ref : manifest.blobs)
      if (ref.role == "words") refs.emplace_back(ref.name, ref.sha256);
    return refs;
  }

  static void require(bool present, const std::string& what) {
    if (!present) throw Error{ErrorCode::Invalid, "snapshot has no " + what};
  }

  BlobPtr fetch(const BlobRef& ref) const {
    auto blob = read_(ref);
    if (blob->bytes().size() != ref.bytes)
      throw Error{ErrorCode::Invalid,
                  "has " + std::to_string(blob->bytes().size()) + " bytes instead of " + std::to_string(ref.bytes)};
    return blob;
  }

  void take_file(const BlobRef& ref, std::vector<NamedBlob>& files) const {
    files.push_back({ref.name, ref.sha256, fetch(ref)});
  }

  void take_json(const BlobRef& ref) {
    const std::string document = ref.role + " '" + ref.name + "'";
    const Json json = parse_json(fetch(ref)->text(), document);
    Faults faults;
    if (ref.role == "layout") {
      snapshot_.layouts.push_back(read_layout(json, faults));
    } else if (ref.role == "theme") {
      snapshot_.theme = read_theme(json, faults);
      has_theme_ = true;
    } else {
      JsonReader reader{json, faults};
      take_rows(ref.role, reader);
    }
    throw_on(document, faults);
  }

  /// A file of words on each line, read one by one: all of them at once would take megabytes.
  void take_words(const BlobRef& ref) {
    const BlobPtr blob = fetch(ref);
    std::string_view rest = blob->text();
    for (int line = 1; !rest.empty(); ++line) {
      const auto end = std::min(rest.find('\n'), rest.size());
      const std::string document = "words, line " + std::to_string(line);
      Faults faults;
      words_.push_back(read_word_file(parse_json(rest.substr(0, end), document), faults));
      throw_on(document, faults);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }

  void take_rows(const std::string& role, JsonReader& reader) {
    if (role == "venue") {
      snapshot_.venues.push_back(read_venue(reader));
    } else if (role == "links") {
      reader.each("links", [&](JsonReader& item) { snapshot_.links.push_back(read_link(item)); });
      reader.reject_unknown();
    } else if (role == "closures") {
      reader.each("closures", [&](JsonReader& item) { snapshot_.closures.push_back(read_closure(item)); });
      reader.reject_unknown();
    } else if (role == "screen") {
      snapshot_.screen = read_screen(reader);
      has_screen_ = true;
    } else if (role == "event") {
      take_event(reader);
    } else if (role == "programme") {
      // A session moved to another venue stands in both venues' programmes.
      reader.each("sessions", [&](JsonReader& item) { add_once(snapshot_.sessions, sessions_, read_session(item)); });
      reader.reject_unknown();
    } else if (role == "changes") {
      reader.each("changes", [&](JsonReader& item) { add_once(snapshot_.changes, changes_, read_change(item)); });
      reader.reject_unknown();
    } else {
      reader.each("messages", [&](JsonReader& item) { snapshot_.messages.push_back(read_message(item)); });
      reader.reject_unknown();
    }
  }

  void take_event(JsonReader& reader) {
    reader.object("event", [&](JsonReader& item) {
      snapshot_.event = read_event(item);
      has_event_ = true;
    });
    reader.each("organisers", [&](JsonReader& item) { snapshot_.organisers.push_back(read_organiser(item)); });
    reader.each("tracks", [&](JsonReader& item) { snapshot_.tracks.push_back(read_track(item)); });
    reader.reject_unknown();
  }

  template <class Row>
  static void add_once(std::vector<Row>& rows, std::set<std::string>& ids, Row row) {
    if (ids.insert(row.id).second) rows.push_back(std::move(row));
  }

  Snapshot& snapshot_;
  const BlobReader& read_;
  const Words* parsed_ = nullptr;  ///< words of these very files
  std::vector<WordFile> words_;
  std::set<std::string> sessions_, changes_;
  bool has_event_ = false, has_screen_ = false, has_theme_ = false;
};

}  // namespace

Snapshot load_snapshot(Manifest manifest, const BlobReader& read) {
  return load_snapshot(std::move(manifest), read, nullptr);
}

Snapshot load_snapshot(Manifest manifest, const BlobReader& read, const Snapshot* before) {
  Snapshot snapshot;
  snapshot.manifest = std::move(manifest);
  Loader loader{snapshot, read, before};
  for (const auto& ref : snapshot.manifest.blobs) {
    try {
      loader.take(ref);
    } catch (const Error& error) {
      std::throw_with_nested(Error{error.code(), "snapshot of screen '" + snapshot.manifest.screen + "': " + ref.role +
                                                     " '" + ref.name + "' (" + ref.sha256 + ")"});
    }
  }
  loader.finish();
  return snapshot;
}

}  // namespace skylt
