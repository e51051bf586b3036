// The one file that knows RESTinio. Its threads call the handler; answers come from any thread and are handed to the
// connection's own strand by RESTinio.
#include "content-server/http/transport.hpp"

#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <restinio/all.hpp>
#include <restinio/tls.hpp>

#include "content-server/http/certificate.hpp"

namespace skylt {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kMaxUrl = std::size_t{8} * 1024;
constexpr std::size_t kMaxHeaderFields = 100;
constexpr std::uint32_t kMaxHeader = 16 * 1024;
constexpr auto kReadLimit = 5s;  // the whole request; also how long an idle connection stays
// Where no proxy gathers what organisers send from far away: a programme of 4 MiB at a megabit a second.
constexpr auto kReadLimitTls = 40s;
constexpr auto kHandshakeLimit = 10s;
constexpr auto kWriteLimit = 120s;
constexpr auto kHoldLimit = 70s;  // above the longest held poll
constexpr std::size_t kThreads = 2;
constexpr std::size_t kFilesForOthers = 256;  // database, sockets of ours …

class AddressGuard {
 public:
  AddressGuard(ConnectionLimits& limits, std::size_t most) : limits_{limits}, most_{most} {}

  /// Throwing out of "accepted" makes RESTinio drop the connection before a byte of it is read.
  void state_changed(const restinio::connection_state::notice_t& notice) {
    if (restinio::holds_alternative<restinio::connection_state::accepted_t>(notice.cause())) {
      const auto address = notice.remote_endpoint().address().to_string();
      if (limits_.all() >= most_) throw Error{ErrorCode::Unavailable, "too many connections"};
      if (!limits_.open(notice.connection_id(), address, std::chrono::steady_clock::now()))
        throw Error{ErrorCode::Unavailable, "too many connections from " + address};
    } else if (restinio::holds_alternative<restinio::connection_state::closed_t>(notice.cause())) {
      limits_.close(notice.connection_id());
    }
  }

 private:
  ConnectionLimits& limits_;
  const std::size_t most_;
};

/// Without RESTinio's own count of connections: a connection that is still open when the server ends outlives it.
struct Traits : restinio::default_traits_t {
  using connection_state_listener_t = AddressGuard;
};

struct TlsTraits : restinio::default_tls_traits_t {
  using connection_state_listener_t = AddressGuard;
};

/// A TLS connection before its handshake is done: RESTinio counts and times only what comes after it.
class Handshakes {
 public:
  bool begin(const std::string& address) {
    const std::lock_guard lock{mutex_};
    if (all_ >= kMost || of_address_[address] >= kMostOfAddress) return false;
    ++all_;
    ++of_address_[address];
    return true;
  }
  void end(const std::string& address) {
    const std::lock_guard lock{mutex_};
    --all_;
    if (--of_address_[address] == 0) of_address_.erase(address);
  }

 private:
  static constexpr std::size_t kMost = 256, kMostOfAddress = 20;
  std::mutex mutex_;
  std::size_t all_ = 0;
  std::map<std::string, std::size_t> of_address_;
};

/// Ends a handshake that takes too long. Only shuts the socket down: the handshake then fails, and whoever waits for it
/// closes it.
class HandshakeLimit : public std::enable_shared_from_this<HandshakeLimit> {
 public:
  HandshakeLimit(restinio::tls_socket_t& socket, std::string address)
      : timer_{socket.get_executor(), kHandshakeLimit},
        socket_{socket.lowest_layer().native_handle()},
        address_{std::move(address)} {}

  void start() {
    timer_.async_wait([self = shared_from_this()](const asio::error_code& ended) {
      const std::lock_guard lock{self->mutex_};
      if (!ended && !self->done_) ::shutdown(self->socket_, SHUT_RDWR);
    });
  }
  /// The socket may be closed from now on.
  void done() {
    const std::lock_guard lock{mutex_};
    done_ = true;
    timer_.cancel();
  }
  const std::string& address() const { return address_; }

 private:
  asio::steady_timer timer_;
  std::mutex mutex_;
  bool done_ = false;
  const int socket_;
  const std::string address_;
};

Handshakes& handshakes() {
  static Handshakes all;
  return all;
}

/// RESTinio's own for TLS waits for the handshake as long as that takes; this one stands nearer to our connections.
template <class StartReading, class Failed>
void prepare_connection_and_start_read(restinio::tls_socket_t& socket, restinio::impl::connection_t<TlsTraits>& con,
                                       StartReading start_reading, Failed failed) {
  asio::error_code gone;
  const auto peer = socket.lowest_layer().remote_endpoint(gone);
  const auto address = counted_address(peer.address().to_string());
  if (gone || !handshakes().begin(address)) return failed(asio::error::make_error_code(asio::error::access_denied));
  const auto limit = std::make_shared<HandshakeLimit>(socket, address);
  limit->start();
  socket.async_handshake(asio::ssl::stream_base::server,
                         [start_reading, failed, limit, con = con.shared_from_this()](const asio::error_code& error) {
                           limit->done();
                           handshakes().end(limit->address());
                           error ? failed(error) : start_reading();
                         });
}

/// Part of a blob in the form that RESTinio writes without copying.
struct BlobSlice {
  BlobPtr blob;
  std::size_t offset, length;
  const void* data() const { return blob->bytes().data() + offset; }
  std::size_t size() const { return length; }
};

using ChunkedBuilder = restinio::response_builder_t<restinio::chunked_output_t>;

class RestinioStream : public Stream {
 public:
  explicit RestinioStream(ChunkedBuilder builder) : builder_{std::move(builder)} {}
  ~RestinioStream() override { builder_.done(); }

  bool send(std::string piece) override {
    if (*gone_) return false;
    builder_.append_chunk(std::move(piece));
    builder_.flush([gone = gone_](const asio::error_code& error) {
      if (error) *gone = true;
    });
    return true;
  }

 private:
  ChunkedBuilder builder_;
  std::shared_ptr<std::atomic<bool>> gone_ = std::make_shared<std::atomic<bool>>(false);
};

class RestinioAnswer : public Answer {
 public:
  explicit RestinioAnswer(restinio::request_handle_t request) : request_{std::move(request)} {}

  void send(HttpResponse response) override {
    if (response.head_only) return send_head(response);
    auto builder = request_->create_response();
    put_headers(builder, response);
    if (response.blob && response.length > 0) {
      builder.set_body(
          std::make_shared<BlobSlice>(BlobSlice{std::move(response.blob), response.offset, response.length}));
    } else if (!response.body.empty()) {
      builder.set_body(std::move(response.body));
    }
    builder.done();
  }

  std::unique_ptr<Stream> stream(HttpResponse response) override {
    auto builder = request_->create_response<restinio::chunked_output_t>();
    put_headers(builder, response);
    builder.flush();
    return std::make_unique<RestinioStream>(std::move(builder));
  }

 private:
  template <class Builder>
  static void put_headers(Builder& builder, const HttpResponse& response) {
    builder.header().status_line(restinio::http_status_line_t{
        restinio::http_status_code_t{static_cast<std::uint16_t>(response.status)}, reason_of(response.status)});
    for (const auto& [name, value] : security_headers()) builder.header().set_field(name, value);
    for (const auto& [name, value] : response.headers) builder.header().set_field(name, value);
    builder.append_header_date_field();
    if (response.close) builder.connection_close();
  }

  void send_head(const HttpResponse& response) {
    auto builder = request_->create_response<restinio::user_controlled_output_t>();
    put_headers(builder, response);
    builder.set_content_length(response.blob ? response.length : response.body.size());
    builder.done();
  }

  static const char* reason_of(int status) {
    switch (status) {
      case 200: return "OK";
      case 201: return "Created";
      case 202: return "Accepted";
      case 204: return "No Content";
      case 206: return "Partial Content";
      case 304: return "Not Modified";
      case 308: return "Permanent Redirect";
      default: return status < 500 ? "Refused" : "Failed";
    }
  }

  restinio::request_handle_t request_;
};

HttpRequest request_from(const restinio::request_handle_t& handle, bool secure) {
  HttpRequest request;
  const auto& header = handle->header();
  request.method = header.method().c_str();
  request.path = std::string{header.path()};
  request.query = std::string{header.query()};
  request.body = handle->body();
  request.address = handle->remote_endpoint().address().to_string();
  request.connection = handle->connection_id();
  request.secure = secure;
  request.header = [&header](const char* name) { return header.get_field_or(name, std::string{}); };
  return request;
}

std::size_t most_connections() {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return 512;
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  getrlimit(RLIMIT_NOFILE, &files);
  const auto open = static_cast<std::size_t>(std::min<rlim_t>(files.rlim_cur, 1'000'000));
  return open > 2 * kFilesForOthers ? open - kFilesForOthers : open / 2;
}

/// A running server of either kind; stopped by the destructor.
class Running {
 public:
  virtual ~Running() = default;
};

template <class ServerTraits>
class RunningOf final : public Running {
 public:
  explicit RunningOf(restinio::server_settings_t<ServerTraits> settings)
      : server_{restinio::run_async<ServerTraits>(restinio::own_io_context(), std::move(settings), kThreads)} {}
  ~RunningOf() override {
    server_->stop();
    server_->wait();
  }
  RunningOf(const RunningOf&) = delete;
  RunningOf& operator=(const RunningOf&) = delete;

 private:
  restinio::running_server_handle_t<ServerTraits> server_;
};

/// What both kinds have: limits (S-29, R-23), where to listen, whom to ask. `address` takes the port that was given.
template <class ServerTraits>
restinio::server_settings_t<ServerTraits> settings_for(ListenAddress& address, ConnectionLimits& limits,
                                                       HttpHandler handler) {
  auto settings = restinio::server_settings_t<ServerTraits>{};
  settings.protocol(address.v6 ? asio::ip::tcp::v6() : asio::ip::tcp::v4())
      .address(address.host)
      .port(address.port)
      .read_next_http_message_timelimit(address.tls ? kReadLimitTls : kReadLimit)
      .write_http_response_timelimit(kWriteLimit)
      .handle_request_timeout(kHoldLimit)
      .max_pipelined_requests(1)
      .concurrent_accepts_count(1)  // of several at once two could get one connection_id: RESTinio counts unguarded
      .buffer_size(2048)
      .timer_manager(1s)
      .incoming_http_msg_limits(restinio::incoming_http_msg_limits_t{}
                                    .max_url_size(kMaxUrl)
                                    .max_field_name_size(256)
                                    .max_field_value_size(kMaxUrl)
                                    .max_field_count(kMaxHeaderFields)
                                    .max_body_size(Transport::kMaxBody))
      .connection_state_listener(std::make_shared<AddressGuard>(limits, most_connections()))
      .acceptor_options_setter([](restinio::acceptor_options_t& options) {
        options.set_option(asio::ip::tcp::acceptor::reuse_address{true});
      })
      .socket_options_setter(
          [](restinio::socket_options_t& options) { options.set_option(asio::ip::tcp::no_delay{true}); })
      .acceptor_post_bind_hook(
          [&address](asio::ip::tcp::acceptor& acceptor) { address.port = acceptor.local_endpoint().port(); })
      .request_handler([handler = std::move(handler), secure = address.tls](const restinio::request_handle_t& handle) {
        const auto request = request_from(handle, secure);
        handler(request, std::make_unique<RestinioAnswer>(handle));
        return restinio::request_accepted();
      });
  return settings;
}

std::unique_ptr<Running> start(ListenAddress& address, ServedCertificate* certificate, ConnectionLimits& limits,
                               HttpHandler handler) {
  if (!certificate)
    return std::make_unique<RunningOf<Traits>>(settings_for<Traits>(address, limits, std::move(handler)));
  auto settings = settings_for<TlsTraits>(address, limits, std::move(handler));
  settings.tls_context(certificate->context());
  return std::make_unique<RunningOf<TlsTraits>>(std::move(settings));
}

}  // namespace

struct Transport::Impl {
  ListenAddress address;
  std::unique_ptr<ServedCertificate> certificate;
  std::unique_ptr<Running> server;
};

Transport::Transport(const ListenAddress& listen, const Certificate& certificate, ConnectionLimits& limits,
                     HttpHandler handler)
    : impl_{std::make_unique<Impl>()} {
  http_parser_set_max_header_size(kMaxHeader);
  impl_->address = listen;
  impl_->address.tls = certificate.given();
  if (certificate.given()) impl_->certificate = std::make_unique<ServedCertificate>(certificate);
  try {
    impl_->server = start(impl_->address, impl_->certificate.get(), limits, std::move(handler));
  } catch (const Error&) {
    throw;
  } catch (const std::exception& error) {
    throw Error{ErrorCode::Unavailable, "cannot listen on " + listen.host + ":" + std::to_string(listen.port) + ": " +
                                            error.what() + "; is another server running there?"};
  }
}

Transport::~Transport() = default;

const ListenAddress& Transport::address() const { return impl_->address; }

std::string ListenAddress::url() const {
  return std::string{tls ? "https://" : "http://"} + (v6 ? '[' + host + ']' : host) + ":" + std::to_string(port);
}

ListenAddress parse_listen(const std::string& text) {
  const auto colon = text.rfind(':');
  ListenAddress address;
  const std::string port = colon == std::string::npos ? "" : text.substr(colon + 1);
  const bool digits = !port.empty() && port.size() <= 5 && port.find_first_not_of("0123456789") == std::string::npos;
  if (!digits || std::stoi(port) > 65535)
    throw Error{ErrorCode::Invalid, "--listen " + text + ": must be HOST:PORT, such as 127.0.0.1:8080"};
  address.port = static_cast<std::uint16_t>(std::stoi(port));
  address.host = text.substr(0, colon);
  if (address.host.size() > 2 && address.host.front() == '[' && address.host.back() == ']')
    address.host = address.host.substr(1, address.host.size() - 2);
  if (address.host == "localhost") address.host = "127.0.0.1";
  asio::error_code wrong;
  const auto parsed = asio::ip::make_address(address.host, wrong);
  if (wrong) throw Error{ErrorCode::Invalid, "--listen " + text + ": '" + address.host + "' is not an IP address"};
  address.v6 = parsed.is_v6();
  return address;
}

}  // namespace skylt
