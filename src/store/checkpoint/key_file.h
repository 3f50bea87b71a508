// The private key that a server signs checkpoints with, in a file of its owner's alone. § storage-35
#pragma once

#include "core/result.h"
#include "store/checkpoint/signed_note.h"

#include <filesystem>

namespace handrail::store {

/// Errors: not_found (no such file), invalid (it holds no key), unavailable.
Result<PrivateKey> read_key(const std::filesystem::path& file);

/// The same; where there is no file one is made, with a random key, that only its owner may read.
Result<PrivateKey> read_or_make_key(const std::filesystem::path& file);

} // namespace handrail::store
