// The manual page, from the same description of the command line that `--help` prints.
#include <array>
#include <string_view>

#include "cli/exit_codes.hpp"
#include "cli/messages.hpp"
#include "cli/output/width.hpp"
#include "cli/shell/syntax.hpp"

namespace lianban::cli {

namespace {

constexpr std::string_view kClosing[] = {"，", "。", "、", "：", "；", "）", "”", "》", "！", "？"};
constexpr std::string_view kOpening[] = {"（", "“", "《"};

bool among(std::span<const std::string_view> marks, std::string_view mark) {
  for (const std::string_view each : marks) {
    if (each == mark) return true;
  }
  return false;
}

/// A text for roff. groff breaks lines at spaces only, so it is told where Chinese may be broken.
std::string plain(std::string_view text) {
  std::string out;
  const std::vector<Glyph> all = glyphs(text);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string_view bytes = all[i].bytes;
    const bool at_start = out.empty() || out.back() == '\n';
    if (at_start && (bytes == "." || bytes == "'")) out += "\\&";
    if (bytes == "\\") {
      out += "\\e";
    } else if (bytes == "-") {
      // An ASCII hyphen: options stay what can be typed.
      out += "\\-";
    } else if (bytes == "~") {
      out += "\\(ti";
    } else {
      out += bytes;
    }
    const bool last = i + 1 == all.size();
    if (last || (all[i].cells != 2 && all[i + 1].cells != 2)) continue;
    if (bytes == " " || all[i + 1].bytes == " " || among(kOpening, bytes)) continue;
    if (!among(kClosing, all[i + 1].bytes)) out += "\\:";
  }
  return out;
}

std::string bold(std::string_view text) { return "\\fB" + plain(text) + "\\fR"; }
std::string italic(std::string_view text) { return "\\fI" + plain(text) + "\\fR"; }

struct Variable {
  std::string_view name;
  Phrase text;
};
constexpr std::array kVariables = {
    Variable{"LIANBAN_LANG", {"语言 zh 或 en", "Language, zh or en"}},
    Variable{"LC_ALL",
             {"及 LC_MESSAGES、LANG：没有写明语言时按区域设置，无语言的区域设置为中文",
              "and LC_MESSAGES, LANG: the locale, where no language is named; a locale without "
              "a language gets Chinese"}},
    Variable{"NO_COLOR", {"有值则不用颜色", "Set to anything: no colours"}},
};

constexpr std::array kExamples = {
    Variable{"lianban demo", {"看两件办件的全过程", "Watch two cases from filing to the end"}},
    Variable{"lianban init my-approval",
             {"建一个可以马上试办的工作文件夹", "Make a folder with an approval to try out"}},
    Variable{"lianban check my-approval/street-stall-permit.json",
             {"一次说明定义中的全部错误", "Say everything that is wrong with a definition"}},
    Variable{"lianban test my-approval/scenarios", {"运行情景", "Run its scenarios"}},
    Variable{"lianban case list --json", {"以 JSON 列出办件", "List the cases as JSON"}},
};

class Page {
 public:
  explicit Page(Language language) : language_(language) {}

  void section(const Phrase& title) { out_ += ".SH " + std::string(title.in(language_)) + "\n"; }
  void paragraph(std::string_view text) { out_ += ".PP\n" + plain(text) + "\n"; }
  void tagged(const std::string& tag, const std::string& text) {
    out_ += ".TP\n" + tag + "\n" + text + "\n";
  }
  void raw(const std::string& line) { out_ += line + "\n"; }
  [[nodiscard]] std::string in(const Phrase& phrase) const {
    return std::string(phrase.in(language_));
  }
  std::string done() { return std::move(out_); }

 private:
  Language language_;
  std::string out_;
};

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string out;
  for (const std::string& word : words) {
    if (!out.empty()) out.append(between);
    out += word;
  }
  return out;
}

void write_option(Page& page, const SyntaxOption& option) {
  std::string tag;
  for (const std::string& name : option.names) tag += (tag.empty() ? "" : ", ") + bold(name);
  if (option.kind != ValueKind::kNone) tag += " " + italic(option.label);
  std::string text = plain(option.text);
  // An explanation's code is one of too many to list.
  if (!option.choices.empty() && option.choices.size() < 10) {
    text += "\n.br\n" + plain(page.in({"取值：", "One of: "}) + joined(option.choices, ", "));
  }
  if (!option.standard.empty()) {
    text += "\n.br\n" + plain(page.in({"缺省：", "Default: "}) + option.standard);
  }
  page.tagged(tag, text);
}

std::string operand_words(const SyntaxNode& command) {
  std::string out;
  for (const SyntaxOption& operand : command.operands) {
    std::string word = italic(operand.label);
    if (operand.repeatable) word += "...";
    out += operand.required ? " " + word : " [" + word + "]";
  }
  return out;
}

void write_command(Page& page, const SyntaxNode& command, const std::string& before) {
  const std::string name = before + " " + command.name;
  if (!command.commands.empty()) {
    for (const SyntaxNode& sub : command.commands) write_command(page, sub, name);
    return;
  }
  page.raw(".SS " + bold(name) + operand_words(command));
  page.raw(plain(command.text));
  for (const SyntaxOption& operand : command.operands) {
    page.tagged(italic(operand.label), plain(operand.text));
  }
  for (const SyntaxOption& option : command.options) {
    // Every command has it.
    if (option.names.back() != "--help") write_option(page, option);
  }
  if (!command.footer.empty()) page.paragraph(command.footer);
}

void write_environment(Page& page, const SyntaxNode& root) {
  page.section({"环境变量", "ENVIRONMENT"});
  for (const SyntaxOption& option : root.options) {
    if (option.environment.empty()) continue;
    page.tagged(bold(option.environment),
                plain(page.in({"同 ", "As "})) + bold(option.names.back()));
  }
  for (const Variable& variable : kVariables) {
    page.tagged(bold(variable.name), plain(page.in(variable.text)));
  }
}

void write_ends(Page& page) {
  page.section({"退出码", "EXIT STATUS"});
  for (const ExitWord& each : exit_words()) {
    page.tagged(bold(std::to_string(each.code)), plain(page.in(each.words)));
  }
  page.section({"文件", "FILES"});
  page.tagged(
      italic("PREFIX/share/lianban/workflows"),
      plain(page.in({"随程序提供的定义、情景、工作日历、机关接口验证方案和 JSON Schema。"
                     "程序按自身所在位置找到它们。",
                     "The definitions, scenarios, calendars, profiles of agencies and JSON schemas "
                     "that come with the program, which finds them from where it is itself."})));
  page.section({"示例", "EXAMPLES"});
  for (const Variable& example : kExamples) {
    page.tagged(bold(example.name), plain(page.in(example.text)));
  }
}

}  // namespace

std::string manual_page(const SyntaxNode& root, Language language) {
  Page page(language);
  page.raw(".\\\" Written by the program itself: lianban man");
  // Ragged right: with Chinese there are not enough spaces to spread.
  page.raw(".TH LIANBAN 1 \"\" \"lianban " LIANBAN_VERSION "\" \"" +
           page.in({"联办手册", "Lianban Manual"}) + "\"");
  page.raw(".nh\n.ad l");
  page.section({"名称", "NAME"});
  page.raw("lianban \\- " +
           plain(page.in({"多部门联合审批", "joint approvals of several agencies"})));
  page.section({"用法", "SYNOPSIS"});
  page.raw(bold("lianban") + " [" + italic(page.in({"选项", "options"})) + "] " +
           italic(page.in({"命令", "command"})) + " ...");
  page.section({"说明", "DESCRIPTION"});
  page.paragraph(page.in(
      {"联办按 JSON 写成的流程定义办理多部门联合审批。本程序检查、试办、测试、验证和说明定义，"
       "也办理真实的办件。选项可写在命令之前或之后；任何命令加上 --help 显示帮助，加上 --json "
       "则标准输出只有一个 JSON 对象。",
       "Lianban runs joint government approvals that are defined in JSON. This program checks, "
       "tries out, tests, proves and explains definitions, and works on real cases. Options may "
       "stand before or after the command; every command has --help, and --json, which leaves "
       "one JSON object on standard output."}));
  page.section({"选项", "OPTIONS"});
  for (const SyntaxOption& option : root.options) write_option(page, option);
  page.section({"命令", "COMMANDS"});
  for (const SyntaxNode& command : root.commands) write_command(page, command, "lianban");
  write_environment(page, root);
  write_ends(page);
  return page.done();
}

}  // namespace lianban::cli
