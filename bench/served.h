// The program itself, serving many tenants: how soon, in how much memory, and how its pages come.
#pragma once

#include "http_load.h"

#include <cstdint>
#include <filesystem>

namespace handrail::bench {

struct Served {
  double first_page_ms = 0;          ///< from its start to its first page, files not in the machine's memory
  double memory_mb = 0;              ///< resident, at most, after the load
  double first_memory_mb = 0;        ///< resident after the first page
  double disk_bytes_of_a_tenant = 0; ///< log, lists and all
  HttpFigures http;                  ///< two lists, five tenants' pages and three forms of ten requests
};

/// `data` has tenants as EngineBed registers them; the workspace served is the sample.
Served serve(const std::filesystem::path& data, std::uint64_t tenants, double per_second, double seconds);

} // namespace handrail::bench
