#pragma once

#include <limits>
#include <utility>

#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/visit.hpp"
#include "lianban/time.hpp"

namespace lianban::base {

/// The inverse of Writer, from a parsed value. A wrong type, a number out of range or an unknown
/// enum name is recorded with its path and reading goes on, so that nothing throws; afterwards
/// ok() tells. Members without a field are ignored.
///
///   Reader reader(json);
///   Pause pause;
///   reader.value(pause);
///   if (!reader.ok()) return reader.error();
class Reader {
 public:
  /// Both must outlive the reader.
  explicit Reader(const Json& json, const StringHook* hook = nullptr) : at_(&json), hook_(hook) {}

  /// Reads the value the reader stands on.
  template <class T>
  void value(T& out);

  /// Reads one member of the object the reader stands on; absent members read as empty (visit.hpp).
  template <class T>
  void operator()(std::string_view name, T& out);

  [[nodiscard]] bool ok() const { return error_.code.empty(); }
  /// The first fault: code base/read, place the JSON pointer. Never holds a value that was read.
  [[nodiscard]] const Error& error() const { return error_; }

 private:
  /// Moves to a child for the time of a scope.
  class Into {
   public:
    Into(Reader& reader, const Json* child, std::string_view name);
    Into(Reader& reader, const Json* child, std::size_t index);
    ~Into();
    Into(const Into&) = delete;
    Into& operator=(const Into&) = delete;

   private:
    Reader& reader_;
    const Json* saved_;
    std::size_t path_size_;
  };

  void fail(std::string_view expected);
  [[nodiscard]] const Json* find(std::string_view name);
  [[nodiscard]] bool is_null() const;
  [[nodiscard]] bool is_object();
  [[nodiscard]] std::size_t array_size();
  [[nodiscard]] const Json* element(std::size_t index) const;
  void each_member(const std::function<void(const std::string&, const Json&)>& use) const;

  bool boolean();
  double number();
  std::int64_t integer(std::int64_t least, std::int64_t most);
  std::uint64_t natural(std::uint64_t most);
  std::string string();
  void json(Json& out);
  std::shared_ptr<const Json> shared_json();
  Day day();
  void bytes(std::uint8_t* out, std::size_t size);

  static const Json& empty_object();
  template <class T>
  void clear(T& out);

  const Json* at_;
  const StringHook* hook_;
  std::string path_;
  Error error_;
};

template <class T>
void Reader::clear(T& out) {
  if constexpr (Visitable<T>) {
    const Json* saved = std::exchange(at_, &empty_object());
    T::visit(out, *this);
    at_ = saved;
  } else if constexpr (!Named<T>) {
    out = T{};
  }
}

template <class T>
void Reader::operator()(std::string_view name, T& out) {
  if (const Json* child = find(name)) {
    const Into into(*this, child, name);
    value(out);
  } else {
    clear(out);
  }
}

template <class T>
void Reader::value(T& out) {
  if constexpr (std::same_as<T, bool>) {
    out = boolean();
  } else if constexpr (detail::Integer<T> && std::is_signed_v<T>) {
    out = static_cast<T>(integer(std::numeric_limits<T>::min(), std::numeric_limits<T>::max()));
  } else if constexpr (detail::Integer<T>) {
    out = static_cast<T>(natural(std::numeric_limits<T>::max()));
  } else if constexpr (std::same_as<T, double>) {
    out = number();
  } else if constexpr (std::same_as<T, std::string>) {
    out = string();
  } else if constexpr (std::same_as<T, Json>) {
    json(out);
  } else if constexpr (std::same_as<T, std::shared_ptr<const Json>>) {
    out = shared_json();
  } else if constexpr (std::same_as<T, Instant>) {
    out = Instant{std::chrono::microseconds{integer(std::numeric_limits<std::int64_t>::min(),
                                                    std::numeric_limits<std::int64_t>::max())}};
  } else if constexpr (std::same_as<T, Day>) {
    out = day();
  } else if constexpr (std::same_as<T, CaseId>) {
    bytes(out.bytes.data(), out.bytes.size());
  } else if constexpr (std::same_as<T, TenantId>) {
    value(out.value);
  } else if constexpr (detail::kIsBytes<T>) {
    bytes(out.data(), out.size());
  } else if constexpr (Named<T>) {
    if (!from_name(string(), out)) fail("a known name");
  } else if constexpr (Visitable<T>) {
    if (is_object()) T::visit(out, *this);
  } else if constexpr (detail::kIsOptional<T>) {
    // A null that was written stands for a value only where null is one.
    if (!std::same_as<typename T::value_type, Json> && is_null()) {
      out.reset();
    } else {
      value(out.emplace());
    }
  } else if constexpr (detail::kIsVector<T>) {
    const std::size_t size = array_size();
    out.clear();
    out.reserve(size);
    for (std::size_t i = 0; i < size; ++i) {
      const Into into(*this, element(i), i);
      typename T::value_type item{};
      value(item);
      out.push_back(std::move(item));
    }
  } else if constexpr (detail::kIsMap<T>) {
    out.clear();
    if (!is_object()) return;
    each_member([&](const std::string& name, const Json& child) {
      const Into into(*this, &child, name);
      value(out[name]);
    });
  } else {
    static_assert(detail::kUnsupported<T>, "no JSON form for this type: see base/visit.hpp");
  }
}

/// The value, or the first fault.
template <class T>
[[nodiscard]] Result<T> from_json(const Json& json, const StringHook* hook = nullptr) {
  Reader reader(json, hook);
  T out{};
  reader.value(out);
  if (!reader.ok()) return reader.error();
  return out;
}

}  // namespace lianban::base
