// From a text to a definition, or to everything that is wrong with it.
#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "base/limits.hpp"
#include "base/secrets.hpp"
#include "model/check.hpp"
#include "model/codes.hpp"
#include "model/extends.hpp"
#include "model/params.hpp"
#include "model/paths.hpp"
#include "model/place.hpp"
#include "model/sections.hpp"

namespace lianban::model {
namespace {

constexpr base::JsonLimits kLimits{.bytes = limits::kDefinitionBytes, .depth = limits::kJsonDepth};
/// First byte of what is hashed: a definition, not a journal row or a paper.
constexpr std::string_view kDomain{"\x01", 1};

/// Below the place where a param stands: what names it.
constexpr std::string_view kParamMember = "/param";

bool has_error(const Diagnostics& diagnostics) {
  return std::ranges::any_of(
      diagnostics, [](const Diagnostic& each) { return each.severity == Severity::kError; });
}

void seal(const Json& source, Definition& to) {
  to.source = base::canonical(source);
  const auto language = source.find("lianban");
  const bool is_known = language != source.end() && language->is_number_integer();
  to.language = is_known && *language == 1 ? 1 : 0;
  const char version = static_cast<char>(to.language);
  to.hash = base::sm3({kDomain, std::string_view(&version, 1), to.source});
}

/// A definition is passed from hand to hand: keys, tokens and passwords belong to the deployment.
void refuse_secrets(Loading& loading, const Json& value, const std::string& pointer) {
  if (value.is_string() && base::looks_like_secret(value.get_ref<const std::string&>())) {
    loading.fault(codes::kSecret, pointer,
                  {"此值看似密钥；定义中不得写密钥",
                   "this value looks like a secret, and a "
                   "definition holds none"},
                  {"密钥写在机关目录所指名的地方", "secrets are named in the agency directory"});
  }
  if (!value.is_structured()) return;
  for (const auto& item : value.items()) {
    refuse_secrets(loading, item.value(), base::pointer_join(pointer, item.key()));
  }
}

void read_all(Loading& loading) {
  refuse_secrets(loading, loading.root, "");
  check_top(loading);
  load_identity(loading);
  load_law(loading);
  collect_states(loading);
  load_schemas(loading);
  loading.context = make_context(loading);
  load_agencies(loading);
  load_conditions(loading);
  load_calls(loading);
  load_papers(loading);
  load_clocks(loading);
  load_licences(loading);
  load_open(loading);
  load_chart(loading);
  load_materials(loading);
  load_must_pass(loading);
  load_properties(loading);
}

bool before(const Diagnostic& a, const Diagnostic& b) {
  return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
}

/// An unknown param reads as null: what is wrong with that null has been said already.
void drop_consequences(Diagnostics& faults) {
  std::set<std::string> places;
  for (const Diagnostic& fault : faults) {
    if (fault.code == codes::kUnknownParam && fault.pointer.ends_with(kParamMember)) {
      places.insert(fault.pointer.substr(0, fault.pointer.size() - kParamMember.size()));
    }
  }
  std::erase_if(faults, [&](const Diagnostic& fault) { return places.contains(fault.pointer); });
}

Loaded load_source(const Json& source, bool semantic) {
  Loaded loaded;
  auto definition = std::make_shared<Definition>();
  Diagnostics& faults = loaded.diagnostics;
  if (!source.is_object()) {
    Diagnostic fault;
    fault.code = codes::kWrongType;
    fault.message = {"定义须是一个对象", "a definition must be an object"};
    faults.push_back(std::move(fault));
    return loaded;
  }
  seal(source, *definition);
  auto params = std::make_shared<const Json>(param_values(source));
  definition->params = params;
  const Json root = with_params(source, *params, faults);
  Loading loading{*definition, root, faults, semantic, collect_names(root), {}, {}, {}};
  read_all(loading);
  drop_consequences(faults);
  if (has_error(faults)) return loaded;
  if (semantic) check(*definition, source, faults);
  if (!has_error(faults)) loaded.definition = std::move(definition);
  return loaded;
}

bool too_deep(const Json& json, std::size_t left) {
  if (!json.is_structured()) return false;
  if (left == 0) return true;
  return std::ranges::any_of(json, [&](const Json& child) { return too_deep(child, left - 1); });
}

Diagnostic syntax_fault(const Error& error) {
  Diagnostic fault;
  fault.code = codes::kSyntax;
  fault.message = error.message;
  return fault;
}

bool too_large(const Json& source) {
  return base::canonical(source).size() > limits::kDefinitionBytes ||
         too_deep(source, limits::kJsonDepth);
}

Loaded load_overlay(const Json& source, std::string_view text, const std::string& name,
                    const ReadBase& read) {
  Expansion expansion = expand(source, text, name, read);
  Loaded loaded;
  if (expansion.whole && expansion.faults.empty()) {
    auto merged = std::make_shared<const Json>(plain(*expansion.whole));
    if (too_large(*merged)) {
      return {nullptr,
              {syntax_fault(make_error("json/too_large", "扩展后的定义过大或者过深",
                                       "too large or too deep once it is merged"))},
              {},
              nullptr};
    }
    loaded = load_source(*merged, true);
    loaded.merged = std::move(merged);
    for (Diagnostic& fault : loaded.diagnostics) place_in_files(expansion, fault);
  }
  Diagnostics& faults = loaded.diagnostics;
  std::ranges::move(expansion.faults, std::back_inserter(faults));
  std::ranges::stable_sort(faults, before);
  if (faults.size() > limits::kDiagnostics) faults.resize(limits::kDiagnostics);
  loaded.bases.assign(std::make_move_iterator(expansion.files.begin() + 1),
                      std::make_move_iterator(expansion.files.end()));
  return loaded;
}

Loaded load_text(std::string_view text, const std::string& name, const ReadBase& read,
                 bool semantic) {
  base::JsonFault fault{Error{}, 0, {}};
  auto source = base::parse_json(text, kLimits, &fault);
  if (!source.ok()) {
    Diagnostic found = syntax_fault(fault.error);
    found.line = fault.position.line;
    found.column = fault.position.column;
    return {nullptr, {std::move(found)}, {}, nullptr};
  }
  if (source->is_object() && source->contains("extends")) {
    return load_overlay(*source, text, name, read);
  }
  Loaded loaded = load_source(*source, semantic);
  place(loaded.diagnostics, text, *source);
  return loaded;
}

}  // namespace

Loaded load(std::string_view text, bool semantic) {
  return load_text(text, {}, ReadBase{}, semantic);
}

Loaded load(std::string_view text, const std::string& name, const ReadBase& read) {
  return load_text(text, name, read, true);
}

Loaded load(const Json& source, bool semantic) {
  if (too_deep(source, limits::kJsonDepth)) {
    return {nullptr,
            {syntax_fault(make_error("json/too_deep", "嵌套太深", "nested too deeply"))},
            {},
            nullptr};
  }
  Loaded loaded = load_source(source, semantic);
  // The text that a dump would be gives the order; the lines of it would mean nothing to anybody.
  place(loaded.diagnostics, base::canonical(source), source);
  for (Diagnostic& fault : loaded.diagnostics) {
    fault.line = fault.column = 0;
    fault.fix.reset();
    for (Related& each : fault.related) each.line = each.column = 0;
  }
  return loaded;
}

}  // namespace lianban::model
