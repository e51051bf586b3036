#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/base/time.hpp"

namespace skylt {

/// What was last published to a screen.
struct LedgerEntry {
  std::string fingerprint;  ///< of the content
  std::int64_t revision = 0;
  UtcTime created{};
  bool operator==(const LedgerEntry&) const = default;
};

/// Remembers per screen which content got which revision, so that an untouched screen keeps its manifest over changes
/// of others and over restarts, whichever process asks. Throws Error(unavailable).
class SnapshotLedger {
 public:
  virtual ~SnapshotLedger() = default;
  virtual std::map<std::string, LedgerEntry> read() = 0;
  /// Sets these screens' entries; all or none.
  virtual void write(const std::map<std::string, LedgerEntry>& entries) = 0;
};

/// A small SQLite file, made when it is not there; safe to be open in several processes.
std::unique_ptr<SnapshotLedger> open_ledger(const std::string& path);

/// Entry of content with `fingerprint`: the last one where nothing differs, else a revision above the last and not
/// below the store's (S-62: a screen's revision never goes back).
LedgerEntry next_entry(const std::optional<LedgerEntry>& last, const std::string& fingerprint,
                       std::int64_t store_revision, UtcTime now);

}  // namespace skylt
