#include "content-server/import/common.hpp"
#include "content-server/import/detect.hpp"
#include "core/base/error.hpp"

namespace skylt {

ImportResult parse_programme(std::string_view bytes, const std::string& format, const SourceSettings& settings,
                             const Progress& progress) {
  importing::check_size(bytes);
  std::string chosen = format;
  if (format.empty() || format == "auto") {
    auto detected = detect_format(bytes);
    if (!detected && settings.csv) detected = "csv";
    if (!detected) throw Error{ErrorCode::Invalid, importing::describe_unknown(bytes)};
    chosen = *detected;
  }
  if (chosen == "schedule-xml") return parse_schedule_xml(bytes, settings, progress);
  if (chosen == "schedule-json") return parse_schedule_json(bytes, settings, progress);
  if (chosen == "ics") return parse_ics(bytes, settings, progress);
  if (chosen == "csv") return parse_csv(bytes, settings, progress);
  if (chosen == "event")
    throw Error{ErrorCode::Invalid,
                "this is an event file of this project; it is imported as a whole event, not as a source"};
  throw Error{ErrorCode::Invalid,
              "format '" + chosen + "' is not one of auto, schedule-xml, schedule-json, ics, csv, event"};
}

}  // namespace skylt
