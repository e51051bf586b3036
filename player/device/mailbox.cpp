#include "player/device/mailbox.hpp"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>

#include "core/base/error.hpp"

namespace skylt {
namespace {

constexpr Seconds kShownWithin{5};
constexpr Minutes kStale{2};
constexpr std::chrono::hours kServerTimeKeeps{24};

int checked(int fd, const char* what) {
  if (fd < 0) throw Error{ErrorCode::Internal, std::string{"the kernel gives no "} + what};
  return fd;
}

/// Sets a timer that never fires but is cancelled when somebody sets the wall clock.
void watch_clock(int fd) {
  itimerspec far{};
  far.it_value.tv_sec = 100'000'000'000;  // the kernel takes it for the last instant it knows, in the year 2262
  ::timerfd_settime(fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &far, nullptr);
}

void drain(int fd) {
  std::array<char, 128> bytes;
  while (::read(fd, bytes.data(), bytes.size()) > 0) continue;
}

}  // namespace

Mailbox::Mailbox() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal_fd_ = checked(::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK), "signals");
  news_fd_ = checked(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "event counter");
  clock_fd_ = checked(::timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK), "timer");
  watch_clock(clock_fd_);
}

Mailbox::~Mailbox() {
  for (const int fd : {news_fd_, signal_fd_, clock_fd_}) ::close(fd);
}

void Mailbox::wake() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(news_fd_, &one, sizeof one);
}

void Mailbox::take(std::shared_ptr<const Snapshot> snapshot) {
  const std::scoped_lock lock{mutex_};
  set_confirmed(snapshot->manifest.revision);
  pending_ = std::move(snapshot);
  wake();
}

void Mailbox::confirm(std::int64_t revision) {
  const std::scoped_lock lock{mutex_};
  // The age on the screen needs a new look only when there may be one to show.
  const auto before = confirmed_.find(revision);
  if (before == confirmed_.end() || std::chrono::steady_clock::now() - before->second > kStale) wake();
  set_confirmed(revision);
}

void Mailbox::set_confirmed(std::int64_t revision) {
  confirmed_[revision] = std::chrono::steady_clock::now();
  confirmed_.erase(confirmed_.begin(), confirmed_.lower_bound(std::min(revision, status_.shown_revision)));
}

void Mailbox::take_time(UtcTime server_time) {
  const std::scoped_lock lock{mutex_};
  if (!server_time_) wake();
  server_time_ = server_time;
  signed_time_ = std::max(signed_time_.value_or(server_time), server_time);
  server_time_at_ = std::chrono::steady_clock::now();
}

PlayerStatus Mailbox::status(std::int64_t revision) {
  std::unique_lock lock{mutex_};
  shown_.wait_for(lock, kShownWithin, [&] { return closed_ || status_.shown_revision >= revision; });
  return status_;
}

Mailbox::Woken Mailbox::wait(MonotonicTime until) {
  const auto left =
      std::max(std::chrono::nanoseconds{0},
               std::chrono::duration_cast<std::chrono::nanoseconds>(until - std::chrono::steady_clock::now()));
  const timespec timeout{static_cast<time_t>(left.count() / 1'000'000'000),
                         static_cast<long>(left.count() % 1'000'000'000)};
  std::array<pollfd, 3> fds{{{signal_fd_, POLLIN, 0}, {news_fd_, POLLIN, 0}, {clock_fd_, POLLIN, 0}}};
  if (::ppoll(fds.data(), fds.size(), &timeout, nullptr) <= 0) return {};
  Woken woken{fds[0].revents != 0, fds[1].revents != 0, fds[2].revents != 0};
  if (woken.news) drain(news_fd_);
  if (woken.clock_step) {
    drain(clock_fd_);  // fails with ECANCELED, after which the timer can be set again
    watch_clock(clock_fd_);
  }
  return woken;
}

std::shared_ptr<const Snapshot> Mailbox::collect() {
  const std::scoped_lock lock{mutex_};
  return std::exchange(pending_, nullptr);
}

std::optional<MonotonicTime> Mailbox::confirmed(std::int64_t revision) const {
  const std::scoped_lock lock{mutex_};
  const auto known = confirmed_.find(revision);
  return known == confirmed_.end() ? std::nullopt : std::optional{known->second};
}

std::optional<UtcTime> Mailbox::server_time() const {
  const std::scoped_lock lock{mutex_};
  const auto age = std::chrono::steady_clock::now() - server_time_at_;
  if (!server_time_ || age >= kServerTimeKeeps) return std::nullopt;
  return *server_time_ + std::chrono::floor<Millis>(age);
}

std::optional<UtcTime> Mailbox::signed_time() const {
  const std::scoped_lock lock{mutex_};
  return signed_time_;
}

void Mailbox::leave_status(PlayerStatus status) {
  const std::scoped_lock lock{mutex_};
  status_ = std::move(status);
  shown_.notify_all();
}

void Mailbox::close() {
  const std::scoped_lock lock{mutex_};
  closed_ = true;
  shown_.notify_all();
}

}  // namespace skylt
