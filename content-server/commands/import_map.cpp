// import of an indoor map: one venue, made or laid over the one that is there.
#include "content-server/commands/import_map.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <set>

#include "content-server/api/import_run.hpp"
#include "core/venue/merge.hpp"

namespace skylt {
namespace {

/// The parts of a venue, to be compared with those of another.
class Parts {
 public:
  explicit Parts(const Venue& venue) : venue_{venue} {}

  /// Whether the part is in both and alike; nullopt: it is not in this one.
  std::optional<bool> like(const Parts& other, const std::string& id) const {
    std::optional<bool> alike;
    const auto compare = [&](const auto& mine, const auto& theirs) {
      const auto called = [&](const auto& part) { return part.id == id; };
      const auto here = std::find_if(mine.begin(), mine.end(), called);
      if (here == mine.end()) return;
      const auto there = std::find_if(theirs.begin(), theirs.end(), called);
      alike = alike.value_or(true) && there != theirs.end() && *here == *there;
    };
    compare(venue_.buildings, other.venue_.buildings);
    compare(venue_.levels, other.venue_.levels);
    compare(venue_.spaces, other.venue_.spaces);
    compare(venue_.openings, other.venue_.openings);
    compare(venue_.connectors, other.venue_.connectors);
    compare(venue_.amenities, other.venue_.amenities);
    compare(venue_.rooms, other.venue_.rooms);
    compare(venue_.nodes, other.venue_.nodes);
    return alike;
  }

  std::set<std::string> map_ids() const {
    std::set<std::string> ids;
    const auto take = [&](const auto& parts) {
      for (const auto& part : parts) {
        if (part.id.starts_with("imdf-") || part.id.starts_with("osm-")) ids.insert(part.id);
      }
    };
    take(venue_.buildings);
    take(venue_.levels);
    take(venue_.spaces);
    take(venue_.openings);
    take(venue_.connectors);
    take(venue_.amenities);
    return ids;
  }

 private:
  const Venue& venue_;
};

struct Counts {
  std::size_t added = 0, changed = 0, unchanged = 0, removed = 0;
};

/// Each feature by what became of its parts; one that has none is as new as its venue.
Counts count(const IndoorImport& result, const Venue* before, const MergedVenue& merged) {
  Counts counts;
  const Venue nothing;
  const Parts old{before ? *before : nothing};
  const Parts now{merged.venue};
  for (const auto& [feature, parts] : result.parts) {
    bool known = before && parts.empty();
    bool same = true;
    for (const std::string& part : parts) {
      const auto renamed = merged.renamed.find(part);
      const auto alike = old.like(now, renamed == merged.renamed.end() ? part : renamed->second);
      known = known || alike.has_value();
      same = same && alike == true;
    }
    ++(!known ? counts.added : same ? counts.unchanged : counts.changed);
  }
  const auto left = now.map_ids();
  for (const std::string& id : old.map_ids()) counts.removed += left.contains(id) ? 0 : 1;
  return counts;
}

/// Screens that hang at a node which is no longer there.
void report_screens(const EventData& data, const Venue& venue, std::vector<Finding>& findings) {
  for (const Screen& screen : data.screens) {
    if (screen.venue != venue.id || screen.node.empty()) continue;
    const auto called = [&](const Node& node) { return node.id == screen.node; };
    if (std::any_of(venue.nodes.begin(), venue.nodes.end(), called)) continue;
    findings.push_back({"screen", screen.id, Severity::Warning, "screen-node",
                        "its node '" + screen.node + "' is not in the map; place it anew"});
  }
}

Json outcome_json(const IndoorImport& result, const Counts& counts, const ImportOptions& options,
                  std::int64_t revision) {
  const Venue& venue = result.venue;
  return {{"source", options.source.empty() ? options.location : options.source},
          {"format", result.format},
          {"venue", venue.id},
          {"records", result.features},
          {"added", counts.added},
          {"changed", counts.changed},
          {"removed", counts.removed},
          {"unchanged", counts.unchanged},
          {"held", false},
          {"revision", revision},
          {"dry_run", options.dry_run},
          {"levels", venue.levels.size()},
          {"spaces", venue.spaces.size()},
          {"openings", venue.openings.size()},
          {"connectors", venue.connectors.size()},
          {"amenities", venue.amenities.size()},
          {"rooms", venue.rooms.size()},
          {"nodes", venue.nodes.size()},
          {"edges", venue.edges.size()},
          {"findings", findings_json(result.findings)},
          {"notes", result.notes}};
}

void print_outcome(const IndoorImport& result, const Counts& counts, const ImportOptions& options,
                   std::int64_t revision) {
  for (const Finding& finding : result.findings) {
    std::printf("%s: %s: %s%s%s\n", finding.severity == Severity::Error ? "error" : "warning", finding.where.c_str(),
                finding.record.c_str(), finding.record.empty() ? "" : ": ", finding.reason.c_str());
  }
  for (const std::string& note : result.notes) std::printf("note: %s\n", note.c_str());
  const Venue& venue = result.venue;
  std::printf("%s (%s): %zu features: %zu added, %zu changed, %zu unchanged, %zu rejected, %zu parts gone\n",
              options.location.c_str(), result.format.c_str(), result.features, counts.added, counts.changed,
              counts.unchanged, result.rejected, counts.removed);
  std::printf(
      "venue '%s': %zu levels, %zu spaces, %zu rooms, %zu ways up and down, %zu nodes, %zu edges; revision %lld%s\n",
      venue.id.c_str(), venue.levels.size(), venue.spaces.size(), venue.rooms.size(), venue.connectors.size(),
      venue.nodes.size(), venue.edges.size(), static_cast<long long>(revision),
      options.dry_run ? " (dry run: nothing was written)" : "");
}

}  // namespace

bool is_folder(const std::string& location) {
  std::error_code ignored;
  return std::filesystem::is_directory(location, ignored);
}

std::optional<IndoorImport> read_map(const ImportOptions& options, const std::string& bytes) {
  const bool folder = is_folder(options.location);
  const bool any = options.format == "auto";
  const bool osm = options.format == "osm" || (any && !folder && is_osm(bytes));
  const bool packed = !folder && is_archive(bytes);
  if (!osm && !(options.format == "imdf" || (any && (folder || packed)))) return std::nullopt;
  if (folder && osm) throw UsageError{"SOURCE: " + options.location + " is a folder, not an .osm file"};
  try {
    MapFiles files;
    if (!osm) {
      if (folder) files = read_map_folder(options.location);
      if (packed) files = unpack_archive(bytes);
      if (!folder && !packed) throw Error{ErrorCode::Invalid, "IMDF comes as a folder or as a ZIP archive"};
      if (any && packed && !is_imdf(files)) return std::nullopt;  // a spreadsheet, say
      if (any && folder && !is_imdf(files))
        throw Error{ErrorCode::Invalid, "this folder is no IMDF archive, the only kind of folder that can be imported"};
    }
    if (options.venue.empty()) throw UsageError{"--venue is missing: say which venue this map is of"};
    const IndoorSettings settings{options.venue};
    return osm ? parse_osm(bytes, settings) : parse_imdf(files, settings);
  } catch (const Error& error) {
    std::throw_with_nested(Error{error.code(), options.location});
  }
}

int import_map(const CommandLine& line, const ImportOptions& options, IndoorImport result) {
  const auto store = open_store(line);
  const EventData data = store->event_data();
  const auto called = [&](const Venue& venue) { return venue.id == options.venue; };
  const auto found = std::find_if(data.venues.begin(), data.venues.end(), called);
  const Venue* before = found == data.venues.end() ? nullptr : &*found;
  MergedVenue merged;
  if (before) {
    merged = merge_map(*before, std::move(result.venue));
  } else {
    merged.venue = std::move(result.venue);
  }
  for (const SeedGap& note : merged.notes) {
    result.findings.push_back({"venue", note.object, Severity::Warning, note.code, note.reason});
  }
  const Counts counts = count(result, before, merged);
  report_screens(data, merged.venue, result.findings);
  if (!options.dry_run) store->put_venue(merged.venue, line.actor);
  result.venue = std::move(merged.venue);
  if (line.json) {
    print_json(outcome_json(result, counts, options, store->revision()));
  } else {
    print_outcome(result, counts, options, store->revision());
  }
  if (counts.added + counts.changed + counts.unchanged > 0) return 0;
  std::fprintf(stderr, "skylt-server import: %s: nothing usable in this map\n", options.location.c_str());
  return 1;
}

}  // namespace skylt
