#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "player/scene/selection.hpp"
#include "player/scene/welcome.hpp"

namespace skylt {
namespace {

std::vector<TaggedText> notices(const Context& context) {
  std::vector<TaggedText> texts;
  for (const auto* message : messages_now(context, MessageKind::Notice)) {
    TaggedText text = context.best(message->text);
    if (const auto detail = context.best(message->detail); !detail.text.empty()) text.text += " " + detail.text;
    if (!text.text.empty()) texts.push_back(std::move(text));
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
  const auto title = name_argument("title", name_of(context, item));
  if (item.replaced_by) {
    if (const auto other = title_of_id(context, *item.replaced_by); !other.empty())
      return context.say("change.replaced", {title, name_argument("other", other)});
  }
  if (item.cancelled()) return context.say("change.cancelled", {title});
  if (item.moved()) {
    const auto room = room_name(context, item.session.room);
    if (!room.text.empty()) return context.say("change.moved", {title, name_argument("room", room.text)});
  }
  if (item.delayed())
    return context.say("change.delayed", {title, code_argument("time", context.clock(item.session.start))});
  if (item.full) return context.say("change.full", {title});
  return context.best(item.note);
}

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
  const auto primary = language.substr(0, language.find('-'));
  const auto found =
      std::find_if(kStops.begin(), kStops.end(), [&](const Stop& stop) { return stop.first == primary; });
  return found != kStops.end() ? found->second : ".";
}

/// Sentences stand one after another, so each ends like one.
TaggedText ended(TaggedText text) {
  static constexpr std::array<std::string_view, 14> kEnds{".", "!", "?", "…", "。", "！", "？",
                                                          "।", "։", "።", "។", "။",  "۔",  "؟"};
  const auto ends = [&](std::string_view mark) { return text.text.ends_with(mark); };
  if (!text.text.empty() && std::none_of(kEnds.begin(), kEnds.end(), ends)) text.text += full_stop(text.language);
  return text;
}

/// Where a strip's texts stand: a label in its column, the sentences beside or below it.
struct Strip {
  SetPiece label;
  int label_x = 0;
  bool beside = true;  ///< the label stands beside the sentences, else above them
  int text_x = 0;
  int text_y = 0;
  int text_width = 0;
  int text_height = 0;
};

Strip strip_of(const Canvas& canvas, const RectPx& inner, const TaggedText& label_text) {
  const Context& context = canvas.context();
  Piece label;
  label.role = "heading";
  label.text = label_text;
  label.weight = Weight::Bold;
  label.colour = "changed";
  label.ground = "surface";
  const int width = canvas.width_of(label);
  const int gap = context.unit * 2;
  Strip strip;
  strip.beside = width + gap < inner.width / 3;
  strip.label = canvas.set(label, strip.beside ? width : inner.width);
  strip.label_x = inner.x;
  strip.text_x = inner.x + (strip.beside && width > 0 ? width + gap : 0);
  strip.text_y = inner.y + (strip.beside ? 0 : strip.label.height());
  strip.text_width = inner.right() - strip.text_x;
  strip.text_height = inner.bottom() - strip.text_y;
  return strip;
}

/// Sentences on pages: as many whole ones as fit on each, one below the other.
std::vector<std::vector<SetPiece>> fill_pages(const Canvas& canvas, const Strip& strip,
                                              const std::vector<TaggedText>& sentences) {
  Piece piece;
  piece.role = "notice";
  piece.ground = "surface";
  std::vector<std::vector<SetPiece>> pages;
  int used = 0;
  const int line = std::max(1, canvas.line_height(TextSize::Small));
  for (const auto& text : sentences) {
    piece.text = ended(text);
    for (const auto& part : split_text(canvas, piece, strip.text_width, std::max(1, strip.text_height / line))) {
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

void draw_page(Canvas& canvas, const RectPx& box, const Strip& strip, const std::vector<SetPiece>& page) {
  canvas.shape("strip", box, "surface");
  int height = 0;
  for (const auto& set : page) height += set.height();
  const int shift = std::max(0, strip.text_height - height) / 2;
  int y = strip.text_y + shift;
  canvas.put(strip.label, strip.label_x, strip.beside ? y : y - strip.label.height());
  for (const auto& set : page) {
    canvas.put(set, strip.text_x, y);
    y += set.height();
  }
}

}  // namespace

WidgetPages draw_changes(const Context& context, const Place& place) {
  const Canvas measure{context, place.region.id};
  RectPx inner = within_margins(context, place.box);
  inner.y += context.unit;
  inner.height = std::max(1, inner.height - 2 * context.unit);
  WidgetPages out;
  const auto add = [&](const TaggedText& label, const std::vector<TaggedText>& sentences) {
    const auto strip = strip_of(measure, inner, label);
    for (const auto& page : fill_pages(measure, strip, sentences)) {
      Canvas canvas{context, place.region.id};
      draw_page(canvas, place.box, strip, page);
      out.pages.push_back(canvas.take());
    }
  };
  add({}, notices(context));
  std::vector<TaggedText> sentences;
  if (context.trusted() && option_flag(place.region, "sessions", true)) {
    const Filter filter{context, place.region};
    for (const auto& item : changed_today(context.sessions, context.rule, context.moment.now)) {
      auto text = filter.passes(item) ? sentence(context, item) : TaggedText{};
      if (text.text.empty()) continue;
      sentences.push_back(std::move(text));
    }
  }
  add(context.say("changed-today"), sentences);
  if (out.pages.empty()) out.pages.emplace_back();
  return out;
}

}  // namespace skylt
