#include "adapter/directory_parser.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "adapter/address.hpp"
#include "adapter/secrets.hpp"
#include "lianban/time.hpp"

namespace lianban::adapter {
namespace {

bool is_lower_id(std::string_view text) {
  return !text.empty() && text.front() >= 'a' && text.front() <= 'z' &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

bool is_word(std::string_view text) {
  return !text.empty() && text.size() <= 128 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  });
}

/// "police" or "police@330300".
bool is_entry_name(std::string_view name) {
  const std::size_t at = name.find('@');
  if (!is_lower_id(name.substr(0, at))) return false;
  return at == std::string_view::npos || is_word(name.substr(at + 1));
}

/// Lengths of elapsed time only: no calendar is known here.
std::optional<std::chrono::milliseconds> elapsed(const Duration& duration) {
  using std::chrono::milliseconds;
  // Beyond this the product could overflow; the caller's bound is far below.
  constexpr std::int64_t kMost = 1'000'000'000;
  if (duration.unit != Unit::kMicroseconds && duration.amount > kMost) return std::nullopt;
  switch (duration.unit) {
    case Unit::kDays:
      return milliseconds{std::chrono::days{duration.amount}};
    case Unit::kHours:
      return milliseconds{std::chrono::hours{duration.amount}};
    case Unit::kMinutes:
      return milliseconds{std::chrono::minutes{duration.amount}};
    case Unit::kSeconds:
      return milliseconds{std::chrono::seconds{duration.amount}};
    case Unit::kMicroseconds:
      return std::chrono::floor<milliseconds>(std::chrono::microseconds{duration.amount});
    case Unit::kWorkdays:
    case Unit::kMonths:
    case Unit::kYears:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

LoadedDirectory DirectoryParser::parse(const Json& source) {
  if (!source.is_object()) {
    fault("directory/type", "", "机关目录应是 JSON 对象", "the directory must be a JSON object");
    return std::move(loaded_);
  }
  for (const auto& [name, value] : source.items()) {
    const At at{value, base::pointer_join("", name)};
    if (!is_entry_name(name)) {
      fault("directory/unknown", at.pointer, "键应为“机关”或“机关@办理机构”",
            "a key must be an agency id or agency@office");
      continue;
    }
    entry(at, loaded_.directory.entries[name]);
  }
  return std::move(loaded_);
}

void DirectoryParser::entry(const At& at, AgencyEntry& out) {
  if (!members(at, {"url", "auth", "timeouts", "retry", "breaker", "concurrency", "operations"})) {
    return;
  }
  if (has(at, "url", true)) url(member(at, "url"), out.url);
  if (has(at, "auth")) auth(member(at, "auth"), out);
  if (has(at, "timeouts")) timeouts(member(at, "timeouts"), out);
  if (has(at, "retry")) retry(member(at, "retry"), out.retry);
  if (has(at, "breaker")) breaker(member(at, "breaker"), out.breaker);
  if (has(at, "concurrency")) integer(member(at, "concurrency"), 1, 1000, out.concurrency);
  if (has(at, "operations", true)) operations(member(at, "operations"), out);
}

void DirectoryParser::url(const At& at, std::string& out) {
  std::string given;
  if (!text(at, given)) return;
  if (has_user_info(given)) {
    fault("directory/secret", at.pointer, "网址中不得含用户名或口令",
          "an address must not carry a user name or password");
    return;
  }
  if (auto address = parse_address(given)) {
    out = std::move(address->text);
    return;
  }
  fault("directory/url", at.pointer, "应为 http 或 https 网址，不含查询参数",
        "must be an http or https address with a host and without a query");
}

void DirectoryParser::auth(const At& at, AgencyEntry& out) {
  if (!members(at, {"scheme", "key", "secret"})) return;
  AgencyAuth auth;
  if (has(at, "scheme", true)) text(member(at, "scheme"), auth.scheme);
  const bool is_signature = find_signature_scheme(auth.scheme) != nullptr;
  if (!auth.scheme.empty() && auth.scheme != "bearer" && !is_signature) {
    std::string known = "bearer";
    for (const std::string& name : signature_scheme_names()) known += ", " + name;
    fault("directory/auth", at.pointer + "/scheme", "未知的认证方式，应为下列之一：" + known,
          "unknown scheme; there are " + known);
  }
  named_secret(at, "secret", true, auth.secret);
  named_secret(at, "key", is_signature, auth.key);
  const auto address = parse_address(out.url);
  if (address && !address->tls && !address->loopback) {
    fault("directory/auth", at.pointer, "密钥不得经明文 http 传送，请改用 https",
          "a secret must not travel over plain http; use https");
  }
  out.auth = std::move(auth);
}

void DirectoryParser::named_secret(const At& at, std::string_view name, bool required,
                                   std::string& out) {
  if (!has(at, name, required) || !text(member(at, name), out) || is_secret_name(out)) return;
  fault("directory/secret", base::pointer_join(at.pointer, name),
        "此处应填密钥的名称，而不是密钥本身", "must be the name of a secret, not the secret");
}

void DirectoryParser::timeouts(const At& at, AgencyEntry& out) {
  if (!members(at, {"connect", "total"})) return;
  if (has(at, "connect")) duration(member(at, "connect"), out.connect_timeout);
  if (has(at, "total")) duration(member(at, "total"), out.total_timeout);
  if (out.total_timeout > std::chrono::minutes{10}) {
    fault("directory/range", at.pointer + "/total", "单次请求最长 10 分钟",
          "one attempt may take at most 10 minutes");
  }
}

void DirectoryParser::retry(const At& at, AgencyRetry& out) {
  if (!members(at, {"first", "factor", "max", "attempts", "jitter"})) return;
  if (has(at, "first")) duration(member(at, "first"), out.first);
  if (has(at, "factor")) number(member(at, "factor"), 1, 100, out.factor);
  if (has(at, "max")) duration(member(at, "max"), out.max);
  if (has(at, "attempts")) integer(member(at, "attempts"), 1, 1000, out.attempts);
  if (has(at, "jitter")) number(member(at, "jitter"), 0, 1, out.jitter);
  if (out.max < out.first) {
    fault("directory/range", at.pointer, "max 不得小于 first", "max must not be less than first");
  }
}

void DirectoryParser::breaker(const At& at, AgencyBreaker& out) {
  if (!members(at, {"failures", "open_for"})) return;
  if (has(at, "failures")) integer(member(at, "failures"), 1, 1'000'000, out.failures);
  if (has(at, "open_for")) duration(member(at, "open_for"), out.open_for);
}

void DirectoryParser::operations(const At& at, AgencyEntry& out) {
  if (!at.value.is_object()) {
    fault("directory/type", at.pointer, "应为对象", "must be an object");
    return;
  }
  for (const auto& [name, value] : at.value.items()) {
    const At child{value, base::pointer_join(at.pointer, name)};
    if (!is_word(name)) {
      fault("directory/unknown", child.pointer, "操作名只能含字母、数字和 _-.",
            "an operation's name holds letters, digits and _-. only");
    }
    operation(child, out.operations[name]);
  }
}

void DirectoryParser::operation(const At& at, AgencyOperation& out) {
  if (!members(at, {"method", "path", "honours_keys", "query", "poll"})) return;
  if (has(at, "method") && text(member(at, "method"), out.method) && out.method != "POST" &&
      out.method != "PUT") {
    fault("directory/range", at.pointer + "/method", "应为 POST 或 PUT：个人信息不得出现在网址中",
          "must be POST or PUT: personal values never go into an address");
  }
  if (has(at, "path", true)) path(member(at, "path"), "", out.path);
  if (has(at, "honours_keys")) boolean(member(at, "honours_keys"), out.honours_keys);
  if (has(at, "query")) path(member(at, "query"), "{key}", out.query);
  if (has(at, "poll")) polling(member(at, "poll"), out);
}

void DirectoryParser::polling(const At& at, AgencyOperation& out) {
  AgencyPolling polling;
  polling.path = out.path + "/{ticket}";
  out.poll = polling;
  if (!members(at, {"every", "until", "path"})) return;
  if (has(at, "every")) duration(member(at, "every"), polling.every);
  if (has(at, "until")) duration(member(at, "until"), polling.until);
  if (has(at, "path")) {
    path(member(at, "path"), "{ticket}", polling.path);
  } else if (out.path.find('?') != std::string::npos) {
    fault("directory/missing", base::pointer_join(at.pointer, "path"),
          "操作路径含查询参数，须写明轮询路径",
          "the operation's path has a query, so the path to poll must be given");
  }
  out.poll = std::move(polling);
}

void DirectoryParser::fault(std::string code, std::string pointer, std::string zh, std::string en) {
  loaded_.faults.push_back(
      make_error(std::move(code), std::move(zh), std::move(en), std::move(pointer)));
}

bool DirectoryParser::members(const At& at, std::initializer_list<std::string_view> names) {
  if (!at.value.is_object()) {
    fault("directory/type", at.pointer, "应为对象", "must be an object");
    return false;
  }
  for (const auto& [name, value] : at.value.items()) {
    if (name == "note" || std::find(names.begin(), names.end(), name) != names.end()) continue;
    std::string pointer = base::pointer_join(at.pointer, name);
    if (names_a_secret(name)) {
      fault("directory/secret", std::move(pointer),
            "密钥不得写在本文件中；请在 auth.secret 中写它的名称",
            "secrets do not belong in this file; name them under auth.secret");
    } else {
      fault("directory/unknown", std::move(pointer), "未知的成员", "unknown member");
    }
  }
  // Also what nobody reads further on, notes among them.
  for (const auto& [name, value] : at.value.items()) {
    if (!value.is_string() || !looks_like_secret(value.get_ref<const std::string&>())) continue;
    fault("directory/secret", base::pointer_join(at.pointer, name),
          "此值看似密钥；本文件只写密钥的名称",
          "this value looks like a secret; the file holds only names of secrets");
  }
  return true;
}

bool DirectoryParser::has(const At& at, std::string_view name, bool required) {
  if (at.value.contains(name)) return true;
  if (required) {
    fault("directory/missing", base::pointer_join(at.pointer, name), "缺少此成员",
          "this member is required");
  }
  return false;
}

DirectoryParser::At DirectoryParser::member(const At& at, std::string_view name) const {
  return {at.value.at(std::string(name)), base::pointer_join(at.pointer, name)};
}

bool DirectoryParser::text(const At& at, std::string& out) {
  if (at.value.is_string()) {
    out = at.value.get<std::string>();
    return true;
  }
  fault("directory/type", at.pointer, "应为文本", "must be a string");
  return false;
}

void DirectoryParser::boolean(const At& at, bool& out) {
  if (at.value.is_boolean()) {
    out = at.value.get<bool>();
    return;
  }
  fault("directory/type", at.pointer, "应为 true 或 false", "must be true or false");
}

void DirectoryParser::integer(const At& at, int least, int most, int& out) {
  if (!at.value.is_number_integer()) {
    fault("directory/type", at.pointer, "应为整数", "must be a whole number");
    return;
  }
  // A number above 2^63 is unsigned in nlohmann and would wrap; it is out of range anyway.
  const bool huge = at.value.is_number_unsigned() &&
                    at.value.get<std::uint64_t>() > static_cast<std::uint64_t>(most);
  const auto given = huge ? std::int64_t{-1} : at.value.get<std::int64_t>();
  if (huge || given < least || given > most) {
    fault("directory/range", at.pointer,
          "应在 " + std::to_string(least) + " 与 " + std::to_string(most) + " 之间",
          "must be from " + std::to_string(least) + " to " + std::to_string(most));
    return;
  }
  out = static_cast<int>(given);
}

void DirectoryParser::number(const At& at, double least, double most, double& out) {
  if (!at.value.is_number()) {
    fault("directory/type", at.pointer, "应为数字", "must be a number");
    return;
  }
  const double given = at.value.get<double>();
  if (!(given >= least && given <= most)) {
    const auto low = std::to_string(std::lround(least));
    const auto high = std::to_string(std::lround(most));
    fault("directory/range", at.pointer, "应在 " + low + " 与 " + high + " 之间",
          "must be from " + low + " to " + high);
    return;
  }
  out = given;
}

void DirectoryParser::duration(const At& at, std::chrono::milliseconds& out) {
  std::string given;
  if (!text(at, given)) return;
  const auto parsed = parse_duration(given);
  const auto length = parsed ? elapsed(*parsed) : std::nullopt;
  if (!length) {
    fault("directory/duration", at.pointer, "应为时长，如 \"5 seconds\"；此处不用工作日、月、年",
          "must be a duration such as \"5 seconds\"; workdays, months and years do not fit here");
    return;
  }
  if (*length < std::chrono::milliseconds{1} || *length > std::chrono::days{3650}) {
    fault("directory/range", at.pointer, "时长应在 1 毫秒与 10 年之间",
          "must be from a millisecond to ten years");
    return;
  }
  out = *length;
}

void DirectoryParser::path(const At& at, std::string_view place, std::string& out) {
  std::string given;
  if (!text(at, given)) return;
  if (is_path(given, place)) {
    out = std::move(given);
    return;
  }
  const std::string with(place);
  fault("directory/path", at.pointer,
        place.empty() ? "应为以 / 开头的路径" : "应为以 / 开头、含一处 " + with + " 的路径",
        place.empty() ? "must be a path that begins with /"
                      : "must be a path that begins with / and holds " + with + " once");
}

}  // namespace lianban::adapter
