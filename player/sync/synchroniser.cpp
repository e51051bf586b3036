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
constexpr Seconds kDeafTime{5};                 ///< a download is to go on no longer without a poll (R-03)
constexpr Seconds kLateTime{10};                ///< and never does, however slow it has become
constexpr Millis kShortestPart{1000};           ///< what takes less is not worth a request of its own
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

Synchroniser::Told told_by(const Manifest& manifest) {
  Synchroniser::Told told;
  for (const BlobRef& ref : manifest.blobs) {
    if (ref.role == "messages" || ref.role == "changes") told.emplace(ref.role, ref.name, ref.sha256);
  }
  return told;
}

/// The messages, what people have written to visitors with emergencies among it; or the changes.
Synchroniser::Told only(const std::string& role, Synchroniser::Told told) {
  std::erase_if(told, [&](const auto& each) { return std::get<0>(each) != role; });
  return told;
}

std::optional<BlobRef> smallest(const std::vector<BlobRef>& blobs) {
  const auto found = std::min_element(blobs.begin(), blobs.end(),
                                      [](const BlobRef& a, const BlobRef& b) { return a.bytes < b.bytes; });
  return found == blobs.end() ? std::nullopt : std::optional{*found};
}

}  // namespace

Synchroniser::Synchroniser(Fetcher& fetcher, ContentCache& cache, Screenside& screen, SyncOptions options,
                           const std::shared_ptr<const Snapshot>& shown)
    : fetcher_{fetcher}, cache_{cache}, screen_{screen}, options_{std::move(options)} {
  const std::string& pinned = cache_.trust().key;
  if (!options_.key.empty() && !pinned.empty() && options_.key != pinned) {
    throw Error{ErrorCode::Conflict, "this player trusts the server with key " + pinned + ", not " + options_.key};
  }
  if (!shown) return;
  newest_ = shown;
  revision_ = shown_ = shown->manifest.revision;
  revision_of_ = shown->manifest.screen;
  told_ = told_by(shown->manifest);
  for (const ContentCache::Stored& stored : cache_.stored()) {
    if (stored.manifest.revision == revision_) manifest_sha256_ = sha256_hex(stored.signed_manifest.text);
  }
}

/// A key that is only configured is pinned with the first manifest that it signs: a slip of the pen must not lock the
/// player out for good.
Trust Synchroniser::trust() const {
  Trust trust = cache_.trust();
  if (trust.key.empty()) trust.key = options_.key;
  return trust;
}

Millis Synchroniser::turn() {
  const Time start = options_.now();
  Millis at_least{0};
  heard_ = false;
  try {
    const bool patient = met_ && !is_due(start);
    const bool newer = listen();
    if (is_due(options_.now())) fetch();
    met_ = true;
    failures_ = 0;
    if (!wanted_) screen_.confirm(revision_);
    if (!is_due(options_.now()) || start - reported_ >= options_.hold) report();
    if (!last_fault_.empty()) options_.log("the server answers again");
    last_fault_.clear();
    // Something between us and the server that answers at once must not be asked in a circle.
    const bool in_haste = options_.now() - start < Seconds{1};
    return patient && !newer && in_haste ? kPoliteWait : Millis{0};
  } catch (const Refusal& refusal) {
    at_least = refusal.at_least;
    count_failure("server", refusal);
  } catch (const Error& error) {
    count_failure(std::string{name_of(error.code())}, error);
  } catch (const std::exception& error) {
    count_failure("internal", error);
  }
  met_ = false;
  wanted_.reset();  // the next poll brings it again
  // Whoever looks after the screens must hear that a snapshot is refused while it is, not when all is well again
  //
  if (heard_ && start - reported_ >= options_.hold) report();
  return wait_after_failure(at_least);
}

/// True when the server offers something that it did not offer before.
bool Synchroniser::listen() {
  const HttpResponse answer = poll();
  heard_at_ = options_.now();
  return answer.status == 200 && take_manifest(answer);
}

HttpResponse Synchroniser::poll() {
  HttpRequest request;
  request.path = "/player/v1/manifest";
  request.headers.push_back("Accept: application/json");
  request.most_bytes = kMostManifestBytes;
  request.timeout = kAnswerTime;
  if (!etag().empty()) request.headers.push_back("If-None-Match: " + etag());
  if (const Seconds held = hold(); held > Seconds{0}) {
    request.headers.push_back("Prefer: wait=" + std::to_string(held.count()));
    request.timeout += held;
  }
  HttpResponse answer = fetcher_.fetch(request);
  heard_ = true;
  if (answer.status == 200 || (answer.status == 304 && !etag().empty())) return answer;
  const std::string what = "the server answered " + std::to_string(answer.status) + " to the poll for the manifest";
  if (is_passing(answer.status)) throw Refusal{what, retry_after(answer)};
  // A redirect or a refusal will not change within seconds.
  throw Refusal{what, std::max(retry_after(answer), Millis{options_.hold} / 2)};
}

/// How long the server may hold the poll: not at all while there is something to fetch, and no longer than that waits.
Seconds Synchroniser::hold() const {
  const Time now = options_.now();
  if (!met_ || etag().empty() || is_due(now)) return Seconds{0};
  return wanted_ ? std::min(options_.hold, std::chrono::ceil<Seconds>(bulk_from_ - now)) : options_.hold;
}

/// True when it is another manifest than the last one.
bool Synchroniser::take_manifest(const HttpResponse& answer) {
  if (!answer.header("content-type").starts_with("application/json")) {
    throw Error{ErrorCode::Invalid, "the answer to the poll for the manifest is not JSON; a captive portal? (R-20)"};
  }
  Wanted offered{{parse_signed_manifest(answer.body), {}}, {}, answer.header("etag")};
  const SignedManifest& text = offered.snapshot.signed_manifest;
  Manifest& manifest = offered.snapshot.manifest;
  manifest = accept_manifest(text, trust());
  offered.sha256 = sha256_hex(text.text);
  const bool same_revision = manifest.revision == revision_ && revision_ > 0 && manifest.screen == revision_of_;
  if (same_revision && !manifest_sha256_.empty() && offered.sha256 != manifest_sha256_) {
    throw Error{ErrorCode::Conflict, "revision " + std::to_string(revision_) + " came with other content than before"};
  }
  if (wanted_ && wanted_->sha256 == offered.sha256) return false;
  if (same_revision && cache_.missing(manifest).empty()) {
    manifest_sha256_ = offered.sha256;
    etag_ = offered.etag;
    wanted_.reset();
    return false;
  }
  want(std::move(offered));
  return true;
}

void Synchroniser::want(Wanted wanted) {
  const Manifest& manifest = wanted.snapshot.manifest;
  // The first fetch after the start waits its random turn, if it is a large one; once.
  const Seconds most = std::exchange(options_.bulk_spread, Seconds{0});
  const auto told = told_by(manifest);
  // An emergency waits for no city whose power comes back (S-69 above R-22); what was moved meanwhile waits its turn.
  if (most > Seconds{0}) {
    told_ = only("messages", std::move(told_));
    told_.merge(only("changes", told));
  }
  wanted.urgent = revision_ > 0 && told != told_;
  wanted.urgent = wanted.urgent || (wanted_ && wanted_->urgent);
  if (wanted_) wanted.part = wanted_->part;
  // The rest of a bulk download stays one.
  const bool runs = wanted_ && wanted_->bulk && is_due(options_.now());
  wanted.bulk = runs || is_bulk(manifest);
  if (wanted.bulk && most > Seconds{0}) {
    const double wait_ms = options_.random() * static_cast<double>(Millis{most}.count());
    bulk_from_ = options_.now() + Millis{static_cast<Millis::rep>(wait_ms)};
  }
  wanted_ = std::move(wanted);
}

bool Synchroniser::is_bulk(const Manifest& manifest) {
  return revision_ > 0 && cache_.missing_bytes(manifest) >= kBulkBytes;
}

bool Synchroniser::is_due(Time now) const {
  return wanted_ && (wanted_->urgent || !wanted_->bulk || now >= bulk_from_);
}

/// Fetches what is missing, small blobs first, and switches when all is there. Comes back before that when it is time
/// to hear the server again.
void Synchroniser::fetch() {
  const Manifest& manifest = wanted_->snapshot.manifest;
  make_room(manifest);
  try {
    bool begun = false;  // every turn brings the download on, however slow all else is
    while (const auto next = smallest(cache_.missing(manifest))) {
      if (begun && options_.now() - heard_at_ > kDeafTime - kShortestPart) return;
      fetch_part(*next);
      begun = true;
    }
    switch_to_wanted();
  } catch (const Error&) {
    if (!has_room(manifest)) {
      ++counts_["disk-full"];
      tidy();
    }
    throw;
  }
  tidy();
  wanted_.reset();
}

/// The next part of a blob: as much as comes, at the speed of the last one, before it is time to hear the server again.
void Synchroniser::fetch_part(const BlobRef& ref) {
  const Time began = options_.now();
  const Millis left = std::chrono::ceil<Millis>(heard_at_ + kDeafTime - began);
  const Millis time = std::max(kShortestPart, left);
  DownloadLimits limits;
  limits.bytes = wanted_->part.bytes_for(time);
  limits.is_late = [this] { return options_.now() - heard_at_ >= kLateTime; };
  if (wanted_->bulk && !wanted_->urgent && options_.bulk_bytes_per_second > 0) {
    limits.bytes_per_second = options_.bulk_bytes_per_second;
    const std::uint64_t at_pace = limits.bytes_per_second * static_cast<std::uint64_t>(time.count()) / 1000;
    limits.bytes = std::min(limits.bytes, std::max<std::uint64_t>(at_pace, 1));
  }
  const std::uint64_t bytes = download(fetcher_, cache_, ref, limits);
  wanted_->part.note(bytes, std::chrono::floor<Millis>(options_.now() - began));
}

void Synchroniser::switch_to_wanted() {
  const ContentCache::Stored& snapshot = wanted_->snapshot;
  // Read before it is made current: what is signed but cannot be shown never replaces what can.
  const auto before = newest_.lock();
  auto loaded = std::make_shared<const Snapshot>(load_snapshot(snapshot.manifest, cache_.reader(), before.get()));
  cache_.pin(signing_key_of(snapshot.signed_manifest, trust()));
  cache_.commit(snapshot);
  revision_ = snapshot.manifest.revision;
  revision_of_ = snapshot.manifest.screen;
  manifest_sha256_ = wanted_->sha256;
  etag_ = wanted_->etag;
  told_ = told_by(snapshot.manifest);
  newest_ = loaded;
  screen_.take(std::move(loaded));
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
  reported_ = options_.now();
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
    if (answer.status != 200) return note_refused_report(answer.status);
    report_refused_ = 0;
    const auto time = verify_signed_time(answer.body, trust().key);
    // An instant that does not go forward is an old answer played again.
    if (!time || *time <= cache_.trust().time) return;
    if (!options_.believes(*time)) {
      ++counts_["clock"];
      return;
    }
    screen_.take_time(*time);
    cache_.note_time(*time);
  } catch (const std::exception&) {
    ++counts_["report"];  // the next poll tells whether the server is gone
  }
}

/// No poll tells that one: the server is there and hears nothing of this player.
void Synchroniser::note_refused_report(int status) {
  ++counts_["report"];
  if (status == std::exchange(report_refused_, status)) return;
  options_.log("the server answered " + std::to_string(status) + " to the report of what is shown");
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
