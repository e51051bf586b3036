#include "content-server/store/guard.hpp"

#include <algorithm>
#include <map>
#include <vector>

namespace skylt {
namespace {

constexpr std::size_t kEnoughToJudge = 4;

struct Tally {
  std::size_t all = 0;
  std::size_t vanish = 0;
  std::size_t change = 0;
  std::size_t vanish_over = 0;  ///< of those that vanish
};

}  // namespace

std::string sentence_of(const Hold& hold) {
  const std::string count = std::to_string(hold.part) + " of " + std::to_string(hold.all) + " sessions";
  if (hold.code == "nothing-usable") return "no usable session in it; what was there stays";
  if (hold.code == "cut-off") return "the file ends too early; " + count + " would vanish";
  if (hold.day) return count + " of " + format_day(*hold.day) + " would vanish";
  return count + " would vanish or change";
}

Json to_json(const Hold& hold) {
  return {{"code", hold.code},
          {"part", hold.part},
          {"all", hold.all},
          {"day", hold.day ? Json(format_day(*hold.day)) : Json(nullptr)}};
}

std::optional<Hold> hold_of_cut_off(std::span<const SessionFate> sessions) {
  const auto vanish = static_cast<std::size_t>(
      std::count_if(sessions.begin(), sessions.end(), [](const SessionFate& fate) { return fate.vanishes; }));
  if (vanish == 0) return std::nullopt;
  return Hold{"cut-off", vanish, sessions.size(), std::nullopt};
}

std::optional<Hold> hold_reason(std::span<const SessionFate> sessions, const DayRule& rule, UtcTime now) {
  const auto day_of = [&](UtcTime instant) {
    return std::chrono::sys_days{service_day(instant, rule.zone, rule.day_change)};
  };
  std::map<std::chrono::sys_days, Tally> days;
  for (const SessionFate& session : sessions) {
    Tally& day = days[day_of(session.start)];
    ++day.all;
    if (session.vanishes) ++day.vanish;
    if (session.vanishes && session.end <= now) ++day.vanish_over;
    if (session.changes) ++day.change;
  }
  const auto today = day_of(now);
  const bool over = std::none_of(days.begin(), days.end(), [&](const auto& day) { return day.first >= today; });
  Tally judged;
  for (auto& [day, tally] : days) {
    if (!over && day < today) continue;
    if (!over && tally.vanish == tally.vanish_over) {
      tally.all -= tally.vanish;
      tally.vanish = 0;
    }
    judged.all += tally.all;
    judged.vanish += tally.vanish;
    judged.change += tally.change;
    if (tally.all >= kEnoughToJudge && tally.vanish * 10 > tally.all * 3) {
      return Hold{"day-vanishes", tally.vanish, tally.all, Day{day}};
    }
  }
  if (judged.all >= kEnoughToJudge && (judged.vanish + judged.change) * 2 > judged.all) {
    return Hold{"much-differs", judged.vanish + judged.change, judged.all, std::nullopt};
  }
  return std::nullopt;
}

}  // namespace skylt
