#include "content-server/http/certificate.hpp"

#include <spdlog/spdlog.h>
#include <sys/stat.h>

#include "core/base/error.hpp"

namespace skylt {
namespace {

constexpr std::chrono::seconds kLookAgain{1};

std::string stamp_of(const std::string& file) {
  struct stat state {};
  if (stat(file.c_str(), &state) != 0) return {};
  return std::to_string(state.st_ino) + ' ' + std::to_string(state.st_size) + ' ' +
         std::to_string(state.st_mtim.tv_sec) + '.' + std::to_string(state.st_mtim.tv_nsec);
}

}  // namespace

ServedCertificate::ServedCertificate(Certificate files)
    : files_{std::move(files)},
      loaded_{load(files_)},
      seen_{stamps(files_)},
      looked_{std::chrono::steady_clock::now()} {}

ServedCertificate::Stamps ServedCertificate::stamps(const Certificate& files) {
  return {stamp_of(files.chain_file), stamp_of(files.key_file)};
}

ServedCertificate::Loaded ServedCertificate::load(const Certificate& files) {
  auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
  const auto need = [](const std::string& file, const char* what, const asio::error_code& error) {
    if (error) throw Error{ErrorCode::Invalid, std::string{what} + " " + file + ": " + error.message()};
  };
  asio::error_code error;
  context->use_certificate_chain_file(files.chain_file, error);
  need(files.chain_file, "--certificate", error);
  context->use_private_key_file(files.key_file, asio::ssl::context::pem, error);
  need(files.key_file, "--key", error);
  return context;
}

asio::ssl::context ServedCertificate::context() {
  asio::ssl::context context{asio::ssl::context::tls_server};
  context.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                      asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1 |
                      asio::ssl::context::single_dh_use);
  SSL_CTX_set_cert_cb(context.native_handle(), &ServedCertificate::serve, this);
  return context;
}

ServedCertificate::Loaded ServedCertificate::current() {
  const std::lock_guard lock{mutex_};
  const auto now = std::chrono::steady_clock::now();
  if (now - looked_ < kLookAgain) return loaded_;
  looked_ = now;
  auto stands = stamps(files_);
  if (stands == seen_) return loaded_;
  seen_ = std::move(stands);
  try {
    loaded_ = load(files_);
    spdlog::info("the certificate was renewed: {}", files_.chain_file);
  } catch (const Error& error) {
    spdlog::warn("{}; the certificate before it stays in force", error.what());
  }
  return loaded_;
}

int ServedCertificate::serve(SSL* handshake, void* self) {
  const auto loaded = static_cast<ServedCertificate*>(self)->current();
  SSL_CTX* const from = loaded->native_handle();
  STACK_OF(X509)* chain = nullptr;
  SSL_CTX_get0_chain_certs(from, &chain);
  return SSL_use_certificate(handshake, SSL_CTX_get0_certificate(from)) == 1 &&
                 SSL_use_PrivateKey(handshake, SSL_CTX_get0_privatekey(from)) == 1 &&
                 SSL_set1_chain(handshake, chain) == 1
             ? 1
             : 0;
}

}  // namespace skylt
