#include "model/paths.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <span>

namespace lianban::model {
namespace {

using rules::Path;
using rules::PathInfo;
using rules::Root;
using Segments = std::vector<std::string>;
using Found = std::optional<PathInfo>;

constexpr PathInfo kSet{.always_set = true};
constexpr PathInfo kMayBeNull{.always_set = false};

struct Member {
  std::string_view name;
  bool always_set;
};

constexpr std::array<Member, 11> kCaseMembers{{{"id", true},
                                               {"definition", true},
                                               {"number", true},
                                               {"channel", false},
                                               {"region", false},
                                               {"office", false},
                                               {"opened_at", true},
                                               {"accepted_at", false},
                                               {"decided_at", false},
                                               {"decision", false},
                                               {"gaps", true}}};
constexpr std::array<Member, 3> kActorMembers{{{"id", false}, {"roles", false}, {"office", false}}};
constexpr std::array<Member, 3> kMaterialMembers{
    {{"state", true}, {"reason", false}, {"at", true}}};
constexpr std::array<Member, 3> kDeferralMembers{
    {{"state", false}, {"due", false}, {"remaining", false}}};
constexpr std::array<Member, 6> kClockMembers{{{"state", false},
                                               {"started", false},
                                               {"due", false},
                                               {"promised_due", false},
                                               {"remaining", false},
                                               {"overrun", false}}};
constexpr std::array<Member, 3> kCallMembers{
    {{"state", false}, {"outcome", false}, {"effect", true}}};
constexpr std::array<Member, 4> kLicenceMembers{
    {{"state", false}, {"number", false}, {"issued_at", false}, {"expires", false}}};
constexpr std::array<Member, 2> kPaperMembers{{{"number", false}, {"at", false}}};

Found find_member(std::span<const Member> members, const std::string& name) {
  const auto found = std::ranges::find(members, name, &Member::name);
  if (found == members.end()) return std::nullopt;
  return PathInfo{found->always_set};
}

Segments below(const Segments& segments, std::size_t first) {
  return {segments.begin() + static_cast<std::ptrdiff_t>(std::min(first, segments.size())),
          segments.end()};
}

Found by_schema(const Schema& schema, const Segments& segments, bool is_there) {
  if (segments.empty()) return PathInfo{is_there};
  const Schema::Member member = schema.member(segments);
  if (!member.declared) return std::nullopt;
  return PathInfo{is_there && member.required};
}

/// By first values: {} and null cover all below, as do lists; other values stand for themselves.
Found by_first_value(const Json& vars, const Segments& segments) {
  const Json* at = &vars;
  for (const std::string& segment : segments) {
    const bool is_root = at == &vars;
    if (!is_root && (at->is_null() || at->is_array() || (at->is_object() && at->empty()))) {
      return kMayBeNull;
    }
    if (!at->is_object()) return std::nullopt;
    const auto member = at->find(segment);
    if (member == at->end()) return std::nullopt;
    at = &*member;
  }
  return PathInfo{!at->is_null()};
}

/// What paths resolve against: the parts of the definition that are there before any rule.
class Paths {
 public:
  explicit Paths(const Loading& loading) : loading_(loading) {}

  [[nodiscard]] Found find(const Path& path) const {
    const Segments& segments = path.segments;
    switch (path.root) {
      case Root::kForm:
        return of_form(segments);
      case Root::kVars:
        return by_first_value(*loading_.definition.vars, segments);
      case Root::kParams:
        return of_params(segments);
      case Root::kEvent:
        return of_event(segments);
      case Root::kCase:
        return of_case(segments);
      case Root::kMaterials:
        return of_material(segments);
      case Root::kDeferrals:
        if (!segments.empty() && !loading_.names.deferrable.contains(segments[0])) {
          return std::nullopt;
        }
        return of_item(Kind::kMaterial, kDeferralMembers, segments);
      case Root::kClocks:
        return of_item(Kind::kClock, kClockMembers, segments);
      case Root::kCalls:
        return of_call(segments);
      case Root::kLicences:
        return of_item(Kind::kLicence, kLicenceMembers, segments);
      case Root::kPapers:
        return of_item(Kind::kPaper, kPaperMembers, segments);
      case Root::kDone:
        if (!segments.empty() && !loading_.names.has(Kind::kState, segments[0])) {
          return std::nullopt;
        }
        return kMayBeNull;
      case Root::kReply:
      case Root::kElement:
      case Root::kData:
        return std::nullopt;
    }
    return std::nullopt;
  }

 private:
  Found of_form(const Segments& segments) const {
    if (!segments.empty() && loading_.definition.form.empty()) return std::nullopt;
    return by_schema(loading_.definition.form, segments, true);
  }

  Found of_params(const Segments& segments) const {
    const Json* value = rules::follow(*loading_.definition.params, segments);
    if (value == nullptr) return std::nullopt;
    return PathInfo{!value->is_null()};
  }

  static Found of_event(const Segments& segments) {
    if (segments.empty() || segments[0] == "data") return kMayBeNull;
    if (segments[0] == "name" && segments.size() == 1) return kMayBeNull;
    if (segments[0] != "actor") return std::nullopt;
    if (segments.size() == 1) return kMayBeNull;
    const bool ends = segments.size() == 2 || segments[1] == "roles";
    return ends ? find_member(kActorMembers, segments[1]) : std::nullopt;
  }

  static Found of_case(const Segments& segments) {
    if (segments.empty()) return std::nullopt;
    const bool is_list = segments[0] == "gaps" || segments[0] == "deferrals";
    if (is_list) return PathInfo{segments.size() == 1};
    return segments.size() == 1 ? find_member(kCaseMembers, segments[0]) : std::nullopt;
  }

  Found of_item(Kind kind, std::span<const Member> members, const Segments& segments) const {
    if (segments.size() != 2 || !loading_.names.has(kind, segments[0])) return std::nullopt;
    return find_member(members, segments[1]);
  }

  Found of_material(const Segments& segments) const {
    if (segments.size() < 2 || segments[1] != "data") {
      return of_item(Kind::kMaterial, kMaterialMembers, segments);
    }
    if (!loading_.names.has(Kind::kMaterial, segments[0])) return std::nullopt;
    const auto schema = loading_.material_data.find(segments[0]);
    if (schema == loading_.material_data.end()) return kMayBeNull;
    return by_schema(schema->second, below(segments, 2), false);
  }

  Found of_call(const Segments& segments) const {
    if (segments.size() < 2 || segments[1] != "reply") {
      return of_item(Kind::kCall, kCallMembers, segments);
    }
    if (!loading_.names.has(Kind::kCall, segments[0])) return std::nullopt;
    const auto schema = loading_.replies.find(segments[0]);
    if (schema == loading_.replies.end()) return kMayBeNull;
    return by_schema(schema->second, below(segments, 2), false);
  }

  const Loading& loading_;
};

constexpr std::size_t kListedPaths = 2000;

/// The members that a schema names, for "did you mean"; references are not followed.
void list_members(const Json& schema, const std::string& prefix, std::vector<std::string>& out) {
  const auto properties = schema.is_object() ? schema.find("properties") : schema.end();
  if (!schema.is_object() || properties == schema.end() || !properties->is_object()) return;
  for (const auto& item : properties->items()) {
    if (out.size() >= kListedPaths) return;
    const std::string path = prefix + "." + item.key();
    out.push_back(path);
    list_members(item.value(), path, out);
  }
}

void list_items(const Loading& loading, Kind kind, const std::string& family,
                std::span<const Member> members, std::vector<std::string>& out) {
  for (const std::string& id : loading.names.all(kind)) {
    for (const Member& member : members) {
      out.push_back(family);
      out.back().append(".").append(id).append(".").append(member.name);
    }
  }
}

std::vector<std::string> list_paths(const Loading& loading) {
  std::vector<std::string> out{"event.name",        "event.data",         "event.actor.id",
                               "event.actor.roles", "event.actor.office", "case.deferrals"};
  for (const Member& member : kCaseMembers) out.push_back("case." + std::string(member.name));
  for (const auto& item : loading.definition.vars->items()) out.push_back("vars." + item.key());
  for (const auto& item : loading.definition.params->items()) out.push_back("params." + item.key());
  if (!loading.definition.form.empty()) list_members(loading.definition.form.source(), "form", out);
  list_items(loading, Kind::kMaterial, "materials", kMaterialMembers, out);
  list_items(loading, Kind::kClock, "clocks", kClockMembers, out);
  list_items(loading, Kind::kCall, "calls", kCallMembers, out);
  list_items(loading, Kind::kLicence, "licences", kLicenceMembers, out);
  list_items(loading, Kind::kPaper, "papers", kPaperMembers, out);
  for (const auto& [call, schema] : loading.replies) {
    list_members(schema.source(), "calls." + call + ".reply", out);
  }
  for (const auto& [material, schema] : loading.material_data) {
    list_members(schema.source(), "materials." + material + ".data", out);
  }
  return out;
}

/// Whether comparing what may be null is an error: it is the checker's, so not in a pinned
/// definition, and it protects people, so not in a bare chart (W3C reads null there as it likes).
bool is_strict(const Loading& loading) {
  return loading.semantic && loading.root.contains("agencies");
}

}  // namespace

rules::CompileContext make_context(Loading& loading) {
  rules::CompileContext context;
  context.path = [paths = Paths(loading), strict = is_strict(loading)](const Path& path) {
    Found found = paths.find(path);
    if (found && !strict) found->always_set = true;
    return found;
  };
  context.path_names = [&loading] { return list_paths(loading); };
  context.has_state = [&loading](std::string_view id) {
    return loading.names.has(Kind::kState, id);
  };
  context.has_condition = [&loading](std::string_view id) {
    return loading.names.has(Kind::kCondition, id);
  };
  return context;
}

rules::CompileContext with_reply(const Loading& loading, const Schema& reply) {
  rules::CompileContext inside = loading.context;
  inside.path = [outer = inside.path, reply, strict = is_strict(loading)](const Path& path) {
    if (path.root != Root::kReply) return outer(path);
    Found found = by_schema(reply, path.segments, true);
    if (found && !strict) found->always_set = true;
    return found;
  };
  inside.path_names = [outer = inside.path_names, reply] {
    std::vector<std::string> names = outer();
    if (!reply.empty()) list_members(reply.source(), "reply", names);
    return names;
  };
  return inside;
}

}  // namespace lianban::model
