#pragma once
#include <functional>
#include <string>

#include "content-server/phone/html.hpp"
#include "content-server/phone/pages.hpp"
#include "content-server/phone/session_words.hpp"

namespace skylt {

/// Who speaks on a page: the words, in the visitor's language before others.
struct Speech {
  const Words& words;
  const LanguageChain& chain;
  TaggedText say(std::string_view key, const std::vector<WordArgument>& arguments = {}) const {
    return words.say(key, chain, arguments);
  }
};

/// Words of the frame around a page; what is empty is left out.
struct PageHead {
  TaggedText event;    ///< above the heading
  TaggedText title;    ///< the page's h1
  TaggedText beside;   ///< where it is, below the heading
  TaggedText updated;  ///< at the foot
  TaggedText back;     ///< above the heading, to `back_to`
  std::string back_to;
};

/// The whole document: head, header with the languages, what `body` adds inside <main>, footer.
std::string framed(const Speech& speech, const PageFrame& frame, const PageHead& head,
                   const std::function<void(Html&)>& body);

/// Relative address of another page of the same screen, keeping what the visitor chose.
std::string link_to(const PageFrame& frame, const PageAddress& to);
/// The page of a session, or the screen's with an empty id.
std::string link_to_session(const PageFrame& frame, const std::string& session);

/// "10:00–11:30" as <time> elements that stay left to right; the end is left out where there is none.
void put_times(Html& html, const Visit& visit, UtcTime start, UtcTime end);

/// The time that no longer holds, struck; nothing where the session is on time.
void put_old_time(Html& html, const Visit& visit, const EffectiveSession& item);

void put_plates(Html& html, const std::vector<StatePlate>& plates);

/// Texts one after the other, with a dot between them.
void put_joined(Html& html, const char* element, const std::vector<TaggedText>& texts,
                const Html::Attributes& attributes = {});

struct SessionListStyle {
  bool rooms = true;       ///< say the room
  bool walk = false;       ///< and how far it is now
  bool loud = false;       ///< as the block of what is on now
  bool countdown = false;  ///< "Starts in 12 minutes"
};
/// A list of sessions, each linked to its own page.
void put_sessions(Html& html, const Visit& visit, const PageFrame& frame, const std::vector<Listed>& list,
                  const SessionListStyle& style);

}  // namespace skylt
