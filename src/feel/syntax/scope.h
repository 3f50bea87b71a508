// The names an expression may use while it is parsed: the innermost and the longest wins.
#pragma once

#include "feel/functions/builtin.h"
#include "feel/names.h"
#include "feel/syntax/lexer.h"
#include "feel/type.h"

#include <optional>
#include <string>
#include <vector>

namespace handrail::feel {

/// A name cut as the lexer cuts it, so that it can be found among tokens.
struct NameForm {
  struct Part {
    std::string text;
    bool space_before = false;
  };
  std::string name;
  std::vector<Part> parts;

  static NameForm of(std::string name);
  /// How many tokens from `at` on are this name; 0 when they are not.
  std::size_t length_at(const std::vector<Token>& tokens, std::size_t at) const;
};

class Scope {
public:
  explicit Scope(const Names& names);

  struct Found {
    enum class What { nothing, variable, local, item_entry, builtin };
    What what = What::nothing;
    std::size_t tokens = 0;
    std::string name;
    Type type;
    std::size_t slot = 0;     ///< of the local, or of the item that has the entry
    std::size_t position = 0; ///< of a variable or an entry
    const Builtin* builtin = nullptr;
    std::vector<std::size_t>
        open_items; ///< slots of items of unknown shape that may have such an entry, innermost first
  };
  /// What the tokens from `at` on name. Called, a function is preferred to an equally long name of another thing.
  Found find(const std::vector<Token>& tokens, std::size_t at) const;

  /// A level of locals; names are added to the innermost one.
  void push() { levels_.emplace_back(); }
  /// A filter's level: `item`, and the entries that the items have.
  void push_item(std::size_t slot, const Type& item);
  void pop() { levels_.pop_back(); }
  void pop_item() { pop(), pop(); }
  void add(std::string name, Type type, std::size_t slot, bool* is_used = nullptr);

  /// Every name in scope, for "did you mean".
  std::vector<std::string> all() const;

private:
  struct Local {
    NameForm form;
    Type type;
    std::size_t slot = 0;
    std::optional<std::size_t> entry; ///< the position in the item at `slot`
    bool* is_used = nullptr;
  };
  struct Level {
    std::vector<Local> locals;
    std::optional<std::size_t> open_item; ///< the slot of an item of unknown shape
  };
  struct Variable {
    NameForm form;
    Type type;
  };

  std::vector<Variable> variables_;
  std::vector<Level> levels_;
};

/// Words that cannot begin a name on their own.
bool is_keyword(std::string_view word);

} // namespace handrail::feel
