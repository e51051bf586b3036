#include "content-server/api/renderer.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/base/error.hpp"

namespace skylt {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSnapshotsKept = 400;
constexpr std::size_t kSnapshotsOfChild = 12;  // as draw_on_request() keeps
constexpr std::chrono::seconds kDrawingTime{20};
constexpr rlim_t kMemory = rlim_t{2} << 30, kLargestFile = rlim_t{64} << 20;
constexpr int kNice = 10;

void write_whole(const std::string& path, std::string_view bytes) {
  std::ofstream out{path + ".new", std::ios::binary};
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  std::error_code failed;
  if (out) fs::rename(path + ".new", path, failed);
  if (!out || failed) throw Error{ErrorCode::Unavailable, path + ": cannot be written"};
}

/// A file that a child may write; gone with the object.
class PictureFile {
 public:
  explicit PictureFile(std::string path) : path_{std::move(path)} {}
  ~PictureFile() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove(path_, ignored);
  }
  PictureFile(const PictureFile&) = delete;
  PictureFile& operator=(const PictureFile&) = delete;

  const std::string& path() const { return path_; }
  std::string read() const {
    std::ifstream in{path_, std::ios::binary};
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
  }

 private:
  const std::string path_;
};

/// Runs in the child between fork and exec: only what is safe there. Pictures for organisers wait for what screens
/// need.
void confine() {
  close_range(3, ~0U, 0);  // connections and databases of the server are no business of its
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  setpriority(PRIO_PROCESS, 0, kNice);
  const rlimit memory{kMemory, kMemory}, file{kLargestFile, kLargestFile}, core{0, 0};
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // their shadow alone is terabytes of addresses
  setrlimit(RLIMIT_AS, &memory);
#else
  static_cast<void>(memory);
#endif
  setrlimit(RLIMIT_FSIZE, &file);
  setrlimit(RLIMIT_CORE, &core);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  std::signal(SIGPIPE, SIG_DFL);
}

}  // namespace

/// One running `skylt-player render --requests`.
class Renderer::Child {
 public:
  explicit Child(const std::string& player) {
    std::array<int, 2> in{}, out{};
    if (pipe2(in.data(), O_CLOEXEC) != 0) throw Error{ErrorCode::Unavailable, "no pipe for drawing"};
    if (pipe2(out.data(), O_CLOEXEC) != 0) {
      ::close(in[0]);
      ::close(in[1]);
      throw Error{ErrorCode::Unavailable, "no pipe for drawing"};
    }
    pid_ = fork();
    if (pid_ == 0) {
      dup2(in[0], STDIN_FILENO);
      dup2(out[1], STDOUT_FILENO);
      confine();
      execl(player.c_str(), player.c_str(), "render", "--requests", nullptr);
      _exit(127);
    }
    ::close(in[0]);
    ::close(out[1]);
    to_ = in[1];
    from_ = out[0];
  }

  ~Child() {
    ::close(to_);
    ::close(from_);
    if (pid_ <= 0) return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// Whether it has drawn that snapshot of late.
  bool knows(const std::string& snapshot) const {
    return std::find(drawn_.begin(), drawn_.end(), snapshot) != drawn_.end();
  }
  void note(const std::string& snapshot) {
    std::erase(drawn_, snapshot);
    drawn_.push_back(snapshot);
    if (drawn_.size() > kSnapshotsOfChild) drawn_.erase(drawn_.begin());
  }

  /// One line out, one line back. Throws Error(unavailable); the child is of no use then.
  std::string ask(const std::string& line) {
    const auto text = line + '\n';
    if (::write(to_, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
      throw Error{ErrorCode::Unavailable, "the drawing process has ended"};
    const auto deadline = std::chrono::steady_clock::now() + kDrawingTime;
    while (true) {
      if (const auto end = read_.find('\n'); end != std::string::npos) {
        auto answer = read_.substr(0, end);
        read_.erase(0, end + 1);
        return answer;
      }
      const auto left =
          std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
      pollfd waiting{from_, POLLIN, 0};
      if (left <= 0 || poll(&waiting, 1, static_cast<int>(left)) <= 0)
        throw Error{ErrorCode::Unavailable, "drawing took too long"};
      std::array<char, 65536> buffer;
      const auto count = ::read(from_, buffer.data(), buffer.size());
      if (count <= 0) throw Error{ErrorCode::Unavailable, "the drawing process has ended"};
      read_.append(buffer.data(), static_cast<std::size_t>(count));
    }
  }

 private:
  pid_t pid_ = -1;
  int to_ = -1, from_ = -1;
  std::string read_;
  std::vector<std::string> drawn_;
};

Renderer::Renderer(std::string folder, std::string player, std::size_t children)
    : folder_{std::move(folder)}, player_{std::move(player)}, most_{children} {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
  fs::create_directories(folder_ + "/blobs");
  fs::permissions(folder_, fs::perms::owner_all);
}

Renderer::~Renderer() {
  idle_.clear();
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

std::string Renderer::keep(const std::string& key, const Manifest& manifest, const std::string& signed_text,
                           const FindBlob& find) {
  auto dir = folder_ + "/" + sha256_hex(key).substr(0, 32);
  const std::lock_guard lock{keep_mutex_};
  const auto known = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& each) { return each.dir == dir; });
  if (known != kept_.end()) {
    kept_.splice(kept_.begin(), kept_, known);
    return dir;
  }
  Kept snapshot{dir, {}};
  for (const auto& ref : manifest.blobs) snapshot.blobs.insert(ref.sha256);
  try {
    write(snapshot, signed_text, find);
  } catch (...) {
    drop(snapshot);
    throw;
  }
  for (const auto& sha256 : snapshot.blobs) ++uses_[sha256];
  kept_.push_front(std::move(snapshot));
  if (kept_.size() > kSnapshotsKept) {
    const auto oldest = std::move(kept_.back());
    kept_.pop_back();
    for (const auto& sha256 : oldest.blobs)
      if (const auto use = uses_.find(sha256); --use->second == 0) uses_.erase(use);
    drop(oldest);
  }
  return dir;
}

void Renderer::write(const Kept& snapshot, const std::string& signed_text, const FindBlob& find) const {
  fs::create_directories(snapshot.dir);
  for (const auto& sha256 : snapshot.blobs) {
    if (uses_.contains(sha256)) continue;
    const auto blob = find(sha256);
    if (!blob) throw Error{ErrorCode::Unavailable, "the programme is being replaced; try again"};
    write_whole(blob_path(sha256), blob->text());
  }
  if (!fs::exists(snapshot.dir + "/blobs")) fs::create_directory_symlink("../blobs", snapshot.dir + "/blobs");
  write_whole(snapshot.dir + "/manifest.json", signed_text);
}

/// What a snapshot has on the disk and no other needs.
void Renderer::drop(const Kept& snapshot) const {
  std::error_code ignored;
  fs::remove_all(snapshot.dir, ignored);
  for (const auto& sha256 : snapshot.blobs)
    if (!uses_.contains(sha256)) fs::remove(blob_path(sha256), ignored);
}

std::unique_ptr<Renderer::Child> Renderer::take(const std::string& snapshot) {
  std::unique_lock lock{mutex_};
  returned_.wait(lock, [this] { return !idle_.empty() || started_ < most_; });
  if (idle_.empty()) {
    ++started_;
    lock.unlock();
    try {
      return std::make_unique<Child>(player_);
    } catch (...) {
      give_back(nullptr);
      throw;
    }
  }
  auto best = std::find_if(idle_.begin(), idle_.end(), [&](const auto& child) { return child->knows(snapshot); });
  if (best == idle_.end()) best = idle_.begin();
  auto child = std::move(*best);
  idle_.erase(best);
  return child;
}

void Renderer::give_back(std::unique_ptr<Child> child) {
  const std::lock_guard lock{mutex_};
  if (child)
    idle_.push_back(std::move(child));
  else
    --started_;
  returned_.notify_one();
}

std::string Renderer::next_picture() {
  const std::lock_guard lock{mutex_};
  return folder_ + "/" + std::to_string(++pictures_) + ".png";
}

Drawing Renderer::draw(const DrawRequest& request) {
  Json ask{{"snapshot", request.snapshot},
           {"at", format_instant(request.at)},
           {"rotation", format_instant(request.rotation)},
           {"trusted", request.trusted},
           {"language", request.language},
           {"width", request.width},
           {"scene", request.scene}};
  if (request.fetched) ask["fetched"] = format_instant(*request.fetched);
  if (request.size.width > 0) ask["size"] = {request.size.width, request.size.height};
  const PictureFile picture{request.picture ? next_picture() : ""};  // goes after the child that may be writing it
  if (request.picture) ask["picture"] = picture.path();
  auto child = take(request.snapshot);
  Json answer;
  try {
    answer = parse_json(child->ask(dump_json(ask)), "drawing");
  } catch (const std::exception& error) {
    spdlog::error("drawing: {}", describe(error));
    child.reset();
    give_back(nullptr);
    throw Error{ErrorCode::Unavailable, "the picture could not be drawn; try again"};
  }
  child->note(request.snapshot);
  give_back(std::move(child));
  if (answer.contains("error")) {
    spdlog::error("drawing: {}", answer["error"].get<std::string>());
    throw Error{ErrorCode::Unavailable, "the picture could not be drawn"};
  }
  Drawing drawing;
  drawing.scene_sha256 = answer["scene_sha256"].get<std::string>();
  if (request.scene) drawing.scene = answer["scene"];
  if (request.picture) drawing.png = picture.read();
  return drawing;
}

}  // namespace skylt
