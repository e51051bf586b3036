// show directions, venue check.
#include <algorithm>
#include <cstdio>
#include <tuple>

#include "content-server/commands/command.hpp"
#include "core/programme/show_directions.hpp"
#include "core/venue/check.hpp"

namespace skylt {
namespace {

struct DirectionsOptions {
  ShowDirectionsQuery query;
  std::string at;
  bool step_free = false;
  bool few_steps = false;
};

std::string in_words(const Json& row) {
  std::string arrow = row["arrow"];
  if (arrow != "arrow") return arrow;
  return std::to_string(row["bearing"].get<int>()) + "°";
}

void print_row(const Json& row) {
  std::string text = row["kind"].get<std::string>() + "  " + row["id"].get<std::string>() + "  " + in_words(row);
  if (!row["connector"].is_null()) {
    const Json& connector = row["connector"];
    text += "  " + connector["kind"].get<std::string>() + " " + connector["direction"].get<std::string>() + " to " +
            connector["level"].get<std::string>();
  }
  if (!row["reachable"].get<bool>()) text += "  not reachable";
  std::printf("%s", text.c_str());
  if (!row["metres"].is_null()) std::printf("  %.0f m", row["metres"].get<double>());
  if (!row["minutes"].is_null()) std::printf("  %.1f min", row["minutes"].get<double>());
  if (row["step_free"] == true) std::printf("  step-free");
  std::printf("\n");
}

/// For programs by id (CONTRACTS.md); people read them as a sign has them.
void sort_by_id(Json& destinations) {
  const auto key = [](const Json& row) {
    return std::tuple{row["id"].get<std::string>(), row["kind"].get<std::string>()};
  };
  std::stable_sort(destinations.begin(), destinations.end(),
                   [&](const Json& a, const Json& b) { return key(a) < key(b); });
}

int directions(const CommandLine& line, const DirectionsOptions& options) {
  ShowDirectionsQuery query = options.query;
  if (options.few_steps) query.profile = Profile::FewSteps;
  if (options.step_free) query.profile = Profile::StepFree;
  const UtcTime at = at_option(options.at);
  Json answer = show_directions(open_store(line)->event_data(), query, at);
  if (line.json) {
    sort_by_id(answer["destinations"]);
    print_json(answer);
    return 0;
  }
  for (const Json& row : answer["destinations"]) print_row(row);
  return 0;
}

Json finding_json(const VenueFinding& finding) {
  Json json{{"code", finding.code}, {"venue", finding.venue}, {"where", finding.where}, {"level", finding.level}};
  json["at"] = finding.at ? Json::array({finding.at->x, finding.at->y}) : Json(nullptr);
  json["reason"] = finding.reason;
  return json;
}

int check(const CommandLine& line) {
  const EventData data = open_store(line)->event_data();
  const auto findings = check_venues(data.venues, data.screens, data.links);
  if (line.json) {
    Json list = Json::array();
    for (const VenueFinding& finding : findings) list.push_back(finding_json(finding));
    print_json({{"findings", std::move(list)}});
    return 0;
  }
  for (const VenueFinding& finding : findings)
    std::printf("%s: %s: %s\n", finding.venue.c_str(), finding.where.c_str(), finding.reason.c_str());
  return 0;
}

}  // namespace

void add_directions_command(CLI::App& show, CommandLine& line) {
  CLI::App* part = show.add_subcommand("directions", "Which way a screen points, and how far it is");
  add_common_options(*part, line);
  auto options = std::make_shared<DirectionsOptions>();
  part->add_option("--screen", options->query.screen, "Screen id")->required();
  part->add_option("--to", options->query.to, "Room, amenity, kind of amenity or venue (default: all)");
  part->add_option("--at", options->at, "Moment (default: now)");
  auto* step_free = part->add_flag("--step-free", options->step_free, "Without stairs, steps and escalators");
  part->add_flag("--few-steps", options->few_steps, "Rather a detour than many steps")->excludes(step_free);
  part->callback([&line, options] { line.run = [&line, options] { return directions(line, *options); }; });
}

void add_venue_commands(CLI::App& app, CommandLine& line) {
  CLI::App* venue = app.add_subcommand("venue", "Plans of venues");
  venue->require_subcommand(1);
  CLI::App* part = venue->add_subcommand("check", "What is wrong or missing in the plans, and where");
  add_common_options(*part, line);
  part->callback([&line] { line.run = [&line] { return check(line); }; });
}

}  // namespace skylt
