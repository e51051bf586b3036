#pragma once
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "content-server/http/live.hpp"
#include "content-server/phone/languages.hpp"
#include "content-server/phone/pages.hpp"
#include "content-server/phone/style.hpp"
#include "core/snapshot/snapshot.hpp"

namespace skylt {

/// A visitor's page of one screen: /s/<screen>, /s/<screen>/<session>, the session as .ics, and their style sheet below
/// /static/. Made from the snapshot that is offered to the screen, so nothing stands here that may not leave the
/// server. There is nothing at these addresses while the event has no public address. Thread-safe.
class PhoneRoutes {
 public:
  struct Settings {
    std::string css;                 ///< the rules of the style sheet
    std::function<UtcTime()> clock;  ///< now
    bool any_moment = false;         ///< a rehearsal: ?at= shows any other moment
  };
  PhoneRoutes(const LiveEvent& live, const Publisher& publisher, std::vector<WordFile> words, Settings settings);

  /// Whether the path is one of these.
  static bool takes(const std::string& path);

  /// Answers GET; the method is not looked at.
  HttpResponse respond(const HttpRequest& request);

  /// The page for a visitor whom the server refuses or fails, `status` being 429, 500 or 503, in the visitor's
  /// language; nullopt where no page stands at such an address.
  std::optional<HttpResponse> failure(const HttpRequest& request, int status);

 private:
  /// What one screen's pages are made from, until its manifest changes.
  struct Screen {
    std::string etag;
    std::shared_ptr<const Snapshot> snapshot;
    PhoneStyle style;
    std::vector<OfferedLanguage> offered;
  };
  using ScreenPtr = std::shared_ptr<const Screen>;
  struct Made {
    std::string etag;  ///< of the manifest it was made from
    UtcTime until{};
    HttpResponse response;
  };

  ScreenPtr find_screen(const std::string& id);
  ScreenPtr read_screen(const Offer& offer) const;
  const Words& words_for(const Event& event) const { return event.draft_words ? all_words_ : checked_words_; }
  HttpResponse style_sheet(const std::string& name);
  HttpResponse page(const HttpRequest& request, PageAddress address);
  HttpResponse missing(const HttpRequest& request, PageAddress address, const Screen* screen);
  HttpResponse saying(const HttpRequest& request, int status, std::string_view words, PageAddress address,
                      const PhoneStyle& style);
  HttpResponse made(const Screen& screen, const PageAddress& address, const std::string& language, UtcTime now);

  const LiveEvent& live_;
  const Publisher& publisher_;
  const Settings settings_;
  const Words all_words_, checked_words_;
  std::mutex mutex_;  ///< guards what follows
  std::map<std::string, ScreenPtr> screens_;
  std::map<std::string, Made> pages_;
};

}  // namespace skylt
