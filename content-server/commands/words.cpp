// words: how far the screens' own words are in each language.
#include <cstdio>
#include <set>

#include "content-server/commands/command.hpp"
#include "content-server/publish/publish.hpp"

namespace skylt {
namespace {

/// Keys that the screens use, and those of them without which a screen cannot be read.
struct WordKeys {
  std::set<std::string> all;
  std::set<std::string> core;
};

WordKeys load_keys() {
  const std::string path = share_dir() + "/assets/word-keys.json";
  const Json document = parse_json(load_file(path), path);
  WordKeys keys;
  for (const auto& [key, facts] : document.at("keys").items()) {
    keys.all.insert(key);
    if (facts.value("core", false)) keys.core.insert(key);
  }
  return keys;
}

Json state_of(const WordFile& file, const WordKeys& keys) {
  std::size_t checked = 0;
  std::size_t core = 0;
  Json missing = Json::array();
  Json drafts = Json::array();
  for (const auto& key : keys.all) {
    const auto it = file.messages.find(key);
    if (it == file.messages.end()) {
      missing.push_back(key);
      continue;
    }
    if (keys.core.contains(key)) ++core;
    if (it->second.state == WordState::Checked)
      ++checked;
    else
      drafts.push_back(key);
  }
  return Json{{"language", file.language},
              {"name", file.name},
              {"present", keys.all.size() - missing.size()},
              {"checked", checked},
              {"draft", drafts.size()},
              {"missing", missing.size()},
              {"core", core},
              {"drafts", std::move(drafts)},
              {"missing_keys", std::move(missing)}};
}

int words(const CommandLine& line, const std::string& only) {
  const WordKeys keys = load_keys();
  const Assets assets = Assets::load(share_dir());
  Json languages = Json::array();
  for (const auto& file : assets.words)
    if (only.empty() || file.language == only) languages.push_back(state_of(file, keys));
  if (languages.empty())
    throw Error{ErrorCode::NotFound, "no words in '" + only + "': there is no assets/words/" + only + ".json"};
  if (line.json) {
    print_json({{"keys", keys.all.size()}, {"core", keys.core.size()}, {"languages", std::move(languages)}});
    return 0;
  }
  std::printf("%-9s %8s %8s %8s %8s %8s  %s\n", "language", "present", "checked", "draft", "missing", "core", "name");
  for (const Json& row : languages)
    std::printf("%-9s %4zu/%-3zu %8zu %8zu %8zu %4zu/%-3zu  %s\n", row["language"].get<std::string>().c_str(),
                row["present"].get<std::size_t>(), keys.all.size(), row["checked"].get<std::size_t>(),
                row["draft"].get<std::size_t>(), row["missing"].get<std::size_t>(), row["core"].get<std::size_t>(),
                keys.core.size(), row["name"].get<std::string>().c_str());
  if (!only.empty())
    for (const Json& key : languages.front()["missing_keys"])
      std::printf("missing: %s\n", key.get<std::string>().c_str());
  return 0;
}

}  // namespace

void add_word_commands(CLI::App& app, CommandLine& line) {
  CLI::App* command = app.add_subcommand("words", "How far the screens' own words are in each language");
  auto only = std::make_shared<std::string>();
  command->add_option("LANGUAGE", *only, "One language, with the keys that it lacks");
  command->add_flag("--json", line.json, "Print one JSON document");
  command->callback([&line, only] { line.run = [&line, only] { return words(line, *only); }; });
}

}  // namespace skylt
