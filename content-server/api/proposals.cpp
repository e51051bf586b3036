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

struct Proposer {
  std::string name, email;
};

/// Whom an answer goes to; no address where a personal link has none, or has ended.
Proposer proposer_of(Desk& desk, const Json& document, UtcTime now) {
  Proposer proposer{document["name"].get<std::string>(), ""};
  if (document["link"].is_null()) {
    proposer.email = document["by"].get<std::string>();
  } else {
    for (const auto& link : desk.accounts.links(now))
      if (document["link"] == link.id) proposer.email = link.email;
  }
  return proposer;
}

/// What the proposal is about, as a person would name it.
std::string subject_of(Desk& desk, const Json& document) {
  const EventData data = desk.store.event_data();
  const std::vector<std::string> chain{"sv", "en"};
  const auto best = [&](const Text& text) {
    const auto found = text.best_for(chain);
    return found ? found->text : std::string{};
  };
  for (const auto& session : data.sessions)
    if (document["session"] == session.id) return best(session.title);
  return document["what"] == "message" ? best(read_body(document["request"], read_message).text) : std::string{};
}

/// In Swedish and in English: nobody has said which she reads.
void answer_by_mail(Desk& desk, const Json& document, UtcTime now) {
  if (!desk.mailer.on()) return;
  const auto to = proposer_of(desk, document, now);
  if (to.email.empty()) return;
  const bool accepted = document["state"] == "accepted";
  const auto about = subject_of(desk, document);
  const auto word = document["word"].get<std::string>();
  const auto said = word.empty() ? std::string{} : "\n\n” " + word + " ”";
  desk.mailer.send({to.email,
                    accepted ? "Ditt förslag är godkänt / Your proposal was accepted"
                             : "Svar på ditt förslag / An answer to your proposal",
                    "Hej " + to.name + "!\n\n" +
                        (accepted ? "Ditt förslag är godkänt och går ut på skärmarna: "
                                  : "Ditt förslag blev inte av den här gången: ") +
                        about + said + "\n\nHello " + to.name + "!\n\n" +
                        (accepted ? "Your proposal was accepted and goes to the screens: "
                                  : "Your proposal was declined this time: ") +
                        about + said + "\n"});
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
  desk.store.put_proposal(proposal, call.writer(&revision));
  desk.streams.publish("proposal", proposal.document);
  answer_by_mail(desk, proposal.document, call.now);
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
  if (proposal.document["by"] == call.actor())
    throw forbidden("somebody else accepts what you propose yourself (S-27)");
  const auto& what = proposal.document["what"];
  Json request = proposal.document["request"];
  // The revision that the decider looked at: what others did to the same thing since is shown to her first.
  const Writer writer{proposal.document["by"].get<std::string>(), call.writer(nullptr).seen, nullptr};
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
