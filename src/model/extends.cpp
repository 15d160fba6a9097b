// `extends`: from an overlay and the file it names to one definition.
#include "model/extends.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/limits.hpp"
#include "model/codes.hpp"
#include "model/loading.hpp"
#include "model/overlay.hpp"

namespace lianban::model {

namespace {

constexpr base::JsonLimits kBaseLimits{.bytes = limits::kDefinitionBytes,
                                       .depth = limits::kJsonDepth};

class Expander {
 public:
  Expander(Expansion& to, const ReadBase& read) : to_(to), read_(read) {}

  /// The definition in the file-th text, with its own base put in; nothing after a fault.
  std::optional<Traced> run(const Json& source, std::size_t file) {
    Traced over = trace(source, file, "");
    const Traced* wanted = over.find("extends");
    if (wanted == nullptr) return over;
    if (wanted->text().empty()) {
      return fault(codes::kWrongType, {file, "/extends"},
                   {"须是另一个定义文件的路径", "must be the path of another definition file"});
    }
    for (const char* own : {"id", "version"}) {
      if (over.find(own) == nullptr) {
        (void)fault(codes::kMissingMember, {file, ""},
                    {"缺少“" + std::string(own) + "”：扩展后的定义自有标识和版本",
                     "'" + std::string(own) +
                         "' is missing: what extends a definition is one of "
                         "its own"});
      }
    }
    auto base = read_base(wanted->text(), file);
    if (!base) return std::nullopt;
    lay_over(*base, over,
             [&](std::string_view code, const Origin& at, Text message, Text hint, bool at_name) {
               (void)fault(code, at, std::move(message), std::move(hint), at_name);
             });
    return base;
  }

 private:
  std::optional<Traced> read_base(const std::string& wanted, std::size_t file) {
    const Origin at{file, "/extends"};
    if (!read_) {
      return fault(codes::kBase, at,
                   {"此处无从读取被扩展的定义", "the definition it extends cannot be read here"},
                   {"请按文件检查，或先用 lianban expand 展开",
                    "check it as a file, or print it whole with lianban expand"});
    }
    if (to_.files.size() > limits::kExtends) {
      const std::string most = std::to_string(limits::kExtends);
      return fault(
          codes::kTooMany, at,
          {"扩展超过 " + most + " 层", "more than " + most + " definitions on one another"});
    }
    auto read = read_(wanted, to_.files[file].name);
    if (!read.ok()) {
      const Error& error = read.error();
      return fault(codes::kBase, at,
                   {"读不到被扩展的定义" + quoted_zh(wanted) + "：" + error.message.zh,
                    "cannot read the definition it extends, " + quoted_en(wanted) + ": " +
                        error.message.en});
    }
    const auto known = [&](const BaseText& each) { return each.name == read->name; };
    if (std::ranges::any_of(to_.files, known)) {
      return fault(codes::kCircle, at,
                   {quoted_zh(wanted) + "又扩展到自己", quoted_en(wanted) + " extends itself"});
    }
    to_.files.push_back(std::move(*read));
    return parse_base(to_.files.size() - 1, at);
  }

  std::optional<Traced> parse_base(std::size_t file, const Origin& at) {
    base::JsonFault syntax{Error{}, 0, {}};
    const auto source = base::parse_json(to_.files[file].text, kBaseLimits, &syntax);
    if (source.ok() && source->is_object()) return run(*source, file);
    if (source.ok()) {
      return fault(codes::kBase, at,
                   {"被扩展的文件不是定义", "the file it extends is no definition"});
    }
    Diagnostic found;
    found.code = codes::kSyntax;
    found.message = syntax.error.message;
    found.file = to_.files[file].name;
    found.line = syntax.position.line;
    found.column = syntax.position.column;
    to_.faults.push_back(std::move(found));
    return std::nullopt;
  }

  std::nullopt_t fault(std::string_view code, const Origin& at, Text message, Text hint = {},
                       bool at_name = false) {
    if (to_.faults.size() >= limits::kDiagnostics) return std::nullopt;
    Diagnostic found;
    found.code = code;
    found.message = std::move(message);
    found.hint = std::move(hint);
    found.pointer = at.pointer;
    found.at_name = at_name;
    if (at.file != 0) found.file = to_.files[at.file].name;
    const auto part = at_name ? base::Part::kName : base::Part::kValue;
    const auto position = base::locate(to_.files[at.file].text, at.pointer, part);
    found.line = position.line;
    found.column = position.column;
    to_.faults.push_back(std::move(found));
    return std::nullopt;
  }

  Expansion& to_;
  const ReadBase& read_;
};

}  // namespace

Expansion expand(const Json& source, std::string_view text, const std::string& name,
                 const ReadBase& read) {
  Expansion expansion;
  expansion.files.push_back({name, std::string(text)});
  expansion.whole = Expander(expansion, read).run(source, 0);
  return expansion;
}

void place_in_files(const Expansion& expansion, Diagnostic& fault) {
  const Origin origin = origin_of(*expansion.whole, fault.pointer);
  const BaseText& file = expansion.files[origin.file];
  fault.pointer = origin.pointer;
  if (origin.file != 0) fault.file = file.name;
  const auto part = fault.at_name ? base::Part::kName : base::Part::kValue;
  const auto position = base::locate(file.text, fault.pointer, part);
  fault.line = position.line;
  fault.column = position.column;
  // An edit belongs into the text that was checked, and a frame shows one file.
  fault.fix.reset();
  std::erase_if(fault.related, [&](Related& each) {
    const Origin place = origin_of(*expansion.whole, each.pointer);
    each.pointer = place.pointer;
    const auto shown = each.at_name ? base::Part::kName : base::Part::kValue;
    const auto at = base::locate(file.text, each.pointer, shown);
    each.line = at.line;
    each.column = at.column;
    return place.file != origin.file;
  });
}

}  // namespace lianban::model
