// A table from anybody: any bytes end in a result with exact books or in an Error.
#include "tests/fuzz/import_fuzz.hpp"

using skylt::fuzz::check_books;
using skylt::fuzz::settings;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  skylt::detect_format(bytes);
  try {
    const auto result = skylt::parse_csv(bytes, settings());
    check_books(result);
    auto mapped = settings();
    mapped.csv = skylt::CsvMapping{};
    mapped.csv->date_format = "d/m/y";
    mapped.csv->year = 2026;
    check_books(skylt::parse_csv(bytes, mapped));
  } catch (const skylt::Error&) {
  }
  return 0;
}
