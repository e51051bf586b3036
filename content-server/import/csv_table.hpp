#pragma once
// A CSV file as rows of cells (RFC 4180 and what spreadsheets make of it). Pure.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skylt::importing {

struct CsvRow {
  std::size_t number = 0;  ///< as a spreadsheet counts: the header is row 1
  std::vector<std::string> cells;
  bool mended = false;  ///< a quote that never closed was taken as a character
};

struct CsvTable {
  char delimiter = ',';
  std::vector<std::string> headers;
  std::vector<CsvRow> rows;    ///< without rows whose cells are all empty
  std::size_t empty_rows = 0;  ///< left out
  std::size_t above = 0;       ///< rows above the headers, left out: a title, a remark
};

/// Rows of `text` up to `most` (0: all). Throws Error(invalid) beyond five million cells.
std::vector<CsvRow> read_csv_rows(std::string_view text, char delimiter, std::size_t most = 0);

/// How well a header is known; more is better.
using HeaderScore = std::function<std::size_t(const std::vector<std::string>&)>;

/// Which of `rows` holds the headers: of the first ten one with two or more known headers, where the first of several
/// cells has none; else the first of several cells.
std::size_t header_among(const std::vector<CsvRow>& rows, const HeaderScore& score);

/// The delimiter among ; , TAB and | that makes the best table of the beginning of `text`; '\0' when none makes one.
char detect_delimiter(std::string_view text, const HeaderScore& score);

/// `delimiter` '\0': from a first line "sep=;", else detected. `header_row`: from 1; 0: there is none, and columns are
/// called "1", "2" …; else detected. Throws Error(invalid) when no table is found.
CsvTable read_csv_table(std::string_view text, char delimiter, const HeaderScore& score,
                        std::optional<int> header_row = std::nullopt);

}  // namespace skylt::importing
