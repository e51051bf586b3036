#include "content-server/phone/page_parts.hpp"
#include "core/base/url.hpp"

namespace skylt {
namespace {

std::string query_of(const PageAddress& to, const std::string& language) {
  std::string query;
  const auto add = [&](const std::string& part) { query += (query.empty() ? "?" : "&") + part; };
  if (!language.empty()) add("lang=" + escape_url(language));
  if (to.programme) add("view=programme");
  if (to.follow) add("follow");
  if (!to.moment.empty()) add("at=" + escape_url(to.moment));
  return query;
}

/// From one page below /s/ to another.
std::string path_between(const PageAddress& from, const PageAddress& to) {
  const std::string up = from.session.empty() ? "" : "../";
  return up + escape_url(to.screen) + (to.session.empty() ? "" : "/" + escape_url(to.session));
}

void put_globe(Html& html) {
  html.open("svg", {{"class", "globe"}, {"viewBox", "0 0 24 24"}, {"aria-hidden", "true"}, {"focusable", "false"}});
  html.open("circle", {{"cx", "12"}, {"cy", "12"}, {"r", "9.5"}}).close();
  html.open("ellipse", {{"cx", "12"}, {"cy", "12"}, {"rx", "4.2"}, {"ry", "9.5"}}).close();
  html.open("path", {{"d", "M2.5 12h19M4 7h16M4 17h16"}}).close();
  html.close();
}

void put_languages(Html& html, const Speech& speech, const PageFrame& frame) {
  if (frame.offered.size() < 2) return;
  const auto label = speech.say("phone.language");
  html.open("nav", {{"class", "languages"}, {"aria-label", label.text}}).open("details").open("summary");
  put_globe(html);
  html.put("span", TaggedText{label.text + ": ", label.language}, {{"class", "unseen"}});
  for (const auto& one : frame.offered)
    if (one.tag == frame.language) html.put("span", TaggedText{one.name, one.tag});
  html.close().open("ul");
  for (const auto& one : frame.offered) {
    Html::Attributes attributes{{"href", query_of(frame.address, one.tag)}, {"hreflang", one.tag}};
    if (one.tag == frame.language) attributes.emplace_back("aria-current", "true");
    html.open("li").put("a", TaggedText{one.name, one.tag}, attributes).close();
  }
  html.close().close().close();
}

bool is_draft(const PageFrame& frame) {
  for (const auto& one : frame.offered)
    if (one.tag == frame.language) return one.draft;
  return false;
}

void put_head(Html& html, const PageFrame& frame, const PageHead& head) {
  html.open("head").single("meta", {{"charset", "utf-8"}});
  const std::string event = head.event.text.empty() ? "" : " · " + head.event.text;
  html.put("title", head.title.text + event);
  html.single("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  html.single("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  html.single("meta", {{"name", "robots"}, {"content", "noindex"}});  // a stored "now" would mislead
  html.single("link", {{"rel", "icon"}, {"href", "data:,"}});
  html.single("link", {{"rel", "stylesheet"}, {"href", frame.to_root + "static/" + frame.style}});
  html.close();
}

}  // namespace

std::string framed(const Speech& speech, const PageFrame& frame, const PageHead& head,
                   const std::function<void(Html&)>& body) {
  Html html{frame.language};
  html.open("html", {{"lang", frame.language}, {"dir", html.right_to_left() ? "rtl" : "ltr"}});
  put_head(html, frame, head);
  html.open("body");
  html.put("a", speech.say("phone.skip"), {{"class", "skip"}, {"href", "#main"}});
  html.open("header");
  html.open("div", {{"class", "bar"}});
  html.put("p", head.event, {{"class", "event"}});
  put_languages(html, speech, frame);
  html.close();
  if (!head.back.text.empty()) {
    html.open("p", {{"class", "back"}});
    html.put("a", head.back, {{"href", head.back_to}}).close();
  }
  html.put("h1", head.title);
  if (!head.beside.text.empty()) html.put("p", head.beside, {{"class", "beside"}});
  html.close().open("main", {{"id", "main"}});
  body(html);
  html.close().open("footer");
  if (is_draft(frame)) html.put("p", speech.say("phone.draft"), {{"class", "draft"}});
  if (!head.updated.text.empty()) html.put("p", head.updated);
  html.put("p", speech.say("phone.no-tracking"));
  html.close().close().close();
  return html.take();
}

std::string link_to(const PageFrame& frame, const PageAddress& to) {
  return path_between(frame.address, to) + query_of(to, to.chosen_language ? frame.language : std::string{});
}

std::string link_to_session(const PageFrame& frame, const std::string& session) {
  PageAddress to = frame.address;
  to.session = session;
  to.programme = to.follow = false;
  return link_to(frame, to);
}

}  // namespace skylt
