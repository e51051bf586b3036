#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/language/words.hpp"
#include "core/venue/directions.hpp"

namespace skylt {

/// Who puts ways into words, on a screen or on a phone: each has its own languages. Borrowed while it is used.
struct WaySpeech {
  const Words& words;
  const LanguageChain& chain;

  TaggedText say(std::string_view key, const std::vector<WordArgument>& arguments = {}) const {
    return words.say(key, chain, arguments);
  }
  /// Best of the chain; empty text where there is none.
  TaggedText best(const Text& text) const { return text.best_for(chain).value_or(TaggedText{}); }
};

/// Name of a level of that venue; empty where unknown. Ids of levels are unique only within their venue.
TaggedText level_words(const WaySpeech& speech, const Network& network, const std::string& venue,
                       const std::string& level);

/// "Rakt fram", "Snett till vänster", "Bakom dig"; empty without an arrow.
TaggedText sign_words(const WaySpeech& speech, const Sign& sign);

/// "Hiss till Plan 2"; empty for an unknown kind or level.
TaggedText connector_words(const WaySpeech& speech, const std::string& kind, int direction, const TaggedText& level);

/// The way as a few short sentences, the first one from where the viewer stands and faces: turns, ways up and down,
/// what a person wrote on an edge. At most `most`: the first and the last stay longest, then ways up and down, for
/// whoever has gone straight on finds the rest by the next sign.
std::vector<TaggedText> way_sentences(const WaySpeech& speech, const Network& network, const Pose& pose,
                                      const Route& route, const Sign& sign, std::size_t most);

/// "Utan trappor", or what else is true of the way without steps.
TaggedText step_free_words(const WaySpeech& speech, const Direction& direction);

}  // namespace skylt
