// Any bytes as an event file: read, written, read again to the same bytes, and reckoned at one moment of it.
#include <cstdlib>

#include "core/base/error.hpp"
#include "core/programme/event.hpp"
#include "core/programme/show.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace skylt;
  Json document;
  try {
    document = parse_json({reinterpret_cast<const char*>(data), size}, "fuzz.json", {.max_bytes = 1 << 20});
  } catch (const Error&) {
    return 0;
  }
  Faults faults;
  const auto event = read_event_data(document, faults);
  const auto bytes = dump_json(to_json(event));
  Faults more;
  const auto again = read_event_data(parse_json(bytes, "again.json"), more);
  if (again.sessions != event.sessions || again.changes.size() != event.changes.size()) std::abort();
  if (!event.sessions.empty()) show_now(event, {}, event.sessions.front().start);
  return 0;
}
