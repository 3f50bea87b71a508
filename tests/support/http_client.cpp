#include "support/http_client.h"

#include <fmt/format.h>

#include <arpa/inet.h>
#include <cstdlib>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace handrail::testing {

namespace {

std::string encoded(const std::string& text) {
  std::string all;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    if (plain)
      all += c;
    else
      all += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return all;
}

std::string form_body(const FormFields& form) {
  std::string body;
  for (const auto& [name, value] : form) body += (body.empty() ? "" : "&") + encoded(name) + "=" + encoded(value);
  return body;
}

std::string head(const char* method, std::uint16_t port, const std::string& path, const std::string& person,
                 bool as_json) {
  return fmt::format("{} {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nCookie: person={}\r\nAccept: {}\r\n"
                     "Connection: close\r\n",
                     method, path, port, person, as_json ? "application/json" : "text/html");
}

/// A connection that ends with its scope.
class Connection {
public:
  explicit Connection(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() { ::close(socket_); }

  bool say(const std::string& bytes) const {
    return connected_ &&
           ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
  }
  /// All that is said until the other end closes.
  std::string hear() const {
    constexpr int patience_ms = 30'000;
    std::string heard;
    char bytes[16'384];
    pollfd waiting{socket_, POLLIN, 0};
    while (::poll(&waiting, 1, patience_ms) == 1) {
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

/// Half an answer is none: its head must be whole, and its body as long as the head says.
std::optional<HttpAnswer> parsed(const std::string& heard) {
  const std::string_view protocol = "HTTP/1.1 ";
  const auto end = heard.find("\r\n\r\n");
  const auto length = heard.find("Content-Length: ");
  if (!heard.starts_with(protocol) || end == std::string::npos || length > end) return std::nullopt;
  HttpAnswer answer{std::atoi(heard.c_str() + protocol.size()), heard.substr(end + 4)};
  const auto promised = std::strtoul(heard.c_str() + length + 16, nullptr, 10);
  return answer.body.size() == promised ? std::optional(std::move(answer)) : std::nullopt;
}

std::optional<HttpAnswer> answer_to(std::uint16_t port, const std::string& request) {
  const Connection connection(port);
  if (!connection.say(request)) return std::nullopt;
  return parsed(connection.hear());
}

} // namespace

std::optional<HttpAnswer> get(std::uint16_t port, const std::string& path, const std::string& person) {
  return answer_to(port, head("GET", port, path, person, false) + "\r\n");
}

std::optional<HttpAnswer> post(std::uint16_t port, const std::string& path, const std::string& person,
                               const FormFields& form, bool as_json) {
  const auto body = form_body(form);
  return answer_to(port, head("POST", port, path, person, as_json) +
                             fmt::format("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n"
                                         "\r\n{}",
                                         body.size(), body));
}

} // namespace handrail::testing
