// The second thread of the player. It owns the Fetcher and, while it runs, the ContentCache that its Synchroniser works
// on. It talks to the SDL thread through the Mailbox alone; the SDL thread ends it by destroying the object.
#include "player/device/sync_thread.hpp"

#include <spdlog/spdlog.h>

#include "core/base/error.hpp"

namespace skylt {

SyncThread::SyncThread(Connect connect, Mailbox& mailbox, Millis first, Millis again)
    : connect_{std::move(connect)}, mailbox_{mailbox}, again_{again} {
  thread_ = std::thread{[this, first] { run(first); }};
}

SyncThread::~SyncThread() {
  {
    const std::scoped_lock lock{mutex_};
    stopping_ = true;
    if (connection_.fetcher) connection_.fetcher->stop();
  }
  wake_.notify_all();
  mailbox_.close();
  thread_.join();
}

void SyncThread::run(Millis wait) {
  while (!stopped_after(wait)) wait = step();
}

Millis SyncThread::step() {
  try {
    if (!connection_.synchroniser) connect();
    return connection_.synchroniser->turn();
  } catch (const std::exception& error) {
    const std::string fault = describe(error);
    if (fault != last_fault_) spdlog::error("no contact with the server, what is in the cache is shown: {}", fault);
    last_fault_ = fault;
    return again_;
  }
}

void SyncThread::connect() {
  Connection made = connect_([this](const std::string& line) {
    if (!stopping_) spdlog::warn("sync: {}", line);
  });
  if (!last_fault_.empty()) spdlog::info("the server can be asked now");
  last_fault_.clear();
  const std::scoped_lock lock{mutex_};
  connection_ = std::move(made);
  if (stopping_) connection_.fetcher->stop();
}

bool SyncThread::stopped_after(Millis wait) {
  std::unique_lock lock{mutex_};
  return wake_.wait_for(lock, wait, [this] { return stopping_.load(); });
}

}  // namespace skylt
