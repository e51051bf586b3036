#pragma once
#include <string>

#include "core/programme/event.hpp"
#include "core/snapshot/snapshot.hpp"

namespace skylt::test {

/// The sample event of assets/demo, read without faults.
EventData sample_event();

/// What a screen of the event would get, made in memory: the whole programme, the shipped layouts, themes and words,
/// all of Noto. Throws std::runtime_error for an unknown screen.
Snapshot snapshot_of(const EventData& data, const std::string& screen);

}  // namespace skylt::test
