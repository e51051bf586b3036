// How long a change takes to reach N waiting screens, and what they cost the server. One process is the real server on
// the sample event with N more screens; this one holds all N polls with epoll and then makes the change. Players have
// machines of their own, so these here leave both cores to the server while it sends: when the last byte of an answer
// arrived is told by the kernel (SO_TIMESTAMPING), and they read it afterwards. Prints JSON.
//
//   waiting_screens [N] [FOLDER]      N defaults to 1000; FOLDER for the database, better on memory than on a disk
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/net_tstamp.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <thread>

#include "content-server/http/server.hpp"
#include "content-server/store/notice.hpp"
#include "content-server/store/signing_key.hpp"
#include "content-server/store/store.hpp"

namespace {

using namespace skylt;
using Clock = std::chrono::system_clock;  // the kernel's stamps are in it

constexpr auto kSending = std::chrono::seconds{4};  // longer than the server takes: until then nobody reads
constexpr std::size_t kOpening = 64;                // connections that have not shown their token yet
constexpr const char* kVenue = "radhuset";
constexpr const char* kSession = "tue-oppet-samtal-om-yttrandefrihet";

std::string read_file(const std::string& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

struct Player {
  int fd = -1;
  std::string token, received;
  bool held = false;
  Clock::time_point arrived{};  // of what was received last
  double delivered_ms = -1;
};

/// The database with the sample event and N door screens of one venue; returns the players' tokens.
std::vector<Player> prepare(const std::string& dir, std::size_t count) {
  const auto store = Store::create(dir + "/skylt.db", "Europe/Stockholm");
  create_signing_key(dir);
  Faults faults;
  auto data = read_event_data(
      parse_json(read_file(std::string{SKYLT_SOURCE_DIR} + "/assets/demo/event.json"), "event.json"), faults);
  const auto like = *std::find_if(data.screens.begin(), data.screens.end(),
                                  [](const Screen& screen) { return screen.venue == kVenue; });
  for (std::size_t i = 0; i < count; ++i) {
    data.screens.push_back(like);
    data.screens.back().id = "bench-" + std::to_string(i);
  }
  ImportRequest request;
  request.source.name = "event";
  request.actor = "bench";
  request.now = *parse_instant("2027-05-04T08:00:00Z");
  store->apply_event(data, request, {});
  std::vector<Player> players(count);
  for (std::size_t i = 0; i < count; ++i) players[i].token = store->issue_token("bench-" + std::to_string(i), "bench");
  return players;
}

pid_t start_server(const std::string& dir, std::uint16_t& port) {
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error{"no pipe"};
  const pid_t pid = fork();
  if (pid == 0) {
    dup2(ends[1], STDOUT_FILENO);
    try {
      _exit(serve({dir, "127.0.0.1:0", SKYLT_SOURCE_DIR, {}, {}}));
    } catch (const std::exception& error) {
      std::cerr << error.what() << '\n';
      _exit(1);
    }
  }
  close(ends[1]);
  std::string line;
  for (char c = 0; read(ends[0], &c, 1) == 1 && c != '\n';) line += c;
  port = static_cast<std::uint16_t>(std::stoi(line.substr(line.rfind(':') + 1)));
  return pid;
}

double pss_mib(pid_t pid) {
  std::ifstream in{"/proc/" + std::to_string(pid) + "/smaps_rollup"};
  for (std::string line; std::getline(in, line);)
    if (line.rfind("Pss:", 0) == 0) return std::stod(line.substr(4)) / 1024;
  return 0;
}

class Screens {
 public:
  Screens(std::vector<Player>& players, std::uint16_t port)
      : players_{players}, port_{port}, epoll_{epoll_create1(EPOLL_CLOEXEC)} {}

  void hold_all() {
    std::size_t next = 0;
    while (held_ < players_.size()) {
      while (next < players_.size() && next - held_ < kOpening) open(next++);
      turn();
    }
  }

  void await_delivery(Clock::time_point since) {
    since_ = since;
    std::this_thread::sleep_until(since + kSending);
    while (delivered_ < players_.size() && Clock::now() - since < std::chrono::seconds{30}) turn();
  }

 private:
  void open(std::size_t index) {
    auto& player = players_[index];
    player.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in from{}, to{};
    from.sin_family = to.sin_family = AF_INET;
    from.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + static_cast<std::uint32_t>(index / 64));  // many houses
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port = htons(port_);
    bind(player.fd, reinterpret_cast<const sockaddr*>(&from), sizeof from);
    if (connect(player.fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0)
      throw std::runtime_error{std::string{"connect: "} + std::strerror(errno)};
    fcntl(player.fd, F_SETFL, O_NONBLOCK);
    const int stamps = SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE;
    setsockopt(player.fd, SOL_SOCKET, SO_TIMESTAMPING, &stamps, sizeof stamps);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = index;
    epoll_ctl(epoll_, EPOLL_CTL_ADD, player.fd, &event);
    send_request(player, "");
  }

  static void send_request(const Player& player, const std::string& more) {
    const auto text = "GET /player/v1/manifest HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer " + player.token +
                      "\r\n" + more + "\r\n";
    if (send(player.fd, text.data(), text.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(text.size()))
      throw std::runtime_error{"the server hung up"};
    const int now = 1;  // else what comes is acknowledged by a timer, on the server's cores
    setsockopt(player.fd, IPPROTO_TCP, TCP_QUICKACK, &now, sizeof now);
  }

  void turn() {
    epoll_event events[256];
    const int ready = epoll_wait(epoll_, events, 256, 1000);
    for (int i = 0; i < ready; ++i) receive(players_[events[i].data.u64]);
  }

  /// recv() that keeps when the bytes arrived.
  static ssize_t receive_some(Player& player, char* buffer, std::size_t size) {
    iovec into{buffer, size};
    alignas(cmsghdr) char control[256];
    msghdr message{};
    message.msg_iov = &into;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    const auto got = recvmsg(player.fd, &message, 0);
    if (got <= 0) return got;
    for (auto* part = CMSG_FIRSTHDR(&message); part; part = CMSG_NXTHDR(&message, part)) {
      if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SO_TIMESTAMPING) continue;
      timespec stamp{};
      std::memcpy(&stamp, CMSG_DATA(part), sizeof stamp);
      player.arrived = Clock::time_point{std::chrono::seconds{stamp.tv_sec} + std::chrono::nanoseconds{stamp.tv_nsec}};
    }
    return got;
  }

  void receive(Player& player) {
    char buffer[16384];
    for (;;) {
      const auto got = receive_some(player, buffer, sizeof buffer);
      if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) break;
      if (got <= 0) throw std::runtime_error{"the server closed a connection: " + player.received};
      player.received.append(buffer, static_cast<std::size_t>(got));
    }
    const auto head = player.received.find("\r\n\r\n");
    const auto length = player.received.find("Content-Length: ");
    if (head == std::string::npos || length == std::string::npos) return;
    if (player.received.size() < head + 4 + std::stoul(player.received.substr(length + 16))) return;
    answered(player);
  }

  void answered(Player& player) {
    if (player.received.rfind("HTTP/1.1 200", 0) != 0) throw std::runtime_error{player.received};
    if (player.held) {
      player.delivered_ms = std::chrono::duration<double, std::milli>(player.arrived - since_).count();
      ++delivered_;
      return;
    }
    const auto tag = player.received.find("ETag: ");
    const auto etag = player.received.substr(tag + 6, player.received.find("\r\n", tag) - tag - 6);
    player.received.clear();
    player.received.shrink_to_fit();
    player.held = true;
    ++held_;
    send_request(player, "If-None-Match: " + etag + "\r\nPrefer: wait=55\r\n");
  }

  std::vector<Player>& players_;
  const std::uint16_t port_;
  const int epoll_;
  std::size_t held_ = 0, delivered_ = 0;
  Clock::time_point since_{};
};

Json measure(const std::string& dir, std::size_t count) {
  auto players = prepare(dir, count);
  std::uint16_t port = 0;
  const pid_t pid = start_server(dir, port);
  const double before = pss_mib(pid);
  Screens screens{players, port};
  screens.hold_all();
  std::this_thread::sleep_for(std::chrono::seconds{1});
  const double waiting = pss_mib(pid);
  const auto store = Store::open(dir + "/skylt.db");
  Change change;
  change.session = kSession;
  change.kind = ChangeKind::Delayed;
  change.minutes = Minutes{10};
  change.created = *parse_instant("2027-05-04T08:05:00Z");
  const auto saved = Clock::now();
  store->add_change(change, "bench");
  poke_servers(dir);
  screens.await_delivery(saved);
  const double after = pss_mib(pid);
  kill(pid, SIGTERM);
  waitpid(pid, nullptr, 0);
  std::vector<double> times;
  for (const auto& player : players)
    if (player.delivered_ms >= 0) times.push_back(player.delivered_ms);
  std::sort(times.begin(), times.end());
  const auto at = [&](double share) {
    return times.empty() ? -1 : times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
  };
  return Json{{"screens", count},          {"delivered", times.size()},
              {"first_ms", at(0)},         {"p50_ms", at(0.5)},
              {"p99_ms", at(0.99)},        {"last_ms", at(1)},
              {"server_mib", before},      {"server_waiting_mib", waiting},
              {"server_after_mib", after}, {"kib_per_screen", (waiting - before) * 1024 / static_cast<double>(count)}};
}

}  // namespace

int main(int argc, char** argv) {
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  const std::size_t count = argc > 1 ? std::stoul(argv[1]) : 1000;
  std::string dir = std::string{argc > 2 ? argv[2] : "/tmp"} + "/skylt-bench-XXXXXX";
  try {
    if (!mkdtemp(dir.data())) throw std::runtime_error{"cannot make " + dir};
    std::cout << dump_json(measure(dir, count)) << '\n';
    std::filesystem::remove_all(dir);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "waiting_screens: " << error.what() << '\n';
    std::filesystem::remove_all(dir);
    return 1;
  }
}
