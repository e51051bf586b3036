#include "content-server/store/signing_key.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string_view>

#include "core/base/error.hpp"
#include "core/base/json.hpp"

namespace skylt {
namespace {

std::string key_path(const std::string& dir) { return dir + "/signing.key"; }

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t wrote = ::write(file, text.data(), text.size());
    if (wrote <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return ::fsync(file) == 0;
}

/// The name of a new file in it is on the disk too.
bool sync_folder(const std::string& dir) {
  const int folder = ::open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return false;
  const bool synced = ::fsync(folder) == 0;
  const int reason = errno;
  ::close(folder);
  errno = reason;
  return synced;
}

}  // namespace

bool has_signing_key(const std::string& dir) {
  struct stat status {};
  return ::stat(key_path(dir).c_str(), &status) == 0;
}

SigningKey load_signing_key(const std::string& dir) {
  const std::string path = key_path(dir);
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    throw Error{ErrorCode::NotFound,
                path + ": there is no signing key; put the kept copy there, or skylt-server restore makes a new one"};
  }
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    throw Error{ErrorCode::Invalid, path + ": others can read the signing key; chmod 600 it"};
  }
  std::ifstream in{path, std::ios::binary};
  std::ostringstream text;
  text << in.rdbuf();
  const Json json = parse_json(text.str(), path);
  Faults faults;
  JsonReader reader{json, faults};
  SigningKey key;
  key.public_key = reader.string("public");
  key.secret_key = reader.string("secret");
  reader.reject_unknown();
  throw_on(path, faults);
  return key;
}

SigningKey create_signing_key(const std::string& dir) {
  const std::string path = key_path(dir);
  SigningKey key = make_signing_key();
  const std::string text = dump_json(Json{{"public", key.public_key}, {"secret", key.secret_key}}) + "\n";
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0 && errno == EEXIST) throw Error{ErrorCode::Conflict, path + ": there is a signing key already"};
  const bool written = file >= 0 && write_all(file, text) && sync_folder(dir);
  const std::string reason = std::strerror(errno);
  if (file >= 0) ::close(file);
  if (written) return key;
  if (file >= 0) ::unlink(path.c_str());  // half a key would be in the way of the next attempt
  throw Error{ErrorCode::Unavailable, path + ": cannot write the signing key: " + reason};
}

}  // namespace skylt
