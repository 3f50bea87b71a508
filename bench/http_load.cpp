#include "http_load.h"

#include "arrivals.h"

#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <fmt/format.h>

#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace handrail::bench {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
constexpr auto quietly = asio::as_tuple(asio::use_awaitable);

struct Waiting {
  HttpRequest request;
  Clock::time_point intended;
};

class Generator {
public:
  Generator(const HttpLoad& load, const std::function<HttpRequest()>& next) : load_(load), next_(next) {}

  HttpFigures run() {
    for (std::size_t i = 0; i < load_.connections; ++i) asio::co_spawn(context_, connection(), asio::detached);
    asio::co_spawn(context_, arrivals(), asio::detached);
    context_.run();
    figures_.failed += waiting_.size();
    return std::move(figures_);
  }

private:
  asio::awaitable<void> arrivals() {
    asio::steady_timer timer(context_);
    const auto start = Clock::now();
    Arrivals coming(load_.per_second, start, static_cast<std::uint64_t>(start.time_since_epoch().count()));
    while (seconds_since(start) < load_.seconds) {
      const auto intended = coming.next();
      if (intended > Clock::now()) {
        timer.expires_at(intended);
        co_await timer.async_wait(quietly);
      }
      waiting_.push_back({next_(), intended});
      if (idle_.empty()) continue;
      idle_.back()->cancel();
      idle_.pop_back();
    }
    ends_ = true;
    for (auto* one : idle_) one->cancel();
    idle_.clear();
  }

  asio::awaitable<void> connection() {
    asio::steady_timer wake(context_);
    std::optional<beast::tcp_stream> stream;
    for (;;) {
      while (waiting_.empty() && !ends_) {
        wake.expires_at(Clock::time_point::max());
        idle_.push_back(&wake);
        co_await wake.async_wait(quietly);
      }
      if (waiting_.empty()) co_return;
      const auto one = std::move(waiting_.front());
      waiting_.pop_front();
      const bool answered = co_await exchange(stream, one.request);
      if (!answered) {
        ++figures_.failed;
        stream.reset(); // a connection that failed is no use
      } else {
        (one.request.form.empty() ? figures_.pages : figures_.forms).add(Clock::now() - one.intended);
      }
    }
  }

  asio::awaitable<bool> exchange(std::optional<beast::tcp_stream>& stream, const HttpRequest& wanted) {
    constexpr auto patience = std::chrono::seconds(30);
    const bool is_kept = stream.has_value();
    if (!is_kept) {
      stream.emplace(context_);
      const auto [failure] =
          co_await stream->async_connect(tcp::endpoint(asio::ip::make_address_v4("127.0.0.1"), load_.port), quietly);
      if (failure) co_return false;
      stream->socket().set_option(tcp::no_delay(true));
    }
    stream->expires_after(patience);
    const auto request = request_of(wanted);
    const auto [not_sent, sent] = co_await http::async_write(*stream, request, quietly);
    beast::flat_buffer buffer;
    http::response<http::string_body> response;
    if (!not_sent) {
      const auto [not_heard, heard] = co_await http::async_read(*stream, buffer, response, quietly);
      if (!not_heard) {
        const auto status = response.result_int();
        const bool stays = response.keep_alive();
        if (!stays) stream.reset();
        co_return status == 200 || status == 303;
      }
    }
    if (!is_kept) co_return false;
    stream.reset(); // the server may close a connection that was idle: one is allowed to try again
    co_return co_await exchange(stream, wanted);
  }

  http::request<http::string_body> request_of(const HttpRequest& wanted) const {
    http::request<http::string_body> request(wanted.form.empty() ? http::verb::get : http::verb::post, wanted.path, 11);
    request.set(http::field::host, fmt::format("127.0.0.1:{}", load_.port));
    request.set(http::field::cookie, "person=" + load_.person);
    if (!wanted.form.empty()) {
      request.set(http::field::accept, "application/json");
      request.set(http::field::content_type, "application/x-www-form-urlencoded");
      request.body() = wanted.form;
    }
    request.prepare_payload();
    return request;
  }

  const HttpLoad& load_;
  const std::function<HttpRequest()>& next_;
  asio::io_context context_{1};
  std::deque<Waiting> waiting_;
  std::vector<asio::steady_timer*> idle_;
  bool ends_ = false;
  HttpFigures figures_;
};

} // namespace

HttpFigures load_over_http(const HttpLoad& load, const std::function<HttpRequest()>& next) {
  return Generator(load, next).run();
}

} // namespace handrail::bench
