// Accounts in a SQLite file of their own, beside the log. May be used by several threads and several processes at once.
#pragma once

#include "identity/account_store.h"

#include <filesystem>

namespace handrail::identity {

/// Makes the file, for its owner alone, when it is not there, and brings its format forward.
/// Errors: unavailable (disk full, damaged, not writable), invalid (no such file of Handrail, or a newer one).
Result<std::unique_ptr<AccountStore>> open_accounts(const std::filesystem::path& file);

} // namespace handrail::identity
