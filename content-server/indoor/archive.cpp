// Archives from outside, with the limits of S-43. libzip reads from memory and nothing is ever written to a disk.
#include <sys/stat.h>
#include <zip.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>

#include "content-server/indoor/indoor.hpp"
#include "core/base/ascii.hpp"
#include "core/base/error.hpp"
#include "core/language/text.hpp"

namespace skylt {
namespace {

constexpr std::uint64_t kMostBytes = std::uint64_t{200} << 20;
constexpr std::int64_t kMostEntries = 2000;
constexpr std::uint64_t kMostRatio = 100;

[[noreturn]] void refuse(const std::string& why) { throw Error{ErrorCode::Invalid, "not a usable archive: " + why}; }

struct CloseZip {
  void operator()(zip_t* zip) const { zip_discard(zip); }
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

std::string shown(std::string_view name) { return "'" + clean_text(name, 80) + "'"; }

/// Throws for a path that leads out of the archive or names a place on a machine.
void check_path(const std::string& name) {
  if (name.empty() || name.front() == '/' || name.front() == '\\' || (name.size() > 1 && name[1] == ':')) {
    refuse("the path " + shown(name) + " is absolute");
  }
  if (name.find('\\') != std::string::npos) refuse("the path " + shown(name) + " has a backslash");
  for (std::size_t at = 0; at <= name.size();) {
    const std::size_t end = std::min(name.find('/', at), name.size());
    if (name.compare(at, end - at, "..") == 0) refuse("the path " + shown(name) + " leads out of the archive");
    at = end + 1;
  }
}

bool ends_with_any(const std::string& file, std::initializer_list<std::string_view> endings) {
  const std::string name = lower_ascii(file);
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) { return name.ends_with(ending); });
}

bool is_archive_inside(const std::string& name, std::string_view bytes) {
  return is_archive(bytes) || bytes.starts_with("\x1F\x8B") || bytes.starts_with("7z\xBC\xAF") ||
         bytes.starts_with("Rar!") || bytes.starts_with("BZh") ||
         bytes.starts_with(
             "\xFD"
             "7zXZ") ||
         ends_with_any(name, {".zip", ".gz", ".tgz", ".7z", ".rar", ".tar", ".bz2", ".xz", ".imdf"});
}

struct Entry {
  std::string name;
  std::uint64_t bytes = 0;
  std::uint64_t packed = 0;
};

Entry entry_at(zip_t* zip, zip_uint64_t index) {
  zip_stat_t stat;
  if (zip_stat_index(zip, index, ZIP_FL_ENC_RAW, &stat) != 0 || !stat.name) refuse("its list of entries is broken");
  constexpr zip_uint64_t kNeeded = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_ENCRYPTION_METHOD;
  Entry entry{stat.name, stat.size, stat.comp_size};
  check_path(entry.name);
  if ((stat.valid & kNeeded) != kNeeded) refuse(shown(entry.name) + " does not say how large it is");
  if (stat.encryption_method != ZIP_EM_NONE) refuse(shown(entry.name) + " is encrypted");
  zip_uint8_t system = 0;
  zip_uint32_t attributes = 0;
  zip_file_get_external_attributes(zip, index, 0, &system, &attributes);
  const auto mode = static_cast<mode_t>(attributes >> 16);
  if (system == ZIP_OPSYS_UNIX && (mode & S_IFMT) != 0 && !S_ISREG(mode) && !S_ISDIR(mode)) {
    refuse(shown(entry.name) + " is a link or a device, not a file");
  }
  return entry;
}

std::string unpack(zip_t* zip, zip_uint64_t index, const Entry& entry) {
  const std::unique_ptr<zip_file_t, CloseZip> file{zip_fopen_index(zip, index, 0)};
  if (!file) refuse(shown(entry.name) + " cannot be unpacked: " + clean_text(zip_strerror(zip), 100));
  std::string bytes(entry.bytes, '\0');
  std::uint64_t have = 0;
  while (have < entry.bytes) {
    const zip_int64_t got = zip_fread(file.get(), bytes.data() + have, entry.bytes - have);
    if (got <= 0) refuse(shown(entry.name) + " is damaged");
    have += static_cast<std::uint64_t>(got);
  }
  // One read past the end: libzip compares the checksum there, and more bytes than stated are a bomb.
  char more = 0;
  if (zip_fread(file.get(), &more, 1) != 0) refuse(shown(entry.name) + " is damaged or larger than it says");
  return bytes;
}

void check_totals(const std::vector<Entry>& entries, std::size_t archive_bytes) {
  std::uint64_t bytes = 0;
  std::uint64_t packed = 0;
  std::set<std::string> names;
  for (const Entry& entry : entries) {
    if (entry.bytes > kMostBytes - bytes) refuse("unpacked it is larger than 200 MiB");
    bytes += entry.bytes;
    packed += std::min<std::uint64_t>(entry.packed, archive_bytes + 1);
    if (packed > archive_bytes) refuse("its entries overlap");
    if (entry.bytes > kMostRatio * std::max<std::uint64_t>(entry.packed, 1)) {
      refuse(shown(entry.name) + " is packed better than 100:1");
    }
    if (!names.insert(entry.name).second) refuse(shown(entry.name) + " is there twice");
  }
  if (bytes > kMostRatio * archive_bytes) refuse("it is packed better than 100:1");
}

std::string file_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

bool is_archive(std::string_view bytes) { return bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06"); }

MapFiles unpack_archive(std::string_view bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  const std::unique_ptr<zip_t, CloseZip> zip{source ? zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error)
                                                    : nullptr};
  if (!zip) {
    const std::string why = clean_text(zip_error_strerror(&error), 100);
    if (source) zip_source_free(source);
    zip_error_fini(&error);
    refuse(why);
  }
  zip_error_fini(&error);
  const zip_int64_t count = zip_get_num_entries(zip.get(), 0);
  if (count > kMostEntries) refuse("it has more than 2,000 entries");
  std::vector<Entry> entries;
  for (zip_int64_t i = 0; i < count; ++i) entries.push_back(entry_at(zip.get(), static_cast<zip_uint64_t>(i)));
  check_totals(entries, bytes.size());
  MapFiles files;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Entry& entry = entries[i];
    if (entry.name.back() == '/') continue;
    std::string content = unpack(zip.get(), i, entry);
    if (is_archive_inside(entry.name, content)) refuse(shown(entry.name) + " is an archive inside the archive");
    const std::string name = file_name(entry.name);
    if (name.starts_with('.') || !ends_with_any(name, {".json", ".geojson"})) continue;
    if (!files.emplace(name, std::move(content)).second) refuse(shown(name) + " is there twice");
  }
  return files;
}

MapFiles read_map_folder(const std::string& path) {
  MapFiles files;
  std::uint64_t bytes = 0;
  std::error_code failed;
  std::filesystem::directory_iterator entries{path, failed};
  if (failed) throw Error{ErrorCode::NotFound, path + ": cannot read this folder: " + failed.message()};
  for (const auto& entry : entries) {
    const std::string name = entry.path().filename().string();
    if (!ends_with_any(name, {".json", ".geojson"}) || !entry.is_regular_file(failed)) continue;
    if (files.size() >= static_cast<std::size_t>(kMostEntries)) {
      throw Error{ErrorCode::Invalid, path + ": more than 2,000 files"};
    }
    const std::uint64_t size = entry.file_size(failed);
    if (failed || size > kMostBytes - bytes) throw Error{ErrorCode::Invalid, path + ": larger than 200 MiB"};
    bytes += size;
    std::ifstream in{entry.path(), std::ios::binary};
    std::string content(size, '\0');
    in.read(content.data(), static_cast<std::streamsize>(size));
    content.resize(static_cast<std::size_t>(std::max<std::streamsize>(in.gcount(), 0)));
    files.emplace(name, std::move(content));
  }
  return files;
}

}  // namespace skylt
