// One request on its way through the portal: who asks, at what time, of which model, and what was refused just before.
#pragma once

#include "app/bulk_orders.h"
#include "app/engine.h"
#include "core/result.h"
#include "core/time.h"
#include "engagement/access.h"
#include "engagement/explain.h"
#include "playbook/workspace.h"
#include "web/http/http.h"
#include "web/view/render.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace handrail::web {

/// A form that did not get through: shown again where it stood, with what was typed and why it was refused.
struct Attempt {
  std::string form; ///< the form's id on its page
  Fields fields;
  std::optional<engagement::Denial> denial; ///< the rules or rights refused it
  std::optional<Error> error;               ///< it could not be read, or somebody else was first
  bool shown = false;                       ///< has its form been found on the page?
};

struct Visit {
  app::Engine& engine;
  app::BulkOrders& orders;
  const Renderer& renderer;
  const Request& request;
  std::shared_ptr<const playbook::Model> model;
  std::map<std::string, std::string, std::less<>> parameters; ///< from the path: {tenant} …
  std::optional<engagement::Actor> me;
  std::string zone; ///< the person's own, else the workspace's
  Instant now;
  Date today;
  std::string page_key; ///< what the keys of this page's forms begin with
  /// The version of the tenant that the page shows, which its forms send along. § portal-14
  std::optional<store::Version> seen;
  Attempt* attempt = nullptr;

  const playbook::Workspace& workspace() const { return model->workspace; }
  const std::string& parameter(std::string_view name) const { return parameters.find(name)->second; }
  /// Only on routes that need a person: the table sees to it.
  const engagement::Actor& person() const { return *me; }
};

} // namespace handrail::web
