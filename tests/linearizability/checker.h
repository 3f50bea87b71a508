// Is there an order in which the calls of a history could have been made one after the other, each between its
// beginning and its end, that gives every answer that was given? The search of Wing and Gong, with Lowe's memory of
// what was tried.
//
// A model has types Input, Output and State, and says:
//   static std::optional<State> step(const State&, const Input&, const Output*)
//                                          the state after the call, if it could have been answered so; without an
//                                          answer: as it would be
//   static std::uint64_t fingerprint(const State&)   equal for equal states
//   static bool is_read(const Input&)                changes nothing, whatever it is answered
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace handrail::linearizability {

inline constexpr std::uint64_t never = std::numeric_limits<std::uint64_t>::max();

/// One call of one caller. Times are numbers that grow, each given once.
template <class Model>
struct Call {
  int caller = 0;
  std::uint64_t began = 0, ended = never;
  typename Model::Input input;
  std::optional<typename Model::Output> output{}; ///< nothing: it did not end, and may have taken effect or not
};

enum class Verdict {
  linearizable,
  not_linearizable,
  undecided, ///< the search was given up
};

template <class Model>
class Checker {
public:
  using Calls = std::vector<Call<Model>>;

  explicit Checker(typename Model::State start, std::size_t most_steps = 5'000'000)
      : start_(std::move(start)), most_steps_(most_steps) {}

  Verdict check(const Calls& calls) const { return Search(*this, calls).run(); }

  /// The shortest beginning of the history that no order explains, without the reads that it does not need. The history
  /// is not linearizable.
  Calls shortest(const Calls& calls) const {
    std::vector<std::uint64_t> ends;
    for (const auto& call : calls)
      if (call.output) ends.push_back(call.ended);
    std::sort(ends.begin(), ends.end());
    // What follows cannot mend a beginning: the first end at which it fails is found by halving.
    std::size_t low = 0, high = ends.empty() ? 0 : ends.size() - 1;
    while (low < high) {
      const auto middle = low + (high - low) / 2;
      check(beginning(calls, ends[middle])) == Verdict::not_linearizable ? high = middle : low = middle + 1;
    }
    auto kept = ends.empty() ? calls : beginning(calls, ends[low]);
    for (std::size_t i = kept.size(); i-- > 0;) {
      if (!Model::is_read(kept[i].input)) continue;
      auto without = kept;
      without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
      if (check(without) == Verdict::not_linearizable) kept = std::move(without);
    }
    return kept;
  }

private:
  static Calls beginning(const Calls& calls, std::uint64_t until) {
    Calls some;
    for (const auto& call : calls) {
      if (call.began > until) continue;
      some.push_back(call);
      if (call.ended > until) some.back().output.reset(), some.back().ended = never;
    }
    return some;
  }

  /// Beginnings and ends in a list, in the order of time; calls that have found their place are taken out.
  class Search {
  public:
    Search(const Checker& checker, const Calls& calls)
        : calls_(calls), state_(checker.start_), steps_left_(checker.most_steps_), done_((calls.size() + 63) / 64) {
      std::vector<std::pair<std::uint64_t, Entry>> entries;
      for (std::size_t i = 0; i < calls.size(); ++i) {
        entries.push_back({calls[i].began, {i, false}});
        if (calls[i].output) entries.push_back({calls[i].ended, {i, true}}), ++open_;
      }
      std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
      list_.push_back({}); // before the first, and after the last
      end_of_.resize(calls.size());
      for (const auto& [time, entry] : entries) {
        if (entry.is_end) end_of_[entry.call] = list_.size();
        list_.push_back(entry);
      }
      for (std::size_t i = 0; i < list_.size(); ++i) {
        list_[i].next = (i + 1) % list_.size();
        list_[i].before = (i + list_.size() - 1) % list_.size();
      }
    }

    Verdict run() {
      auto at = list_[0].next;
      while (open_ > 0) {
        if (steps_left_-- == 0) return Verdict::undecided;
        if (at != 0 && !list_[at].is_end) {
          at = try_next(at) ? list_[0].next : list_[at].next;
          continue;
        }
        // A call has ended that has found no place before: the last one that did must find another.
        if (tried_.empty()) return Verdict::not_linearizable;
        at = list_[take_back()].next;
      }
      return Verdict::linearizable;
    }

  private:
    struct Entry {
      std::size_t call = 0;
      bool is_end = false;
      std::size_t next = 0, before = 0;
    };
    using Done = std::vector<std::uint64_t>;

    bool try_next(std::size_t at) {
      const auto number = list_[at].call;
      const auto& call = calls_[number];
      auto after = Model::step(state_, call.input, call.output ? &*call.output : nullptr);
      if (!after) return false;
      auto done = done_;
      done[number / 64] |= std::uint64_t{1} << (number % 64);
      if (!seen_.insert({done, Model::fingerprint(*after)}).second) return false;
      tried_.push_back({at, std::exchange(state_, std::move(*after))});
      done_ = std::move(done);
      take_out(at);
      if (call.output) take_out(end_of_[number]), --open_;
      return true;
    }
    std::size_t take_back() {
      auto [at, state] = std::move(tried_.back());
      tried_.pop_back();
      const auto number = list_[at].call;
      if (calls_[number].output) put_back(end_of_[number]), ++open_;
      put_back(at);
      done_[number / 64] &= ~(std::uint64_t{1} << (number % 64));
      state_ = std::move(state);
      return at;
    }
    void take_out(std::size_t at) {
      list_[list_[at].before].next = list_[at].next;
      list_[list_[at].next].before = list_[at].before;
    }
    void put_back(std::size_t at) {
      list_[list_[at].before].next = at;
      list_[list_[at].next].before = at;
    }

    const Calls& calls_;
    typename Model::State state_;
    std::size_t steps_left_;
    std::vector<Entry> list_;
    std::vector<std::size_t> end_of_;
    std::size_t open_ = 0; ///< that have ended and found no place yet
    Done done_;
    std::vector<std::pair<std::size_t, typename Model::State>> tried_;
    std::set<std::pair<Done, std::uint64_t>> seen_;
  };

  typename Model::State start_;
  std::size_t most_steps_;
};

} // namespace handrail::linearizability
