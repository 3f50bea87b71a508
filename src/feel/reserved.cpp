#include "feel/reserved.h"

#include "feel/functions/builtin.h"
#include "feel/syntax/scope.h"

namespace handrail::feel {

bool is_reserved(std::string_view name) { return is_keyword(name) || find_builtin(name) != nullptr; }

} // namespace handrail::feel
