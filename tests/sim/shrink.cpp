// Delta debugging: steps are left out, in halves, quarters and at last one by one, and those that stay are made
// simpler, as long as the same invariant breaks.
#include "sim/simulation.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace handrail::sim {

namespace {

using Json = nlohmann::ordered_json;

class Shrinking {
public:
  Shrinking(const Run& failed, const Means& means, std::size_t replays)
      : means_(means), invariant_(failed.broken->invariant), shortest_(failed.history),
        looks_(failed.broke_at_end ? Looks::also_at_the_end : Looks::only_after_steps), left_(replays) {}

  History run() {
    for (bool again = true; again && left_ > 0;) {
      again = leave_out();
      again = make_simpler() || again;
    }
    return std::move(shortest_);
  }

private:
  /// Whether these steps break it too; then they are the shortest there are, up to the one that breaks it.
  bool breaks(std::vector<Step> steps) {
    if (left_ == 0) return false;
    --left_;
    auto run = replay({shortest_.setting, std::move(steps)}, means_, looks_);
    if (!run.broken || run.broken->invariant != invariant_) return false;
    shortest_ = std::move(run.history);
    return true;
  }

  bool leave_out() {
    bool is_shorter = false;
    for (std::size_t length = std::max<std::size_t>(1, shortest_.steps.size() / 2); length > 0; length /= 2)
      // From the end on: what comes last depends on what comes first, and seldom the other way round.
      for (std::size_t end = shortest_.steps.size(); end > 0 && left_ > 0;) {
        const auto begin = end > length ? end - length : 0;
        auto steps = shortest_.steps;
        steps.erase(steps.begin() + static_cast<std::ptrdiff_t>(begin),
                    steps.begin() + static_cast<std::ptrdiff_t>(end));
        is_shorter = breaks(std::move(steps)) || is_shorter;
        end = std::min(begin, shortest_.steps.size());
      }
    return is_shorter;
  }

  bool make_simpler() {
    bool is_simpler = false;
    for (std::size_t number = 0; number < shortest_.steps.size(); ++number)
      for (bool again = true; again && left_ > 0 && number < shortest_.steps.size();) {
        again = false;
        const auto now = to_line(shortest_.steps[number]);
        for (const auto& line : simpler(Json::parse(now))) {
          const auto step = step_from(line);
          if (!step || to_line(*step).size() >= now.size()) continue;
          auto steps = shortest_.steps;
          steps[number] = *step;
          if (!breaks(std::move(steps))) continue;
          again = is_simpler = true;
          break;
        }
      }
    return is_simpler;
  }

  /// Ways in which a value can be simpler: something in it is not there, or is a shorter text or a smaller number.
  std::vector<std::string> simpler(const Json& step) {
    std::vector<std::string> lines;
    const auto what = step.value("do", "");
    const auto as_send = [&](Json sent) {
      sent["do"] = "send";
      lines.push_back(sent.dump());
    };
    if (what == "race") as_send(step["first"]), as_send(step["rival"]);
    if (what == "together")
      for (const auto& one : step["all"]) as_send(one);
    const auto flat = step.flatten();
    for (const auto& [pointer, value] : flat.items()) add_simpler(step, Json::json_pointer(pointer), lines);
    return lines;
  }

  void add_simpler(const Json& step, const Json::json_pointer& at, std::vector<std::string>& lines) {
    // Each value, and all that it stands in, may be gone.
    for (auto place = at; !place.empty(); place.pop_back()) {
      auto without = step;
      auto& parent = without[place.parent_pointer()];
      if (parent.is_object())
        parent.erase(place.back());
      else
        parent.erase(static_cast<std::size_t>(std::stoul(place.back())));
      lines.push_back(without.dump());
    }
    auto shorter = step;
    auto& value = shorter[at];
    if (value.is_string() && value.get_ref<const std::string&>().size() > 12)
      value = "x";
    else if (value.is_number_integer() && value.get<std::int64_t>() != 0 && at.back() == "seconds")
      value = value.get<std::int64_t>() / 2;
    else
      return;
    lines.push_back(shorter.dump());
  }

  const Means& means_;
  std::string invariant_;
  History shortest_;
  Looks looks_;
  std::size_t left_;
};

} // namespace

History shortest(const Run& failed, const Means& means, std::size_t replays) {
  return Shrinking(failed, means, replays).run();
}

} // namespace handrail::sim
