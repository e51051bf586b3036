#include "player/device/player.hpp"

#include <malloc.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <map>

#include "core/base/error.hpp"
#include "player/device/waiting_scene.hpp"

namespace skylt {
namespace {

constexpr Seconds kLongestSleep{60};  ///< so that a clock that was not stepped but slewed is noticed too
constexpr Millis kShortestSleep{5};
// SDL 2.26 has no descriptor to sleep on for X11, Wayland and KMS/DRM alike: the window is looked at now and then.
constexpr Millis kPumpTime{1000};
constexpr Millis kPumpTimeInUse{50};
constexpr Seconds kInUse{2};
constexpr std::size_t kMostTold = 256;
constexpr Seconds kAfterFault{5};

bool same_files(const std::vector<NamedBlob>& a, const std::vector<NamedBlob>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const NamedBlob& x, const NamedBlob& y) { return x.name == y.name && x.sha256 == y.sha256; });
}

/// What a Presenter throws: the panel took no picture, which says nothing against the picture.
bool is_of_the_panel(const std::exception& fault) {
  const auto* error = dynamic_cast<const Error*>(&fault);
  return error && error->code() == ErrorCode::Unavailable;
}

/// Glyphs where there are no fonts yet: none.
class NoGlyphs : public GlyphSource {
 public:
  Typesetter::GlyphMask mask(std::uint16_t, std::uint32_t, double, int) override { return {}; }
};

/// Shaped and rasterised text lives as long as fonts and word list stay the same, over many snapshots.
struct Fonts {
  explicit Fonts(const Snapshot& snapshot)
      : files{snapshot.fonts},
        hyphenation{snapshot.hyphenation},
        word_list{snapshot.event.word_list},
        typesetter{typesetter_for(snapshot)},
        glyphs{typesetter} {}

  std::vector<NamedBlob> files;
  std::vector<NamedBlob> hyphenation;
  std::map<std::string, std::vector<std::string>> word_list;
  Typesetter typesetter;
  TypesetterGlyphs glyphs;

  /// Once a picture is drawn its letters are in the caches; a welcome in sixty languages reads forty font files.
  void rest() const {
    for (const auto* list : {&files, &hyphenation})
      for (const auto& file : *list) file.blob->give_back();
    malloc_trim(0);
  }
};

}  // namespace

struct Player::Content {
  /// `before`: whose pictures serve again; may be nullptr.
  Content(std::shared_ptr<const Snapshot> shown, std::optional<UtcTime> confirmed_at, std::shared_ptr<Fonts> with,
          const Content* before)
      : snapshot{std::move(shown)},
        confirmed{confirmed_at},
        fonts{std::move(with)},
        painter{fonts->glyphs, images_of(snapshot), before ? before->painter.drawn() : nullptr} {}

  std::shared_ptr<const Snapshot> snapshot;
  std::optional<UtcTime> confirmed;  ///< before this program ran
  std::shared_ptr<Fonts> fonts;
  Painter painter;
};

Player::Player(Presenter& presenter, Window* window, Mailbox& mailbox, Service& service, Options options)
    : presenter_{presenter},
      window_{window},
      mailbox_{mailbox},
      service_{service},
      options_{std::move(options)},
      stage_{presenter} {}

Player::~Player() = default;

std::unique_ptr<Player::Content> Player::prepare(std::shared_ptr<const Snapshot> snapshot,
                                                 std::optional<UtcTime> confirmed) const {
  const bool keep = content_ && same_files(content_->fonts->files, snapshot->fonts) &&
                    same_files(content_->fonts->hyphenation, snapshot->hyphenation) &&
                    content_->fonts->word_list == snapshot->event.word_list;
  auto fonts = keep ? content_->fonts : std::make_shared<Fonts>(*snapshot);
  return std::make_unique<Content>(std::move(snapshot), confirmed, std::move(fonts), content_.get());
}

void Player::show_plate() {
  const auto now = options_.now();
  NoGlyphs glyphs;
  Painter painter{glyphs, nullptr};
  const auto painted = stage_.show(waiting_scene(presenter_.buffer().size), painter, {}, now);
  due_ = now + kLongestSleep;
  if (painted.empty()) return;  // it was there already
  service_.presented();
  alive_ = now;
}

bool Player::take(std::shared_ptr<const Snapshot> snapshot, std::optional<UtcTime> confirmed) {
  const std::int64_t revision = snapshot->manifest.revision;
  const bool first = !content_;
  std::unique_ptr<Content> content;
  try {
    content = prepare(std::move(snapshot), confirmed);
    if (first || content->fonts != content_->fonts) stage_.forget();
    show(*content);
    const auto after = std::chrono::duration_cast<Millis>(options_.now() - options_.started);
    if (first) spdlog::info("first picture after {} ms: revision {}", after.count(), revision);
    if (!first) spdlog::info("revision {} is shown", revision);
  } catch (const std::exception& fault) {
    if (!content || !is_of_the_panel(fault)) {
      refuse(revision, fault);
      return false;
    }
    note(fault);
  }
  content_ = std::move(content);
  malloc_trim(0);
  return true;
}

/// What was shown before is painted again, whole and now: the new picture may be half painted.
void Player::refuse(std::int64_t revision, const std::exception& fault) {
  ++scene_faults_;
  spdlog::error("revision {} cannot be shown, the one before stays: {}", revision, describe(fault));
  stage_.forget();
  due_ = options_.now();
}

void Player::look() {
  try {
    if (content_) show(*content_);
    if (!content_) show_plate();
    last_fault_.clear();
  } catch (const std::exception& fault) {
    note(fault);
  }
}

void Player::note(const std::exception& fault) {
  ++scene_faults_;
  due_ = options_.now() + kAfterFault;  // a stage that failed then paints everything
  const std::string text = describe(fault);
  if (text != last_fault_) spdlog::error("the last good picture stays: {}", text);
  last_fault_ = text;
}

/// A region or an image that fails leaves its place empty for weeks: whoever reads the log must find out why.
void Player::tell_once(const std::string& failure) {
  if (told_.size() >= kMostTold) told_.clear();
  if (told_.insert(failure).second) spdlog::warn("not shown: {}", failure);
}

void Player::show(Content& content) {
  const auto now = options_.now();
  PlayerStatus::Drawn drawn;
  Scene scene = scene_of(content, now, drawn);
  due_ = now + kLongestSleep;
  if (scene.next_change) {
    // From the moment that was drawn, which may be later than the wall clock's.
    const Millis ahead = *scene.next_change - drawn.at;
    due_ = std::clamp(now + ahead, now + kShortestSleep, now + kLongestSleep);
  }
  Stage::Options how;
  how.fade = !content.snapshot->screen.reduced_motion;
  if (options_.shift) how.shift = shift_at(rotation_.at(now));
  const bool turned = !stage_.scene() || stage_.scene()->page != scene.page;
  const auto frames = stage_.frames();
  stage_.show(std::move(scene), content.painter, how, now);
  for (const std::string& failure : content.painter.failures()) tell_once(failure);
  if (turned) content.fonts->rest();
  if (stage_.frames() != frames) {
    service_.presented();
    alive_ = now;
  }
  leave_status(content, drawn);
}

Scene Player::scene_of(Content& content, MonotonicTime now, PlayerStatus::Drawn& drawn) {
  const UtcTime wall = options_.clock.now();
  const bool trusted = clock_trusted(wall);
  if (!rotation_.anchored()) rotation_.anchor(wall, now);
  const UtcTime shown = options_.clock.simulated() ? wall : std::max(wall, floor());
  Moment moment{shown, rotation_.at(now), trusted, fetched(content, shown)};
  const Viewer viewer{presenter_.buffer().size, {}};
  std::vector<std::string> failures;
  Scene scene = scene_for(*content.snapshot, moment, viewer, content.fonts->typesetter, &failures);
  const bool edge = scene.pages <= 1 || (stage_.scene() && stage_.scene()->page != scene.page);
  if (trusted && edge && rotation_.follow(wall, now)) {
    moment.rotation = rotation_.at(now);
    failures.clear();
    scene = scene_for(*content.snapshot, moment, viewer, content.fonts->typesetter, &failures);
  }
  scene_faults_ += failures.size();
  for (const std::string& failure : failures) tell_once(failure);
  drawn = {moment.now, moment.rotation, moment.clock_trusted, moment.fetched, viewer.size};
  return scene;
}

std::optional<UtcTime> Player::fetched(const Content& content, UtcTime now) const {
  const auto confirmed = mailbox_.confirmed(content.snapshot->manifest.revision);
  if (!confirmed) return content.confirmed;
  return now - std::chrono::floor<Millis>(std::chrono::steady_clock::now() - *confirmed);
}

UtcTime Player::floor() const { return raised_floor(options_.floor, mailbox_.signed_time()); }

bool Player::clock_trusted(UtcTime wall) const {
  if (options_.clock.simulated()) return true;
  return is_trusted(wall, {options_.ntp(), mailbox_.server_time(), floor()});
}

void Player::leave_status(const Content& content, const PlayerStatus::Drawn& drawn) {
  PlayerStatus status;
  status.drawn = drawn;
  const UtcTime wall = options_.clock.now();
  status.version = options_.version;
  status.revision = status.shown_revision = content.snapshot->manifest.revision;
  status.scene_sha256 = scene_sha256(*stage_.scene());
  status.frame = stage_.frames();
  status.clock_trusted = clock_trusted(wall);
  if (const auto server = mailbox_.server_time(); server && !options_.clock.simulated()) {
    status.clock_offset_ms = (wall - *server).count();
  }
  status.uptime_s = std::chrono::duration_cast<Seconds>(options_.now() - options_.started).count();
  if (scene_faults_ > 0) status.failures.emplace_back("scene", scene_faults_);
  if (const auto images = content.painter.failures().size(); images > 0) status.failures.emplace_back("image", images);
  mailbox_.leave_status(std::move(status));
}

void Player::loop() {
  while (turn()) continue;
}

bool Player::turn() {
  const auto now = options_.now();
  const Mailbox::Woken woken = mailbox_.wait(std::chrono::steady_clock::now() + (next_wake(now) - now));
  if (woken.end) return false;
  try {
    do_what_is_due(woken);
  } catch (const std::exception& fault) {
    note(fault);
    resting_ = due_;  // a frame or a sign of life that is overdue must not be tried in a circle
  }
  return !ended_;
}

void Player::do_what_is_due(const Mailbox::Woken& woken) {
  const auto now = options_.now();
  if (woken.news || woken.clock_step) due_ = now;
  if (auto snapshot = mailbox_.collect()) take(std::move(snapshot));
  if (now >= due_) look();
  if (stage_.next_frame()) stage_.advance(options_.now());
  keep_alive(now);
  pump();
}

MonotonicTime Player::next_wake(MonotonicTime now) const {
  MonotonicTime next = due_;
  if (stage_.next_frame()) next = std::min(next, *stage_.next_frame());
  if (service_.heartbeat()) next = std::min(next, alive_ + *service_.heartbeat());
  if (window_ && window_->has_events())
    next = std::min(next, now + (now - used_ < kInUse ? kPumpTimeInUse : kPumpTime));
  return std::max(next, resting_);
}

void Player::keep_alive(MonotonicTime now) {
  if (!service_.heartbeat() || now - alive_ < *service_.heartbeat()) return;
  stage_.touch();
  service_.presented();
  alive_ = now;
}

void Player::pump() {
  if (!window_) return;
  const Window::Events events = window_->pump();
  ended_ = events.quit;
  if (events.any) used_ = options_.now();
  if (events.resized) {
    stage_.forget();
    due_ = options_.now();
  } else if (events.exposed) {
    stage_.present_again();
  }
}

}  // namespace skylt
