#pragma once
#include <string>
#include <vector>

#include "content-server/phone/board.hpp"
#include "content-server/phone/languages.hpp"

namespace skylt {

/// How a page is reached and what its links keep.
struct PageAddress {
  std::string screen;
  std::string session;           ///< empty on pages of the screen
  bool programme = false;        ///< the whole programme instead of this moment
  bool follow = false;           ///< only sessions that can be followed in the page's language
  bool chosen_language = false;  ///< by ?lang=: links keep it
  std::string moment;            ///< of a rehearsal: links keep it; else empty
};

/// What pages share. Borrowed parts outlive the call that makes the page.
struct PageFrame {
  PageAddress address;
  std::string language;
  const std::vector<OfferedLanguage>& offered;
  std::string style;    ///< name of the style sheet's file
  std::string to_root;  ///< "../" as often as the page lies below the root of the site
};

/// What the screen shows at the visit's moment, and the rest of its day.
std::string screen_page(const Visit& visit, const PageFrame& frame);

/// Every session that the screen speaks of, day by day.
std::string programme_page(const Visit& visit, const PageFrame& frame);

/// One session with all that is known about it.
std::string session_page(const Visit& visit, const PageFrame& frame, const EffectiveSession& item);

/// A page that says one thing, such as that there is nothing here, and the way back where the screen is known.
/// `saying`: a key of the words; `chain`: the visitor's language first.
std::string plain_page(const Words& words, std::string_view saying, const LanguageChain& chain, const PageFrame& frame,
                       const TaggedText& event);

}  // namespace skylt
