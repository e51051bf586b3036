// What waits for somebody who may: an editor's change to what is not hers, a volunteer's words.
#include "content-server/api/desk.hpp"

namespace skylt {
namespace {

Store::Proposal find_waiting(Desk& desk, const std::string& id) {
  for (auto& proposal : desk.store.proposals()) {
    if (proposal.id != id) continue;
    if (proposal.document["state"] == "waiting") return proposal;
    throw Error{ErrorCode::Conflict, "it was " + proposal.document["state"].get<std::string>() + " already by " +
                                         proposal.document["decided_by"].get<std::string>()};
  }
  throw Error{ErrorCode::NotFound, "there is no proposal '" + id + "'"};
}

HttpResponse decide(Desk& desk, Call& call, Store::Proposal proposal, const std::string& state) {
  proposal.document["state"] = state;
  proposal.document["decided_by"] = call.actor();
  proposal.document["word"] = read_body(call.body, [](JsonReader& reader) {
    auto word = clean_text(reader.optional_string("word"), 500);
    reader.reject_unknown();
    return word;
  });
  std::int64_t revision = 0;
  desk.store.put_proposal(proposal, {call.actor(), std::nullopt, &revision});
  desk.streams.publish("proposal", proposal.document);
  return written(200, revision, Json{{"proposal", proposal.document}});
}

}  // namespace

HttpResponse get_proposals(Desk& desk, Call& call) {
  const bool all = authorise(call.login, Action::Decide, Whose::Nothing) == Verdict::Allowed ||
                   (call.login.account && call.login.account->role != Role::Editor);
  Json list = Json::array();
  for (const auto& proposal : desk.store.proposals()) {
    const bool hers =
        call.login.link ? proposal.document["link"] == call.login.link->id : proposal.document["by"] == call.actor();
    if (all || hers) list.push_back(proposal.document);
  }
  return json_response(200, Json{{"proposals", list}});
}

HttpResponse post_accept(Desk& desk, Call& call) {
  auto proposal = find_waiting(desk, call.name());
  const auto& what = proposal.document["what"];
  Json request = proposal.document["request"];
  const Writer writer{proposal.document["by"].get<std::string>()};
  if (what == "change") {
    request["id"] = new_id("c");
    auto change = read_body(request, read_change);
    change.created = call.now;
    desk.store.add_change(change, writer);
  } else if (what == "session") {
    desk.store.put_document("sessions", request["id"].get<std::string>(), to_json(read_body(request, read_session)),
                            writer);
  } else {
    desk.store.put_document("messages", request["id"].get<std::string>(), to_json(read_body(request, read_message)),
                            writer);
  }
  return decide(desk, call, std::move(proposal), "accepted");
}

HttpResponse post_decline(Desk& desk, Call& call) {
  return decide(desk, call, find_waiting(desk, call.name()), "declined");
}

}  // namespace skylt
