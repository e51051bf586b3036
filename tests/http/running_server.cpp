#include "tests/http/running_server.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <iostream>
#include <stdexcept>

#include "content-server/store/notice.hpp"
#include "content-server/store/signing_key.hpp"

namespace skylt::test {

RunningServer::RunningServer(ServeOptions options, const std::function<void(EventData&)>& alter)
    : options_{std::move(options)}, dir_path_{dir_.path()} {
  store_ = Store::create(dir_path_ + "/skylt.db", "Europe/Stockholm");
  create_signing_key(dir_path_);
  Faults faults;
  auto data = read_event_data(parse_json(read_file(source_path("assets/demo/event.json")), "event.json"), faults);
  if (alter) alter(data);
  ImportRequest request;
  request.source.name = "event";
  request.actor = "test";
  request.now = *parse_instant("2027-04-01T10:00:00Z");
  store_->apply_event(data, request, {});
  start();
}

void RunningServer::start() {
  store_.reset();  // SQLite connections may not cross a fork
  int pipe_ends[2];
  if (pipe(pipe_ends) != 0) throw std::runtime_error{"no pipe"};
  std::cout.flush();  // what the tests have said so far is not the child's to say
  pid_ = fork();
  if (pid_ == 0) {
    dup2(pipe_ends[1], STDOUT_FILENO);
    close(pipe_ends[0]);
    int code = 1;
    try {
      ServeOptions options = options_;
      options.data_dir = dir_path_;
      options.listen = "127.0.0.1:0";
      options.share_dir = source_path("");
      code = serve(options);
    } catch (const std::exception& error) {
      std::fprintf(stderr, "serve: %s\n", error.what());
    }
    _exit(code);
  }
  close(pipe_ends[1]);
  std::string line;
  char c = 0;
  while (read(pipe_ends[0], &c, 1) == 1 && c != '\n') line += c;
  close(pipe_ends[0]);
  const std::string said = "listening ";
  if (line.rfind(said, 0) != 0) throw std::runtime_error{"the server did not start: " + line};
  url_ = line.substr(said.size());
  store_ = Store::open(dir_path_ + "/skylt.db");
}

RunningServer::~RunningServer() {
  if (pid_ > 0) stop();
}

int RunningServer::stop() {
  kill(pid_, SIGTERM);
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

std::uint16_t RunningServer::port() const {
  return static_cast<std::uint16_t>(std::stoi(url_.substr(url_.rfind(':') + 1)));
}

std::string RunningServer::token_header(const std::string& screen) {
  const auto token = store_->issue_token(screen, "test");
  poke_servers(dir_path_);
  return "Authorization: Bearer " + token;
}

std::string RunningServer::add_note(const std::string& session, const std::string& words) {
  Change change;
  change.session = session;
  change.kind = ChangeKind::Text;
  change.text.set("sv", words);
  change.created = *parse_instant("2027-05-04T10:00:00Z");
  const auto added = store_->add_change(change, "test");
  poke_servers(dir_path_);
  return added.id;
}

}  // namespace skylt::test
