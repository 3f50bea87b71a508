// A browser's worth of HTTP: one request over one connection, from somebody whom the portal's cookie names.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace handrail::testing {

struct HttpAnswer {
  int status = 0;
  std::string body;

  bool operator==(const HttpAnswer&) const = default;
};

using FormFields = std::vector<std::pair<std::string, std::string>>;

/// A page as a browser gets it. Nothing when no whole answer came.
std::optional<HttpAnswer> get(std::uint16_t port, const std::string& path, const std::string& person);

/// Posts a form to this machine. `as_json` asks for JSON instead of a page to go to. Nothing when no whole answer came:
/// then nobody knows whether the form was taken.
std::optional<HttpAnswer> post(std::uint16_t port, const std::string& path, const std::string& person,
                               const FormFields& form, bool as_json);

} // namespace handrail::testing
