// Renders a View through one of the templates that stand in the binary. Values are escaped by the place they stand in.
#pragma once

#include "core/result.h"
#include "web/view/view.h"

#include <memory>
#include <string>
#include <string_view>

namespace handrail::web {

class Renderer {
public:
  /// Reads every embedded template. Errors: internal (one does not parse).
  static Result<std::unique_ptr<Renderer>> create();
  ~Renderer();

  /// "tenants" renders templates/tenants.html. Safe to call from several threads. Errors: internal.
  Result<std::string> render(std::string_view template_name, const View& view) const;

private:
  struct Templates;
  explicit Renderer(std::unique_ptr<Templates> templates);
  std::unique_ptr<Templates> templates_;
};

} // namespace handrail::web
