#include "player/sync/file_system.hpp"

namespace skylt {

void write_durably(FileSystem& files, const std::string& dir, const std::string& name, std::string_view bytes) {
  const std::string path = dir + '/' + name;
  const std::string temporary = path + ".tmp";
  files.write(temporary, bytes);
  files.sync(temporary);
  files.rename(temporary, path);
  files.sync_dir(dir);
}

}  // namespace skylt
