#pragma once
#include "core/programme/event.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/data.hpp"

namespace skylt::test {

/// The sample event, which reads without a fault.
inline EventData sample_event() {
  Faults faults;
  auto data = read_event_data(parse_json(read_file(source_path("assets/demo/event.json")), "event.json"), faults);
  REQUIRE(faults.empty());
  return data;
}

}  // namespace skylt::test
