#include "player/scene/welcome.hpp"

#include <algorithm>

#include "core/language/serving.hpp"

namespace skylt {
namespace {

LanguageChain languages_of(const Context& context) {
  LanguageChain all;
  const auto add = [&](const std::string& tag) {
    if (std::find(all.begin(), all.end(), tag) == all.end()) all.push_back(tag);
  };
  const auto& event = context.snapshot.event;
  add("sv");
  for (const auto& tag : event.languages)
    if (is_minority_language(tag)) add(tag);
  for (const auto& file : context.snapshot.words.files())
    if (is_minority_language(file.language)) add(file.language);
  for (const auto& tag : event.languages) add(tag);
  return all;
}

/// The words in this language or the one that serves its readers; empty where neither has any that may be shown.
TaggedText words_in(const Context& context, std::string_view key, const std::string& tag) {
  const LanguageChain only{tag};
  auto text = context.snapshot.words.say(key, only);
  return find_serving({&text.language, 1}, tag) ? text : TaggedText{};
}

TaggedText exactly(const Text& text, const std::string& tag) {
  const auto it = text.by_language().find(tag);
  return it == text.by_language().end() ? TaggedText{} : TaggedText{it->second, tag};
}

bool is_on(const Context& context, const Message& message) {
  const UtcTime now = context.moment.now;
  return (!message.from || *message.from <= now) && (!message.until || now < *message.until);
}

}  // namespace

std::vector<const Message*> messages_now(const Context& context, MessageKind kind) {
  std::vector<const Message*> mine;
  for (const auto& message : context.snapshot.messages)
    if (message.kind == kind && is_on(context, message) && selects(message.screens, context.snapshot.screen))
      mine.push_back(&message);
  std::stable_sort(mine.begin(), mine.end(),
                   [](const Message* a, const Message* b) { return a->priority > b->priority; });
  return mine;
}

std::vector<Greeting> greetings_of(const Context& context) {
  const auto messages = messages_now(context, MessageKind::Welcome);
  const Message* message = messages.empty() ? nullptr : messages.front();
  std::vector<Greeting> greetings;
  for (const auto& tag : languages_of(context)) {
    Greeting greeting;
    if (message) {
      greeting.text = exactly(message->text, tag);
      greeting.detail = exactly(message->detail, tag);
    }
    if (greeting.text.text.empty()) greeting.text = words_in(context, "welcome", tag);
    if (greeting.text.text.empty()) continue;
    LanguageChain chain{tag};
    chain.insert(chain.end(), context.chain.begin(), context.chain.end());
    if (greeting.detail.text.empty())
      greeting.detail = context.snapshot.event.name.best_for(chain).value_or(TaggedText{});
    greeting.name = {context.snapshot.words.name_of(tag), tag};
    greetings.push_back(std::move(greeting));
  }
  return greetings;
}

std::vector<std::vector<std::size_t>> greeting_pages(std::size_t greetings, std::size_t cells) {
  if (greetings == 0) return {};
  const std::size_t each = std::max<std::size_t>(2, cells) - 1;
  const auto most = static_cast<std::size_t>(kWelcomeCycle / kLeastDwell);
  const std::size_t others = std::min(greetings - 1, most * each);
  const std::size_t count = std::max<std::size_t>(1, (others + each - 1) / each);
  std::vector<std::vector<std::size_t>> pages(count, std::vector<std::size_t>{0});
  // Pages as full as each other: some one greeting longer than the rest.
  std::size_t next = 1;
  for (std::size_t page = 0; page < count; ++page) {
    const std::size_t here = others / count + (page < others % count ? 1 : 0);
    for (std::size_t i = 0; i < here; ++i) pages[page].push_back(next++);
  }
  return pages;
}

}  // namespace skylt
