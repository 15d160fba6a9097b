// Standing questions: a deferred document is looked for again and again while its debt is open.
#include <nlohmann/json.hpp>

#include "calendar/limit.hpp"
#include "decide/offices.hpp"
#include "decide/session.hpp"

namespace lianban::decide {

namespace {

/// The material with an open, available deferral; null where nobody has to look for it.
const model::Material* wanted(const Session& session, const std::string& id) {
  const Case& of = session.now_case();
  const model::Material* spec = session.definition().materials.find(id);
  if (spec == nullptr || !spec->defer || spec->source.kind != model::SourceKind::kQuery) {
    return nullptr;
  }
  const auto state = material::record_of(of.materials, id).state;
  const bool there =
      state == lifecycle::MaterialState::kSupplied || state == lifecycle::MaterialState::kVerified;
  const bool open = material::open_deferral(of.deferrals, id) && session.available_since(*spec);
  return !of.ended() && open && !there ? spec : nullptr;
}

}  // namespace

Result<std::optional<Question>> question(const Case& of, const std::string& material,
                                         const Inputs& inputs) {
  const Session session(&of, inputs);
  const model::Material* spec = wanted(session, material);
  if (spec == nullptr) return std::optional<Question>();
  const model::CallSpec& call = *session.definition().calls.find(spec->source.ref);
  auto body = session.evaluate(call.request);
  if (!body.ok()) return std::move(body).error();
  const std::string office = competence_of(session, call.agency).office;
  return std::optional<Question>(
      {call.id, lane_of(call.agency, office), call.operation, std::move(body).value()});
}

std::optional<Instant> next_recheck(const Case& of, const std::string& material,
                                    const Inputs& inputs) {
  const Session session(&of, inputs);
  const model::Material* spec = wanted(session, material);
  if (spec == nullptr || !spec->defer->recheck) return std::nullopt;
  const calendar::Provisional workdays(*inputs.calendar);
  const auto next = calendar::step(inputs.now, *spec->defer->recheck, workdays);
  return next.ok() ? std::optional<Instant>(*next) : std::nullopt;
}

}  // namespace lianban::decide
