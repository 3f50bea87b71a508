// What the portal's tests look at: a small workspace with one playbook, and a real engine on a folder that goes away.
#pragma once

#include "app/engine.h"
#include "web/routes.h"
#include "web/view/render.h"

#include <filesystem>
#include <memory>
#include <string>

namespace handrail::web {

/// Ana and Bo (FM), Carla (assignment team), Pia (of a partner); fields FM and RM; one playbook with an outcome, a rule
/// that asks for a note, a checklist item and a mandatory task.
std::shared_ptr<const playbook::Model> sample_model();

class Sample {
public:
  static constexpr std::uint16_t port = 8080;

  Sample();
  ~Sample();
  Sample(const Sample&) = delete;
  Sample& operator=(const Sample&) = delete;

  Response get(const std::string& target, const std::string& person = "ana");
  /// `form` is encoded as it stands.
  Response post(const std::string& target, const std::string& form, const std::string& person = "ana");
  /// Submits as that person and expects it to work.
  void must(const std::string& person, engagement::Command command);

  /// Registers Contoso with Ana as primary FM and starts the playbook.
  void with_contoso();

  /// Lets time pass.
  void advance(std::chrono::hours by) { clock_.advance(by); }

  app::Engine& engine() { return *engine_; }
  const Portal& portal() const { return *portal_; }

private:
  Response answer(RawRequest raw, const std::string& person);

  std::filesystem::path folder_;
  ManualClock clock_;
  app::CountedIds ids_;
  std::unique_ptr<app::Engine> engine_;
  std::unique_ptr<Renderer> renderer_;
  std::unique_ptr<Portal> portal_;
};

} // namespace handrail::web
