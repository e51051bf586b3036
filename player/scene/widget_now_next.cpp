#include <algorithm>
#include <numeric>
#include <set>
#include <span>

#include "player/scene/block.hpp"

namespace skylt {
namespace {

constexpr std::size_t kFollow = 3;
constexpr int kTitleLines = 3;
constexpr int kManyPages = 10;  ///< their number is as wide as any

/// The rows below a block, in pages that fit `height`.
std::vector<std::vector<Composed>> pages_of(std::vector<Composed> rows, int height) {
  std::vector<std::vector<Composed>> pages(1);
  int used = 0;
  for (auto& row : rows) {
    if (!pages.back().empty() && used + row.height > height) {
      pages.emplace_back();
      used = 0;
    }
    used += row.height;
    pages.back().push_back(std::move(row));
  }
  return pages;
}

int height_of(const std::vector<Composed>& rows) {
  int height = 0;
  for (const auto& row : rows) height += row.height;
  return height;
}

/// How rows are set below a block: with end and what differs from session to session, or only start and title.
enum class RowForm { Full, Plain };

/// How the rows fall into pages: all on one, whole rows on several, the first ones on one with the number of the
/// others, or long titles told in parts as well.
enum class RowPages { One, Several, First, Parts };

/// A way to set a door.
struct DoorForm {
  BlockForm block;
  RowForm rows = RowForm::Full;
  RowPages pages = RowPages::One;
};

/// All that a door shows; its pages before one with the code for phones; the block of that one, which takes all of its
/// place.
enum class DoorUse { Whole, BeforeCode, BesideCode };

/// A door measured for its place.
class DoorDrawing {
 public:
  DoorDrawing(const Context& context, const Place& place, const Door& door, DoorUse use)
      : context_{context}, place_{place}, door_{door}, use_{use}, measure_{context, place.region.id} {
    note_ = age_note(context);
    foot_ = foot_height(note_, kManyPages);
  }

  WidgetPages draw() {
    if (use_ == DoorUse::BesideCode) return draw_beside_code();
    for (const auto& form : forms())
      if (auto drawn = best_of(form)) return std::move(*drawn);
    return draw_in_parts();
  }

 private:
  int gap() const { return context_.unit; }
  int inset() const { return context_.unit * 2; }
  TextSize must() const { return std::max(context_.scale.must, TextSize::Medium); }
  bool has_brief() const { return !short_title_of(context_, *door_.session).text.empty(); }

  /// Whether all pages, and that of the code, are back in time.
  bool comes_round(const WidgetPages& drawn) const {
    const std::size_t pages = with_code(drawn.pages.size());
    return pages == 1 || pages <= pages_in_time(context_, drawn);
  }
  bool may_come_round(std::size_t pages) const { return with_code(pages) <= most_pages_in_time(context_); }
  std::size_t with_code(std::size_t pages) const { return pages + (use_ == DoorUse::BeforeCode ? 1 : 0); }

  /// Whoever came for what is not here reads so before anything else.
  bool is_grave() const { return door_.session->cancelled() || door_.seen == Seen::WhereItWas; }
  std::vector<TextSize> plate_sizes() const {
    return is_grave() ? std::vector{must(), TextSize::Small} : std::vector{TextSize::Small};
  }

  /// In order of what one would rather keep: large letters and all rows at once, then the full title with languages and
  /// services, then the rows' services, then the block's, at last the short title.
  std::vector<DoorForm> forms() const {
    std::vector<DoorForm> out;
    const auto add = [&](TextSize size, bool brief, BlockFacts facts, RowForm rows, RowPages pages) {
      out.push_back({{size, brief, facts}, rows, pages});
    };
    for (const bool brief : {false, true}) {
      if (brief && !has_brief()) continue;
      if (use_ == DoorUse::Whole) add(TextSize::Large, brief, BlockFacts::All, RowForm::Full, RowPages::One);
      add(must(), brief, BlockFacts::All, RowForm::Full, RowPages::One);
      add(must(), brief, BlockFacts::All, RowForm::Plain, RowPages::One);
      add(must(), brief, BlockFacts::Services, RowForm::Plain, RowPages::One);
      add(must(), brief, BlockFacts::All, RowForm::Full, RowPages::Several);
      add(must(), brief, BlockFacts::All, RowForm::Plain, RowPages::Several);
      add(must(), brief, BlockFacts::Services, RowForm::Plain, RowPages::Several);
      add(must(), brief, BlockFacts::None, RowForm::Plain, RowPages::Several);
    }
    for (const bool brief : {true, false}) {
      if (brief && !has_brief()) continue;
      add(must(), brief, BlockFacts::None, RowForm::Plain, RowPages::First);
      add(must(), brief, BlockFacts::None, RowForm::Plain, RowPages::Parts);
    }
    return out;
  }

  /// The title beside the times or below them, whichever leaves out less, then has fewer pages.
  std::optional<WidgetPages> best_of(DoorForm form) const {
    std::optional<WidgetPages> best;
    const auto rank = [](const WidgetPages& drawn) { return std::pair{drawn.left_out, drawn.pages.size()}; };
    for (const bool wide : {false, true})
      for (const TextSize plates : plate_sizes()) {
        form.block.wide = wide;
        form.block.plates = plates;
        auto drawn = try_form(form);
        if (!drawn || !comes_round(*drawn)) continue;
        // Services on one page rather than all facts on several, but no language loses its turn for them.
        const bool one_for_several = form.pages == RowPages::One && form.block.facts == BlockFacts::Services;
        if (one_for_several && stay_of(*drawn) > context_.cycle) continue;
        if (!best || rank(*drawn) < rank(*best)) best = std::move(drawn);
        break;
      }
    return best;
  }

  /// The block in all of its place, with how many follow; no page where it does not hold the title.
  WidgetPages draw_beside_code() const {
    const auto remark = with_remark(door_.rows.size());
    const int foot = foot_height(remark, 1);
    const auto fits = [&](const BlockForm& form) {
      const int high = compose_block(measure_, door_, form, place_.box.width, 0).height;
      return high + (foot > 0 ? gap() + foot : 0) <= place_.box.height && (form.brief || !is_long(form));
    };
    for (const bool brief : {false, true}) {
      if (brief && !has_brief()) continue;
      for (const auto facts : {BlockFacts::All, BlockFacts::Services, BlockFacts::None})
        for (const bool wide : {false, true})
          for (const TextSize plates : plate_sizes())
            if (const BlockForm form{must(), brief, facts, wide, true, plates}; fits(form))
              return draw_pages(form, {{}}, 0, foot, remark);
    }
    return {};
  }

  std::vector<Composed> rows_in(RowForm form, int most) const {
    std::vector<Row> rows = door_.rows;
    std::vector<const Row*> pointers;
    for (auto& row : rows) {
      if (form == RowForm::Plain) row.facts = {};
      if (form == RowForm::Plain && !row.running) row.until = {};
      pointers.push_back(&row);
    }
    const auto columns = columns_for(measure_, pointers, place_.box.width - 2 * inset());
    std::vector<Composed> out;
    owners_.clear();
    for (std::size_t i = 0; i < rows.size(); ++i)
      for (auto& part : compose_row(measure_, rows[i], columns, most)) {
        out.push_back(std::move(part));
        owners_.push_back(i);
      }
    return out;
  }

  /// The sessions of those parts of the last rows_in(), as numbers of their rows.
  std::set<std::size_t> sessions_of(std::span<const std::size_t> parts) const {
    std::set<std::size_t> sessions;
    for (const auto part : parts) sessions.insert(owners_[part]);
    return sessions;
  }

  /// So many parts of the last rows_in(): of what comes first, then of what people would come for in vain, then of the
  /// others.
  std::vector<std::size_t> in_order_of_need(std::size_t parts) const {
    std::vector<std::size_t> order(parts);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_partition(order.begin(), order.end(), [this](std::size_t part) {
      const Row& row = door_.rows[owners_[part]];
      return owners_[part] == 0 || row.struck || row.left;
    });
    return order;
  }

  /// Height that three rows of one line take; the block leaves it free so that it stands the same all day.
  int usual_rows() const {
    const int row =
        measure_.line_height(context_.scale.must) + measure_.line_height(TextSize::Small) + context_.unit * 8 / 5;
    return std::min(place_.box.height * 45 / 100, 3 * row);
  }

  std::optional<WidgetPages> try_form(const DoorForm& form) const {
    const int height = place_.box.height;
    if (form.block.title == TextSize::Large && !may_be_large(form.block)) return std::nullopt;
    if (!form.block.brief && is_long(form.block)) return std::nullopt;
    const auto natural = compose_block(measure_, door_, form.block, place_.box.width, 0);
    const int noted = foot_height(note_, 1);
    const int below_one = height - natural.height - gap() - noted;
    const auto rows = rows_in(form.rows, height);
    if (height_of(rows) <= below_one && natural.height <= height)
      return draw_pages(form.block, {rows}, std::max(std::min(usual_rows(), below_one), height_of(rows)), noted, note_);
    if (form.pages == RowPages::One) return std::nullopt;
    if (form.pages == RowPages::First) {
      const auto kept = parts_kept(natural.height, rows);
      // What the block has room for besides costs no row, nor a language its turn.
      for (const auto facts : {BlockFacts::All, BlockFacts::Services}) {
        BlockForm rich = form.block;
        rich.facts = facts;
        const int high = compose_block(measure_, door_, rich, place_.box.width, 0).height;
        if (kept.parts != parts_kept(high, rows).parts) continue;
        auto pages = draw_first(rich, high, kept, rows);
        if (pages && stay_of(*pages) <= context_.cycle) return pages;
      }
      return draw_first(form.block, natural.height, kept, rows);
    }
    const int below = height - natural.height - gap() - foot_;
    const int least =
        measure_.line_height(context_.scale.must) + measure_.line_height(TextSize::Small) + context_.unit * 8 / 5;
    const auto paged = rows_in(form.rows, form.pages == RowPages::Parts ? std::max(below, 1) : height);
    const int tallest = tallest_of(paged);
    if (below < tallest || below < least) return std::nullopt;
    const auto pages = pages_of(paged, below);
    if (!may_come_round(pages.size())) return std::nullopt;
    int highest = 0;
    for (const auto& page : pages) highest = std::max(highest, height_of(page));
    return draw_pages(form.block, pages, highest, foot_, note_);
  }

  /// Some parts of the last rows_in(), in their order, and the sessions that are not whole in them.
  struct Kept {
    std::vector<std::size_t> parts;
    std::set<std::size_t> left_out;
  };

  /// Those parts, and how many more sessions there are.
  std::optional<WidgetPages> draw_first(const BlockForm& form, int block_height, const Kept& kept,
                                        const std::vector<Composed>& rows) const {
    const auto remark = with_remark(kept.left_out.size());
    const int foot = foot_height(remark, 1);
    if (foot > place_.box.height - block_height - gap()) return std::nullopt;
    std::vector<Composed> shown;
    for (const auto part : kept.parts) shown.push_back(rows[part]);
    const int rows_height = height_of(shown);
    auto out = draw_pages(form, {std::move(shown)}, rows_height, foot, remark);
    out.left_out = kept.left_out.size();
    return out;
  }

  /// What fits below a block of that height with how many more there are.
  Kept parts_kept(int block_height, const std::vector<Composed>& rows) const {
    const auto order = in_order_of_need(rows.size());
    const int free = place_.box.height - block_height - gap();
    int used = height_of(rows);
    std::size_t count = order.size();
    const auto left_out = [&] { return sessions_of(std::span{order}.subspan(count)); };
    while (count > 0 && used + foot_height(with_remark(left_out().size()), 1) > free)
      used -= rows[order[--count]].height;
    Kept kept{{order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count)}, left_out()};
    std::sort(kept.parts.begin(), kept.parts.end());
    return kept;
  }

  TaggedText with_remark(std::size_t left_out) const {
    if (left_out == 0) return note_;
    return joined({more_note(context_, left_out, false), note_});
  }
  int foot_height(const TaggedText& note, int pages) const {
    return compose_foot(measure_, {note, pages - 1, pages}, place_.box.width - 2 * inset(), "ground").height;
  }

  static int tallest_of(const std::vector<Composed>& rows) {
    int tallest = 0;
    for (const auto& row : rows) tallest = std::max(tallest, row.height);
    return tallest;
  }

  SetPiece title_in(const BlockForm& form) const {
    Piece piece;
    piece.text = form.brief ? short_title_of(context_, *door_.session) : title_of(context_, *door_.session);
    piece.size = form.title;
    piece.weight = Weight::Bold;
    return measure_.set(piece, block_title_width(measure_, door_, form, place_.box.width));
  }

  /// A title of more than three lines gives way to the author's short one, where that has fewer.
  bool is_long(BlockForm form) const {
    const int lines = title_in(form).lines();
    form.brief = true;
    return lines > kTitleLines && has_brief() && title_in(form).lines() < lines;
  }

  /// Large letters, but not for what is not here, on many lines, or at the price of a divided word.
  bool may_be_large(BlockForm form) const {
    if (is_grave()) return false;
    const auto divides = [](const SetPiece& set) {
      return set.layout && std::any_of(set.layout->lines.begin(), set.layout->lines.end(),
                                       [](const TextLine& line) { return line.hyphenated; });
    };
    const auto large = title_in(form);
    if (large.lines() > kTitleLines || (large.layout && large.layout->truncated)) return false;
    form.title = must();
    return !divides(large) || divides(title_in(form));
  }

  /// The block takes what the rows' `rows_height` and the `foot` leave.
  WidgetPages draw_pages(const BlockForm& form, const std::vector<std::vector<Composed>>& pages, int rows_height,
                         int foot, const TaggedText& note) const {
    const int below = (rows_height > 0 ? rows_height + gap() : foot > 0 ? gap() : 0) + foot;
    const auto block = compose_block(measure_, door_, form, place_.box.width, place_.box.height - below);
    WidgetPages out;
    for (std::size_t i = 0; i < pages.size(); ++i)
      out.pages.push_back(page(block, pages[i], static_cast<int>(i), static_cast<int>(pages.size()), note));
    return out;
  }

  std::vector<SceneItem> page(const Composed& block, const std::vector<Composed>& rows, int index, int count,
                              const TaggedText& note) const {
    Canvas canvas{context_, place_.region.id};
    const RectPx& box = place_.box;
    put(canvas, block, box.x, box.y);
    int y = box.y + block.height + (rows.empty() ? 0 : gap());
    const int line = std::max(1, context_.unit / 10);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (i > 0) canvas.shape("rule", {box.x, y, box.width, line}, "rule");
      put(canvas, rows[i], box.x + inset(), y);
      y += rows[i].height;
    }
    const auto foot = compose_foot(canvas, {note, index, count}, box.width - 2 * inset(), "ground");
    put(canvas, foot, box.x + inset(), box.bottom() - foot.height);
    return canvas.take();
  }

  /// A title that no page holds whole is told in parts; room and time stay on each page.
  WidgetPages draw_in_parts() const {
    BlockForm form{must(), has_brief(), BlockFacts::None, true};
    auto parts = parts_in(form);
    if (!parts.has_room_for_remark || parts.drawn.size() > 1) {
      form.status = false;  // the whole title, and how many more there are, before how long it is until this one
      auto bare = parts_in(form);
      if (!parts.has_room_for_remark || bare.drawn.size() < parts.drawn.size()) parts = std::move(bare);
    }
    WidgetPages out;
    out.left_out = parts.left_out;
    out.in_parts = parts.drawn.size() > 1;
    const auto count = static_cast<int>(parts.drawn.size());
    for (int i = 0; i < count; ++i) {
      const auto& [block, below] = parts.drawn[static_cast<std::size_t>(i)];
      out.pages.push_back(page(block, below, i, count, parts.note));
    }
    return out;
  }

  /// The pages of a title told in parts: block and rows below of each.
  struct Parts {
    std::vector<std::pair<Composed, std::vector<Composed>>> drawn;
    bool has_room_for_remark = false;
    std::size_t left_out = 0;
    TaggedText note;
  };
  Parts parts_in(const BlockForm& form) const {
    Piece piece;
    piece.text = form.brief ? short_title_of(context_, *door_.session) : title_of(context_, *door_.session);
    piece.size = form.title;
    piece.weight = Weight::Bold;
    Piece dash = piece;
    dash.text = {"–", "und"};
    const auto bare = compose_block(measure_, door_, form, place_.box.width, 0, dash.text);
    const int foot = foot_height(with_remark(door_.rows.size()), kManyPages);
    const int free = place_.box.height - foot - gap() - (bare.height - measure_.line_height(dash));
    const auto rows = rows_in(RowForm::Plain, std::max(1, place_.box.height - foot));
    const auto texts = split_text(measure_, piece, block_title_width(measure_, door_, form, place_.box.width),
                                  std::max(1, free / measure_.line_height(piece)));
    const auto order = in_order_of_need(rows.size());
    Parts parts;
    std::size_t placed = 0;
    for (const auto& text : texts) {
      auto& [block, below] = parts.drawn.emplace_back(compose_block(measure_, door_, form, place_.box.width, 0, text),
                                                      std::vector<Composed>{});
      int used = block.height + gap() + foot;
      std::vector<std::size_t> here;
      while (placed < order.size() && used + rows[order[placed]].height <= place_.box.height) {
        used += rows[order[placed]].height;
        here.push_back(order[placed++]);
      }
      std::sort(here.begin(), here.end());
      for (const auto part : here) below.push_back(rows[part]);
    }
    parts.has_room_for_remark = std::all_of(parts.drawn.begin(), parts.drawn.end(), [&](const auto& part) {
      return part.first.height + height_of(part.second) + gap() + foot <= place_.box.height;
    });
    parts.left_out = sessions_of(std::span{order}.subspan(placed)).size();
    parts.note = parts.has_room_for_remark ? with_remark(parts.left_out) : note_;
    return parts;
  }

  const Context& context_;
  const Place& place_;
  const Door& door_;
  DoorUse use_;
  Canvas measure_;
  TaggedText note_;
  int foot_ = 0;
  mutable std::vector<std::size_t> owners_;  ///< whose row each part of the last rows_in() is
};

/// Whether a full session of another room is shown here too, now or later today.
bool relays(const Context& context, const std::vector<std::string>& rooms) {
  return std::any_of(context.view.rooms.begin(), context.view.rooms.end(), [&](const RoomNow& room) {
    return room.room_id && !room.relayed.empty() && std::find(rooms.begin(), rooms.end(), *room.room_id) != rooms.end();
  });
}

std::size_t follow_of(const Region& region) {
  const auto it = region.options.find("follow");
  return it != region.options.end() && it->is_number_integer() ? it->get<std::size_t>() : kFollow;
}

WidgetPages draw_door(const Context& context, const Place& place, DoorUse use) {
  const Door door = door_of(context, door_rooms(context, place.region), follow_of(place.region));
  if (!door.session) return {};
  auto out = DoorDrawing{context, place, door, use}.draw();
  out.minute_ticks = door.state == DoorState::Running || door.counts_minutes || door.state == DoorState::Next;
  out.shows_age = true;
  out.is_door = true;
  return out;
}

}  // namespace

WidgetPages draw_now_next(const Context& context, const Place& place) {
  const auto rooms = door_rooms(context, place.region);
  Region filtered = place.region;
  filtered.options = Json{{"venues", "all"}, {"rooms", rooms}};
  const Filter filter{context, filtered};
  if (!context.trusted()) return draw_list(context, place, {day_without_clock(context, filter, ShowRoom::No)});
  if (const auto ending = relays(context, rooms) ? std::nullopt : ending_of(context, filter))
    return draw_ending(context, place, *ending, rooms.size() > 1 ? ShowRoom::Yes : ShowRoom::No);
  auto out = draw_door(context, place, DoorUse::Whole);
  if (out.pages.empty()) out.pages.push_back({});
  return out;
}

WidgetPages draw_door_before_code(const Context& context, const Place& place) {
  return draw_door(context, place, DoorUse::BeforeCode);
}

WidgetPages draw_door_beside_code(const Context& context, const Place& place) {
  return draw_door(context, place, DoorUse::BesideCode);
}

}  // namespace skylt
