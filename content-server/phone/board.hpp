#pragma once
#include <optional>
#include <string>
#include <vector>

#include "content-server/phone/visit.hpp"
#include "core/layout/session_filter.hpp"

namespace skylt {

/// From where a session is looked at: a moved one may be told at the room it left.
enum class SeenFrom { WhereItIs, WhereItWas };

struct Listed {
  const EffectiveSession* item = nullptr;  ///< of the visit
  SeenFrom seen = SeenFrom::WhereItIs;
  bool running = false;
  bool open = false;  ///< in the background, such as an exhibition (N3)
};

/// What a list says when the day has nothing (more) to show, and the first sessions to come.
struct PhoneEnding {
  TaggedText statement;
  TaggedText detail;  ///< may be empty
  std::vector<Listed> first;
};

/// Which sessions a screen speaks of: those that one of its layout's lists shows (docs/layouts.md, "Widgets").
class ScreenFilter {
 public:
  /// By the layout that the rota gives the screen at the visit's moment; `follow_in`: only sessions that are spoken in
  /// or interpreted to that language.
  explicit ScreenFilter(const Visit& visit, std::string follow_in = {});

  bool passes(const EffectiveSession& item) const;
  bool passes_place(const std::string& venue, const std::optional<std::string>& room) const;
  /// Whether it shows all of a house, in any language: only then do the first sessions say when it opens.
  bool whole_venues() const;
  /// The rooms of a door; empty where the screen speaks for a venue or more.
  const std::vector<std::string>& door() const { return door_; }
  /// A heading that the layout gives, such as "For young people".
  const Text& title() const { return title_; }
  /// A screen that welcomes people.
  bool greets() const { return greets_; }

 private:
  void add(const Visit& visit, const Region& region);

  std::vector<SessionFilter> lists_;
  std::vector<std::string> door_;
  Text title_;
  bool greets_ = false;
  std::string follow_in_;
};

/// What runs, what comes next and the rest of the day, with what people may come for in vain, in the order of the
/// screen (DISPLAYS.md §3).
struct Board {
  std::vector<Listed> now, next, later;
  std::optional<PhoneEnding> ending;
  bool now_in_vain = false;    ///< nothing is on: those in `now` are cancelled, or elsewhere, or another day
  bool no_more_today = false;  ///< only what was cancelled or moved away is left of the day
};
Board board_of(const Visit& visit, const ScreenFilter& filter);

/// Every session that passes, by service day and start.
std::vector<Listed> whole_programme(const Visit& visit, const ScreenFilter& filter);

}  // namespace skylt
