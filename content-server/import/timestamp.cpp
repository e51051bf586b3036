#include "content-server/import/timestamp.hpp"

#include <cstdint>
#include <vector>

#include "core/base/ascii.hpp"

namespace skylt::importing {
namespace {

/// Reads from the front of a text; every take leaves it alone when it does not match.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_{text} {}

  bool done() const { return text_.empty(); }
  char peek() const { return text_.empty() ? '\0' : text_.front(); }
  bool take(char c) {
    if (peek() != c || text_.empty()) return false;
    text_.remove_prefix(1);
    return true;
  }
  /// Between `least` and `most` digits.
  std::optional<std::int64_t> number(std::size_t least, std::size_t most) {
    std::size_t size = 0;
    std::int64_t value = 0;
    while (size < most && size < text_.size() && is_digit(text_[size])) value = value * 10 + (text_[size++] - '0');
    if (size < least) return std::nullopt;
    text_.remove_prefix(size);
    return value;
  }
  void skip_spaces() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') text_.remove_prefix(1);
  }

 private:
  std::string_view text_;
};

/// "2026-05-20", or "20260520" before a "T".
std::optional<Day> take_day(Scanner& in) {
  const auto year = in.number(4, 4);
  const bool dashed = in.take('-');
  const auto month = in.number(dashed ? 1 : 2, 2);
  if (!year || !month || (dashed && !in.take('-'))) return std::nullopt;
  const auto day = in.number(dashed ? 1 : 2, 2);
  if (!day || (!dashed && in.peek() != 'T')) return std::nullopt;
  const Day out{std::chrono::year{static_cast<int>(*year)}, std::chrono::month{static_cast<unsigned>(*month)},
                std::chrono::day{static_cast<unsigned>(*day)}};
  return out.ok() && *year >= 1970 && *year < 2200 ? std::optional{out} : std::nullopt;
}

std::optional<Millis> take_clock(Scanner& in, bool compact) {
  const auto hour = in.number(compact ? 2 : 1, 2);
  if (!hour || (!compact && !in.take(':'))) return std::nullopt;
  const auto minute = in.number(2, 2);
  if (!minute) return std::nullopt;
  Millis out = std::chrono::hours{*hour} + Minutes{*minute};
  const bool digits = is_digit(in.peek());
  if (compact ? digits : in.take(':')) {
    const auto second = in.number(2, 2);
    if (!second || *second > 60) return std::nullopt;
    out += Seconds{*second};
  }
  if (in.take('.')) {
    std::int64_t scale = 100;
    bool any = false;
    while (const auto digit = in.number(1, 1)) {
      out += Millis{*digit * scale};
      scale /= 10;
      any = true;
    }
    if (!any) return std::nullopt;
  }
  const bool midnight_after = *hour == 24 && *minute == 0;
  return (*hour < 24 && *minute < 60) || midnight_after ? std::optional{out} : std::nullopt;
}

/// "Z", "+02:00", "+0200", "-05". nullopt: malformed.
std::optional<Seconds> take_offset(Scanner& in) {
  if (in.take('Z') || in.take('z')) return Seconds{0};
  const bool west = in.peek() == '-';
  if (!in.take('+') && !in.take('-')) return std::nullopt;
  const auto hours = in.number(2, 2);
  if (!hours) return std::nullopt;
  in.take(':');
  const auto minutes = in.number(2, 2);
  const Seconds offset = std::chrono::hours{*hours} + Minutes{minutes.value_or(0)};
  if (offset > std::chrono::hours{15}) return std::nullopt;
  return west ? -offset : offset;
}

}  // namespace

std::optional<Timestamp> read_timestamp(std::string_view text) {
  Scanner in{text};
  in.skip_spaces();
  const auto day = take_day(in);
  if (!day) return std::nullopt;
  Timestamp out{std::chrono::local_days{*day}, std::nullopt, false};
  const bool separated = in.take('T') || in.take('t') || in.peek() == ' ';
  in.skip_spaces();
  if (in.done()) return separated && text.back() != ' ' ? std::nullopt : std::optional{out};
  if (!separated) return std::nullopt;
  const auto clock = take_clock(in, text.find('-') > text.find('T'));
  if (!clock) return std::nullopt;
  out.reading += *clock;
  out.has_time = true;
  in.skip_spaces();
  if (!in.done()) {
    out.offset = take_offset(in);
    in.skip_spaces();
    if (!out.offset || !in.done()) return std::nullopt;
  }
  return out;
}

UtcTime instant_of(const Timestamp& timestamp, const TimeZone& zone) {
  if (timestamp.offset) return UtcTime{timestamp.reading.time_since_epoch() - *timestamp.offset};
  return zone.to_utc(timestamp.reading);
}

bool is_believable(UtcTime instant) {
  using namespace std::chrono;
  return instant >= sys_days{year{1971} / 1 / 1} && instant < sys_days{year{2199} / 1 / 1};
}

namespace {

/// Up to three numbers with colons between them; empty: it is something else.
std::vector<std::int64_t> colon_parts(std::string_view text) {
  Scanner in{text};
  in.skip_spaces();
  std::vector<std::int64_t> parts;
  do {
    const auto number = in.number(1, 6);
    if (!number || parts.size() == 3) return {};
    parts.push_back(*number);
  } while (in.take(':'));
  in.skip_spaces();
  return in.done() ? parts : std::vector<std::int64_t>{};
}

}  // namespace

bool counts_seconds(std::string_view duration) {
  const auto parts = colon_parts(duration);
  return parts.size() == 3 && parts[1] > 23;
}

std::optional<Seconds> read_duration(std::string_view text, bool with_seconds) {
  const auto parts = colon_parts(text);
  if (parts.empty()) return std::nullopt;
  if (parts.size() == 1) return Minutes{parts[0]};
  if (parts.size() == 2) return std::chrono::hours{parts[0]} + Minutes{parts[1]};
  if (with_seconds || parts[1] > 23) return std::chrono::hours{parts[0]} + Minutes{parts[1]} + Seconds{parts[2]};
  return std::chrono::hours{24 * parts[0] + parts[1]} + Minutes{parts[2]};
}

std::optional<Seconds> read_iso_duration(std::string_view text) {
  Scanner in{text};
  in.skip_spaces();
  if (!in.take('P')) return std::nullopt;
  Seconds out{0};
  bool any = false;
  bool time = in.take('T');
  while (const auto number = in.number(1, 6)) {
    any = true;
    if (!time && in.take('W')) {
      out += std::chrono::weeks{*number};
    } else if (!time && in.take('D')) {
      out += std::chrono::hours{24 * *number};
    } else if (time && in.take('H')) {
      out += std::chrono::hours{*number};
    } else if (time && in.take('M')) {
      out += Minutes{*number};
    } else if (time && in.take('S')) {
      out += Seconds{*number};
    } else {
      return std::nullopt;
    }
    if (!time) time = in.take('T');
  }
  in.skip_spaces();
  return any && in.done() ? std::optional{out} : std::nullopt;
}

Seconds clock_of(LocalTime reading) {
  const auto midnight = std::chrono::floor<std::chrono::days>(reading);
  return std::chrono::duration_cast<Seconds>(reading - midnight);
}

}  // namespace skylt::importing
