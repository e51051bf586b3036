#include "tests/support/snapshot.hpp"

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "tests/support/data.hpp"
#include "tests/support/fonts.hpp"

namespace skylt::test {
namespace {

template <class Read>
void read_folder(const std::string& folder, Read read) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator{source_path(folder)})
    if (entry.path().extension() == ".json") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  for (const auto& path : paths) {
    Faults faults;
    read(parse_json(read_file(path.string()), path.filename().string()), faults);
    throw_on(path.filename().string(), faults);
  }
}

}  // namespace

EventData sample_event() {
  Faults faults;
  auto data = read_event_data(parse_json(read_file(source_path("assets/demo/event.json")), "event.json"), faults);
  throw_on("event.json", faults);
  return data;
}

Snapshot snapshot_of(const EventData& data, const std::string& screen) {
  Snapshot snapshot;
  const auto it =
      std::find_if(data.screens.begin(), data.screens.end(), [&](const Screen& s) { return s.id == screen; });
  if (it == data.screens.end()) throw std::runtime_error{"no screen " + screen};
  snapshot.screen = *it;
  snapshot.event = data.event;
  snapshot.organisers = data.organisers;
  snapshot.tracks = data.tracks;
  snapshot.venues = data.venues;
  snapshot.links = data.links;
  snapshot.closures = data.closures;
  snapshot.sessions = data.sessions;
  snapshot.changes = data.changes;
  snapshot.messages = data.messages;
  snapshot.layouts = data.layouts;
  snapshot.manifest.rota = data.rota;
  read_folder("layouts",
              [&](const Json& json, Faults& faults) { snapshot.layouts.push_back(read_layout(json, faults)); });
  std::vector<WordFile> words;
  read_folder("assets/words", [&](const Json& json, Faults& faults) { words.push_back(read_word_file(json, faults)); });
  snapshot.words = Words{std::move(words), data.event.draft_words};
  read_folder("assets/themes", [&](const Json& json, Faults& faults) {
    auto theme = read_theme(json, faults);
    if (theme.id == data.event.theme) snapshot.theme = std::move(theme);
  });
  snapshot.fonts = noto_fonts();
  snapshot.hyphenation = hyphenation_dictionaries();
  return snapshot;
}

}  // namespace skylt::test
