#include "player/sync/synchroniser.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>

#include "core/base/error.hpp"
#include "core/snapshot/load.hpp"
#include "player/sync/download.hpp"

namespace skylt {
namespace {

constexpr Millis kBackoffBase{1000};
constexpr Millis kBackoffCap{60'000};
constexpr Millis kLongestRetryAfter{std::chrono::hours{1}};
constexpr Millis kPoliteWait{5000};
constexpr Seconds kAnswerTime{15};
constexpr std::uint64_t kBulkBytes = 4u << 20;  ///< more than a change to a programme ever takes
/// A manifest of 1 MiB (S-61) as a JSON string, whose quotes take another byte each.
constexpr std::uint64_t kMostManifestBytes = (2u << 20) + 65536;

/// The server said no, and when to ask again.
struct Refusal : Error {
  Refusal(const std::string& what, Millis wait) : Error{ErrorCode::Unavailable, what}, at_least{wait} {}
  Millis at_least;
};

Millis retry_after(const HttpResponse& answer) {
  const std::string text = answer.header("retry-after");
  int seconds = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (fault != std::errc{} || seconds < 0) return Millis{0};
  return std::min(kLongestRetryAfter, Millis{Seconds{seconds}});
}

/// Trying again may help (RFC 9110 §15.5, RFC 6585).
bool is_passing(int status) { return status >= 500 || status == 408 || status == 425 || status == 429; }

}  // namespace

Synchroniser::Synchroniser(Fetcher& fetcher, ContentCache& cache, Screenside& screen, SyncOptions options,
                           std::shared_ptr<const Snapshot> shown)
    : fetcher_{fetcher}, cache_{cache}, screen_{screen}, options_{std::move(options)} {
  if (!shown) return;
  newest_ = shown;
  revision_ = shown_ = shown->manifest.revision;
  for (const ContentCache::Stored& stored : cache_.stored()) {
    if (stored.manifest.revision == revision_) manifest_sha256_ = sha256_hex(stored.signed_manifest.text);
  }
}

Millis Synchroniser::turn() {
  const auto start = std::chrono::steady_clock::now();
  Millis at_least{0};
  heard_ = false;
  try {
    const bool was_held = met_;
    const HttpResponse answer = poll();
    const Taken taken = answer.status == 200 ? take_manifest(answer) : Taken{};
    met_ = true;
    failures_ = 0;
    if (taken.put_off == Millis{0}) {
      if (answer.status == 200) etag_ = answer.header("etag");
      screen_.confirm(revision_);
    }
    report();
    if (!last_fault_.empty()) options_.log("the server answers again");
    last_fault_.clear();
    if (taken.put_off > Millis{0}) return taken.put_off;
    // Something between us and the server that answers at once must not be asked in a circle.
    const bool in_haste = std::chrono::steady_clock::now() - start < Seconds{1};
    return was_held && !taken.newer && in_haste ? kPoliteWait : Millis{0};
  } catch (const Refusal& refusal) {
    at_least = refusal.at_least;
    count_failure("server", refusal);
  } catch (const Error& error) {
    count_failure(std::string{name_of(error.code())}, error);
  } catch (const std::exception& error) {
    count_failure("internal", error);
  }
  met_ = false;
  // Whoever looks after the screens must hear that a snapshot is refused while it is, not when all is well again
  //
  if (heard_ && start - reported_ >= options_.hold) report();
  return wait_after_failure(at_least);
}

HttpResponse Synchroniser::poll() {
  HttpRequest request;
  request.path = "/player/v1/manifest";
  request.headers.push_back("Accept: application/json");
  request.most_bytes = kMostManifestBytes;
  request.timeout = kAnswerTime;
  if (!etag_.empty()) request.headers.push_back("If-None-Match: " + etag_);
  if (met_ && !etag_.empty()) {
    request.headers.push_back("Prefer: wait=" + std::to_string(options_.hold.count()));
    request.timeout += options_.hold;
  }
  HttpResponse answer = fetcher_.fetch(request);
  heard_ = true;
  if (answer.status == 200 || (answer.status == 304 && !etag_.empty())) return answer;
  const std::string what = "the server answered " + std::to_string(answer.status) + " to the poll for the manifest";
  if (is_passing(answer.status)) throw Refusal{what, retry_after(answer)};
  // A redirect or a refusal will not change within seconds.
  throw Refusal{what, std::max(retry_after(answer), Millis{options_.hold} / 2)};
}

Synchroniser::Taken Synchroniser::take_manifest(const HttpResponse& answer) {
  if (!answer.header("content-type").starts_with("application/json")) {
    throw Error{ErrorCode::Invalid, "the answer to the poll for the manifest is not JSON; a captive portal? (R-20)"};
  }
  ContentCache::Stored snapshot{parse_signed_manifest(answer.body), {}};
  snapshot.manifest = accept_manifest(snapshot.signed_manifest, cache_.trust());
  const std::string sha256 = sha256_hex(snapshot.signed_manifest.text);
  const bool same_revision = snapshot.manifest.revision == revision_ && revision_ > 0;
  if (same_revision && !manifest_sha256_.empty() && sha256 != manifest_sha256_) {
    throw Error{ErrorCode::Conflict, "revision " + std::to_string(revision_) + " came with other content than before"};
  }
  if (same_revision && cache_.missing(snapshot.manifest).empty()) {
    manifest_sha256_ = sha256;
    return {};
  }
  if (const Millis wait = put_off(snapshot.manifest); wait > Millis{0}) return {false, wait};
  bring_in(snapshot, sha256);
  return {true, Millis{0}};
}

bool Synchroniser::is_bulk(const Manifest& manifest) {
  return revision_ > 0 && cache_.missing_bytes(manifest) >= kBulkBytes;
}

/// How long the first fetch after the start waits; it waits once.
Millis Synchroniser::put_off(const Manifest& manifest) {
  const Millis most = std::exchange(options_.bulk_spread, Seconds{0});
  if (most == Millis{0} || !is_bulk(manifest)) return Millis{0};
  return Millis{static_cast<Millis::rep>(options_.random() * static_cast<double>(most.count()))};
}

void Synchroniser::bring_in(const ContentCache::Stored& snapshot, const std::string& sha256) {
  make_room(snapshot.manifest);
  try {
    const std::uint64_t pace = is_bulk(snapshot.manifest) ? options_.bulk_bytes_per_second : 0;
    for (const BlobRef& ref : cache_.missing(snapshot.manifest)) download(fetcher_, cache_, ref, pace);
    // Read before it is made current: what is signed but cannot be shown never replaces what can.
    const auto before = newest_.lock();
    auto loaded = std::make_shared<const Snapshot>(load_snapshot(snapshot.manifest, cache_.reader(), before.get()));
    cache_.pin(signing_key_of(snapshot.signed_manifest, cache_.trust()));
    cache_.commit(snapshot);
    revision_ = snapshot.manifest.revision;
    manifest_sha256_ = sha256;
    newest_ = loaded;
    screen_.take(std::move(loaded));
  } catch (const Error&) {
    if (!has_room(snapshot.manifest)) {
      ++counts_["disk-full"];
      tidy();
    }
    throw;
  }
  tidy();
}

/// Before anything is written: a disk that will be full half way must not be filled and emptied every minute.
void Synchroniser::make_room(const Manifest& manifest) {
  if (has_room(manifest)) return;
  tidy();
  if (has_room(manifest)) return;
  ++counts_["disk-full"];
  throw Error{ErrorCode::Unavailable, "the disk has no room for revision " + std::to_string(manifest.revision)};
}

/// What stays behind costs room and nothing else: no reason to fail what was done before.
void Synchroniser::tidy() {
  try {
    cache_.collect_garbage(shown_);
  } catch (const std::exception& error) {
    if (++counts_["garbage"] == 1) options_.log("what is not needed stays on the disk: " + describe(error));
  }
}

void Synchroniser::report() {
  reported_ = std::chrono::steady_clock::now();
  try {
    PlayerStatus status = screen_.status(revision_);
    shown_ = status.shown_revision;
    status.revision = revision_;
    status.disk_free = cache_.free_bytes();
    for (const auto& [code, count] : counts_) status.failures.emplace_back(code, count);
    HttpRequest request;
    request.method = "POST";
    request.path = "/player/v1/status";
    request.body = dump_json(to_json(status));
    request.most_bytes = 65536;
    request.timeout = kAnswerTime;
    const HttpResponse answer = fetcher_.fetch(request);
    if (answer.status != 200) return;
    const auto time = verify_signed_time(answer.body, cache_.trust().key);
    // An instant that does not go forward is an old answer played again.
    if (!time || *time <= cache_.trust().time) return;
    cache_.note_time(*time);
    screen_.take_time(*time);
  } catch (const Error&) {
    ++counts_["report"];  // the next poll tells whether the server is gone
  }
}

Millis Synchroniser::wait_after_failure(Millis at_least) {
  const int doublings = std::min(failures_++, 10);
  const Millis most = std::min(kBackoffCap, kBackoffBase * (1 << doublings));
  const auto wait = Millis{static_cast<Millis::rep>(options_.random() * static_cast<double>(most.count()))};
  // Jitter on top of what the server asked for: all screens were told the same number.
  return at_least > Millis{0} ? at_least + wait : wait;
}

void Synchroniser::count_failure(const std::string& code, const std::exception& error) {
  ++counts_[code];
  const std::string fault = describe(error);
  if (fault != last_fault_) options_.log(fault + "; what is shown stays");
  last_fault_ = fault;
}

}  // namespace skylt
