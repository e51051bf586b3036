#include "tests/support/memory_disk.hpp"

#include <algorithm>
#include <utility>

#include "core/base/error.hpp"

namespace skylt::test {
namespace {

std::string dir_of(const std::string& path) { return path.substr(0, path.rfind('/')); }

[[noreturn]] void fail(const std::string& path, const std::string& why) {
  throw Error{ErrorCode::Unavailable, path + ": " + why};
}

bool toss(std::mt19937& random) { return random() % 2 == 0; }

}  // namespace

void MemoryDisk::record(Operation::Kind kind, std::string path, std::string other) {
  log_.push_back({kind, std::move(path), std::move(other)});
}

MemoryDisk::FilePtr MemoryDisk::find(const std::string& path) const {
  const auto found = names_.find(path);
  return found == names_.end() ? nullptr : found->second;
}

MemoryDisk::FilePtr MemoryDisk::find_readable(const std::string& path) const {
  FilePtr file = find(path);
  if (file && !file->readable) throw Error{ErrorCode::Invalid, path + ": cannot read: Input/output error"};
  return file;
}

void MemoryDisk::step(const std::string& dir, Step links) {
  for (const Link& link : links) {
    if (link.file) {
      names_[link.path] = link.file;
    } else {
      names_.erase(link.path);
    }
  }
  pending_[dir].push_back(std::move(links));
}

void MemoryDisk::take_space(std::size_t bytes) const {
  std::uint64_t used = bytes;
  for (const auto& [path, file] : names_) used += file->bytes.size();
  if (used > capacity_) fail("disk", "cannot write: No space left on device");
}

std::optional<std::string> MemoryDisk::read(const std::string& path) {
  const FilePtr file = find_readable(path);
  if (!file) return std::nullopt;
  return file->bytes;
}

std::optional<std::uint64_t> MemoryDisk::size(const std::string& path) {
  const FilePtr file = find(path);
  if (!file) return std::nullopt;
  return file->bytes.size();
}

std::string MemoryDisk::sha256(const std::string& path) { return sha256_hex(read(path).value()); }

BlobPtr MemoryDisk::map(const std::string& path) { return make_blob(read(path).value()); }

std::vector<std::string> MemoryDisk::list(const std::string& dir) {
  std::vector<std::string> names;
  for (const auto& [path, file] : names_) {
    if (dir_of(path) == dir) names.push_back(path.substr(dir.size() + 1));
  }
  return names;
}

void MemoryDisk::make_dir(const std::string& path) {
  record(Operation::Kind::MakeDir, path);
  dirs_.insert(path);
}

void MemoryDisk::write(const std::string& path, std::string_view bytes) {
  take_space(bytes.size());
  record(Operation::Kind::Write, path, std::string{bytes});
  FilePtr file = find(path);
  if (!file) {
    file = std::make_shared<File>();
    step(dir_of(path), {{path, file}});
  }
  file->bytes = bytes;
}

void MemoryDisk::append(const std::string& path, std::string_view bytes) {
  take_space(bytes.size());
  record(Operation::Kind::Append, path, std::string{bytes});
  FilePtr file = find(path);
  if (!file) {
    file = std::make_shared<File>();
    step(dir_of(path), {{path, file}});
  }
  file->bytes += bytes;
}

void MemoryDisk::sync(const std::string& path) {
  if (std::exchange(next_sync_fails_, false)) fail(path, "cannot make durable: Input/output error");
  record(Operation::Kind::Sync, path);
  const FilePtr file = find(path);
  if (!file) fail(path, "not there");
  file->durable = file->bytes;
}

void MemoryDisk::rename(const std::string& from, const std::string& to) {
  record(Operation::Kind::Rename, from, to);
  const FilePtr file = find(from);
  if (!file) fail(from, "not there");
  step(dir_of(to), {{to, file}, {from, nullptr}});
}

void MemoryDisk::remove(const std::string& path) {
  record(Operation::Kind::Remove, path);
  if (find(path)) step(dir_of(path), {{path, nullptr}});
}

void MemoryDisk::sync_dir(const std::string& path) {
  record(Operation::Kind::SyncDir, path);
  for (const Step& links : pending_[path]) {
    for (const Link& link : links) durable_names_[link.path] = link.file;
  }
  pending_[path].clear();
}

std::uint64_t MemoryDisk::free_bytes(const std::string&) {
  std::uint64_t used = 0;
  for (const auto& [path, file] : names_) used += file->bytes.size();
  return capacity_ > used ? capacity_ - used : 0;
}

void MemoryDisk::replay(const Operation& operation) {
  using Kind = Operation::Kind;
  switch (operation.kind) {
    case Kind::MakeDir: return make_dir(operation.path);
    case Kind::Write: return write(operation.path, operation.other);
    case Kind::Append: return append(operation.path, operation.other);
    case Kind::Sync: return sync(operation.path);
    case Kind::Rename: return rename(operation.path, operation.other);
    case Kind::Remove: return remove(operation.path);
    case Kind::SyncDir: return sync_dir(operation.path);
  }
}

std::unique_ptr<MemoryDisk> MemoryDisk::after_power_loss(std::size_t count, std::mt19937& random) const {
  MemoryDisk before;
  for (std::size_t i = 0; i < count; ++i) before.replay(log_[i]);
  auto names = before.durable_names_;
  for (const auto& [dir, steps] : before.pending_) {
    for (const Step& links : steps) {
      if (toss(random)) continue;
      for (const Link& link : links) names[link.path] = link.file;
    }
  }
  auto after = std::make_unique<MemoryDisk>();
  after->dirs_ = before.dirs_;
  for (const auto& [path, file] : names) {
    if (!file) continue;
    auto kept = std::make_shared<File>();
    kept->bytes = file->durable;
    if (file->bytes != file->durable && toss(random)) {
      kept->bytes = file->bytes.substr(0, random() % (file->bytes.size() + 1));
      if (toss(random)) kept->bytes.resize(file->bytes.size());  // the length arrived, the bytes did not
    }
    kept->durable = kept->bytes;
    after->names_[path] = kept;
    after->durable_names_[path] = kept;
  }
  return after;
}

void MemoryDisk::flip_bit(const std::string& path, std::size_t bit) {
  std::string& bytes = find(path)->bytes;
  bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
}

void MemoryDisk::lose_sector(const std::string& path) { find(path)->readable = false; }

std::vector<std::string> MemoryDisk::paths() const {
  std::vector<std::string> all;
  for (const auto& [path, file] : names_) all.push_back(path);
  return all;
}

}  // namespace skylt::test
