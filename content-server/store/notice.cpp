// The listener's thread sleeps in poll() on its socket. It talks to nobody but the two functions it was given; the
// destructor wakes it by shutting the socket down.
#include "content-server/store/notice.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "core/base/error.hpp"

namespace skylt {
namespace {

constexpr int kPollEveryMs = 1000;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_{fd} {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  int release() {
    const int fd = fd_;
    fd_ = -1;
    return fd;
  }

 private:
  int fd_;
};

/// Address of a socket file in the folder `folder` is open on. A socket's path holds at most 107 bytes and data folders
/// may lie deeper, so it is reached through the descriptor.
sockaddr_un address_in(int folder, const std::string& name) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = "/proc/self/fd/" + std::to_string(folder) + "/" + name;
  std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
  return address;
}

const sockaddr* generic(const sockaddr_un& address) { return reinterpret_cast<const sockaddr*>(&address); }

int open_folder(const std::string& data_dir) { return ::open(data_dir.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC); }

int make_socket() { return ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0); }

bool is_listener(const std::string& name) { return name.starts_with("notify-") && name.ends_with(".sock"); }

}  // namespace

int poke_servers(const std::string& data_dir) {
  const Descriptor folder{open_folder(data_dir)};
  const Descriptor socket{make_socket()};
  if (folder.get() < 0 || socket.get() < 0) return 0;
  int listeners = 0;
  std::error_code unreadable;
  // Not a range's for: that throws where a folder can be read no further, and what is to be told is written already.
  std::filesystem::directory_iterator entry{data_dir, unreadable};
  for (; entry != std::filesystem::directory_iterator{}; entry.increment(unreadable)) {
    const std::string name = entry->path().filename().string();
    if (!is_listener(name)) continue;
    const sockaddr_un address = address_in(folder.get(), name);
    const char byte = 1;
    if (::sendto(socket.get(), &byte, 1, MSG_NOSIGNAL, generic(address), sizeof address) == 1 || errno == EAGAIN) {
      ++listeners;
    } else if (errno == ECONNREFUSED) {
      ::unlinkat(folder.get(), name.c_str(), 0);
    }
  }
  return listeners;
}

ChangeListener::ChangeListener(const std::string& data_dir, std::function<std::int64_t()> revision,
                               std::function<void(std::int64_t)> changed)
    : revision_{std::move(revision)}, changed_{std::move(changed)} {
  static std::atomic<int> number{0};
  const std::string name = "notify-" + std::to_string(::getpid()) + "-" + std::to_string(++number) + ".sock";
  socket_path_ = data_dir + "/" + name;
  const Descriptor folder{open_folder(data_dir)};
  Descriptor socket{make_socket()};
  ::unlinkat(folder.get(), name.c_str(), 0);
  const sockaddr_un address = address_in(folder.get(), name);
  if (folder.get() < 0 || socket.get() < 0 || ::bind(socket.get(), generic(address), sizeof address) != 0 ||
      ::chmod(socket_path_.c_str(), S_IRUSR | S_IWUSR) != 0) {
    throw Error{ErrorCode::Unavailable,
                socket_path_ + ": cannot make the socket: " + std::strerror(errno) + "; check the folder's owner"};
  }
  socket_ = socket.release();
  thread_ = std::thread{[this] { listen(); }};
}

ChangeListener::~ChangeListener() {
  stopping_ = true;
  ::shutdown(socket_, SHUT_RDWR);
  thread_.join();
  ::close(socket_);
  ::unlink(socket_path_.c_str());
}

void ChangeListener::listen() {
  std::int64_t known = -1;
  while (!stopping_) {
    try {
      const std::int64_t revision = revision_();
      if (revision > known) changed_(revision);
      known = revision;
    } catch (const std::exception&) {
      // The database is busy for a moment; the next look is a second away.
    }
    if (stopping_) break;
    pollfd waiting{socket_, POLLIN, 0};
    ::poll(&waiting, 1, kPollEveryMs);
    char bytes[64];
    while (::recv(socket_, bytes, sizeof bytes, 0) > 0) {
    }
  }
}

}  // namespace skylt
