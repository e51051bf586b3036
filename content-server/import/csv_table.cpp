#include "content-server/import/csv_table.hpp"

#include <algorithm>

#include "core/base/error.hpp"

namespace skylt::importing {
namespace {

constexpr std::size_t kMaxCells = 5'000'000;
constexpr std::size_t kSample = std::size_t{64} << 10;
constexpr std::size_t kSampleRows = 40;
constexpr std::size_t kMostColumns = 10'000;

class RowReader {
 public:
  RowReader(std::string_view text, char delimiter) : text_{text}, delimiter_{delimiter} {}

  bool done() const { return at_ >= text_.size(); }

  CsvRow next() {
    CsvRow row;
    row.number = ++number_;
    for (bool more = true; more;) {
      row.cells.push_back(cell(row.mended));
      if (++cells_ > kMaxCells) throw Error{ErrorCode::Invalid, "the table has more than five million cells"};
      more = at_ < text_.size() && text_[at_] == delimiter_;
      if (more) ++at_;
    }
    if (at_ < text_.size() && text_[at_] == '\r') ++at_;
    if (at_ < text_.size() && text_[at_] == '\n') ++at_;
    return row;
  }

 private:
  bool ends_cell(std::size_t i) const {
    return i >= text_.size() || text_[i] == delimiter_ || text_[i] == '\r' || text_[i] == '\n';
  }

  std::string cell(bool& mended) {
    std::size_t quote = at_;
    while (quote < text_.size() && text_[quote] == ' ') ++quote;
    if (quote < text_.size() && text_[quote] == '"') {
      std::string out;
      if (quoted(quote, out)) return out;
      mended = true;
    }
    const std::size_t begin = at_;
    while (!ends_cell(at_)) ++at_;
    return std::string{text_.substr(begin, at_ - begin)};
  }

  /// Reads a quoted cell whose quote is at `quote`; false, and nothing is taken, when the quote turns out to be a mere
  /// character: it never closes, or closes in the middle of a cell of a later line.
  bool quoted(std::size_t quote, std::string& out) {
    bool lines = false;
    for (std::size_t i = quote + 1; i < text_.size(); ++i) {
      const char c = text_[i];
      if (c == '\n' || c == '\r') {
        if (one_line_only_) return false;
        lines = true;
      }
      if (c != '"') {
        out += c;
        continue;
      }
      if (i + 1 < text_.size() && text_[i + 1] == '"') {
        out += text_[++i];
        continue;
      }
      std::size_t after = i + 1;
      while (after < text_.size() && text_[after] == ' ' && text_[after] != delimiter_) ++after;
      if (ends_cell(after)) {
        at_ = after;
        return true;
      }
      if (lines) return false;
      out += c;  // "Foo" bar
    }
    one_line_only_ = true;  // no closing quote follows: do not search for one again in every later line
    return false;
  }

  std::string_view text_;
  char delimiter_;
  std::size_t at_ = 0;
  std::size_t number_ = 0;
  std::size_t cells_ = 0;
  bool one_line_only_ = false;
};

std::size_t cells_with_text(const CsvRow& row) {
  return static_cast<std::size_t>(std::count_if(row.cells.begin(), row.cells.end(), [](const std::string& cell) {
    return cell.find_first_not_of(" \t\xA0") != std::string::npos;
  }));
}

bool is_empty(const CsvRow& row) { return cells_with_text(row) == 0; }

/// "sep=;" in the first line; takes the line off.
char take_separator_line(std::string_view& text) {
  const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
  std::string_view line = text.substr(0, end);
  if (line.starts_with('"') && line.ends_with('"') && line.size() > 2) line = line.substr(1, line.size() - 2);
  if (line.size() != 5 || (!line.starts_with("sep=") && !line.starts_with("SEP="))) return '\0';
  text.remove_prefix(end);
  if (text.starts_with('\r')) text.remove_prefix(1);
  if (text.starts_with('\n')) text.remove_prefix(1);
  return line[4];
}

}  // namespace

std::vector<CsvRow> read_csv_rows(std::string_view text, char delimiter, std::size_t most) {
  std::vector<CsvRow> rows;
  RowReader reader{text, delimiter};
  while (!reader.done() && (most == 0 || rows.size() < most)) rows.push_back(reader.next());
  return rows;
}

std::size_t header_among(const std::vector<CsvRow>& rows, const HeaderScore& score) {
  constexpr std::size_t kFirstRows = 10;
  const auto points = [&](const CsvRow& row) { return row.cells.size() > kMostColumns ? 0 : score(row.cells); };
  const auto end = rows.begin() + static_cast<std::ptrdiff_t>(std::min(rows.size(), kFirstRows));
  const auto first = std::find_if(rows.begin(), end, [](const CsvRow& row) { return cells_with_text(row) > 1; });
  if (first == end) return 0;
  const auto known = std::find_if(first, end, [&](const CsvRow& row) { return points(row) >= 2; });
  return static_cast<std::size_t>((known == end || points(*first) > 0 ? first : known) - rows.begin());
}

char detect_delimiter(std::string_view text, const HeaderScore& score) {
  const std::string_view sample = text.substr(0, kSample);
  char best = '\0';
  std::size_t best_points = 0;
  for (const char candidate : {';', ',', '\t', '|'}) {
    auto rows = read_csv_rows(sample, candidate, kSampleRows);
    if (sample.size() < text.size() && rows.size() > 1 && rows.size() < kSampleRows) rows.pop_back();
    std::erase_if(rows, is_empty);
    if (rows.empty()) continue;
    const auto& headers = rows[header_among(rows, score)].cells;
    const std::size_t width = headers.size();
    if (width < 2) continue;
    const auto alike = static_cast<std::size_t>(
        std::count_if(rows.begin(), rows.end(), [&](const CsvRow& row) { return row.cells.size() == width; }));
    const std::size_t points = score(headers) * 1000 + 100 * alike / rows.size() + std::min<std::size_t>(width, 50);
    if (points <= best_points) continue;
    best_points = points;
    best = candidate;
  }
  return best;
}

CsvTable read_csv_table(std::string_view text, char delimiter, const HeaderScore& score,
                        std::optional<int> header_row) {
  CsvTable table;
  const char stated = take_separator_line(text);
  table.delimiter = delimiter != '\0' ? delimiter : stated;
  if (table.delimiter == '\0') table.delimiter = detect_delimiter(text, score);
  if (table.delimiter == '\0')
    throw Error{ErrorCode::Invalid, "no table is found: the first line has no ; , TAB or | between headers"};
  auto rows = read_csv_rows(text, table.delimiter);
  if (header_row == 0) {
    std::size_t width = 0;
    for (const auto& row : rows) width = std::max(width, row.cells.size());
    for (std::size_t column = 1; column <= width; ++column) table.headers.push_back(std::to_string(column));
  } else if (!rows.empty()) {
    if (header_row && static_cast<std::size_t>(*header_row) > rows.size())
      throw Error{ErrorCode::Invalid, "the mapping's header_row is " + std::to_string(*header_row) +
                                          ", and the file has " + std::to_string(rows.size()) + " rows"};
    const auto headers = header_row ? static_cast<std::size_t>(*header_row) - 1 : header_among(rows, score);
    table.headers = std::move(rows[headers].cells);
    const auto below = rows.begin() + static_cast<std::ptrdiff_t>(headers);
    table.above = headers - static_cast<std::size_t>(std::count_if(rows.begin(), below, is_empty));
    rows.erase(rows.begin(), below + 1);
  }
  if (table.headers.size() > kMostColumns)
    throw Error{ErrorCode::Invalid, "the table has more than ten thousand columns"};
  for (auto& row : rows) {
    if (is_empty(row))
      ++table.empty_rows;
    else
      table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace skylt::importing
