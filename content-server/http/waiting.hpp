#pragma once
#include <map>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "content-server/http/limits.hpp"
#include "content-server/http/messages.hpp"

namespace skylt {

/// The held polls of players, by screen. Thread-safe.
class WaitingPolls {
 public:
  struct Poll {
    std::string screen;
    std::string etag;  ///< what the player has
    AnswerPtr answer;
  };

  /// Returns the polls that this one pushes out: a screen's player may keep a few open, for it does not always notice
  /// that a connection died.
  std::vector<Poll> add(Poll poll, SteadyTime deadline);
  std::vector<Poll> take(const std::string& screen);
  /// Those whose deadline has come.
  std::vector<Poll> take_due(SteadyTime now);
  /// All that are left; whoever comes later is pushed out at once.
  std::vector<Poll> close();
  std::size_t size() const;

 private:
  struct Waiting {
    Poll poll;
    std::multimap<SteadyTime, std::uint64_t>::iterator deadline;
  };
  Poll remove(std::unordered_map<std::uint64_t, Waiting>::iterator at);

  mutable std::mutex mutex_;
  bool closed_ = false;
  std::uint64_t next_id_ = 0;
  std::unordered_map<std::uint64_t, Waiting> polls_;
  std::multimap<SteadyTime, std::uint64_t> deadlines_;
  std::unordered_map<std::string, std::vector<std::uint64_t>> by_screen_;  ///< oldest first
};

}  // namespace skylt
