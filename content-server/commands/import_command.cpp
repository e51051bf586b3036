#include "content-server/commands/import_command.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <tuple>

#include "content-server/api/import_run.hpp"
#include "content-server/commands/import_map.hpp"
#include "content-server/import/fetch.hpp"
#include "content-server/import/import.hpp"

namespace skylt {
namespace {

bool is_url(const std::string& location) { return location.find("://") != std::string::npos; }

/// Progress on standard error: on a terminal as it goes, elsewhere a line every five seconds of long work.
class ProgressLine {
 public:
  explicit ProgressLine(std::string name) : name_{std::move(name)}, terminal_{::isatty(STDERR_FILENO) == 1} {}
  ~ProgressLine() {
    if (drawn_) std::fputs("\r\033[K", stderr);
  }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void operator()(std::size_t done, std::size_t all) {
    const auto now = std::chrono::steady_clock::now();
    if (now < next_) return;
    next_ = now + (terminal_ ? Millis{100} : Millis{5000});
    const std::string of = all == 0 ? "" : " of " + std::to_string(all);
    std::fprintf(stderr, terminal_ ? "\r\033[K%s: %zu%s records" : "%s: %zu%s records\n", name_.c_str(), done,
                 of.c_str());
    drawn_ = terminal_;
  }

 private:
  std::string name_;
  bool terminal_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point next_ =
      std::chrono::steady_clock::now() + (terminal_ ? Millis{300} : Millis{5000});
};

/// Whether a file gives the same sessions by either.
bool reads_alike(const SourceSettings& a, const SourceSettings& b) {
  const auto parts = [](const SourceSettings& settings) {
    return std::tie(settings.venue, settings.language, settings.dtend_inclusive, settings.moments_last,
                    settings.trust_suspicious_utc, settings.status_from_title, settings.csv);
  };
  return parts(a) == parts(b) && a.zone.name() == b.zone.name();
}

Source configured_source(Store& store, const ImportOptions& options, const Event& event) {
  const std::string name = options.source.empty() ? options.location : options.source;
  const auto known = store.find_source(name);
  Source source = known.value_or(Source{});
  SourceSettings& settings = source.settings;
  source.name = settings.name = name;
  source.internal = options.internal || (source.internal && source.location == options.location);
  source.location = options.location;
  if (!known) settings.zone = TimeZone::find(event.time_zone);
  if (!options.time_zone.empty()) settings.zone = zone_option("--time-zone", options.time_zone);
  if (!options.venue.empty()) settings.venue = options.venue;
  if (!options.language.empty()) {
    const auto tag = canonical_language(options.language);
    if (!tag) throw UsageError{"--language: '" + options.language + "' is not a language tag; write it like sv or en"};
    settings.language = *tag;
  }
  settings.day_change = event.day_change;
  if (!options.utc_dates.empty()) settings.trust_suspicious_utc = options.utc_dates == "trusted";
  if (!options.end_days.empty()) settings.dtend_inclusive = options.end_days == "inclusive";
  if (options.moments_last) settings.moments_last = Minutes{*options.moments_last};
  if (!options.title_states.empty()) settings.status_from_title = options.title_states == "read";
  if (!options.mapping.empty()) {
    const Json document = parse_json(load_file(options.mapping), options.mapping);
    Faults faults;
    JsonReader reader{document, faults};
    settings.csv = parse_csv_mapping(reader);
    throw_on(options.mapping, faults);
  }
  // "Not modified" is said of what was read from there and as it was read then.
  const bool as_then = known && known->location == source.location && reads_alike(known->settings, settings);
  if (!as_then) source.etag = source.last_modified = {};
  return source;
}

void check_venue(Store& store, const std::string& venue) {
  if (venue.empty()) return;
  const auto data = store.shared_event_data();
  const auto& venues = data->venues;
  if (std::any_of(venues.begin(), venues.end(), [&](const Venue& known) { return known.id == venue; })) return;
  throw Error{ErrorCode::NotFound, "--venue: the event has no venue '" + venue + "'; import its event file first"};
}

/// The bytes, or nullopt when the server said that nothing is new.
std::optional<std::string> read_source(Source& source, const ImportOptions& options) {
  if (!is_url(source.location)) return load_file(source.location);
  FetchOptions fetch;
  fetch.internal = source.internal;
  if (options.format == "auto") {
    fetch.etag = source.etag;
    fetch.last_modified = source.last_modified;
  }
  Fetched fetched = fetch_source(source.location, fetch);
  if (fetched.not_modified) return std::nullopt;
  source.etag = fetched.etag;
  source.last_modified = fetched.last_modified;
  return std::move(fetched.body);
}

void print_outcome(const ImportOutcome& outcome, bool dry_run) {
  for (const Finding& finding : outcome.findings) {
    std::printf("%s: %s%s%s: %s\n", finding.severity == Severity::Error ? "error" : "warning", finding.where.c_str(),
                finding.record.empty() ? "" : ": ", finding.record.c_str(), finding.reason.c_str());
  }
  for (const auto& difference : outcome.differences) {
    if (difference.what == "added" && !dry_run) continue;
    std::printf("%s: %s (%s)", difference.what.c_str(), difference.title.c_str(), difference.session.c_str());
    for (const FieldChange& field : difference.fields) {
      std::printf("; %s: '%s' -> '%s'", field.field.c_str(), field.before.c_str(), field.after.c_str());
    }
    std::printf("\n");
  }
  for (const std::string& note : outcome.notes) std::printf("note: %s\n", note.c_str());
  const char* written = dry_run ? " (dry run: nothing was written)" : "";
  if (outcome.hold) written = " (held back: nothing was written)";
  std::printf("%s (%s): %zu records: %zu added, %zu changed, %zu unchanged, %zu newly missing; revision %lld%s\n",
              outcome.source.c_str(), outcome.format.c_str(), outcome.records, outcome.added, outcome.changed,
              outcome.unchanged, outcome.removed, static_cast<long long>(outcome.revision), written);
}

int finish(const CommandLine& line, const ImportOptions& options, const ImportOutcome& outcome) {
  if (line.json) {
    print_json(outcome_json(outcome, options.dry_run));
  } else {
    print_outcome(outcome, options.dry_run);
  }
  if (!outcome.hold) return 0;
  const bool empty = outcome.added + outcome.changed + outcome.unchanged == 0;
  std::fprintf(stderr, "skylt-server import: %s: held back: %s; %s\n", outcome.source.c_str(),
               sentence_of(*outcome.hold).c_str(),
               empty ? "check that it is the right file" : "look at it, then import again with --accept");
  return 1;
}

/// `file`: its bytes, where it was read already.
int import_programme(const CommandLine& line, const ImportOptions& options, std::optional<std::string> file) {
  const auto store = open_store(line);
  check_venue(*store, options.venue);
  ImportRequest request;
  request.source = configured_source(*store, options, store->event());
  request.dry_run = options.dry_run;
  request.accept = options.accept;
  request.actor = line.actor;
  request.now = at_option(options.at);
  request.source.settings.now = request.now;

  const auto bytes = file ? std::move(file) : read_source(request.source, options);
  if (!bytes) {
    if (!options.dry_run)
      store->note_fetch(request.source.name, request.source.etag, request.source.last_modified, request.now);
    ImportOutcome outcome;
    outcome.source = request.source.name;
    outcome.format = request.source.format;
    outcome.revision = store->revision();
    outcome.notes = {"not modified since the last import"};
    return finish(line, options, outcome);
  }
  std::string format = options.format;
  if (format == "auto") format = detect_format(*bytes).value_or("auto");
  if (!options.mapping.empty() && format != "auto" && format != "csv")
    throw UsageError{"--mapping: goes with a CSV table alone, and " + options.location + " is read as " + format};
  if (format == "event") return finish(line, options, import_event(*store, *bytes, request));

  ProgressLine progress{options.location};
  try {
    const ImportResult result = parse_programme(*bytes, format, request.source.settings, std::ref(progress));
    request.source.format = result.format;
    return finish(line, options, store->apply_import(result, request));
  } catch (const Error& error) {
    std::throw_with_nested(Error{error.code(), options.location});
  }
}

}  // namespace

int import_source(const CommandLine& line, const ImportOptions& options) {
  if (!options.at.empty()) instant_option("--at", options.at);  // wrong usage is told before anything is read
  if (!options.time_zone.empty()) zone_option("--time-zone", options.time_zone);
  const bool may_be_map = options.format == "auto" || options.format == "imdf" || options.format == "osm";
  if (may_be_map && (options.format != "auto" || !is_url(options.location))) {
    std::string bytes;
    if (is_url(options.location)) {
      FetchOptions fetch;
      fetch.internal = options.internal;
      fetch.archives = true;
      fetch.max_bytes = kLargestFile;
      fetch.timeout = std::chrono::minutes{2};
      bytes = fetch_source(options.location, fetch).body;
    } else if (!is_folder(options.location)) {
      bytes = load_file(options.location);
    }
    if (auto map = read_map(options, bytes)) return import_map(line, options, std::move(*map));
    if (!is_url(options.location)) return import_programme(line, options, std::move(bytes));
  }
  return import_programme(line, options, std::nullopt);
}

}  // namespace skylt
