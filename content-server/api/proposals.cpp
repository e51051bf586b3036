// What waits for somebody who may: an editor's change to what is not hers, a volunteer's words.
#include "content-server/api/desk.hpp"

namespace skylt {
namespace {

Proposal find_proposal(Desk& desk, const std::string& id) {
  for (auto& proposal : desk.store.proposals())
    if (proposal.id == id) return proposal;
  throw Error{ErrorCode::NotFound, "there is no proposal '" + id + "'"};
}

/// Sent again, because nobody knew whether the first arrived.
bool decided_so(const Call& call, const Proposal& proposal, const std::string& state) {
  return !call.request.header("X-Skylt-Once").empty() && proposal.document["state"] == state &&
         proposal.document["decided_by"] == call.actor();
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

/// The proposal with the decision in it.
Proposal decided(const Call& call, Proposal proposal, const std::string& state) {
  proposal.document["state"] = state;
  proposal.document["decided_by"] = call.actor();
  proposal.document["word"] = read_body(call.body, [](JsonReader& reader) {
    auto word = clean_text(reader.optional_string("word"), 500);
    reader.reject_unknown();
    return word;
  });
  return proposal;
}

HttpResponse answer(Desk& desk, const Call& call, const Proposal& proposal, std::int64_t revision) {
  publish_proposal(desk, proposal.document);
  answer_by_mail(desk, proposal.document, call.now);
  return written(200, revision, Json{{"proposal", proposal.document}});
}

/// Does what was proposed, and keeps the decision with it.
void carry_out(Desk& desk, const Call& call, Json request, const std::string& what, const Writer& writer) {
  if (what == "change") {
    request["id"] = new_id("c");
    auto change = read_body(request, read_change);
    change.created = call.now;
    desk.store.add_change(change, writer);
    return;
  }
  const auto id = request["id"].get<std::string>();
  if (what == "session")
    desk.store.put_document("sessions", id, to_json(read_body(request, read_session)), writer);
  else
    desk.store.put_document("messages", id, to_json(read_body(request, read_message)), writer);
}

}  // namespace

bool may_see_proposal(const Login& login, const Json& document) {
  if (login.link) return document["link"] == login.link->id;
  return authorise(login, Action::Decide, Whose::Nothing) == Verdict::Allowed ||
         (login.account && login.account->role != Role::Editor) || document["by"] == actor_of(login);
}

void publish_proposal(Desk& desk, const Json& document) {
  desk.streams.publish_to([&](const Login& login) { return may_see_proposal(login, document); }, "proposal", document);
}

HttpResponse get_proposals(Desk& desk, Call& call) {
  Json list = Json::array();
  for (const auto& proposal : desk.store.proposals())
    if (may_see_proposal(call.login, proposal.document)) list.push_back(proposal.document);
  Json json = revision_json(desk);
  json["proposals"] = std::move(list);
  return json_response(200, json);
}

HttpResponse post_accept(Desk& desk, Call& call) {
  const auto waiting = find_proposal(desk, call.name());
  if (decided_so(call, waiting, "accepted"))
    return written(200, desk.store.revision(), Json{{"proposal", waiting.document}});
  if (waiting.document["by"] == call.actor()) throw forbidden("somebody else accepts what you propose yourself (S-27)");
  const auto proposal = decided(call, waiting, "accepted");
  std::int64_t revision = 0;
  // What others did to the same thing since the decider looked, else since it was proposed, is shown to her first.
  Writer writer{proposal.document["by"].get<std::string>(), call.writer(nullptr).seen, &revision};
  if (!writer.seen && proposal.document.contains("seen")) writer.seen = proposal.document["seen"].get<std::int64_t>();
  writer.settles = &proposal;
  carry_out(desk, call, proposal.document["request"], proposal.document["what"].get<std::string>(), writer);
  return answer(desk, call, proposal, revision);
}

HttpResponse post_decline(Desk& desk, Call& call) {
  const auto waiting = find_proposal(desk, call.name());
  if (decided_so(call, waiting, "declined"))
    return written(200, desk.store.revision(), Json{{"proposal", waiting.document}});
  const auto proposal = decided(call, waiting, "declined");
  std::int64_t revision = 0;
  desk.store.put_proposal(proposal, {call.actor(), std::nullopt, &revision});
  return answer(desk, call, proposal, revision);
}

}  // namespace skylt
