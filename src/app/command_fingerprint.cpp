#include "app/command_fingerprint.h"

#include "store/chain.h"

#include <array>
#include <string>
#include <string_view>

namespace handrail::app {

store::Hash command_fingerprint(const TenantId& tenant, const PersonId& actor,
                                const std::optional<store::Version>& seen, const engagement::Command& command) {
  const auto version = seen ? std::to_string(*seen) : "any";
  const auto body = engagement::to_json(command);
  return store::fingerprint(
      std::array<std::string_view, 5>{tenant.text(), actor.text(), version, engagement::name_of(command), body});
}

} // namespace handrail::app
