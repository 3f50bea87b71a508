// The keys of workspace.yaml, people.yaml and a template's front matter, declared once. docs/spec/workspace.md
#pragma once

#include "playbook/workspace.h"
#include "playbook/yaml_shape.h"

#include <array>
#include <string_view>
#include <utility>

namespace handrail::playbook {

const yaml::Shape& workspace_shape();
const yaml::Shape& people_shape();
const yaml::Shape& template_shape();

inline constexpr std::array<std::pair<std::string_view, AccessLevel>, 4> access_words{{
    {"partner", AccessLevel::partner},
    {"assigned", AccessLevel::assigned},
    {"assignment", AccessLevel::assignment},
    {"privileged", AccessLevel::privileged},
}};

inline constexpr std::array<std::pair<std::string_view, TaskStatus::Kind>, 8> task_status_words{{
    {"not_started", TaskStatus::Kind::not_started},
    {"not_required", TaskStatus::Kind::not_required},
    {"in_progress", TaskStatus::Kind::in_progress},
    {"complete", TaskStatus::Kind::complete},
    {"waiting", TaskStatus::Kind::waiting},
    {"warning", TaskStatus::Kind::warning},
    {"blocked", TaskStatus::Kind::blocked},
    {"cancelled", TaskStatus::Kind::cancelled},
}};

inline constexpr std::array<std::pair<std::string_view, TenantAttribute::Type>, 6> attribute_type_words{{
    {"text", TenantAttribute::Type::text},
    {"number", TenantAttribute::Type::number},
    {"boolean", TenantAttribute::Type::boolean},
    {"date", TenantAttribute::Type::date},
    {"choice", TenantAttribute::Type::choice},
    {"services", TenantAttribute::Type::services},
}};

/// Sunday first, as std::chrono::weekday counts them.
inline constexpr std::array<std::string_view, 7> weekday_words{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                               "Thursday", "Friday", "Saturday"};

/// What every tenant has whatever the workspace says; an attribute cannot take one of these ids.
inline constexpr std::array<std::string_view, 8> built_in_tenant_facts{
    "id", "name", "customer", "status", "next_action", "next_action_date", "services", "last_worked"};

} // namespace handrail::playbook
