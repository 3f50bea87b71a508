// A paragraph's text → its sentences. § coverage-2
#pragma once

#include "playbook/languages.h"
#include "playbook/prose.h"

#include <string_view>
#include <vector>

namespace handrail::playbook {

/// The sentences of one paragraph, item or cell, without the blanks around them. What has no letter is none.
/// `words`: those of the text's language.
std::vector<Stretch> sentences_of(std::string_view text, const Languages& languages, const OrderWords& words);

} // namespace handrail::playbook
