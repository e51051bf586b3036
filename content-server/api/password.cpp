#include "content-server/api/password.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string_view>

#include "core/base/ascii.hpp"
#include "core/base/error.hpp"

namespace skylt {
namespace {

constexpr unsigned long long kPasses = 2;
constexpr std::size_t kMemory = std::size_t{64} << 20;
constexpr std::size_t kShortest = 8, kLongestBytes = 1024;

// Words between spaces; as large as a literal may be by far.
constexpr char kListed[] =
#include "content-server/api/common_passwords.inc"
    ;

/// The most common passwords, all in lower case (S-20).
const std::set<std::string_view>& listed() {
  static const auto kSet = [] {
    std::set<std::string_view> words;
    std::string_view left{kListed};
    while (!left.empty()) {
      const auto end = std::min(left.find(' '), left.size());
      if (end > 0) words.insert(left.substr(0, end));
      left.remove_prefix(std::min(end + 1, left.size()));
    }
    return words;
  }();
  return kSet;
}

// The roots of the lists of leaked passwords that are eight characters or longer, or grow to that by what people add:
// digits, years, exclamation marks. Compared without case and after those are taken away.
constexpr std::array kCommon = {
    "password", "passw0rd",  "p@ssw0rd",  "p@ssword", "lösenord", "losenord", "qwerty",        "qwertyuiop",
    "qwertyui", "asdfgh",    "asdfghjkl", "asdfghjk", "zxcvbn",   "zxcvbnm",  "abc",           "abcd",
    "abcdef",   "abcdefgh",  "iloveyou",  "sunshine", "princess", "football", "baseball",      "superman",
    "batman",   "starwars",  "trustno",   "letmein",  "welcome",  "admin",    "administrator", "root",
    "master",   "monkey",    "dragon",    "shadow",   "michael",  "jennifer", "jordan",        "hunter",
    "charlie",  "computer",  "internet",  "whatever", "freedom",  "secret",   "test",          "testtest",
    "changeme", "default",   "guest",     "user",     "login",    "hello",    "sommar",        "vinter",
    "hösten",   "våren",     "summer",    "winter",   "spring",   "autumn",   "sverige",       "stockholm",
    "göteborg", "goteborg",  "malmö",     "malmo",    "hammarby", "skylt",    "malmostad",     "malmöstad",
    "qazwsx",   "qazwsxedc", "1q2w3e4r",  "1q2w3e",   "1qaz2wsx", "q1w2e3r4", "zaq12wsx",      "aa",
    "a"};

/// Without the digits and signs that people put at the ends.
std::string root_of(const std::string& password) {
  const auto added = [](char c) { return !is_alpha(c) && (c & 0x80) == 0; };
  const auto begin = std::find_if_not(password.begin(), password.end(), added);
  auto end = password.end();
  while (end != begin && added(*(end - 1))) --end;
  return {begin, end};
}

std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

}  // namespace

std::string hash_password(const std::string& password) {
  if (sodium_init() < 0) throw Error{ErrorCode::Internal, "libsodium cannot be initialised"};
  char hash[crypto_pwhash_STRBYTES];
  if (crypto_pwhash_str_alg(hash, password.data(), password.size(), kPasses, kMemory, crypto_pwhash_ALG_ARGON2ID13) !=
      0)
    throw Error{ErrorCode::Unavailable, "there is not memory enough to keep a password; try again"};
  return hash;
}

bool is_password(const std::string& password, const std::string& hash) {
  if (hash.empty()) {
    static const std::string kNobodys = hash_password("a password that nobody has");
    [[maybe_unused]] const int compared = crypto_pwhash_str_verify(kNobodys.c_str(), password.data(), password.size());
    return false;
  }
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

void check_new_password(const std::string& password, const std::string& email, const std::string& name) {
  const auto refuse = [](const std::string& why) { throw Error{ErrorCode::Invalid, "password: " + why}; };
  if (characters(password) < kShortest) refuse("at least 8 characters; three or four words are good");
  if (password.size() > kLongestBytes) refuse("at most 256 characters");
  const auto plain = lower_ascii(password);
  const auto root = root_of(plain);
  const bool common = root.empty() || listed().contains(plain) ||
                      std::find(kCommon.begin(), kCommon.end(), root) != kCommon.end() ||
                      std::find(kCommon.begin(), kCommon.end(), plain) != kCommon.end();
  const bool one_letter = std::all_of(plain.begin(), plain.end(), [&](char c) { return c == plain.front(); });
  if (common || one_letter) refuse("too common; three or four words are good");
  if (plain == lower_ascii(email) || (!name.empty() && plain == lower_ascii(name)))
    refuse("not your own name or address");
}

}  // namespace skylt
