#include "content-server/api/mailer.hpp"

#include <curl/curl.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <memory>
#include <thread>

#include "content-server/store/sqlite_store.hpp"
#include "core/base/base64.hpp"
#include "core/base/error.hpp"

namespace skylt {
namespace {

constexpr int kTries = 3;
constexpr std::chrono::seconds kPause{2};
constexpr long kSeconds = 20;
constexpr std::size_t kLine = 76;

/// Without what would begin another header.
std::string one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
  return text;
}

/// RFC 2047 in pieces of at most 75 characters, never through a letter.
std::string encoded_words(const std::string& text) {
  constexpr std::size_t kBytes = 42;
  std::string out;
  for (std::size_t from = 0; from < text.size();) {
    std::size_t to = std::min(from + kBytes, text.size());
    while (to < text.size() && to > from + 1 && (static_cast<unsigned char>(text[to]) & 0xc0) == 0x80) --to;
    out += (out.empty() ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?") + base64_of(text.substr(from, to - from)) + "?=";
    from = to;
  }
  return out;
}

std::string wrapped(const std::string& text) {
  std::string out;
  for (std::size_t from = 0; from < text.size(); from += kLine) out += text.substr(from, kLine) + "\r\n";
  return out;
}

std::string date_now() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  char text[40];
  static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d +0000", kDays[utc.tm_wday], utc.tm_mday,
                kMonths[utc.tm_mon], utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
  return text;
}

struct Reading {
  const std::string& text;
  std::size_t at = 0;
};

std::size_t read_more(char* to, std::size_t size, std::size_t count, void* state) {
  auto& reading = *static_cast<Reading*>(state);
  const auto length = std::min(size * count, reading.text.size() - reading.at);
  std::copy_n(reading.text.data() + reading.at, length, to);
  reading.at += length;
  return length;
}

}  // namespace

std::string mail_text(const Mail& mail, const std::string& from, const std::string& message_id,
                      const std::string& date) {
  std::string lines;
  for (const char c : mail.text) lines += c == '\n' ? "\r\n" : std::string{c};
  return "From: " + one_line(from) + "\r\nTo: " + one_line(mail.to) +
         "\r\nSubject: " + encoded_words(one_line(mail.subject)) + "\r\nDate: " + date + "\r\nMessage-ID: <" +
         message_id +
         ">\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
         "Content-Transfer-Encoding: base64\r\n\r\n" +
         wrapped(base64_of(lines));
}

bool needs_tls(const std::string& server) {
  for (const std::string host : {"smtp://127.0.0.1", "smtp://localhost", "smtp://[::1]"}) {
    if (!server.starts_with(host)) continue;
    const char next = server.size() == host.size() ? '/' : server[host.size()];
    if (next == ':' || next == '/') return false;
  }
  return true;
}

void Mailer::send(Mail mail) {
  if (!on()) return;
  const bool taken = workers_.add([this, mail = std::move(mail)] {
    for (int attempt = 1; attempt <= kTries; ++attempt) {
      try {
        return deliver(mail);
      } catch (const std::exception& error) {
        spdlog::warn("e-mail, try {} of {}: {}", attempt, kTries, describe(error));
      }
      if (attempt < kTries) std::this_thread::sleep_for(kPause);
    }
    spdlog::error("an answer by e-mail was not sent; is the mail server right?");
  });
  if (!taken) spdlog::error("an answer by e-mail was dropped: too many wait");
}

void Mailer::deliver(const Mail& mail) const {
  const auto domain = settings_.from.substr(settings_.from.find('@') + 1);
  const auto text = mail_text(mail, settings_.from, random_token() + '@' + domain, date_now());
  const std::unique_ptr<CURL, void (*)(CURL*)> curl{curl_easy_init(), curl_easy_cleanup};
  const std::unique_ptr<curl_slist, void (*)(curl_slist*)> to{
      curl_slist_append(nullptr, ('<' + one_line(mail.to) + '>').c_str()), curl_slist_free_all};
  if (!curl || !to) throw Error{ErrorCode::Unavailable, "no memory for an e-mail"};
  Reading reading{text};
  char said[CURL_ERROR_SIZE] = "";
  const std::string from = '<' + settings_.from + '>';
  curl_easy_setopt(curl.get(), CURLOPT_URL, settings_.server.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(curl.get(), CURLOPT_MAIL_FROM, from.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_MAIL_RCPT, to.get());
  curl_easy_setopt(curl.get(), CURLOPT_READFUNCTION, read_more);
  curl_easy_setopt(curl.get(), CURLOPT_READDATA, &reading);
  curl_easy_setopt(curl.get(), CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, kSeconds);
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_ERRORBUFFER, said);
  if (needs_tls(settings_.server)) curl_easy_setopt(curl.get(), CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
  if (!settings_.user.empty()) {
    curl_easy_setopt(curl.get(), CURLOPT_USERNAME, settings_.user.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_PASSWORD, settings_.password.c_str());
  }
  const auto result = curl_easy_perform(curl.get());
  if (result != CURLE_OK)
    throw Error{ErrorCode::Unavailable, settings_.server + ": " + (*said ? said : curl_easy_strerror(result))};
}

}  // namespace skylt
