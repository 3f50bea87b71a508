// The server over a real socket, with the kinds of traffic that a browser does not send.
#include "web/http/server.h"

#include <gmock/gmock.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>

namespace handrail::web {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

/// A connection that says exactly what it is told to.
class Peer {
public:
  explicit Peer(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~Peer() { ::close(socket_); }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  void say(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return; // the server has heard enough
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  /// What the server says until it closes, or until `until` has been heard.
  std::string hear(std::string_view until = {}) {
    std::string heard;
    char bytes[4096];
    pollfd waiting{socket_, POLLIN, 0};
    while ((until.empty() || heard.find(until) == std::string::npos) && ::poll(&waiting, 1, 10'000) == 1) {
      const auto got = ::recv(socket_, bytes, sizeof bytes, 0);
      if (got <= 0) break;
      heard.append(bytes, static_cast<std::size_t>(got));
    }
    return heard;
  }

private:
  int socket_;
  bool connected_ = false;
};

class ServerTest : public ::testing::Test {
protected:
  void start(Limits limits = {}) {
    auto server = Server::listen("127.0.0.1", 0, 2, limits);
    ASSERT_TRUE(server) << to_string(server.error());
    server_ = std::move(*server);
    server_->serve([this](RawRequest raw) {
      ++answered_;
      Response response;
      response.content_type = "text/plain";
      response.body = raw.method + " " + raw.target + " " + std::to_string(raw.body.size());
      return response;
    });
  }
  std::string exchange(std::string_view bytes) {
    Peer peer(server_->port());
    peer.say(bytes);
    return peer.hear();
  }

  std::unique_ptr<Server> server_;
  std::atomic<int> answered_{0};
};

TEST_F(ServerTest, AnswersSeveralRequestsOnOneConnection) {
  start();
  Peer peer(server_->port());
  peer.say("GET /one HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(peer.hear("GET /one 0"), StartsWith("HTTP/1.1 200"));
  peer.say("POST /two HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nConnection: close\r\n\r\na=b");
  EXPECT_THAT(peer.hear(), EndsWith("POST /two 3"));
}

TEST_F(ServerTest, AnswersHeadWithoutABody) {
  start();
  const auto heard = exchange("HEAD /one HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(heard, AllOf(HasSubstr("Content-Length: 11"), EndsWith("\r\n\r\n")));
}

TEST_F(ServerTest, RefusesHeadersAboveTheLimitAndSaysSo) {
  start();
  const auto heard = exchange("GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(40'000, 'x') + "\r\n\r\n");
  EXPECT_THAT(heard, AllOf(StartsWith("HTTP/1.1 431"), HasSubstr("larger than 16384 bytes")));
  EXPECT_EQ(answered_, 0);
}

TEST_F(ServerTest, RefusesABodyAboveTheLimitBeforeAndWhileItComes) {
  start();
  const auto announced = exchange("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900000000000\r\n\r\nabc");
  EXPECT_THAT(announced, AllOf(StartsWith("HTTP/1.1 413"), HasSubstr("larger than 262144 bytes")));
  std::string chunked = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 5; ++i) chunked += "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
  EXPECT_THAT(exchange(chunked), StartsWith("HTTP/1.1 413"));
  EXPECT_EQ(answered_, 0);
}

TEST_F(ServerTest, RefusesWhatIsNotHttp) {
  start();
  EXPECT_THAT(exchange("\x16\x03\x01\x02garbage\r\n\r\n"), StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(exchange("GET / HTTP/9.9\r\n\r\n"), StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(exchange("GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"), StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(exchange("POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
              Not(HasSubstr("200 OK")))
      << "two lengths are a way to smuggle a request";
  EXPECT_EQ(answered_, 0);
}

TEST_F(ServerTest, TakesNoMoreConnectionsThanItsLimit) {
  Limits limits;
  limits.connections = 2;
  start(limits);
  Peer one(server_->port()), two(server_->port());
  one.say("GET /1 HTTP/1.1\r\nHost: x\r\n\r\n");
  two.say("GET /2 HTTP/1.1\r\nHost: x\r\n\r\n");
  ASSERT_THAT(one.hear("GET /1 0"), StartsWith("HTTP/1.1 200"));
  ASSERT_THAT(two.hear("GET /2 0"), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(exchange("GET /3 HTTP/1.1\r\nHost: x\r\n\r\n"), StartsWith("HTTP/1.1 503"));
  EXPECT_EQ(answered_, 2);
}

TEST_F(ServerTest, DropsWhoeverTakesTooLong) {
  Limits limits;
  limits.idle_seconds = 1;
  start(limits);
  Peer slow(server_->port());
  slow.say("GET / HTTP/1.1\r\nHo");
  EXPECT_EQ(slow.hear(), "") << "closed without an answer";
  EXPECT_EQ(answered_, 0);
}

TEST(Server, ListensOnLoopbackAddressesAlone) {
  for (const auto* address : {"0.0.0.0", "192.168.0.1", "::", "example.com", ""}) {
    const auto server = Server::listen(address, 0, 1, {});
    ASSERT_FALSE(server) << address;
    EXPECT_EQ(server.error().code, ErrorCode::invalid);
  }
}

TEST(Server, SaysThatAPortIsTaken) {
  const auto first = Server::listen("127.0.0.1", 0, 1, {});
  ASSERT_TRUE(first);
  const auto second = Server::listen("127.0.0.1", (*first)->port(), 1, {});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::unavailable);
  EXPECT_THAT(second.error().remedy, HasSubstr("another port"));
}

} // namespace
} // namespace handrail::web
