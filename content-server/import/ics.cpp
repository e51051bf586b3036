#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "content-server/import/common.hpp"
#include "content-server/import/ics_event.hpp"
#include "content-server/import/ics_series.hpp"
#include "core/base/ascii.hpp"
#include "core/base/error.hpp"

namespace skylt {
namespace {

using namespace ics;

/// Replacements of single instances of one UID, by their RECURRENCE-ID.
struct Overrides {
  std::map<UtcTime, const Entry*> by_instant;
  std::map<LocalTime, const Entry*> by_day;        ///< of any form
  std::map<LocalTime, const Entry*> by_date_form;  ///< RECURRENCE-ID;VALUE=DATE

  const Entry* find(const Span& span, LocalTime wall) const {
    const LocalTime day{std::chrono::floor<std::chrono::days>(wall)};
    if (span.start.form == TimeForm::Date) return in(by_day, day);
    const Entry* exact = in(by_instant, span.start_at(wall));
    return exact != nullptr ? exact : in(by_date_form, day);
  }

  template <typename Key>
  static const Entry* in(const std::map<Key, const Entry*>& map, const Key& key) {
    const auto found = map.find(key);
    return found == map.end() ? nullptr : found->second;
  }
};

/// FNV-1a; a stable stand-in for a missing UID.
std::string fingerprint(std::string_view text) {
  Fnv1a hash;
  hash.add(text);
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out = "no-uid-";
  for (int shift = 60; shift >= 0; shift -= 4) out += digits[hash.value() >> shift & 15U];
  return out;
}

/// One reading of one file, in two passes: identity and time of every VEVENT, then a session for each instance.
class Import {
 public:
  Import(const Document& document, const SourceSettings& settings, const Progress& progress)
      : settings_{settings}, collector_{"ics", settings, progress, 0} {
    collect(document);
    collector_.note("encoding " + document.encoding);
    for (const Oddity& oddity : document.oddities)
      collector_.warn_file(line_name(oddity.line), oddity.code, oddity.reason);
  }

  ImportResult run() {
    apply_cancellations();
    mark_superseded();
    find_masters();
    settle_overrides();
    complete_overrides();
    find_overrides();
    for (std::size_t i = 0; i < events_.size(); ++i) import_event(i);
    return collector_.finish();
  }

 private:
  static std::string line_name(std::size_t line) { return "line " + std::to_string(line); }

  void collect(const Document& document) {
    collect_calendar(document.root);
    for (const Component& block : document.root.children)
      if (block.name == "VCALENDAR") collect_calendar(block);
    if (floating_ > 0) collector_.note(std::to_string(floating_) + " floating times read in " + settings_.zone.name());
  }

  void collect_calendar(const Component& block) {
    calendars_.push_back({&block, ZoneTable{block}, upper_ascii(trimmed(block.text("METHOD"))) == "CANCEL",
                          block.text("PRODID").starts_with("-//Skylt//")});
    if (collector_.result().title.empty()) {
      const std::string name = block.text("NAME");
      collector_.result().title = importing::clean_line(name.empty() ? block.text("X-WR-CALNAME") : name);
    }
    const std::string zone{trimmed(block.text("X-WR-TIMEZONE"))};
    if (!zone.empty()) collector_.note("the calendar names the time zone " + clean_text(zone, 60));
    const auto tasks = std::count_if(block.children.begin(), block.children.end(), [](const Component& part) {
      return part.name == "VTODO" || part.name == "VJOURNAL";
    });
    if (tasks > 0) collector_.note("tasks and notes left out: " + std::to_string(tasks));
    for (const Component& event : block.children) {
      if (event.name != "VEVENT") continue;
      events_.push_back(read_entry(calendars_.back(), event, settings_));
      const auto& span = events_.back().span;
      if (span && span->start.form == TimeForm::Floating) ++floating_;
    }
  }

  /// METHOD:CANCEL cancels what has the same UID: a series with its replacements, or the replacement of the one
  /// instance that it names (RFC 5546 §3.2.5). Such a record is no session; one that names an instance without a
  /// record of its own stands for that.
  void apply_cancellations() {
    std::map<std::string, std::vector<Entry*>, std::less<>> records;
    for (Entry& event : events_)
      if (!event.cancelled && event.span && !event.uid.empty()) records[event.uid].push_back(&event);
    std::vector<Entry*> meant;
    for (Entry& cancel : events_) {
      const auto same = cancel.cancelled ? records.find(cancel.uid) : records.end();
      if (same == records.end()) continue;
      bool applied = false;
      for (Entry* event : same->second) {
        if (!is_meant(*event, cancel, same->second)) continue;
        meant.push_back(event);
        applied = applied || !cancel.following;
        if (cancel.following && instant_of(*event) == instant_of(cancel))
          event->superseded = "the file cancels it and what follows";
      }
      if (!applied) continue;
      cancel.superseded = "its cancellation was applied to the records of the same UID";
      cancel.reason += "; " + cancel.superseded;
    }
    for (Entry* event : meant) event->cancelled = true;
  }

  /// Whether `cancel` means that record, one of those with its UID.
  bool is_meant(const Entry& event, const Entry& cancel, const std::vector<Entry*>& records) const {
    if (!cancel.span) return true;
    if (event.sequence > cancel.sequence) return false;
    if (cancel.recurrence_id) {
      const bool later = cancel.following && event.recurrence_id && instant_of(event) > instant_of(cancel);
      return event.recurrence_id && (later || instant_of(event) == instant_of(cancel));
    }
    // A producer that gives one UID to all cancels what begins then.
    const bool one_for_all = std::any_of(records.begin(), records.end(), [&](const Entry* other) {
      return !other->recurrence_id && !event.recurrence_id && instant_of(*other) != instant_of(event);
    });
    return !one_for_all || instant_of(event) == instant_of(cancel);
  }

  /// The instance that a replacement names, else when the record starts. Requires event.span.
  UtcTime instant_of(const Entry& event) const {
    const CalendarTime& time = event.recurrence_id ? *event.recurrence_id : event.span->start;
    return zone_of(time, *event.calendar, settings_).to_utc(time.wall);
  }

  /// Several versions of one record: the highest SEQUENCE counts, and if those have one start what was modified last.
  /// If not they are no versions: a producer gave one UID to all, and all are kept.
  void mark_superseded() {
    std::map<std::size_t, UtcTime> starts;
    std::map<std::string, std::vector<std::size_t>> versions;
    for (std::size_t i = 0; i < events_.size(); ++i) {
      const Entry& event = events_[i];
      if (!counts(event)) continue;
      const UtcTime instant = instant_of(event);
      starts[i] = instant;
      versions[event.uid + (event.recurrence_id ? "\n" + format_instant(instant) : "")].push_back(i);
    }
    for (const auto& [key, same] : versions) {
      long highest = 0;
      for (const std::size_t i : same) highest = std::max(highest, events_[i].sequence);
      std::set<UtcTime> last_starts;
      std::string latest;
      for (const std::size_t i : same) {
        if (events_[i].sequence < highest) continue;
        last_starts.insert(starts[i]);
        latest = std::max(latest, events_[i].modified);
      }
      for (const std::size_t i : same) {
        Entry& event = events_[i];
        if (event.sequence < highest)
          event.superseded = "the file has the same UID with a higher SEQUENCE";
        else if (last_starts.size() == 1 && event.modified < latest)
          event.superseded = "the file has the same UID and start with a later LAST-MODIFIED or DTSTAMP";
      }
    }
  }

  static bool counts(const Entry& event) { return !event.uid.empty() && event.superseded.empty() && event.span; }

  /// The record of each UID that is no replacement. Where there is none, a replacement with a rule of its own is it.
  void find_masters() {
    for (const Entry& event : events_)
      if (counts(event) && !event.recurrence_id) masters_.emplace(event.uid, &event);
    for (Entry& event : events_) {
      if (!counts(event) || !event.recurrence_id || !event.recurs() || masters_.contains(event.uid)) continue;
      event.recurrence_id.reset();
      event.warnings.emplace_back("bad-recurrence-id", "has a RECURRENCE-ID, a rule and no series; read as the series");
      masters_.emplace(event.uid, &event);
    }
  }

  /// Which instance each replacement means. Exchange writes midnight of its day, others an instance that was moved
  /// since: one that names no instance means the only one of its day, and else stands beside the series, which is said.
  void settle_overrides() {
    std::set<std::pair<const Entry*, LocalTime>> named;
    std::vector<Entry*> unsure;
    for (Entry& event : events_) {
      if (!counts(event) || !event.recurrence_id) continue;
      const auto master = masters_.find(event.uid);
      if (master == masters_.end() || !master->second->recurs()) continue;
      const LocalTime wall = instance_of(*master->second, *event.recurrence_id);
      const auto& starts = series_of(*master->second).starts;
      if (std::binary_search(starts.begin(), starts.end(), wall)) {
        named.emplace(master->second, wall);
        // The second of two readings, where the clock is turned back, names the date all the same.
        if (event.recurrence_id->form != TimeForm::Date && instant_of(event) != master->second->span->start_at(wall))
          event.recurrence_id = CalendarTime{master->second->span->start.form, wall, master->second->span->start.tzid};
      } else if (!is_excluded(*master->second, *event.recurrence_id))
        unsure.push_back(&event);
    }
    for (Entry* event : unsure) {
      const Entry& master = *masters_.at(event->uid);
      const auto& starts = series_of(master).starts;
      const LocalTime wall = instance_of(master, *event->recurrence_id);
      const auto day_of = [](LocalTime at) { return std::chrono::floor<std::chrono::days>(at); };
      const bool beyond =
          starts.empty() || day_of(wall) < day_of(starts.front()) || day_of(starts.back()) < day_of(wall);
      auto meant = only_of_day(starts, wall);
      // Beyond the days that are read as within them, so that a date keeps its identity when it has passed.
      if (!meant && beyond) meant = at_clock_of(master, wall);
      if (meant && named.emplace(&master, *meant).second)
        event->recurrence_id = CalendarTime{master.span->start.form, *meant, master.span->start.tzid};
      else if (!beyond)
        event->warnings.emplace_back("bad-recurrence-id",
                                     "RECURRENCE-ID is no date of its series; it is shown beside the series");
    }
  }

  /// One without a start of its own is when its instance would be, as long as that.
  void complete_overrides() {
    for (Entry& event : events_) {
      if (!counts(event) || !event.recurrence_id || is_said(event, "DTSTART")) continue;
      const auto master = masters_.find(event.uid);
      if (master == masters_.end()) continue;
      Span span = *master->second->span;
      span.start.wall = instance_of(*master->second, *event.recurrence_id);
      if (is_said(event, "DTEND") || is_said(event, "DURATION")) {
        span.days = event.span->days;
        span.exact = event.span->exact;
      }
      event.span = span;
    }
  }

  static bool is_said(const Entry& event, const char* name) { return !trimmed(event.block->text(name)).empty(); }

  static std::optional<LocalTime> only_of_day(const std::vector<LocalTime>& starts, LocalTime wall) {
    const LocalTime day{std::chrono::floor<std::chrono::days>(wall)};
    const auto first = std::lower_bound(starts.begin(), starts.end(), day);
    const auto next = std::lower_bound(first, starts.end(), day + std::chrono::days{1});
    return next - first == 1 ? std::optional{*first} : std::nullopt;
  }

  static LocalTime at_clock_of(const Entry& master, LocalTime wall) {
    const LocalTime start = master.span->start.wall;
    return std::chrono::floor<std::chrono::days>(wall) + (start - std::chrono::floor<std::chrono::days>(start));
  }

  /// Expanded once, since it is asked for the dates of replacements first.
  const Series& series_of(const Entry& master) {
    const auto known = series_.find(&master);
    return known != series_.end() ? known->second
                                  : series_.emplace(&master, expand_series(master, settings_, budget_)).first->second;
  }

  void find_overrides() {
    for (const Entry& event : events_) {
      if (!counts(event) || !event.recurrence_id) continue;
      const CalendarTime& id = *event.recurrence_id;
      const LocalTime day = day_meant(id, *event.calendar, settings_);
      Overrides& same = overrides_[event.uid];
      same.by_instant.emplace(zone_of(id, *event.calendar, settings_).to_utc(id.wall), &event);
      same.by_day.emplace(day, &event);
      if (id.form == TimeForm::Date) same.by_date_form.emplace(day, &event);
    }
  }

  void import_event(std::size_t index) {
    const Entry& event = events_[index];
    collector_.begin(line_name(event.block->line), title_of(event));
    for (const auto& [code, reason] : event.warnings) collector_.warn(code, reason);
    if (!event.span) return collector_.reject(event.fault, event.reason);
    if (!event.superseded.empty()) return collector_.reject("superseded", event.superseded);
    if (event.recurrence_id) return import_override(event);
    if (event.recurs()) return import_series(event);
    accept(event, event.span->start.wall, base_guid(event));
  }

  std::string title_of(const Entry& event) const {
    const std::string title = event.block->text("SUMMARY");
    return title.empty() ? event.uid : title;
  }

  std::string base_guid(const Entry& event) const {
    if (!event.uid.empty()) return event.uid;
    return fingerprint(clean_text(event.block->text("SUMMARY")) + "\n" +
                       format_instant(event.span->start_at(event.span->start.wall)) + "\n" +
                       clean_text(event.block->text("LOCATION")));
  }

  /// Adds one session at `wall` with the words of `event` (of its series where it has no SUMMARY). Words are cleaned
  /// once for all instances of a block.
  void accept(const Entry& event, LocalTime wall, std::string guid, std::optional<UtcTime> own_end = std::nullopt) {
    const UtcTime start = event.span->start_at(wall);
    const UtcTime end = own_end.value_or(event.span->end_at(wall));
    if (last_words_ == &event) {
      SourceRecord record = last_record_;
      record.guid = std::move(guid);
      record.session.start = start;
      record.session.end = end;
      return collector_.accept(std::move(record));
    }
    importing::RawRecord raw = words_of(event);
    raw.guid = std::move(guid);
    raw.start = start;
    raw.end = end;
    collector_.add_room(raw.room, {});
    auto& sessions = collector_.result().sessions;
    const std::size_t before = sessions.size();
    collector_.accept(raw);
    last_words_ = sessions.size() > before ? &event : nullptr;
    if (last_words_ == nullptr) return;
    read_own_fields(event, sessions.back().session);
    last_record_ = sessions.back();
  }

  importing::RawRecord words_of(const Entry& event) {
    auto raw = read_words(
        event, [this](std::string code, std::string reason) { collector_.warn(std::move(code), std::move(reason)); });
    const auto master = masters_.find(event.uid);
    if (!event.recurrence_id || master == masters_.end()) return raw;
    const bool own_words = !raw.title.empty();
    const bool own_class = event.block->find("CLASS") != nullptr;
    if (own_words && own_class) return raw;
    auto whole = read_words(*master->second, [](const std::string&, const std::string&) {});
    if (!own_words) {  // it says what is different alone: cancelled, or another room
      if (!raw.room.empty()) whole.room = std::move(raw.room);
      if (!raw.abstract.empty()) whole.abstract = std::move(raw.abstract);
      whole.status = raw.status;
      whole.all_day = raw.all_day;
      std::swap(raw, whole);
    }
    raw.visibility = std::max(raw.visibility, whole.visibility);  // what is private in the series is so in its words
    return raw;
  }

  void import_override(const Entry& event) {
    const auto found = masters_.find(event.uid);
    const CalendarTime& id = *event.recurrence_id;
    std::string key = format_wall(id.wall, true);
    if (found != masters_.end() && (id.form == TimeForm::Date || found->second->span->start.form == TimeForm::Date)) {
      key = instance_key(*found->second->span, instance_of(*found->second, id));
    } else if (id.form != TimeForm::Date) {
      const UtcTime instant = zone_of(id, *event.calendar, settings_).to_utc(id.wall);
      key = format_wall(LocalTime{instant.time_since_epoch()}) + "Z";
    }
    if (found != masters_.end() && found->second->sequence > event.sequence && is_excluded(*found->second, id))
      return collector_.reject("excluded", "an EXDATE of its series with a higher SEQUENCE takes it out");
    accept(event, event.span->start.wall, event.uid + "/" + key);
  }

  /// Which instance of a series a RECURRENCE-ID means, on the series' wall clock.
  LocalTime instance_of(const Entry& master, const CalendarTime& id) const {
    const LocalTime start = master.span->start.wall;
    const bool day_of_timed = id.form == TimeForm::Date && master.span->start.form != TimeForm::Date;
    return reading_of(id, master, settings_) +
           (day_of_timed ? start - std::chrono::floor<std::chrono::days>(start) : LocalTime::duration{});
  }

  bool is_excluded(const Entry& master, const CalendarTime& id) {
    if (!master.recurs() || master.block->find("EXDATE") == nullptr) return false;
    const auto [found, fresh] = excluded_.try_emplace(&master, master, settings_);
    return found->second.hold(instance_of(master, id));
  }

  void import_series(const Entry& event) {
    const Series& series = series_of(event);
    for (const auto& [code, reason] : series.warnings) collector_.warn(code, reason);
    if (event.span->start.form == TimeForm::Utc && settings_.zone.name() != "Etc/UTC" &&
        event.block->find("RRULE") != nullptr)
      collector_.warn("utc-recurrence", "recurs in UTC: its local time shifts by an hour with summer time");
    const auto found = event.uid.empty() ? overrides_.end() : overrides_.find(event.uid);
    const std::string guid = base_guid(event);
    if (series.from) collector_.result().series_from[guid] = event.span->start_at(*series.from);
    std::size_t taken = 0;
    const Entry* following = nullptr;
    for (const LocalTime wall : series.starts) {
      const Entry* replacement = found == overrides_.end() ? nullptr : found->second.find(*event.span, wall);
      if (replacement != nullptr && replacement->following) following = replacement;
      if (replacement != nullptr) continue;
      if (taken > 0 && !budget_.take(last_record_bytes())) {
        collector_.warn("too-many-instances", "the recurrences of this file are too many; later dates are left out");
        return;
      }
      const std::size_t records = collector_.result().records;
      const auto own_end = series.ends.find(wall);
      add_instance(event, following, wall, guid + "/" + instance_key(*event.span, wall),
                   own_end == series.ends.end() ? std::nullopt : std::optional{own_end->second});
      taken += collector_.result().records - records;
      if (last_words_ == nullptr) return;  // rejected, as every other instance would be
    }
    if (taken > 0) return;
    if (series.starts.empty())
      return collector_.reject("no-instances",
                               "none of its dates is imported: they are excluded or outside the days read");
    collector_.reject("all-replaced", "every date of this series is replaced by a record of its own");
  }

  std::size_t last_record_bytes() const {
    std::size_t bytes = 0;
    for (const auto& [language, words] : last_record_.session.abstract.by_language()) bytes += words.size();
    return bytes;
  }

  /// RANGE=THISANDFUTURE: later instances keep their distance to the replaced one and take its words and length.
  void add_instance(const Entry& event, const Entry* following, LocalTime wall, std::string guid,
                    std::optional<UtcTime> own_end) {
    if (following == nullptr) return accept(event, wall, std::move(guid), own_end);
    // Reckoned on the series' own clock, in whatever form the replacement gives its times.
    const Span& span = *following->span;
    const LocalTime replaced = instance_of(event, *following->recurrence_id);
    if (span.start.form == TimeForm::Date || event.span->start.form == TimeForm::Date) {
      const auto day_of = [](LocalTime at) { return std::chrono::floor<std::chrono::days>(at); };
      return accept(*following, LocalTime{day_of(wall)} + (span.start.wall - LocalTime{day_of(replaced)}),
                    std::move(guid));
    }
    const LocalTime moved = wall + (event.span->zone.to_local(span.start_at(span.start.wall)) - replaced);
    accept(*following, span.zone.to_local(event.span->start_at(moved)), std::move(guid));
  }

  const SourceSettings& settings_;
  importing::Collector collector_;
  std::deque<Calendar> calendars_;
  std::vector<Entry> events_;
  std::map<std::string, Overrides> overrides_;
  std::map<std::string, const Entry*> masters_;
  std::map<const Entry*, Exclusions> excluded_;
  std::map<const Entry*, Series> series_;
  SeriesBudget budget_;
  std::size_t floating_ = 0;
  const Entry* last_words_ = nullptr;  ///< block that last_record_ was made from
  SourceRecord last_record_;
};

}  // namespace

ImportResult parse_ics(std::string_view bytes, const SourceSettings& settings, const Progress& progress) {
  importing::check_size(bytes);
  const Document document = read_calendar(bytes);
  if (document.root.children.empty())
    throw Error{ErrorCode::Invalid, "not an iCalendar file: it has no line BEGIN:VCALENDAR or BEGIN:VEVENT"};
  return Import{document, settings, progress}.run();
}

}  // namespace skylt
