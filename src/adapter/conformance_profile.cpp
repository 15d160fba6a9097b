#include "adapter/conformance_profile.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include "adapter/address.hpp"

namespace lianban::adapter {
namespace {

/// Remembers the first fault.
class ProfileReader {
 public:
  std::optional<Error> fault;

  void fail(const std::string& place, const char* zh, const char* en) {
    if (!fault) fault = make_error("conformance/profile", zh, en, place);
  }
  std::string text(const Json& object, const char* name, const std::string& place, bool needed) {
    const auto found = object.find(name);
    if (found != object.end() && found->is_string()) return found->get<std::string>();
    if (found != object.end() || needed) fail(place + "/" + name, "应为文本", "must be a text");
    return {};
  }
  Text title(const Json& object, const std::string& place) {
    const auto found = object.find("title");
    if (found == object.end()) return {};
    if (!found->is_object()) {
      fail(place + "/title", "应为 {zh, en}", "must be {zh, en}");
      return {};
    }
    return {text(*found, "zh", place + "/title", false),
            text(*found, "en", place + "/title", false)};
  }
  void number(const Json& object, const char* name, std::chrono::milliseconds& into) {
    int value = 0;
    if (number(object, name, 0, value)) into = std::chrono::milliseconds{value};
  }
  bool number(const Json& object, const char* name, int least, int& into) {
    const auto found = object.find(name);
    if (found == object.end()) return false;
    if (!found->is_number_integer() || *found < least || *found > 86'400'000) {
      fail(std::string("/limits/") + name, "数值超出范围", "out of range");
      return false;
    }
    into = found->get<int>();
    return true;
  }
  std::string path(const Json& object, const char* name, const std::string& place,
                   std::string_view hole, bool needed) {
    std::string read = text(object, name, place, needed);
    if ((needed || !read.empty()) && !is_path(read, hole)) {
      fail(place + "/" + name, "不是路径，或缺少占位", "not a path, or without its place");
    }
    return read;
  }
};

ProfileLimits read_limits(const Json& source, ProfileReader& reader) {
  ProfileLimits limits;
  const auto found = source.find("limits");
  if (found == source.end()) return limits;
  if (!found->is_object()) {
    reader.fail("/limits", "应为对象", "must be an object");
    return limits;
  }
  reader.number(*found, "p50_ms", limits.p50);
  reader.number(*found, "p95_ms", limits.p95);
  reader.number(*found, "samples", 1, limits.samples);
  reader.number(*found, "timeout_ms", limits.timeout);
  reader.number(*found, "answer_within_ms", limits.answer_within);
  reader.number(*found, "poll_every_ms", limits.poll_every);
  reader.number(*found, "quiet_ms", limits.quiet);
  return limits;
}

ProfileOperation read_operation(const std::string& id, const Json& source, ProfileReader& reader) {
  const std::string place = base::pointer_join("/operations", id);
  ProfileOperation operation;
  operation.id = id;
  if (!source.is_object()) {
    reader.fail(place, "应为对象", "must be an object");
    return operation;
  }
  operation.path = reader.path(source, "path", place, "", true);
  const std::string answers = reader.text(source, "answers", place, true);
  operation.later = answers == "later";
  if (answers != "now" && answers != "later") {
    reader.fail(place + "/answers", "应为 now 或 later", "must be now or later");
  }
  operation.request = source.value("request", Json());
  if (!operation.request.is_object()) {
    reader.fail(place + "/request", "应为对象", "must be an object");
  }
  for (const Json& each : source.value("about", Json::array())) {
    if (!each.is_string()) reader.fail(place + "/about", "应为成员名", "must be names of members");
    if (each.is_string()) operation.about.push_back(each.get<std::string>());
  }
  operation.reply = ReplySchema::make(source.value("reply", Json()));
  if (operation.reply == nullptr) {
    reader.fail(place + "/reply", "应为 JSON Schema", "must be a JSON Schema");
  }
  operation.query = reader.path(source, "query", place, "{key}", false);
  operation.poll = reader.path(source, "poll", place, "{ticket}", false);
  operation.large = reader.text(source, "large", place, false);
  return operation;
}

}  // namespace

Result<Profile> read_profile(const Json& source) {
  ProfileReader reader;
  Profile profile;
  if (!source.is_object()) {
    reader.fail("", "应为对象", "must be an object");
    return *reader.fault;
  }
  profile.agency = reader.text(source, "agency", "", true);
  profile.title = reader.title(source, "");
  profile.limits = read_limits(source, reader);
  const auto operations = source.find("operations");
  if (operations == source.end() || !operations->is_object() || operations->empty()) {
    reader.fail("/operations", "至少要有一个事项", "at least one operation is needed");
  } else {
    for (const auto& [id, each] : operations->items()) {
      profile.operations.push_back(read_operation(id, each, reader));
    }
  }
  if (reader.fault) return *reader.fault;
  return profile;
}

}  // namespace lianban::adapter
