#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "content-server/import/common.hpp"
#include "content-server/import/ics_reader.hpp"
#include "content-server/import/ics_time.hpp"

namespace skylt::ics {

/// One VCALENDAR, or the file itself where its VEVENT blocks stand bare.
struct Calendar {
  const Component* block = nullptr;
  ZoneTable zones;
  bool cancels = false;  ///< METHOD:CANCEL (RFC 5546)
  bool ours = false;     ///< written by export_ics()
};

/// A VEVENT's time: when it starts on the wall clock of which zone, and how long it lasts.
struct Span {
  CalendarTime start;
  Zone zone;
  std::chrono::days days{0};  ///< on the wall clock
  Seconds exact{0};           ///< added after that
  UtcTime start_at(LocalTime wall) const { return zone.to_utc(wall); }
  UtcTime end_at(LocalTime wall) const { return zone.to_utc(wall + days) + exact; }
};

/// A VEVENT as far as identity and time go. Borrowed pointers: the Document's.
struct Entry {
  Calendar* calendar = nullptr;
  const Component* block = nullptr;
  std::string uid;  ///< empty: none
  long sequence = 0;
  std::string modified;      ///< LAST-MODIFIED, else DTSTAMP, as written; of two versions the greater is the later
  std::optional<Span> span;  ///< none: `fault` says why
  std::string fault;         ///< code of the finding
  std::string reason;        ///< of the fault
  std::vector<std::pair<std::string, std::string>> warnings;  ///< code and reason
  std::optional<CalendarTime> recurrence_id;
  bool following = false;  ///< RANGE=THISANDFUTURE
  bool cancelled = false;
  std::string superseded;  ///< why a later version in the file stands for it; empty: none does

  bool recurs() const;
};

/// Reads identity and time. `zone`: of floating times and days.
Entry read_entry(Calendar& calendar, const Component& block, const SourceSettings& settings);

/// Zone of a time in this calendar; unknown TZIDs take the settings' zone and set `unknown`.
Zone zone_of(const CalendarTime& time, Calendar& calendar, const SourceSettings& settings, bool* unknown = nullptr);

/// The day that a time of any form means to a series of whole days: midnight UTC and what has no zone as written, any
/// other instant in the settings' zone.
LocalTime day_meant(const CalendarTime& time, Calendar& calendar, const SourceSettings& settings);

/// Everything but identity and time: words, place, people, state. Contact data stays behind; DTSTAMP, LAST-MODIFIED and
/// SEQUENCE do not enter (I7). `warn`: code and reason.
importing::RawRecord read_words(const Entry& event, const std::function<void(std::string, std::string)>& warn);

/// What export_ics() writes beyond RFC 5545, laid over a session made from the same block.
void read_own_fields(const Entry& event, Session& session);

/// Key that identifies an instance of a series: "20260505" for days, else the instant "20260505T160000Z".
std::string instance_key(const Span& span, LocalTime wall);

}  // namespace skylt::ics
