// What is closed in the venues: a lift out of service, a door, a room.
#include <algorithm>

#include "content-server/api/desk.hpp"

namespace skylt {
namespace {

void check_hers(Call& call, const std::string& venue) {
  if (!call.allowed(whose_venue(call.login, venue))) throw forbidden("this venue is not one of yours");
}

}  // namespace

HttpResponse get_closures(Desk& desk, Call&) {
  Json json = revision_json(desk);
  json["closures"] = list_of(desk.store.event_data().closures);
  return json_response(200, json);
}

HttpResponse post_closure(Desk& desk, Call& call) {
  Json body = call.body;
  body["id"] = call.fresh_id("x");
  for (const char* ours : {"author", "created"}) body.erase(ours);
  auto closure = read_body(body, read_closure);
  check_hers(call, closure.venue);
  if (call.trying()) {
    const EventData before = desk.store.event_data();
    EventData after = before;
    after.closures.push_back(closure);
    return tried(desk, call, before, std::move(after));
  }
  for (const auto& known : desk.store.event_data().closures)
    if (known.id == closure.id) return written(200, desk.store.revision(), Json{{"closure", to_json(known)}});
  std::int64_t revision = 0;
  closure = desk.store.add_closure(std::move(closure), call.writer(&revision));
  return written(201, revision, Json{{"closure", to_json(closure)}});
}

HttpResponse delete_closure(Desk& desk, Call& call) {
  const EventData before = desk.store.event_data();
  const auto found = std::find_if(before.closures.begin(), before.closures.end(),
                                  [&](const Closure& each) { return each.id == call.name(); });
  if (found == before.closures.end()) throw Error{ErrorCode::NotFound, "there is no closure '" + call.name() + "'"};
  check_hers(call, found->venue);
  if (call.trying()) {
    EventData after = before;
    std::erase(after.closures, *found);
    return tried(desk, call, before, std::move(after));
  }
  std::int64_t revision = 0;
  desk.store.end_closure(found->id, call.writer(&revision));
  return written(200, revision);
}

}  // namespace skylt
