#include "content-server/phone/html.hpp"

#include <cassert>

#include "core/base/ascii.hpp"

namespace skylt {
namespace {

constexpr std::string_view kLeftToRightIsolate = "\u2066";
constexpr std::string_view kFirstStrongIsolate = "\u2068";
constexpr std::string_view kPopIsolate = "\u2069";

const char* entity_of(char c) {
  switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return nullptr;
  }
}

/// Isolates as elements; an isolate that nothing opened or ended leaves no trace.
std::string text_to_html(std::string_view text) {
  std::string out;
  int isolates = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto rest = text.substr(at);
    if (rest.starts_with(kLeftToRightIsolate) || rest.starts_with(kFirstStrongIsolate)) {
      out += rest.starts_with(kLeftToRightIsolate) ? "<bdi dir=\"ltr\">" : "<bdi>";
      ++isolates;
      at += kPopIsolate.size();
    } else if (rest.starts_with(kPopIsolate)) {
      if (isolates > 0) out += "</bdi>";
      isolates -= isolates > 0 ? 1 : 0;
      at += kPopIsolate.size();
    } else {
      const char* entity = entity_of(rest.front());
      if (entity)
        out += entity;
      else if (rest.front() == '\n')
        out += "<br>";
      else
        out += rest.front();
      ++at;
    }
  }
  for (; isolates > 0; --isolates) out += "</bdi>";
  return out;
}

}  // namespace

Html::Html(std::string language) : language_{std::move(language)}, right_to_left_{is_right_to_left(language_)} {}

void Html::start(const char* element, const Attributes& attributes) {
  out_ += '<';
  out_ += element;
  for (const auto& [name, value] : attributes) {
    out_ += ' ';
    out_ += name;
    out_ += "=\"" + escape_html(value) + '"';
  }
  out_ += '>';
}

Html& Html::open(const char* element, const Attributes& attributes) {
  start(element, attributes);
  open_.push_back(element);
  return *this;
}

Html& Html::single(const char* element, const Attributes& attributes) {
  start(element, attributes);
  return *this;
}

Html& Html::close() {
  assert(!open_.empty());
  out_ += "</";
  out_ += open_.back();
  out_ += ">";
  open_.pop_back();
  return *this;
}

Html& Html::text(std::string_view words) {
  out_ += text_to_html(words);
  return *this;
}

void Html::tag(Attributes& attributes, const std::string& language) const {
  if (language == language_) return;
  if (language == "und") {
    attributes.emplace_back("dir", "auto");  // a name of its own; which language is not known
    return;
  }
  attributes.emplace_back("lang", language);
  attributes.emplace_back("dir", is_right_to_left(language) ? "rtl" : "ltr");
}

Html& Html::put(const char* element, const TaggedText& words, Attributes attributes) {
  tag(attributes, words.language);
  return open(element, attributes).text(words.text).close();
}

Html& Html::put(const char* element, std::string_view words, const Attributes& attributes) {
  return open(element, attributes).text(words).close();
}

std::string Html::take() {
  assert(open_.empty());
  out_ += '\n';
  return std::move(out_);
}

std::string escape_html(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (const char* entity = entity_of(c))
      out += entity;
    else
      out += c;
  }
  return out;
}

}  // namespace skylt
