#include "player/device/config.hpp"

#include <toml++/toml.h>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "core/base/base64.hpp"
#include "core/base/error.hpp"

namespace skylt {
namespace {

constexpr std::size_t kKeyBytes = 32;  // Ed25519
constexpr const char* kKnown =
    "bulk_rate, bulk_spread, cache, first_contact, rotation, server, server_key, token_file, window";

[[noreturn]] void fail(const std::string& file, const toml::source_region& where, const std::string& why) {
  throw Error{ErrorCode::Invalid, file + ':' + std::to_string(where.begin.line) + ": " + why};
}

class Reader {
 public:
  Reader(const std::string& file, std::string key, const toml::node& node)
      : file_{file}, key_{std::move(key)}, node_{node} {}

  std::string text() const {
    const auto value = node_.value_exact<std::string>();
    if (!value) fault("must be a text in quotes");
    return *value;
  }
  int integer(int least, int most) const {
    const auto value = node_.value_exact<std::int64_t>();
    if (!value || *value < least || *value > most) {
      fault("must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    }
    return static_cast<int>(*value);
  }
  [[noreturn]] void fault(const std::string& why) const { fail(file_, node_.source(), "'" + key_ + "' " + why); }

 private:
  const std::string& file_;
  std::string key_;
  const toml::node& node_;
};

void take(PlayerConfig& config, const std::string& key, const Reader& value) {
  if (key == "server") {
    config.server = value.text();
    if (!is_server_address(config.server)) value.fault("must begin with https:// or http://");
  } else if (key == "server_key") {
    const auto bytes = from_base64(value.text());
    if (!bytes || bytes->size() != kKeyBytes) value.fault("must be the server's key: 32 bytes in base64");
    config.server_key = base64_of(*bytes);
  } else if (key == "token_file") {
    config.token_file = value.text();
  } else if (key == "cache") {
    config.cache = value.text();
  } else if (key == "bulk_rate") {
    config.bulk_kbit_per_second = value.integer(0, 1'000'000);
  } else if (key == "bulk_spread") {
    config.bulk_spread = Seconds{value.integer(0, 3600)};
  } else if (key == "first_contact") {
    config.first_contact = Seconds{value.integer(0, 3600)};
  } else if (key == "window") {
    const auto size = parse_size(value.text());
    if (!size) value.fault("must be a size such as \"1920x1080\"");
    config.window = *size;
  } else {
    config.rotation = value.integer(0, 270);
    if (config.rotation % 90 != 0) value.fault("must be 0, 90, 180 or 270");
  }
}

bool is_known(const std::string& key) {
  std::istringstream names{kKnown};
  for (std::string name; names >> name;) {
    if (name.ends_with(',')) name.pop_back();
    if (name == key) return true;
  }
  return false;
}

}  // namespace

PlayerConfig parse_config(std::string_view toml, const std::string& file) {
  PlayerConfig config;
  try {
    const toml::table table = toml::parse(toml, file);
    for (const auto& [key, node] : table) {
      const std::string name{key.str()};
      if (!is_known(name)) fail(file, key.source(), "unknown key '" + name + "'; known: " + kKnown);
      take(config, name, Reader{file, name, node});
    }
  } catch (const toml::parse_error& error) {
    fail(file, error.source(), std::string{error.description()});
  }
  return config;
}

PlayerConfig load_config(const std::string& file) {
  std::ifstream in{file, std::ios::binary};
  if (!in) throw Error{ErrorCode::NotFound, file + ": cannot be read; give the player's configuration with --config"};
  std::ostringstream text;
  text << in.rdbuf();
  return parse_config(text.str(), file);
}

bool is_server_address(std::string_view text) { return text.starts_with("http://") || text.starts_with("https://"); }

std::optional<SizePx> parse_size(std::string_view text) {
  SizePx size;
  const char* end = text.data() + text.size();
  const auto width = std::from_chars(text.data(), end, size.width);
  if (width.ec != std::errc{} || width.ptr == end || *width.ptr != 'x') return std::nullopt;
  const auto height = std::from_chars(width.ptr + 1, end, size.height);
  if (height.ec != std::errc{} || height.ptr != end) return std::nullopt;
  constexpr int kLongestSide = 16384;
  const auto fits = [](int side) { return side > 0 && side <= kLongestSide; };
  if (!fits(size.width) || !fits(size.height)) return std::nullopt;
  return size;
}

std::string default_cache() {
  if (const char* state = std::getenv("STATE_DIRECTORY")) return state;
  if (const char* cache = std::getenv("XDG_CACHE_HOME")) return std::string{cache} + "/skylt-player";
  if (const char* home = std::getenv("HOME")) return std::string{home} + "/.cache/skylt-player";
  return "/var/lib/skylt-player";
}

std::string read_token(const std::string& file) {
  if (file.empty()) {
    throw Error{ErrorCode::Invalid,
                "a server (--server) needs this player's token: set token_file in the configuration (--config FILE), "
                "or give --token-file"};
  }
  std::ifstream in{file};
  std::string token;
  if (!in) {
    throw Error{ErrorCode::NotFound,
                file + ": cannot be read; put this player's token there (skylt-server screen add)"};
  }
  if (!std::getline(in, token)) {
    throw Error{ErrorCode::Invalid, file + ": is empty; put this player's token there (skylt-server screen add)"};
  }
  while (!token.empty() && (token.back() == '\r' || token.back() == ' ')) token.pop_back();
  if (token.empty() || token.find_first_of(" \t\r\n") != std::string::npos) {
    throw Error{ErrorCode::Invalid, file + ": the first line is not a token"};
  }
  return token;
}

}  // namespace skylt
