#include "web/view/render.h"

#include "web/view/embedded.h"

#include <ctemplate/template.h>
#include <ctemplate/template_cache.h>
#include <ctemplate/template_dictionary.h>
#include <fmt/format.h>

namespace handrail::web {

namespace {

constexpr std::string_view folder = "templates/";
constexpr std::string_view suffix = ".html";
/// Escaping by context is switched on in each template; a template cannot forget it.
constexpr std::string_view preamble = "{{%AUTOESCAPE context=\"HTML\"}}\n";

void fill(ctemplate::TemplateDictionary& dictionary, const View& view) {
  for (const auto& [name, value] : view.values()) dictionary.SetValue(name, value);
  for (const auto& section : view.shown()) dictionary.ShowSection(section);
  for (const auto& child : view.children()) {
    if (child.template_name.empty()) {
      fill(*dictionary.AddSectionDictionary(child.name), child.view);
    } else {
      auto* included = dictionary.AddIncludeDictionary(child.name);
      included->SetFilename(std::string(folder) + child.template_name + std::string(suffix));
      fill(*included, child.view);
    }
  }
}

} // namespace

struct Renderer::Templates {
  ctemplate::TemplateCache cache;
};

Renderer::Renderer(std::unique_ptr<Templates> templates) : templates_(std::move(templates)) {}
Renderer::~Renderer() = default;

Result<std::unique_ptr<Renderer>> Renderer::create() {
  auto templates = std::make_unique<Templates>();
  for (const auto& file : embedded_files()) {
    if (!file.name.starts_with(folder)) continue;
    const std::string text = std::string(preamble) + std::string(file.bytes);
    const std::string name(file.name);
    if (!templates->cache.StringToTemplateCache(name, text, ctemplate::STRIP_BLANK_LINES))
      return Error{ErrorCode::internal, "A template of the portal does not parse.", name, {}};
  }
  return std::unique_ptr<Renderer>(new Renderer(std::move(templates)));
}

Result<std::string> Renderer::render(std::string_view template_name, const View& view) const {
  const std::string file = std::string(folder) + std::string(template_name) + std::string(suffix);
  ctemplate::TemplateDictionary dictionary(file);
  fill(dictionary, view);
  std::string html;
  if (!templates_->cache.ExpandWithData(file, ctemplate::STRIP_BLANK_LINES, &dictionary, nullptr, &html))
    return Error{ErrorCode::internal, "A page could not be rendered.", file, {}};
  return html;
}

} // namespace handrail::web
