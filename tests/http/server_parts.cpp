#include "tests/http/server_parts.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <future>
#include <stdexcept>

#include "content-server/store/clock.hpp"
#include "content-server/store/signing_key.hpp"
#include "tests/support/snapshot.hpp"

namespace skylt::test {
namespace {

std::unique_ptr<Store> store_with(const std::string& path, const std::function<void(EventData&)>& alter) {
  auto store = Store::create(path, "Europe/Stockholm");
  auto data = sample_event();
  if (alter) alter(data);
  ImportRequest request;
  request.source.name = "event";
  request.actor = "test";
  request.now = *parse_instant("2027-04-01T10:00:00Z");
  store->apply_event(data, request, {});
  return store;
}

std::shared_ptr<const Assets> shipped() {
  static const auto assets = std::make_shared<const Assets>(Assets::load(source_path("")));
  return assets;
}

ConnectionLimits::Settings limits_behind(const std::string& proxy) {
  ConnectionLimits::Settings settings;
  settings.proxy = proxy;
  return settings;
}

std::string made_web_folder(const std::string& folder) {
  std::filesystem::create_directories(folder);
  std::ofstream{folder + "/app.js"} << "1";
  return folder;
}

}  // namespace

ServerParts::ServerParts(const Options& options)
    : store{store_with(dir.path("skylt.db"), options.alter)},
      key{make_signing_key()},
      assets{shipped()},
      publisher{assets, key, open_ledger(dir.path("published.db"))},
      connections{limits_behind(options.proxy)},
      tokens{[this](const std::string& token) { return store->screen_of_token(token); }},
      live{*store, publisher, waiting, tokens, metrics},
      screenshots{dir.path("screenshots")},
      player_routes{live, publisher, waiting, *store, screenshots, key, metrics},
      public_routes{live, publisher, waiting, connections, metrics},
      phone_routes{live, publisher, assets->words, PhoneRoutes::Settings{"", wall_now}},
      accounts{dir.path("skylt.db")},
      streams{accounts},
      renderer{dir.path("drawn"), options.player, 1},
      watch{*store, live, publisher, renderer, streams},
      mailer{MailSettings{}},
      desk{*store, accounts, live,     publisher, assets, key,     renderer,
           watch,  streams,  pictures, drafts,    mailer, wall_now},
      web_files{made_web_folder(dir.path("web"))},
      organisers{desk, web_files, connections, metrics},
      router{player_routes, public_routes, phone_routes, organisers, tokens, connections, metrics, options.proxy} {}

ServerParts::~ServerParts() {
  organisers.close();
  streams.close();
}

HttpResponse ServerParts::ask(const HttpRequest& request) {
  auto given = std::make_shared<std::promise<HttpResponse>>();
  auto answer = given->get_future();
  router.handle(request, std::make_unique<CalledAnswer>(
                             [given](HttpResponse response) { given->set_value(std::move(response)); }));
  if (answer.wait_for(std::chrono::minutes{1}) != std::future_status::ready)
    throw std::runtime_error{request.path + " is not answered"};
  return answer.get();
}

void ServerParts::rename_event(const std::string& name) {
  const EventData data = store->event_data();
  auto event = data.event;
  for (const auto& [language, old] : data.event.name.by_language()) event.name.set(language, name);
  store->put_document("event", event.id, to_json(event), "test");
}

HttpRequest request_for(const std::string& path, const std::string& address,
                        const std::map<std::string, std::string>& headers) {
  HttpRequest request;
  request.method = "GET";
  request.path = path;
  request.address = address;
  request.secure = true;
  request.header = [headers](const char* name) {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string{} : found->second;
  };
  return request;
}

std::unique_ptr<Stream> CalledAnswer::stream(HttpResponse) { throw std::logic_error{"nothing here is a stream"}; }

void keep_two_screens(EventData& data) { data.screens.resize(2); }

}  // namespace skylt::test
