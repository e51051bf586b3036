#include <unicode/brkiter.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <utility>

#include "player/scene/selection.hpp"
#include "player/scene/welcome.hpp"
#include "player/text/language_tag.hpp"

namespace skylt {
namespace {

/// How a strip is written.
struct Look {
  const char* ground;
  const char* colour;
  TextSize size = TextSize::Small;
  Weight weight = Weight::Regular;
  bool must_read = false;
};

constexpr Look kQuiet{"surface", "ink"};

/// The full stop of a language, as its own readers write it.
std::string_view full_stop(std::string_view language) {
  using Stop = std::pair<std::string_view, std::string_view>;
  static constexpr std::array<Stop, 15> kStops{{{"zh", "。"},
                                                {"ja", "。"},
                                                {"hi", "।"},
                                                {"ne", "।"},
                                                {"bn", "।"},
                                                {"pa", "।"},
                                                {"hy", "։"},
                                                {"ti", "።"},
                                                {"am", "።"},
                                                {"km", "។"},
                                                {"my", "။"},
                                                {"ur", "۔"},
                                                {"th", ""},
                                                {"lo", ""},
                                                {"yue", "。"}}};
  const auto primary = primary_language(language);
  const auto found =
      std::find_if(kStops.begin(), kStops.end(), [&](const Stop& stop) { return stop.first == primary; });
  return found != kStops.end() ? found->second : ".";
}

/// Sentences stand one after another, so each ends like one; the end may stand inside an inserted value.
TaggedText ended(TaggedText text) {
  static constexpr std::array<std::string_view, 14> kEnds{".", "!", "?", "…", "。", "！", "？",
                                                          "।", "։", "።", "។", "။",  "۔",  "؟"};
  constexpr std::string_view kPop = "\u2069";
  std::string_view visible = text.text;
  while (visible.ends_with(kPop)) visible.remove_suffix(kPop.size());
  const auto ends = [&](std::string_view mark) { return visible.ends_with(mark); };
  if (!text.text.empty() && std::none_of(kEnds.begin(), kEnds.end(), ends)) text.text += full_stop(text.language);
  return text;
}

/// For whom a strip tells messages: in the page's language, or in the event's next one as well.
enum class Readers { OfThePage, Everybody };

/// The first of the event's languages, but for the one that is shown, that the text is written in.
std::optional<std::string> next_language(const Context& context, const Text& text, const TaggedText& shown) {
  for (const auto& language : context.snapshot.event.languages)
    if (primary_language(language) != primary_language(shown.language) && text.by_language().contains(language))
      return language;
  return std::nullopt;
}

TaggedText in_language(const Text& text, const std::string& language) {
  const auto found = text.by_language().find(language);
  return found == text.by_language().end() ? TaggedText{} : TaggedText{found->second, language};
}

/// What the messages of that kind say. Text and detail are told one after the other where they are in one language,
/// else apart: each piece knows its own (L-03, L-12).
std::vector<TaggedText> texts_of(const Context& context, MessageKind kind, Readers readers = Readers::OfThePage) {
  std::vector<TaggedText> texts;
  const auto add = [&](TaggedText text, TaggedText detail) {
    if (!text.text.empty() && !detail.text.empty() && text.language == detail.language) {
      text = ended(std::move(text));
      text.text += " " + detail.text;
      detail = {};
    }
    for (auto* one : {&text, &detail})
      if (!one->text.empty()) texts.push_back(std::move(*one));
  };
  for (const auto* message : messages_now(context, kind)) {
    const TaggedText text = context.best(message->text);
    add(text, context.best(message->detail));
    const auto next = readers == Readers::Everybody ? next_language(context, message->text, text) : std::nullopt;
    if (next) add({message->text.by_language().at(*next), *next}, in_language(message->detail, *next));
  }
  return texts;
}

std::string name_of(const Context& context, const EffectiveSession& item) {
  const auto brief = short_title_of(context, item);
  return brief.text.empty() ? title_of(context, item).text : brief.text;
}

std::string title_of_id(const Context& context, const std::string& id) {
  for (const auto& item : context.sessions)
    if (item.session.id == id) return name_of(context, item);
  return {};
}

/// One sentence for one changed session: the gravest of its changes.
TaggedText sentence(const Context& context, const EffectiveSession& item) {
  const auto title = title_argument("title", name_of(context, item));
  if (item.replaced_by) {
    if (const auto other = title_of_id(context, *item.replaced_by); !other.empty())
      return context.say("change.replaced", {title, title_argument("other", other)});
  }
  if (item.cancelled()) return context.say("change.cancelled", {title});
  if (item.moved()) {
    const auto room = room_and_house(context, item.session.room);
    if (!room.text.empty()) return context.say("change.moved", {title, name_argument("room", room.text)});
  }
  if (item.delayed())
    return context.say("change.delayed", {title, code_argument("time", moment_text(context, item.session.start))});
  if (item.full) return context.say("change.full", {title});
  const auto note = context.best(item.note);
  if (note.text.empty()) return {};
  // Name and note may be in two languages: each is isolated (L-13).
  return {isolate_name(name_of(context, item)) + ": " + isolate_name(ended(note).text), note.language};
}

/// Where a strip's texts stand: a label in its column, the sentences beside or below it. How many changes it leaves out
/// is told with the label.
struct Strip {
  SetPiece label;
  SetPiece more;  ///< below the label that stands beside the sentences
  int label_x = 0;
  bool beside = true;  ///< the label stands beside the sentences, else above them
  int text_x = 0;
  int text_y = 0;
  int text_width = 0;
  int text_height = 0;
};

Strip strip_of(const Canvas& canvas, const RectPx& inner, const TaggedText& label_text, const TaggedText& more_text,
               const Look& look) {
  const Context& context = canvas.context();
  Piece label;
  label.role = "heading";
  label.text = label_text;
  label.weight = Weight::Bold;
  label.colour = "changed";
  label.ground = "surface";
  Piece more;
  more.role = "more";
  more.text = more_text;
  more.ground = "surface";
  const int gap = context.unit * 2;
  const auto stands_beside = [&](int width) { return width + gap < inner.width / 3; };
  int width = std::max(canvas.width_of(label), canvas.width_of(more));
  Strip strip;
  if (stands_beside(width) && canvas.line_height(label) + canvas.line_height(more) <= inner.height) {
    strip.more = canvas.set(more, width);
  } else {  // no room for two lines
    label.text = joined({label_text, more_text});
    width = canvas.width_of(label);
  }
  strip.beside = stands_beside(width);
  strip.label = canvas.set(label, strip.beside ? width : inner.width);
  strip.label_x = inner.x;
  strip.text_x = inner.x + (strip.beside && width > 0 ? width + gap : 0);
  strip.text_y = inner.y + (strip.beside ? 0 : strip.label.height());
  strip.text_width = reading_width(context, look.size, inner.right() - strip.text_x);
  strip.text_height = inner.bottom() - strip.text_y;
  return strip;
}

/// The sentences of a text, by the rules of its language (UAX #29).
std::vector<TaggedText> sentences_of(const TaggedText& text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString whole = icu::UnicodeString::fromUTF8(text.text);
  const std::unique_ptr<icu::BreakIterator> breaks{
      icu::BreakIterator::createSentenceInstance(icu::Locale{text.language.c_str()}, status)};
  if (U_FAILURE(status) || !breaks) return {text};
  breaks->setText(whole);
  std::vector<TaggedText> out;
  for (std::int32_t from = breaks->first(), to = breaks->next(); to != icu::BreakIterator::DONE;
       from = to, to = breaks->next()) {
    std::string sentence;
    whole.tempSubStringBetween(from, to).trim().toUTF8String(sentence);
    if (!sentence.empty()) out.push_back({std::move(sentence), text.language});
  }
  return out;
}

/// What is told of a session is one sentence, whatever marks stand in its title.
enum class Sentences { One, Several };

/// A text in the pieces that a strip can hold: whole, else as many whole sentences as fit, and only a sentence that no
/// strip holds is told in parts. Half a warning can say the opposite of the whole.
std::vector<TaggedText> pieces_for(const Canvas& canvas, const Piece& look, const Strip& strip, const TaggedText& text,
                                   Sentences sentences) {
  Piece whole = look;
  whole.text = text;
  const int lines = std::max(1, strip.text_height / canvas.line_height(whole));
  const auto fits = [&](const TaggedText& one) {
    Piece piece = look;
    piece.text = one;
    return canvas.set(piece, strip.text_width).lines() <= lines;
  };
  if (fits(text)) return {text};
  std::vector<TaggedText> out;
  bool open = false;  // the last piece may take one more sentence
  for (const auto& sentence : sentences == Sentences::One ? std::vector{text} : sentences_of(text)) {
    const TaggedText together = open ? TaggedText{out.back().text + ' ' + sentence.text, text.language} : sentence;
    if (open && fits(together)) {
      out.back() = together;
      continue;
    }
    open = fits(sentence);
    Piece piece = look;
    piece.text = sentence;
    for (auto& part : split_text(canvas, piece, strip.text_width, lines)) out.push_back(std::move(part));
  }
  return out;
}

/// Texts on pages: as many whole ones as fit on each, one below the other.
std::vector<std::vector<SetPiece>> fill_pages(const Canvas& canvas, const Strip& strip,
                                              const std::vector<TaggedText>& texts, const Look& look,
                                              Sentences sentences) {
  Piece piece;
  piece.role = "notice";
  piece.colour = look.colour;
  piece.ground = look.ground;
  piece.size = look.size;
  piece.weight = look.weight;
  piece.must_read = look.must_read;
  std::vector<std::vector<SetPiece>> pages;
  int used = 0;
  for (const auto& text : texts) {
    for (const auto& part : pieces_for(canvas, piece, strip, ended(text), sentences)) {
      Piece one = piece;
      one.text = part;
      auto set = canvas.set(one, strip.text_width);
      if (pages.empty() || used + set.height() > strip.text_height) {
        pages.emplace_back();
        used = 0;
      }
      used += set.height();
      pages.back().push_back(std::move(set));
    }
  }
  return pages;
}

void draw_page(Canvas& canvas, const RectPx& box, const Strip& strip, const std::vector<SetPiece>& page,
               const Look& look) {
  canvas.shape("strip", box, look.ground);
  int height = 0;
  for (const auto& set : page) height += set.height();
  const int label_height = strip.beside ? strip.label.height() + strip.more.height() : 0;
  const int shift = std::max(0, strip.text_height - std::max(height, label_height)) / 2;
  int y = strip.text_y + shift;
  canvas.put(strip.label, strip.label_x, strip.beside ? y : y - strip.label.height());
  canvas.put(strip.more, strip.label_x, y + strip.label.height());
  for (const auto& set : page) {
    canvas.put(set, strip.text_x, y);
    y += set.height();
  }
}

/// The part of the strip that its texts have.
RectPx inside(const Context& context, const RectPx& box, int air) {
  RectPx inner = within_margins(context, box);
  inner.y += air;
  inner.height = std::max(1, inner.height - 2 * air);
  return inner;
}

/// As large as what must be read, in a strip that is too low for that as large as all other text.
Look emergency_look(const Canvas& canvas, const std::vector<TaggedText>& texts, int height) {
  Look look{"emergency", "on-emergency", canvas.context().scale.must, Weight::Bold, true};
  Piece piece;
  piece.size = look.size;
  piece.weight = look.weight;
  const bool fits = std::all_of(texts.begin(), texts.end(), [&](const TaggedText& text) {
    piece.text = text;
    return canvas.line_height(piece) <= height;
  });
  if (fits) return look;
  look.size = TextSize::Small;
  look.must_read = false;
  return look;
}

/// The pages of texts under one label, drawn.
std::vector<std::vector<SceneItem>> draw_pages(const Context& context, const Place& place, const Strip& strip,
                                               const std::vector<TaggedText>& texts, const Look& look,
                                               Sentences sentences) {
  std::vector<std::vector<SceneItem>> out;
  for (const auto& page : fill_pages(Canvas{context, place.region.id}, strip, texts, look, sentences)) {
    Canvas canvas{context, place.region.id};
    draw_page(canvas, place.box, strip, page, look);
    out.push_back(canvas.take());
  }
  return out;
}

/// One sentence for each session that was changed today, the latest change first.
std::vector<TaggedText> changes_of_today(const Context& context, const Region& region) {
  std::vector<TaggedText> sentences;
  if (!context.trusted() || !option_flag(region, "sessions", true)) return sentences;
  const Filter filter{context, region};
  for (const auto& item : changed_today(context.sessions, context.rule, context.moment.now)) {
    auto text = filter.passes(item) ? sentence(context, item) : TaggedText{};
    if (!text.text.empty()) sentences.push_back(std::move(text));
  }
  return sentences;
}

/// How much higher the strip would be that tells each of these texts whole, those of several sentences each of them.
int height_missing(const Canvas& canvas, const Strip& strip, const std::vector<TaggedText>& texts, const Look& look,
                   Sentences sentences) {
  Piece piece;
  piece.size = look.size;
  piece.weight = look.weight;
  int most = 0;
  for (const auto& text : texts)
    for (const auto& one : sentences == Sentences::One ? std::vector{text} : sentences_of(text)) {
      piece.text = ended(one);
      most = std::max(most, canvas.set(piece, strip.text_width).height() - strip.text_height);
    }
  return most;
}

/// Whether pages that turn at a pace of their own come round in the time that they have.
bool in_time(const Context& context, const std::vector<std::vector<SceneItem>>& pages) {
  Seconds longest{0};
  for (const auto& page : pages) longest = std::max(longest, dwell_for(page));
  return longest * static_cast<Seconds::rep>(pages.size()) <= context.cycle;
}

}  // namespace

WidgetPages draw_changes(const Context& context, const Place& place) {
  const Canvas measure{context, place.region.id};
  WidgetPages out;
  out.strip = true;
  if (const auto emergencies = texts_of(context, MessageKind::Emergency); !emergencies.empty()) {
    const RectPx inner = inside(context, place.box, context.unit / 2);
    const auto look = emergency_look(measure, emergencies, inner.height);
    const auto strip = strip_of(measure, inner, {}, {}, look);
    out.pages = draw_pages(context, place, strip, emergencies, look, Sentences::Several);
    out.wish_px = height_missing(measure, strip, emergencies, look, Sentences::Several);
    return out;  // nothing takes turns with an emergency
  }
  const RectPx inner = inside(context, place.box, context.unit);
  const auto bare = strip_of(measure, inner, {}, {}, kQuiet);
  // Where no sessions are told, beside the greetings in all languages, not everybody reads the page's.
  const bool for_all = !option_flag(place.region, "sessions", true);
  const auto messages = texts_of(context, MessageKind::Notice, for_all ? Readers::Everybody : Readers::OfThePage);
  const auto notices = draw_pages(context, place, bare, messages, kQuiet, Sentences::Several);
  const auto changes = changes_of_today(context, place.region);
  out.wish_px = std::max(height_missing(measure, bare, messages, kQuiet, Sentences::Several),
                         height_missing(measure, strip_of(measure, inner, context.say("changed-today"), {}, kQuiet),
                                        changes, kQuiet, Sentences::One));
  const auto with = [&](std::size_t count) {
    const TaggedText more = count < changes.size() ? more_note(context, changes.size() - count, false) : TaggedText{};
    const auto strip = strip_of(measure, inner, context.say("changed-today"), more, kQuiet);
    auto pages = notices;
    for (auto& page :
         draw_pages(context, place, strip,
                    std::vector<TaggedText>{changes.begin(), changes.begin() + static_cast<std::ptrdiff_t>(count)},
                    kQuiet, Sentences::One))
      pages.push_back(std::move(page));
    return pages;
  };
  out.pages = with(changes.size());
  if (!in_time(context, out.pages)) {
    std::size_t fits = 1;  // the latest is told in any case
    std::size_t too_many = changes.size();
    while (fits + 1 < too_many) {
      const std::size_t middle = (fits + too_many) / 2;
      (in_time(context, with(middle)) ? fits : too_many) = middle;
    }
    out.pages = with(std::min(fits, changes.size()));
  }
  if (out.pages.empty()) out.pages.emplace_back();
  return out;
}

}  // namespace skylt
