#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/base/geometry.hpp"
#include "core/base/time.hpp"

namespace skylt {

/// The player's configuration file (TOML) and the options of `run` that stand in for it.
struct PlayerConfig {
  std::string server;      ///< "https://host[:port]"; empty: the cache only
  std::string server_key;  ///< base64; empty: trust on first use
  std::string token_file;  ///< holds this player's token
  std::string cache;       ///< folder; empty: default_cache()
  SizePx window;           ///< 0 × 0: the whole display
  int rotation = 0;        ///< degrees clockwise by which the panel is turned: 0, 90, 180, 270
  std::optional<Seconds>
      bulk_spread;                  ///< longest random wait before a first large download; default: 120 s after a boot
  int bulk_kbit_per_second = 2000;  ///< of large downloads while something is shown (R-26); 0: no limit
  std::optional<Seconds> first_contact;  ///< longest random wait before the first contact; default: 30 s after a boot
};

/// Throws Error(invalid): "player.toml:3: unknown key 'sever'; known: cache, …".
PlayerConfig parse_config(std::string_view toml, const std::string& file);

/// Throws Error(not_found) or Error(invalid) naming the file.
PlayerConfig load_config(const std::string& file);

/// Begins with "https://" or "http://".
bool is_server_address(std::string_view text);

/// "1920x1080"; nullopt when malformed.
std::optional<SizePx> parse_size(std::string_view text);

/// Where systemd says (STATE_DIRECTORY), else the user's cache folder.
std::string default_cache();

/// First line of the file. Throws Error naming it, or the setting when `file` is empty.
std::string read_token(const std::string& file);

}  // namespace skylt
