// A data folder that appears whole or not at all.
#pragma once

#include "core/result.h"
#include "store/data_folder.h"

#include <filesystem>
#include <functional>

namespace handrail::app {

/// Fills a folder beside its place, and puts it there when it is whole: whoever ends the program half-way finds
/// nothing. False when the folder has a log already: then it is left as it is, and nothing is filled. Errors: those of
/// `fill`, unavailable (the folder cannot be put in place).
Result<bool> make_data(const std::filesystem::path& data,
                       const std::function<Result<void>(const store::DataFolder&)>& fill);

} // namespace handrail::app
