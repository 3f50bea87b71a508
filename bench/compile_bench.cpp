// How fast playbooks compile, beside what cmark-gfm alone takes for the same bytes. The text is ours, repeated with
// other task ids until it is as long as a long playbook.
#include "playbook/compile.h"
#include "playbook/compile_workspace.h"

#include <benchmark/benchmark.h>
#include <cmark-gfm.h>
#include <fmt/format.h>

#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace {

using namespace handrail;

constexpr std::string_view front = R"(---
title: A playbook for measuring
ms.date: 2020-03-27
ft.audience: internal
ft.owner: nobody
---

# A playbook for measuring

Phase: **Engagement**
Motions: **Customer Health / RFA / Targeting**

## Overview

The Measuring Team (MST) reads this text again and again, and nothing else happens to it.

## Objectives

- Know how long a playbook takes.

## Approach

)";

constexpr std::string_view step = R"(### Do part {0} of the work

Primary Role: **Coordinator**
Applies To: **Exchange / Teams**

Before you begin, read [the notes](notes-{0}.md) and **agree** with the customer on what is *in scope*. Mark
Task {1} Agree on part {0} complete when both have signed, and tell the account team.

> [!NOTE]
> A part that was agreed on is not changed any more; start another one.

1. Look at the assignment tab:
   - RM field: remove *Waiting Queue*
   - FM field: add *watchlist*
1. Write a note that begins with **Part {0}** and gives the reason.

- [ ] Tell the account team about part {0}

#### Tasks

| Task ID | Task Name            | (M)andatory / (O)ptional | FastTrack Role | Services         |
| ------- | -------------------- | :----------------------: | :------------: | ---------------- |
| {1}     | Agree on part {0}    |            M             | Coordinator    | Exchange / Teams |
| {2}     | Write down part {0}  |            O             | Coordinator    | All Services     |

)";

constexpr std::string_view back = R"(## Key Inputs

- The customer exists

## Key Outputs

- Everything is measured

## Next Steps

- Go on with [Another](another.md).

## Refresh Summary

| Date | Who Changed | What Changed |
| --- | --- | --- |
| 3/27/2020 | Nobody | Created |
)";

std::string playbook_of(std::size_t kilobytes) {
  std::string text(front);
  for (int part = 1; text.size() < kilobytes * 1024; ++part)
    text += fmt::format(fmt::runtime(step), part, 1000 + 2 * part, 1001 + 2 * part);
  return text + std::string(back);
}

/// Processor time, and not the clock's: what else the machine does must not count.
template <class Work>
double seconds_of(Work work) {
  const auto now = [] {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
  };
  const auto start = now();
  work();
  return now() - start;
}

/// Compiles, and has cmark-gfm alone render the same bytes, in turns: both meet the same machine. The time shown is
/// the compiler's.
void compile_beside_cmark(benchmark::State& state) {
  const auto text = playbook_of(static_cast<std::size_t>(state.range(0)));
  const playbook::MemorySources sources({{"a.md", text}});
  const auto languages = playbook::built_in_languages();
  double compiling = 0;
  double rendering = 0;
  for (auto _ : state) {
    const auto took =
        seconds_of([&] { benchmark::DoNotOptimize(playbook::compile_playbook("a.md", sources, languages)); });
    state.SetIterationTime(took);
    compiling += took;
    rendering += seconds_of([&] {
      char* html = cmark_markdown_to_html(text.data(), text.size(), CMARK_OPT_DEFAULT);
      benchmark::DoNotOptimize(html);
      std::free(html); // NOLINT: cmark allocates it with malloc
    });
  }
  const auto megabytes = static_cast<double>(state.iterations()) * static_cast<double>(text.size()) / 1e6;
  state.counters["MB/s"] = megabytes / compiling;
  state.counters["cmark MB/s"] = megabytes / rendering;
  state.counters["times cmark"] = compiling / rendering;
}

/// The sample workspace as a whole: its playbooks with their rules, cited sentences, conditions, tables and templates.
void compile_workspace_with_rules(benchmark::State& state) {
  namespace fs = std::filesystem;
  const fs::path root = "workspaces/fasttrack"; // below the folder that ./dev runs in
  std::map<std::string, std::string> files;
  std::vector<std::string> names;
  std::size_t playbook_bytes = 0;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const auto name = entry.path().lexically_relative(root).generic_string();
    auto text = std::string(std::istreambuf_iterator<char>(in), {});
    if (name.rfind("playbooks/", 0) == 0) playbook_bytes += text.size();
    files.emplace(name, std::move(text));
    names.push_back(name);
  }
  const playbook::MemorySources sources(files);
  const auto languages = playbook::built_in_languages();
  double compiling = 0;
  for (auto _ : state) {
    const auto took =
        seconds_of([&] { benchmark::DoNotOptimize(playbook::compile_workspace(sources, names, languages)); });
    state.SetIterationTime(took);
    compiling += took;
  }
  state.counters["MB/s"] =
      static_cast<double>(state.iterations()) * static_cast<double>(playbook_bytes) / 1e6 / compiling;
}

void load_languages(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(playbook::built_in_languages());
}

BENCHMARK(compile_beside_cmark)->Arg(10)->Arg(100)->UseManualTime()->Unit(benchmark::kMicrosecond);
BENCHMARK(compile_workspace_with_rules)->UseManualTime()->Unit(benchmark::kMicrosecond);
BENCHMARK(load_languages)->Unit(benchmark::kMicrosecond);

} // namespace

BENCHMARK_MAIN();
