#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/language/text.hpp"
#include "core/layout/layout.hpp"
#include "core/programme/effective.hpp"

namespace skylt {

/// Which sessions a region of a layout shows on a screen, by the filters of its options (docs/layouts.md, "Widgets").
class SessionFilter {
 public:
  SessionFilter(const Screen& screen, const Region& region);

  bool passes(const EffectiveSession& item) const;
  /// Whether sessions of this room or venue may be shown at all; tracks and audiences are not asked.
  bool passes_place(const std::string& venue, const std::optional<std::string>& room) const;
  /// Whether all sessions of its venues pass: only then does the first one say when they open.
  bool whole_venues() const { return rooms_.empty() && tracks_.empty() && audience_.empty() && follow_in_.empty(); }

 private:
  bool passes_venue(const std::string& venue) const;

  bool all_venues_ = true;
  std::vector<std::string> venues_;
  std::vector<std::string> rooms_;
  std::vector<std::string> tracks_;
  std::vector<std::string> audience_;
  std::string follow_in_;  ///< language that one must be able to follow in; empty: any
};

/// Whether someone who knows only `language` can follow: it is spoken there, or interpreted to. Script and region are
/// no matter to the ear.
bool can_follow(const Session& session, const std::string& language);

/// Options of a region; the fallback where they are absent or of another type.
bool option_flag(const Region& region, const char* key, bool fallback);
std::string option_string(const Region& region, const char* key, std::string fallback);
std::vector<std::string> option_strings(const Region& region, const char* key);
/// As text in languages; empty where it is absent.
Text option_text(const Region& region, const char* key);

}  // namespace skylt
