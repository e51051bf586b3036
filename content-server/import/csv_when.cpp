#include "content-server/import/csv_when.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "content-server/import/common.hpp"
#include "content-server/import/timestamp.hpp"
#include "core/base/ascii.hpp"

namespace skylt::importing {
namespace {

/// Numbers, words and single marks of a cell, folded: "20 maj 2026, kl 18.00" -> 20 maj 2026 , kl 18 . 00
struct Token {
  enum class Kind { Number, Word, Mark } kind;
  std::string text;
  bool number() const { return kind == Kind::Number; }
  bool is(std::string_view wanted) const { return text == wanted; }
  int value() const { return text.size() > 6 ? 999999 : std::stoi(text); }
};

/// With the spaces and dashes of a keyboard in place of those that typesetters use.
std::string plain(std::string_view text) {
  constexpr std::pair<std::string_view, char> kPlain[] = {
      {"\xC2\xA0", ' '},     {"\xE2\x80\xAF", ' '}, {"\xE2\x80\x90", '-'}, {"\xE2\x80\x91", '-'},
      {"\xE2\x80\x92", '-'}, {"\xE2\x80\x93", '-'}, {"\xE2\x80\x94", '-'}, {"\xE2\x80\x95", '-'},
      {"\xE2\x88\x92", '-'}, {"\xE2\x86\x92", '-'}};
  std::string out;
  for (std::string_view rest = text; !rest.empty();) {
    const auto mark = std::find_if(std::begin(kPlain), std::end(kPlain),
                                   [&](const auto& each) { return rest.starts_with(each.first); });
    out += mark == std::end(kPlain) ? rest.front() : mark->second;
    rest.remove_prefix(mark == std::end(kPlain) ? 1 : mark->first.size());
  }
  return clean_text(out);
}

std::vector<Token> tokens_of(std::string_view cell) {
  const std::string text = fold_words(cell);
  std::vector<Token> out;
  for (std::size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    const bool digit = is_digit(text[i]);
    const auto word = [](unsigned char x) { return (x >= 'a' && x <= 'z') || x >= 0x80; };
    if (c == ' ') {
      ++i;
    } else if (digit || word(c)) {
      std::size_t end = i;
      while (end < text.size() && (digit ? is_digit(text[end]) : word(static_cast<unsigned char>(text[end])))) ++end;
      out.push_back({digit ? Token::Kind::Number : Token::Kind::Word, text.substr(i, end - i)});
      i = end;
    } else {
      out.push_back({Token::Kind::Mark, std::string(1, text[i++])});
    }
  }
  return out;
}

/// A place in the tokens that can be left alone.
class Cursor {
 public:
  explicit Cursor(const std::vector<Token>& tokens) : tokens_{&tokens} {}
  bool done() const { return at_ >= tokens_->size(); }
  const Token* peek(std::size_t ahead = 0) const {
    return at_ + ahead < tokens_->size() ? &(*tokens_)[at_ + ahead] : nullptr;
  }
  bool number(std::size_t ahead = 0) const { return peek(ahead) && peek(ahead)->number(); }
  bool take(std::string_view text) {
    if (done() || !(*tokens_)[at_].is(text)) return false;
    ++at_;
    return true;
  }
  bool take_any(std::initializer_list<std::string_view> texts) {
    return std::any_of(texts.begin(), texts.end(), [&](std::string_view text) { return take(text); });
  }
  const Token& next() { return (*tokens_)[at_++]; }

 private:
  const std::vector<Token>* tokens_;
  std::size_t at_ = 0;
};

std::optional<unsigned> month_of(std::string_view word) {
  constexpr const char* kMonths[12] = {"januari|january|januar|jan|janvier|enero|tammikuuta",
                                       "februari|february|februar|feb|f\xC3\xA9vrier|febrero|helmikuuta",
                                       "mars|march|m\xC3\xA4rz|marts|mar|mrz|maart|marzo|maaliskuuta",
                                       "april|apr|avril|abril|huhtikuuta",
                                       "maj|may|mai|mei|mayo|toukokuuta",
                                       "juni|june|jun|juin|junio|kes\xC3\xA4kuuta",
                                       "juli|july|jul|juillet|julio|hein\xC3\xA4kuuta",
                                       "augusti|august|aug|augustus|ao\xC3\xBBt|agosto|elokuuta",
                                       "september|sept|sep|septembre|septiembre|syyskuuta",
                                       "oktober|october|okt|oct|octobre|octubre|lokakuuta",
                                       "november|nov|novembre|noviembre|marraskuuta",
                                       "december|dezember|desember|dec|dez|des|d\u00e9cembre|diciembre|joulukuuta"};
  for (unsigned i = 0; i < 12; ++i)
    if (("|" + std::string{kMonths[i]} + "|").find("|" + std::string{word} + "|") != std::string::npos) return i + 1;
  return std::nullopt;
}

enum class Half { None, Morning, Afternoon };  ///< am, pm

/// "pm", "p.m."
Half take_half(Cursor& in) {
  for (const auto& [letter, half] : {std::pair{"a", Half::Morning}, std::pair{"p", Half::Afternoon}}) {
    Cursor ahead = in;
    const bool joined = ahead.take(std::string{letter} + "m");
    if (!joined && !(ahead.take(letter) && ahead.take(".") && ahead.take("m"))) continue;
    ahead.take(".");
    in = ahead;
    return half;
  }
  return Half::None;
}

/// "0930"; and "1000" where a dash and another such number stand behind or before it. Else four digits may be a year.
bool is_four_digit_clock(const Cursor& in, bool in_range) {
  const auto four = [](const Token* token) { return token && token->number() && token->text.size() == 4; };
  const bool range = in_range || (in.peek(1) && in.peek(1)->is("-") && four(in.peek(2)) && !in.peek(3));
  return four(in.peek()) && (in.peek()->text[0] == '0' || range) && in.peek()->value() / 100 <= 24 &&
         in.peek()->value() % 100 <= 59;
}

std::optional<Seconds> take_clock(Cursor& in, Half& half, bool in_range = false) {
  in.take_any({"fr\xC3\xA5n", "from", "von", "fra"});
  in.take_any({"kl", "klockan", "um", "at"});
  in.take(".");
  if (is_four_digit_clock(in, in_range)) {
    const int both = in.next().value();
    return std::chrono::hours{both / 100} + Minutes{both % 100};
  }
  if (!in.number() || in.peek()->text.size() > 2) return std::nullopt;
  int hour = in.next().value();
  int minute = 0;
  int second = 0;
  const auto part = [&](int& value) {
    const bool joined = in.peek() && (in.peek()->is(":") || in.peek()->is(".") || in.peek()->is("h")) && in.number(1) &&
                        in.peek(1)->text.size() == 2;
    if (!joined) return false;
    in.next();
    value = in.next().value();
    return true;
  };
  const bool dotted = in.peek() && in.peek()->is(".");
  if (part(minute) && part(second) && dotted && second > 0 && minute >= 1 && minute <= 12)
    return std::nullopt;  // 12.09.26 is a day; 18.30.00 a time
  half = take_half(in);
  if (half != Half::None) {
    if (hour < 1 || hour > 12) return std::nullopt;
    hour = hour % 12 + (half == Half::Afternoon ? 12 : 0);
  }
  in.take_any({"uhr", "h"});
  if (minute > 59 || second > 59 || hour > 24 || (hour == 24 && minute + second > 0)) return std::nullopt;
  return std::chrono::hours{hour} + Minutes{minute} + Seconds{second};
}

/// "2-4 pm" is from two in the afternoon on, "11-1 pm" from eleven in the morning. False where the end is "12 am",
/// which some mean to be noon.
bool share_half(When& out, Half half) {
  constexpr Seconds kNoon = std::chrono::hours{12};
  if (out.clock >= kNoon + std::chrono::hours{1} || out.end_clock == Seconds{0}) return false;
  const auto with = [&](bool afternoon) { return *out.clock % kNoon + (afternoon ? kNoon : Seconds{0}); };
  const bool afternoon = half == Half::Afternoon;
  out.clock = with(afternoon) <= *out.end_clock ? with(afternoon) : with(!afternoon);
  return true;
}

/// "18.00", "kl 18", "18–20", "18.00-". False when the rest is anything else.
bool take_clocks(Cursor in, When& out, bool whole_cell = false) {
  Half half = Half::None;
  const bool four_digits = in.number() && in.peek()->text.size() == 4;
  const bool year = four_digits && in.peek()->value() >= 1900 && in.peek()->value() < 2100;
  const auto start = take_clock(in, half, whole_cell && four_digits && !year && !in.peek(1));
  if (!start) return false;
  out.clock = start;
  if (in.take_any({"-", "till", "bis", "to", "until"}) && !in.done()) {
    Half end_half = Half::None;
    out.end_clock = take_clock(in, end_half, four_digits);
    if (!out.end_clock) return false;
    if (half == Half::None && end_half != Half::None && !share_half(out, end_half)) return false;
  }
  return in.done();
}

bool is_whole_day(std::string_view folded) {
  constexpr std::string_view kWords[] = {"heldag", "hela dagen", "all day", "hele dagen", "ganzt\xC3\xA4gig"};
  return std::find(std::begin(kWords), std::end(kWords), folded) != std::end(kWords);
}

enum class DateRead { None, Read, Ambiguous, NoYear, Wrong };

std::optional<Day> make_day(int year, int month, int day) {
  if (year < 100) year += 2000;
  if (year < 1970 || year >= 2200 || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  const Day out{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                std::chrono::day{static_cast<unsigned>(day)}};
  return out.ok() ? std::optional{out} : std::nullopt;
}

bool is_year(const Token& token) { return token.text.size() == 4; }

void skip_weekday(Cursor& in) {
  while (in.peek() && in.peek()->kind == Token::Kind::Word && !month_of(in.peek()->text) && !in.peek()->is("kl") &&
         !in.peek()->is("klockan"))
    in.next();
  while (in.take_any({".", ","})) continue;
  in.take("den");
}

/// "20 maj 2026", "20. Mai", "May 20, 2026".
DateRead take_named_date(Cursor& in, int default_year, std::optional<Day>& out) {
  Cursor ahead = in;
  int day = 0;
  bool dashed = false;
  std::optional<unsigned> month;
  if (ahead.number() && ahead.peek()->text.size() <= 2) {
    day = ahead.next().value();
    dashed = ahead.take("-");
    ahead.take_any({".", ":"});
    ahead.take_any({"e", "a", "st", "nd", "rd", "th", "of", "de"});
    if (ahead.peek() && ahead.peek()->kind == Token::Kind::Word) month = month_of(ahead.next().text);
  } else if (ahead.peek() && ahead.peek()->kind == Token::Kind::Word) {
    month = month_of(ahead.next().text);
    if (month && ahead.number() && ahead.peek()->text.size() <= 2) day = ahead.next().value();
    ahead.take_any({"st", "nd", "rd", "th"});
  }
  if (!month || day == 0) return DateRead::None;
  if (!dashed || !ahead.take("-")) ahead.take(".");  // "24-Sep-2026"; "May 28-30" are days
  ahead.take_any({",", "de"});
  int year = default_year;
  const bool two_digits = ahead.number() && ahead.peek()->text.size() == 2 && ahead.peek()->value() > 24 &&
                          !(ahead.peek(1) && (ahead.peek(1)->is(":") || ahead.peek(1)->is(".")));  // no clock
  if (two_digits || (ahead.number() && is_year(*ahead.peek()))) year = ahead.next().value();
  if (year == 0) return DateRead::NoYear;
  in = ahead;
  out = make_day(year, static_cast<int>(*month), day);
  return out ? DateRead::Read : DateRead::Wrong;
}

/// Three numbers, or two where the order has no year, with / . - or space between.
DateRead take_numeric_date(Cursor& in, const std::string& order, int default_year, std::optional<Day>& out) {
  Cursor ahead = in;
  std::vector<Token> parts;
  std::string parted = order;
  const std::size_t wanted = order.empty() ? 3 : order.size();
  while (parts.size() < wanted && ahead.number()) {
    parts.push_back(ahead.next());
    if (parts.size() < wanted) ahead.take_any({"/", ".", "-"});
  }
  if (parted.size() == 3 && parts.size() == 2 && default_year != 0) std::erase(parted, 'y');
  if (parts.size() < (parted.empty() ? 3 : parted.size())) return DateRead::None;
  if (parted.size() == 2 && parts.size() == 2) {  // a year that stands there counts before the stated one
    Cursor further = ahead;
    further.take_any({"/", ".", "-"});
    if (further.number() && is_year(*further.peek())) {
      parted += 'y';
      parts.push_back(further.next());
      ahead = further;
    }
  }
  const auto find = [&](char which) {
    const std::size_t at = parted.find(which);
    return at == std::string::npos ? default_year : parts[at].value();
  };
  if (is_year(parts[0]) && parts.size() == 3) {  // year first is never ambiguous
    out = make_day(parts[0].value(), parts[1].value(), parts[2].value());
  } else if (order.empty()) {
    const int first = parts[0].value();
    const int second = parts[1].value();
    const bool a_day_and_a_month =
        std::min(first, second) >= 1 && std::min(first, second) <= 12 && std::max(first, second) <= 31;
    const bool a_year = is_year(parts[2]) || parts[2].text.size() == 2;
    return a_day_and_a_month && a_year ? DateRead::Ambiguous : DateRead::None;
  } else {
    if (find('y') == 0) return DateRead::NoYear;
    out = make_day(find('y'), find('m'), find('d'));
  }
  in = ahead;
  in.take_any({".", ","});
  return out ? DateRead::Read : DateRead::Wrong;
}

/// "2026-09-24 08:00-09:00": what follows a date and a clock without seconds is no offset but the end.
bool ends_with_range(std::string_view cell) {
  const std::size_t space = cell.find(' ');
  if (space == std::string_view::npos) return false;
  const std::string_view clocks = cell.substr(space);
  const std::size_t dash = clocks.find('-');
  if (dash == std::string_view::npos || clocks.find('T') != std::string_view::npos) return false;
  const bool four_digits = clocks.size() - dash == 5 && clocks.find_first_not_of("0123456789", dash + 1) == clocks.npos;
  return !four_digits && std::count(clocks.begin(), clocks.begin() + static_cast<std::ptrdiff_t>(dash), ':') < 2;
}

/// "20260520", the basic form of ISO 8601.
std::optional<Day> read_basic_date(const std::string& text) {
  if (text.size() != 8 || !std::all_of(text.begin(), text.end(), is_digit)) return std::nullopt;
  return make_day(std::stoi(text.substr(0, 4)), std::stoi(text.substr(4, 2)), std::stoi(text.substr(6)));
}

/// "20/5", "21.5.": a day and a month whose order nobody has stated.
bool is_day_and_month(const std::vector<Token>& tokens) {
  if (tokens.size() < 3 || tokens.size() > 4 || !tokens[0].number() || tokens[1].kind != Token::Kind::Mark ||
      !tokens[2].number() || (tokens.size() == 4 && !tokens[3].is(".")))
    return false;
  const int low = std::min(tokens[0].value(), tokens[2].value()), high = std::max(tokens[0].value(), tokens[2].value());
  return low >= 1 && low <= 12 && high <= 31;
}

/// "46162,75": how spreadsheets keep a date when its column is none.
bool is_serial_date(const std::vector<Token>& tokens) {
  return !tokens.empty() && tokens.size() <= 3 && tokens[0].number() && tokens[0].text.size() == 5 &&
         tokens[0].value() > 30000 && tokens[0].value() < 80000;
}

constexpr std::size_t kLongestCell = 120;  ///< of two moments

std::string quoted(std::string_view cell) { return "'" + clean_text(cell, 60) + "'"; }

}  // namespace

bool is_date_format(const std::string& format) {
  if (format.empty() || format == "iso") return true;
  std::string text = format;
  if (const std::size_t at = text.find("month"); at != std::string::npos) text.replace(at, 5, "m");
  std::string order;
  for (const char c : text)
    if (c >= 'a' && c <= 'z')
      order += c;
    else if (std::string_view{"/.- "}.find(c) == std::string_view::npos)
      return false;
  for (const char* good : {"dmy", "mdy", "ymd", "dm", "md"})
    if (order == good) return true;
  return false;
}

WhenReader::WhenReader(const CsvMapping& mapping) : format_{mapping.date_format}, year_{mapping.year} {
  for (const auto& [words, day] : mapping.days) days_.emplace(fold_words(plain(words)), day);
  if (format_.empty() || format_ == "iso") return;
  std::string text = format_;
  if (const std::size_t at = text.find("month"); at != std::string::npos) text.replace(at, 5, "m");
  std::copy_if(text.begin(), text.end(), std::back_inserter(order_), [](char c) { return c >= 'a' && c <= 'z'; });
}

std::optional<When> WhenReader::read(std::string_view cell, bool date_only, Unread& why) const {
  When out;
  const std::string clean = plain(cell);
  if (clean.empty() || (!date_only && is_whole_day(fold_words(clean)))) return out;
  if (const auto day = days_.find(fold_words(clean)); day != days_.end()) {
    out.day = day->second;
    return out;
  }
  const std::size_t dash = clean.size() <= kLongestCell ? clean.find(" - ") : std::string::npos;
  if (dash != std::string::npos && clean.find(" - ", dash + 3) == std::string::npos && !date_only) {
    // "2026-09-24 13:00 - 2026-09-24 14:00": two moments of one day.
    Unread ignored;
    const auto first = read(clean.substr(0, dash), false, ignored);
    const auto last = read(clean.substr(dash + 3), false, ignored);
    if (first && last && first->day && first->day == last->day && first->clock && last->clock && !first->end_clock) {
      out = *first;
      out.end_clock = last->clock;
      return out;
    }
  }
  if (const auto stamp = ends_with_range(clean) ? std::nullopt : read_timestamp(clean)) {
    out.day = Day{std::chrono::floor<std::chrono::days>(stamp->reading)};
    if (stamp->has_time) out.clock = clock_of(stamp->reading);
    out.offset = stamp->offset;
    return out;
  }
  if (const auto day = read_basic_date(clean)) {
    out.day = day;
    return out;
  }
  const auto tokens = tokens_of(clean);
  Cursor in{tokens};
  if (!date_only && take_clocks(in, out, true)) return out;
  out = {};
  skip_weekday(in);
  DateRead date = take_named_date(in, year_, out.day);
  if (date == DateRead::None) date = take_numeric_date(in, order_, year_, out.day);
  in.take(",");
  switch (date) {
    case DateRead::Ambiguous:
      why = {
          quoted(cell) + " is read only when its order is known; say date_format \"d/m/y\" or \"m/d/y\" in the mapping",
          true};
      return std::nullopt;
    case DateRead::NoYear:
      why = {quoted(cell) + " has no year; say \"year\" in the mapping", true};
      return std::nullopt;
    case DateRead::Read:
      if (in.done() || take_clocks(in, out)) return out;
      [[fallthrough]];
    case DateRead::None:
    case DateRead::Wrong: break;
  }
  why.reason = quoted(cell) + " does not read as a " + (date_only ? "date" : "date or time") +
               (format_.empty() ? "" : " in the format \"" + format_ + "\"");
  if (date_only && order_.empty() && is_day_and_month(tokens))
    why = {quoted(cell) + " is read only when its order is known; say date_format \"d/m\" or \"m/d\", and \"year\", " +
               "in the mapping",
           true};
  if (is_serial_date(tokens)) why.reason += "; it is a spreadsheet's number for one: format the column as a date there";
  const bool names_a_day = tokens.size() == 1 && (!tokens[0].number() || tokens[0].text.size() <= 2);
  if (date_only && names_a_day) why.reason += "; say in the mapping's \"days\" which date it stands for";
  return std::nullopt;
}

namespace {

/// "1.5" and the spaces behind it, at most six characters of a number.
std::optional<double> take_amount(std::string_view& rest) {
  const std::size_t end = std::min(rest.find_first_not_of("0123456789."), rest.size());
  if (end == 0 || end > 6 || rest[0] == '.' || std::count(rest.begin(), rest.begin() + end, '.') > 1)
    return std::nullopt;
  const double amount = std::stod(std::string{rest.substr(0, end)});
  rest.remove_prefix(std::min(rest.find_first_not_of(' ', end), rest.size()));
  return amount;
}

/// Seconds in the unit at the front; `bare` where there is none; 0: no unit.
int take_unit(std::string_view& rest, int bare) {
  if (rest.empty()) return bare;
  std::size_t end = std::min(rest.find_first_of(" .0123456789"), rest.size());
  const std::string_view unit = rest.substr(0, end);
  if (end < rest.size() && rest[end] == '.') ++end;
  rest.remove_prefix(std::min(rest.find_first_not_of(' ', end), rest.size()));
  for (const char* hours : {"h", "hr", "hrs", "tim", "timme", "timmar", "hour", "hours", "stunde", "stunden", "std"})
    if (unit == hours) return 3600;
  for (const char* minutes : {"min", "mins", "minut", "minuter", "minute", "minutes", "minuten", "m"})
    if (unit == minutes) return 60;
  return 0;
}

}  // namespace

std::optional<Seconds> read_table_duration(std::string_view cell) {
  std::string text = fold_words(clean_text(cell));
  const std::size_t colon = text.find(':');
  const std::size_t last = text.rfind(':');
  if (colon != last) {  // H:MM:SS, as spreadsheets write a length; days are not meant
    const auto minutes = read_duration(std::string_view{text}.substr(0, last));
    const auto seconds = read_duration(std::string_view{text}.substr(last + 1));
    if (!minutes || !seconds || *seconds >= std::chrono::hours{1} || text.find(':', colon + 1) != last)
      return std::nullopt;
    return *minutes + *seconds / 60;
  }
  if (auto plain = read_duration(text)) return plain;
  if (auto iso = read_iso_duration(clean_text(cell))) return iso;
  // "1,5" are hours: nobody tells parts of minutes. "1.30" may be either.
  const std::size_t point = text.find_first_of(",.");
  const bool of_hours = point != std::string::npos && (text[point] == ',' || text.size() == point + 2);
  std::replace(text.begin(), text.end(), ',', '.');
  Seconds length{0};
  int parts = 0;
  bool hours_before = false;
  for (std::string_view rest = text; !rest.empty(); ++parts) {
    const auto amount = take_amount(rest);
    if (!amount || parts == 2) return std::nullopt;
    const bool part_of_few = *amount < 24 && *amount != std::floor(*amount);
    const int alone = !part_of_few ? 60 : of_hours ? 3600 : 0;
    const int unit = take_unit(rest, hours_before ? 60 : parts == 0 ? alone : 0);
    if (unit == 0 || (parts == 1 && (!hours_before || unit == 3600))) return std::nullopt;
    hours_before = unit == 3600;
    length += Seconds{std::llround(*amount * unit)};
  }
  return parts > 0 ? std::optional{length} : std::nullopt;
}

}  // namespace skylt::importing
