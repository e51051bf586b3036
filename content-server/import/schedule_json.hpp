#pragma once
// What both versions of schedule.json share.

#include "content-server/import/common.hpp"
#include "content-server/import/json_text.hpp"
#include "content-server/import/schedule_time.hpp"

namespace skylt::importing {

/// Version 1: conference.days[].rooms is an object of lists (J2).
/// `plain`: texts hold no markup.
void read_schedule_v1(const Json& schedule, const std::string& pointer, bool plain, ScheduleTimes& times,
                      Collector& books);
std::size_t count_events_v1(const Json& schedule);

/// Version 2 (alpha-3): schedule.events is one list, with states, breaks and localised texts.
void read_schedule_v2(const Json& schedule, const std::string& pointer, ScheduleTimes& times, Collector& books);

/// A string, or an object of language to string.
RawText raw_text(const Json& object, const char* key);

/// "persons" or "participants": objects or plain names; only name and role are looked at.
std::vector<Person> read_people(const Json& list);

/// "guid", else "code:…", else "id:…".
std::string identity(const Json& event);

/// The first of `list` ("attachments") that has a web address.
std::string first_address(const Json& list);

}  // namespace skylt::importing
