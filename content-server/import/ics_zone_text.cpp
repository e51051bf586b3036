#include "content-server/import/ics_zone_text.hpp"

#include <array>
#include <cstdio>

#include "content-server/import/ics_time.hpp"

namespace skylt::ics {
namespace {

std::string offset_text(Seconds offset) {
  const auto total = std::abs(offset.count());
  std::array<char, 48> out{};
  std::snprintf(out.data(), out.size(), "%c%02d%02d", offset.count() < 0 ? '-' : '+', static_cast<int>(total / 3600),
                static_cast<int>(total / 60 % 60));
  std::string text = out.data();
  if (total % 60 != 0) {
    std::snprintf(out.data(), out.size(), "%02d", static_cast<int>(total % 60));
    text += out.data();
  }
  return text;
}

/// First instant of a change between `before` and `after`, where the offsets differ.
UtcTime change_between(const TimeZone& zone, UtcTime before, UtcTime after) {
  const Seconds offset = zone.offset_at(before);
  while (after - before > Seconds{1}) {
    const UtcTime middle = std::chrono::floor<Seconds>(before + (after - before) / 2);
    (zone.offset_at(middle) == offset ? before : after) = middle;
  }
  return after;
}

void add_observance(std::vector<std::string>& lines, LocalTime start, Seconds from, Seconds to) {
  const std::string name = to > from ? "DAYLIGHT" : "STANDARD";
  lines.push_back("BEGIN:" + name);
  lines.push_back("DTSTART:" + format_wall(start));
  lines.push_back("TZOFFSETFROM:" + offset_text(from));
  lines.push_back("TZOFFSETTO:" + offset_text(to));
  lines.push_back("END:" + name);
}

UtcTime start_of_year(UtcTime instant, int shift) {
  const Day day{std::chrono::floor<std::chrono::days>(instant)};
  return UtcTime{
      std::chrono::sys_days{Day{day.year() + std::chrono::years{shift}, std::chrono::month{1}, std::chrono::day{1}}}};
}

}  // namespace

std::vector<std::string> zone_lines(const TimeZone& zone, UtcTime first, UtcTime last) {
  std::vector<std::string> lines = {"BEGIN:VTIMEZONE", "TZID:" + zone.name()};
  const UtcTime begin = start_of_year(first, -1);
  const UtcTime end = start_of_year(last, 2);
  add_observance(lines, zone.to_local(begin), zone.offset_at(begin), zone.offset_at(begin));
  for (UtcTime day = begin; day < end; day += std::chrono::days{1}) {
    const UtcTime next = day + std::chrono::days{1};
    if (zone.offset_at(day) == zone.offset_at(next)) continue;
    const UtcTime change = change_between(zone, day, next);
    const Seconds from = zone.offset_at(day);
    add_observance(lines, LocalTime{change.time_since_epoch() + from}, from, zone.offset_at(change));
  }
  lines.emplace_back("END:VTIMEZONE");
  return lines;
}

}  // namespace skylt::ics
