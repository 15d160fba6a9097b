#include "adapter/directory_reader.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "adapter/address.hpp"
#include "base/secrets.hpp"
#include "lianban/time.hpp"

namespace lianban::adapter {
namespace {

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

void DirectoryReader::fault(std::string code, std::string pointer, std::string zh, std::string en) {
  // Two rules may find the same: a secret is seen by its look and where a name should stand.
  const bool known = std::any_of(faults_.begin(), faults_.end(), [&](const Error& each) {
    return each.code == code && each.place == pointer;
  });
  if (known) return;
  faults_.push_back(make_error(std::move(code), std::move(zh), std::move(en), std::move(pointer)));
}

bool DirectoryReader::object(const At& at) {
  if (at.value.is_object()) return true;
  fault("directory/type", at.pointer, "应为对象", "must be an object");
  return false;
}

bool DirectoryReader::members(const At& at, std::initializer_list<std::string_view> names) {
  if (!object(at)) return false;
  for (const auto& [name, value] : at.value.items()) {
    if (name == "note" || std::find(names.begin(), names.end(), name) != names.end()) continue;
    std::string pointer = base::pointer_join(at.pointer, name);
    if (base::names_a_secret(name)) {
      fault("directory/secret", std::move(pointer),
            "密钥不得写在本文件中；请在 auth.secret 中写它的名称",
            "secrets do not belong in this file; name them under auth.secret");
    } else {
      fault("directory/unknown", std::move(pointer), "未知的成员", "unknown member");
    }
  }
  no_secrets(at);  // also what nobody reads further on, notes among them
  return true;
}

void DirectoryReader::no_secrets(const At& at) {
  for (const auto& [name, value] : at.value.items()) {
    if (!value.is_string() || !base::looks_like_secret(value.get_ref<const std::string&>()))
      continue;
    fault("directory/secret", base::pointer_join(at.pointer, name),
          "此值看似密钥；本文件只写密钥的名称",
          "this value looks like a secret; the file holds only names of secrets");
  }
}

bool DirectoryReader::has(const At& at, std::string_view name, bool required) {
  if (at.value.contains(name)) return true;
  if (required) {
    fault("directory/missing", base::pointer_join(at.pointer, name), "缺少此成员",
          "this member is required");
  }
  return false;
}

At DirectoryReader::member(const At& at, std::string_view name) const {
  return {at.value.at(std::string(name)), base::pointer_join(at.pointer, name)};
}

bool DirectoryReader::text(const At& at, std::string& out) {
  if (at.value.is_string()) {
    out = at.value.get<std::string>();
    return true;
  }
  fault("directory/type", at.pointer, "应为文本", "must be a string");
  return false;
}

void DirectoryReader::boolean(const At& at, bool& out) {
  if (at.value.is_boolean()) {
    out = at.value.get<bool>();
    return;
  }
  fault("directory/type", at.pointer, "应为 true 或 false", "must be true or false");
}

void DirectoryReader::integer(const At& at, int least, int most, int& out) {
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

void DirectoryReader::number(const At& at, double least, double most, double& out) {
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

void DirectoryReader::duration(const At& at, std::chrono::milliseconds& out) {
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

int DirectoryReader::choice(const At& at, std::span<const std::string_view> names) {
  std::string given;
  if (!text(at, given)) return -1;
  const auto found = std::find(names.begin(), names.end(), given);
  if (found != names.end()) return static_cast<int>(found - names.begin());
  std::string known;
  for (const std::string_view name : names) known.append(known.empty() ? "" : ", ").append(name);
  fault("directory/range", at.pointer, "应为下列之一：" + known, "must be one of " + known);
  return -1;
}

void DirectoryReader::path(const At& at, std::string_view place, std::string& out) {
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

void DirectoryReader::url(const At& at, std::string& out) {
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

void DirectoryReader::named_secret(const At& at, std::string_view name, bool required,
                                   std::string& out) {
  if (!has(at, name, required) || !text(member(at, name), out) || base::is_secret_name(out)) return;
  fault("directory/secret", base::pointer_join(at.pointer, name),
        "此处应填密钥的名称，而不是密钥本身", "must be the name of a secret, not the secret");
}

}  // namespace lianban::adapter
