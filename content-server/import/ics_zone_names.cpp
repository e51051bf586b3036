// The names that producers give their time zones.
#include <unicode/strenum.h>
#include <unicode/timezone.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "content-server/import/common.hpp"
#include "content-server/import/ics_time.hpp"
#include "core/base/ascii.hpp"

namespace skylt::ics {
namespace {

/// Names that Outlook and Exchange write and that no table knows.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kOddNames = {{
    {"WESTERN/CENTRAL EUROPE", "Europe/Berlin"},
    {"W. EUROPE", "Europe/Berlin"},
    {"ROMANCE", "Europe/Paris"},
    {"CENTRAL EUROPEAN TIME", "Europe/Berlin"},
    {"CEST", "Europe/Berlin"},
    {"Z", "Etc/UTC"},
}};

/// What Windows shows behind the offset where it names no city.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kRegions = {{
    {"EASTERN TIME (US & CANADA)", "America/New_York"},
    {"CENTRAL TIME (US & CANADA)", "America/Chicago"},
    {"MOUNTAIN TIME (US & CANADA)", "America/Denver"},
    {"PACIFIC TIME (US & CANADA)", "America/Los_Angeles"},
    {"ATLANTIC TIME (CANADA)", "America/Halifax"},
    {"ARIZONA", "America/Phoenix"},
    {"COORDINATED UNIVERSAL TIME", "Etc/UTC"},
}};

std::optional<TimeZone> windows_zone(std::string_view name) {
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString id;
  icu::TimeZone::getIDForWindowsID(icu::UnicodeString::fromUTF8({name.data(), static_cast<int>(name.size())}), nullptr,
                                   id, status);
  if (U_FAILURE(status) || id.isEmpty()) return std::nullopt;
  std::string utf8;
  return importing::find_zone(id.toUTF8String(utf8));
}

/// "W. Europe Standard Time 1", "W. Europe Daylight Time", "W. Europe Standard Time (Standard)" as the plain name.
std::string plain_windows_name(std::string_view name) {
  std::string plain{trimmed(name.substr(0, name.find(" (")))};
  while (!plain.empty() && (plain.back() == ' ' || is_digit(plain.back()))) plain.pop_back();
  const std::size_t daylight = plain.rfind(" Daylight Time");
  if (daylight != std::string::npos) plain.replace(daylight, 14, " Standard Time");
  return plain;
}

/// "/mozilla.org/20050126_1/Europe/Stockholm", "posix/Europe/Vaduz": what stands after some slash.
std::optional<TimeZone> without_vendor(std::string_view name) {
  for (std::size_t slash = name.find('/'); slash != std::string_view::npos; slash = name.find('/', slash + 1))
    if (auto zone = importing::find_zone(name.substr(slash + 1))) return zone;
  std::string dashed{name};
  if (const std::size_t dash = dashed.find('-'); dash != std::string::npos && dash > 1) {
    dashed[dash] = '/';
    return importing::find_zone(dashed);
  }
  return std::nullopt;
}

/// "UTC+1", "GMT+01:00", "+0100".
std::optional<Seconds> offset_name(std::string_view name) {
  const std::string upper = upper_ascii(name);
  std::string_view rest = upper;
  if (rest.starts_with("UTC") || rest.starts_with("GMT")) rest.remove_prefix(3);
  if (rest.size() < 2 || rest.size() > 6 || (rest.front() != '+' && rest.front() != '-')) return std::nullopt;
  std::string digits{rest.substr(1)};
  std::erase(digits, ':');
  if (digits.size() <= 2) digits = std::string(2 - digits.size(), '0') + digits + "00";
  if (digits.size() == 3) digits.insert(digits.begin(), '0');
  return parse_offset(rest.front() + digits);
}

/// The zone of a city by its name in the database ("New York" as "America/New_York"), among those of that standard
/// time.
std::optional<TimeZone> zone_of_city(const std::string& upper_city, Seconds offset) {
  UErrorCode status = U_ZERO_ERROR;
  const auto raw = static_cast<std::int32_t>(Millis{offset}.count());
  const std::unique_ptr<icu::StringEnumeration> ids{
      icu::TimeZone::createTimeZoneIDEnumeration(UCAL_ZONE_TYPE_ANY, nullptr, &raw, status)};
  if (U_FAILURE(status) || !ids) return std::nullopt;
  while (const char* id = ids->next(nullptr, status)) {
    const std::string_view name{id};
    std::string city = upper_ascii(name.substr(name.rfind('/') + 1));
    std::replace(city.begin(), city.end(), '_', ' ');
    if (city == upper_city && name.find('/') != std::string_view::npos) return importing::find_zone(name);
  }
  return std::nullopt;
}

/// "(UTC+10:00) Canberra, Melbourne, Sydney", "(GMT-05:00) Eastern Time (US & Canada)", "(UTC+02:00)": as Windows shows
/// a zone to people. Summer time is that of the first city that the database knows; with none the offset alone counts.
std::optional<Zone> shown_name(std::string_view tzid) {
  std::string_view name = tzid;
  while (!name.empty() && (name.front() == '"' || name.front() == ' ')) name.remove_prefix(1);
  while (!name.empty() && (name.back() == '"' || name.back() == ' ')) name.remove_suffix(1);
  const std::size_t close = name.find(')');
  if (!name.starts_with('(') || close == std::string_view::npos) return std::nullopt;
  std::string stated{name.substr(1, close - 1)};
  std::erase(stated, ' ');
  const std::string upper = upper_ascii(stated);
  const auto offset = upper == "UTC" || upper == "GMT" ? std::optional{Seconds{0}} : offset_name(stated);
  if (!offset) return std::nullopt;
  const std::string places = upper_ascii(trimmed(name.substr(close + 1)));
  for (const auto& [region, iana] : kRegions)
    if (places == region) return Zone{importing::find_zone(iana).value_or(TimeZone{})};
  for (std::size_t begin = 0; begin < places.size();) {
    const std::size_t end = std::min(places.find_first_of(",:", begin), places.size());
    if (const auto zone = zone_of_city(std::string{trimmed(places.substr(begin, end - begin))}, *offset))
      return Zone{*zone};
    begin = end + 1;
  }
  return Zone{std::make_shared<const EmbeddedZone>(EmbeddedZone::fixed(*offset))};
}

}  // namespace

std::optional<TimeZone> zone_by_name(std::string_view tzid) {
  std::string_view name = trimmed(tzid);
  if (name.size() >= 2 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
  if (name.empty() || name.size() > 200) return std::nullopt;
  if (auto zone = importing::find_zone(name)) return zone;
  if (auto zone = without_vendor(name)) return zone;
  if (auto zone = windows_zone(name)) return zone;
  if (auto zone = windows_zone(plain_windows_name(name))) return zone;
  const std::string upper = upper_ascii(name);
  for (const auto& [odd, iana] : kOddNames)
    if (upper == odd) return importing::find_zone(iana);
  return std::nullopt;
}

std::optional<Zone> zone_by_offset(std::string_view tzid) {
  if (auto zone = shown_name(tzid)) return zone;
  const auto offset = offset_name(trimmed(tzid));
  return offset ? std::optional{Zone{std::make_shared<const EmbeddedZone>(EmbeddedZone::fixed(*offset))}}
                : std::nullopt;
}

}  // namespace skylt::ics
