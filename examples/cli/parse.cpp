#include "cli/parse.hpp"

#include <cstdlib>
#include <memory>
#include <string_view>

#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/exit_codes.hpp"
#include "cli/grammar.hpp"
#include "cli/messages.hpp"

namespace lianban::cli {

namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

/// `--lang`, LIANBAN_LANG, then the locale. A locale without a language ("C") gets Chinese: the
/// offices this is for are there.
Language chosen_language(int argc, char** argv) {
  std::string said;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--lang" && i + 1 < argc) said = argv[i + 1];
    if (word.starts_with("--lang=")) said = word.substr(7);
  }
  if (said.empty()) said = environment("LIANBAN_LANG");
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    if (said.empty()) said = environment(name);
  }
  const bool none = said.empty() || said == "POSIX" || said == "C" || said.starts_with("C.");
  return none || said.starts_with("zh") ? Language::kChinese : Language::kEnglish;
}

bool asked_for_json(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--json") return true;
  }
  return false;
}

std::string exit_footer(Language language) {
  const bool chinese = language == Language::kChinese;
  std::string out = chinese ? "退出码：" : "Exit codes: ";
  for (const ExitWord& each : exit_words()) {
    if (each.code != kOk) out += chinese ? " · " : ", ";
    out += std::to_string(each.code) + " ";
    out += each.words.in(language);
  }
  return out;
}

}  // namespace

Grammar::Grammar(Parsed& parsed) : parsed_(parsed) {
  app_.name("lianban");
  app_.set_help_flag("-h,--help", in({"显示本帮助", "Print this help message and exit"}));
  app_.description(in({"联办：多部门联合审批", "Lianban: joint approvals of several agencies"}));
  app_.footer(exit_footer(parsed.globals.language));
  app_.require_subcommand(1);
  app_.fallthrough();
  globals();
  demo();
  starting();
  checking();
  expanding();
  planning();
  proving();
  seeing();
  trying();
  cases();
  clocks();
  licences();
  running();
  incidents();
  letters();
  callbacks();
  agencies();
  verifying();
  shells();
  app_.add_subcommand("version", in({"版本", "Version"}))->callback([this] {
    parsed_.run = [](Context& context) { return run_version(context); };
  });
}

void Grammar::finish() {
  if (now_.empty()) return;
  parsed_.globals.now = parse_instant(now_);
  if (!parsed_.globals.now) throw CLI::ValidationError("--now", "not an instant: " + now_);
}

void Grammar::actor_options(CLI::App* sub, Actor& actor) {
  actor.id.clear();
  auto* id =
      sub->add_option("--actor", actor.id,
                      in({"办理人账号，不写即系统", "Account id of who acts; none: the system"}));
  sub->add_option("--role", actor.roles,
                  in({"角色，如 transport.reviewer（可重复）",
                      "A role, such as transport.reviewer; repeatable"}))
      ->allow_extra_args(false)
      ->needs(id);
  sub->add_option("--office", actor.office, in({"办公机构代码", "Office code"}))->needs(id);
}

void Grammar::request_id_option(CLI::App* sub, std::string& request_id) {
  sub->add_option(
      "--request-id", request_id,
      in({"请求编号：重发得到同一回答", "Request id: the same one gets the same answer"}));
}

void Grammar::globals() {
  Globals& g = parsed_.globals;
  app_.add_flag("--json", g.json,
                in({"标准输出只有一个 JSON 对象，错误也是",
                    "One JSON object on standard output, errors too"}));
  app_.add_option(
          "--lang", language_,
          in({"语言 zh 或 en（环境变量 LIANBAN_LANG）", "Language, zh or en (LIANBAN_LANG)"}))
      ->check(CLI::IsMember({"zh", "en"}));
  app_.add_option("--database", g.database, in({"数据库文件", "Database file"}))
      ->envname("LIANBAN_DATABASE")
      ->capture_default_str();
  app_.add_option("--calendars", g.calendars, in({"工作日历文件夹", "Folder of calendar files"}))
      ->envname("LIANBAN_CALENDARS");
  app_.add_option("--definitions", g.definitions,
                  in({"启动时发布的定义：文件或文件夹（可重复）",
                      "Definitions to publish: file or folder, repeatable"}))
      ->allow_extra_args(false);
  app_.add_option("--directory", g.directory, in({"机关目录文件", "Agency directory file"}))
      ->envname("LIANBAN_DIRECTORY");
  app_.add_option("--color", g.color,
                  in({"颜色 auto、always、never（尊重 NO_COLOR）",
                      "auto, always or never; NO_COLOR is respected"}))
      ->transform(
          CLI::CheckedTransformer(std::map<std::string, ColorWhen>{{"auto", ColorWhen::kAuto},
                                                                   {"always", ColorWhen::kAlways},
                                                                   {"never", ColorWhen::kNever}}))
      ->option_text("WHEN");
  app_.add_flag("--ascii", g.ascii, in({"符号和线条只用 ASCII", "Signs and lines in ASCII"}));
  app_.add_flag("--reveal", g.reveal, in({"完整显示个人信息", "Show personal values in full"}));
  app_.add_option("--now", now_,
                  in({"把时钟停在此刻（试验、测试）",
                      "Let the clock stand at this instant (trying out, tests)"}));
}

void Grammar::demo() {
  auto args = std::make_shared<DemoArgs>();
  command(
      app_, "demo",
      {"演示：温州网约车运输证“一件事”的两件办件", "Wenzhou's ride-hailing approval, told twice"},
      run_demo, args)
      ->add_option("--keep", args->keep,
                   in({"把数据库留在此文件夹", "Keep the database in this folder"}));
}

Parsed parse(int argc, char** argv) {
  Parsed parsed;
  parsed.globals.language = chosen_language(argc, argv);
  Grammar grammar(parsed);
  try {
    grammar.app().parse(argc, argv);
    grammar.finish();
  } catch (const CLI::CallForHelp&) {
    parsed.run = {};
    parsed.text = grammar.app().help();
  } catch (const CLI::ParseError& fault) {
    parsed.run = {};
    parsed.globals.json = asked_for_json(argc, argv);
    parsed.exit = kUsage;
    const bool unknown = fault.get_exit_code() == static_cast<int>(CLI::ExitCodes::RequiredError) &&
                         argc > 1 && argv[1][0] != '-' && grammar.app().get_subcommands().empty();
    parsed.text = fault.what();
    if (unknown) {
      parsed.text =
          fill(Phrase{"没有命令“{0}”", "there is no command '{0}'"}.in(parsed.globals.language),
               {argv[1]});
    }
  }
  return parsed;
}

}  // namespace lianban::cli
