#include <zip.h>

#include "core/base/error.hpp"
#include "tests/indoor/maps.hpp"
#include "tests/indoor/zip.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;
using namespace skylt::test;
using Catch::Matchers::Contains;

namespace {

/// An archive that a usual program makes of one file, packed.
std::string packed_zip(const std::string& name, const std::string& bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* memory = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_t* zip = zip_open_from_source(memory, ZIP_CREATE | ZIP_TRUNCATE, &error);
  REQUIRE(zip);
  zip_source_keep(memory);
  zip_source_t* content = zip_source_buffer(zip, bytes.data(), bytes.size(), 0);
  REQUIRE(zip_file_add(zip, name.c_str(), content, ZIP_FL_ENC_UTF_8) >= 0);
  REQUIRE(zip_close(zip) == 0);
  REQUIRE(zip_source_open(memory) == 0);
  std::string archive;
  std::string part(65536, '\0');
  for (zip_int64_t got = 0; (got = zip_source_read(memory, part.data(), part.size())) > 0;) {
    archive.append(part, 0, static_cast<std::size_t>(got));
  }
  zip_source_close(memory);
  zip_source_free(memory);
  return archive;
}

}  // namespace

TEST_CASE("the files of an archive are read by their names, in a folder or not") {
  const MapFiles files =
      unpack_archive(make_zip({{"venue/", ""}, {"venue/manifest.json", "{}"}, {"venue/unit.geojson", "[]"}}));
  CHECK(files == MapFiles{{"manifest.json", "{}"}, {"unit.geojson", "[]"}});
  std::string text;
  for (int i = 0; i < 3000; ++i) text += std::to_string(i);
  CHECK(unpack_archive(packed_zip("unit.geojson", text)).at("unit.geojson") == text);
}

TEST_CASE("what is no map is passed over: pictures, notes, hidden files") {
  const MapFiles files = unpack_archive(make_zip(
      {{"manifest.json", "{}"}, {"README.txt", "hello"}, {"__MACOSX/._manifest.json", "x"}, {"a.png", "PNG"}}));
  CHECK(files.size() == 1);
}

TEST_CASE("archives beyond the limits are refused whole (S-43)") {
  struct Row {
    const char* what;
    std::string archive;
    const char* reason;
  };
  std::vector<ZipEntry> many;
  for (int i = 0; i < 2001; ++i) many.push_back({"f" + std::to_string(i) + ".json", "{}"});
  std::vector<ZipEntry> large;
  for (int i = 0; i < 3; ++i) {
    large.push_back({"f" + std::to_string(i) + ".json", std::string(900000, 'x'), 0100644, 80u << 20, 8});
  }
  const Row rows[] = {
      {"a bomb", packed_zip("unit.geojson", std::string(std::size_t{20} << 20, '0')), "packed better than 100:1"},
      {"a bomb of few bytes", make_zip({{"a.json", "xx", 0100644, 4000000000u, 8}}), "larger than 200 MiB"},
      {"more than 200 MiB in all", make_zip(large), "larger than 200 MiB"},
      {"more than 2,000 entries", make_zip(many), "more than 2,000 entries"},
      {"an archive inside", make_zip({{"inner.geojson", make_zip({{"a.json", "{}"}})}}), "archive inside"},
      {"an archive by its name", make_zip({{"inner.zip", "not really"}}), "archive inside"},
      {"gzip inside", make_zip({{"a.json", "\x1f\x8b\x08 packed"}}), "archive inside"},
      {"a link", make_zip({{"a.json", "/etc/passwd", 0120777}}), "a link or a device"},
      {"an absolute path", make_zip({{"/etc/a.json", "{}"}}), "absolute"},
      {"a drive", make_zip({{"C:a.json", "{}"}}), "absolute"},
      {"a way out", make_zip({{"../a.json", "{}"}}), "leads out"},
      {"a way out within", make_zip({{"a/../../a.json", "{}"}}), "leads out"},
      {"backslashes", make_zip({{"..\\a.json", "{}"}}), "backslash"},
      {"the same path twice", make_zip({{"a.json", "{}"}, {"a.json", "[]"}}), "already exists"},
      {"the same name twice", make_zip({{"a.json", "{}"}, {"b/a.json", "[]"}}), "twice"},
      {"entries over each other",
       make_zip({{"a.json", std::string(300, 'x')}, {"b.json", std::string(300, 'x'), 0100644, 0xffffffff, 0, true}}),
       "not a usable archive"},
      {"cut short", make_zip({{"a.json", "{}"}}).substr(0, 40), "not a usable archive"},
      {"no archive", "hello", "not a usable archive"},
  };
  for (const Row& row : rows) {
    INFO(row.what);
    CHECK_THROWS_WITH(unpack_archive(row.archive), Contains(row.reason));
  }
}

TEST_CASE("an entry with more or other bytes than it says is refused (S-43)") {
  std::string archive = make_zip({{"a.json", "{\"a\": 1}"}});
  archive[archive.find("{\"a\"")] = '[';
  CHECK_THROWS_WITH(unpack_archive(archive), Contains("not a usable archive"));
  CHECK_THROWS_AS(unpack_archive(make_zip({{"a.json", "{\"a\": 1}", 0100644, 4}})), Error);
}

TEST_CASE("the same map comes out of its folder and out of an archive of it") {
  const auto folder = shared_data("indoor/imdf-minimal-fixture");
  SKIP_WITHOUT_DATA(folder);
  const MapFiles files = read_map_folder(*folder);
  std::vector<ZipEntry> entries;
  for (const auto& [name, bytes] : files) entries.push_back({"map/" + name, bytes});
  CHECK(unpack_archive(make_zip(entries)) == files);
  CHECK(is_imdf(files));
}
