#include "content-server/api/streams.hpp"

namespace skylt {
namespace {

constexpr Seconds kComment{15};
constexpr std::size_t kMostStreams = 400;

}  // namespace

void Streams::add(std::unique_ptr<Stream> stream, const Login& login, const std::string& cookie,
                  const std::string& token) {
  const std::lock_guard lock{mutex_};
  if (closed_) return;
  if (open_.size() >= kMostStreams) open_.pop_front();
  open_.push_back({std::move(stream), login, cookie, token});
}

void Streams::publish(const std::string& event, const Json& data, bool to_links) {
  publish_to([&](const Login& login) { return to_links || !login.link; }, event, data);
}

void Streams::publish_to(const std::function<bool(const Login&)>& passes, const std::string& event, const Json& data) {
  const auto piece = "event: " + event + "\ndata: " + dump_json(data) + "\n\n";
  const std::lock_guard lock{mutex_};
  for (auto at = open_.begin(); at != open_.end();)
    at = passes(at->login) && !at->stream->send(piece) ? open_.erase(at) : std::next(at);
}

void Streams::tick(UtcTime now) {
  const std::lock_guard lock{mutex_};
  if (now - commented_ < kComment && now >= commented_) return;
  commented_ = now;
  go_on(now, "event: here\ndata: {}\n\n");
}

void Streams::recheck(UtcTime now) {
  const std::lock_guard lock{mutex_};
  go_on(now, {});
}

void Streams::go_on(UtcTime now, const std::string& piece) {
  for (auto at = open_.begin(); at != open_.end();) {
    auto login =
        at->token.empty() ? accounts_.login_of(at->cookie, now, false) : accounts_.owner_of_token(at->token, now);
    if (login) at->login = std::move(*login);
    const bool stays = login && (piece.empty() || at->stream->send(piece));
    at = stays ? std::next(at) : open_.erase(at);
  }
}

void Streams::close() {
  const std::lock_guard lock{mutex_};
  closed_ = true;
  open_.clear();
}

std::size_t Streams::size() const {
  const std::lock_guard lock{mutex_};
  return open_.size();
}

}  // namespace skylt
