#include "web/http/server.h"

#include "core/text.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <fmt/format.h>

#include <array>
#include <atomic>
#include <chrono>
#include <optional>
#include <thread>
#include <vector>

namespace handrail::web {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

/// How long a client that was refused may take to read why.
constexpr std::chrono::seconds farewell{2};

/// What every connection shares.
struct Shared {
  Limits limits;
  Handler handler;
  std::atomic<std::size_t> connections{0};
};

RawRequest raw_request(http::request<http::string_body>&& message) {
  RawRequest raw;
  raw.method = std::string(message.method_string());
  raw.target = std::string(message.target());
  for (const auto& field : message)
    raw.headers.add(text::lowered(std::string_view(field.name_string().data(), field.name_string().size())),
                    std::string(field.value()));
  raw.body = std::move(message.body());
  return raw;
}

/// One connection: reads a request, answers it, and so on until either side is done or the time is up.
class Connection : public std::enable_shared_from_this<Connection> {
public:
  Connection(tcp::socket socket, Shared& shared) : stream_(std::move(socket)), shared_(shared) {
    crowded_ = ++shared_.connections > shared_.limits.connections;
  }
  ~Connection() { --shared_.connections; }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void run() {
    asio::dispatch(stream_.get_executor(), [self = shared_from_this()] {
      if (self->crowded_)
        self->refuse(503, "Too many connections are open. Try again in a moment.\n");
      else
        self->read();
    });
  }

private:
  void read() {
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(shared_.limits.header_bytes));
    parser_->body_limit(shared_.limits.body_bytes);
    stream_.expires_after(std::chrono::seconds(shared_.limits.idle_seconds));
    http::async_read(stream_, buffer_, *parser_,
                     [self = shared_from_this()](error_code error, std::size_t) { self->on_read(error); });
  }

  void on_read(error_code error) {
    if (error == http::error::header_limit)
      return refuse(431, fmt::format("The headers are larger than {} bytes.\n", shared_.limits.header_bytes));
    if (error == http::error::body_limit)
      return refuse(413, fmt::format("The body is larger than {} bytes.\n", shared_.limits.body_bytes));
    if (error == http::error::end_of_stream || error == http::error::partial_message) return close();
    if (error.category() == make_error_code(http::error::bad_method).category())
      return refuse(400, fmt::format("This is not HTTP: {}.\n", error.message()));
    if (error) return; // the peer is gone, or its time is up
    const bool head = parser_->get().method() == http::verb::head;
    const bool keep_alive = parser_->get().keep_alive();
    const unsigned version = parser_->get().version();
    write(shared_.handler(raw_request(parser_->release())), version, keep_alive, head);
  }

  /// Says why in plain text and closes, after giving the peer time to read it.
  void refuse(int status, std::string why) {
    Response response;
    response.status = status;
    response.content_type = "text/plain; charset=utf-8";
    response.body = std::move(why);
    write(std::move(response), 11, false, false);
  }

  void write(Response response, unsigned version, bool keep_alive, bool head) {
    message_.emplace(static_cast<http::status>(response.status), version);
    message_->set(http::field::content_type, response.content_type);
    for (const auto& [name, value] : response.headers.entries()) message_->insert(name, value);
    message_->keep_alive(keep_alive);
    message_->body() = std::move(response.body);
    message_->prepare_payload();
    serializer_.emplace(*message_);
    stream_.expires_after(keep_alive ? std::chrono::seconds(shared_.limits.idle_seconds) : farewell);
    const auto written = [self = shared_from_this(), keep_alive](error_code error, std::size_t) {
      if (error) return;
      if (keep_alive)
        self->read();
      else
        self->close();
    };
    if (head)
      http::async_write_header(stream_, *serializer_, written);
    else
      http::async_write(stream_, *serializer_, written);
  }

  /// Ends our side, then reads what the peer still sends: closing at once would reset the connection under the answer.
  void close() {
    error_code ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
    stream_.expires_after(farewell);
    drain();
  }

  void drain() {
    stream_.async_read_some(asio::buffer(discarded_), [self = shared_from_this()](error_code error, std::size_t) {
      if (!error) self->drain();
    });
  }

  beast::tcp_stream stream_;
  Shared& shared_;
  bool crowded_ = false;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  std::optional<http::response<http::string_body>> message_;
  std::optional<http::response_serializer<http::string_body>> serializer_;
  std::array<char, 4096> discarded_{};
};

} // namespace

struct Server::Running {
  Running(int concurrency, const Limits& limits)
      : threads_wanted(concurrency), io(concurrency), acceptor(io), pause(io) {
    shared.limits = limits;
  }

  void accept() {
    acceptor.async_accept(asio::make_strand(io), [this](error_code error, tcp::socket socket) {
      if (!acceptor.is_open()) return;
      if (error) return accept_later();
      std::make_shared<Connection>(std::move(socket), shared)->run();
      accept();
    });
  }

  /// There are no more files to open, say: asking again at once would keep a core busy with the same answer.
  void accept_later() {
    pause.expires_after(std::chrono::milliseconds(100));
    pause.async_wait([this](error_code) { accept(); });
  }

  int threads_wanted;
  Shared shared; // before the context: connections that it destroys still count themselves out
  asio::io_context io;
  tcp::acceptor acceptor;
  asio::steady_timer pause;
  std::vector<std::thread> threads;
};

Server::Server(std::unique_ptr<Running> running) : running_(std::move(running)) {}

Result<std::unique_ptr<Server>> Server::listen(const std::string& address, std::uint16_t port, int threads,
                                               const Limits& limits) {
  error_code error;
  const auto ip = asio::ip::make_address(address == "localhost" ? "127.0.0.1" : address, error);
  if (error || !ip.is_loopback())
    return Error{ErrorCode::invalid, fmt::format("\"{}\" is not a loopback address.", address), "--address",
                 "The portal has demo people without passwords and serves this machine alone: use 127.0.0.1 or ::1."};
  auto running = std::make_unique<Running>(threads, limits);
  const tcp::endpoint endpoint(ip, port);
  running->acceptor.open(endpoint.protocol(), error);
  if (!error) running->acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) running->acceptor.bind(endpoint, error);
  if (!error) running->acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error)
    return Error{ErrorCode::unavailable, fmt::format("Cannot listen on {}:{}: {}.", address, port, error.message()),
                 "--port", "Choose another port, or 0 for any free one."};
  return std::unique_ptr<Server>(new Server(std::move(running)));
}

void Server::serve(Handler handler) {
  running_->shared.handler = std::move(handler);
  running_->accept();
  for (int i = 0; i < running_->threads_wanted; ++i)
    running_->threads.emplace_back([io = &running_->io] { io->run(); });
}

Server::~Server() {
  running_->io.stop();
  for (auto& thread : running_->threads) thread.join();
}

std::uint16_t Server::port() const {
  error_code ignored;
  return running_->acceptor.local_endpoint(ignored).port();
}

} // namespace handrail::web
