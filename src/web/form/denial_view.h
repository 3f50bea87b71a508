// A refusal on a page: in a sentence first; opened, the rule, its line, the sentence it enforces and the facts it read;
// and the ways out as forms that do them.
#pragma once

#include "engagement/explain.h"
#include "engagement/state.h"
#include "web/visit.h"

#include <string>
#include <string_view>

namespace handrail::web {

/// `refused`: it was tried and refused just now; else it is told beforehand. `id` is that of the form or task it
/// belongs to, which the ids of its own forms begin with. `way_out`: the address that tells the shortest way; the
/// search is not made before somebody asks for it.
void show_denial(Visit& visit, View& place, std::string_view marker, const TenantId& tenant,
                 const engagement::Denial& denial, const std::string& id, bool refused,
                 const std::string& way_out = {});

/// The page that looks for the way out of a command's denial (why_page.cpp); empty for one that it does not know.
std::string why_address(const Visit& visit, const engagement::TenantState& state, const engagement::Command& command);

/// A few words for the end of a line: the first reason without `label` at its head, which the line has already, and how
/// many more there are.
std::string in_brief(const engagement::Denial& denial, std::string_view label = {});

} // namespace handrail::web
