// Which format a file is, by its content; and what to say of a file that is none of ours.
#include "content-server/import/detect.hpp"

#include <algorithm>
#include <cctype>

#include "content-server/import/common.hpp"
#include "content-server/import/xml_tree.hpp"
#include "core/base/ascii.hpp"
#include "core/base/error.hpp"
#include "core/base/json.hpp"

namespace skylt {
namespace importing {
namespace {

constexpr std::size_t kHead = std::size_t{1} << 20;
constexpr const char* kReads =
    "; the formats read here are schedule.xml, schedule.json (v1 and v2), iCalendar (.ics), CSV and this project's own "
    "event JSON";

std::string_view from_content(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos ? std::string_view{} : text.substr(first);
}

/// Position after `"key" :`, or npos.
std::size_t value_of_key(std::string_view text, std::string_view key) {
  const std::string quoted = "\"" + std::string{key} + "\"";
  for (std::size_t at = 0; (at = text.find(quoted, at)) != std::string_view::npos;) {
    at += quoted.size();
    const std::size_t colon = text.find_first_not_of(" \t\r\n", at);
    if (colon == std::string_view::npos || text[colon] != ':') continue;
    return text.find_first_not_of(" \t\r\n", colon + 1);
  }
  return std::string_view::npos;
}

bool has_key(std::string_view text, std::string_view key) { return value_of_key(text, key) != std::string_view::npos; }

/// BEGIN:VCALENDAR or BEGIN:VEVENT at the start of a line, in any case and behind any lead-in.
bool looks_like_ics(std::string_view text) {
  const std::string lower = lower_ascii(text);
  for (const std::string_view mark : {"begin:vcalendar", "begin:vevent"}) {
    const std::size_t at = lower.find(mark);
    if (at == std::string::npos) continue;
    const std::size_t line = lower.find_last_of("\r\n", at);
    const std::size_t begin = line == std::string::npos ? 0 : line + 1;
    if (at - begin <= 16 && lower.find_first_of("\"{", begin) >= at) return true;
  }
  return false;
}

std::optional<std::string> detect_json(std::string_view text) {
  const std::size_t format = value_of_key(text, "format");
  if (format != std::string_view::npos && text.substr(format).starts_with("\"skylt/event/")) return "event";
  const std::size_t schedule = value_of_key(text, "schedule");
  if (schedule != std::string_view::npos && text[schedule] == '{') return "schedule-json";
  return has_key(text, "conference") && has_key(text, "days") ? std::optional<std::string>{"schedule-json"}
                                                              : std::nullopt;
}

/// Names of known relatives that are not read, by keys that only they have.
std::string describe_json(std::string_view text) {
  if (has_key(text, "elements") && has_key(text, "osm3s"))
    return "an Overpass answer in JSON; ask for XML ([out:xml]) and import that with --format osm";
  if (has_key(text, "StartTime") && has_key(text, "Location")) return "a sign feed (scale-signs JSON)";
  if (has_key(text, "metadata") && has_key(text, "latlon")) return "Giggity metadata, not a programme";
  if (has_key(text, "isServiceSession")) return "a Sessionize export";
  if (has_key(text, "@context") || has_key(text, "@type")) return "JSON-LD (schema.org)";
  if (has_key(text, "talks") && has_key(text, "rooms")) return "a pretalx widget feed; use its schedule.json export";
  if (text.starts_with('[')) return "a JSON list; a schedule.json is an object with \"schedule\"";
  return "JSON without \"schedule\"";
}

/// What the parser stopped at; empty when it is JSON.
std::string fault_of_json(std::string_view text) {
  try {
    parse_json(text, "JSON that cannot be read");
    return {};
  } catch (const Error& error) {
    return error.what();
  }
}

}  // namespace

std::string describe_unknown(std::string_view bytes) {
  if (from_content(bytes).empty()) return std::string{"the file is empty"} + kReads;
  const auto found = [&]() -> std::string {
    if (bytes.starts_with("PK\x03\x04"))
      return "a ZIP archive or spreadsheet (XLSX, ODS); save the sheet as CSV (UTF-8) and import that";
    if (bytes.starts_with("%PDF")) return "a PDF";
    if (bytes.starts_with("\x1F\x8B")) return "gzip data; unpack it first";
    if (bytes.starts_with("\xD0\xCF\x11\xE0")) return "an old Excel or Word file; save the sheet as CSV (UTF-8)";
    const std::string text = decode_text(bytes.substr(0, kHead)).text;
    const std::string_view content = from_content(text);
    if (content.starts_with('<')) {
      const std::string root{first_element(content)};
      const std::string lower = lower_ascii(root);
      if (lower == "html" || lower == "body" || lower == "head") return "a web page (HTML), not a programme";
      if (lower == "icalendar") return "xCal, whose times have no zone; use the schedule.xml or .ics export instead";
      if (lower == "osm") return "an OpenStreetMap file; import it into a venue with --format osm";
      return root.empty() ? "broken XML" : "XML with the root element <" + clean_text(root, 40) + ">";
    }
    if (content.starts_with('{') || content.starts_with('[')) {
      const std::string fault = bytes.size() > kHead ? std::string{} : fault_of_json(text);
      return fault.empty() ? describe_json(content) : fault;
    }
    return "neither XML, JSON, iCalendar nor a table";
  }();
  return "this is " + found + kReads;
}

}  // namespace importing

std::optional<std::string> detect_format(std::string_view bytes) {
  using namespace importing;
  if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("%PDF")) return std::nullopt;
  const std::string text = decode_text(bytes.substr(0, kHead)).text;
  const std::string_view content = from_content(text);
  if (content.empty()) return std::nullopt;
  if (content.front() == '<' && first_element(content) == "schedule") return "schedule-xml";
  if (content.front() == '{' || content.front() == '[') return detect_json(content);
  if (looks_like_ics(content)) return "ics";
  if (content.front() == '<') return std::nullopt;
  return looks_like_csv(content) ? std::optional<std::string>{"csv"} : std::nullopt;
}

}  // namespace skylt
