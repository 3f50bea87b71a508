// Limits on what comes in: every text and number, with an error that names the field and the limit.
#pragma once

#include "core/result.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace handrail::engagement {

enum class Blank { allowed, refused };

/// UTF-8, no control characters but line ends and tabs, at most `limit` code points, and not blank where it may not be.
Result<void> check_text(std::string_view value, std::string_view field, std::size_t limit,
                        Blank blank = Blank::allowed);
/// The same, on one line.
Result<void> check_line(std::string_view value, std::string_view field, std::size_t limit,
                        Blank blank = Blank::allowed);
/// An id that comes with a command: 1 to 64 letters, digits, dots, dashes and underscores.
Result<void> check_id(std::string_view value, std::string_view field);
/// Whole minutes, at least one and at most a day.
Result<void> check_minutes(int minutes, std::string_view field);
/// An address: something@something, without blanks. Empty is allowed.
Result<void> check_email(std::string_view value, std::string_view field);
/// At most `limit` of them.
Result<void> check_count(std::size_t count, std::string_view what, std::size_t limit);

Error invalid(std::string_view field, std::string message, std::string remedy = {});
/// "there is no … "x"", with the near one of `known` as the remedy.
Error unknown(std::string_view field, std::string_view what, std::string_view word,
              const std::vector<std::string>& known, ErrorCode code = ErrorCode::invalid);

} // namespace handrail::engagement
