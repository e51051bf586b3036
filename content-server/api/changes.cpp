// Live changes of sessions.
#include <algorithm>

#include "content-server/api/desk.hpp"

namespace skylt {
namespace {

Change read_new_change(const Call& call) {
  Json body = call.body;
  body["id"] = call.fresh_id("c");
  for (const char* ours : {"author", "created", "seen_start", "seen_room"}) body.erase(ours);
  auto change = read_body(body, read_change);
  change.created = call.now;
  return change;
}

constexpr Millis kPublication{500};

/// As published, which leaves the processors to the players; worked out where that takes long.
std::vector<std::string> altered(const Desk& desk, std::int64_t revision, const EventData& before,
                                 const EventData& after) {
  if (auto published = desk.live.altered_by(revision, kPublication)) return *std::move(published);
  return affected_screens(before, after, *desk.assets);
}

}  // namespace

HttpResponse post_change(Desk& desk, Call& call) {
  const Change wanted = read_new_change(call);
  throw_on("body", senseless(wanted, desk.clock()));
  const EventData before = desk.store.event_data();
  const bool at_once = call.take(authorise_change(call.login, before, wanted, desk.clock()));
  if (call.trying()) {
    EventData after = before;
    after.changes.push_back(wanted);
    return tried(desk, call, before, std::move(after), &find_session(before, wanted.session));
  }
  for (const auto& known : before.changes)
    if (known.id == wanted.id)
      return written(200, desk.store.revision(), Json{{"change", to_json(known)}, {"screens", Json::array()}});
  if (!at_once) return propose(desk, call, "change", without(call.body, {"id"}), wanted.session);
  std::int64_t revision = 0;
  const Change change = desk.store.add_change(wanted, call.writer(&revision));
  EventData after = before;
  after.changes.push_back(change);
  return written(201, revision, Json{{"change", to_json(change)}, {"screens", altered(desk, revision, before, after)}});
}

HttpResponse delete_change(Desk& desk, Call& call) {
  const EventData before = desk.store.event_data();
  const auto found = std::find_if(before.changes.begin(), before.changes.end(),
                                  [&](const Change& each) { return each.id == call.name(); });
  if (found == before.changes.end()) throw Error{ErrorCode::NotFound, "there is no change '" + call.name() + "'"};
  EventData after = before;
  std::erase(after.changes, *found);
  // Taking back is as much as doing; what one may not take back, one may ask for by the opposite change.
  if (!call.take(authorise_change(call.login, before, *found, desk.clock())))
    throw forbidden("somebody who may change this session takes this back");
  if (call.trying()) return tried(desk, call, before, std::move(after));
  std::int64_t revision = 0;
  desk.store.undo_change(found->id, call.writer(&revision));
  return written(200, revision, Json{{"screens", altered(desk, revision, before, after)}});
}

}  // namespace skylt
