#include "content-server/http/waiting.hpp"

#include <algorithm>

namespace skylt {
namespace {

constexpr std::size_t kPollsPerScreen = 4;

}  // namespace

std::vector<WaitingPolls::Poll> WaitingPolls::add(Poll poll, SteadyTime deadline) {
  const std::lock_guard lock{mutex_};
  std::vector<Poll> pushed_out;
  if (closed_) {
    pushed_out.push_back(std::move(poll));
    return pushed_out;
  }
  const auto id = ++next_id_;
  auto& mine = by_screen_[poll.screen];
  mine.push_back(id);
  const std::vector<std::uint64_t> ids = mine;
  const auto at = deadlines_.emplace(deadline, id);
  polls_.emplace(id, Waiting{std::move(poll), at});
  for (std::size_t i = 0; i + kPollsPerScreen < ids.size(); ++i) pushed_out.push_back(remove(polls_.find(ids[i])));
  return pushed_out;
}

std::vector<WaitingPolls::Poll> WaitingPolls::take(const std::string& screen) {
  const std::lock_guard lock{mutex_};
  std::vector<Poll> taken;
  const auto mine = by_screen_.find(screen);
  if (mine == by_screen_.end()) return taken;
  const auto ids = mine->second;
  for (const auto id : ids) taken.push_back(remove(polls_.find(id)));
  return taken;
}

std::vector<WaitingPolls::Poll> WaitingPolls::take_due(SteadyTime now) {
  const std::lock_guard lock{mutex_};
  std::vector<Poll> due;
  while (!deadlines_.empty() && deadlines_.begin()->first <= now)
    due.push_back(remove(polls_.find(deadlines_.begin()->second)));
  return due;
}

WaitingPolls::Poll WaitingPolls::remove(std::unordered_map<std::uint64_t, Waiting>::iterator at) {
  auto poll = std::move(at->second.poll);
  deadlines_.erase(at->second.deadline);
  const auto mine = by_screen_.find(poll.screen);
  std::erase(mine->second, at->first);
  if (mine->second.empty()) by_screen_.erase(mine);
  polls_.erase(at);
  return poll;
}

std::vector<WaitingPolls::Poll> WaitingPolls::close() {
  const std::lock_guard lock{mutex_};
  closed_ = true;
  std::vector<Poll> all;
  while (!polls_.empty()) all.push_back(remove(polls_.begin()));
  return all;
}

std::size_t WaitingPolls::size() const {
  const std::lock_guard lock{mutex_};
  return polls_.size();
}

}  // namespace skylt
