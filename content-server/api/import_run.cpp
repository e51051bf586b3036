#include "content-server/api/import_run.hpp"

#include <algorithm>
#include <map>

#include "core/base/error.hpp"
#include "core/venue/check.hpp"

namespace skylt {
namespace {

/// "/sessions/3/room/id" -> "/sessions/3": the record that a fault costs.
std::string record_of(const std::string& pointer) {
  const auto list_end = pointer.find('/', 1);
  const auto record_end = list_end == std::string::npos ? list_end : pointer.find('/', list_end + 1);
  return pointer.substr(0, record_end);
}

/// Its title or id, for people.
std::string record_name(const Json& document, const std::string& pointer) {
  const Json::json_pointer place{pointer};
  if (pointer.empty() || !document.contains(place) || !document.at(place).is_object()) return {};
  const Json& record = document.at(place);
  return record.contains("id") && record["id"].is_string() ? record["id"].get<std::string>() : std::string{};
}

/// One error for each record with faults, however many it has.
std::vector<Finding> findings_of(const Json& document, const Faults& faults) {
  std::vector<Finding> findings;
  std::map<std::string, std::size_t> index;
  for (const Fault& fault : faults) {
    const std::string record = record_of(fault.pointer);
    const std::string rest = fault.pointer.substr(std::min(record.size() + 1, fault.pointer.size()));
    const std::string reason = rest.empty() ? fault.reason : rest + ": " + fault.reason;
    const auto [place, fresh] = index.emplace(record, findings.size());
    if (fresh) {
      findings.push_back({record, record_name(document, record), Severity::Error, "invalid", reason});
    } else {
      findings[place->second].reason += "; " + reason;
    }
  }
  return findings;
}

/// What is wrong or missing in the venues' plans: warnings, since everything that can be told still is.
void add_plan_findings(const EventData& data, const Json& document, std::vector<Finding>& findings) {
  const auto place_of = [&](const std::string& venue) -> std::string {
    const Json venues = document.value("venues", Json::array());
    for (std::size_t i = 0; i < venues.size(); ++i) {
      if (record_name(document, "/venues/" + std::to_string(i)) == venue) return "/venues/" + std::to_string(i);
    }
    return "/venues";
  };
  for (const VenueFinding& found : check_venues(data.venues, data.screens, data.links))
    findings.push_back({place_of(found.venue), found.where, Severity::Warning, found.code, found.reason});
}

Json difference_json(const ImportOutcome::Difference& difference) {
  Json fields = Json::array();
  for (const FieldChange& field : difference.fields) {
    fields.push_back({{"field", field.field}, {"before", field.before}, {"after", field.after}});
  }
  return {{"session", difference.session}, {"title", difference.title}, {"what", difference.what}, {"fields", fields}};
}

}  // namespace

ImportOutcome import_event(Store& store, const std::string& bytes, const ImportRequest& request) {
  const Json document = parse_json(bytes, request.source.location);
  if (!document.is_object() || !document.contains("event")) {
    throw Error{
        ErrorCode::Invalid,
        request.source.location + ": not a skylt event: it has no 'event'; docs/event-format.md says how one looks"};
  }
  Faults faults;
  const EventData data = read_event_data(document, faults);
  const auto format_fault = [](const Fault& fault) { return fault.pointer == "/format"; };
  if (data.event.id.empty() || std::any_of(faults.begin(), faults.end(), format_fault)) {
    throw_on(request.source.location, faults);
  }
  auto findings = findings_of(document, faults);
  add_plan_findings(data, document, findings);
  return store.apply_event(data, request, std::move(findings));
}

Json findings_json(const std::vector<Finding>& findings) {
  Json list = Json::array();
  for (const Finding& finding : findings) {
    list.push_back({{"where", finding.where},
                    {"record", finding.record},
                    {"severity", finding.severity == Severity::Error ? "error" : "warning"},
                    {"code", finding.code},
                    {"reason", finding.reason}});
  }
  return list;
}

Json source_json(const Source& source) {
  return {{"name", source.name},
          {"location", source.location},
          {"format", source.format},
          {"venue", source.settings.venue},
          {"language", source.settings.language},
          {"time_zone", source.settings.zone.name()},
          {"last_ok", source.last_ok ? Json(format_instant(*source.last_ok)) : Json(nullptr)}};
}

Json outcome_json(const ImportOutcome& outcome, bool dry_run) {
  Json findings = findings_json(outcome.findings);
  Json differences = Json::array();
  for (const auto& difference : outcome.differences) differences.push_back(difference_json(difference));
  Json json = {{"source", outcome.source},
               {"format", outcome.format},
               {"records", outcome.records},
               {"added", outcome.added},
               {"changed", outcome.changed},
               {"removed", outcome.removed},
               {"unchanged", outcome.unchanged},
               {"held", outcome.held()},
               {"revision", outcome.revision},
               {"dry_run", dry_run},
               {"findings", std::move(findings)},
               {"notes", outcome.notes},
               {"differences", std::move(differences)}};
  if (outcome.hold) {
    json["held_reason"] = sentence_of(*outcome.hold);
    json["hold"] = to_json(*outcome.hold);
  }
  return json;
}

}  // namespace skylt
