#pragma once
// Archives written byte by byte, so that tests can make ones that no program would.
#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace skylt::test {

struct ZipEntry {
  std::string name;
  std::string bytes;
  std::uint32_t mode = 0100644;       ///< Unix type and rights
  std::uint32_t stated = 0xffffffff;  ///< unpacked size that the list states; default: the true one
  std::uint16_t method = 0;           ///< 0: stored
  bool same_place_as_before = false;  ///< its list entry points at the data of the one before
};

inline std::uint32_t crc32_of(const std::string& bytes) {
  std::uint32_t crc = 0xffffffff;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ (0xedb88320u & (0u - (crc & 1u)));
  }
  return ~crc;
}

inline std::string make_zip(const std::vector<ZipEntry>& entries) {
  std::string zip;
  std::string list;
  const auto put = [](std::string& out, std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out += static_cast<char>((value >> (8 * i)) & 0xff);
  };
  std::uint32_t place = 0;
  for (const ZipEntry& entry : entries) {
    const auto size = static_cast<std::uint32_t>(entry.bytes.size());
    const std::uint32_t stated = entry.stated == 0xffffffff ? size : entry.stated;
    const auto common = [&](std::string& out) {
      put(out, 20, 2);
      put(out, 0, 2);
      put(out, entry.method, 2);
      put(out, 0x5a210000, 4);
      put(out, crc32_of(entry.bytes), 4);
      put(out, size, 4);
      put(out, stated, 4);
      put(out, static_cast<std::uint32_t>(entry.name.size()), 2);
      put(out, 0, 2);
    };
    if (!entry.same_place_as_before) {
      place = static_cast<std::uint32_t>(zip.size());
      put(zip, 0x04034b50, 4);
      common(zip);
      zip += entry.name + entry.bytes;
    }
    put(list, 0x02014b50, 4);
    put(list, 0x0314, 2);
    common(list);
    put(list, 0, 2);
    put(list, 0, 2);
    put(list, 0, 2);
    put(list, entry.mode << 16, 4);
    put(list, place, 4);
    list += entry.name;
  }
  const auto at = static_cast<std::uint32_t>(zip.size());
  zip += list;
  put(zip, 0x06054b50, 4);
  put(zip, 0, 4);
  put(zip, static_cast<std::uint32_t>(entries.size()), 2);
  put(zip, static_cast<std::uint32_t>(entries.size()), 2);
  put(zip, static_cast<std::uint32_t>(list.size()), 4);
  put(zip, at, 4);
  put(zip, 0, 2);
  return zip;
}

}  // namespace skylt::test
