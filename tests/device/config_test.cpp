#include "player/device/config.hpp"

#include <fstream>

#include "core/base/error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/data.hpp"

using namespace skylt;
using namespace skylt::test;

TEST_CASE("a configuration is read") {
  const PlayerConfig config = parse_config(R"(
server = "https://skylt.example"
token_file = "/etc/skylt/token"
cache = "/var/lib/skylt-player"
window = "1280x720"
rotation = 270
first_contact = 5
bulk_spread = 60
bulk_rate = 0
server_key = "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI="
)",
                                           "player.toml");
  CHECK(config.server == "https://skylt.example");
  CHECK(config.token_file == "/etc/skylt/token");
  CHECK(config.cache == "/var/lib/skylt-player");
  CHECK(config.window == SizePx{1280, 720});
  CHECK(config.rotation == 270);
  CHECK(config.first_contact == Seconds{5});
  CHECK(config.bulk_spread == Seconds{60});
  CHECK(config.bulk_kbit_per_second == 0);
  CHECK(config.server_key == "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=");
}

TEST_CASE("a wrong setting is refused with its line") {
  const std::pair<const char*, const char*> table[] = {
      {"server = \"https://a\"\nsever = 1\n",
       "player.toml:2: unknown key 'sever'; known: bulk_rate, bulk_spread, cache, first_contact, rotation, server, "
       "server_key, "
       "token_file, window"},
      {"server = \"skylt.example\"", "player.toml:1: 'server' must begin with https:// or http://"},
      {"\nserver = 5", "player.toml:2: 'server' must be a text in quotes"},
      {"window = \"big\"", "player.toml:1: 'window' must be a size such as \"1920x1080\""},
      {"rotation = 45", "player.toml:1: 'rotation' must be 0, 90, 180 or 270"},
      {"rotation = 1.5", "player.toml:1: 'rotation' must be a whole number from 0 to 270"},
      {"server_key = \"abc\"", "player.toml:1: 'server_key' must be the server's key: 32 bytes in base64"},
      {"server_key = \"MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMT=\"",
       "player.toml:1: 'server_key' must be the server's key: 32 bytes in base64"},
      {"server_key = \"MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkw\"",
       "player.toml:1: 'server_key' must be the server's key: 32 bytes in base64"},
      {"first_contact = -1", "player.toml:1: 'first_contact' must be a whole number from 0 to 3600"},
  };
  for (const auto& [text, fault] : table) {
    CHECK_THROWS_WITH(parse_config(text, "player.toml"), fault);
  }
  CHECK_THROWS_AS(parse_config("server = \"\nx", "player.toml"), Error);
}

TEST_CASE("a key is kept as manifests name it, whatever blanks it was copied with") {
  const auto config = parse_config("server_key = \" MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI= \"", "player.toml");
  CHECK(config.server_key == "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=");
}

TEST_CASE("an empty token file is told apart from one that is not there") {
  const TempDir dir;
  std::ofstream{dir.path("token")} << "";
  CHECK_THROWS_WITH(read_token(dir.path("token")),
                    dir.path("token") + ": is empty; put this player's token there (skylt-server screen add)");
}

TEST_CASE("a server without a token file names the key and the option") {
  CHECK_THROWS_WITH(read_token(""),
                    "a server (--server) needs this player's token: set token_file in the configuration (--config "
                    "FILE), or give --token-file");
  CHECK_THROWS_WITH(read_token("/nowhere/token"),
                    "/nowhere/token: cannot be read; put this player's token there (skylt-server screen add)");
}

TEST_CASE("sizes are read whole or not at all") {
  CHECK(parse_size("1920x1080") == SizePx{1920, 1080});
  for (const char* text : {"", "x", "1920", "1920x", "x1080", "1920x1080x", "0x5", "-1x5", "99999x5", "1920 x 1080"}) {
    CHECK_FALSE(parse_size(text));
  }
}
