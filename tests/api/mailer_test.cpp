// Answers by e-mail: the message itself, and which way it may take.
#include "content-server/api/mailer.hpp"

#include "core/base/base64.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;

namespace {

std::string head_of(const std::string& message) { return message.substr(0, message.find("\r\n\r\n")); }

std::string mail_with(const std::string& to, const std::string& subject, const std::string& text) {
  return mail_text({to, subject, text}, "skylt@malmomots.example", "1@malmomots.example",
                   "Tue, 04 May 2027 08:12:00 +0000");
}

}  // namespace

TEST_CASE("nothing in a mail can add a header to it") {
  const auto message =
      mail_with("a@example.org\r\nBcc: b@example.org", "Hej\r\nBcc: c@example.org", "Bcc: d@example.org");
  CHECK_THAT(head_of(message), !Catch::Matchers::Contains("\nBcc:"));
}

TEST_CASE("a mail's text arrives letter for letter, in lines of at most 76 characters (RFC 2045)") {
  std::string text;
  for (int i = 0; i < 40; ++i) text += "Rådhuset säger ja, أهلًا\n";
  const auto message = mail_with("a@example.org", "Svar", text);
  const auto body = message.substr(message.find("\r\n\r\n") + 4);
  std::size_t from = 0;
  while (from < body.size()) {
    const auto end = body.find("\r\n", from);
    REQUIRE(end != std::string::npos);
    CHECK(end - from <= 76);
    from = end + 2;
  }
  auto read = from_base64(body);
  REQUIRE(read);
  std::erase(*read, '\r');
  CHECK(*read == text);
}

TEST_CASE("only to this very machine does an e-mail go in the clear (S-14)") {
  for (const char* here : {"smtp://127.0.0.1", "smtp://127.0.0.1:2525", "smtp://localhost:25/", "smtp://[::1]:25"})
    CHECK_FALSE(needs_tls(here));
  for (const char* away :
       {"smtp://mail.example:587", "smtp://localhost.example:25", "smtp://127.0.0.1.example", "smtps://127.0.0.1"})
    CHECK(needs_tls(away));
}
